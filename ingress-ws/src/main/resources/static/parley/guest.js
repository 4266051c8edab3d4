import { browserStorage, randomId } from "./client/index.js";

const lasting = browserStorage("localStorage");

/**
 * This browser's guest, known by a random id. Two first tabs opened at the very same moment may each make one: the browser lets
 * one of them last, and `onOther` is called in the tab that has to take it over.
 */
export function guest(place, onOther) {
  const key = `parley:guest:${place}`;
  const id = lasting.getItem(key) ?? randomId();
  lasting.setItem(key, id);
  addEventListener("storage", (event) => {
    const present = lasting.getItem(key);
    if (event.key === key && present && present !== id) {
      onOther(present);
    }
  });
  return id;
}

export async function guestToken(server, tenant, userId) {
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
