// The one way from a program to what stands behind it; no module outside this package has it.

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
