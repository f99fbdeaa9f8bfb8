/**
 * A phone that acts and does not look: what it is shown stays unread, so that a thousand of them in one process
 * leave the machine to the server. What is shown is checked on a Phone that reads everything.
 */
import { Phone, type PhoneOptions } from '../phone.ts';

/** `2`: Socket.IO's type of an event. */
const SHOWN = /^2\/audience,\["(view|patch)"/;
const UNREAD_VIEW = '2/audience,["view",{"seq":0,"questions":{}}]';

export class Voter extends Phone {
  constructor(options: PhoneOptions) {
    super(options);
    const { decoder } = this.socket.io as unknown as { decoder: { add: (packet: unknown) => void } };
    const read = decoder.add.bind(decoder);
    decoder.add = (packet) => {
      const shown = typeof packet === 'string' ? SHOWN.exec(packet)?.[1] : undefined;
      if (shown === undefined) read(packet);
      else if (shown === 'view') read(UNREAD_VIEW);
    };
  }

  get isConnected(): boolean {
    return this.socket.connected;
  }
}
