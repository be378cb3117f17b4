// Times until something happens, rates of events, and groups side by side, of plain columns.

import { read } from "./call.js";
import { flat } from "./flat.js";
import { wasmForData } from "./start.js";

/** @type {typeof import("./index.d.ts").survival} */
export function survival(ended, happened, { groups, entered, until, at, confidence } = {}) {
  const { names, codes } = groups ? coded(groups) : { names: [], codes: undefined };
  const columns = [ended, happened, ...(codes ? [codes] : []), ...(entered ? [entered] : [])];
  return ask({ survival: { names, entered: Boolean(entered), until, at, confidence } }, columns);
}

/** @type {typeof import("./index.d.ts").eventRate} */
export function eventRate(events, exposure, { confidence } = {}) {
  return ask({ event_rate: { events, exposure, confidence } }, []);
}

/** @type {typeof import("./index.d.ts").rateRatio} */
export function rateRatio(a, b, { confidence } = {}) {
  return ask({ rate_ratio: { events: [a[0], b[0]], exposure: [a[1], b[1]], confidence } }, []);
}

/** @type {typeof import("./index.d.ts").several} */
export function several(values, groups, of, { confidence } = {}) {
  const { names, codes } = coded(groups);
  return ask({ several: { of, groups: names.length, confidence } }, [values, codes]);
}

/** @type {typeof import("./index.d.ts").rises} */
export function rises(values, places, of) {
  let count = 0;
  for (let row = 0; row < places.length; row++) count = Math.max(count, (places[row] ?? -1) + 1);
  return ask({ rises: { of, groups: count } }, [values, places]);
}

/** @type {typeof import("./index.d.ts").kendall} */
export function kendall(a, b) {
  return ask({ together: {} }, [a, b]);
}

/** @type {typeof import("./index.d.ts").stratified} */
export function stratified(values, first, strata, of, { confidence } = {}) {
  return ask({ stratified: { of, confidence } }, [values, first, coded(strata).codes]);
}

/**
 * The names of groups in order, and the place of each row's.
 *
 * @param {readonly (string | null)[]} groups
 */
function coded(groups) {
  const kept = groups.filter((/** @type {string | null} */ group) => group !== null && group !== undefined);
  const names = [...new Set(/** @type {string[]} */ (kept))].sort();
  const places = new Map(names.map((name, place) => [name, place]));
  const codes = groups.map((group) => (group === null ? null : (places.get(group) ?? null)));
  return { names, codes };
}

/**
 * @param {object} asked
 * @param {readonly ArrayLike<number | boolean | null>[]} columns
 */
function ask(asked, columns) {
  const { numbers, lengths } = flat(columns);
  return read(() => wasmForData().study(JSON.stringify(asked), numbers, lengths));
}
