// A 3 × 3 box blur of a grey picture, in memory that all workers share.
// Usage: node blur.mjs [side] [workers]
import { isMainThread } from "node:worker_threads";
import { bands, compare, figures, serve } from "./pool.mjs";

// Each pixel becomes the mean of the pixels around it that exist, itself included, rounded half up.
function blurRows({ from, to, side, shared }) {
  const [picture, blurred] = shared.map((buffer) => new Uint8Array(buffer));
  let total = 0;
  for (let y = from; y < to; y++) {
    for (let x = 0; x < side; x++) {
      let sum = 0;
      let count = 0;
      for (let row = Math.max(y - 1, 0); row <= Math.min(y + 1, side - 1); row++) {
        for (let column = Math.max(x - 1, 0); column <= Math.min(x + 1, side - 1); column++) {
          sum += picture[row * side + column];
          count++;
        }
      }
      const mean = Math.floor(sum / count + 0.5);
      blurred[y * side + x] = mean;
      total += mean;
    }
  }
  return total;
}

serve(blurRows);

if (isMainThread) {
  const [side, workers] = figures(3_000, 4_898);
  const shared = [0, 1].map(() => new SharedArrayBuffer(side * side));
  const picture = new Uint8Array(shared[0]);
  for (let index = 0; index < picture.length; index++) {
    picture[index] = (index % side) * 7 + Math.floor(index / side) * 13;
  }
  // Bands only read beyond their edges, from a picture that nobody writes.
  const jobs = bands(side, 4 * workers).map((band) => ({ ...band, side, shared }));
  await compare(import.meta.url, workers, jobs, blurRows, (totals) => {
    const sum = totals.reduce((sum, total) => sum + total, 0);
    return `sum of all bytes, ${side} × ${side} = ${sum}`;
  });
}
