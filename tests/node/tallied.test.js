// Tallies that are kept: worked out by hand in tests/tallies. Rust and Python read the same files.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import * as voc from "voc-wasm";
import { match } from "../tools/vectors.js";

await voc.init({ build: "data" });

const FOLDER = new URL("../tallies/", import.meta.url);
const FILES = readdirSync(FOLDER).map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")));

function counted({ by, scale, written }, rows) {
  const columns = by.map((name, place) => [name, rows.map(({ group }) => group[place])]);
  const weights = written.weighted ? rows.map(({ weight }) => weight) : undefined;
  return voc.Tallies.of(rows.map(({ answer }) => answer), { by: Object.fromEntries(columns), weights, scale });
}

for (const file of FILES) {
  test(`tallies as worked out by hand: ${file.name}`, () => {
    const rows = file.rows.flatMap((row) => Array(row.times ?? 1).fill(row));
    const whole = counted(file, rows);
    const text = (tallies) => new TextDecoder().decode(tallies.toBytes());
    assert.equal(text(whole), JSON.stringify(file.written));
    assert.equal(JSON.stringify(whole), JSON.stringify(file.written));
    for (const again of [voc.Tallies.fromJSON(file.written), voc.Tallies.fromBytes(whole.toBytes())]) {
      assert.equal(text(again), text(whole));
    }
    for (let cut = 0; cut <= rows.length; cut += 1) {
      const [first, last] = [counted(file, rows.slice(0, cut)), counted(file, rows.slice(cut))];
      assert.equal(text(last.merge(first)), text(whole));
      assert.equal(text(whole.retract(last)), text(first));
    }
    for (const { ask, rows: wanted, error } of file.metrics) {
      const { kind, ...of } = ask.of;
      const asked = () => whole.metric(kind, { ...of, ...ask.question });
      if (error) assert.throws(asked, error);
      else match(wanted, asked(), new Map(), `${file.name} ${JSON.stringify(ask)}`);
    }
    for (const { with: other, error } of file.strangers) {
      assert.throws(() => whole.merge(voc.Tallies.fromJSON(other)), error);
    }
  });
}

test("there are files", () => assert.ok(FILES.length >= 3));

test("a number of all, and what columns come to at once", () => {
  const both = voc.Tallies.of([5, 4, null], { scale: [1, 5] }).merge(voc.Tallies.of([1], { scale: [1, 5] }));
  assert.deepEqual([both.n, both.by, both.scale], [3, [], [1, 5]]);
  assert.deepEqual(both.metric("csat"), voc.csat([5, 4, 1], { scale: [1, 5] }));
  const by = { unit: ["a", "b", "a"] };
  const tallies = voc.Tallies.of(new Int8Array([10, 3, 9]), { by, scale: [0, 10] });
  assert.deepEqual(tallies.metric("nps", { totals: true }), voc.nps([10, 3, 9], { by, totals: true }));
  assert.equal(voc.Tallies.of([7], { scale: [1, 5], outside: "count" }).n, 0);
});

test("what does not add up throws", () => {
  const tallies = voc.Tallies.of([5, 4], { scale: [1, 5] });
  assert.throws(() => tallies.merge(voc.csat([5, 4], { scale: [1, 5] })), /tally their answers/);
  assert.throws(() => tallies.retract(3), /tallies alone/);
  assert.throws(() => tallies + tallies, /merge/);
  assert.throws(() => tallies.metric("mean") + 1, /do not add up/);
  assert.throws(() => tallies.retract(voc.Tallies.of([1], { scale: [1, 5] })).metric("mean"), { code: "out_of_range" });
  assert.throws(() => voc.Tallies.of([6], { scale: [1, 5] }), { code: "out_of_range", path: "0" });
  assert.throws(() => voc.Tallies.fromJSON({ voc_tallies: 2, by: [], scale: [0, 1], groups: [] }), { path: "voc_tallies" });
});
