// Loading in Node: once, again for free, and clear words before it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine, Improvement, init, Mapping, Program, version, VocError } from "voc-wasm";

test("using the engine before it is loaded says what to do", () => {
  assert.throws(version, (error) => {
    assert.ok(error instanceof VocError);
    assert.equal(error.code, "not_loaded");
    assert.match(error.hint, /await init\(\)/);
    return true;
  });
});

test("init loads once and a second call is free", async () => {
  const first = init();
  const second = init();
  assert.equal(first, second);
  await first;
  assert.match(version(), /^\d+\.\d+\.\d+/);
});

test("a process loads one build", async () => {
  await assert.rejects(init({ build: "data" }), { name: "VocError", code: "already_loaded" });
});

test("what only the build for data has says so", () => {
  const program = Program.parse({ voc: 1, name: "p" });
  const error = { name: "VocError", code: "not_loaded", hint: /build: "data"/ };
  assert.throws(() => Mapping.parse("{}"), error);
  assert.throws(() => program.runTable({}), error);
  assert.throws(() => Engine.forPart(program), error);
  const engine = new Engine(program);
  assert.throws(() => engine.casesFor("ann"), error);
  assert.throws(() => engine.improvements(), error);
  assert.throws(() => engine.coaching("ann"), error);
  assert.throws(() => Improvement.load({}), error);
  const refused = { name: "VocError", code: "not_allowed", hint: /build for data/ };
  const merge = { from: "a", into: "b" };
  assert.throws(() => engine.handle({ id: "m", merge }), refused);
  const newer = { at: "2026-03-01T00:00:00Z", program: "{voc: 1, name: q}" };
  assert.throws(() => engine.handle({ id: "v", program: newer }), refused);
  const by = { by: "ann", at: "2026-03-01T00:00:00Z" };
  assert.throws(() => engine.handle({ id: "i", improvement: { ...by, do: "agree" } }), refused);
  const note = { note: { text: "t" } };
  assert.throws(() => engine.handle({ id: "c", coaching: { ...by, employee: "ann", do: note } }), refused);
  assert.equal(engine.counts.refused, 4);
});

test("the build for pages has no snapshots, and says so", () => {
  const program = Program.parse({ voc: 1, name: "p" });
  assert.throws(() => new Engine(program).snapshot(), /build for pages/);
  assert.throws(() => Engine.restore(program, new Uint8Array()), /build for pages/);
});

test("the build for pages reads programs as JSON, and says so", () => {
  assert.equal(Program.parse('{"voc": 1, "name": "p"}').name, "p");
  const refused = { name: "VocError", message: /not JSON/, hint: /build for data/ };
  assert.throws(() => Program.parse("voc: 1\nname: p"), (error) => {
    const [found] = error.diagnostics;
    assert.match(found.message, refused.message);
    assert.match(found.hint, refused.hint);
    return true;
  });
});
