// The entry for browsers, plain or bundled.

import { start } from "./start.js";

export * from "./api.js";

/** @type {typeof import("./index.d.ts").init} */
export function init(source) {
  return start(() => source ?? new URL("./voc_wasm_bg.wasm", import.meta.url));
}
