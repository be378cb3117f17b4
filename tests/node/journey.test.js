// Event logs out of typed arrays; what they say is held to pm4py in tests/python/test_journey.py.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as voc from "voc-wasm";

await voc.init({ build: "data" });

const MINUTE = 60e6;
const NONE = 0xffffffff;
const INSTANCES = ["c1", "c2", "c3", "c4"];
const ACTIVITIES = ["tell", "wait", "paid"];

// Four claims: two go straight, one asks twice, one is given up. Instance, activity, minute, order.
const EVENTS = [
  [1, 0, 10, 0],
  [0, 0, 0, 0],
  [0, 1, 30, 0],
  [1, 2, 70, 0],
  [1, 1, 20, 0],
  [0, 2, 60, 0],
  [2, 0, 5, 0],
  [2, 1, 15, 1],
  [2, 1, 15, 2],
  [2, 0, 15, 3],
  [2, 2, 95, 0],
  [3, 0, 7, 0],
  [3, NONE, 8, 0],
];

const part = (place) => EVENTS.map((event) => event[place]);
const columns = {
  claim: { codes: Uint32Array.from(part(0)), texts: INSTANCES },
  "concept:name": { codes: Uint32Array.from(part(1)), texts: ACTIVITIES },
  "time:timestamp": { times: BigInt64Array.from(part(2), (minute) => BigInt(minute * MINUTE)) },
  place: { ints: BigInt64Array.from(part(3), BigInt) },
};
const log = new voc.EventLog(columns, { instance: "claim", order: "place" });

test("variants come with how many took them and how long", () => {
  const rows = log.variants().map((row) => [row.path.join(" "), row.instances, row.durations.max_us / MINUTE]);
  assert.deepEqual(rows, [
    ["tell wait paid", 2, 60],
    ["tell", 1, 0],
    ["tell wait wait tell paid", 1, 90],
  ]);
  assert.equal(log.variants()[0].share, 0.5);
});

test("transitions are counted by event and by instance", () => {
  const rows = log.transitions().map((row) => [row.from, row.to, row.n, row.instances, row.durations.mean_us / MINUTE]);
  assert.deepEqual(rows, [
    ["tell", "wait", 3, 3, 50 / 3],
    ["wait", "paid", 2, 2, 40],
    ["tell", "paid", 1, 1, 80],
    ["wait", "tell", 1, 1, 0],
    ["wait", "wait", 1, 1, 0],
  ]);
});

test("activities say where instances begin, end and turn round", () => {
  const [tell] = log.activities();
  const { n, instances, first, last, repeated, again } = tell;
  assert.deepEqual({ n, instances, first, last, repeated, again }, {
    n: 5,
    instances: 4,
    first: 4,
    last: 1,
    repeated: 1,
    again: 0,
  });
  assert.equal(tell.drop_off.value, 0.25);
});

test("durations are those of the instances, and what lacks something is counted", () => {
  assert.deepEqual(log.durations(), {
    n: 4,
    min_us: 0,
    median_us: 60 * MINUTE,
    mean_us: 52.5 * MINUTE,
    p90_us: 90 * MINUTE,
    max_us: 90 * MINUTE,
  });
  assert.deepEqual(log.instances()[0], {
    instance: "c2",
    from: "1970-01-01T00:10:00Z",
    until: "1970-01-01T01:10:00Z",
    events: 3,
    elapsed_us: 60 * MINUTE,
  });
  assert.deepEqual([log.events, log.leftOut], [12, { no_instance: 0, no_activity: 1, no_time: 0 }]);
});

test("a column that is not there is named", () => {
  assert.throws(
    () => new voc.EventLog(columns, { instance: "claims" }),
    (error) => error instanceof voc.VocError && error.path === "instance" && /claim/.test(error.hint),
  );
});

test("it gives its memory back", () => {
  const other = new voc.EventLog(columns, { instance: "claim" });
  other.free();
  assert.throws(() => other.variants());
});
