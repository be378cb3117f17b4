// Estimates do not add up: the sum of two percentages is none.

/** @type {PropertyDescriptor & ThisType<import("./index.d.ts").Estimate>} */
const APART = {
  value(/** @type {string} */ hint) {
    if (hint === "string") return `${this.value} (n=${this.n})`;
    throw new TypeError("estimates do not add up: merge tallies, that is, ask for all answers at once");
  },
};

/**
 * An estimate that throws where it is taken for a number, as `+` and `Number` take it.
 *
 * @template {object} T
 * @param {T} estimate
 * @returns {T}
 */
export function apart(estimate) {
  return Object.defineProperty(estimate, Symbol.toPrimitive, APART);
}

/**
 * The same of each row.
 *
 * @template {object} T
 * @param {T[]} rows
 * @returns {T[]}
 */
export function apartInRows(rows) {
  return rows.map(apart);
}
