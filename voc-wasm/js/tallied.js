// Tallies of columns that are kept: merged, taken out again, written, and read as any metric on their scale.

import { call, read, sole } from "./call.js";
import { wasmForData } from "./start.js";
import { columnsOf } from "./tally-columns.js";

/** How often each answer of a scale was given, by group. */
export class Tallies {
  #text;

  /** @param {string} text as `toBytes` writes it */
  constructor(text) {
    this.#text = text;
  }

  /**
   * @param {import("./index.d.ts").Numbers} answers
   * @param {import("./index.d.ts").TalliesOptions} options
   */
  static of(answers, { by, weights, scale, outside }) {
    const columns = columnsOf(answers, by, weights);
    try {
      return new Tallies(call(() => columns.tallies(JSON.stringify({ scale, outside }))));
    } finally {
      columns.free();
    }
  }

  /** @param {string | object} written */
  static fromJSON(written) {
    const text = typeof written === "string" ? written : JSON.stringify(written);
    return new Tallies(call(() => wasmForData().read_tallies(text)));
  }

  /** @param {Uint8Array} bytes */
  static fromBytes(bytes) {
    return Tallies.fromJSON(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  }

  /** @returns {import("./index.d.ts").WrittenTallies} */
  toJSON() {
    return JSON.parse(this.#text);
  }

  toBytes() {
    return new TextEncoder().encode(this.#text);
  }

  /** @param {Tallies} other */
  merge(other) {
    const text = textOf(other, () => other.#text);
    return new Tallies(call(() => wasmForData().merge_tallies(this.#text, text)));
  }

  /** @param {Tallies} other */
  retract(other) {
    const text = textOf(other, () => other.#text);
    return new Tallies(call(() => wasmForData().retract_tallies(this.#text, text)));
  }

  get by() {
    return this.toJSON().by;
  }

  get scale() {
    return this.toJSON().scale;
  }

  /** How many answers there are on the scale, in all groups. */
  get n() {
    return this.toJSON().groups.reduce((n, { counts }) => counts.reduce((sum, count) => sum + count, n), 0);
  }

  /**
   * @param {import("./index.d.ts").TalliesKind} kind
   * @param {any} [options]
   * @returns {any}
   */
  metric(kind, { boxes, of, worth, scale, interval, population, populations = [], against, ...question } = {}) {
    const known = population === undefined ? populations : [[[], population]];
    const asked = { ...question, populations: known, against_rest: against === "rest" };
    const ask = { of: { kind, scale, boxes, of, points: worth, interval }, question: asked };
    /** @type {import("./index.d.ts").GroupRow[]} */
    const rows = read(() => wasmForData().rows_of_tallies(this.#text, JSON.stringify(ask)));
    rows.forEach(sole);
    if (this.by.length > 0) return rows;
    const { group: _, unanswered, outside, ...estimate } = rows[0];
    return sole(estimate);
  }

  /** @returns {never} */
  [Symbol.toPrimitive]() {
    throw new TypeError("tallies are put together by `merge`, and taken apart by `retract`");
  }
}

/**
 * @param {unknown} other
 * @param {() => string} text
 */
function textOf(other, text) {
  if (other instanceof Tallies) return text();
  if (typeof other === "object" && other !== null && "confidence" in other) {
    throw new TypeError("estimates do not add up; tally their answers together");
  }
  throw new TypeError("tallies add up with tallies alone");
}
