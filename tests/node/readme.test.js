// Every TypeScript block of the README runs as it stands, and type-checks.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(join(here, "..", "README.md"), "utf8");
const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map((found) => found[1]);

test("the README has TypeScript", () => assert.ok(blocks.length > 0));

for (const [index, block] of blocks.entries()) {
  test(`block ${index + 1} runs and type-checks`, () => {
    // Inside tests/, so that `voc-wasm` is found as a user's project finds it.
    const folder = mkdtempSync(join(here, "readme-"));
    try {
      // The block is TypeScript that is JavaScript too.
      writeFileSync(join(folder, "block.mjs"), block);
      execFileSync(process.execPath, ["block.mjs"], { cwd: folder, stdio: "pipe" });
      writeFileSync(join(folder, "block.mts"), block);
      const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--types", "node"];
      const tsc = join(here, "node_modules", "typescript", "bin", "tsc");
      execFileSync(process.execPath, [tsc, ...options, "block.mts"], { cwd: folder, stdio: "pipe" });
    } catch (error) {
      assert.fail(`${error.message}\n${error.stdout ?? ""}${error.stderr ?? ""}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
