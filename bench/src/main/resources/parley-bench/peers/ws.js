// A chat server on `ws` as its documentation shows it: one socket a user, a heartbeat every 30 s.
import { WebSocketServer } from 'ws';
import { follow, listen, server, timestamp } from './pushes.js';

const users = new Map();
const wss = new WebSocketServer({ server });

wss.on('connection', (socket, request) => {
  const user = request.url.slice(request.url.lastIndexOf('/') + 1);
  users.set(user, socket);
  socket.isAlive = true;
  socket.on('error', () => {});
  socket.on('pong', () => {
    socket.isAlive = true;
  });
  socket.on('message', (data) => {
    if (JSON.parse(data).type === 'ping') {
      socket.send(JSON.stringify({ type: 'pong', timestamp: timestamp() }));
    }
  });
  socket.on('close', () => {
    if (users.get(user) === socket) users.delete(user);
  });
  socket.send(JSON.stringify({ type: 'connected', timestamp: timestamp(), user_id: user }));
});

setInterval(() => {
  for (const socket of wss.clients) {
    if (!socket.isAlive) {
      socket.terminate();
    } else {
      socket.isAlive = false;
      socket.ping();
    }
  }
}, 30_000);

listen();
await follow((user, entry) => users.get(user)?.send(JSON.stringify({ type: 'message', timestamp: timestamp(), ...entry })));
