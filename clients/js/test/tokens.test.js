import assert from "node:assert/strict";
import { test } from "node:test";
import { heard, jwt, ready, talk, until } from "./talk.js";

/** Needs no sign of life for long. */
function patient(server) {
  server.greet = (connection) => {
    connection.connected(1_000_000);
    connection.resumed();
  };
}

/** Gives token after token, each good for that long. */
function issuer(seconds) {
  const issued = [];
  const token = async () => {
    issued.push(jwt({ sub: "ana", exp: Date.now() / 1000 + seconds, number: issued.length }));
    return issued.at(-1);
  };
  return { issued, token };
}

test("C12 a token is replaced a minute before its end, on the same socket", async (t) => {
  const { issued, token } = issuer(3600);
  const { server, client, clock } = await talk(t, patient, { token });
  await ready(client);
  clock.pass(3_539_999);
  await server.last.settled();
  assert.equal(server.last.ofType("refresh").length, 0);

  clock.pass(1);

  await until(() => server.last.ofType("refresh").length === 1);
  assert.equal(server.last.ofType("refresh")[0].token, issued[1]);
  assert.equal(server.connections.length, 1);
});

test("C12 a short one at four fifths of its life, and then the next", async (t) => {
  const { issued, token } = issuer(100);
  const { server, client, clock } = await talk(t, patient, { token });
  await ready(client);

  for (const count of [1, 2]) {
    clock.pass(80_000);
    await until(() => server.last.ofType("refresh").length === count);
  }

  assert.deepEqual(server.last.ofType("refresh").map((frame) => frame.token), issued.slice(1));
});

test("C12 one that ends in a year is not asked for all the time", async (t) => {
  const { issued, token } = issuer(31_536_000);
  const { server, client, clock } = await talk(t, patient, { token });
  await ready(client);

  clock.pass(86_400_000);

  await server.last.settled();
  assert.equal(issued.length, 1);
});

test("C13 an expired token is replaced, and the connection comes back with the new one", async (t) => {
  const { issued, token } = issuer(3600);
  const { server, client, clock } = await talk(t, patient, { token });
  await ready(client);

  server.last.close(4401);
  await until(() => client.state.name === "waiting");
  clock.pass(1000);

  await until(() => server.connections.length === 2);
  assert.equal(server.last.protocols[1], `bearer.${issued[1]}`);
});

test("C13 so is one that a handshake was refused with", async (t) => {
  const { issued, token } = issuer(3600);
  const { server, client, clock } = await talk(t, (server) => (server.refuses = true), { token });
  await until(() => client.state.name === "waiting");
  server.refuses = false;

  clock.pass(1000);

  await ready(client);
  assert.equal(server.last.protocols[1], `bearer.${issued[1]}`);
});

test("C13 one that is good serves for many connections", async (t) => {
  const { issued, token } = issuer(3600);
  const { server, client } = await talk(t, patient, { token });
  await ready(client);

  client.reconnect();

  await until(() => server.connections.length === 2);
  assert.equal(issued.length, 1);
});

test("C13 without another token the end of the first is the end", async (t) => {
  const { server, client } = await talk(t, patient, { token: jwt({ sub: "ana" }) });
  const errors = heard(client, "error");
  await ready(client);

  server.last.close(4401);

  await until(() => client.state.name === "stopped");
  assert.equal(client.state.reason, "token-expired");
  assert.deepEqual(errors.map(({ code }) => code), ["TOKEN_EXPIRED"]);
});

test("C14 a refresh that fails or is refused is tried again while the socket stays", async (t) => {
  const { issued, token } = issuer(100);
  let fails = false;
  const { server, client, clock } = await talk(t, patient, { token: () => (fails ? Promise.reject(new Error("away")) : token()) });
  await ready(client);
  fails = true;
  clock.pass(80_000);
  await server.last.settled();
  fails = false;

  clock.pass(10_000);
  await until(() => server.last.ofType("refresh").length === 1);
  server.last.error("TOKEN_REFUSED");
  await server.last.settled();
  clock.pass(10_000);

  await until(() => server.last.ofType("refresh").length === 2);
  assert.equal(server.last.ofType("refresh")[1].token, issued[2]);
  assert.equal(server.connections.length, 1);
});

test("C14 where no token can be had there is no attempt, and another one later", async (t) => {
  const { issued, token } = issuer(100);
  let fails = true;
  const { server, client, clock } = await talk(t, patient, { token: () => (fails ? Promise.reject(new Error("away")) : token()) });
  const errors = heard(client, "error");
  await until(() => client.state.name === "waiting");
  assert.equal(server.connections.length, 0);
  assert.deepEqual(errors.map(({ code }) => code), ["CONNECT_FAILED"]);
  fails = false;

  clock.pass(1000);

  await ready(client);
  assert.equal(issued.length, 1);
});
