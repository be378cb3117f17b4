// A table of typed arrays says what its rows say one after another.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as voc from "voc-wasm";

await voc.init({ build: "data" });

const program = voc.Program.parse(`
voc: 1
name: A small telecoms provider
time_zone: Europe/London
kinds:
  response: {fields: [ltr, again]}
  contact: {}
fields: {ltr: int, again: bool, amount: number}
customer: {tier: text}
metrics: {nps: {kind: nps, of: ltr, scale: [0, 10]}}
roles: {manager: {level: middle}}
units: {company: {}, care: {parent: company}}
touch_points: {call: {owner: care}}
routes: [{to: owner, role: manager}]
rules:
  detractor: {when: 'kind == "response" && ltr <= 6', raise: {case: recovery}}
  third: {when: 'kind == "contact"', count: {at_least: 3, within: P7D}, raise: {praise: true}}
  quiet: {when: 'kind == "response"', absent: {when: 'kind == "contact"', within: P2D}, raise: {}}
cases: {recovery: {targets: {resolve: {within: P2D}}}}
`);

const START = Date.UTC(2026, 2, 1) * 1000;
const HOUR = 3600 * 1e6;
const KINDS = ["response", "contact", "riddle"];
const CUSTOMERS = ["c-1", "c-2", "c-3"];
const NONE = 0xffffffff;

/** Rows, each as the input that it stands for. */
const rows = Array.from({ length: 300 }, (_, row) => ({
  at: START + row * 2 * HOUR,
  kind: row === 71 ? 2 : (row * 7) % 5 < 2 ? 0 : 1,
  customer: row % 11 === 0 ? NONE : (row * row) % 3,
  ltr: (row * 7) % 5 < 2 ? (row === 80 ? 77 : (row * 3) % 11) : NaN,
  again: (row * 7) % 5 < 2 && row % 2 === 0,
  tier: row % 4 === 0 ? 0 : NONE,
}));

const time = (micros) => new Date(micros / 1000).toISOString();

const inputs = rows.map((row, index) => ({
  id: `signals#${String(index + 1).padStart(7, "0")}`,
  signal: {
    at: time(row.at),
    kind: KINDS[row.kind],
    ...(row.customer === NONE ? {} : { customer: CUSTOMERS[row.customer] }),
    touch_point: "call",
    fields: {
      ...(Number.isNaN(row.ltr) ? {} : { ltr: row.ltr }),
      ...(row.again ? { again: true } : {}),
    },
    attributes: row.tier === NONE ? {} : { tier: "gold" },
  },
}));

const roster = {
  id: "roster",
  roster: { at: time(START), people: { ana: { units: ["care"], role: "manager" } } },
};

function bits(yes) {
  const bytes = new Uint8Array(Math.ceil(rows.length / 8));
  rows.forEach((row, index) => {
    if (yes(row)) bytes[index >> 3] |= 1 << (index & 7);
  });
  return bytes;
}

const columns = () => ({
  created: { times: BigInt64Array.from(rows, (row) => BigInt(row.at)) },
  kind: { codes: Uint32Array.from(rows, (row) => row.kind), texts: KINDS },
  customer: { codes: Uint32Array.from(rows, (row) => row.customer), texts: CUSTOMERS },
  touch_point: { codes: new Uint32Array(rows.length), texts: ["call"] },
  ltr: { numbers: Float64Array.from(rows, (row) => row.ltr) },
  again: { bools: bits((row) => row.again), rows: rows.length, valid: bits((row) => row.again) },
  tier: { codes: Uint32Array.from(rows, (row) => row.tier), texts: ["gold"] },
  noise: { ints: new BigInt64Array(rows.length) },
});

const until = time(START + 800 * HOUR);

test("columns say what inputs say", () => {
  const found = program.runTable(columns(), { inputs: [roster], until, rename: { at: "created" } });
  const expected = program.run([roster, ...inputs], { until });
  assert.deepEqual(found.ignored, ["noise"]);
  assert.deepEqual(found.counts, expected.engine.counts);
  assert.equal(found.counts.refused, 2);
  assert.deepEqual(found.refused(), expected.refused);
  assert.deepEqual(found.cases(), expected.engine.cases());
  const raised = expected.events.filter((event) => event.type === "alert_raised");
  assert.ok(raised.length > 50);
  const ids = (alerts) => alerts.map((alert) => alert.id).sort();
  assert.deepEqual(ids(found.alerts()), ids(raised.map((event) => event.alert)));
  const told = expected.events.filter((event) => event.type === "notice");
  assert.deepEqual(found.notices(), told.map(({ at, notice }) => ({ at, ...notice })));
  assert.deepEqual(found.events(), expected.events);
  assert.equal(found.engine.digest, expected.engine.digest);
  assert.equal(found.engine.factsDigest, expected.engine.factsDigest);
  assert.equal(found.engine.metric("nps")[0].n, expected.engine.metric("nps")[0].n);
});

test("rows that share an id are told one after another", () => {
  const id = { codes: Uint32Array.from(rows, (_, row) => Math.min(row, 298)), texts: [] };
  id.texts = Array.from({ length: 299 }, (_, row) => `r-${row}`);
  const found = program.runTable({ ...columns(), id }, { rename: { at: "created" } });
  assert.equal(found.counts.refusals.id_taken, 1);
});

test("what does not fit is named", () => {
  const short = { ...columns(), ltr: { numbers: new Float64Array(3) } };
  assert.throws(() => program.runTable(short), { code: "out_of_range", path: "ltr" });
  assert.throws(() => program.runTable(columns()), { code: "missing", path: "at" });
});
