import { Connection } from "./connection.js";
import { ConversationLog } from "./log.js";
import { Outbox } from "./outbox.js";
import { guest, kept, ofThisTab, randomId } from "./storage.js";
import { claimsOf, Tokens } from "./token.js";
import { RunningTurns } from "./turns.js";

export const MAX_TEXT = 8000;
const ACCEPT_WAIT_MS = 10_000;
const TYPING_EVERY_MS = 2000;
const QUIET_TURN_MS = 20_000;
const FINAL = new Set(["INVALID_FRAME", "TEXT_TOO_LONG"]);

/**
 * One conversation over the WebSocket, without any DOM.
 *
 * Events: `change` (something to be seen has changed), `entry` (detail: a new entry of the live conversation), `frame`
 * (detail: {direction: "in" | "out", frame}). What is to be seen: `log.entries`, `outbox.visible`, `turns.list`, `state`, `problem`.
 */
export class ChatClient extends EventTarget {
  log = new ConversationLog();
  turns = new RunningTurns();
  problem;
  #options;
  #connection;
  #place;
  #tokens;
  #sending;
  #timers = {};
  #typedAt = 0;

  /** Options: server, tenant?, userId?, userName?, history?, token?, tokenProvider? (() => token or its promise), guestTokens? */
  constructor(options) {
    super();
    this.#options = { history: 50, ...options };
    this.#place = `${new URL(options.server).host}:${options.tenant ?? ""}`;
    this.#tokens = new Tokens(options, () => this.userId);
    this.#become(options.userId ?? claimsOf(options.token ?? "").sub ?? guest(this.#place, (other) => this.#changeGuest(other)));
    this.#connection = new Connection(() => this.#target(), {
      onFrame: (frame) => this.#received(frame),
      onState: (state) => this.#stateChanged(state),
      onClose: (code) => this.#closed(code),
    });
  }

  /** {name: "connecting" | "online" | "waiting" | "stopped", retryAt?, ready}; ready: nothing older is missing. */
  get state() {
    return { ...this.#connection.state, ready: this.#connection.state.name === "online" && !this.log.catchingUp };
  }

  start() {
    this.#connection.start();
  }

  stop() {
    Object.values(this.#timers).forEach(clearTimeout);
    this.#connection.stop();
  }

  /** Keeps the message and sends it as soon and as often as is needed. Returns its item, or nothing if the text may not be sent. */
  send(text) {
    const words = text.trim();
    if (words.length === 0 || words.length > MAX_TEXT) {
      return undefined;
    }
    const item = this.outbox.add(words, this.#options.userName);
    this.#sendNext();
    this.#changed();
    return item;
  }

  /** A refused message leaves the screen; its text may be edited and sent again. */
  discard(id) {
    this.outbox.remove(id);
    this.#changed();
  }

  cancel() {
    this.#write({ type: "cancel" });
  }

  typing() {
    if (Date.now() - this.#typedAt >= TYPING_EVERY_MS && this.#write({ type: "typing" })) {
      this.#typedAt = Date.now();
    }
  }

  retryNow() {
    this.#connection.reconnect();
    this.#connection.start();
  }

  #become(userId) {
    this.userId = userId;
    this.outbox = new Outbox(`${this.#place}:${userId}`);
  }

  #changeGuest(userId) {
    if (this.log.entries.length === 0 && this.outbox.items.length === 0) {
      this.#become(userId);
      this.#connection.reconnect();
    }
  }

  get #sessionKey() {
    return `parley:session:${this.#place}:${this.userId}`;
  }

  async #target() {
    const token = await this.#tokens.fresh();
    const url = new URL(`/ws/chat/${encodeURIComponent(this.userId)}`, this.#options.server);
    url.protocol = url.protocol.replace("http", "ws");
    url.search = new URLSearchParams({
      ...(this.#options.tenant && { tenant: this.#options.tenant }),
      session: kept(ofThisTab, this.#sessionKey),
      ...(this.log.last ? { after: this.log.last } : { history: this.#options.history }),
    });
    return { url: url.href, protocols: token ? ["parley.v1", `bearer.${token}`] : [] };
  }

  #stateChanged(state) {
    if (state.name === "connecting") {
      this.log.catchUp();
    }
    if (state.name !== "online") {
      this.#sending = undefined;
      clearTimeout(this.#timers.accept);
      clearTimeout(this.#timers.refresh);
    }
    this.#changed();
  }

  /** Says how long to wait at least, or `false` where trying again cannot help. */
  #closed(code) {
    if (code === 4409) {
      ofThisTab.setItem(this.#sessionKey, randomId());
    }
    if (code === 4401 && !this.#tokens.renewable) {
      this.problem = { code: "TOKEN_EXPIRED" };
      return false;
    }
    return { 1008: 10_000, 1013: 1000, 4429: 30_000 }[code] ?? 0;
  }

  #received(frame) {
    this.#emit("frame", { direction: "in", frame });
    const receivers = {
      connected: () => this.#connected(),
      resumed: () => this.#resumed(frame),
      message: () => this.#entry(frame),
      accepted: () => this.#accepted(frame),
      progress: () => this.turns.progress(frame),
      delta: () => this.turns.delta(frame),
      completed: () => this.turns.completed(frame),
      status: () => this.turns.status(frame),
      draining: () => this.#connection.moveAfter(frame.reconnect_after_ms ?? 0),
      error: () => this.#refused(frame),
    };
    receivers[frame.type]?.();
    this.#watchTurns();
    this.#changed();
  }

  /** The signs of a running turn may get lost, even its last one: after a silence the server is asked what runs. */
  #watchTurns() {
    clearTimeout(this.#timers.quiet);
    if (this.turns.running.length > 0) {
      this.#later("quiet", QUIET_TURN_MS, () => this.#write({ type: "get_status" }));
    }
  }

  #connected() {
    this.problem = undefined;
    this.#refreshIn(this.#tokens.refreshDelayMs());
    this.#sendNext();
  }

  #refreshIn(delayMs) {
    if (delayMs !== undefined) {
      this.#later("refresh", delayMs, () => this.#refresh());
    }
  }

  async #refresh() {
    try {
      this.#write({ type: "refresh", token: await this.#tokens.fresh() });
      this.#refreshIn(this.#tokens.refreshDelayMs());
    } catch {
      this.#refreshIn(10_000);
    }
  }

  #resumed({ position, recovered }) {
    this.#connection.settled();
    const added = this.log.resumed(position, recovered !== false);
    added.forEach((entry) => this.#shown(entry));
    this.#write({ type: "get_status" });
  }

  #entry(entry) {
    const outcome = this.log.take(entry);
    if (outcome === "gap") {
      this.#write({ type: "resume", after: this.log.last });
    } else if (outcome === "added") {
      this.#shown(entry);
      this.#emit("entry", entry);
    }
  }

  #shown(entry) {
    this.outbox.echoed(entry);
    this.turns.entry(entry);
  }

  #accepted({ id, message_id: messageId }) {
    this.outbox.accepted(id, messageId, this.log);
    if (id === this.#sending) {
      this.problem = undefined;
      this.#sentOne();
    }
  }

  #refused(error) {
    const item = this.outbox.get(error.id);
    if (item?.state !== "pending") {
      this.problem = error.code.startsWith("TOKEN_") ? error : this.problem;
      return;
    }
    this.problem = error;
    if (FINAL.has(error.code)) {
      this.outbox.refused(item, error);
      this.#sentOne();
    } else {
      this.#later("accept", error.retry_after_ms ?? 1000 + Math.random() * 4000, () => this.#sendAgain());
    }
  }

  #sendNext() {
    const item = this.outbox.next;
    if (this.#sending || !item) {
      return;
    }
    const frame = { type: "message", id: item.id, text: item.text, ...(item.userName && { user_name: item.userName }) };
    if (this.#write(frame)) {
      this.#sending = item.id;
      this.outbox.sent(item);
      this.#later("accept", ACCEPT_WAIT_MS, () => this.#sendAgain());
    }
  }

  #sentOne() {
    clearTimeout(this.#timers.accept);
    this.#sending = undefined;
    this.#sendNext();
  }

  #sendAgain() {
    this.#sending = undefined;
    this.#sendNext();
  }

  #write(frame) {
    const written = this.#connection.send(frame);
    if (written) {
      this.#emit("frame", { direction: "out", frame });
    }
    return written;
  }

  #later(name, delayMs, action) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(action, delayMs);
  }

  #changed() {
    this.#emit("change");
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
