// Decodes image files away from the page: a photograph of 24 million pixels takes most of a second.
// Speaks the same messages as the other workers (crates/protocol/src/message.rs).
const startedMs = performance.timeOrigin + performance.now();

// A promise that is rejected here may reach nobody, and the page would wait until the worker is late; what a task of its
// own throws reaches the page.
function fail(error) {
  setTimeout(() => {
    throw error;
  });
  return new Promise(() => {});
}

const { now, span, post, postReady } = await import("./shared.js").catch(fail);

const PIXELS_MAX = 24_000_000; // kernels::PIXELS_MAX

async function decode(file) {
  let bitmap;
  try {
    // As a camera held it, and with the bytes of the file itself: a blur is no matter of colour.
    bitmap = await createImageBitmap(new Blob([file]), { colorSpaceConversion: "none" });
  } catch {
    throw "not_an_image";
  }
  const { width, height } = bitmap;
  if (width * height > PIXELS_MAX) {
    bitmap.close();
    throw { too_many_pixels: { pixels: width * height, max: PIXELS_MAX } };
  }
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const rgba = context.getImageData(0, 0, width, height).data;
  const grey = new Uint8Array(width * height);
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const at = 4 * pixel;
    // Rec. 709 weights, in parts of 256.
    grey[pixel] = (54 * rgba[at] + 183 * rgba[at + 1] + 19 * rgba[at + 2] + 128) >> 8;
  }
  return { extent: { width, height }, buffers: [rgba.buffer, grey.buffer] };
}

self.onmessage = async ({ data }) => {
  const receivedMs = now();
  const job = data?.body?.run;
  if (!job) {
    post({ undecodable: { message: JSON.stringify(data?.body) ?? String(data) } });
    return;
  }
  const { job_id, sent_ms } = job;
  const spans = () => [
    span("transfer", sent_ms, receivedMs),
    span("compute", receivedMs, now()),
  ];
  try {
    const { extent, buffers } = await decode(data.buffers[0]);
    const finished = {
      job_id,
      outcome: { generated: { extent } },
      spans: spans(),
      sent_ms: now(),
    };
    post({ finished }, buffers);
  } catch (thrown) {
    const isKnown = thrown === "not_an_image" || thrown?.too_many_pixels;
    const error = isKnown ? thrown : { engine: { message: String(thrown) } };
    post({ failed: { job_id, error, spans: spans(), sent_ms: now() } });
  }
};
await postReady(startedMs).catch(fail);
