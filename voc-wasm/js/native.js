// The one way from programs and engines to what stands behind them; no module outside this package has it.

/**
 * What stands behind a program.
 *
 * @type {(program: import("./api.js").Program) => import("./voc_wasm_data.js").Program}
 */
export let nativeOf;

/**
 * `Program` lends the way in.
 *
 * @param {typeof nativeOf} way
 */
export function lend(way) {
  nativeOf = way;
}

/**
 * What stands behind an engine.
 *
 * @type {(engine: import("./api.js").Engine) => import("./voc_wasm_data.js").Engine}
 */
export let engineOf;

/**
 * `Engine` lends the way in.
 *
 * @param {typeof engineOf} way
 */
export function lendEngine(way) {
  engineOf = way;
}
