// Who was asked, and whether the score can be trusted: what crosses into wasm, and what comes back. The numbers are
// held to others in Python.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as voc from "voc-wasm";

await voc.init({ build: "data" });

const program = voc.Program.parse({
  voc: 1,
  name: "Shop",
  fields: { survey: "text", ltr: "int" },
  metrics: { nps: { kind: "nps", of: "ltr" } },
  roles: { manager: { level: "middle" } },
  surveys: {
    year: { type: "relationship", questions: { ltr: { text: "How likely are you to recommend us?", scale: [0, 10] } } },
  },
  uses: [{ metric: "nps", for: "pay", roles: ["manager"] }],
});

const signal = (id, day, kind, fields) => ({
  id,
  signal: { at: `2026-03-0${day}T10:00:00Z`, kind, customer: "a", fields },
});

test("a log becomes a funnel", () => {
  const log = [signal("i", 2, "invitation", { survey: "year" }), signal("r", 3, "response", { ltr: 9 })];
  const heard = program.occasions(log, { answer: "ltr" });
  assert.equal(heard.occasions[0].answer, 9);
  assert.equal(heard.pending, 0);
  const [row] = voc.funnel(heard.occasions, { by: ["channel"], every: "P1M" });
  assert.deepEqual(row.steps.map(({ step, n }) => [step, n]), [["invited", 1], ["completed", 1]]);
  assert.equal(row.period, "2026-03-01");
  assert.equal(row.response_rate.value, 1);
  assert.throws(() => voc.funnel([], { by: ["untit"] }), { code: "unknown", path: "by" });
});

test("who answered", () => {
  const columns = { answers: [10, NaN, 3], roles: ["buyer", "user", null], groups: ["a", "a", "b"] };
  const mix = voc.respondentMix(columns, "nps");
  assert.deepEqual(mix.groups.map(({ group, score }) => [group, score.value]), [["a", 100], ["b", -100]]);
  assert.equal(mix.changes[0].mix.value, -200);
  assert.throws(() => voc.respondentMix({ answers: [1], roles: [] }, "nps"), { path: "roles" });
});

test("what happened before an invitation, and values just beside their target", () => {
  const told = (id, day, kind, fields) => {
    const one = signal(id, day, kind, fields);
    return { id, signal: { ...one.signal, unit: "north", touch_point: "desk" } };
  };
  const log = [told("p", 1, "praise", {}), told("i", 2, "invitation", { survey: "year" }), told("e", 9, "contact", {})];
  const asked = { good: 'kind == "praise"', bad: 'kind == "complaint"', invited_within: "P3D" };
  const { happenings } = program.occasions(log, asked);
  assert.deepEqual(happenings.map(({ good, invited, touch_point: at }) => [good, invited, at]), [[true, true, "desk"]]);
  assert.throws(() => program.occasions(log, { good: "ltr > 8" }), { path: "bad" });
  const rows = (unit, good, invited, n) => Array.from({ length: n }, () => ({ ...happenings[0], unit, good, invited }));
  const all = ["a", "b"].flatMap((unit) => [
    ...rows(unit, true, true, unit === "a" ? 20 : 10),
    ...rows(unit, true, false, 10),
    ...rows(unit, false, true, 10),
    ...rows(unit, false, false, 10),
  ]);
  const found = voc.gaming([], { happenings: all });
  assert.deepEqual(found.rows.map((row) => [row.sign, row.p]), [["asked_when_good", undefined], ["asked_when_good", undefined]]);
  assert.ok(Math.abs(found.rows[0].value - 1 / 6) < 1e-12);
  const value = (value) => ({ unit: "north", value, low: value - 0.1, high: value + 0.1, target: 0.8 });
  const values = [0.76, 0.76, 0.79, 0.79, 0.79, ...Array(6).fill(0.81), 0.84, 0.84, 0.84].map(value);
  const [met] = voc.gaming([], { values }).rows;
  assert.ok(met.sign === "just_met" && Math.abs(met.p - 850 / 1271) < 1e-12);
  assert.throws(() => voc.gaming([], { values, caliper: 1 }), { path: "caliper" });
});

test("a sign names who is paid by the score", () => {
  const about = { survey: "year", unit: "north", eligible: true };
  const one = (_, place) => ({ ...about, invited: place >= 10, concern: place < 10 });
  const found = voc.gaming(Array.from({ length: 20 }, one), { metric: "nps" });
  assert.ok(found.rows[0].flagged);
  assert.ok(Math.abs(found.rows[0].p * 184756 - 1) < 1e-9);
  const [row] = program.uses([found]);
  assert.match(row.signs[0].words, /The pay of `manager` of `north` hangs on `nps`\.$/);
  assert.equal(program.uses()[0].signs, undefined);
  const people = { mia: { units: ["north"], role: "manager" }, sam: { units: ["south"], role: "manager" } };
  const [named] = program.uses([found], people);
  assert.deepEqual([named.touched.map(({ person }) => person), named.signs[0].people], [["mia", "sam"], ["mia"]]);
  assert.match(named.signs[0].words, /The pay of `manager` of `north` \(`mia`\) hangs on `nps`\.$/);
  assert.deepEqual(voc.falseDiscovery([0.04, 0.01, 0.03], "holm").map((p) => Math.round(p * 100)), [6, 3, 6]);
});
