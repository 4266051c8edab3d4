import assert from "node:assert/strict";
import { test } from "node:test";
import { heard, ready, talk, until } from "./talk.js";

const text = (client) => client.turns.map((turn) => turn.text).join("|");

async function listening(t, script) {
  const { server, client, clock } = await talk(t, script);
  await ready(client);
  return { server, client, clock, drafts: heard(client, "draft") };
}

test("C25 a piece that comes twice, or is part of what is there, changes nothing", async (t) => {
  const { server, client, drafts } = await listening(t);

  server.last.delta("t", 1, 0, "old ");
  server.last.delta("t", 1, 4, "words");
  server.last.delta("t", 1, 0, "old ");
  server.last.delta("t", 1, 0, "old words");
  server.last.delta("t", 1, 2, "d words and");
  await server.last.settled();

  assert.equal(text(client), "old words and");
  assert.equal(drafts.length, 3);
});

test("C26 behind a hole nothing is shown until it is filled", async (t) => {
  const { server, client } = await listening(t);
  server.last.delta("t", 1, 0, "one ");
  server.last.delta("t", 1, 8, "three");
  server.last.delta("t", 1, 13, " four");
  await server.last.settled();
  assert.equal(text(client), "one ");

  server.last.delta("t", 1, 4, "two ");

  await until(() => text(client) === "one two three four");
});

test("C27 a higher attempt replaces the text, a lower one is ignored", async (t) => {
  const { server, client } = await listening(t);
  server.last.delta("t", 1, 0, "old words");
  server.last.delta("t", 2, 0, "new");
  server.last.delta("t", 1, 9, " late");
  server.last.send({ type: "progress", turn_id: "t", attempt: 1, phase: "tool", tool: "late" });

  await server.last.settled();

  assert.equal(text(client), "new");
  assert.deepEqual(client.turns.map(({ attempt, phase }) => [attempt, phase]), [[2, "writing"]]);
});

test("C28 the entry is what counts, and what comes after it of its turn is late", async (t) => {
  const { server, client } = await listening(t);
  server.last.delta("t", 1, 0, "final wor");
  server.last.send({ type: "completed", turn_id: "t", outcome: "answered" });
  await server.last.settled();
  assert.equal(text(client), "final wor");
  server.last.entry("i.1", null, { turn_id: "t", content: "final words" });
  server.last.delta("t", 1, 9, "ds");
  server.last.send({ type: "progress", turn_id: "t", attempt: 1, phase: "thinking" });

  await server.last.settled();

  assert.deepEqual(client.turns, []);
  assert.equal(client.entries[0].content, "final words");
});

test("C28 a turn that says nothing leaves nothing", async (t) => {
  const { server, client } = await listening(t);
  server.last.delta("t", 1, 0, "draft");
  await until(() => text(client) === "draft");

  server.last.send({ type: "completed", turn_id: "t", outcome: "ignored", reason: "silenced" });

  await until(() => client.turns.length === 0);
});

test("C29 a stream torn in the middle goes on, with the text so far or without", async (t) => {
  const { server, client, clock } = await listening(t);
  server.last.delta("t", 1, 0, "one ");
  await until(() => text(client) === "one ");
  server.last.close(1012);
  await until(() => client.state.name === "waiting");
  assert.equal(text(client), "one ");
  clock.pass(1000);
  await until(() => server.connections.length === 2);
  await ready(client);
  server.last.delta("t", 1, 8, "three");
  await server.last.settled();
  assert.equal(text(client), "one ");

  server.last.delta("t", 1, 0, "one two three");
  server.last.delta("t", 1, 13, " four");
  await until(() => text(client) === "one two three four");

  server.last.entry("i.1", null, { turn_id: "t", content: "one two three four five" });
  await until(() => client.turns.length === 0);
  assert.equal(client.entries[0].content, "one two three four five");
});

test("C29 a stream whose end was missed ends with the entry that the resume brings", async (t) => {
  const { server, client } = await listening(t, (server) => {
    server.greet = (connection) => {
      connection.connected();
      if (connection.number === 2) {
        connection.entry("i.1", null, { turn_id: "t", content: "whole" });
      }
      connection.resumed("i.1");
    };
  });
  server.last.delta("t", 1, 0, "who");
  await until(() => text(client) === "who");

  client.reconnect();

  await until(() => client.entries.length === 1);
  assert.deepEqual(client.turns, []);
});

test("C30 asks what runs after each resume: a late tab learns of a turn, one that ended meanwhile is forgotten", async (t) => {
  let running = { turn_id: "t", phase: "thinking", since: "2026-11-01T12:00:00.000Z" };
  const { server, client, clock } = await listening(t, (server) => {
    server.answer = (frame, connection) => {
      if (frame.type === "get_status") {
        connection.send({ type: "status", connected_since: "", sockets: 1, waiting: 0, turn: running });
      }
    };
  });
  await until(() => client.turns.length === 1);
  assert.equal(client.turns[0].phase, "thinking");
  clock.pass(3001);
  running = undefined;

  client.reconnect();

  await until(() => client.turns.length === 0);
  assert.equal(server.connections.length, 2);
});

test("C30 asks again when a running turn gives no sign for 20 s", async (t) => {
  const { server, client, clock } = await listening(t);
  await until(() => server.last.ofType("get_status").length === 1);
  server.last.send({ type: "progress", turn_id: "t", attempt: 1, phase: "tool", tool: "search", progress: 40, message: "Looking" });
  await until(() => client.turns.length === 1);

  clock.pass(20_000);

  await until(() => server.last.ofType("get_status").length === 2);
});

test("C31 the page can stop a turn, say that it is being written, and hears of the system's words", async (t) => {
  const { server, client, clock } = await listening(t);
  const [system, progress, completed] = ["system", "progress", "completed"].map((type) => heard(client, type));
  client.typing();
  client.typing();
  client.cancel();
  server.last.send({ type: "system", event: "maintenance", message: "at noon" });
  server.last.send({ type: "progress", turn_id: "t", attempt: 1, phase: "thinking" });
  server.last.send({ type: "completed", turn_id: "t", outcome: "cancelled" });

  await server.last.settled();

  assert.deepEqual(server.last.received.slice(1), [{ type: "typing" }, { type: "cancel" }]);
  assert.deepEqual([system, progress, completed].map(([frame]) => frame.type), ["system", "progress", "completed"]);
  clock.pass(2000);
  client.typing();
  await until(() => server.last.ofType("typing").length === 2);
});
