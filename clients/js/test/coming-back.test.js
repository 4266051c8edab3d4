import assert from "node:assert/strict";
import { test } from "node:test";
import { contents, heard, ready, talk, until } from "./talk.js";

const ALMOST_ONE = 1 - Number.EPSILON;

function goesWith(code) {
  return (server) => {
    server.greet = (connection) => {
      connection.welcome();
      if (connection.number === 1) {
        connection.close(code);
      }
    };
  };
}

/** How long the client waits after this, in ms. */
async function wait(client) {
  await until(() => client.state.name === "waiting");
  return Math.round(client.state.retryAt - Date.now());
}

test("C5 waits any time up to a limit that doubles to 30 s", async (t) => {
  const random = t.mock.method(Math, "random", () => ALMOST_ONE);
  const { client, clock } = await talk(t, (server) => {
    server.greet = (connection) => {
      connection.connected();
      connection.close(1012);
    };
  });
  const waits = [];
  for (let failure = 0; failure < 7; failure++) {
    waits.push(await wait(client));
    clock.pass(waits.at(-1) + 1);
  }
  random.mock.mockImplementation(() => 0);
  waits.push(await wait(client));

  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 0]);
});

test("C5 the limit is the shortest again once nothing was missing", async (t) => {
  t.mock.method(Math, "random", () => ALMOST_ONE);
  const { server, client, clock } = await talk(t, (server) => {
    server.greet = (connection) => (connection.number === 3 ? connection.welcome() : connection.close(1012));
  });
  for (const expected of [1000, 2000]) {
    assert.equal(await wait(client), expected);
    clock.pass(expected + 1);
  }
  await ready(client);

  server.last.close(1012);

  assert.equal(await wait(client), 1000);
});

test("C5 the first limit is the window that the server told last", async (t) => {
  t.mock.method(Math, "random", () => ALMOST_ONE);
  const { server, client, clock } = await talk(t, (server) => {
    server.greet = (connection) => {
      connection.send({ type: "connected", heartbeat_seconds: 30, reconnect_window_ms: 3000 });
      connection.resumed();
    };
    server.answer = (frame, connection) => connection.send({ type: "pong", reconnect_window_ms: 7000 });
  });
  await ready(client);
  server.last.close(1001);
  assert.equal(await wait(client), 3000);
  clock.pass(3001);
  await ready(client);
  await server.last.settled();

  clock.pass(30_000);
  await until(() => server.last.ofType("ping").length === 1);
  await server.last.settled();
  server.last.close(1001);

  assert.equal(await wait(client), 7000);
});

test("C5 an address where nobody listens is tried in the same way", async (t) => {
  const { server, client, clock } = await talk(t);
  await ready(client);
  server.stop();
  await wait(client);

  clock.pass(1000);

  await until(() => client.state.name === "connecting");
  await wait(client);
});

test("C6 a node that drains is left at a random moment of its window, for another that lacks nothing", async (t) => {
  t.mock.method(Math, "random", () => 0.25);
  const { server, client, clock } = await talk(t);
  await ready(client);
  server.greet = () => {};
  const [old] = server.connections;
  old.send({ type: "draining", reconnect_after_ms: 8000 });
  await old.settled();

  clock.pass(1999);
  await old.settled();
  assert.equal(server.connections.length, 1);
  clock.pass(1);
  await until(() => server.connections.length === 2);
  const states = heard(client, "state");
  server.last.connected();
  old.entry("p1", null, { content: "by the old one" });
  await until(() => client.entries.length === 1);
  client.send("to the old one");
  await until(() => old.messages.length === 1);
  assert.deepEqual(states, []);
  server.last.entry("p1", null, { content: "by the old one" });
  server.last.entry("p2", "p1", { content: "by the new one" });
  server.last.resumed("p2");

  await until(() => old.socket.readyState === old.socket.CLOSED);
  assert.deepEqual(contents(client), ["by the old one", "by the new one"]);
  assert.equal(server.last.query.session, old.query.session);
  await until(() => server.last.messages.length === 1);
  assert.equal(server.last.messages[0].id, old.messages[0].id);
  assert.equal(states.at(-1).ready, true);
});

for (const code of [4409, 1012]) {
  test(`C6 closed with ${code} while it moves, it goes on with the new one`, async (t) => {
    t.mock.method(Math, "random", () => 0);
    const { server, client, clock } = await talk(t);
    await ready(client);
    server.greet = (connection) => connection.connected();
    const [old] = server.connections;
    old.send({ type: "draining", reconnect_after_ms: 1000 });
    await old.settled();
    clock.pass(1);
    await until(() => server.connections.length === 2);
    await server.last.settled();

    old.close(code);

    await until(() => client.state.name === "online" && !client.state.ready);
    server.last.resumed();
    await ready(client);
    clock.pass(15_000);
    assert.equal(server.connections.length, 2);
  });
}

test("C6 as long as no other takes it, it stays, and tries again as in C5", async (t) => {
  t.mock.method(Math, "random", () => ALMOST_ONE);
  const { server, client, clock } = await talk(t);
  await ready(client);
  server.refuses = true;
  const [old] = server.connections;
  old.send({ type: "draining", reconnect_after_ms: 1000 });
  await old.settled();

  for (const [index, pause] of [1000, 1000, 2000, 4000].entries()) {
    await until(() => clock.isDue(pause));
    assert.equal(server.refused, index);
    assert.equal(client.state.name, "online");
    server.refuses = index < 3;
    clock.pass(pause);
  }

  await until(() => server.connections.length === 2);
  await ready(client);
  await until(() => old.socket.readyState === old.socket.CLOSED);
});

