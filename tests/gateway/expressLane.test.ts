/** The upvote's own way past Socket.IO must be told from the common way by nothing but its speed. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type TestDebate, TestServer } from './startServer.ts';

const QUESTION = 'question-0001';

let server: TestServer;
let debate: TestDebate;
/** A phone down to its frames. */
class Frames {
  readonly #socket: WebSocket;
  readonly #heard: string[] = [];
  #look = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      this.#heard.push(String(data));
      this.#look();
    });
  }

  static async connect(): Promise<Frames> {
    const url = server.origin.replace('http', 'ws');
    const socket = new WebSocket(`${url}/socket.io/?EIO=4&transport=websocket`);
    const frames = new Frames(socket);
    await once(socket, 'open');
    return frames;
  }

  static async open(code: string): Promise<Frames> {
    const frames = await Frames.connect();
    await frames.#sitDown(code);
    return frames;
  }

  async gone(): Promise<void> {
    await once(this.#socket, 'close');
  }

  async sitDownAgain(code: string): Promise<void> {
    this.send('41/audience,');
    this.#socket.ping();
    await once(this.#socket, 'pong');
    await this.#sitDown(code);
  }

  send(...frames: string[]): void {
    for (const frame of frames) this.#socket.send(frame);
  }

  /** Frames as the network might bring them: in pieces that end at these bytes, each on its way before the next. */
  async cut(frames: readonly string[], ...ends: number[]): Promise<void> {
    await this.#inPieces(Buffer.concat(frames.map((text) => masked(text))), ends);
  }

  /** One message as two frames with another frame between them. */
  async fragmented(message: string, at: number): Promise<void> {
    const first = masked(message.slice(0, at), FIRST_OF_TEXT);
    const ping = masked('', FINAL_PING);
    const rest = masked(message.slice(at), FINAL_OF_MORE);
    await this.#inPieces(Buffer.concat([first, ping, rest]), [first.length, first.length + ping.length]);
  }

  async #inPieces(bytes: Buffer, ends: readonly number[]): Promise<void> {
    const { _socket: network } = this.#socket as unknown as { _socket: Socket };
    let start = 0;
    for (const end of [...ends, bytes.length]) {
      await new Promise((written) => network.write(bytes.subarray(start, end), written));
      // The server has read a piece before the next comes: another connection's answer came after it.
      await server.api('GET', '/debates');
      start = end;
    }
  }

  /** The rest of the first frame that starts so. */
  async until(start: string): Promise<string> {
    for (;;) {
      const found = this.#heard.find((frame) => frame.startsWith(start));
      if (found) return found.slice(start.length);
      await new Promise<void>((look) => {
        this.#look = look;
      });
    }
  }

  /** An answer is one value, whichever way it came. */
  async answer(id: number): Promise<{ ok: boolean; code?: string }> {
    const values = JSON.parse(await this.until(`43/audience,${id}`));
    expect(values).toHaveLength(1);
    return values[0];
  }

  close(): void {
    this.#socket.close();
  }

  async #sitDown(code: string): Promise<void> {
    this.#heard.length = 0;
    this.send(`40/audience,${JSON.stringify({ debate: code })}`);
    await this.until('42/audience,["mine"');
  }
}

/** The wording that clients send takes the lane, any other the common way. */
const onTheLane = (id: number, questionId: unknown, up: unknown) =>
  `42/audience,${id}["command",{"type":"upvote","questionId":${JSON.stringify(questionId)},"up":${JSON.stringify(up)}}]`;
const inOtherWords = (id: number, questionId: unknown, up: unknown) =>
  `42/audience,${id}["command",${JSON.stringify({ up, questionId, type: 'upvote' })}]`;

const FINAL_TEXT = 0x81;
const FIRST_OF_TEXT = 0x01;
const FINAL_PING = 0x89;
const FINAL_OF_MORE = 0x80;

/** A frame as a client sends it (RFC 6455, 5.2). */
function masked(text: string, head = FINAL_TEXT): Buffer {
  const mask = Buffer.from([1, 2, 3, 4]);
  const payload = Buffer.from(text).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  const length = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([head, 0x80 | (length[0] ?? 0), ...length.slice(1)]), mask, payload]);
}

/** The server's sockets, as a Node would have them that cannot be asked to read into one buffer. */
function withoutOneBuffer(message: unknown): void {
  const { _handle: handle } = (message as { socket: { _handle: object } }).socket;
  Object.assign(handle, { useUserBuffer: undefined });
}

