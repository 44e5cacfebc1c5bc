// The JavaScript worker: runs the baselines, and speaks the same messages as the WebAssembly one
// (crates/protocol/src/message.rs), so that the page need not know which of them it talks to.
const startedMs = performance.timeOrigin + performance.now();
const PROGRESS_INTERVAL_MS = 100;

navigator.locks?.request(self.name, () => new Promise(() => {}));

const now = () => performance.timeOrigin + performance.now();
const span = (phase, startMs, endMs) => ({
  phase,
  start_ms: startMs,
  duration_ms: Math.max(0, endMs - startMs),
});
const post = (body) => self.postMessage({ body, buffers: [] });

function answer(body, receivedMs) {
  const { job_id, request, sent_ms } = body;
  const transfer = span("transfer", sent_ms, receivedMs);
  const startMs = now();
  let lastMs = startMs;
  const progress = (fraction) => {
    const nowMs = now();
    if (nowMs - lastMs >= PROGRESS_INTERVAL_MS) {
      lastMs = nowMs;
      post({ type: "progress", job_id, fraction });
    }
  };
  try {
    const outcome = run(request.spec, progress);
    const spans = [transfer, span("compute", startMs, now())];
    post({
      type: "finished",
      job_id,
      outcome: { type: "ran", outcome },
      spans,
      sent_ms: now(),
    });
  } catch (error) {
    const spans = [transfer, span("compute", startMs, now())];
    post({
      type: "failed",
      job_id,
      error: { type: "engine", message: String(error) },
      spans,
      sent_ms: now(),
    });
  }
}

const { run } = await import("../baselines/index.js");
self.onmessage = ({ data }) => {
  const receivedMs = now();
  if (data?.body?.type === "run" && data.body.request?.type === "run") {
    answer(data.body, receivedMs);
  } else {
    post({ type: "undecodable", message: JSON.stringify(data?.body) ?? String(data) });
  }
};
post({ type: "ready", build_id: "__BUILD_ID__", spans: [span("compile", startedMs, now())] });
