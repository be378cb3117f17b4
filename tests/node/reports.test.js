// Reports, voices and goals of runs, of inputs and of tables, and what an engine cannot tell.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { Program, init, scorecard } from "voc-wasm";

const VECTOR = JSON.parse(
  readFileSync(new URL("../vectors/a-number-leads-to-its-voices.json", import.meta.url), "utf8"),
);
const signals = VECTOR.inputs.filter((input) => input.signal);
const others = VECTOR.inputs.filter((input) => !input.signal);

before(() => init({ build: "data" }));

/** The signals as columns. */
function columns() {
  const text = (of) => {
    const texts = [...new Set(signals.map(of).filter(Boolean))];
    const code = (input) => (of(input) ? texts.indexOf(of(input)) : 0xffffffff);
    return { codes: Uint32Array.from(signals, code), texts };
  };
  const numbers = (field) => ({ numbers: Float64Array.from(signals, ({ signal }) => signal.fields?.[field] ?? NaN) });
  const own = ["kind", "customer", "unit", "touch_point", "verbatim"].map((name) => [name, text(({ signal }) => signal[name])]);
  return {
    id: text(({ id }) => id),
    at: text(({ signal }) => signal.at),
    ...Object.fromEntries(own),
    csat: numbers("csat"),
    effort: numbers("effort"),
  };
}

test("a run of inputs and one of a table say the same of their voices", () => {
  const program = Program.parse(VECTOR.program);
  const table = program.runTable(columns(), { inputs: others });
  for (const run of [program.run(VECTOR.inputs).reports, table]) {
    const north = run.voices({ metric: "csat", group: { unit: "north" }, every: "P1M", period: "2026-03-01" });
    assert.deepEqual(north.voices.map(({ signal }) => signal), ["n4", "n3", "n2", "n1"]);
    assert.deepEqual([north.n, north.total], [4, 4]);
    const report = run.unitReport("monthly", "company", "2026-03-01");
    assert.equal(report.praise, 2);
    assert.deepEqual(report.voices.map(({ signal }) => signal), ["n3", "a1", "n1"]);
    assert.equal(run.goals().rows.length, 6);
    assert.match(scorecard(run.stageCard("claim", "tell")), /south/);
    assert.equal(run.momentRanks()[0].moment, "complaint");
  }
});

test("the loop of a run says which praise was passed on, and that of its engine does not", () => {
  const run = Program.parse(VECTOR.program).run(VECTOR.inputs);
  assert.deepEqual([run.reports.loop().praise_reach.passed_on, run.reports.loop().reach.concerns], [2, 3]);
  assert.equal(run.engine.loop().praise_reach, undefined);
  assert.throws(() => run.engine.voices({ metric: "csat", person: "mia" }), { code: "not_allowed" });
});
