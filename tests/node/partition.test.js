// Several engines, each with a part of the customers, leave the facts of one.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Engine, Program, factsDigest, init, judgeMetrics, partitionOf } from "voc-wasm";

const PROGRAM = JSON.stringify({
  voc: 1,
  name: "Parts",
  lateness: "P60D",
  rules: { twice: { when: "true", count: { at_least: 2, within: "P30D" } } },
});

before(() => init({ build: "data" }));

function run(of, part) {
  const engine = new Engine(Program.parse(PROGRAM));
  for (let number = 0; number < 40; number += 1) {
    const customer = `c${number % 13}`;
    if (partitionOf(customer, of) === part) {
      const signal = { at: `2026-03-${10 + (number % 20)}T09:00:00Z`, kind: "k", customer };
      engine.handle({ id: `s${number}`, received: "2026-03-31T00:00:00Z", signal });
    }
  }
  return engine;
}

test("parts leave the facts of the whole", () => {
  const parts = [0, 1, 2].map((part) => run(3, part).part());
  assert.equal(factsDigest(parts), run(1, 0).factsDigest);
  assert.throws(() => factsDigest([parts[0], parts[0]]), { code: "ambiguous" });
});

const WATCHED = JSON.stringify({
  voc: 1,
  name: "Levels",
  lateness: "PT6H",
  fields: { ltr: "int" },
  metrics: { nps: { kind: "nps", of: "ltr" } },
  roles: { manager: { level: "middle" } },
  units: { north: {}, south: {} },
  rules: { low: { metric: "nps", by: ["unit"], below: 0, min_n: 8, raise: { to: "manager" } } },
});
const roster = {
  at: "2026-03-01T00:00:00Z",
  people: { mia: { units: ["north"], role: "manager" } },
};

// Ten answers of north on the 3rd, six of which are of detractors, and ten of south, five of which are.
function tell(engine, of, part) {
  const events = engine.handle({ id: "r", received: roster.at, roster });
  for (let number = 0; number < 20; number += 1) {
    const customer = `c${number}`;
    if (partitionOf(customer, of) !== part) continue;
    const at = `2026-03-03T${String(number).padStart(2, "0")}:00:00Z`;
    const ltr = number % 2 === 0 || number === 1 ? 3 : 9;
    const unit = number < 10 ? "north" : "south";
    const signal = { at, kind: "k", customer, unit, fields: { ltr } };
    events.push(...engine.handle({ id: `s${number}`, received: at, signal }));
  }
  events.push(...engine.handle({ id: "t", tick: { at: "2026-03-05T00:00:00Z" } }));
  return events.filter(({ type }) => type !== "signal_accepted");
}

test("metrics are judged on all parts together", () => {
  const program = Program.parse(WATCHED);
  const whole = new Engine(program);
  const wanted = tell(whole, 1, 0).map((event) => ({ ...event, input: "voc:together" }));
  assert.deepEqual(wanted.map(({ type }) => type), ["alert_raised", "alert_routed", "notice"]);
  assert.equal(wanted[1].routed.person, "mia");
  const parts = [0, 1, 2].map((part) => {
    const engine = Engine.forPart(program);
    assert.deepEqual(tell(engine, 3, part), []);
    return Engine.restore(program, engine.snapshot()).part();
  });
  assert.deepEqual(judgeMetrics(parts, { roster }), wanted);
  assert.deepEqual(judgeMetrics(parts, { roster, after: "2026-03-04T05:59:00Z" }), wanted);
  assert.deepEqual(judgeMetrics(parts, { after: "2026-03-04T06:00:00Z" }), []);
  assert.equal(factsDigest(parts), whole.factsDigest);
  assert.throws(() => whole.part(), { code: "not_allowed" });
});

test("a customer has the same partition everywhere", () => {
  // As in tests/tests/reference/parts.rs, worked out with hashlib.
  const customers = ["c1", "c2", "ann", "", "Zo\u00eb"];
  assert.deepEqual(customers.map((customer) => partitionOf(customer, 1000)), [761, 107, 20, 227, 17]);
  assert.throws(() => partitionOf("c1", 0), RangeError);
});
