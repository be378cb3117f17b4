// Several engines, each with a part of the customers, leave the facts of one.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Engine, Program, factsDigest, init, partitionOf } from "voc-wasm";

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

test("a customer has the same partition everywhere", () => {
  // As in tests/tests/reference/parts.rs, worked out with hashlib.
  const customers = ["c1", "c2", "ann", "", "Zo\u00eb"];
  assert.deepEqual(customers.map((customer) => partitionOf(customer, 1000)), [761, 107, 20, 227, 17]);
  assert.throws(() => partitionOf("c1", 0), RangeError);
});
