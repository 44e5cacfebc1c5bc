// The matrices that are multiplied, as crates/kernels/src/matrix/inputs.rs makes them.
const [SEED_A, SEED_B, SEED_SIGNS] = [1, 2, 3];

function hash(seed, index) {
  let x = (index + Math.imul(seed, 0x9e3779b9)) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

const value = (seed, index) => hash(seed, index) / 2147483648 - 1;

export const a = (side, row, column) => value(SEED_A, row * side + column);
export const b = (side, row, column) => value(SEED_B, row * side + column);
export const sign = (column) => ((hash(SEED_SIGNS, column) & 1) === 0 ? 1 : -1);

// Products of two numbers that are computed, and values that are made, before others get their turn.
export const PRODUCTS_PER_STEP = 400_000;
export const VALUES_PER_STEP = 100_000;
