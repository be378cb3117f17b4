// The npm package in headless Chromium: from a plain module script, a worker and a bundler.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { outcomeOf } from "../tools/browser.js";
import { serve } from "../tools/serve.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const installed = join(here, "../node_modules/voc-wasm");
const { version } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));

const unbundled = { "/": here, "/voc-wasm/": installed, "/app/": join(here, "app") };

test("a plain module script", () => passes(unbundled, "/page.html"));

test("a worker", () => passes(unbundled, "/worker.html"));

test("a page bundled by Vite", async () => {
  const bundle = mkdtempSync(join(tmpdir(), "voc-vite-"));
  try {
    const options = { outDir: bundle, emptyOutDir: true };
    await build({ root: join(here, "app"), configFile: false, logLevel: "warn", build: options });
    await passes({ "/": bundle }, "/index.html");
  } finally {
    rmSync(bundle, { recursive: true });
  }
});

async function passes(folders, page) {
  const server = await serve(folders);
  try {
    const { outcome, errors, foreign } = await outcomeOf(server.origin + page);
    assert.deepEqual(outcome, { version });
    assert.deepEqual(errors, []);
    assert.deepEqual(foreign, [], "the page asked another host");
  } finally {
    await server.close();
  }
}
