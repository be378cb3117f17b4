// The entry for browsers, plain or bundled.

import { start } from "./start.js";

export * from "./api.js";

// Written out, so that bundlers see each file.
const FILES = {
  page: () => new URL("./voc_wasm_bg.wasm", import.meta.url),
  data: () => new URL("./voc_wasm_data_bg.wasm", import.meta.url),
};

/** @type {typeof import("./index.d.ts").init} */
export function init(options) {
  return start(options, (build) => FILES[build]());
}
