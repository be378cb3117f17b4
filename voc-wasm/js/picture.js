// Pictures as SVG text.

import { call } from "./call.js";
import { wasmForData } from "./start.js";

/** @type {typeof import("./index.d.ts").journeyMap} */
export const journeyMap = (of, canvas) => drawn("journey_map", of, canvas);

/** @type {typeof import("./index.d.ts").pathMap} */
export const pathMap = (of, canvas) => drawn("path_map", of, canvas);

/** @type {typeof import("./index.d.ts").deviations} */
export const deviations = (of, canvas) => drawn("deviations", of, canvas);

/** @type {typeof import("./index.d.ts").scorecard} */
export const scorecard = (of, canvas) => drawn("scorecard", of, canvas);

/**
 * @param {string} kind
 * @param {unknown} of
 * @param {import("./index.d.ts").CanvasOptions} [canvas]
 * @returns {string}
 */
function drawn(kind, of, { width, idPrefix, language } = {}) {
  const canvas = JSON.stringify({ width, id_prefix: idPrefix, language });
  return call(() => wasmForData().picture(kind, JSON.stringify(of), canvas));
}
