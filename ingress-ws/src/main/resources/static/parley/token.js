/** The claims of a JWT, unverified (the server verifies), or an empty object. */
export function claimsOf(token) {
  try {
    const bytes = Uint8Array.from(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return {};
  }
}

/** The visitor's token: none, a fixed one, one from the page's provider, or a guest's from the server. */
export class Tokens {
  #make;
  #fixed;
  current;

  /** Options: token?, tokenProvider?, guestTokens?, server, tenant; `userId()` is asked for a guest's. */
  constructor({ token, tokenProvider, guestTokens, server, tenant }, userId) {
    this.#fixed = token;
    this.#make = tokenProvider ?? (guestTokens ? () => guestToken(server, tenant, userId()) : undefined);
  }

  /** Whether another token can be had when this one ends. */
  get renewable() {
    return this.#make !== undefined;
  }

  async fresh() {
    this.current = this.#make ? await this.#make() : this.#fixed;
    return this.current;
  }

  /** When to ask for the next token: a minute before the end, or at four fifths of a short life. */
  refreshDelayMs(now = Date.now()) {
    const left = claimsOf(this.current ?? "").exp * 1000 - now;
    if (!this.renewable || !Number.isFinite(left)) {
      return undefined;
    }
    return Math.max(1000, left > 300_000 ? left - 60_000 : left * 0.8);
  }
}

async function guestToken(server, tenant, userId) {
  const response = await fetch(new URL(`/v1/tenants/${encodeURIComponent(tenant)}/guest-tokens`, server), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user_id: userId }),
  });
  if (!response.ok) {
    throw new Error(`no guest token: ${response.status}`);
  }
  return (await response.json()).token;
}
