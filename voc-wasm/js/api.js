// Objects in, objects out; JSON text is what crosses into wasm.

import { version as wasmVersion } from "./voc_wasm.js";
import { requireLoaded } from "./start.js";

export { VocError } from "./error.js";

/** @type {typeof import("./index.d.ts").version} */
export function version() {
  requireLoaded();
  return wasmVersion();
}
