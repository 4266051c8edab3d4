import assert from "node:assert/strict";
import { test } from "node:test";
import { contents, heard, open, ready, storage, talk, until } from "./talk.js";

const texts = (connection) => connection.messages.map(({ text }) => text);

function accepting(server) {
  server.answer = (frame, connection) => {
    if (frame.type === "message") {
      connection.accepted(frame);
    }
  };
}

test("C15 a message whose acceptance got lost is sent again under its id", async (t) => {
  const { server, client, clock } = await talk(t, undefined, { userName: "Ana" });
  await ready(client);
  client.send(" hello ");
  await until(() => server.last.messages.length === 1);
  server.last.close(1012);
  await until(() => client.state.name === "waiting");
  clock.pass(1000);
  await until(() => server.connections.length === 2 && server.last.messages.length === 1);

  const [first, again] = server.connections.map(({ messages }) => messages[0]);
  assert.deepEqual(again, first);
  assert.deepEqual(first, { type: "message", id: first.id, text: "hello", user_name: "Ana" });
  server.last.accepted(again);
  await server.last.settled();
  client.reconnect();
  await until(() => server.connections.length === 3);
  await ready(client);
  await server.last.settled();
  assert.deepEqual(server.last.messages, []);
});

test("C15 one that is not accepted within 10 s is sent again under its id", async (t) => {
  const { server, client, clock } = await talk(t);
  await ready(client);
  client.send("hello");
  await until(() => server.last.messages.length === 1);

  clock.pass(10_000);

  await until(() => server.last.messages.length === 2);
  assert.equal(server.last.messages[1].id, server.last.messages[0].id);
});

test("C15 words written without a connection survive a reload, and go out under their ids in their order", async (t) => {
  const kept = storage();
  const { server, client } = await talk(t, (server) => (server.refuses = true), { storage: kept });
  await until(() => client.state.name === "waiting");
  const written = ["one", "two", "three"].map((text) => client.send(text).id);
  client.stop();
  server.refuses = false;
  accepting(server);

  const reloaded = open(t, server, { storage: kept });

  await until(() => server.last?.messages.length === 3);
  assert.deepEqual(server.last.messages.map(({ id }) => id), written);
  assert.deepEqual(texts(server.last), ["one", "two", "three"]);
  await until(() => reloaded.unsettled.every(({ state }) => state === "accepted"));
});

test("C15 a store that is full or broken costs no message", async (t) => {
  const broken = { ...storage(), setItem: () => assert.fail("quota exceeded") };
  const { server, client } = await talk(t, accepting, { storage: broken });
  await ready(client);

  client.send("hello");

  await until(() => texts(server.last).includes("hello"));
});

test("C16 the next message waits until the one before is accepted", async (t) => {
  const { server, client } = await talk(t);
  await ready(client);
  client.send("one");
  client.send("two");
  await until(() => server.last.messages.length === 1);
  await server.last.settled();
  assert.deepEqual(texts(server.last), ["one"]);

  server.last.accepted(server.last.messages[0]);

  await until(() => server.last.messages.length === 2);
  assert.deepEqual(texts(server.last), ["one", "two"]);
});

test("C17 too fast: waits as long as told, then the same message before all others", async (t) => {
  const { server, client, clock } = await talk(t);
  await ready(client);
  client.send("one");
  client.send("two");
  await until(() => server.last.messages.length === 1);
  server.last.error("RATE_LIMITED", { id: server.last.messages[0].id, retry_after_ms: 4000 });
  await server.last.settled();
  clock.pass(3999);
  await server.last.settled();
  assert.equal(server.last.messages.length, 1);
  assert.equal(client.problem.code, "RATE_LIMITED");

  clock.pass(1);

  await until(() => server.last.messages.length === 2);
  assert.deepEqual(server.last.messages[1], server.last.messages[0]);
});

for (const code of ["UNAVAILABLE", "INTERNAL"]) {
  test(`C17 ${code}: the same message again, 1 to 5 s later`, async (t) => {
    t.mock.method(Math, "random", () => 0.5);
    const { server, client, clock } = await talk(t);
    await ready(client);
    client.send("one");
    await until(() => server.last.messages.length === 1);
    server.last.error(code, { id: server.last.messages[0].id });
    await server.last.settled();
    clock.pass(2999);
    await server.last.settled();
    assert.equal(server.last.messages.length, 1);

    clock.pass(1);

    await until(() => server.last.messages.length === 2);
    assert.equal(server.last.messages[1].id, server.last.messages[0].id);
  });
}

for (const code of ["INVALID_FRAME", "TEXT_TOO_LONG"]) {
  test(`C17 ${code}: never again, and it holds up nothing`, async (t) => {
    const { server, client, clock } = await talk(t);
    const errors = heard(client, "error");
    await ready(client);
    client.send("bad");
    client.send("good");
    await until(() => server.last.messages.length === 1);

    server.last.error(code, { id: server.last.messages[0].id });

    await until(() => server.last.messages.length === 2);
    clock.pass(60_000);
    assert.deepEqual(texts(server.last), ["bad", "good"]);
    assert.deepEqual(client.unsettled.map(({ state }) => state), ["refused", "pending"]);
    assert.equal(errors[0].code, code);
    client.discard(client.unsettled[0].id);
    assert.deepEqual(client.unsettled.map(({ text }) => text), ["good"]);
  });
}

test("C18 what cannot be kept is not taken, and nothing that was taken is dropped for it", async (t) => {
  const { server, client, clock } = await talk(t, (server) => (server.refuses = true), { queueLimit: 2 });
  const errors = heard(client, "error");
  client.send("one");
  client.send("two");

  assert.equal(client.send("three"), undefined);
  assert.equal(client.send(" "), undefined);
  assert.equal(client.send("x".repeat(8001)), undefined);

  assert.deepEqual(errors.map(({ code }) => code), ["QUEUE_FULL"]);
  await until(() => client.state.name === "waiting");
  server.refuses = false;
  accepting(server);
  clock.pass(1000);
  await until(() => server.last?.messages.length === 2);
  assert.deepEqual(texts(server.last), ["one", "two"]);
});

test("C19 an own message and its entry are one, whichever of acceptance and entry comes first", async (t) => {
  const { server, client } = await talk(t);
  await ready(client);
  const one = client.send("one");
  await until(() => server.last.messages.length === 1);
  server.last.accepted(server.last.messages[0], "m1");
  server.last.own("i.1", null, "m1", "one");
  await until(() => client.entries.length === 1);
  const two = client.send("two");
  await until(() => server.last.messages.length === 2);

  server.last.own("i.2", "i.1", "m2", "two");
  await until(() => client.entries.length === 2);
  assert.deepEqual(client.unsettled, []);
  server.last.accepted(server.last.messages[1], "m2");
  await server.last.settled();

  assert.deepEqual(client.unsettled, []);
  assert.deepEqual(client.entries.map(({ key }) => key), [one.id, two.id]);
});

test("C19 the same words of another tab's are another message", async (t) => {
  const { server, client } = await talk(t);
  await ready(client);
  client.send("one");
  await until(() => server.last.messages.length === 1);
  server.last.own("i.1", null, "theirs", "one");
  await until(() => client.entries.length === 1);

  server.last.accepted(server.last.messages[0], "ours");
  await until(() => client.unsettled.length === 1);
  server.last.own("i.2", "i.1", "ours", "one");
  await until(() => client.entries.length === 2);

  assert.deepEqual(contents(client), ["one", "one"]);
  assert.deepEqual(client.unsettled, []);
});
