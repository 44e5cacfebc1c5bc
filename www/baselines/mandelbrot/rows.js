// The rows of the Mandelbrot set, whichever way a point is computed
// (crates/kernels/src/mandelbrot/mod.rs).
export const STEPS_MAX = 1_000;
const [LEFT, TOP, EXTENT] = [-2.2, 1.2, 3];

// Points in a row that are computed before others can get their turn, and the steps, or points that
// take about as long, after which they do.
const COLUMNS = 64;
const STEPS_PER_STEP = 200_000;

/**
 * Computes each row by `columns(pitch, left, im, from, to, output, at)`, which writes the counts of
 * some points, and gives their sum and how many never escape.
 */
export function* rows({ size: side, parts, output }, columns) {
  const pitch = EXTENT / side;
  let [steps, inside, pending] = [0, 0, 0];
  for (let y = parts.start; y < parts.end; y++) {
    const im = TOP - (y + 0.5) * pitch;
    for (let from = 0; from < side; from += COLUMNS) {
      const to = Math.min(side, from + COLUMNS);
      const found = columns(pitch, LEFT, im, from, to, output, (y - parts.start) * side * 2);
      steps += found.steps;
      inside += found.inside;
      pending += found.taken + COLUMNS;
      if (pending >= STEPS_PER_STEP) {
        pending = 0;
        yield y - parts.start + to / side;
      }
    }
  }
  return { mandelbrot: { steps, inside } };
}
