// The one way from programs, engines and the instances of a journey to what stands behind them; no module outside this
// package has it.

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

/**
 * What stands behind the instances of a journey.
 *
 * @type {(journey: import("./actual.js").Journey) => import("./voc_wasm_data.js").Journey}
 */
export let nativeOfJourney;

/**
 * `Journey` lends the way in.
 *
 * @param {typeof nativeOfJourney} way
 */
export function lendJourney(way) {
  nativeOfJourney = way;
}
