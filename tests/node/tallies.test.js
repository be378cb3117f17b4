// One metric of columns by groups: what crosses into wasm, and what comes back. Its numbers are held to others in Python.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as voc from "voc-wasm";

await voc.init({ build: "data" });

const near = (found, wanted) => assert.ok(Math.abs(found - wanted) < 1e-9, `${found} is not ${wanted}`);
const SCORES = [10, 9, 8, null, 6, 10];
const CHANNELS = ["web", "web", "phone", "web", "phone", null];

test("groups, from lists and from typed arrays", () => {
  const rows = voc.nps(SCORES, { by: { channel: CHANNELS } });
  assert.deepEqual(rows.map(({ group, n, value }) => [group, n, value]), [[[null], 1, 100], [["phone"], 2, -50], [["web"], 2, 100]]);
  assert.equal(rows[2].unanswered, 1);
  const codes = new Uint8Array([0, 0, 1, 1, 9]);
  const typed = voc.nps(new Int8Array([10, 9, 8, 6, 10]), { by: { channel: { codes, texts: ["web", "phone"] } } });
  assert.deepEqual(typed.map(({ group, n, value }) => [group, n, value]), rows.map(({ group, n, value }) => [group, n, value]));
  const wide = new Uint32Array(codes);
  assert.deepEqual(voc.nps(new Float64Array([10, 9, 8, 6, 10]), { by: { channel: { codes: wide, texts: ["web", "phone"] } } }), typed);
});

test("all together, weighted and not", () => {
  assert.deepEqual(voc.nps([10, 9, 8, 6, 10]), voc.nps(SCORES));
  const found = voc.nps([10, 3], { weights: [3, 1] });
  near(found.value, 50);
  near(found.effective_n, 1.6);
  near(voc.csat([5, 4, null, 1], { scale: [1, 5] }).value, 2 / 3);
  near(voc.topBox([5, 4, 1], { scale: [1, 5], boxes: 1 }).value, 1 / 3);
  near(voc.bottomBox([5, 4, 1], { scale: [1, 5] }).value, 1 / 3);
  near(voc.ces([7, 4, 1], { scale: [1, 7] }).value, 4);
  near(voc.median([2.5, 8, 9]).value, 8);
  near(voc.rate([true, false, null]).value, 0.5);
  near(voc.rate(1, 4).value, 0.25);
  near(voc.share([1, 2, 3], { scale: [1, 3], of: [1, 3] }).value, 2 / 3);
  near(voc.points([1, 2, 3], { worth: [[1, 0], [2, 50], [3, 100]] }).value, 50);
  near(voc.mean([1.5, 2.5, 8], { by: { desk: ["a", "a", "b"] } })[0].value, 2);
});

test("the interval of a share is chosen", () => {
  // One hit of twelve: −ln(0.95) / 12.
  const low = 0.05129329438755058 / 12;
  const answers = [5, ...Array(11).fill(1)];
  const modified = { scale: [1, 5], interval: "modified_wilson" };
  near(voc.csat(answers, modified).low, low);
  near(voc.csat(answers, { ...modified, by: { desk: answers.map(() => "a") } })[0].low, low);
  near(voc.rate(1, 12, { interval: "modified_wilson" }).low, low);
  near(voc.estimate(answers, "csat", modified).low, low);
  assert.deepEqual(voc.rate(1, 12, { interval: "wilson" }), voc.rate(1, 12));
  assert.equal(voc.rate(1, 12).method, "wilson");
  assert.throws(() => voc.nps([9, 3], { interval: "modified_wilson" }), { code: "not_allowed", path: "interval" });
  assert.throws(() => voc.rate([true], { weights: [1], interval: "modified_wilson" }), { path: "interval" });
});

test("estimates do not add up", () => {
  assert.throws(() => voc.nps([10]) + voc.nps([3]), /do not add up/);
  assert.throws(() => voc.mean([1, 2]) + 1, /do not add up/);
  assert.throws(() => voc.nps([10, 3], { by: { g: ["a", "b"] } }).reduce((sum, row) => sum + row, 0), /do not add up/);
});

test("against the rest, small groups, totals", () => {
  const answers = [...Array(20).fill(10), ...Array(20).fill(5), ...Array(3).fill(0)];
  const by = { unit: [...Array(20).fill("a"), ...Array(20).fill("b"), ...Array(3).fill("c")] };
  const rows = voc.nps(answers, { by, against: "rest" });
  near(rows[0].rest.difference, 200);
  assert.ok(rows[0].rest.q < 0.001);
  const few = voc.nps(answers, { by, min_n: 5, totals: true });
  assert.deepEqual(few.map(({ group, n, withheld }) => [group[0], n, withheld]), [
    ["a", undefined, true], ["b", 20, undefined], ["c", undefined, true], [null, 43, undefined],
  ]);
  assert.deepEqual(few[3].total, ["unit"]);
  const found = voc.withhold([[["a"], 20], [["b"], 30], [["c"], 3]], { min_n: 5 });
  assert.deepEqual(found.groups, [true, false, true]);
});

test("medians and weights against the rest", () => {
  const by = { unit: ["a", "a", "a", "b", "b", "b"] };
  const [a] = voc.median([1, 2, 3, 4, 5, 6], { by, scale: [1, 6], against: "rest" });
  assert.deepEqual([a.rest.difference, a.rest.method], [-3, "wilcoxon_exact"]);
  // One and three of a, four to six of b: the ends of the 20 ways in which three of six could have come first.
  near(a.rest.p, 0.1);
  const [weighted] = voc.nps([10, 10, 0, 8, 8, 8], { by, weights: [1, 1, 2, 1, 1, 1], against: "rest" });
  near(weighted.rest.difference, 0);
  near(weighted.rest.effective_n[0], 16 / 6);
  const [heavy] = voc.median([1, 2, 3, 4, 5, 6], { by, scale: [1, 6], weights: [1, 1, 2, 1, 1, 1], against: "rest" });
  assert.deepEqual([heavy.rest.difference, heavy.rest.method], [-2.5, "weighted_ranks"]);
});

test("mistakes are named", () => {
  assert.throws(() => voc.nps([10, 11], { outside: "refuse" }), { code: "out_of_range", path: "1" });
  const [{ n, outside }] = voc.nps([10, 11], { by: { all: ["x", "x"] }, outside: "count" });
  assert.deepEqual([n, outside], [1, 1]);
  assert.throws(() => voc.nps([10], { by: { all: [] } }), { path: "all" });
  assert.throws(() => voc.csat([1], { scale: [5, 1], outside: "refuse" }), { path: "scale" });
});
