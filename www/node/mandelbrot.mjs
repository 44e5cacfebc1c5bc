// How many steps each point of a square takes to leave the Mandelbrot set's neighbourhood, in
// memory that all workers share. Usage: node mandelbrot.mjs [side] [workers]
import { isMainThread } from "node:worker_threads";
import { bands, compare, figures, serve } from "./pool.mjs";

const STEPS_MAX = 1_000;
const VIEW = { left: -2.2, top: 1.2, extent: 3 };

function stepsOf(cRe, cIm) {
  let [re, im, steps] = [0, 0, 0];
  while (steps < STEPS_MAX && re * re + im * im <= 4) {
    [re, im] = [re * re - im * im + cRe, 2 * re * im + cIm];
    steps++;
  }
  return steps;
}

function countRows({ from, to, side, shared }) {
  const counts = new Uint16Array(shared);
  const totals = { steps: 0, inside: 0 };
  const step = VIEW.extent / side;
  for (let y = from; y < to; y++) {
    for (let x = 0; x < side; x++) {
      // The middle of the pixel.
      const [re, im] = [VIEW.left + (x + 0.5) * step, VIEW.top - (y + 0.5) * step];
      const steps = stepsOf(re, im);
      counts[y * side + x] = steps;
      totals.steps += steps;
      totals.inside += steps === STEPS_MAX;
    }
  }
  return totals;
}

serve(countRows);

if (isMainThread) {
  const [side, workers] = figures(800, 4_096);
  const shared = new SharedArrayBuffer(side * side * 2);
  // Rows through the set take far longer than others: many small jobs share them out evenly.
  const jobs = bands(side, 16 * workers).map((band) => ({ ...band, side, shared }));
  await compare(import.meta.url, workers, jobs, countRows, (results) => {
    const total = (name) => results.reduce((sum, result) => sum + result[name], 0);
    return `${total("inside")} points inside, ${total("steps")} steps in all, ${side} × ${side}`;
  });
}
