// A Fibonacci number by plain recursion, F(n) = F(n - 1) + F(n - 2) with F(0) = 0 and F(1) = 1.
// Usage: node fibonacci.mjs [n] [workers]
import { isMainThread } from "node:worker_threads";
import { compare, figures, serve } from "./pool.mjs";

function fibonacci(n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

serve(fibonacci);

// The tree of calls is cut where it branches, the largest branch first, until there are enough
// pieces for everyone. Their sizes differ, so whoever is done takes the next.
function pieces(n, enough) {
  const indices = [n];
  while (indices.length < enough && indices[0] >= 2) {
    const largest = indices.shift();
    indices.push(largest - 1, largest - 2);
    indices.sort((a, b) => b - a);
  }
  return indices;
}

if (isMainThread) {
  const [n, workers] = figures(38, 45);
  const jobs = pieces(n, 8 * workers);
  await compare(import.meta.url, workers, jobs, fibonacci, (parts) => {
    const sum = parts.reduce((sum, part) => sum + part, 0);
    return `F(${n}) = ${sum}`;
  });
}
