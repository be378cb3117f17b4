// Columns to be tallied, as they cross into wasm.

import { call } from "./call.js";
import { wasmForData } from "./start.js";

/**
 * Whoever asks for it frees it.
 *
 * @param {import("./index.d.ts").Numbers} answers
 * @param {Readonly<Record<string, import("./index.d.ts").GroupColumn>>} [by]
 * @param {ArrayLike<number>} [weights]
 */
export function columnsOf(answers, by, weights) {
  const tally = tallyOf(answers);
  try {
    for (const [name, column] of Object.entries(by ?? {})) group(tally, name, column);
    if (weights) tally.weigh(Float64Array.from(weights));
    return tally;
  } catch (error) {
    tally.free();
    throw error;
  }
}

/** @param {any} answers */
function tallyOf(answers) {
  const { Tally } = wasmForData();
  if (answers instanceof Int8Array) return Tally.of_i8(answers);
  if (answers instanceof Uint8Array || answers instanceof Uint8ClampedArray) return Tally.of_u8(Uint8Array.from(answers));
  if (answers instanceof Int16Array) return Tally.of_i16(answers);
  if (answers instanceof Uint16Array) return Tally.of_u16(answers);
  if (answers instanceof Int32Array) return Tally.of_i32(answers);
  return Tally.of_numbers(answers instanceof Float64Array ? answers : Float64Array.from(answers, number));
}

/**
 * @param {import("./voc_wasm_data.js").Tally} tally
 * @param {string} name
 * @param {import("./index.d.ts").GroupColumn} column
 */
function group(tally, name, column) {
  const { codes, texts } = "codes" in column ? column : coded(column);
  const list = [...texts];
  if (codes instanceof Uint8Array) call(() => tally.by_u8(name, codes, list));
  else if (codes instanceof Uint16Array) call(() => tally.by_u16(name, codes, list));
  else call(() => tally.by_u32(name, codes, list));
}

/** @param {readonly (string | null)[]} column */
function coded(column) {
  /** @type {Map<string, number>} */
  const known = new Map();
  const codes = Uint32Array.from(column, (text) => {
    if (text === null || text === undefined) return 0xffffffff;
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    return code;
  });
  return { codes, texts: [...known.keys()] };
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
