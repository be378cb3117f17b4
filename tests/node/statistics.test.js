// Statistics of columns: what crosses into wasm, and what comes back. Their numbers are held to others in Python.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as voc from "voc-wasm";

await voc.init({ build: "data" });

const near = (found, wanted) => assert.ok(Math.abs(found - wanted) < 1e-9, `${found} is not ${wanted}`);

test("a mean with weights", () => {
  const plain = voc.mean([1, null, 3]);
  assert.equal(plain.n, 2);
  near(plain.value, 2);
  const weighted = voc.mean(new Float64Array([1, 3]), { weights: [3, 1] });
  near(weighted.value, 1.5);
  near(weighted.effective_n, 1.6);
  near(weighted.design_effect, 1.25);
});

test("two groups", () => {
  const found = voc.compare([true, true, false], [false, false], "rate");
  near(found.difference, 2 / 3);
  assert.equal(found.method, "newcombe_n1");
  assert.deepEqual(found.n, [3, 2]);
  assert.throws(() => voc.compare([9, 11], [3], "nps"), { code: "out_of_range", path: "1" });
  assert.throws(() => voc.compare(["9"], [3], "nps"), TypeError);
});

test("two medians, and two groups with weights", () => {
  const medians = voc.compare([1, 2, 3, 4, 5], [6, 7, 8, 9, 10, null], "median");
  assert.deepEqual([medians.difference, medians.method, medians.low], [-5, "wilcoxon_exact", null]);
  // All ways in which five of ten could have come first: 252, of which both ends are as far apart.
  near(medians.p, 2 / 252);
  const nps = voc.compare([10, 0], [8, 8], "nps", { weights: [[3, 1], [1, 1]] });
  near(nps.difference, 50);
  near(nps.effective_n[0], 1.6);
  const ranks = voc.compare([1, 3], [3, 2], "median", { weights: [[1, 2], [2, 3]] });
  assert.deepEqual([ranks.difference, ranks.method], [1, "weighted_ranks"]);
  assert.throws(() => voc.compare([1], [2], "mean", { weights: [[1], [-1]] }), { path: "b.weights.0" });
});

test("a trend, and many tests", () => {
  assert.equal(voc.trend([1, 2, 3, 4]).s, 6);
  assert.deepEqual(voc.falseDiscovery([0.04, null, 0.02]), [0.04, null, 0.04]);
});

test("a bootstrap follows from its seed", () => {
  const mean = (drawn) => drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const of = (seed) => voc.bootstrap([1, 4, 2, 8, 5, 7], mean, { seed, replicates: 300 });
  assert.deepEqual(of(1), of(1));
  assert.notDeepEqual(of(1), of(2));
  assert.equal(of(1).method, "bootstrap");
});

test("drivers", () => {
  const columns = { ltr: [1, 2, 4, 3, 6, 5, 8], wait: [1, 2, 3, 4, 5, 6, 7], same: Array(7).fill(2) };
  const found = voc.drivers(columns, { outcome: "ltr", features: ["wait", "same"], replicates: 100, scale: [0, 10] });
  assert.deepEqual(found.rows.map(({ feature, problem }) => [feature, problem]), [["wait", undefined], ["same", "constant"]]);
  near(found.rows[0].weight, found.r_squared);
  assert.ok(found.rows[0].low <= found.rows[0].weight && found.rows[0].weight <= found.rows[0].high);
  assert.equal(found.quadrants.length, 1);
  assert.throws(() => voc.drivers(columns, { outcome: "ltr", features: ["who"] }), RangeError);
});
