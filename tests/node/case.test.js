// Cases on rows of somebody's own table: what may be done to them, what was promised.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Case, Engine, Program, init } from "voc-wasm";

before(() => init());

const program = () =>
  Program.parse({
    voc: 1,
    name: "Cases",
    fields: { ltr: "int" },
    rules: { low: { when: "ltr <= 6", raise: { case: "recovery" } } },
    cases: { recovery: {} },
  });
const at = (text) => `2026-03-${text}:00Z`;
const command = (text, action) => ({ by: "ana", at: at(text), do: action });
const open = (more = {}) =>
  Case.open(program(), { case_type: "recovery", at: at("02T09:00"), customer: "c", ...more });

test("a promise is kept or broken, whenever one looks", () => {
  const found = open();
  found.handle(command("02T10:00", { promise: { text: "a call", due: at("02T12:00") } }));
  const state = (text) => found.promises(at(text))[0].state;
  assert.deepEqual([state("02T11:59"), state("02T12:00")], ["open", "broken"]);
  found.handle(command("02T13:00", { keep_promise: {} }));
  const [late] = found.promises(at("03T00:00"));
  assert.deepEqual([late.state, late.kept_at], ["broken", at("02T13:00")]);

  const engine = new Engine(program());
  const signal = { at: at("02T09:00"), kind: "response", customer: "c", fields: { ltr: 3 } };
  engine.handle({ id: "s", received: at("02T09:00"), signal });
  const [{ id }] = engine.cases();
  const promised = { case: id, ...command("02T10:00", { promise: { text: "a call", due: at("02T12:00") } }) };
  engine.handle({ id: "p", received: at("02T10:00"), command: promised });
  assert.equal(engine.nextDue(), at("02T12:00"));
  assert.deepEqual(
    [engine.promises(id)[0].state, engine.promises(id, at("02T12:00"))[0].state],
    ["open", "broken"],
  );
  assert.equal(engine.loop().promises.open, 1);
});

test("a clock says where it stands, exactly, however late it is asked", () => {
  const targets = { reply: { within: "PT2H" } };
  const replies = Program.parse({ voc: 1, name: "Cases", cases: { recovery: { targets } } });
  const found = Case.open(replies, { case_type: "recovery", at: at("02T09:00"), customer: "c" });
  assert.deepEqual(found.verdictAt("reply", at("02T09:30")), { state: "idle" });
  found.handle(command("02T10:00", { hear: {} }));
  assert.deepEqual(found.verdictAt("reply", at("02T11:59")), { state: "running", due: at("02T12:00") });
  assert.deepEqual(found.verdictAt("reply", at("09T09:00")), { state: "breached", at: at("02T12:00") });
  assert.throws(() => found.verdictAt("resolve", at("02T10:00")), { code: "unknown" });
});

test("duplicates become one case", () => {
  const older = open();
  const younger = open({ at: at("03T09:00") });
  const when = { by: "ana", at: at("03T10:00") };
  const refused = (text) => (error) => `${error.message} ${error.hint}`.includes(text);
  assert.throws(() => older.merge(younger, when), refused("other way round"));
  assert.throws(() => older.merge(older, when), refused("itself"));
  const { duplicate, into } = younger.merge(older, when);
  assert.deepEqual([duplicate[0].change.type, into[0].change.type], ["merged_into", "took_over"]);
  assert.deepEqual([younger.state, older.state], ["merged", "new"]);
});
