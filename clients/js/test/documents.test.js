import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { WebSocket } from "ws";
import { ScriptedServer } from "./scripted-server.js";
import { until } from "./clock.js";

const here = (path) => new URL(path, import.meta.url);
const read = (path) => readFileSync(here(path), "utf8");

test("each rule has a test where it says so, and each test a rule", () => {
  const rules = [...read("../CONFORMANCE.md").matchAll(/^\| (C\d+) \|.*\| ([a-z-]+) \|$/gm)].map(([, rule, file]) => `${file} ${rule}`);
  const tests = readdirSync(here(".")).flatMap((file) =>
    [...read(file).matchAll(/^ *test\(["`](C\d+) /gm)].map(([, rule]) => `${file.replace(".test.js", "")} ${rule}`),
  );

  assert.ok(rules.length > 30);
  assert.deepEqual([...new Set(tests)].sort(), rules.sort());
});

test("the example of the README works", async (t) => {
  const server = await ScriptedServer.start();
  const lines = [];
  t.mock.method(console, "log", (line) => lines.push(line));
  globalThis.WebSocket ??= WebSocket;
  server.answer = (frame, connection) => {
    if (frame.type === "message") {
      connection.delta("t", 1, 0, "Sí");
      connection.entry("i.1", null, { content: "Sí, tres.", turn_id: "t" });
    }
  };
  const example = read("../README.md").match(/```js\n([^]*?)```/)[1];
  const script = example.replace("http://localhost:8080", server.address).replace('"@parley/client"', JSON.stringify(here("../src/index.js").href));
  const { client } = await import(`data:text/javascript,${encodeURIComponent(`${script}\nexport { client };`)}`);

  await until(() => client.entries.length === 1);
  client.stop();
  server.stop();

  assert.deepEqual(lines, ["connecting", "online", "online", "… Sí", "agent: Sí, tres.", "stopped"]);
});
