// The sum of the square roots of 1 to a number. Usage: node roots.mjs [number] [workers]
import { isMainThread } from "node:worker_threads";
import { bands, compare, figures, serve } from "./pool.mjs";

// Sums of floating-point numbers depend on their order. Each block is summed by itself and the
// blocks' sums are added in order, so that any number of workers gives the same bits.
const BLOCK = 65_536;

function sumBlocks({ from, to, limit }) {
  const sums = [];
  for (let block = from; block < to; block++) {
    const last = Math.min((block + 1) * BLOCK, limit);
    let sum = 0;
    for (let number = block * BLOCK + 1; number <= last; number++) {
      sum += Math.sqrt(number);
    }
    sums.push(sum);
  }
  return sums;
}

serve(sumBlocks);

if (isMainThread) {
  const [limit, workers] = figures(200_000_000, 1_000_000_000);
  const blocks = bands(Math.ceil(limit / BLOCK), 4 * workers);
  const jobs = blocks.map((band) => ({ ...band, limit }));
  await compare(import.meta.url, workers, jobs, sumBlocks, (parts) => {
    const sum = parts.flat().reduce((sum, block) => sum + block, 0);
    return `sum of roots up to ${limit} = ${sum}`;
  });
}
