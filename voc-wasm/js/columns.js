// Typed arrays on their way into wasm.

import { wasmForData } from "./start.js";

/**
 * Copies typed arrays into wasm.
 *
 * @param {import("./index.d.ts").TableColumns} columns
 */
export function columnsOf(columns) {
  const encoder = new TextEncoder();
  const all = Object.entries(columns).map(([name, column]) => {
    if (!("codes" in column)) return { name, column, texts: undefined };
    const { texts } = column;
    return { name, column, texts: encoder.encode(texts.length ? `${texts.join("\0")}\0` : "") };
  });
  const sizes = all.flatMap(({ column, texts }) => [texts, ...Object.values(column)]);
  const bytes = sizes.reduce((sum, value) => sum + (value?.byteLength ?? 0), 0);
  // As much again for what the run makes of them.
  const native = new (wasmForData().Columns)(2 * bytes);
  for (const { name, column, texts } of all) {
    if (texts !== undefined) {
      native.texts(name, column.codes, texts, column.texts.length);
    } else if ("numbers" in column) {
      native.numbers(name, column.numbers, column.valid);
    } else if ("ints" in column) {
      native.ints(name, column.ints, column.valid);
    } else if ("times" in column) {
      native.times(name, column.times, column.valid);
    } else {
      native.bools(name, column.rows, column.bools, column.valid);
    }
  }
  return native;
}
