// Fast doubling: a step for each bit of the index (crates/kernels/src/fibonacci/doubling.rs).
export function* doubling({ size }) {
  return { fibonacci: { value: fibonacci(size) } };
}

function fibonacci(index) {
  let current = 0;
  let next = 1;
  for (let bit = 31 - Math.clz32(index); bit >= 0; bit--) {
    const even = current * (2 * next - current);
    const odd = current * current + next * next;
    if ((index >> bit) & 1) {
      current = odd;
      next = even + odd;
    } else {
      current = even;
      next = odd;
    }
  }
  return current;
}
