// Four sums that take turns, so that an addition need not wait for the one before.
import { sums } from "./blocks.js";

export const unrolled = (job) => sums(job, block);

function block(behind, last) {
  let [a, b, c, d] = [0, 0, 0, 0];
  let number = behind;
  for (; last - number >= 4; number += 4) {
    a += Math.sqrt(number + 1);
    b += Math.sqrt(number + 2);
    c += Math.sqrt(number + 3);
    d += Math.sqrt(number + 4);
  }
  let sum = a + b + (c + d);
  while (number < last) {
    number += 1;
    sum += Math.sqrt(number);
  }
  return sum;
}
