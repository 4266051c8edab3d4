/**
 * The conversation's entries in their order, each once.
 *
 * An entry names its own `position` and the `previous` one. While the log is catching up (from a connection's begin, or a gap,
 * until the server's `resumed`) entries are held; then they are placed together, so that a reload shows its history at once and
 * a live entry that overtook the resume stands where it belongs.
 */
export class ConversationLog {
  entries = [];
  #positions = new Set();
  #held = [];
  #mark;
  catchingUp = true;

  /** Where to resume: the last entry's position, or what the server said when there was none yet. */
  get last() {
    return this.entries.at(-1)?.position ?? this.#mark;
  }

  has(position) {
    return this.#positions.has(position);
  }

  ofMessage(messageId) {
    return this.entries.find((entry) => entry.message_id !== undefined && entry.message_id === messageId);
  }

  /** A connection begins, or a gap is being closed. */
  catchUp() {
    this.catchingUp = true;
    this.#held = [];
  }

  /** Returns "added", "known", "held", or "gap": then ask the server to resume after `last`. */
  take(entry) {
    if (this.catchingUp) {
      this.#held.push(entry);
      return "held";
    }
    if (this.has(entry.position)) {
      return "known";
    }
    const index = this.#indexAfter(entry.previous);
    if (index < 0) {
      this.catchUp();
      return "gap";
    }
    this.#place(entry, index);
    return "added";
  }

  /**
   * Everything older has been sent. Without `recovered` the server no longer knows our position and has sent a fresh history,
   * which replaces the entries. Returns the entries that are new.
   */
  resumed(position, recovered) {
    const lastOfEach = new Map();
    for (const entry of this.#held) {
      lastOfEach.delete(entry.position);
      lastOfEach.set(entry.position, entry);
    }
    if (!recovered) {
      this.entries = [];
      this.#positions.clear();
    }
    const added = [...lastOfEach.values()].filter((entry) => !this.has(entry.position));
    for (const entry of added) {
      const index = this.#indexAfter(entry.previous);
      this.#place(entry, index < 0 ? this.entries.length : index);
    }
    this.#mark = position ?? this.#mark;
    this.#held = [];
    this.catchingUp = false;
    return added;
  }

  #indexAfter(previous) {
    if (!previous || this.entries.length === 0) {
      return this.entries.length;
    }
    return this.entries.findLastIndex((entry) => entry.position === previous) + 1 || -1;
  }

  #place(entry, index) {
    this.entries.splice(index, 0, entry);
    this.#positions.add(entry.position);
  }
}
