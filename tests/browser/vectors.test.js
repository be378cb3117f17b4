// The conformance vectors in headless Chromium.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { outcomeOf } from "../tools/browser.js";
import { serve } from "../tools/serve.js";
import { leftOut } from "../tools/vectors.js";

const tests = fileURLToPath(new URL("..", import.meta.url));
const names = readdirSync(join(tests, "vectors")).filter((name) => name.endsWith(".json"));
const vectors = names.map((name) => JSON.parse(readFileSync(join(tests, "vectors", name), "utf8")));

for (const build of ["page", "data"]) {
  test(`every vector holds in the browser, in the build for ${build}`, () => everyVectorHolds(build));
}

async function everyVectorHolds(build) {
  const folder = mkdtempSync(join(tmpdir(), "voc-names-"));
  writeFileSync(join(folder, "names.json"), JSON.stringify(names));
  const server = await serve({
    "/": join(tests, "browser"),
    "/names/": folder,
    "/tools/": join(tests, "tools"),
    "/vectors/": join(tests, "vectors"),
    "/voc-wasm/": join(tests, "node_modules/voc-wasm"),
  });
  try {
    const { outcome, errors } = await outcomeOf(`${server.origin}/vectors.html?build=${build}`);
    const ran = vectors.filter((vector) => !leftOut(vector, build)).length;
    assert.ok(ran > 60, `${ran} vectors`);
    assert.deepEqual(outcome, { ran, failed: [] });
    assert.deepEqual(errors, []);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}
