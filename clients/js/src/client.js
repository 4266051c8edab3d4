import { Connection } from "./connection.js";
import { ConversationLog } from "./log.js";
import { Outbox } from "./outbox.js";
import { browserStorage, randomId } from "./storage.js";
import { Timers } from "./timers.js";
import { Tokens } from "./tokens.js";
import { RunningTurns } from "./turns.js";

/** @import * as Parley from "../index.d.ts" */
/** @typedef {{ [T in Parley.ServerFrame["type"]]: (frame: Extract<Parley.ServerFrame, { type: T }>) => void }} Receivers */

export const MAX_TEXT = 8000;
const ACCEPT_WAIT_MS = 10_000;
const RESUME_WAIT_MS = 15_000;
const REFRESH_AGAIN_MS = 10_000;
const TYPING_EVERY_MS = 2000;
const QUIET_TURN_MS = 20_000;
const FINAL = new Set(["INVALID_FRAME", "TEXT_TOO_LONG"]);

/** One conversation over the WebSocket, without any DOM. What each part does and promises stands in index.d.ts. */
export class ParleyClient extends EventTarget {
  userId = "";
  /** @type {Parley.Problem | undefined} */
  problem;
  #log = new ConversationLog();
  #turns = new RunningTurns();
  #options;
  #place;
  #tokens;
  #store;
  #tab = browserStorage("sessionStorage");
  #outbox;
  #connection;
  /** @type {string | undefined} */
  #sending;
  #timers = new Timers();
  #typedAt = 0;

