// The loops in the order in which memory lies, over flat typed arrays.
import { PRODUCTS_PER_STEP, VALUES_PER_STEP, a, b, sign } from "./inputs.js";

export function* reordered(job) {
  const { size: side, parts } = job;
  job.memory ??= {
    a: yield* matrix(side, parts.start, parts.end, a),
    b: yield* matrix(side, 0, side, b),
    signs: Float64Array.from({ length: side }, (_, column) => sign(column)),
    row: new Float64Array(side),
  };
  const { a: left, b: right, signs, row } = job.memory;
  const terms = Math.ceil((2 * PRODUCTS_PER_STEP) / side);
  const fingerprint = [];
  for (let part = 0; part < parts.end - parts.start; part++) {
    row.fill(0);
    for (let from = 0; from < side; from += terms) {
      const to = Math.min(side, from + terms);
      multiply(left, right, row, part * side, from, to);
      yield part + to / side;
    }
    let sum = 0;
    for (let column = 0; column < side; column++) {
      sum += row[column] * signs[column];
    }
    fingerprint.push(sum);
  }
  return { matrix: { fingerprint } };
}

// Adds terms to a row of the product. Four columns a turn take little more than half the time: an
// engine that does not unroll loops itself looks after each turn whether it is to stop.
function multiply(left, right, row, leftStart, from, to) {
  const side = row.length;
  const fours = side - (side % 4);
  for (let k = from; k < to; k++) {
    const factor = left[leftStart + k];
    const start = k * side;
    for (let j = 0; j < fours; j += 4) {
      const at = start + j;
      row[j] += factor * right[at];
      row[j + 1] += factor * right[at + 1];
      row[j + 2] += factor * right[at + 2];
      row[j + 3] += factor * right[at + 3];
    }
    for (let j = fours; j < side; j++) {
      row[j] += factor * right[start + j];
    }
  }
}

function* matrix(side, from, to, value) {
  const flat = new Float64Array((to - from) * side);
  let at = 0;
  for (let row = from; row < to; row++) {
    for (let column = 0; column < side; column++) {
      flat[at++] = value(side, row, column);
    }
    if (at % VALUES_PER_STEP < side) {
      yield 0;
    }
  }
  return flat;
}