describe.each([
  ['on', 'on'],
  ['on, each read with a buffer of its own', 'on'],
  ['off', 'off'],
])('with the express lane %s', (name, lane) => {
  beforeAll(async () => {
    if (name !== lane) subscribe('net.server.socket', withoutOneBuffer);
    server = await TestServer.start({ EXPRESS_LANE: lane });
    debate = await server.debate({ screening: 'off' });
    const author = debate.phone();
    await author.until('view');
    await author.send({ type: 'askQuestion', id: QUESTION, text: 'Is it the same?' });
  });
  afterAll(async () => {
    unsubscribe('net.server.socket', withoutOneBuffer);
    await server.remove();
  });

  test.each([
    ['given', QUESTION, true],
    ['not given, taken back', QUESTION, false],
    ['on a question that does not exist', 'question-9999', true],
    ['on an id of 9 characters', 'question9', true],
    ['on an id of 41 characters', 'q'.repeat(41), true],
    ['on an id that begins with a dash', '-question-0001', true],
    ['on an id in Cyrillic', 'питање-0001', true],
    ['on a name that every object knows', 'constructor', true],
    ['on a number', 12345678901, true],
    ['neither up nor down', QUESTION, null],
  ])('[G30] an upvote %s is answered the same in every wording', async (_, questionId, up) => {
    const [lane, common] = await Promise.all([Frames.open(debate.code), Frames.open(debate.code)]);
    lane.send(onTheLane(7, questionId, up));
    const answer = await lane.answer(7);
    common.send(inOtherWords(7, questionId, up));
    const { seq, ...same } = (await common.answer(7)) as { seq?: number; ok: boolean };
    expect(answer).toMatchObject(same);
    expect(typeof seq).toBe(answer.ok ? 'number' : 'undefined');
    lane.close();
    common.close();
  });

  test('[G31] an upvote does not overtake what its phone sent before it', async () => {
    const phone = await Frames.open(debate.code);
    for (let round = 0; round < 20; round += 1) {
      const id = `overtaken-${round}`;
      const ask = { type: 'askQuestion', id, text: 'Is it there yet?' };
      phone.send(
        `42/audience,${round * 2}["command",${JSON.stringify(ask)}]`,
        onTheLane(round * 2 + 1, id, true),
      );
    }
    for (let round = 0; round < 20; round += 1) {
      expect(await phone.answer(round * 2)).toMatchObject({ ok: true });
      expect(await phone.answer(round * 2 + 1)).toMatchObject({ ok: true });
    }
    phone.close();
  });

  test('[G31] the lane opens and closes with each seat of one connection', async () => {
    const phone = await Frames.open(debate.code);
    for (let seat = 1; seat <= 30; seat += 1) {
      phone.send(onTheLane(seat, QUESTION, seat % 2 === 0));
      expect(await phone.answer(seat)).toMatchObject({ ok: true });
      await phone.sitDownAgain(debate.code);
    }
    phone.close();
  });

  test('[G33] who asks for a second seat at the same screen loses the connection, and the others go on', async () => {
    const [greedy, other] = [await Frames.connect(), await Frames.open(debate.code)];
    const gone = greedy.gone();
    const handshake = `40/audience,${JSON.stringify({ debate: debate.code })}`;
    greedy.send(...Array<string>(50).fill(handshake));
    await gone;
    other.send(onTheLane(1, QUESTION, true));
    expect(await other.answer(1)).toMatchObject({ ok: true });
    other.close();
  });

  describe('[G37] a vote is taken once, however the network brings it', () => {
    const votes = Array.from({ length: 5 }, (_, id) => onTheLane(id, QUESTION, id % 2 === 0));
    const long = `42/audience,9["command",${JSON.stringify({ type: 'askQuestion', id: 'question-long', text: 'Why? '.repeat(50) })}]`;

    async function answered(phone: Frames): Promise<void> {
      for (const [id] of votes.entries()) expect(await phone.answer(id)).toMatchObject({ ok: true });
      phone.send(onTheLane(77, QUESTION, true));
      expect(await phone.answer(77)).toMatchObject({ ok: true });
      phone.close();
    }

    test('all in one piece', async () => {
      const phone = await Frames.open(debate.code);
      await phone.cut(votes);
      await answered(phone);
    });

    test.each([1, 2, 5, 6, 7, 50, 90, 130, 300])('cut after %i bytes', async (end) => {
      const phone = await Frames.open(debate.code);
      await phone.cut(votes, end);
      await answered(phone);
    });

    test.each([3, 100, 200, 400])('behind a long question, cut after %i bytes', async (end) => {
      const phone = await Frames.open(debate.code);
      await phone.cut([long, ...votes], end);
      expect(await phone.answer(9)).toHaveProperty('ok');
      await answered(phone);
    });

    test('in two fragments with a ping between them', async () => {
      const phone = await Frames.open(debate.code);
      await phone.fragmented(onTheLane(5, QUESTION, false), 30);
      expect(await phone.answer(5)).toMatchObject({ ok: true });
      phone.send(...votes);
      await answered(phone);
    });
  });
});
