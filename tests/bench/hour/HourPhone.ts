/** A phone that looks on, and notes what it is sent and when each vote shows. */
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { percentile } from '../metric.ts';
import type { FakeClock } from './FakeClock.ts';

interface Heard {
  seq?: number;
}

export class HourPhone {
  readonly #socket: WebSocket;
  readonly #clock: FakeClock;
  readonly #arrived: Promise<void>;
  #wire: Socket | undefined;
  #messages = 0;
  /** Votes that the numbers on the phone do not count yet, oldest first. */
  #expected: { seq: number; at: number }[] = [];
  readonly #delays: number[] = [];

  constructor(port: number, handshake: Record<string, unknown>, clock: FakeClock) {
    this.#clock = clock;
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
    this.#socket.on('upgrade', ({ socket }) => {
      this.#wire = socket;
    });
    this.#arrived = new Promise((arrive) => {
      this.#socket.on('message', (data) => {
        const packet = String(data);
        this.#messages += 1;
        if (packet.startsWith('0')) this.#socket.send(`40/audience,${JSON.stringify(handshake)}`);
        if (packet === '2') this.#socket.send('3');
        if (packet.startsWith('42')) this.#hear(JSON.parse(packet.slice(packet.indexOf(',') + 1)), arrive);
      });
    });
  }

  arrived(): Promise<void> {
    return this.#arrived;
  }

  /** Votes of these positions, in order, are acknowledged now. */
  expects(positions: readonly number[]): void {
    for (const seq of positions) this.#expected.push({ seq, at: this.#clock.now });
  }

  async figures() {
    await this.#clock.settle();
    const [median = 0, p95 = 0, longest = 0] = [0.5, 0.95, 1].map(
      (share) => percentile(this.#delays, share) / 1_000,
    );
    return { bytes: this.#wire?.bytesRead ?? 0, messages: this.#messages, delay: { median, p95, longest } };
  }

  close(): void {
    this.#socket.terminate();
  }

  #hear([event, { seq = 0 }]: [string, Heard], arrive: () => void): void {
    if (event === 'view') arrive();
    if (event !== 'patch') return;
    const shown = this.#expected.findIndex((vote) => vote.seq > seq);
    const counted = this.#expected.splice(0, shown < 0 ? this.#expected.length : shown);
    for (const { at } of counted) this.#delays.push(this.#clock.now - at);
  }
}
