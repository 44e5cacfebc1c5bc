// The definition: for each byte, look at the nine places around it, and leave out those that are not
// in the picture.

// Bytes that are computed before others get their turn.
const BYTES_PER_STEP = 30_000;

export function* plain(job) {
  const { width, parts, channels, output } = job;
  const rows = Math.ceil(BYTES_PER_STEP / (width * channels));
  let sum = 0;
  for (let y = parts.start; y < parts.end; y++) {
    blurRow(job, y);
    const done = y + 1 - parts.start;
    for (let at = (done - 1) * width * channels; at < done * width * channels; at++) {
      sum += output[at];
    }
    if (done % rows === 0) {
      yield done;
    }
  }
  return { blur: { sum } };
}

function blurRow({ input, firstRow, output, width, height, channels, parts }, y) {
  for (let x = 0; x < width; x++) {
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      let count = 0;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const nearX = x + dx;
          const nearY = y + dy;
          if (nearX >= 0 && nearX < width && nearY >= 0 && nearY < height) {
            sum += input[((nearY - firstRow) * width + nearX) * channels + channel];
            count++;
          }
        }
      }
      output[((y - parts.start) * width + x) * channels + channel] = Math.round(sum / count);
    }
  }
}
