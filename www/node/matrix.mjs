// The product of two square matrices, in memory that all workers share.
// Usage: node matrix.mjs [side] [workers]
import { isMainThread } from "node:worker_threads";
import { bands, compare, figures, serve } from "./pool.mjs";

// Each job fills rows of its own, so nobody waits for anybody.
function multiplyRows({ from, to, side, shared }) {
  const [a, b, product] = shared.map((buffer) => new Float64Array(buffer));
  for (let row = from; row < to; row++) {
    for (let column = 0; column < side; column++) {
      let sum = 0;
      for (let inner = 0; inner < side; inner++) {
        sum += a[row * side + inner] * b[inner * side + column];
      }
      product[row * side + column] = sum;
    }
  }
  return to - from;
}

serve(multiplyRows);

if (isMainThread) {
  const [side, workers] = figures(500, 2_048);
  const shared = [0, 1, 2].map(() => new SharedArrayBuffer(side * side * 8));
  const [a, b, product] = shared.map((buffer) => new Float64Array(buffer));
  // Small whole numbers: their products and sums are exact.
  for (let index = 0; index < side * side; index++) {
    a[index] = ((index * 5) % 9) - 4;
    b[index] = ((index * 7) % 11) - 5;
  }
  const jobs = bands(side, 4 * workers).map((band) => ({ ...band, side, shared }));
  await compare(import.meta.url, workers, jobs, multiplyRows, () => {
    let trace = 0;
    for (let index = 0; index < side; index++) {
      trace += product[index * side + index];
    }
    product.fill(0);
    return `trace of the product, ${side} × ${side} = ${trace}`;
  });
}
