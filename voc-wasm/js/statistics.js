// Statistics of columns of numbers: weights, differences, trends, drivers.

import { call, read } from "./call.js";
import { apart } from "./estimate.js";
import { wasmForData } from "./start.js";

/** @type {typeof import("./index.d.ts").mean} */
export function mean(numbers, options = {}) {
  return estimate(numbers, "mean", options);
}

/** @type {typeof import("./index.d.ts").estimate} */
export function estimate(answers, metric, { weights, population, confidence, ...of } = {}) {
  const columns = weights ? [answers, weights] : [answers];
  return apart(ask({ estimate: { of: { kind: metric, ...of }, population, confidence } }, columns));
}

/** @type {typeof import("./index.d.ts").compare} */
export function compare(a, b, metric, { confidence, ...of } = {}) {
  return ask({ compare: { of: { kind: metric, ...of }, confidence } }, [a, b]);
}

/** @type {typeof import("./index.d.ts").trend} */
export function trend(numbers, { confidence } = {}) {
  return ask({ trend: { confidence } }, [numbers]);
}

/** @type {typeof import("./index.d.ts").falseDiscovery} */
export function falseDiscovery(ps, by = "benjamini_hochberg") {
  return ask({ adjusted: { by } }, [ps]);
}

/** @type {typeof import("./index.d.ts").bootstrap} */
export function bootstrap(values, statistic, { seed, replicates = 2000, confidence }) {
  const n = values.length;
  if (n === 0) throw new RangeError("there is nothing to draw from");
  const of = (/** @type {ArrayLike<number>} */ places) => statistic(Array.from(places, (place) => values[place]));
  const every = Array.from({ length: n }, (_, place) => place);
  const drawn = Array.from({ length: replicates }, (_, replicate) =>
    of(call(() => wasmForData().places(BigInt(seed), replicate, n))),
  );
  const without = n > 1 && n <= JACKKNIFE_MAX ? every.map((left) => of(every.filter((place) => place !== left))) : [];
  return apart(ask({ bootstrap: { value: of(every), n, confidence } }, [drawn, without]));
}

/** More values are not left out one by one: then the interval is corrected for bias alone. */
const JACKKNIFE_MAX = 2000;

/** @type {typeof import("./index.d.ts").drivers} */
export function drivers(columns, { outcome, features, method, replicates = 1000, seed = 0, scale, confidence }) {
  const named = [outcome, ...features].map((name) => {
    const column = columns[name];
    if (!column) throw new RangeError(`there is no column \`${name}\``);
    return column;
  });
  return ask({ drivers: { features: [...features], method, replicates, seed, scale, confidence } }, named);
}

/**
 * @param {object} asked
 * @param {readonly ArrayLike<number | boolean | null>[]} columns
 */
function ask(asked, columns) {
  const lengths = Uint32Array.from(columns, (column) => column.length);
  const numbers = new Float64Array(lengths.reduce((sum, length) => sum + length, 0));
  let from = 0;
  for (const column of columns) {
    if (ArrayBuffer.isView(column)) numbers.set(/** @type {any} */ (column), from);
    else for (let row = 0; row < column.length; row++) numbers[from + row] = number(column[row], row);
    from += column.length;
  }
  return read(() => wasmForData().statistic(JSON.stringify(asked), numbers, lengths));
}

/**
 * @param {unknown} value
 * @param {number} row
 */
function number(value, row) {
  if (value === null || value === undefined) return NaN;
  if (typeof value === "number" || typeof value === "boolean") return Number(value);
  throw new TypeError(`${row}: ${typeof value} is no number`);
}
