/**
 * The turns that run now: their phase, and the text written so far.
 *
 * A delta says where its piece stands (turn, attempt, offset), so a repeated one changes nothing and a late one fills its gap.
 * A newer attempt discards the older one's text. The entry, which is what counts, ends all of it.
 */
export class RunningTurns {
  #turns = new Map();
  #ended = new Set();
  #clock;

  constructor(clock = Date.now) {
    this.#clock = clock;
  }

  get list() {
    return [...this.#turns.values()];
  }

  get running() {
    return this.list.filter((turn) => !turn.done);
  }

  progress(frame) {
    const turn = this.#turnOf(frame);
    if (turn) {
      turn.phase = frame.phase;
      turn.tool = frame.tool;
      turn.percent = frame.progress;
      turn.message = frame.message;
    }
  }

  delta(frame) {
    const turn = this.#turnOf(frame);
    if (turn) {
      turn.phase = "writing";
      turn.pieces.set(frame.offset, longer(turn.pieces.get(frame.offset), frame.text));
      assemble(turn);
    }
  }

  /** The turn has ended; its text stays until its entry is here, which may arrive a moment later. */
  completed(frame) {
    const turn = this.#turns.get(frame.turn_id);
    if (frame.outcome === "ignored" || !turn?.text) {
      this.#end(frame.turn_id);
    } else {
      turn.done = true;
    }
  }

  entry(entry) {
    if (entry.role === "agent" && entry.turn_id) {
      this.#end(entry.turn_id);
    }
  }

  /** What the server says is running: a turn that ended while this tab was away is forgotten, a late tab learns of one. */
  status(frame) {
    const quietSince = this.#clock() - 3000;
    for (const [turnId, turn] of this.#turns) {
      if (turnId !== frame.turn?.turn_id && turn.seenAt < quietSince) {
        this.#turns.delete(turnId);
      }
    }
    if (frame.turn && !this.#turns.has(frame.turn.turn_id)) {
      this.progress({ attempt: 0, ...frame.turn });
    }
  }

  #end(turnId) {
    this.#turns.delete(turnId);
    this.#ended.add(turnId);
  }

  #turnOf({ turn_id: turnId, attempt = 0 }) {
    if (this.#ended.has(turnId)) {
      return undefined;
    }
    const known = this.#turns.get(turnId);
    if (known && known.attempt > attempt) {
      return undefined;
    }
    if (known?.attempt === attempt) {
      known.seenAt = this.#clock();
      return known;
    }
    const turn = { turnId, attempt, phase: "waiting", text: "", pieces: new Map(), done: false, seenAt: this.#clock() };
    this.#turns.set(turnId, turn);
    return turn;
  }
}

function longer(one = "", other = "") {
  return other.length >= one.length ? other : one;
}

function assemble(turn) {
  let grown = true;
  while (grown) {
    grown = false;
    for (const [offset, text] of turn.pieces) {
      if (offset <= turn.text.length && offset + text.length > turn.text.length) {
        turn.text += text.slice(turn.text.length - offset);
        grown = true;
      }
      if (offset + text.length <= turn.text.length) {
        turn.pieces.delete(offset);
      }
    }
  }
}
