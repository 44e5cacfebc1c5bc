// Sums along rows first, then down columns (crates/kernels/src/blur/separable.rs).

// Bytes that are computed before others get their turn.
const BYTES_PER_STEP = 300_000;

export function* separable(job) {
  const { input, firstRow, output, width, height, channels, parts } = job;
  const length = width * channels;
  const rows = Math.ceil(BYTES_PER_STEP / length);
  job.memory ??= {
    sums: [new Uint16Array(length), new Uint16Array(length), new Uint16Array(length)],
    zeros: new Uint16Array(length),
  };
  const { sums, zeros } = job.memory;
  let next = Math.max(0, parts.start - 1);
  let sum = 0;
  for (let y = parts.start; y < parts.end; y++) {
    for (; next < Math.min(height, y + 2); next++) {
      along(input, (next - firstRow) * length, sums[next % 3], channels);
    }
    const above = y > 0 ? sums[(y + 2) % 3] : zeros;
    const below = y + 1 < height ? sums[(y + 1) % 3] : zeros;
    const count = 1 + (y > 0 ? 1 : 0) + (y + 1 < height ? 1 : 0);
    const start = (y - parts.start) * length;
    sum += down(above, sums[y % 3], below, count, output, start, width, channels);
    if ((y + 1 - parts.start) % rows === 0) {
      yield y + 1 - parts.start;
    }
  }
  return { blur: { sum } };
}

function along(input, start, sums, channels) {
  const length = sums.length;
  for (let at = 0; at < length; at++) {
    sums[at] = input[start + at];
  }
  for (let at = channels; at < length; at++) {
    sums[at] += input[start + at - channels];
  }
  for (let at = channels; at < length; at++) {
    sums[at - channels] += input[start + at];
  }
}

// The means of a row, of which it gives the sum.
function down(above, here, below, count, output, start, width, channels) {
  const length = here.length;
  const inner = length - channels;
  const edgeCount = width === 1 ? count : 2 * count;
  let total = edge(above, here, below, edgeCount, output, start, 0, channels);
  if (width > 1) {
    total += edge(above, here, below, edgeCount, output, start, inner, length);
  }
  if (count === 3) {
    for (let at = channels; at < inner; at++) {
      // A division by a constant is a multiplication.
      const mean = ((above[at] + here[at] + below[at] + 4) / 9) | 0;
      output[start + at] = mean;
      total += mean;
    }
  } else {
    total += edge(above, here, below, 3 * count, output, start, channels, inner);
  }
  return total;
}

// The means of some bytes, of which it gives the sum.
function edge(above, here, below, count, output, start, from, to) {
  const half = count >> 1;
  let total = 0;
  for (let at = from; at < to; at++) {
    const mean = ((above[at] + here[at] + below[at] + half) / count) | 0;
    output[start + at] = mean;
    total += mean;
  }
  return total;
}
