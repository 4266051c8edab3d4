import assert from "node:assert/strict";
import { test } from "node:test";
import { contents, heard, ready, talk, until } from "./talk.js";

function withHistory(server) {
  server.greet = (connection) => {
    connection.connected();
    connection.entry("i.1", null);
    connection.resumed("i.1");
  };
}

test("C20 an entry that comes again is shown once", async (t) => {
  const { server, client } = await talk(t, withHistory);
  const shown = heard(client, "entry");
  await ready(client);

  server.last.entry("i.1", null);
  server.last.entry("i.2", "i.1");
  server.last.entry("i.2", "i.1");
  server.last.entry("i.3", "i.2");
  await until(() => client.entries.length === 3);

  assert.deepEqual(contents(client), ["i.1", "i.2", "i.3"]);
  assert.deepEqual(shown.map(({ entry, isHistory }) => [entry.position, isHistory]), [["i.1", true], ["i.2", false], ["i.3", false]]);
  assert.deepEqual(server.last.ofType("resume"), []);
});

test("C21 nothing is shown before all that is older is here, and then in its order", async (t) => {
  const { server, client } = await talk(t, (server) => {
    server.greet = (connection) => {
      connection.connected();
      connection.entry("i.3", "i.2");
      connection.entry("i.1", null);
      connection.entry("i.2", "i.1");
      connection.entry("i.3", "i.2");
    };
  });
  await until(() => client.state.name === "online");
  await server.last.settled();
  assert.deepEqual(contents(client), []);
  assert.ok(!client.state.ready);

  server.last.resumed("i.3");

  await ready(client);
  assert.deepEqual(contents(client), ["i.1", "i.2", "i.3"]);
});

test("C22 a gap is closed by one resume, and nothing behind it is shown before", async (t) => {
  const { server, client } = await talk(t, withHistory);
  const shown = heard(client, "entry");
  await ready(client);
  server.last.entry("i.3", "i.2");
  server.last.entry("i.4", "i.3");
  await until(() => server.last.ofType("resume").length === 1);
  await server.last.settled();
  assert.deepEqual(contents(client), ["i.1"]);

  server.last.entry("i.2", "i.1");
  server.last.entry("i.3", "i.2");
  server.last.entry("i.4", "i.3");
  server.last.resumed("i.4");

  await ready(client);
  assert.deepEqual(contents(client), ["i.1", "i.2", "i.3", "i.4"]);
  assert.deepEqual(server.last.ofType("resume"), [{ type: "resume", after: "i.1" }]);
  assert.deepEqual(shown.slice(1).map(({ isHistory }) => isHistory), [false, false, false]);
});

test("C22 a gap behind an empty history is a gap", async (t) => {
  const { server, client } = await talk(t, (server) => {
    server.greet = (connection) => connection.welcome("i.5");
  });
  await ready(client);

  server.last.entry("i.7", "i.6");

  await until(() => server.last.ofType("resume").length === 1);
  assert.equal(server.last.ofType("resume")[0].after, "i.5");
});

test("C22 a resume that gets no answer within 15 s is asked for on another socket", async (t) => {
  const { server, client, clock } = await talk(t, withHistory);
  await ready(client);
  server.last.entry("i.3", "i.2");
  await until(() => server.last.ofType("resume").length === 1);

  clock.pass(15_000);

  await until(() => server.connections.length === 2);
  assert.equal(server.last.query.after, "i.1");
});

test("C23 where the server could not resume, its fresh history replaces what was shown", async (t) => {
  const { server, client } = await talk(t, (server) => {
    server.greet = (connection) => {
      connection.connected();
      connection.entry(connection.number === 1 ? "i.1" : "j.1", null);
      connection.resumed(connection.number === 1 ? "i.1" : "j.1", connection.number === 1);
    };
  });
  const resets = heard(client, "reset");
  const shown = heard(client, "entry");
  await ready(client);

  client.reconnect();
  await until(() => server.connections.length === 2);
  await ready(client);
  server.last.entry("j.2", "j.1");
  await until(() => client.entries.length === 2);

  assert.equal(server.last.query.after, "i.1");
  assert.deepEqual(contents(client), ["j.1", "j.2"]);
  assert.equal(resets.length, 1);
  assert.deepEqual(shown.map(({ isHistory }) => isHistory), [true, true, false]);
});

test("C23 so it does if it answers a gap in that way", async (t) => {
  const { server, client } = await talk(t, withHistory);
  await ready(client);
  server.last.entry("j.9", "j.8");
  await until(() => server.last.ofType("resume").length === 1);
  server.last.entry("j.8", "j.7");
  server.last.entry("j.9", "j.8");
  server.last.resumed("j.9", false);

  await ready(client);

  assert.deepEqual(contents(client), ["j.8", "j.9"]);
});

test("C23 a fresh history that is empty empties the conversation", async (t) => {
  const { server, client } = await talk(t, (server) => {
    server.greet = (connection) => {
      connection.connected();
      if (connection.number === 1) {
        connection.entry("i.1", null);
      }
      connection.resumed(connection.number === 1 ? "i.1" : null, connection.number === 1);
    };
  });
  await ready(client);
  client.reconnect();
  await until(() => server.connections.length === 2);
  await ready(client);
  assert.deepEqual(contents(client), []);

  client.reconnect();

  await until(() => server.connections.length === 3);
  assert.equal(server.last.query.history, "50");
});

test("C24 another user's conversation begins with nothing of the former's", async (t) => {
  const { server, client } = await talk(t, withHistory);
  await ready(client);
  client.send("mine");

  client.become("bob");
  assert.deepEqual([client.entries, client.unsettled, client.turns], [[], [], []]);
  await until(() => server.connections.length === 2);

  assert.equal(server.last.url.pathname, "/ws/chat/bob");
  assert.equal(server.last.query.after, undefined);
  assert.notEqual(server.last.query.session, server.connections[0].query.session);
});
