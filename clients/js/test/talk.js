import { WebSocket } from "ws";
import { ParleyClient } from "../src/index.js";
import { Clock, until } from "./clock.js";
import { ScriptedServer } from "./scripted-server.js";

export { until };

/**
 * A client and its server, over real sockets and in a time that stands still until `clock.pass`.
 *
 * `script(server)` says what the server does before the client comes.
 */
export async function talk(t, script = () => {}, options = {}) {
  const server = await ScriptedServer.start();
  const clock = new Clock(t);
  script(server);
  const client = open(t, server, options);
  t.after(() => server.stop());
  return { server, client, clock };
}

/** One more client of that server: another tab, or the same after a reload. */
export function open(t, server, options = {}) {
  const client = new ParleyClient({ server: server.address, userId: "ana", WebSocket, ...options });
  t.after(() => client.stop());
  client.start();
  return client;
}

/** Until nothing older is missing. */
export async function ready(client) {
  await until(() => client.state.ready);
}

/** What the page was told of that kind. */
export function heard(client, type) {
  const all = [];
  client.addEventListener(type, ({ detail }) => all.push(detail));
  return all;
}

export function contents(client) {
  return client.entries.map(({ content }) => content);
}

/** A JWT as far as a client looks at it. */
export function jwt(claims) {
  return ["{}", JSON.stringify(claims), "signature"].map((part) => Buffer.from(part).toString("base64url")).join(".");
}

/** A Web Storage. */
export function storage() {
  const values = new Map();
  return {
    get length() {
      return values.size;
    },
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => values.set(key, value),
    removeItem: (key) => values.delete(key),
  };
}
