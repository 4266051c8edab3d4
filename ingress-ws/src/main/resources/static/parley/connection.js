const BACKOFF_FIRST_MS = 500;
const BACKOFF_LIMIT_MS = 30_000;
const PONG_WAIT_MS = 10_000;

/**
 * One WebSocket after the other: connects, notices a dead line, and comes back with exponential back-off and full jitter.
 *
 * `target()` gives `{url, protocols}` for each attempt (or rejects: no attempt is made then). `onFrame` gets each parsed frame,
 * `onState` each change `{name: "connecting" | "online" | "waiting" | "stopped", retryAt?}`, `onClose(code)` may return the least
 * delay before the next attempt in ms, or `false` to stop.
 */
export class Connection {
  #target;
  #listener;
  #socket;
  #timers = {};
  #failures = 0;
  #heartbeatMs = 30_000;
  state = { name: "stopped" };

  constructor(target, listener) {
    this.#target = target;
    this.#listener = listener;
  }

  start() {
    if (this.state.name === "stopped") {
      globalThis.addEventListener?.("online", this.#now);
      globalThis.addEventListener?.("offline", this.#check);
      globalThis.document?.addEventListener("visibilitychange", this.#check);
      this.#connect();
    }
  }

  stop() {
    globalThis.removeEventListener?.("online", this.#now);
    globalThis.removeEventListener?.("offline", this.#check);
    globalThis.document?.removeEventListener("visibilitychange", this.#check);
    this.#drop(1000);
    this.#change({ name: "stopped" });
  }

  /** Whether the frame was handed to an open socket; it may still be lost with it. */
  send(frame) {
    if (this.state.name !== "online" || this.#socket?.readyState !== 1) {
      return false;
    }
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** The connection is whole again: the next failure starts with the shortest delay. */
  settled() {
    this.#failures = 0;
  }

  /** Leaves the present socket and connects anew after `delayMs`. */
  reconnect(delayMs = 0) {
    if (this.state.name !== "stopped") {
      this.#drop(1000);
      this.#wait(delayMs);
    }
  }

  /** Keeps the present socket for `delayMs` more, then moves to another. */
  moveAfter(delayMs) {
    this.#later("move", delayMs, () => this.reconnect());
  }

  async #connect() {
    this.#change({ name: "connecting" });
    try {
      const { url, protocols } = await this.#target();
      if (this.state.name === "connecting") {
        this.#open(new WebSocket(url, protocols));
      }
    } catch {
      this.#ended(undefined, 0);
    }
  }

  #open(socket) {
    this.#drop(1000);
    this.#socket = socket;
    this.#later("open", 20_000, () => socket.close());
    socket.onmessage = (event) => this.#received(socket, event.data);
    socket.onclose = (event) => this.#ended(socket, event.code);
  }

  #received(socket, data) {
    if (socket !== this.#socket) {
      return;
    }
    const frame = parsed(data);
    this.#listen();
    if (frame?.type === "connected") {
      clearTimeout(this.#timers.open);
      this.#heartbeatMs = (frame.heartbeat_seconds || 30) * 1000;
      this.#change({ name: "online" });
    }
    if (frame) {
      this.#listener.onFrame(frame);
    }
  }

  #ended(socket, code) {
    if (socket !== this.#socket || this.state.name === "stopped") {
      return;
    }
    this.#drop();
    const least = this.#listener.onClose(code);
    if (least === false) {
      this.stop();
      return;
    }
    const most = Math.min(BACKOFF_LIMIT_MS, BACKOFF_FIRST_MS * 2 ** this.#failures++);
    this.#wait((least ?? 0) + Math.random() * most);
  }

  #wait(delayMs) {
    this.#change({ name: "waiting", retryAt: Date.now() + delayMs });
    this.#later("retry", delayMs, () => this.#connect());
  }

  #now = () => {
    if (this.state.name === "waiting") {
      clearTimeout(this.#timers.retry);
      this.#connect();
    }
  };

  /** Asks for a sign of life at once; without one the line counts as dead. */
  #check = () => {
    if (globalThis.document?.visibilityState === "visible") {
      this.#now();
    }
    if (this.send({ type: "ping" })) {
      this.#later("dead", PONG_WAIT_MS, () => this.#lost());
    }
  };

  #listen() {
    clearTimeout(this.#timers.dead);
    this.#later("quiet", this.#heartbeatMs, this.#check);
  }

  #lost() {
    const socket = this.#socket;
    this.#ended(socket, 1006);
    socket?.close();
  }

  #drop(code) {
    Object.values(this.#timers).forEach(clearTimeout);
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket && code) {
      socket.close(code);
    }
  }

  #later(name, delayMs, action) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(action, delayMs);
  }

  #change(state) {
    this.state = state;
    this.#listener.onState(state);
  }
}

function parsed(data) {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
