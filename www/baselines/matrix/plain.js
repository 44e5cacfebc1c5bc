// The definition as three loops over arrays of arrays.
import { PRODUCTS_PER_STEP, VALUES_PER_STEP, a, b, sign } from "./inputs.js";

export function* plain(job) {
  const { size: side, parts } = job;
  job.memory ??= {
    a: yield* matrix(side, parts.start, parts.end, a),
    b: yield* matrix(side, 0, side, b),
  };
  const { a: left, b: right } = job.memory;
  const columns = Math.ceil(PRODUCTS_PER_STEP / side);
  const fingerprint = [];
  for (let part = 0; part < parts.end - parts.start; part++) {
    const row = [];
    for (let from = 0; from < side; from += columns) {
      multiply(left[part], right, row, Math.min(side, from + columns));
      yield part + row.length / side;
    }
    let sum = 0;
    for (let column = 0; column < side; column++) {
      sum += row[column] * sign(column);
    }
    fingerprint.push(sum);
  }
  return { matrix: { fingerprint } };
}

// Appends columns to a row of the product.
function multiply(left, right, row, to) {
  for (let j = row.length; j < to; j++) {
    let sum = 0;
    for (let k = 0; k < left.length; k++) {
      sum += left[k] * right[k][j];
    }
    row.push(sum);
  }
}

function* matrix(side, from, to, value) {
  const rows = [];
  for (let row = from; row < to; row++) {
    const values = [];
    for (let column = 0; column < side; column++) {
      values.push(value(side, row, column));
    }
    rows.push(values);
    if ((rows.length * side) % VALUES_PER_STEP < side) {
      yield 0;
    }
  }
  return rows;
}
