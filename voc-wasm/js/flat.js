// Columns of numbers on their way into wasm.

/**
 * Columns one behind the other, and how long each is.
 *
 * @param {readonly ArrayLike<number | boolean | null>[]} columns
 */
export function flat(columns) {
  const lengths = Uint32Array.from(columns, (column) => column.length);
  const numbers = new Float64Array(lengths.reduce((sum, length) => sum + length, 0));
  let from = 0;
  for (const column of columns) {
    if (ArrayBuffer.isView(column)) numbers.set(/** @type {any} */ (column), from);
    else for (let row = 0; row < column.length; row++) numbers[from + row] = number(column[row], row);
    from += column.length;
  }
  return { numbers, lengths };
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
