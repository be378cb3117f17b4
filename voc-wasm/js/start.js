// Loads the wasm file once, whoever asks and however often.

import load from "./voc_wasm.js";
import { VocError } from "./error.js";

/** @type {Promise<void> | undefined} */
let loading;
let loaded = false;

/**
 * @param {() => import("./index.d.ts").WasmSource | Promise<Uint8Array>} source
 * @returns {Promise<void>}
 */
export function start(source) {
  loading ??= instantiate(source).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Throws unless the wasm file is loaded. */
export function requireLoaded() {
  if (!loaded) {
    throw new VocError({
      code: "not_loaded",
      message: "the engine is not loaded",
      hint: "call `await init()` first",
    });
  }
}

/** @param {() => import("./index.d.ts").WasmSource | Promise<Uint8Array>} source */
async function instantiate(source) {
  await load({ module_or_path: await source() });
  loaded = true;
}
