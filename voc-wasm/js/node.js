// The entry for Node, where `fetch` does not read files.

import { readFile } from "node:fs/promises";
import { start } from "./start.js";

export * from "./api.js";

/** @type {typeof import("./index.d.ts").init} */
export function init(source) {
  return start(() => source ?? readFile(new URL("./voc_wasm_bg.wasm", import.meta.url)));
}
