// Statistics of columns of numbers: weights, differences, trends, drivers.

import { call, read, sole } from "./call.js";
import { flat } from "./flat.js";
import { wasmForData } from "./start.js";

/** @type {typeof import("./index.d.ts").estimate} */
export function estimate(answers, metric, { weights, population, interval, confidence, ...of } = {}) {
  const columns = weights ? [answers, weights] : [answers];
  return sole(ask({ estimate: { of: { kind: metric, ...of }, population, interval, confidence } }, columns));
}

/** @type {typeof import("./index.d.ts").compare} */
export function compare(a, b, metric, { weights = [], confidence, ...of } = {}) {
  return ask({ compare: { of: { kind: metric, ...of }, confidence } }, [a, b, ...weights]);
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
  return sole(ask({ bootstrap: { value: of(every), n, confidence } }, [drawn, without]));
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
export function ask(asked, columns) {
  const { numbers, lengths } = flat(columns);
  return read(() => wasmForData().statistic(JSON.stringify(asked), numbers, lengths));
}
