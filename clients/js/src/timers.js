/** Beyond this `setTimeout` fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Timers known by name: setting one again replaces it. */
export class Timers {
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #running = new Map();

  /**
   * @param {string} name
   * @param {number} delayMs
   * @param {() => void} action
   */
  set(name, delayMs, action) {
    this.clear(name);
    this.#running.set(name, setTimeout(action, Math.min(delayMs, LONGEST_MS)));
  }

  /** @param {string[]} names none: all */
  clear(...names) {
    for (const name of names.length > 0 ? names : [...this.#running.keys()]) {
      clearTimeout(this.#running.get(name));
      this.#running.delete(name);
    }
  }
}
