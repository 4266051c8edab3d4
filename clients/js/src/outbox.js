import { keysOf, randomId } from "./storage.js";

/** @import { Entry, ErrorFrame, OwnMessage, Store } from "../index.d.ts" */
/** @import { ConversationLog } from "./log.js" */

const ECHO_WAIT_MS = 3_600_000;

/**
 * The user's own messages from the moment they are written until their echo stands in the log.
 *
 * Kept under the message's own id: until the server has accepted it, a reload, a lost connection or a restart of the browser sends
 * it again under the same id, which makes it one message however often it arrives; and until its echo comes, a reload shows it.
 * They are sent one after the other, so that they are accepted in the order in which they were written.
 */
export class Outbox {
  /** @type {OwnMessage[]} */
  items = [];
  #prefix;
  #store;
  #limit;

  /**
   * @param {string} owner
   * @param {Store} store
   * @param {number} limit how many may wait to be accepted
   */
  constructor(owner, store, limit) {
    this.#prefix = `parley:outbox:${owner}:`;
    this.#store = store;
    this.#limit = limit;
    this.items = keysOf(store, this.#prefix)
      .map((key) => /** @type {OwnMessage} */ (JSON.parse(store.getItem(key) ?? "{}")))
      .filter((item) => item.state === "pending" || this.#isFresh(item))
      .sort((one, other) => one.writtenAt - other.writtenAt);
  }

  get isFull() {
    return this.items.filter((item) => item.state === "pending").length >= this.#limit;
  }

  /** The oldest that the server has not accepted. */
  get next() {
    return this.items.find((item) => item.state === "pending");
  }

  /** To be seen: all but those whose echo stands in the log already. */
  get visible() {
    return this.items.filter((item) => !item.echo);
  }

  /**
   * @param {string} text
   * @param {string | undefined} userName
   * @returns {OwnMessage}
   */
  add(text, userName) {
    const writtenAt = Math.max(Date.now(), (this.items.at(-1)?.writtenAt ?? 0) + 1);
    /** @type {OwnMessage} */
    const item = { id: randomId(), text, userName, writtenAt, sent: false, state: "pending" };
    this.items.push(item);
    this.#keep(item);
    return item;
  }

  /** @param {string | undefined} id */
  get(id) {
    return this.items.find((item) => item.id === id);
  }

  /** @param {OwnMessage} item */
  sent(item) {
    item.sent = true;
    this.#keep(item);
  }

  /**
   * @param {OwnMessage} item
   * @param {string} messageId
   * @param {ConversationLog} log
   */
  accepted(item, messageId, log) {
    Object.assign(item, { state: "accepted", messageId, echo: undefined });
    this.#keep(item);
    this.echoed(log.ofMessage(messageId));
  }

  /**
   * Never to be sent again: the server said that it cannot be accepted as it is.
   *
   * @param {OwnMessage} item
   * @param {ErrorFrame} error
   */
  refused(item, error) {
    this.#store.removeItem(this.#prefix + item.id);
    Object.assign(item, { state: "refused", error });
  }

  /** @param {string} id */
  remove(id) {
    this.#store.removeItem(this.#prefix + id);
    this.items = this.items.filter((item) => item.id !== id);
  }

  /**
   * An entry of the user's has come. If it is one of these it takes its place, known by `message_id`; before its `accepted` (lost
   * with a connection, or still to come) by its words, until `accepted` tells. The entry inherits the item's id as its `key`.
   *
   * @param {Entry | undefined} entry
   */
  echoed(entry) {
    if (entry?.role !== "user") {
      return;
    }
    const accepted = this.items.find((item) => item.messageId !== undefined && item.messageId === entry.message_id);
    if (accepted) {
      entry.key = accepted.id;
      this.remove(accepted.id);
      return;
    }
    const likely = this.items.find((item) => item.state === "pending" && item.sent && !item.echo && item.text === entry.content);
    if (likely) {
      likely.echo = entry.position;
      entry.key = likely.id;
    }
  }

  /** What does not fit into the store lives as long as the page. @param {OwnMessage} item */
  #keep(item) {
    try {
      this.#store.setItem(this.#prefix + item.id, JSON.stringify({ ...item, echo: undefined }));
    } catch {
      return;
    }
  }

  /** @param {OwnMessage} item */
  #isFresh(item) {
    const fresh = Date.now() - item.writtenAt < ECHO_WAIT_MS;
    if (!fresh) {
      this.#store.removeItem(this.#prefix + item.id);
    }
    return fresh;
  }
}
