/** `ws` alone: JSON in, JSON out. What is left when there is no Socket.IO. */
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: Number(process.env.PORT), perMessageDeflate: false });
let seq = 1_000;

server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const [namespace, id] = JSON.parse(data.toString()) as [string, number];
    seq += 1;
    socket.send(JSON.stringify([namespace, id, { ok: true, seq }]));
  });
});
