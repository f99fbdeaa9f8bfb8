/**
 * A live debate as a careful developer writes it with Socket.IO: one room, counts told once a tick, what goes on air
 * told at once, both by emitting to the room, so that everybody is told in order of joining. Overlays are members
 * like all others. It keeps votes in memory only.
 */
import { createServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { sampleView } from './sampleView.ts';

/** What Socket.IO can bear with 5,000 phones, with time left for what goes on air. */
const TICK_MS = Number(process.env.TICK_MS ?? 250);
/** As ours: a network that dies without a word is noticed by both sides after the two together. */
const HEARTBEAT = { pingInterval: 10_000, pingTimeout: 8_000 };

interface Command {
  type: 'upvote' | 'take';
  questionId: string;
  up?: boolean;
}

const view = sampleView(Number(process.env.QUESTIONS));
const upvoters = new Map(Object.keys(view.questions).map((id) => [id, new Set<string>()]));
const changed = new Set<string>();
let seq = 1_000;

const server = createServer();
const io = new Server(server, {
  ...HEARTBEAT,
  transports: ['websocket'],
  serveClient: false,
  perMessageDeflate: false,
});
const audience = io.of('/audience');

function perform({ type, questionId, up }: Command, socket: Socket): void {
  seq += 1;
  if (type === 'take') {
    const onAir = { questionId, text: view.questions[questionId].text, language: 'en', since: Date.now() };
    audience.to('debate').emit('patch', { seq, from: seq - 1, onAir });
    return;
  }
  if (up) upvoters.get(questionId)?.add(socket.id);
  else upvoters.get(questionId)?.delete(socket.id);
  changed.add(questionId);
}

audience.on('connection', (socket) => {
  socket.join('debate');
  socket.emit('view', view);
  socket.on('command', (command: Command, acknowledge: (outcome: unknown) => void) => {
    perform(command, socket);
    acknowledge({ ok: true, seq });
  });
});

setInterval(() => {
  if (changed.size === 0) return;
  const tallies = Object.fromEntries([...changed].map((id) => [id, upvoters.get(id)?.size ?? 0]));
  changed.clear();
  audience.to('debate').emit('patch', { seq, from: seq - 1, tallies });
}, TICK_MS);
server.listen(Number(process.env.PORT));
