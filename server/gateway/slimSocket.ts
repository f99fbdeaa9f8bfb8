/** What Socket.IO keeps for each of its sockets and is of no use here: a hall would keep some hundred bytes for each phone. */
import type { Namespace, Socket } from 'socket.io';

/** Nobody is in a room: each debate knows its own sockets. */
export function keepNoRooms({ adapter }: Namespace): void {
  adapter.addAll = () => {};
  adapter.delAll = () => {};
}

const NO_HANDSHAKE = Object.freeze({});
/** No client is asked to acknowledge anything. */
const NO_ACKNOWLEDGEMENTS = new Map();

/** Lets go of it, once who came has been let in. */
export function slimSocket(socket: Socket): void {
  Reflect.set(socket, 'handshake', NO_HANDSHAKE);
  Reflect.set(socket, 'acks', NO_ACKNOWLEDGEMENTS);
}
