// Writes tests/cel/cases.json from the conformance tests of CEL, as npm's @bufbuild/cel-spec has
// them: the files that the condition language covers at least in part, one case a line.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const PACKAGE = "@bufbuild/cel-spec@0.6.1";
const FILES = [
  "basic",
  "comparisons",
  "conversions",
  "fp_math",
  "integer_math",
  "lists",
  "logic",
  "parse",
  "plumbing",
  "string",
  "timestamps",
];

const folder = mkdtempSync(join(tmpdir(), "cel-spec-"));
try {
  const options = { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
  const tarball = execFileSync("npm", ["pack", PACKAGE], options).trim().split("\n").pop();
  execFileSync("tar", ["xzf", tarball], options);
  const data = join(folder, "package/dist/esm/testdata/conformance.js");
  const { tests } = await import(pathToFileURL(data).href);
  const lines = [];
  for (const file of tests.suites ?? []) {
    if (FILES.includes(file.name)) {
      gather(file, [], lines);
    }
  }
  const origin = JSON.stringify(
    `${PACKAGE}, Copyright 2024-2026 Buf Technologies, Inc., from google/cel-spec, Copyright Google LLC; Apache License 2.0; converted by tests/tools/cel-cases.js`,
  );
  const text = `{"origin":${origin},\n"cases":[\n${lines.join(",\n")}\n]}\n`;
  writeFileSync(new URL("../cel/cases.json", import.meta.url), text);
  console.log(`${lines.length} cases`);
} finally {
  rmSync(folder, { recursive: true });
}

function gather(suite, path, lines) {
  const here = [...path, suite.name];
  for (const { original } of suite.tests ?? []) {
    const { name, expr, value, evalError, typeEnv, bindings } = original;
    const types = (typeEnv ?? []).map((one) => [one.name, one.ident?.type ?? null]);
    const one = { section: here.join("/"), name, expr };
    if (types.length > 0) one.types = types;
    if (bindings) one.bindings = bindings;
    if (evalError) one.error = true;
    else one.value = value ?? { boolValue: true };
    lines.push(JSON.stringify(one));
  }
  for (const inner of suite.suites ?? []) {
    gather(inner, here, lines);
  }
}
