// Metrics of programs: what only the build for data reads, and estimates that do not add up.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as voc from "voc-wasm";

await voc.init({ build: "data" });

const PROGRAM = JSON.stringify({
  voc: 1,
  name: "Measured",
  fields: { effort: "int" },
  metrics: { ces: { kind: "ces", of: "effort", scale: [1, 7], better: "high" } },
});

function engine() {
  const engine = new voc.Engine(voc.Program.parse(PROGRAM));
  for (const [number, effort] of [6, 7, 2].entries()) {
    const at = `2026-03-0${number + 2}T10:00:00Z`;
    engine.handle({ id: `s${number}`, received: at, signal: { at, kind: "response", fields: { effort } } });
  }
  return engine;
}

test("a mean, rolling and averaged", () => {
  const [found] = engine().metric("ces");
  assert.deepEqual([found.value, found.n, found.method], [5, 3, "student"]);
  const rolling = engine().metric("ces", { every: "P1D", rolling: "P2D" });
  assert.deepEqual(rolling.map(({ value, from }) => [value, from]), [
    [6, "2026-03-01"],
    [6.5, "2026-03-02"],
    [4.5, "2026-03-03"],
  ]);
  const average = engine().metric("ces", { every: "P1D", average_of: 2 });
  assert.deepEqual(average.map(({ value, periods }) => [value, periods]), [
    [6, 1],
    [6.5, 2],
    [4.5, 2],
  ]);
});

test("estimates do not add up", () => {
  const rows = engine().metric("ces", { every: "P1D" });
  const day = voc.nps([9, 10, 0]);
  const apart = { name: "TypeError", message: /estimates do not add up/ };
  assert.throws(() => day + day, apart);
  assert.throws(() => rows.reduce((sum, row) => sum + row, 0), apart);
  assert.throws(() => Number(voc.mean([1, 2])), apart);
  assert.throws(() => voc.rate(1, 2) - day, apart);
  // They are plain objects in every other way.
  assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(day))), Object.keys(day));
});
