// Squares are kept, and the two largest regions of the set are known beforehand
// (crates/kernels/src/mandelbrot/shortcut.rs).
import { STEPS_MAX, rows } from "./rows.js";

export const shortcut = (job) => rows(job, columns);

function columns(pitch, left, cIm, from, to, output, start) {
  let sum = 0;
  let inside = 0;
  let taken = 0;
  for (let x = from; x < to; x++) {
    const cRe = left + (x + 0.5) * pitch;
    let steps = STEPS_MAX;
    if (!neverEscapes(cRe, cIm)) {
      steps = escape(cRe, cIm);
      taken += steps;
    }
    output[start + 2 * x] = steps & 255;
    output[start + 2 * x + 1] = steps >> 8;
    sum += steps;
    if (steps === STEPS_MAX) {
      inside++;
    }
  }
  return { steps: sum, inside, taken };
}

function escape(cRe, cIm) {
  let re = 0;
  let im = 0;
  let reSquared = 0;
  let imSquared = 0;
  let steps = 0;
  while (steps < STEPS_MAX && reSquared + imSquared <= 4) {
    im = 2 * re * im + cIm;
    re = reSquared - imSquared + cRe;
    reSquared = re * re;
    imSquared = im * im;
    steps++;
  }
  return steps;
}

function neverEscapes(re, im) {
  const imSquared = im * im;
  const fromCusp = re - 0.25;
  const q = fromCusp * fromCusp + imSquared;
  return q * (q + fromCusp) <= 0.25 * imSquared || (re + 1) * (re + 1) + imSquared <= 0.0625;
}
