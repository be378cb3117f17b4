// node main.js FOLDER [--quick]: writes rows-node.jsonl and rows-cases-node.jsonl.

import fs from "node:fs";
import path from "node:path";
import { found, material, measure, row, signals } from "./common.js";
import { closures, jsonLogic, jsonRules } from "./engines.js";
import { states } from "./states.js";

const [folder] = process.argv.slice(2);
const quick = process.argv.includes("--quick");
const all = material(folder, quick);
const rows = [];

for (const engine of [closures, jsonLogic, jsonRules]) {
  for (const n of [1, 10, 100]) {
    rows.push(await one(engine, n));
  }
}
fs.writeFileSync(path.join(folder, "rows-cases-node.jsonl"), JSON.stringify(await states(folder)) + "\n");
fs.writeFileSync(path.join(folder, "rows-node.jsonl"), rows.map((line) => JSON.stringify(line) + "\n").join(""));

async function one(engine, n) {
  try {
    const run = await engine.prepare(all.conditions.slice(0, n));
    const some = signals(all, engine.part(n));
    // The first turns are the compiler's.
    await run(some.slice(0, 1000));
    const [timing, alerts] = await measure(() => run(some), 3);
    return row(n, engine.name, engine.version(), some.length, { ...timing, ...found(alerts) }, engine.note);
  } catch (error) {
    return row(n, engine.name, "", 0, { missing: String(error.message).split("\n")[0] }, "");
  }
}
