// Journeys planned by a program; what they mean is held to a second reading in Rust and to pm4py in Python.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as voc from "voc-wasm";

await voc.init({ build: "data" });

const source = readFileSync(new URL("../../examples/insurance/program.yaml", import.meta.url), "utf8");
const program = voc.Program.parse(source);

const signal = (id, day, kind, more) => ({
  id,
  signal: { at: `2026-03-0${day}T09:00:00Z`, kind, customer: "c1", ...more },
});
const fields = { claim_id: "A" };
const CLAIM = [
  signal("s1", 1, "claim_opened", { touch_point: "report-claim", fields }),
  signal("s2", 3, "contact", { touch_point: "claim-status", fields }),
  signal("s3", 4, "contact", { touch_point: "claim-status" }),
  signal("s4", 5, "claim_paid", { touch_point: "payout", fields }),
  signal("s5", 6, "contact", { fields }),
];

const told = (journey) => ({
  instances: journey.instances(),
  unassigned: journey.unassigned(),
  conformance: journey.conformance(),
  fits: journey.fits(),
  log: journey.log().variants(),
});

test("a claim is held against its plan", () => {
  const journey = program.journey("claim", CLAIM);
  const [claim] = journey.instances();
  assert.deepEqual([claim.key, claim.signals, claim.over], ["A", 4, "ends"]);
  assert.equal(journey.assigned, 4);
  const left = journey.unassigned().filter((row) => row.signals > 0);
  assert.deepEqual(left, [{ reason: "after_end", signals: 1 }]);
  const { deviations, fitness, moments } = journey.conformance();
  const kinds = deviations.map((row) => [row.kind, row.activity, row.times]);
  assert.deepEqual(kinds, [["repeated", "claim-status", 1]]);
  // Four steps and three planned touch points; one of the seven has no counterpart.
  assert.ok(Math.abs(fitness.mean - 6 / 7) < 1e-12);
  assert.deepEqual(moments.map((row) => row.moment), ["first-hours", "silence"]);
  assert.deepEqual(journey.log().variants()[0].path, [
    "report-claim",
    "claim-status",
    "claim-status",
    "payout",
  ]);
});

test("a journey says where it falls and what passes on it", () => {
  const answer = signal("s6", 6, "response", { touch_point: "payout", fields: { csat: 5 } });
  const angry = signal("s7", 4, "response", { touch_point: "claim-status", fields: { ltr: 3 } });
  const journey = program.journey("claim", [...CLAIM, answer, angry]);
  const [row] = journey.experience("csat", { confidence: 0.9 });
  // The answer of day 6 is about the payout of day 5.
  assert.deepEqual([row.activity, row.score.value, row.score.n, row.score.confidence], ["payout", 1, 1, 0.9]);
  const rows = journey.scored("csat").rows();
  assert.deepEqual(rows.map((it) => [it.score, it.concern]), [
    [undefined, false],
    [undefined, false],
    [undefined, true],
    [5, false],
  ]);
  const passed = journey.handOvers().map((it) => [it.from, it.to, it.n]);
  assert.deepEqual(passed, [
    ["claims", "service-centre", 1],
    ["service-centre", "claims", 1],
  ]);
  assert.deepEqual(journey.concerns("activity", { min_n: 1 }).map((it) => it.passed.value), [1, 1, 1]);
  assert.throws(() => journey.scored("fcr"), /`fcr` is a rate/);
});

test("a map ranks its moments by its journey", () => {
  const engine = new voc.Engine(program);
  const journey = program.journey("claim", CLAIM, { until: "2026-03-30T00:00:00Z" });
  const { moments } = engine.journeyMap("claim", journey);
  assert.deepEqual(moments.map((it) => it.data_rank), [1, 1]);
  assert.equal(moments[0].note, "promised within 4 hours");
  assert.equal(engine.journeyMap("claim").moments[0].data_rank, undefined);
  const names = engine.momentRanks().filter((it) => it.rank).map((it) => it.moment);
  const importance = Object.fromEntries(names.map((name) => [name, 0.5]));
  const weighed = engine.journeyMap("claim", journey, { importance }).moments.filter((it) => it.weighed);
  assert.ok(weighed.length > 0 && weighed.length === names.length);
  assert.ok(weighed.every((it) => it.weighed.importance === 0.5));
  assert.match(voc.journeyMap(engine.journeyMap("claim")), /rank by weight 1 \(importance not given, /);
  assert.throws(() => engine.journeyMap("claim", undefined, { targets: { none: 1 } }), { path: "targets" });
});

test("one after another, in any order, says the same", () => {
  const book = new voc.JourneyBook(program, "claim");
  for (const input of [...CLAIM].reverse()) book.take(input);
  assert.deepEqual(told(book.journey), told(program.journey("claim", CLAIM)));
  assert.deepEqual(book.placement("s5"), { unassigned: "after_end" });
  assert.equal(book.placement("s6"), null);
  assert.deepEqual(book.instancesOf("c1"), book.journey.instances());
  assert.throws(() => book.take(signal("s6", 6, "contct", {})), voc.VocError);
});

test("so do the columns of a table", () => {
  const NONE = 0xffffffff;
  const texts = (of) => {
    const all = CLAIM.map(of);
    const names = [...new Set(all.filter((text) => text !== undefined))];
    const codes = Uint32Array.from(all, (text) => (text === undefined ? NONE : names.indexOf(text)));
    return { codes, texts: names };
  };
  const columns = {
    id: texts(({ id }) => id),
    at: { times: BigInt64Array.from(CLAIM, (one) => BigInt(Date.parse(one.signal.at)) * 1000n) },
    kind: texts((one) => one.signal.kind),
    customer: texts((one) => one.signal.customer),
    touch_point: texts((one) => one.signal.touch_point),
    claim_id: texts((one) => one.signal.fields?.claim_id),
  };
  const journey = program.journey("claim", columns);
  assert.deepEqual(told(journey), told(program.journey("claim", CLAIM)));
  assert.deepEqual(journey.ignored, []);
  assert.throws(() => program.journey("clam", columns), /unknown journey `clam`/);
});
