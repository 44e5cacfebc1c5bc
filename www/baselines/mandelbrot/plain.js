// The definition, with complex numbers as pairs.
import { STEPS_MAX, rows } from "./rows.js";

export const plain = (job) => rows(job, columns);

function columns(pitch, left, cIm, from, to, output, start) {
  let [sum, inside] = [0, 0];
  for (let x = from; x < to; x++) {
    const cRe = left + (x + 0.5) * pitch;
    let re = 0;
    let im = 0;
    let steps = 0;
    while (steps < STEPS_MAX && re * re + im * im <= 4) {
      const next = re * re - im * im + cRe;
      im = 2 * re * im + cIm;
      re = next;
      steps++;
    }
    output[start + 2 * x] = steps & 255;
    output[start + 2 * x + 1] = steps >> 8;
    sum += steps;
    if (steps === STEPS_MAX) {
      inside++;
    }
  }
  return { steps: sum, inside, taken: sum };
}