test("C6 another that does not greet within 20 s is given up, and the old one kept", async (t) => {
  t.mock.method(Math, "random", () => 0);
  const { server, client, clock } = await talk(t);
  await ready(client);
  server.greet = (connection) => connection.number > 2 && connection.welcome();
  const [old] = server.connections;
  old.send({ type: "draining", reconnect_after_ms: 1000 });
  await old.settled();
  clock.pass(1);
  await until(() => server.connections.length === 2);

  clock.pass(20_000);
  clock.pass(1);

  await until(() => server.connections.length === 3);
  await ready(client);
  await until(() => server.connections.every(({ socket }) => socket === server.last.socket || socket.readyState > 1));
});

test("C6 whoever was told to stop while it moves is gone from both", async (t) => {
  t.mock.method(Math, "random", () => 0);
  const { server, client, clock } = await talk(t);
  await ready(client);
  server.greet = () => {};
  server.last.send({ type: "draining", reconnect_after_ms: 1000 });
  await server.last.settled();
  clock.pass(1);
  await until(() => server.connections.length === 2);

  client.stop();

  await until(() => server.connections.every(({ socket }) => socket.readyState === socket.CLOSED));
  clock.pass(600_000);
  assert.equal(server.connections.length, 2);
});

test("C6 if it closes the socket before, the moment stays", async (t) => {
  t.mock.method(Math, "random", () => 0.25);
  const { server, client, clock } = await talk(t);
  await ready(client);
  server.last.send({ type: "draining", reconnect_after_ms: 8000 });
  await server.last.settled();
  clock.pass(500);

  server.last.close(1012);

  assert.equal(await wait(client), 1500);
});

for (const [code, least] of [[1013, 1000], [4429, 30_000]]) {
  test(`C7 after ${code} it waits at least ${least} ms`, async (t) => {
    t.mock.method(Math, "random", () => 0.5);
    const { client } = await talk(t, goesWith(code));

    assert.equal(await wait(client), least + 500);
  });
}

test("C8 taken over: stays away under this session id, and says why", async (t) => {
  const { server, client, clock } = await talk(t, goesWith(4409));
  await until(() => client.state.name === "stopped");

  clock.pass(600_000);

  assert.deepEqual(client.state, { name: "stopped", reason: "taken-over", ready: false });
  client.newSession();
  client.start();
  await ready(client);
  assert.notEqual(server.last.query.session, server.connections[0].query.session);
});

test("C8 taken over by an own attempt that was given up: comes back", async (t) => {
  t.mock.method(Math, "random", () => 0);
  const { server, client, clock } = await talk(t, (server) => {
    server.greet = (connection) => {
      if (connection.number > 1) {
        connection.connected(1000);
        connection.resumed();
      }
    };
  });
  await until(() => server.connections.length === 1);
  clock.pass(20_000);
  clock.pass(1);
  await ready(client);
  clock.pass(200_000);

  server.last.close(4409);
  await until(() => client.state.name === "waiting");
  clock.pass(1);

  await ready(client);
  assert.equal(server.last.query.session, server.connections[0].query.session);
  clock.pass(100_000);
  server.last.close(4409);
  await until(() => client.state.reason === "taken-over");
});

test("C9 refused with 1008: stays away until the user asks, and says why", async (t) => {
  const { server, client, clock } = await talk(t, goesWith(1008));
  const errors = heard(client, "error");
  await until(() => client.state.name === "stopped");

  clock.pass(600_000);

  assert.equal(client.state.reason, "refused");
  assert.deepEqual(errors.map(({ code }) => code), ["REFUSED"]);
  client.reconnect();
  await until(() => server.connections.length === 2);
});

test("C10 a silent line is asked for a sign of life, and left without one", async (t) => {
  const { server, client, clock } = await talk(t, (server) => {
    server.greet = (connection) => {
      connection.connected(20);
      connection.resumed();
    };
  });
  await ready(client);
  await server.last.settled();
  clock.pass(19_999);
  await server.last.settled();
  assert.equal(server.last.ofType("ping").length, 0);
  clock.pass(1);
  await until(() => server.last.ofType("ping").length === 1);

  clock.pass(9999);
  assert.equal(client.state.name, "online");
  clock.pass(1);

  assert.equal(client.state.name, "waiting");
});

test("C10 any frame is a sign of life", async (t) => {
  const { server, client, clock } = await talk(t);
  await ready(client);
  await server.last.settled();
  clock.pass(30_000);
  await until(() => server.last.ofType("ping").length === 1);
  server.last.send({ type: "pong" });
  await server.last.settled();

  clock.pass(29_999);

  assert.equal(client.state.name, "online");
});

test("C10 a server that does not greet within 20 s is left", async (t) => {
  const { server, client, clock } = await talk(t, (server) => {
    server.greet = () => {};
  });
  await until(() => server.connections.length === 1);

  clock.pass(20_000);

  assert.equal(client.state.name, "waiting");
});

test("C11 a network that comes back ends the wait, and has a live line checked", async (t) => {
  const network = new EventTarget();
  for (const method of ["addEventListener", "removeEventListener"]) {
    globalThis[method] = network[method].bind(network);
    t.after(() => delete globalThis[method]);
  }
  const { server, client } = await talk(t, goesWith(4429));
  await wait(client);

  network.dispatchEvent(new Event("online"));
  await ready(client);
  network.dispatchEvent(new Event("online"));

  await until(() => server.last.ofType("ping").length === 1);
  assert.equal(server.connections.length, 2);
});

test("C11 whoever was told to stop hears nothing any more", async (t) => {
  const { server, client, clock } = await talk(t);
  await ready(client);

  client.stop();
  clock.pass(600_000);

  await until(() => server.last.socket.readyState === server.last.socket.CLOSED);
  assert.equal(client.state.name, "stopped");
  assert.equal(server.connections.length, 1);
});
