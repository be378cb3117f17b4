// What is read off paths, worked out by hand: the files of tests/paths. Rust and Python read the same.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import * as voc from "voc-wasm";
import { match } from "../tools/vectors.js";

await voc.init({ build: "data" });

const NONE = 0xffffffff;
const FOLDER = new URL("../paths/", import.meta.url);

function logOf({ columns, rows, of }) {
  const made = columns.map((name, place) => {
    const codes = Uint32Array.from(rows, (row, code) => (row[place] === null ? NONE : code));
    return [name, { codes, texts: rows.map((row) => row[place] ?? "") }];
  });
  return new voc.EventLog(Object.fromEntries(made), of);
}

const ASKS = {
  repeats: (log) => log.repeats(),
  hand_overs: (log) => log.handOvers(),
  rows: (log) => log.rows(),
  between: (log, { from, to }) => log.between(from, to),
  stops: (log, { ends, ...options }) => log.stops(ends, options),
  retention: (log, { every, time_zone }) => log.retention(every, { timeZone: time_zone }),
  experience: (log, of) => log.experience(of),
  concerns: (log, { by, how }) => log.concerns(by, how),
  first_signs: (log, { target, how }) => log.firstSigns(target, how),
};

function answer(log, ask) {
  const [[name, given]] = typeof ask === "string" ? [[ask]] : Object.entries(ask);
  try {
    return ASKS[name](log, given);
  } catch ({ code, message, path, hint }) {
    return { error: { code, message, path, hint } };
  }
}

for (const name of readdirSync(FOLDER)) {
  const file = JSON.parse(readFileSync(new URL(name, FOLDER)));
  const log = logOf(file);
  for (const { ask, only, is } of file.answers) {
    test(`${file.name}: ${JSON.stringify(ask)} ${only?.name ?? ""}`, () => {
      const part = only === undefined ? log : log.only(only.by, only.name);
      match(is, answer(part, ask), new Map(), "answer");
    });
  }
}

test("a name that no event bears is told", () => {
  const log = logOf(JSON.parse(readFileSync(new URL("claims.json", FOLDER))));
  assert.throws(
    () => log.only("segment", "golden"),
    (error) => error instanceof voc.VocError && error.path === "segment" && /gold/.test(error.hint),
  );
  assert.throws(
    () => log.only("tier", "gold"),
    (error) => error instanceof voc.VocError && error.path === "by",
  );
});

test("touch points know what they need and what waits on them", () => {
  const program = voc.Program.parse({
    voc: 1,
    name: "Needs",
    units: { claims: {}, bank: {} },
    touch_points: { report: { owner: "claims" }, assess: { needs: ["report"] }, payout: { owner: "bank", needs: ["assess"] } },
  });
  const report = program.needs().find((row) => row.touch_point === "report");
  assert.deepEqual(report, {
    touch_point: "report",
    owner: "claims",
    needs: [],
    needed_by: ["assess"],
    upstream: [],
    downstream: ["assess", "payout"],
    units_upstream: [],
    units_downstream: ["bank"],
  });
});
