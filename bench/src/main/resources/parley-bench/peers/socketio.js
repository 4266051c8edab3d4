// A chat server on Socket.IO with the recovery of lost connections on, over WebSocket only: one room a user.
import { Server } from 'socket.io';
import { follow, listen, server, timestamp } from './pushes.js';

const io = new Server(server, {
  transports: ['websocket'],
  connectionStateRecovery: { maxDisconnectionDuration: 2 * 60 * 1000 },
});

io.on('connection', (socket) => {
  socket.join(socket.handshake.query.user);
  socket.on('ping', () => socket.emit('pong', { timestamp: timestamp() }));
});

listen();
await follow((user, entry) => io.to(user).emit('message', { timestamp: timestamp(), ...entry }));
