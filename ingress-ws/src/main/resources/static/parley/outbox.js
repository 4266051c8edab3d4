import { keysOf, lasting, randomId } from "./storage.js";

const ECHO_WAIT_MS = 3_600_000;

/**
 * The customer's own messages from the moment they are written until their echo stands in the log.
 *
 * Kept in the browser under the message's own id: until the server has accepted it, a reload, a lost connection or a restart of
 * the browser sends it again under the same id, which makes it one message however often it arrives; and until its echo comes, a
 * reload shows it. They are sent one after the other, so that they are accepted in the order in which they were written.
 */
export class Outbox {
  items = [];
  #prefix;
  #storage;

  constructor(owner, storage = lasting) {
    this.#prefix = `parley:outbox:${owner}:`;
    this.#storage = storage;
    this.items = keysOf(storage, this.#prefix)
      .map((key) => JSON.parse(storage.getItem(key)))
      .filter((item) => item.state === "pending" || this.#isFresh(item))
      .sort((one, other) => one.writtenAt - other.writtenAt);
  }

  add(text, userName) {
    const item = { id: randomId(), text, userName, writtenAt: this.#nextTime(), sent: false, state: "pending" };
    this.items.push(item);
    this.#keep(item);
    return item;
  }

  get(id) {
    return this.items.find((item) => item.id === id);
  }

  /** The oldest that the server has not accepted. */
  get next() {
    return this.items.find((item) => item.state === "pending");
  }

  /** To be seen: all but those whose echo stands in the log already. */
  get visible() {
    return this.items.filter((item) => !item.echo);
  }

  sent(item) {
    item.sent = true;
    this.#keep(item);
  }

  accepted(id, messageId, log) {
    const item = this.get(id);
    if (item) {
      Object.assign(item, { state: "accepted", messageId, echo: undefined });
      this.#keep(item);
      this.echoed(log.ofMessage(messageId));
    }
  }

  /** Never to be sent again: the server said that it cannot be accepted as it is. */
  refused(item, error) {
    this.#storage.removeItem(this.#prefix + item.id);
    item.state = "refused";
    item.error = error;
  }

  remove(id) {
    this.#storage.removeItem(this.#prefix + id);
    this.items = this.items.filter((item) => item.id !== id);
  }

  /**
   * An entry of the customer's has come. If it is one of these it takes its place, known by `message_id`; before its `accepted`
   * (lost with a connection, or still to come) by its words, until `accepted` tells. The entry inherits the item's `key`.
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

  #keep(item) {
    this.#storage.setItem(this.#prefix + item.id, JSON.stringify({ ...item, echo: undefined }));
  }

  #isFresh(item) {
    const fresh = Date.now() - item.writtenAt < ECHO_WAIT_MS;
    if (!fresh) {
      this.#storage.removeItem(this.#prefix + item.id);
    }
    return fresh;
  }

  #nextTime() {
    return Math.max(Date.now(), (this.items.at(-1)?.writtenAt ?? 0) + 1);
  }
}
