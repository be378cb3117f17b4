// Loads one wasm file, once, whoever asks and however often.

import { VocError } from "./error.js";

/**
 * The module of the build that is loaded. What only the build for data has is asked for by `wasmForData`.
 *
 * @typedef {typeof import("./voc_wasm_data.js")} Native
 */

/** @type {{ build: import("./index.d.ts").Build, ready: Promise<void> } | undefined} */
let loading;
/** @type {Native | undefined} */
let loaded;

/**
 * @param {import("./index.d.ts").InitOptions | undefined} options
 * @param {(build: import("./index.d.ts").Build) => URL | Promise<Uint8Array>} beside where the file lies
 *   beside this package
 * @returns {Promise<void>}
 */
export function start({ build = "page", source } = {}, beside) {
  if (loading && loading.build !== build) {
    return Promise.reject(
      new VocError({
        code: "already_loaded",
        message: `the engine is loaded as it is for \`${loading.build}\``,
        hint: "say which build at the first `init`; the one for `data` has everything",
      }),
    );
  }
  loading ??= { build, ready: load(build, () => source ?? beside(build)) };
  return loading.ready;
}

/** The loaded module; throws where there is none. */
export function wasm() {
  if (!loaded) {
    throw new VocError({
      code: "not_loaded",
      message: "the engine is not loaded",
      hint: "call `await init()` first",
    });
  }
  return loaded;
}

/** The same, where it is the build for data. */
export function wasmForData() {
  const module = wasm();
  if (loading?.build !== "data") {
    throw new VocError({
      code: "not_loaded",
      message: "this is not in the build for pages",
      hint: 'call `await init({ build: "data" })`',
    });
  }
  return module;
}

/**
 * @param {import("./index.d.ts").Build} build
 * @param {() => import("./index.d.ts").WasmSource | Promise<Uint8Array>} source
 */
async function load(build, source) {
  try {
    const module = await (build === "data" ? import("./voc_wasm_data.js") : import("./voc_wasm.js"));
    await module.default({ module_or_path: await source() });
    loaded = /** @type {Native} */ (module);
  } catch (error) {
    loading = undefined;
    throw error;
  }
}
