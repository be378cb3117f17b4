// What needs no program of its own: parts of the customers, holidays.

import { call, read } from "./call.js";
import { wasm, wasmForData } from "./start.js";

/** @type {typeof import("./index.d.ts").version} */
export function version() {
  return call(() => wasm().version());
}

/** @type {typeof import("./index.d.ts").partitionOf} */
export function partitionOf(customer, of) {
  if (!Number.isInteger(of) || of < 1) {
    throw new RangeError("there is at least one partition");
  }
  return call(() => wasmForData().partition_of(customer, of));
}

/** @type {typeof import("./index.d.ts").holidays} */
export function holidays(ical, from, to) {
  return read(() => wasmForData().holidays(ical, from, to));
}

/** @type {typeof import("./index.d.ts").factsDigest} */
export function factsDigest(parts) {
  return call(() => wasmForData().facts_digest(JSON.stringify(parts)));
}

/** @type {typeof import("./index.d.ts").judgeMetrics} */
export function judgeMetrics(parts, { roster, after } = {}) {
  const people = roster && JSON.stringify(roster);
  return read(() => wasmForData().judge_metrics(JSON.stringify(parts), people, after));
}
