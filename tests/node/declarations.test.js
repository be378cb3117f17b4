// The published types describe the real objects: nothing is `any`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const installed = new URL("../node_modules/voc-wasm/", import.meta.url);
const { exports } = JSON.parse(readFileSync(new URL("package.json", installed), "utf8"));

test("no declaration that users see contains `any`", () => {
  const seen = declarations(exports["."].types);
  for (const [file, text] of seen) {
    const code = text.replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
    assert.doesNotMatch(code, /\bany\b/, fileURLToPath(new URL(file, installed)));
  }
});

/** A declaration file of the package and those that it imports, by name. */
function declarations(file, found = new Map()) {
  if (!found.has(file)) {
    const text = readFileSync(new URL(file, installed), "utf8");
    found.set(file, text);
    for (const [, imported] of text.matchAll(/from "(\.\/[^"]+)\.js"/g)) {
      declarations(`${imported}.d.ts`, found);
    }
  }
  return found;
}
