import assert from "node:assert/strict";
import { once } from "node:events";
import { WebSocketServer } from "ws";

/** A server that greets each socket as Parley's nodes do, notes what it gets, and otherwise does what the test says. */
export class ScriptedServer {
  /** @type {Connection[]} */
  connections = [];
  /** What happens to a new socket. */
  greet = (connection) => connection.welcome();
  /** What happens to a frame. */
  answer = () => {};
  /** Whether handshakes are refused with 401. */
  refuses = false;
  refused = 0;
  #server;

  static async start() {
    const server = new ScriptedServer();
    await once(server.#server, "listening");
    return server;
  }

  constructor() {
    this.#server = new WebSocketServer({
      host: "127.0.0.1",
      port: 0,
      handleProtocols: (offered) => (offered.has("parley.v1") ? "parley.v1" : false),
      verifyClient: (info, decide) => this.#decide(decide),
    });
    this.#server.on("connection", (socket, request) => this.#opened(socket, request));
  }

  get address() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  get last() {
    return this.connections.at(-1);
  }

  stop() {
    this.connections.forEach(({ socket }) => socket.terminate());
    this.#server.close();
  }

  #decide(decide) {
    this.refused += this.refuses ? 1 : 0;
    decide(!this.refuses, 401);
  }

  #opened(socket, request) {
    const connection = new Connection(this.connections.length + 1, socket, request);
    this.connections.push(connection);
    socket.on("message", (data) => {
      const frame = JSON.parse(data);
      connection.received.push(frame);
      this.answer(frame, connection);
    });
    this.greet(connection);
  }
}

class Connection {
  received = [];

  constructor(number, socket, request) {
    this.number = number;
    this.socket = socket;
    this.url = new URL(request.url, "http://server");
    this.protocols = request.headers["sec-websocket-protocol"]?.split(",") ?? [];
  }

  get query() {
    return Object.fromEntries(this.url.searchParams);
  }

  get messages() {
    return this.ofType("message");
  }

  ofType(type) {
    return this.received.filter((frame) => frame.type === type);
  }

  send(frame) {
    this.socket.send(JSON.stringify({ timestamp: "2026-11-01T12:00:00.000Z", ...frame }));
  }

  connected(heartbeatSeconds = 30) {
    this.send({ type: "connected", user_id: "ana", client_id: "c", session: "s", node: "n", heartbeat_seconds: heartbeatSeconds });
  }

  resumed(position = null, recovered = true) {
    this.send({ type: "resumed", position, recovered });
  }

  welcome(position) {
    this.connected();
    this.resumed(position);
  }

  entry(position, previous, fields) {
    this.send({ type: "message", role: "agent", author: "agent", kind: "reply", position, previous, content: position, ...fields });
  }

  own(position, previous, messageId, content) {
    this.entry(position, previous, { role: "user", author: "user", message_id: messageId, content });
  }

  accepted(message, messageId = `m-${message.text}`) {
    this.send({ type: "accepted", id: message.id, message_id: messageId });
  }

  error(code, fields) {
    this.send({ type: "error", code, message: "no", ...fields });
  }

  delta(turn, attempt, offset, text) {
    this.send({ type: "delta", turn_id: turn, attempt, index: 0, offset, text });
  }

  close(code) {
    this.socket.close(code);
  }

  /** When it is done, the client has seen all that was sent to it, and its answers are here. */
  async settled() {
    const pong = once(this.socket, "pong");
    const closed = once(this.socket, "close").then(() => assert.fail("the client has left this socket"));
    this.socket.ping();
    await Promise.race([pong, closed]);
  }
}
