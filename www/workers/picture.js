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

// --- what a canvas gives back ---

// Browsers that guard against fingerprinting give back other pixels than those that were drawn: all of them, or the last
// bits of some. A pattern of so many pixels a side tells; one of a single colour would not.
const PROBE_SIDE = 64;

// Whether what a canvas gives back is what was put into it.
function isCanvasTrue() {
  const probe = new ImageData(PROBE_SIDE, PROBE_SIDE);
  let state = 0x9e3779b9;
  for (let at = 0; at < probe.data.length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    // Opaque: colours of what can be seen through are rounded on their way.
    probe.data[at] = at % 4 === 3 ? 255 : state & 255;
  }
  const context = contextOf(PROBE_SIDE, PROBE_SIDE);
  context.putImageData(probe, 0, 0);
  const read = context.getImageData(0, 0, PROBE_SIDE, PROBE_SIDE).data;
  return read.length === probe.data.length && read.every((byte, at) => byte === probe.data[at]);
}

function contextOf(width, height) {
  return new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
}

// --- without a canvas ---

// The formats that decoders know, by the bytes that files begin with, at which place.
const FORMATS = [
  ["image/png", 0, "\x89PNG"],
  ["image/jpeg", 0, "\xff\xd8\xff"],
  ["image/gif", 0, "GIF8"],
  ["image/webp", 8, "WEBP"],
  ["image/avif", 4, "ftypavif"],
  ["image/bmp", 0, "BM"],
];

// Where the four bytes of a pixel are, by the name of their order; what cannot be seen through has none for that.
const CHANNELS = { RGBA: [0, 1, 2, 3], RGBX: [0, 1, 2], BGRA: [2, 1, 0, 3], BGRX: [2, 1, 0] };

const DECODE_MS_MAX = 30_000;

// The pixels as the browser's own decoder gives them, or nothing where it has none for this.
async function withoutCanvas(file) {
  const start = String.fromCharCode(...new Uint8Array(file, 0, Math.min(16, file.byteLength)));
  const [type] = FORMATS.find(([, at, bytes]) => start.startsWith(bytes, at)) ?? [];
  if (type === undefined || typeof ImageDecoder === "undefined") {
    return undefined;
  }
  const decoder = new ImageDecoder({ data: file.slice(0), type, colorSpaceConversion: "none" });
  try {
    const late = new Promise((_, reject) => setTimeout(reject, DECODE_MS_MAX, new Error("late")));
    const { image } = await Promise.race([decoder.decode(), late]);
    const { displayWidth: width, displayHeight: height } = image;
    refuseTooLarge(width, height);
    const channels = CHANNELS[image.format];
    // Others than these would have to be converted, and few browsers do.
    const options = channels ? {} : { format: "RGBA" };
    const bytes = new Uint8Array(image.allocationSize(options));
    const [{ offset, stride }] = await Promise.race([image.copyTo(bytes, options), late]);
    image.close();
    const order = channels ?? CHANNELS.RGBA;
    const rgba = new Uint8ClampedArray(4 * width * height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const from = offset + y * stride + 4 * x;
        const to = 4 * (y * width + x);
        rgba[to] = bytes[from + order[0]];
        rgba[to + 1] = bytes[from + order[1]];
        rgba[to + 2] = bytes[from + order[2]];
        rgba[to + 3] = order.length === 4 ? bytes[from + order[3]] : 255;
      }
    }
    return { width, height, rgba };
  } catch (error) {
    if (error?.too_many_pixels) {
      throw error;
    }
    return undefined;
  } finally {
    decoder.close();
  }
}

function refuseTooLarge(width, height) {
  if (width * height > PIXELS_MAX) {
    throw { too_many_pixels: { pixels: width * height, max: PIXELS_MAX } };
  }
}

async function onCanvas(file) {
  let bitmap;
  try {
    // As a camera held it, and with the bytes of the file itself: a blur is no matter of colour.
    bitmap = await createImageBitmap(new Blob([file]), { colorSpaceConversion: "none" });
  } catch {
    throw "not_an_image";
  }
  const { width, height } = bitmap;
  try {
    refuseTooLarge(width, height);
    const context = contextOf(width, height);
    context.drawImage(bitmap, 0, 0);
    return { width, height, rgba: context.getImageData(0, 0, width, height).data };
  } finally {
    bitmap.close();
  }
}

async function decode(file) {
  // A result can be checked only if its input is the picture, and not what a canvas makes of it.
  const isTrue = isCanvasTrue();
  const decoded = isTrue ? await onCanvas(file) : await withoutCanvas(file);
  if (!decoded) {
    throw "altered_pixels";
  }
  const { width, height, rgba } = decoded;
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
    const isKnown =
      thrown === "not_an_image" || thrown === "altered_pixels" || thrown?.too_many_pixels;
    const error = isKnown ? thrown : { engine: { message: String(thrown) } };
    post({ failed: { job_id, error, spans: spans(), sent_ms: now() } });
  }
};
await postReady(startedMs).catch(fail);
