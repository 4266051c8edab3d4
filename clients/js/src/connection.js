import { Timers } from "./timers.js";

/** @import { ConnectionState, ServerFrame, StopReason } from "../index.d.ts" */

const BACKOFF_FIRST_MS = 1000;
const BACKOFF_LIMIT_MS = 30_000;
const GREETING_WAIT_MS = 20_000;
const PONG_WAIT_MS = 10_000;
const LATE_MS = 300_000;
const OPEN = 1;
const TAKEN_OVER = 4409;

/**
 * What a connection asks and tells.
 *
 * `onClose` says how long to wait at least before the next attempt, in ms, or why there shall be none. `greeted`: whether the
 * server had let us in.
 *
 * @typedef {object} Listener
 * @property {() => Promise<{ url: string, protocols: string[] }>} target where to; if it rejects, the attempt has failed
 * @property {(cause: unknown) => void} onFailure of an attempt that led to no socket
 * @property {(frame: ServerFrame) => void} onFrame
 * @property {(state: ConnectionState) => void} onState
 * @property {(code: number, greeted: boolean) => number | StopReason} onClose
 */

/**
 * The socket that is to take the place of one whose node goes away, and what it has brought so far.
 *
 * @typedef {{ socket: WebSocket, brought: string[] }} Successor
 */

/** One WebSocket after the other: notices a dead line, and comes back at random times, so that no herd arrives with it. */
export class Connection {
  /** @type {ConnectionState} */
  state = { name: "stopped" };
  #WebSocket;
  #listener;
  /** @type {WebSocket | undefined} */
  #socket;
  #timers = new Timers();
  #attempt = 0;
  #failures = 0;
  #heartbeatMs = 30_000;
  /** @type {number | undefined} */
  #leaveAt;
  /** @type {Successor | undefined} */
  #successor;
  #lateUntil = 0;
  #windowMs = BACKOFF_FIRST_MS;

  /** @param {typeof WebSocket} WebSocketClass @param {Listener} listener */
  constructor(WebSocketClass, listener) {
    this.#WebSocket = WebSocketClass;
    this.#listener = listener;
  }

  start() {
    if (this.state.name === "stopped") {
      this.#hearBrowser("addEventListener");
      this.#connect();
    }
  }

  /** @param {StopReason} [reason] */
  stop(reason) {
    this.#hearBrowser("removeEventListener");
    this.#drop();
    this.#change({ name: "stopped", ...(reason && { reason }) });
  }

  /**
   * Whether the frame was handed to an open socket; it may still be lost with it.
   *
   * @param {object} frame
   */
  send(frame) {
    if (this.state.name !== "online" || this.#socket?.readyState !== OPEN) {
      return false;
    }
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** All is well again: the next failure starts with the shortest delay. */
  settled() {
    this.#failures = 0;
  }

  /** Leaves the present socket for another, at once. */
  reconnect() {
    if (this.state.name !== "stopped") {
      this.#drop();
      this.#connect();
    }
  }

  /**
   * The node goes away: another is looked for at a random moment of the window, even if it closes the socket before. If not,
   * this socket is used until the other one lacks nothing.
   *
   * @param {number} windowMs
   */
  leaveWithin(windowMs) {
    if (this.#leaveAt === undefined) {
      const delay = Math.random() * windowMs;
      this.#leaveAt = Date.now() + delay;
      this.#timers.set("leave", delay, () => this.#move());
    }
  }

  #move() {
    this.#dial((socket) => this.#prepare(socket), () => this.#moveLater());
  }