  /** @param {Parley.Options} options */
  constructor(options) {
    super();
    this.#options = { ...options, history: options.history ?? 50, queueLimit: options.queueLimit ?? 100 };
    this.#place = `${new URL(options.server).host}:${options.tenant ?? ""}`;
    this.#tokens = new Tokens(options.token);
    this.#store = options.storage ?? browserStorage("localStorage");
    this.#outbox = this.#outboxOf(options.userId);
    this.#connection = new Connection(options.WebSocket ?? WebSocket, {
      target: () => this.#target(),
      onFailure: (cause) => this.#emit("error", { code: "CONNECT_FAILED", message: "no attempt to connect could be made", cause }),
      onFrame: (frame) => this.#received(frame),
      onState: (state) => this.#stateChanged(state),
      onClose: (code, greeted) => this.#closed(code, greeted),
    });
  }

  get state() {
    return { ...this.#connection.state, ready: this.#connection.state.name === "online" && !this.#log.catchingUp };
  }

  get entries() {
    return this.#log.entries;
  }

  get catchingUp() {
    return this.#log.catchingUp;
  }

  get unsettled() {
    return this.#outbox.visible;
  }

  get turns() {
    return this.#turns.list;
  }

  start() {
    this.#connection.start();
  }

  stop() {
    this.#timers.clear();
    this.#connection.stop();
  }

  reconnect() {
    this.#connection.reconnect();
    this.#connection.start();
  }

  newSession() {
    this.#tab.setItem(this.#sessionKey, randomId());
  }

  /** @param {string} userId */
  become(userId) {
    this.#outbox = this.#outboxOf(userId);
    this.#log = new ConversationLog();
    this.#turns = new RunningTurns();
    this.#tokens.forget();
    this.#emit("reset");
    this.#connection.reconnect();
  }

  /** @param {string} text */
  send(text) {
    const words = text.trim();
    if (words.length === 0 || words.length > MAX_TEXT) {
      return undefined;
    }
    if (this.#outbox.isFull) {
      this.#fail({ code: "QUEUE_FULL", message: "too many messages wait to be sent" });
      this.#emit("change");
      return undefined;
    }
    const item = this.#outbox.add(words, this.#options.userName);
    this.#sendNext();
    this.#emit("change");
    return item;
  }

  /** @param {string} id */
  discard(id) {
    this.#outbox.remove(id);
    this.#emit("change");
  }

  cancel() {
    this.#write({ type: "cancel" });
  }

  typing() {
    if (Date.now() - this.#typedAt >= TYPING_EVERY_MS && this.#write({ type: "typing" })) {
      this.#typedAt = Date.now();
    }
  }

  /** @param {string} userId */
  #outboxOf(userId) {
    this.userId = userId;
    return new Outbox(`${this.#place}:${userId}`, this.#store, this.#options.queueLimit);
  }

  get #sessionKey() {
    return `parley:session:${this.#place}:${this.userId}`;
  }

  get #session() {
    if (!this.#tab.getItem(this.#sessionKey)) {
      this.newSession();
    }
    return this.#tab.getItem(this.#sessionKey) ?? "";
  }

  async #target() {
    const token = await this.#tokens.usable();
    const url = new URL(`/ws/chat/${encodeURIComponent(this.userId)}`, this.#options.server);
    url.protocol = url.protocol.replace("http", "ws");
    url.search = new URLSearchParams({
      ...(this.#options.tenant && { tenant: this.#options.tenant }),
      session: this.#session,
      ...(this.#log.last ? { after: this.#log.last } : { history: String(this.#options.history) }),
    }).toString();
    return { url: url.href, protocols: token ? ["parley.v1", `bearer.${token}`] : ["parley.v1"] };
  }

  /** @param {Parley.ConnectionState} state */
  #stateChanged(state) {
    if (state.name === "connecting") {
      this.#log.catchUp();
    }
    if (state.name !== "online") {
      this.#sending = undefined;
      this.#timers.clear();
    }
    this.#emit("state", this.state);
    this.#emit("change");
  }

  /**
   * @param {number} code
   * @param {boolean} greeted
   * @returns {number | Parley.StopReason}
   */
  #closed(code, greeted) {
    if (code === 4401 || !greeted) {
      this.#tokens.forget();
    }
    if (code === 4401 && !this.#tokens.renewable) {
      this.#fail({ code: "TOKEN_EXPIRED", message: "the token has expired" });
      return "token-expired";
    }
    if (code === 1008) {
      this.#fail({ code: "REFUSED", message: "the server refuses this client" });
      return "refused";
    }
    return code === 4409 ? "taken-over" : code === 4429 ? 30_000 : code === 1013 ? 1000 : 0;
  }

  /** @type {Receivers} */
  #receivers = {
    connected: () => this.#connected(),
    resumed: (frame) => this.#resumed(frame),
    message: (frame) => this.#entry(frame),
    accepted: (frame) => this.#accepted(frame),
    progress: (frame) => this.#progress(frame),
    delta: (frame) => this.#delta(frame),
    completed: (frame) => this.#completed(frame),
    status: (frame) => this.#turns.status(frame),
    draining: (frame) => this.#connection.leaveWithin(frame.reconnect_after_ms ?? 0),
    system: (frame) => this.#emit("system", frame),
    error: (frame) => this.#refused(frame),
    pong: () => {},
  };

  /** @param {Parley.ServerFrame} frame */
  #received(frame) {
    this.#emit("frame", { direction: "in", frame });
    const receive = /** @type {((frame: Parley.ServerFrame) => void) | undefined} */ (this.#receivers[frame.type]);
    receive?.(frame);
    this.#watchTurns();
    this.#emit("change");
  }

  /** The signs of a running turn may get lost, even its last one: after a silence the server is asked what runs. */
  #watchTurns() {
    this.#timers.clear("quiet");
    if (this.#turns.running.length > 0) {
      this.#timers.set("quiet", QUIET_TURN_MS, () => this.#write({ type: "get_status" }));
    }
  }

  #connected() {
    this.problem = undefined;
    this.#refreshIn(this.#tokens.refreshDelayMs());
    this.#sendNext();
  }

  /** @param {number | undefined} delayMs */
  #refreshIn(delayMs) {
    if (delayMs !== undefined) {
      this.#timers.set("refresh", Math.max(1000, delayMs), () => this.#refresh());
    }
  }

  async #refresh() {
    try {
      this.#write({ type: "refresh", token: await this.#tokens.renew() });
      this.#refreshIn(this.#tokens.refreshDelayMs());
    } catch {
      this.#refreshIn(REFRESH_AGAIN_MS);
    }
  }

  /** @param {Parley.ResumedFrame} frame */
  #resumed({ position, recovered }) {
    const isHistory = this.#log.last === undefined || !recovered;
    this.#connection.settled();
    this.#timers.clear("resume");
    const added = this.#log.resumed(position, recovered);
    if (!recovered) {
      this.#emit("reset");
    }
    added.forEach((entry) => this.#shown(entry, isHistory));
    this.#emit("state", this.state);
    this.#write({ type: "get_status" });
  }

  /** @param {Parley.Entry} entry */
  #entry(entry) {
    const outcome = this.#log.take(entry);
    if (outcome === "gap") {
      this.#write({ type: "resume", after: this.#log.last });
      this.#timers.set("resume", RESUME_WAIT_MS, () => this.#connection.reconnect());
      this.#emit("state", this.state);
    } else if (outcome === "added") {
      this.#shown(entry, false);
    }
  }

  /** @param {Parley.Entry} entry @param {boolean} isHistory */
  #shown(entry, isHistory) {
    this.#outbox.echoed(entry);
    this.#turns.entry(entry);
    this.#emit("entry", { entry, isHistory });
  }

  /** @param {Parley.ProgressFrame} frame */
  #progress(frame) {
    this.#turns.progress(frame);
    this.#emit("progress", frame);
  }

  /** @param {Parley.DeltaFrame} frame */
  #delta(frame) {
    const turn = this.#turns.delta(frame);
    if (turn) {
      this.#emit("draft", turn);
    }
  }

  /** @param {Parley.CompletedFrame} frame */
  #completed(frame) {
    this.#turns.completed(frame);
    this.#emit("completed", frame);
  }

  /** @param {Parley.AcceptedFrame} frame */
  #accepted({ id, message_id: messageId }) {
    const item = this.#outbox.get(id);
    if (item) {
      this.#outbox.accepted(item, messageId, this.#log);
      this.#emit("accepted", item);
    }
    if (id === this.#sending) {
      this.problem = undefined;
      this.#sentOne();
    }
  }

  /** @param {Parley.ErrorFrame} error */
  #refused(error) {
    const item = this.#outbox.get(error.id);
    if (item?.state === "pending" && FINAL.has(error.code)) {
      this.#outbox.refused(item, error);
      this.#sentOne();
    } else if (item?.state === "pending") {
      this.#timers.set("accept", error.retry_after_ms ?? 1000 + Math.random() * 4000, () => this.#sentOne());
    }
    if (error.code.startsWith("TOKEN_")) {
      this.#tokens.forget();
      this.#refreshIn(this.#tokens.renewable ? REFRESH_AGAIN_MS : undefined);
    }
    this.problem = item || error.code.startsWith("TOKEN_") ? error : this.problem;
    this.#emit("error", error);
  }

  #sendNext() {
    const item = this.#outbox.next;
    if (this.#sending || !item) {
      return;
    }
    const frame = { type: "message", id: item.id, text: item.text, ...(item.userName && { user_name: item.userName }) };
    if (this.#write(frame)) {
      this.#sending = item.id;
      this.#outbox.sent(item);
      this.#timers.set("accept", ACCEPT_WAIT_MS, () => this.#sentOne());
    }
  }

  /** It came to its end, or it is to be sent again: the oldest goes first in either case. */
  #sentOne() {
    this.#timers.clear("accept");
    this.#sending = undefined;
    this.#sendNext();
  }

  /** @param {object} frame */
  #write(frame) {
    const written = this.#connection.send(frame);
    if (written) {
      this.#emit("frame", { direction: "out", frame });
    }
    return written;
  }

  /** @param {Parley.Problem} problem */
  #fail(problem) {
    this.problem = problem;
    this.#emit("error", problem);
  }

  /**
   * @template {keyof Parley.Events} K
   * @param {K} type
   * @param {Parley.Events[K]} [detail]
   */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
