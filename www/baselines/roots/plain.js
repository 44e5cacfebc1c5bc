// One sum, to which each root is added in turn.
import { sums } from "./blocks.js";

export const plain = (job) => sums(job, block);

function block(behind, last) {
  let sum = 0;
  for (let number = behind + 1; number <= last; number++) {
    sum += Math.sqrt(number);
  }
  return sum;
}
