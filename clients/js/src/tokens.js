/** @import { TokenSource } from "../index.d.ts" */

const REFRESH_BEFORE_MS = 60_000;
const SHORT_LIFE_MS = 300_000;

/**
 * The claims of a JWT, unverified (the server verifies), or an empty object.
 *
 * @param {string | undefined} token
 * @returns {{ sub?: string, exp?: number }}
 */
export function claimsOf(token) {
  try {
    const letters = atob((token ?? "").split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? "");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(letters, (letter) => letter.charCodeAt(0))));
  } catch {
    return {};
  }
}

/** Who the user is: nobody known, a fixed token, or ever new ones from the page. */
export class Tokens {
  #source;
  /** @type {string | undefined} */
  #current;

  /** @param {TokenSource | undefined} source */
  constructor(source) {
    this.#source = source;
  }

  /** Whether another token can be had when this one ends. */
  get renewable() {
    return typeof this.#source === "function";
  }

  /** The token for a handshake: the present one for as long as it is good, so that a lost connection costs the page nothing. */
  async usable() {
    return this.#current !== undefined && this.refreshDelayMs() !== 0 ? this.#current : this.renew();
  }

  async renew() {
    this.#current = typeof this.#source === "function" ? await this.#source() : this.#source;
    return this.#current;
  }

  /** The server would not have it. */
  forget() {
    this.#current = undefined;
  }

  /** When to ask for the next token: a minute before the end, or at four fifths of a short life. */
  refreshDelayMs() {
    const left = (claimsOf(this.#current).exp ?? Infinity) * 1000 - Date.now();
    if (!this.renewable || left === Infinity) {
      return undefined;
    }
    return Math.max(0, left > SHORT_LIFE_MS ? left - REFRESH_BEFORE_MS : left * 0.8);
  }
}
