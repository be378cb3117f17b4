// Pictures: the bytes that were reviewed, whoever asks for them.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import * as voc from "voc-wasm";

await voc.init({ build: "data" });

const pictures = new URL("../../voc-core/src/picture/", import.meta.url);
const draw = {
  "journey-map": voc.journeyMap,
  "path-map": voc.pathMap,
  deviations: voc.deviations,
  scorecard: voc.scorecard,
};
const samples = readdirSync(new URL("samples/", pictures)).map((file) => file.replace(".json", ""));

for (const sample of samples) {
  test(`${sample} is drawn as it was reviewed`, () => {
    const kind = Object.keys(draw).find((kind) => sample.startsWith(kind));
    const shown = JSON.parse(readFileSync(new URL(`samples/${sample}.json`, pictures), "utf8"));
    for (const width of [360, 800, 1280]) {
      const name = `snapshots/voc_core__picture__tests__${sample}-${width}.snap.svg`;
      const reviewed = readFileSync(new URL(name, pictures), "utf8");
      assert.equal(draw[kind](shown, { width }), reviewed);
    }
  });
}

const program = voc.Program.parse({
  voc: 1,
  name: "Corner insurance",
  fields: { csat: "int" },
  metrics: { csat: { kind: "csat", of: "csat", scale: [1, 5] } },
  touch_points: { report: {} },
  journeys: { claim: { stages: [{ id: "tell", touch_points: ["report"], metric: "csat" }] } },
  rules: {
    unhappy: { when: "csat <= 2", raise: { case: "recovery" } },
    happy: { when: "csat == 5", raise: { praise: true } },
  },
  cases: { recovery: {} },
});
const scores = [1, 5, 2, 4];
const all = (text) => ({ codes: new Uint32Array(scores.length), texts: [text] });
const columns = {
  at: { times: BigInt64Array.from(scores, (_, place) => 1_772_445_600_000_000n + BigInt(place)) },
  kind: all("response"),
  customer: all("c"),
  touch_point: all("report"),
  csat: { numbers: Float64Array.from(scores) },
};

test("a table as a map and a scorecard", () => {
  const run = program.runTable(columns);
  const [stage] = run.journeyMap("claim").stages;
  assert.deepEqual([stage.volume, stage.concerns, stage.praise], [4, 2, 1]);
  assert.deepEqual([stage.metric.value, stage.metric.n], [0.5, 4]);
  assert.match(voc.journeyMap(run.journeyMap("claim"), { idPrefix: "claim" }), /<title id="claim-title">claim</);
  assert.equal(run.scorecard("claim").stages[0].concerns, 2);
  run.free();
});

test("an engine as a map", () => {
  const { engine } = program.runTable(columns);
  const [stage] = engine.journeyMap("claim").stages;
  assert.deepEqual([stage.volume, stage.concerns, stage.praise], [undefined, 2, undefined]);
  assert.equal(engine.scorecard("claim").stages[0].metric.n, 4);
});

test("a log as a map", () => {
  const log = new voc.EventLog({
    "case:concept:name": all("one"),
    "concept:name": { codes: Uint32Array.from([0, 1, 0, 1]), texts: ["ask", "wait"] },
    "time:timestamp": columns.at,
  });
  const map = log.pathMap({ title: "Asking", atLeast: 0.1 });
  assert.deepEqual(map.steps.map(({ from, to, n }) => [from, to, n]), [["ask", "wait", 2], ["wait", "ask", 1]]);
  assert.match(voc.pathMap(map), /Every step is drawn/);
  log.free();
});

test("a journey against its plan", () => {
  const journey = program.journey("claim", columns);
  const shown = journey.deviations();
  const [step] = shown.stages[0].steps;
  // One customer comes to the one planned touch point four times: three steps of five have no counterpart.
  assert.deepEqual([shown.instances, step.instances, step.followed, step.repeated], [1, 1, 0, 1]);
  assert.equal(shown.fitness, 1 - 3 / 5);
  assert.match(voc.deviations(shown, { width: 360 }), /fitness 0.4/);
  journey.free();
});

test("mistakes name their place", () => {
  const wrong = { title: "x", stages: [], moments: [{ label: "m", at: "nowhere" }] };
  assert.throws(() => voc.journeyMap(wrong), { path: "moments.0.at" });
  assert.throws(() => voc.scorecard({ title: "x", stages: [] }, { width: 10 }), { path: "width" });
});
