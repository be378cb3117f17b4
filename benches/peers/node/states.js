// The states of a case and the commands on it, as an XState machine: what the bench `cases` does with ours.

import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { assign, createActor, setup } from "xstate";
import { found, measure } from "./common.js";

const STATES = ["new", "acknowledged", "in_progress", "waiting", "resolved", "closed"];
const VERDICTS = ["not_asked", "pending", "confirmed", "disputed"];
/// Who is slow takes the first part.
const PART = 100;

const took = (more = {}) => assign(({ context }) => ({ taken: context.taken + 1, ...more }));
const reopened = assign(({ context }) => ({
  taken: context.taken + 1,
  before: "in_progress",
  verdict: context.verdict === "disputed" ? "disputed" : "not_asked",
}));

const acknowledge = { target: "acknowledged", actions: took({ before: "acknowledged" }) };
const start = { target: "in_progress", actions: took({ before: "in_progress" }) };
const wait = { target: "waiting", actions: took() };
const resolve = { target: "resolved", actions: took() };
const dispute = { actions: took({ verdict: "disputed" }) };
const disputed = { target: "in_progress", actions: took({ verdict: "disputed", before: "in_progress" }) };
const reopen = { target: "in_progress", actions: reopened };

const machine = setup({}).createMachine({
  context: { taken: 0, verdict: "not_asked", before: "acknowledged" },
  initial: "new",
  states: {
    new: { on: { acknowledge, start, wait, resolve, dispute } },
    acknowledged: { on: { start, wait, resolve, dispute } },
    in_progress: { on: { wait, resolve, dispute } },
    waiting: {
      on: {
        start,
        wait,
        resolve,
        dispute,
        resume: [
          { guard: ({ context }) => context.before === "in_progress", target: "in_progress", actions: took() },
          { target: "acknowledged", actions: took() },
        ],
      },
    },
    resolved: {
      on: {
        ask_verdict: { guard: ({ context }) => context.verdict !== "pending", actions: took({ verdict: "pending" }) },
        confirm: { target: "closed", actions: took({ verdict: "confirmed" }) },
        dispute: disputed,
        reopen,
      },
    },
    closed: { on: { confirm: { actions: took({ verdict: "confirmed" }) }, dispute: disputed, reopen } },
  },
});

export async function states(folder) {
  const { names, walks } = JSON.parse(fs.readFileSync(path.join(folder, "cases.json"), "utf8"));
  const events = names.map((type) => ({ type }));
  const some = walks.slice(0, Math.floor(walks.length / PART));
  const run = () => {
    const out = [];
    some.forEach((walk, row) => {
      const actor = createActor(machine).start();
      for (const number of walk) actor.send(events[number]);
      const { value, context } = actor.getSnapshot();
      out.push(STATES.indexOf(value) + 8 * VERDICTS.indexOf(context.verdict) + 64 * context.taken, row);
      actor.stop();
    });
    return out;
  };
  // The first turns are the compiler's.
  run();
  const [timing, outcomes] = await measure(run, 5);
  const steps = some.reduce((sum, walk) => sum + walk.length, 0);
  const { version } = createRequire(import.meta.url)("xstate/package.json");
  console.log(`case commands XState ${(steps / timing.cpu / 1e6).toFixed(3)} M a cpu second`);
  return {
    section: "case_commands",
    rules: 1,
    engine: "XState",
    version,
    path: "single",
    threads: 1,
    events: steps,
    note: "an actor a case",
    ...timing,
    ...found(outcomes),
  };
}
