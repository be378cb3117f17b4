// What the Node peers share: the material, timing, and rows of the table.

import fs from "node:fs";
import path from "node:path";

export function material(folder, quick) {
  const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
  const rules = JSON.parse(read("rules.json"));
  return { folder, quick, conditions: rules.conditions.map((rule) => rule.when), lines: read("signals.ndjson").trimEnd().split("\n") };
}

/// The signals of the first part: parsed before the clock starts.
export function signals({ lines }, part) {
  return lines.slice(0, Math.floor(lines.length / part)).map((line) => JSON.parse(line));
}

const MASK = (1n << 64n) - 1n;

function mix(value) {
  value = (value + 0x9e3779b97f4a7c15n) & MASK;
  value = ((value ^ (value >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  value = ((value ^ (value >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return value ^ (value >> 31n);
}

/// How many alerts, and the sum of their mixed keys; `alerts` is rule, row, rule, row, …
export function found(alerts) {
  let hash = 0n;
  for (let at = 0; at < alerts.length; at += 2) {
    hash = (hash + mix((BigInt(alerts[at]) << 32n) | BigInt(alerts[at + 1]))) & MASK;
  }
  return { alerts: alerts.length / 2, hash: hash.toString() };
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/// The medians of processor and clock time, and what the last run returned.
export async function measure(run, repetitions) {
  const cpu = [];
  const wall = [];
  let out;
  for (let turn = 0; turn < repetitions; turn++) {
    const [used, started] = [process.cpuUsage(), process.hrtime.bigint()];
    out = await run();
    wall.push(Number(process.hrtime.bigint() - started) / 1e9);
    const { user, system } = process.cpuUsage(used);
    cpu.push((user + system) / 1e6);
  }
  return [{ cpu: median(cpu), wall: median(wall) }, out];
}

export function row(rules, engine, version, events, result, note) {
  const rate = result.cpu ? `${(events / result.cpu / 1e6).toFixed(3)} M signals a cpu second` : result.missing;
  console.log(`conditions ${String(rules).padStart(5)} ${engine.padEnd(28)} ${rate}`);
  return { section: "conditions", rules, engine, version, path: "single", threads: 1, events, note, ...result };
}
