// What is thrown and returned in wasm, as JavaScript has it.

import { VocError } from "./error.js";

/**
 * Calls into wasm, and throws a `VocError` for what is thrown there.
 *
 * @template T
 * @param {() => T} work
 * @returns {T}
 */
export function call(work) {
  try {
    return work();
  } catch (error) {
    throw typeof error === "string" ? new VocError(JSON.parse(error)) : error;
  }
}

/**
 * The object of a JSON text that wasm returns.
 *
 * @template T
 * @param {() => string} work
 * @returns {T}
 */
export function read(work) {
  return JSON.parse(call(work));
}

/**
 * An estimate that throws where it is added to another: estimates do not add up.
 *
 * @template {object} T
 * @param {T} estimate
 * @returns {T}
 */
export function sole(estimate) {
  const value = () => {
    throw new TypeError("estimates do not add up; tally their answers together");
  };
  return Object.defineProperty(estimate, Symbol.toPrimitive, { value });
}
