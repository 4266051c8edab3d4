import assert from "node:assert/strict";
import { test } from "node:test";
import { contents, open, ready, storage, talk, until } from "./talk.js";

test("C1 the token stands in the subprotocol and nowhere else", async (t) => {
  const { server, client } = await talk(t, undefined, { token: "a.b.c", tenant: "shoes", userName: "Ana" });

  await ready(client);

  assert.deepEqual(server.last.protocols, ["parley.v1", "bearer.a.b.c"]);
  assert.equal(server.last.url.pathname, "/ws/chat/ana");
  assert.equal(server.last.query.tenant, "shoes");
  assert.ok(!server.last.url.href.includes("a.b.c"));
});

test("C1 a guest offers the protocol alone", async (t) => {
  const { server, client } = await talk(t);

  await ready(client);

  assert.deepEqual(server.last.protocols, ["parley.v1"]);
});

test("C2 a tab keeps its session id over reconnects and reloads, another tab has another", async (t) => {
  const [one, other] = [storage(), storage()];
  t.after(() => delete globalThis.sessionStorage);
  Object.defineProperty(globalThis, "sessionStorage", { value: one, configurable: true, writable: true });
  const { server, client } = await talk(t);
  await ready(client);
  client.reconnect();
  await until(() => server.connections.length === 2);
  client.stop();
  await ready(open(t, server));
  globalThis.sessionStorage = other;

  await ready(open(t, server));

  const [first, again, reloaded, another] = server.connections.map(({ query }) => query.session);
  assert.match(first, /^[A-Za-z0-9_-]{24}$/);
  assert.equal(again, first);
  assert.equal(reloaded, first);
  assert.notEqual(another, first);
});

test("C3 the first connection asks for history, a later one for what came after the last position", async (t) => {
  const { server, client, clock } = await talk(t, (server) => {
    server.greet = (connection) => {
      connection.connected();
      connection.entry("i.1", null);
      connection.resumed("i.1");
      if (connection.number === 1) {
        connection.entry("i.2", "i.1");
        connection.close(1012);
      }
    };
  });
  await until(() => client.state.name === "waiting");
  clock.pass(1000);
  await until(() => server.connections.length === 2);
  await ready(client);

  assert.equal(server.connections[0].query.history, "50");
  assert.equal(server.connections[0].query.after, undefined);
  assert.equal(server.last.query.after, "i.2");
  assert.equal(server.last.query.history, undefined);
  assert.deepEqual(contents(client), ["i.1", "i.2"]);
});

test("C3 an empty conversation is resumed, too", async (t) => {
  const { server, client } = await talk(t, (server) => {
    server.greet = (connection) => connection.welcome("i.0");
  });
  await ready(client);

  client.reconnect();
  await until(() => server.connections.length === 2);

  assert.equal(server.last.query.after, "i.0");
});

test("C4 frames and fields that are unknown, and what is no JSON, change nothing", async (t) => {
  const { server, client } = await talk(t, (server) => {
    server.greet = (connection) => {
      connection.send({ type: "tomorrow", position: "i.9" });
      connection.socket.send("no json");
      connection.connected();
      connection.entry("i.1", null, { tomorrow: true });
      connection.resumed("i.1");
    };
  });

  await ready(client);
  await server.last.settled();

  assert.deepEqual(contents(client), ["i.1"]);
  assert.equal(server.connections.length, 1);
});
