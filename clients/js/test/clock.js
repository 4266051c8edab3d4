const { setTimeout: realTimeout } = globalThis;

/**
 * A time that stands still until `pass`. (Node's own mock of timers removes the wrong one when a timer is cleared that has fired.)
 */
export class Clock {
  now = Date.UTC(2026, 10, 1);
  #timers = new Map();
  #count = 0;

  constructor(t) {
    t.mock.method(Date, "now", () => this.now);
    t.mock.method(globalThis, "setTimeout", (action, delayMs = 0) => {
      this.#timers.set(++this.#count, { action, at: this.now + delayMs });
      return this.#count;
    });
    t.mock.method(globalThis, "clearTimeout", (id) => this.#timers.delete(id));
  }

  pass(delayMs) {
    const end = this.now + delayMs;
    for (let next = this.#first(end); next; next = this.#first(end)) {
      const [id, { action, at }] = next;
      this.now = at;
      this.#timers.delete(id);
      action();
    }
    this.now = end;
  }

  /** Whether something happens when exactly this time has passed. */
  isDue(delayMs) {
    return [...this.#timers.values()].some(({ at }) => at === this.now + delayMs);
  }

  #first(end) {
    const due = [...this.#timers].filter(([, { at }]) => at <= end);
    return due.sort(([, one], [, other]) => one.at - other.at)[0];
  }
}

/** Until the fact holds, in real time. */
export async function until(fact) {
  const end = performance.now() + 5000;
  while (!fact()) {
    if (performance.now() > end) {
      throw new Error(`this never came true: ${fact}`);
    }
    await new Promise((resolve) => realTimeout(resolve, 1));
  }
}
