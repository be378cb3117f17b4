// Packs voc-wasm and installs the tarball, so that every test sees what users will.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const tests = fileURLToPath(new URL("..", import.meta.url));
const built = fileURLToPath(new URL("../../voc-wasm/pkg", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "voc-pack-"));
try {
  const packed = npm(["pack", built, "--pack-destination", folder, "--json"]);
  const [{ filename, files, size }] = JSON.parse(packed);
  npm(["install", "--no-save", "--offline", "--no-audit", "--no-fund", join(folder, filename)]);
  console.log(`installed ${filename}: ${files.length} files, ${size} bytes`);
} finally {
  rmSync(folder, { recursive: true });
}

function npm(args) {
  return execFileSync("npm", args, { cwd: tests, encoding: "utf8" });
}
