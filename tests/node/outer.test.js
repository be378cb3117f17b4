// The outer loop: improvements, what came of them, causes, and coaching.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Case, Engine, Improvement, Program, init } from "voc-wasm";

const PROGRAM = JSON.stringify({
  voc: 1,
  name: "Larkfield",
  kinds: { response: { fields: ["csat"] }, observation: { fields: ["qa_score"], subject: "employee" } },
  fields: { csat: "int", qa_score: "number" },
  metrics: { csat: { kind: "csat", of: "csat", scale: [1, 5] } },
  roles: {
    manager: { level: "middle", sees: { verbatims: "unit" } },
    adviser: { level: "front_line" },
  },
  units: { company: {}, north: { parent: "company" }, south: { parent: "company" }, east: { parent: "company" } },
  rules: { low: { when: 'kind == "response" && csat <= 2', raise: { case: "recovery" } } },
  cases: { recovery: {} },
});
const at = "2026-03-02T09:00:00Z";
const open = {
  title: "Say when we come",
  kind: "communication",
  owner: "max",
  units: ["north"],
  metric: "csat",
  over: "P7D",
  min_n: 5,
};

before(() => init({ build: "data" }));

function engine() {
  const engine = new Engine(Program.parse(PROGRAM));
  const people = { ann: { units: ["north"], role: "adviser" }, max: { units: ["north"], role: "manager" } };
  engine.handle({ id: "r", roster: { at, people } });
  return engine;
}

let given = 0;

function act(asked, improvement, when, action) {
  given += 1;
  const command = { ...(improvement && { improvement }), by: "max", at: when, do: action };
  return asked.handle({ id: `a${given}`, received: when, improvement: command });
}

test("an effect is a difference from elsewhere, or none", () => {
  const asked = engine();
  const [opened] = act(asked, undefined, at, { open });
  const id = opened.improvement;
  for (const [day, action] of [["10", "agree"], ["10", "start"], ["16", "done"]]) {
    act(asked, id, `2026-03-${day}T12:00:00Z`, action);
  }
  assert.equal(asked.effect(id).why, "too_soon");
  // Of five answers before and after: north 1 and 4, south 2 and 3, east 3 and 2.
  for (const [unit, ...counts] of [["north", 1, 4], ["south", 2, 3], ["east", 3, 2]]) {
    for (const [place, day] of [[0, "05"], [1, "20"]]) {
      for (let number = 0; number < 5; number += 1) {
        const fields = { csat: number < counts[place] ? 5 : 3 };
        const signal = { at: `2026-03-${day}T10:00:00Z`, kind: "response", unit, fields };
        asked.handle({ id: `${unit}${day}${number}`, signal });
      }
    }
  }
  asked.handle({ id: "t", tick: { at: "2026-03-24T00:00:00Z" } });
  const effect = asked.effect(id);
  assert.equal(effect.label, "difference in differences");
  // 0.6 more, against 0.2 more and 0.2 less: 0.6, by t of one degree, nothing to be sure of.
  assert.ok(Math.abs(effect.value - 0.6) < 1e-12);
  assert.ok(effect.low < 0 && effect.high > 1);
  assert.equal(asked.improvement(id).state, "done");
  assert.equal(asked.improvements().length, 1);
  assert.equal(asked.improvement("i-0"), null);
  assert.deepEqual(asked.improvementAllowed(id).filter((one) => one.allowed).map((one) => one.command), ["comment"]);
  assert.throws(() => asked.effect("i-0"), { code: "not_found" });
});

test("cases are told apart by their causes", () => {
  const asked = engine();
  const signal = { at, kind: "response", customer: "c", unit: "north", fields: { csat: 1 } };
  asked.handle({ id: "s", received: at, signal });
  const [row] = asked.causes();
  assert.deepEqual(row.group, { root_cause: null });
  assert.deepEqual([row.cases, row.unlinked], [1, 1]);
  assert.deepEqual(asked.causes(["unit"])[0].group, { unit: "north" });
  assert.throws(() => asked.causes(["root"]), { code: "unknown" });
});

test("one improvement without an engine", () => {
  const program = Program.parse(PROGRAM);
  const one = Improvement.open(program, { by: "max", at, open });
  const about = Case.open(program, { case_type: "recovery", at });
  const link = { by: "max", at, do: { link: { case: about.id } } };
  assert.throws(() => one.handle(link), { code: "not_found" });
  assert.throws(() => one.handle(link, about), { code: "not_allowed" });
  about.handle({ by: "max", at, do: { root_cause: { root_cause: "x" } } });
  const [linked] = one.handle(link, about);
  assert.deepEqual(linked.change, { type: "linked", case: about.id });
  const again = Improvement.load(one.toJSON());
  assert.deepEqual(again.toJSON(), one.toJSON());
  assert.deepEqual([again.id, again.state], [one.id, "proposed"]);
  assert.ok(again.allowed().some((it) => it.command === "agree" && it.allowed));
});

test("coaching is seen by those concerned", () => {
  const asked = engine();
  const observe = (id, when, score) => {
    const signal = { at: when, kind: "observation", employee: "ann", fields: { qa_score: score } };
    asked.handle({ id, received: when, signal });
  };
  observe("o1", at, 61.5);
  const action = { agree: { action: "Sit in", owner: "ann", due: "2026-03-09T09:00:00Z" } };
  asked.handle({ id: "g", received: at, coaching: { employee: "ann", by: "max", at, do: action } });
  observe("o2", "2026-03-05T09:00:00Z", 72);
  const page = asked.coaching("ann");
  assert.deepEqual(page.agreed[0].fields, { qa_score: { before: [61.5], later: [72] } });
  assert.deepEqual(asked.coachingFor("ann", "ann"), page);
  assert.deepEqual(asked.coachingFor("max", "ann"), page);
  assert.throws(() => asked.coachingFor("ann", "max"), { code: "not_allowed" });
  assert.throws(() => asked.coaching("zoe"), { code: "not_found" });
});
