/** Visitors on the load core: they load the page, and come over TLS as through nginx, each with a handshake of its own. */
import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { serve } from '../load/remote.ts';

const AT_A_TIME = 20;
const FINAL_TEXT = 0x81;
const IN_16_BITS = 126;
const NO_MASK = Buffer.alloc(4);

interface Phone {
  socket: TLSSocket;
  votes: number;
  answered: () => void;
}

const phones: Phone[] = [];

/** @param text from 126 to 65,535 bytes of ASCII */
function frame(text: string): Buffer {
  const { length } = text;
  const head = [FINAL_TEXT, 0x80 | IN_16_BITS, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), NO_MASK, Buffer.from(text)]);
}

const padded = (text: string): string => text.padEnd(IN_16_BITS, ' ');

const partsOf = (html: string): string[] =>
  [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);

async function arrive(port: number, code: string): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const phone: Phone = { socket, votes: 0, answered: () => {} };
  const has = (what: string) =>
    new Promise<void>((resolve) => {
      const look = (chunk: Buffer) => {
        if (!chunk.includes(what)) return;
        socket.off('data', look);
        resolve();
      };
      socket.on('data', look);
    });
  const open = has('"sid"');
  socket.write(
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: sofra.example.org\r\nUpgrade: websocket\r\n' +
      'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c29mcmEtc29mcmEtc29mcg==\r\n\r\n',
  );
  await open;
  const seated = has('["view"');
  socket.write(frame(padded(`40/audience,${JSON.stringify({ debate: code, counts: 'byNumber' })}`)));
  await seated;
  socket.on('data', (chunk) => {
    if (chunk.includes('43/audience')) phone.answered();
  });
  phones.push(phone);
}

async function vote(phone: Phone, questionId: string, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    const answer = new Promise<void>((resolve) => {
      phone.answered = resolve;
    });
    const command = { type: 'upvote', questionId, up: phone.votes++ % 2 === 0 };
    phone.socket.write(frame(padded(`42/audience,${phone.votes}["command",${JSON.stringify(command)}]`)));
    await answer;
  }
}

const load = async (url: string): Promise<string> =>
  (await fetch(url, { headers: { 'accept-encoding': 'br' } })).text();

const functions = {
  /** The page with what belongs to it, as a phone loads it for the first time; many at a time. */
  async load(origin: string, pages: number): Promise<void> {
    const parts = partsOf(await load(origin));
    const visit = async () => {
      for (let page = 0; page < pages / AT_A_TIME; page += 1)
        for (const path of ['/', ...parts]) await load(origin + path);
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, visit));
  },

  /** @returns what the page takes altogether */
  async pageBytes(origin: string): Promise<number> {
    let sum = 0;
    for (const path of ['/', ...partsOf(await load(origin))]) {
      const head = await fetch(origin + path, { method: 'HEAD', headers: { 'accept-encoding': 'br' } });
      sum += Number(head.headers.get('content-length'));
    }
    return sum;
  },

  async arrive(port: number, code: string, count: number): Promise<void> {
    for (const end = phones.length + count; phones.length < end; )
      await Promise.all(Array.from({ length: AT_A_TIME }, () => arrive(port, code)));
  },

  leave(): void {
    for (const { socket } of phones.splice(0)) socket.destroy();
  },

  async vote(questionId: string, times: number): Promise<void> {
    await Promise.all(phones.map((phone) => vote(phone, questionId, times)));
  },
};

export type VisitorProcess = typeof functions;
serve(functions);
