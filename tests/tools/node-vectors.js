// The conformance vectors in Node, in either build.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import * as voc from "voc-wasm";
import { leftOut, match, runVector } from "./vectors.js";

const folder = new URL("../vectors/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

/** @param {import("voc-wasm").Build} build one in a process */
export async function testVectors(build) {
  await voc.init({ build });

  test("there are vectors", () => assert.ok(files.length >= 25));

  test("the comparison can fail", () => {
    assert.throws(() => match({ a: [1] }, { a: [2] }, new Map(), "x"), /x\.a\[0\]: expected 1, found 2/);
  });

  for (const file of files) {
    const vector = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    test(vector.name, { skip: leftOut(vector, build) }, () => {
      runVector(voc, vector, false);
      if (build === "data") runVector(voc, vector, true);
    });
  }
}
