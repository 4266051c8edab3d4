/** @import { Entry } from "../index.d.ts" */

const ENTRIES_KEPT = 1000;

/**
 * The conversation's entries in their order, each once.
 *
 * An entry names its own `position` and the `previous` one. While the log is catching up (from a connection's begin, or a gap,
 * until the server's `resumed`) entries are held; then they are placed together, so that a reload shows its history at once and
 * a live entry that overtook the resume stands where it belongs.
 */
export class ConversationLog {
  /** @type {Entry[]} */
  entries = [];
  catchingUp = true;
  /** @type {Set<string>} */
  #positions = new Set();
  /** @type {Entry[]} */
  #held = [];
  /** @type {string | undefined} */
  #mark;

  /** Where to resume: the last entry's position, or what the server said when there was none yet. */
  get last() {
    return this.entries.at(-1)?.position ?? this.#mark;
  }

  /** @param {string} messageId */
  ofMessage(messageId) {
    return this.entries.find((entry) => entry.message_id === messageId);
  }

  /** A connection begins, or a gap is being closed. */
  catchUp() {
    this.catchingUp = true;
    this.#held = [];
  }

  /**
   * Takes the next entry. After a "gap" the server is to be asked for what came after `last`.
   *
   * @param {Entry} entry
   * @returns {"added" | "known" | "held" | "gap"}
   */
  take(entry) {
    if (this.catchingUp) {
      this.#held.push(entry);
      return "held";
    }
    if (this.#positions.has(entry.position)) {
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
   * which replaces the entries. Returns the entries that are new here.
   *
   * @param {string | null | undefined} position
   * @param {boolean} recovered
   */
  resumed(position, recovered) {
    if (!recovered) {
      this.entries = [];
      this.#positions.clear();
      this.#mark = undefined;
    }
    /** @type {Map<string, Entry>} */
    const lastOfEach = new Map();
    for (const entry of this.#held.filter(({ position }) => !this.#positions.has(position))) {
      lastOfEach.delete(entry.position);
      lastOfEach.set(entry.position, entry);
    }
    const added = [...lastOfEach.values()];
    for (const entry of added) {
      const index = this.#indexAfter(entry.previous);
      this.#place(entry, index < 0 ? this.entries.length : index);
    }
    this.#mark = position ?? this.#mark;
    this.#held = [];
    this.catchingUp = false;
    return added;
  }

  /** @param {string | null | undefined} previous */
  #indexAfter(previous) {
    if (!previous || this.last === undefined) {
      return this.entries.length;
    }
    if (this.entries.length === 0) {
      return previous === this.#mark ? 0 : -1;
    }
    return this.entries.findLastIndex((entry) => entry.position === previous) + 1 || -1;
  }

  /** @param {Entry} entry @param {number} index */
  #place(entry, index) {
    this.entries.splice(index, 0, entry);
    this.#positions.add(entry.position);
    if (this.entries.length > ENTRIES_KEPT) {
      this.#positions.delete(this.entries.shift()?.position ?? "");
    }
  }
}
