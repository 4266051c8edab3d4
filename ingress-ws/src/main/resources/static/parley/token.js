/** The claims of a JWT, unverified (the server verifies), or an empty object. */
export function claimsOf(token) {
  try {
    const bytes = Uint8Array.from(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return {};
  }
}

/** When to ask for the next token: a minute before the end, or at four fifths of a short life. */
export function refreshDelayMs(token, now = Date.now()) {
  const { exp } = claimsOf(token);
  const left = exp * 1000 - now;
  return Number.isFinite(left) ? Math.max(1000, left > 300_000 ? left - 60_000 : left * 0.8) : undefined;
}

/** A provider of guest tokens, for tenants whose web channel says `guests: token`. */
export function guestTokens(server, tenant, userId) {
  return async () => {
    const response = await fetch(new URL(`/v1/tenants/${encodeURIComponent(tenant)}/guest-tokens`, server), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user_id: userId }),
    });
    if (!response.ok) {
      throw new Error(`no guest token: ${response.status}`);
    }
    return (await response.json()).token;
  };
}
