// New versions of the program in mid-stream, and what can be asked of the engine then.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Engine, Program, VocError, init } from "voc-wasm";

before(() => init({ build: "data" }));

const at = "2026-03-10T00:00:00Z";
const text = (name, level) => `voc: 1
name: ${name}
fields: {ltr: int}
metrics: {low: {kind: rate, of: 'has(ltr) && ltr <= ${level}'}}
rules: {low: {when: 'ltr <= ${level}'}}
`;

test("the engine runs the newest version", () => {
  const old = Program.parse(text("Old", 6));
  const engine = new Engine(old);
  assert.equal(engine.program, old);
  const wrong = { at, program: text("Wrong", 6).replace("when: 'ltr", "when: 'ltrr") };
  assert.throws(
    () => engine.handle({ id: "w", received: at, program: wrong }),
    (error) =>
      error instanceof VocError &&
      error.code === "malformed" &&
      error.diagnostics[0].path === "rules.low.when",
  );
  const [changed] = engine.handle({
    id: "v",
    received: at,
    program: { at, program: text("New", 4), migrate: "all" },
  });
  assert.deepEqual(changed.rules, [{ rule: "low", change: "changed" }]);
  assert.equal(engine.program.name, "New");
  const signal = { at, kind: "response", customer: "c", fields: { ltr: 5 } };
  const told = engine.handle({ id: "s", received: at, signal });
  assert.deepEqual(
    told.map((event) => event.type),
    ["signal_accepted"],
  );
  assert.equal(engine.metric("low")[0].value, 0);
  assert.deepEqual(engine.metric("low", { version_at: "2026-03-09T00:00:00Z" })[0].n, 0);
  for (const program of [old, engine.program]) {
    assert.equal(Engine.restore(program, engine.snapshot()).digest, engine.digest);
  }
});
