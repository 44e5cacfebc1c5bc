// What the scripts of workers have in common: the lock by which the page learns that a worker ended, the clock, and the
// messages (crates/protocol/src/message.rs).
//
// They fetch it with `import()`, after their first line has taken the time: a static import is fetched and run before
// that line, so the page would count the fetch of this file as "spawn" (from `new Worker` to the script's first line).
// It belongs to "compile" (from there until the worker is ready), as the modules do.

// Held until the thread ends, however it ends: the page asks for the same lock when the worker is
// ready, and so learns it. A worker that cannot hold it must not get ready: it would be taken for one that has ended.
export const held = new Promise((resolve, reject) => {
  if (!navigator.locks) {
    resolve();
    return;
  }
  const hold = () => {
    resolve();
    return new Promise(() => {});
  };
  navigator.locks.request(self.name, hold).catch(reject);
});

export const now = () => performance.timeOrigin + performance.now();

export const span = (phase, startMs, endMs) => ({
  phase,
  start_ms: startMs,
  duration_ms: Math.max(0, endMs - startMs),
});

export const post = (body, buffers = []) => self.postMessage({ body, buffers }, buffers);

// Says that the worker, whose script began at `startedMs`, takes jobs from now on.
export async function postReady(startedMs) {
  await held;
  post({ ready: { build_id: "__BUILD_ID__", spans: [span("compile", startedMs, now())] } });
}
