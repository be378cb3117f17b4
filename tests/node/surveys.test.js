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

test("a sign names who is paid by the score", () => {
  const about = { survey: "year", unit: "north", eligible: true };
  const one = (_, place) => ({ ...about, invited: place >= 10, concern: place < 10 });
  const found = voc.gaming(Array.from({ length: 20 }, one), { metric: "nps" });
  assert.ok(found.rows[0].flagged);
  assert.ok(Math.abs(found.rows[0].p * 184756 - 1) < 1e-9);
  const [row] = program.uses([found]);
  assert.match(row.signs[0].words, /The pay of `manager` of `north` hangs on `nps`\.$/);
  assert.equal(program.uses()[0].signs, undefined);
  assert.deepEqual(voc.falseDiscovery([0.04, 0.01, 0.03], "holm").map((p) => Math.round(p * 100)), [6, 3, 6]);
});
