// One metric of answers, by groups.

import { read, sole } from "./call.js";
import { wasm, wasmForData } from "./start.js";
import { ask, estimate } from "./statistics.js";
import { columnsOf } from "./tally-columns.js";

/** @type {typeof import("./index.d.ts").nps} */
export const nps = /** @type {any} */ ((answers, options = {}) => {
  if (isPlain(answers, options)) {
    return sole(read(() => wasm().nps(JSON.stringify(answers), options.confidence ?? 0.95)));
  }
  return asked({ kind: "nps" }, answers, options);
});

/** @type {typeof import("./index.d.ts").csat} */
export const csat = /** @type {any} */ ((answers, { scale, top_box = 2, ...options }) => {
  if (isPlain(answers, options)) {
    const [low, high] = scale;
    const confidence = options.confidence ?? 0.95;
    return sole(read(() => wasm().csat(JSON.stringify(answers), low, high, top_box, confidence)));
  }
  return asked({ kind: "csat", scale, boxes: top_box }, answers, options);
});

/** @type {typeof import("./index.d.ts").rate} */
export const rate = /** @type {any} */ ((hits, second, third = {}) => {
  if (typeof hits !== "number") return asked({ kind: "rate" }, hits, second ?? {});
  if (third.interval) return sole(ask({ rate: { hits, n: second, ...third } }, []));
  return sole(read(() => wasm().rate(JSON.stringify([hits, second]), third.confidence ?? 0.95)));
});

/** @type {typeof import("./index.d.ts").topBox} */
export const topBox = /** @type {any} */ ((answers, { scale, boxes, ...options }) =>
  asked({ kind: "top_box", scale, boxes }, answers, options));

/** @type {typeof import("./index.d.ts").bottomBox} */
export const bottomBox = /** @type {any} */ ((answers, { scale, boxes, ...options }) =>
  asked({ kind: "bottom_box", scale, boxes }, answers, options));

/** @type {typeof import("./index.d.ts").ces} */
export const ces = /** @type {any} */ ((answers, { scale, ...options }) =>
  asked({ kind: "ces", scale }, answers, options));

/** @type {typeof import("./index.d.ts").mean} */
export const mean = /** @type {any} */ ((numbers, { scale, ...options } = {}) =>
  options.by ? asked({ kind: "mean", scale }, numbers, options) : estimate(numbers, "mean", options));

/** @type {typeof import("./index.d.ts").median} */
export const median = /** @type {any} */ ((numbers, { scale, ...options } = {}) =>
  asked({ kind: "median", scale }, numbers, options));

/** @type {typeof import("./index.d.ts").share} */
export const share = /** @type {any} */ ((answers, { scale, of, ...options }) =>
  asked({ kind: "share", scale, of }, answers, options));

/** @type {typeof import("./index.d.ts").points} */
export const points = /** @type {any} */ ((answers, { worth, ...options }) =>
  asked({ kind: "points", points: worth }, answers, options));

/** @type {typeof import("./index.d.ts").withhold} */
export function withhold(groups, { min_n, parents = {} }) {
  return read(() => wasmForData().withhold(JSON.stringify({ groups, min_n, parents })));
}

/**
 * What the build for pages can do too: a list of numbers, all together.
 *
 * @param {unknown} answers
 * @param {object} options
 */
function isPlain(answers, options) {
  const plain = Object.keys(options).every((key) => key === "confidence");
  return plain && Array.isArray(answers) && answers.every((answer) => typeof answer === "number" && !Number.isNaN(answer));
}

/**
 * @param {object} of
 * @param {import("./index.d.ts").Numbers} answers
 * @param {any} options
 */
function asked(of, answers, { by, weights, population, populations = [], against, outside, interval, ...question }) {
  const known = population === undefined ? populations : [[[], population]];
  const ask = { of: { ...of, interval }, outside, question: { ...question, populations: known, against_rest: against === "rest" } };
  const tally = columnsOf(answers, by, weights);
  try {
    /** @type {import("./index.d.ts").GroupRow[]} */
    const rows = read(() => tally.rows(JSON.stringify(ask)));
    rows.forEach(sole);
    if (by) return rows;
    const { group: _, unanswered, outside: off, ...estimate } = rows[0];
    return sole(estimate);
  } finally {
    tally.free();
  }
}
