// Histories, and studies of columns: what crosses into wasm, and what comes back. Their numbers are held to others in
// Rust and Python.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as voc from "voc-wasm";

await voc.init({ build: "data" });

const near = (found, wanted) => assert.ok(Math.abs(found - wanted) < 1e-9, `${found} is not ${wanted}`);

const program = voc.Program.parse({
  voc: 1,
  name: "Shop",
  fields: { ltr: "int", renewed: "bool" },
  metrics: { nps: { kind: "nps", of: "ltr" } },
  rules: { detractor: { when: 'kind == "response" && ltr <= 6', raise: { case: "recovery" } } },
  cases: { recovery: {} },
  outcomes: { renewal: { when: 'kind == "renewal"', value: "renewed", within: "P30D" } },
});
const signal = (id, customer, day, kind, fields, channel) => ({
  id,
  signal: { at: `2026-03-${day}T10:00:00Z`, kind, customer, fields, channel, touch_point: "pay" },
});
const inputs = [
  signal("a1", "a", "01", "response", { ltr: 10 }, "web"),
  signal("a2", "a", "05", "renewal", { renewed: true }, "web"),
  signal("b1", "b", "01", "response", { ltr: 2 }, "phone"),
];
const until = "2026-05-01T00:00:00Z";

test("outcomes, rates and consistency of inputs", () => {
  const found = program.histories(inputs, { until });
  assert.deepEqual({ ...found.about }, { customers: 2, signals: 3, until, refused: [] });
  const outcome = found.outcome({ outcome: "renewal", metric: "nps" });
  assert.deepEqual(outcome.bands.map(({ band, outcome: { value } }) => [band, value]), [["detractor", 0], ["passive", null], ["promoter", 1]]);
  assert.equal(outcome.assumptions.length, 4);
  const next = found.next({ from: 'kind == "response"', to: 'kind == "renewal"' });
  assert.equal(next.groups[0].steps[0].at, 4 * 86_400_000_000);
  near(found.behaviour({ of: 'kind == "renewal"', per: 'kind == "response"' }).rows[0].rate.value, 0.5);
  assert.equal(found.found({ sign: "ltr <= 6", complaint: 'kind == "renewal"' }).problems, 2);
  assert.equal(found.consistency({ metric: "nps" }).places[0].verdict, "not_enough");
  assert.throws(() => found.stages({ journey: "buy", rates: {} }), { code: "unknown", path: "journey" });
  assert.throws(() => found.outcome({ outcome: "renewl", metric: "nps" }), { path: "outcome" });
  const { engine } = program.run(inputs, { until });
  const recovered = found.recovered(engine, { outcome: "renewal", alike: ["rule"] });
  assert.equal(recovered.unrecovered.n, 1);
  found.free();
});

test("consistency and outcomes of means and medians", () => {
  const waits = voc.Program.parse({
    voc: 1,
    name: "Waits",
    fields: { wait: "int", renewed: "bool" },
    metrics: { wait: { kind: "mean", of: "wait" }, median: { kind: "median", of: "wait" } },
    outcomes: { renewal: { when: 'kind == "renewal"', value: "renewed", within: "P30D" } },
  });
  const told = [["web", 1], ["web", 3], ["web", 5], ["phone", 6], ["phone", 8], ["phone", 10]].map(([channel, wait], place) =>
    signal(`w${place}`, `c${place}`, "01", "response", { wait }, channel));
  const found = waits.histories([...told, signal("r", "c0", "05", "renewal", { renewed: true }, "web")], { until });
  const [mean] = found.consistency({ metric: "wait", min_n: 2 }).places;
  near(mean.test.statistic, 9.375);
  near(mean.test.size.value, 2);
  const [median] = found.consistency({ metric: "median", min_n: 2 }).places;
  assert.equal(median.test.method, "kruskal_wallis");
  assert.throws(() => found.consistency({ metric: "median", mix: "channel" }), { code: "not_allowed", path: "mix" });
  const { bands } = found.outcome({ outcome: "renewal", metric: "wait", bands: [3] });
  assert.deepEqual(bands.map(({ band, outcome }) => [band, outcome.value, outcome.n]), [["below 3", 1, 1], ["3 and above", 0, 5]]);
  assert.throws(() => found.outcome({ outcome: "renewal", metric: "wait" }), { path: "bands" });
  found.free();
});

test("the same of the columns of a table", () => {
  const texts = (...all) => ({ codes: Uint32Array.from(all, (_, row) => row), texts: all });
  const found = program.histories(
    {
      at: texts(...inputs.map((input) => input.signal.at)),
      kind: texts(...inputs.map((input) => input.signal.kind)),
      customer: texts(...inputs.map((input) => input.signal.customer)),
      extra: texts("x", "y", "z"),
    },
    { until },
  );
  assert.deepEqual(found.ignored, ["extra"]);
  assert.equal(found.about.signals, 3);
  found.free();
});

test("studies of columns", () => {
  const survival = voc.survival([6, 6, 7, 10], [true, true, false, true], { groups: ["a", "b", "a", "b"], at: [6] });
  assert.deepEqual(survival.groups.map(({ group, n }) => [group, n]), [["a", 2], ["b", 2]]);
  near(survival.groups[0].at[0].survival, 0.5);
  assert.equal(survival.log_rank.df, 1);
  assert.throws(() => voc.survival([1.5], [true]), { code: "wrong_type", path: "0" });
  near(voc.eventRate(10, 4).value, 2.5);
  near(voc.rateRatio([2, 4], [1, 4]).value, 2);
  assert.equal(voc.several([1, 2, null, 4], ["a", "a", "b", "b"], "means").n, 3);
  assert.equal(voc.several([true, false], ["a", "b"], "shares").method, "chi_squared_n1");
  near(voc.kendall([1, 2, 3], [1, 2, 3]).tau, 1);
  assert.equal(voc.rises([true, false, true], [0, 1, 1], "shares").method, "cochran_armitage");
  near(voc.stratified([true, false], [true, false], ["x", "x"], "shares").difference, 1);
});
