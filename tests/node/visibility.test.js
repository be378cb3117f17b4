// Who sees which case, verbatim and number.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Engine, Program, init } from "voc-wasm";

const PROGRAM = JSON.stringify({
  voc: 1,
  name: "Larkfield",
  fields: { ltr: "int" },
  metrics: { nps: { kind: "nps", of: "ltr" } },
  roles: {
    executive: { level: "executive", sees: { numbers: "company" } },
    manager: { level: "middle", sees: { numbers: "subtree", verbatims: "subtree" } },
    adviser: { level: "front_line", sees: { verbatims: "own_cases", cases: "unit" } },
  },
  units: { company: {}, north: { parent: "company" }, south: { parent: "company" } },
  rules: { detractor: { when: "ltr <= 6", raise: { case: "recovery" } } },
  cases: { recovery: {} },
});
const at = "2026-03-02T09:00:00Z";

before(() => init({ build: "data" }));

function engine() {
  const engine = new Engine(Program.parse(PROGRAM));
  const people = {
    eve: { units: ["company"], role: "executive" },
    max: { units: ["north"], role: "manager" },
    ben: { units: ["north"], role: "adviser" },
  };
  engine.handle({ id: "r", roster: { at, people } });
  for (const unit of ["north", "south"]) {
    const signal = { at, kind: "response", customer: unit, unit, fields: { ltr: 3 } };
    engine.handle({ id: unit, received: at, signal });
  }
  const remark = { case: { signal: "north" }, by: "max", at, do: { comment: { text: "She cried." } } };
  engine.handle({ id: "c", received: at, command: remark });
  return engine;
}

test("cases are seen by role", () => {
  const asked = engine();
  const redacted = (person) => asked.casesFor(person).map((one) => one.redacted);
  assert.deepEqual(["max", "ben", "eve", "nobody"].map(redacted), [[false], [true], [], []]);
  const [{ case: seen }] = asked.casesFor("max");
  assert.match(JSON.stringify(asked.caseFor("max", seen.id)), /She cried\./);
  assert.doesNotMatch(JSON.stringify(asked.caseFor("ben", seen.id)), /cried/);
  assert.throws(() => asked.caseFor("eve", seen.id), { code: "not_found" });
});

test("numbers are seen by unit", () => {
  const asked = engine();
  for (const [person, wanted] of [["eve", ["north", "south"]], ["max", ["north"]], ["ben", []]]) {
    const rows = asked.metricFor(person, "nps", { by: ["unit"] });
    assert.deepEqual(rows.map((row) => row.group.unit), wanted);
    assert.deepEqual(asked.loopByFor(person, "unit").map((row) => row.group), wanted);
  }
  assert.equal(asked.metricFor("eve", "nps").length, 1);
  assert.throws(() => asked.metricFor("max", "nps"), { code: "not_allowed" });
  assert.throws(() => asked.loopByFor("max", "channel"), { code: "not_allowed" });
});
