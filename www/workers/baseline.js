// The JavaScript worker: runs the baselines, and speaks the same messages as the WebAssembly one
// (crates/protocol/src/message.rs), so that the page need not know which of them it talks to.
const startedMs = performance.timeOrigin + performance.now();

// Ten a second are as many as a person can read.
const PROGRESS_INTERVAL_MS = 100;
// How long the baseline computes between two looks at the clock and at how far it has come.
const SLICE_MS = 25;
// How far a job comes that is to fail on the way.
const FAULT_FRACTION = 1 / 3;

// A promise that is rejected here may reach nobody, and the page would wait until the worker is late; what a task of its
// own throws reaches the page.
function fail(error) {
  setTimeout(() => {
    throw error;
  });
  return new Promise(() => {});
}

const [{ now, span, post, postReady }, { Slices, portion }] = await Promise.all([
  import("./shared.js"),
  import("../baselines/index.js"),
]).catch(fail);

class Trap extends Error {}

function strike(fault) {
  if (fault === "trap") {
    throw new Trap("a third of the work is done");
  }
  while (fault === "hang");
}

// The rows to work on. What is moved or cloned holds just those of the share; what is shared, the
// whole picture.
function inputOf({ inputRows }, [buffer]) {
  if (!inputRows || !buffer) {
    return [undefined, 0];
  }
  return [new Uint8Array(buffer), isShared(buffer) ? 0 : inputRows.start];
}

// Shared memory for the whole output, of which it gives the share's own rows.
function sharedOutput({ parts, height, rowBytes }, buffer) {
  if (!buffer || !isShared(buffer)) {
    const message = "the output is to be written to shared memory, but none came";
    throw { refused: { message } };
  }
  if (buffer.byteLength !== height * rowBytes) {
    throw { wrong_picture: { found: buffer.byteLength, expected: height * rowBytes } };
  }
  return new Uint8Array(buffer, parts.start * rowBytes, (parts.end - parts.start) * rowBytes);
}

const isShared = (buffer) =>
  typeof SharedArrayBuffer !== "undefined" && buffer instanceof SharedArrayBuffer;

function run({ spec, share, into_shared: intoShared }, buffers, progress) {
  const own = portion(spec, share);
  const inputs = intoShared ? buffers.slice(0, -1) : buffers;
  const shared = intoShared ? sharedOutput(own, buffers.at(-1)) : undefined;
  const [input, firstRow] = inputOf(own, inputs);
  const slices = new Slices(spec, share, input, firstRow, shared);
  let fraction = 0;
  while (fraction < 1) {
    fraction = slices.advance(SLICE_MS);
    progress(fraction);
  }
  const { outcome, output } = slices.finish();
  return {
    outcome: { ran: { outcome, lanes: [], owners: [] } },
    buffers: intoShared || output.length === 0 ? [] : [output.buffer],
  };
}

function answer({ job_id, request, sent_ms, fault }, buffers, receivedMs) {
  const transfer = span("transfer", sent_ms, receivedMs);
  const startMs = now();
  const spans = () => [transfer, span("compute", startMs, now())];
  let lastMs = startMs;
  const progress = (fraction) => {
    const nowMs = now();
    if (nowMs - lastMs >= PROGRESS_INTERVAL_MS) {
      lastMs = nowMs;
      post({ progress: { job_id, fraction } });
    }
    if (fraction > FAULT_FRACTION) {
      strike(fault);
    }
  };
  try {
    const done =
      request === "echo"
        ? { outcome: "echoed", buffers: [] }
        : run(request.run, buffers, progress);
    const finished = { job_id, outcome: done.outcome, spans: spans(), sent_ms: now() };
    post({ finished }, done.buffers);
  } catch (thrown) {
    if (thrown instanceof Trap) {
      // Nobody here catches it: the page sees the worker fail.
      throw thrown;
    }
    // The baselines throw a `kernels::RunError`; anything else is the engine's own.
    const isKnown = thrown?.refused || thrown?.wrong_picture;
    const error = isKnown ? thrown : { engine: { message: String(thrown) } };
    post({ failed: { job_id, error, spans: spans(), sent_ms: now() } });
  }
}

self.onmessage = ({ data }) => {
  const receivedMs = now();
  const job = data?.body?.run;
  if (job?.request !== "echo" && !job?.request?.run) {
    post({ undecodable: { message: JSON.stringify(data?.body) ?? String(data) } });
  } else if (job.fault === "exit") {
    self.close();
  } else {
    answer(job, data.buffers ?? [], receivedMs);
  }
};
await postReady(startedMs).catch(fail);