  #moveLater(delayMs = 0) {
    this.#timers.set("leave", delayMs + this.#backOff(), () => this.#move());
  }

  /** @param {WebSocket} socket */
  #prepare(socket) {
    const successor = { socket, brought: /** @type {string[]} */ ([]) };
    this.#successor = successor;
    this.#timers.set("arrival", GREETING_WAIT_MS, () => this.#notArrived(successor, 1006));
    socket.onmessage = ({ data }) => {
      successor.brought.push(data);
      if (parsed(data)?.type === "resumed") {
        this.#succeed(successor);
      }
    };
    socket.onclose = ({ code }) => this.#notArrived(successor, code);
    socket.onerror = () => {}; // its close follows
  }

  /** @param {Successor} successor @param {number} code */
  #notArrived({ brought }, code) {
    this.#dropSuccessor();
    const verdict = this.#verdict(code, brought.length > 0);
    if (typeof verdict === "string") {
      this.stop(verdict);
    } else {
      this.#moveLater(verdict);
    }
  }

  /**
   * It is the one from now on, with all that it has brought.
   *
   * @param {Successor} successor
   */
  #succeed({ socket, brought }) {
    this.#successor = undefined; // so that it is not dropped with the other
    this.#drop();
    this.#change({ name: "connecting" });
    this.#use(socket);
    brought.forEach((data) => this.#received(socket, data));
  }

  #connect() {
    this.#change({ name: "connecting" });
    this.#dial((socket) => this.#use(socket), () => this.#wait(this.#backOff()));
  }

  /**
   * One attempt, unless it is overtaken by another or by a stop.
   *
   * @param {(socket: WebSocket) => void} use
   * @param {() => void} failed there is no socket
   */
  async #dial(use, failed) {
    const attempt = ++this.#attempt;
    const isMeant = () => attempt === this.#attempt && this.state.name !== "stopped";
    try {
      const { url, protocols } = await this.#listener.target();
      if (isMeant()) {
        use(new this.#WebSocket(url, protocols));
      }
    } catch (cause) {
      if (isMeant()) {
        this.#listener.onFailure(cause);
        failed();
      }
    }
  }

  /** @param {WebSocket} socket */
  #use(socket) {
    this.#socket = socket;
    this.#timers.set("greeting", GREETING_WAIT_MS, () => this.#lost());
    socket.onmessage = ({ data }) => this.#received(socket, data);
    socket.onclose = ({ code }) => this.#closed(socket, code);
    socket.onerror = () => {}; // its close follows
  }

  /** @param {WebSocket} socket @param {string} data */
  #received(socket, data) {
    if (socket !== this.#socket) {
      return;
    }
    const frame = parsed(data);
    this.#timers.clear("greeting", "dead");
    this.#heartbeatMs = frame?.type === "connected" ? frame.heartbeat_seconds * 1000 : this.#heartbeatMs;
    this.#windowMs = Math.max(BACKOFF_FIRST_MS, windowOf(frame) ?? this.#windowMs);
    this.#timers.set("quiet", this.#heartbeatMs, this.#check);
    if (frame?.type === "connected") {
      this.#change({ name: "online" });
    }
    if (frame) {
      this.#listener.onFrame(frame);
    }
  }

  /** @param {WebSocket | undefined} socket @param {number} code */
  #closed(socket, code) {
    if (socket !== this.#socket || this.state.name === "stopped") {
      return;
    }
    if (this.#successor) {
      this.#succeed(this.#successor);
      return;
    }
    const leaveIn = (this.#leaveAt ?? 0) - Date.now();
    const greeted = this.state.name === "online";
    this.#drop();
    const verdict = this.#verdict(code, greeted);
    if (typeof verdict === "string") {
      this.stop(verdict);
    } else {
      this.#wait(leaveIn > 0 ? leaveIn : verdict + this.#backOff());
    }
  }

  /**
   * The least pause in ms, or why there shall be no other attempt. No reason is that it was taken over by an attempt of ours that
   * was given up, and came to a slow server after all.
   *
   * @param {number} code
   * @param {boolean} greeted
   */
  #verdict(code, greeted) {
    return code === TAKEN_OVER && Date.now() < this.#lateUntil ? 0 : this.#listener.onClose(code, greeted);
  }

  /** Full jitter: any time between nothing and a limit that doubles; the first one is what the server asks for. */
  #backOff() {
    return Math.random() * Math.min(BACKOFF_LIMIT_MS, this.#windowMs * 2 ** this.#failures++);
  }

  /** @param {number} delayMs */
  #wait(delayMs) {
    this.#change({ name: "waiting", retryAt: Date.now() + delayMs });
    this.#timers.set("retry", delayMs, () => this.#connect());
  }

  /** @param {"addEventListener" | "removeEventListener"} method */
  #hearBrowser(method) {
    globalThis[method]?.("online", this.#wake);
    globalThis[method]?.("offline", this.#check);
    globalThis.document?.[method]("visibilitychange", this.#seen);
  }

  #seen = () => {
    if (globalThis.document.visibilityState === "visible") {
      this.#wake();
    }
  };

  /** The network is back, or somebody looks: no reason to wait any longer. */
  #wake = () => {
    if (this.state.name === "waiting") {
      this.#timers.clear("retry");
      this.#connect();
    } else {
      this.#check();
    }
  };

  /** Asks for a sign of life; without one the line counts as dead. */
  #check = () => {
    if (this.send({ type: "ping" })) {
      this.#timers.set("dead", PONG_WAIT_MS, () => this.#lost());
    }
  };

  #lost() {
    this.#closed(this.#socket, 1006);
  }

  #drop() {
    this.#attempt++;
    this.#timers.clear();
    this.#leaveAt = undefined;
    this.#dropSuccessor();
    if (this.state.name === "connecting") {
      this.#giveUp(this.#socket);
    }
    this.#socket?.close(1000);
    this.#socket = undefined;
  }

  #dropSuccessor() {
    const socket = this.#successor?.socket;
    this.#successor = undefined;
    this.#timers.clear("arrival");
    if (socket) {
      this.#giveUp(socket);
      socket.onmessage = null;
      socket.onclose = null;
      socket.close(1000);
    }
  }

  /**
   * An attempt that may still come to the server.
   *
   * @param {WebSocket | undefined} socket
   */
  #giveUp(socket) {
    if (socket && socket.readyState <= OPEN) {
      this.#lateUntil = Date.now() + LATE_MS;
    }
  }

  /** @param {ConnectionState} state */
  #change(state) {
    this.state = state;
    this.#listener.onState(state);
  }
}

/** @param {ServerFrame | undefined} frame */
function windowOf(frame) {
  return frame?.type === "connected" || frame?.type === "pong" ? frame.reconnect_window_ms : undefined;
}

/** @param {string} data @returns {ServerFrame | undefined} */
function parsed(data) {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
