// Real complaints in Node: the digests of Rust.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as voc from "voc-wasm";
import { runComplaints } from "../tools/cfpb.js";
import { complaints, expected, skip } from "../tools/shared.js";

test("the complaints come to what Rust makes of them", { skip }, async () => {
  await voc.init({ build: "data" });
  assert.deepEqual(runComplaints(voc, complaints()), expected());
});
