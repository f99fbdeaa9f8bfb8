/**
 * Socket.IO 4 at its best, and nothing else: websocket alone, no compression, no recovery, the initial request let go.
 * Answers every command at once, checks nothing, keeps nothing, tells nobody.
 */
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { sampleView } from './sampleView.ts';

const view = sampleView(Number(process.env.QUESTIONS));
const server = createServer();
const io = new Server(server, { transports: ['websocket'], serveClient: false, perMessageDeflate: false });
let seq = 1_000;

io.engine.on('connection', (connection: { request: unknown }) => {
  connection.request = null;
});
io.of('/audience').on('connection', (socket) => {
  socket.emit('welcome', { protocol: 1, token: 'x'.repeat(43), time: Date.now() });
  socket.emit('view', view);
  socket.emit('mine', { seq: 1_000, reset: true, questions: {}, upvotes: {} });
  socket.on('command', (_: unknown, acknowledge: (outcome: unknown) => void) => {
    seq += 1;
    acknowledge({ ok: true, seq });
  });
});
server.listen(Number(process.env.PORT));
