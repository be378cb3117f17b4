// The entry for Node, where `fetch` does not read files.

import { readFile } from "node:fs/promises";
import { start } from "./start.js";

export * from "./api.js";

const FILES = { page: "./voc_wasm_bg.wasm", data: "./voc_wasm_data_bg.wasm" };

/** @type {typeof import("./index.d.ts").init} */
export function init(options) {
  return start(options, (build) => readFile(new URL(FILES[build], import.meta.url)));
}
