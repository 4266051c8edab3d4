// What the browser keeps for us. Falls back to memory where storage is blocked (private windows, third-party frames).

class MemoryStorage {
  #values = new Map();
  get length() {
    return this.#values.size;
  }
  key(index) {
    return [...this.#values.keys()][index] ?? null;
  }
  getItem(key) {
    return this.#values.get(key) ?? null;
  }
  setItem(key, value) {
    this.#values.set(key, String(value));
  }
  removeItem(key) {
    this.#values.delete(key);
  }
}

function usable(name) {
  try {
    const storage = globalThis[name];
    storage.setItem("parley:probe", "1");
    storage.removeItem("parley:probe");
    return storage;
  } catch {
    return new MemoryStorage();
  }
}

/** Shared by all tabs, survives the browser's restart. */
export const lasting = usable("localStorage");

/** This tab's own, survives a reload. */
export const ofThisTab = usable("sessionStorage");

/** Keys of `storage` that begin with `prefix`. */
export function keysOf(storage, prefix) {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter((key) => key?.startsWith(prefix));
}

/** A random id of 144 bits, in letters that may stand in a URL. `crypto.randomUUID` would need https. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

/** The value under `key`, made and kept if there is none. */
export function kept(storage, key, make = randomId) {
  const present = storage.getItem(key);
  if (present) {
    return present;
  }
  const made = make();
  storage.setItem(key, made);
  return made;
}

/**
 * This browser's guest, known by a random id. Two first tabs opened at the very same moment may each make one: the browser lets
 * one of them last, and `onOther` is called in the tab that has to take it over.
 */
export function guest(place, onOther) {
  const key = `parley:guest:${place}`;
  const id = kept(lasting, key);
  globalThis.addEventListener?.("storage", (event) => {
    const present = lasting.getItem(key);
    if (event.key === key && present && present !== id) {
      onOther(present);
    }
  });
  return id;
}
