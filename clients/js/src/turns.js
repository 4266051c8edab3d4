/** @import { CompletedFrame, DeltaFrame, Entry, ProgressFrame, StatusFrame, Turn } from "../index.d.ts" */

/** @typedef {Turn & { pieces: Map<number, string> }} Running pieces: what lies behind a hole in the text, by offset */

const RECENT_MS = 3000;
const ENDED_KEPT = 100;

/**
 * The turns that run now: their phase, and the text written so far.
 *
 * A delta says where its piece stands (turn, attempt, offset), so a repeated one changes nothing and a late one fills its hole.
 * A newer attempt discards the older one's text. The entry, which is what counts, ends all of it.
 */
export class RunningTurns {
  /** @type {Map<string, Running>} */
  #turns = new Map();
  /** @type {Set<string>} */
  #ended = new Set();

  get list() {
    return [...this.#turns.values()];
  }

  get running() {
    return this.list.filter((turn) => !turn.done);
  }

  /** @param {ProgressFrame} frame */
  progress(frame) {
    const turn = this.#turnOf(frame);
    if (turn) {
      Object.assign(turn, { phase: frame.phase, tool: frame.tool, percent: frame.progress, message: frame.message });
    }
  }

  /**
   * Returns the turn if its text has grown.
   *
   * @param {DeltaFrame} frame
   * @returns {Running | undefined}
   */
  delta(frame) {
    const turn = this.#turnOf(frame);
    if (!turn) {
      return undefined;
    }
    const before = turn.text;
    turn.phase = "writing";
    turn.pieces.set(frame.offset, longer(turn.pieces.get(frame.offset), frame.text));
    assemble(turn);
    return turn.text === before ? undefined : turn;
  }

  /**
   * The turn has ended; its text stays until its entry is here, which may arrive a moment later.
   *
   * @param {CompletedFrame} frame
   */
  completed(frame) {
    const turn = this.#turns.get(frame.turn_id);
    if (frame.outcome === "ignored" || !turn?.text) {
      this.#end(frame.turn_id);
    } else {
      turn.done = true;
    }
  }

  /** @param {Entry} entry */
  entry(entry) {
    if (entry.role === "agent" && entry.turn_id) {
      this.#end(entry.turn_id);
    }
  }

  /**
   * What the server says is running: a turn that ended while this tab was away is forgotten, a late tab learns of one.
   *
   * @param {StatusFrame} frame
   */
  status({ turn: named }) {
    const quietSince = Date.now() - RECENT_MS;
    for (const [turnId, turn] of this.#turns) {
      if (turnId !== named?.turn_id && turn.seenAt < quietSince) {
        this.#turns.delete(turnId);
      }
    }
    if (named && !this.#turns.has(named.turn_id)) {
      this.progress({ type: "progress", attempt: 0, ...named });
    }
  }

  /** @param {string} turnId */
  #end(turnId) {
    this.#turns.delete(turnId);
    this.#ended.add(turnId);
    for (const oldest of [...this.#ended].slice(0, -ENDED_KEPT)) {
      this.#ended.delete(oldest);
    }
  }

  /**
   * @param {{ turn_id: string, attempt?: number }} frame
   * @returns {Running | undefined} nothing where the turn has ended, or runs in a newer attempt
   */
  #turnOf({ turn_id: turnId, attempt = 0 }) {
    const known = this.#turns.get(turnId);
    if (this.#ended.has(turnId) || (known && known.attempt > attempt)) {
      return undefined;
    }
    const seenAt = Date.now();
    if (known?.attempt === attempt) {
      return Object.assign(known, { seenAt });
    }
    const turn = { turnId, attempt, phase: "waiting", text: "", pieces: new Map(), done: false, seenAt };
    this.#turns.set(turnId, turn);
    return turn;
  }
}

function longer(one = "", other = "") {
  return other.length >= one.length ? other : one;
}

/** @param {Running} turn */
function assemble(turn) {
  for (const [offset, text] of [...turn.pieces].sort(([one], [other]) => one - other)) {
    if (offset > turn.text.length) {
      return;
    }
    turn.text += text.slice(turn.text.length - offset);
    turn.pieces.delete(offset);
  }
}
