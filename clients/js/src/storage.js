/** @import { Store } from "../index.d.ts" */

/** @implements {Store} */
class MemoryStore {
  /** @type {Map<string, string>} */
  #values = new Map();

  get length() {
    return this.#values.size;
  }

  /** @param {number} index */
  key(index) {
    return [...this.#values.keys()][index] ?? null;
  }

  /** @param {string} key */
  getItem(key) {
    return this.#values.get(key) ?? null;
  }

  /** @param {string} key @param {string} value */
  setItem(key, value) {
    this.#values.set(key, value);
  }

  /** @param {string} key */
  removeItem(key) {
    this.#values.delete(key);
  }
}

/**
 * The browser's storage of that name, or memory where it is blocked (private windows, third-party frames, Node.js).
 *
 * @param {"localStorage" | "sessionStorage"} name
 * @returns {Store}
 */
export function browserStorage(name) {
  try {
    const storage = globalThis[name];
    storage.setItem("parley:probe", "1");
    storage.removeItem("parley:probe");
    return storage;
  } catch {
    return new MemoryStore();
  }
}

/** @param {Store} store @param {string} prefix */
export function keysOf(store, prefix) {
  const keys = Array.from({ length: store.length }, (_, index) => store.key(index));
  return keys.filter((key) => key !== null).filter((key) => key.startsWith(prefix));
}

/** A random id of 144 bits, in letters that may stand in a URL. `crypto.randomUUID` would need https. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}
