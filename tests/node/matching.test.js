// Which rules hold at one signal, without an engine.

import assert from "node:assert/strict";
import { test } from "node:test";
import { init, Program } from "voc-wasm";

await init();

const program = Program.parse({
  voc: 1,
  name: "A form",
  fields: { ltr: "int" },
  rules: { unhappy: { when: "ltr <= 6" }, lost: { when: "ltr <= 2", shadow: true } },
});

/** @param {number} ltr */
const answer = (ltr) => ({ at: "2026-03-02T09:00:00Z", kind: "response", fields: { ltr } });

test("a program names the rules that hold, and remembers nothing", () => {
  assert.deepEqual(program.matching(answer(2)), ["lost", "unhappy"]);
  assert.deepEqual(program.matching(answer(6)), ["unhappy"]);
  assert.deepEqual(program.matching(answer(7)), []);
});

test("a wrong signal says where", () => {
  const error = { name: "VocError", code: "wrong_type", path: "signal.fields.ltr" };
  assert.throws(() => program.matching(answer(2.5)), error);
});
