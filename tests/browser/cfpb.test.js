// Real complaints in headless Chromium: the digests of Rust.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { outcomeOf } from "../tools/browser.js";
import { serve } from "../tools/serve.js";
import { complaints, expected, skip } from "../tools/shared.js";

const tests = fileURLToPath(new URL("..", import.meta.url));

test("the complaints come to what Rust makes of them", { skip }, async () => {
  const given = mkdtempSync(join(tmpdir(), "voc-given-"));
  writeFileSync(join(given, "complaints.json"), JSON.stringify(complaints()));
  const server = await serve({
    "/": join(tests, "browser"),
    "/given/": given,
    "/tools/": join(tests, "tools"),
    "/voc-wasm/": join(tests, "node_modules/voc-wasm"),
  });
  try {
    const { outcome, errors } = await outcomeOf(`${server.origin}/cfpb.html`);
    assert.deepEqual(outcome, expected());
    assert.deepEqual(errors, []);
  } finally {
    await server.close();
    rmSync(given, { recursive: true });
  }
});
