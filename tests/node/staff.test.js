// What those who run the follow-up ask for: previews, dossiers, time lost, recognition.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Case, Engine, Program, init } from "voc-wasm";

const PROGRAM = {
  voc: 1,
  name: "Larkfield",
  fields: { ltr: "int" },
  roles: {
    manager: { level: "middle", sees: { verbatims: "unit" } },
    clerk: { level: "front_line", sees: { verbatims: "none", cases: "unit" } },
  },
  units: { company: {}, north: { parent: "company" } },
  rules: {
    low: { when: "ltr <= 6", raise: { case: "recovery" } },
    high: { when: "ltr >= 9", raise: { praise: true, to: "employee" } },
  },
  cases: { recovery: { carry: { verbatim: true, journey: 2 } } },
};
const at = "2026-03-02T09:00:00Z";
const later = "2026-03-02T12:00:00Z";
const people = {
  kim: { units: ["company"], role: "manager" },
  max: { units: ["north"], role: "manager" },
  ben: { units: ["north"], role: "clerk", names: ["Ben"] },
};

before(() => init({ build: "data" }));

function engine() {
  const engine = new Engine(Program.parse(PROGRAM));
  engine.handle({ id: "r", received: at, roster: { at, people } });
  for (const [id, ltr, verbatim] of [["a", 1, "It never came"], ["p", 10, "Ben was kind"]]) {
    const signal = { at, kind: "response", customer: "c", unit: "north", verbatim, fields: { ltr } };
    engine.handle({ id, received: at, signal });
  }
  for (const [id, act] of [["s", "start"], ["w", { wait: { on: "information" } }]]) {
    engine.handle({ id, received: at, command: { case: { signal: "a" }, by: "max", at, do: act } });
  }
  engine.handle({ id: "t", tick: { at: later } });
  return engine;
}

test("a preview says what will happen", () => {
  const asked = engine();
  assert.deepEqual(asked.preview(asked.program), []);
  const [moved] = asked.preview(Program.parse({ ...PROGRAM, units: { company: {} } }));
  assert.deepEqual([moved.loses, moved.to_unit], [["unit"], "company"]);
  const [left] = asked.previewRoster({ at: later, people: { kim: people.kim } });
  assert.deepEqual([left.person, left.to_person], ["max", "kim"]);
});

test("a dossier is made of what a host has in its own tables", () => {
  const carry = { journey: 1 };
  const program = Program.parse({ voc: 1, name: "Tables", cases: { recovery: { carry } } });
  const open = (day, customer) => Case.open(program, { case_type: "recovery", at: `2026-03-0${day}T09:00:00Z`, customer });
  const [case_, before, other] = [open(3, "c"), open(2, "c"), open(2, "d")];
  const signal = (id, day) => ({ id, signal: { at: `2026-03-0${day}T08:00:00Z`, kind: "call", customer: "c" } });
  const known = {
    at: "2026-03-04T09:00:00Z",
    cases: [before, other, case_].map((one) => one.toJSON()),
    signals: [signal("b", 3), signal("late", 5), signal("a", 2)],
  };
  const dossier = case_.dossier(known);
  assert.deepEqual(dossier.earlier.map((one) => one.case), [before.id]);
  assert.deepEqual(dossier.journey.map((touch) => touch.signal), ["b"]);
  assert.throws(() => case_.dossier({ ...known, cases: [{}] }), { code: "missing" });
});

test("a dossier and a verbatim are for those who may see them", () => {
  const asked = engine();
  const [{ id, about }] = asked.cases();
  assert.equal(about.verbatim, "It never came");
  assert.equal(asked.caseFor("ben", id).case.about.verbatim, undefined);
  assert.deepEqual(asked.dossier(id).journey.map((touch) => touch.signal), ["a", "p"]);
  assert.deepEqual(asked.dossier(id, "max").promises, []);
  assert.throws(() => asked.dossier(id, "kim"), { code: "not_found" });
});

test("praise and time lost are counted", () => {
  const asked = engine();
  assert.deepEqual(asked.recognition("person"), [{ group: "ben", n: 1 }]);
  assert.deepEqual(asked.recognition("unit"), [{ group: "north", n: 1 }]);
  const elapsed_us = 3 * 3600 * 1_000_000;
  assert.deepEqual(asked.timeLost("unit"), [{ group: "north", on: "information", n: 1, elapsed_us }]);
  assert.throws(() => asked.timeLost("channel"), { code: "unknown" });
});
