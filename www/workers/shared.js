// What the scripts of workers have in common: the lock by which the page learns that a worker ended, the clock, and the
// messages (crates/protocol/src/message.rs).
//
// They fetch it with `import()`, after their first line has taken the time: a static import is fetched and run before
// that line, so the page would count the fetch of this file as "spawn" (from `new Worker` to the script's first line).
// It belongs to "compile" (from there until the worker is ready), as the modules do.

// A lock that nobody else asks for is granted at once. Where the browser has locks but refuses them (storage is blocked),
// or never answers, the worker starts without.
const LOCK_MS_MAX = 2_000;

// Settles once the worker may get ready. The lock is held until the thread ends, however it ends: the page asks for the
// same lock when the worker is ready, and so learns it. A worker without a lock says so first, or it would be taken for one
// that has ended.
export const held = new Promise((resolve) => {
  const abandon = new AbortController();
  let isSettled = false;
  const settle = (isHeld) => {
    if (isSettled) {
      return;
    }
    isSettled = true;
    clearTimeout(late);
    if (!isHeld) {
      abandon.abort();
      post({ unwatched: {} });
    }
    resolve();
  };
  const late = setTimeout(settle, LOCK_MS_MAX, false);
  const hold = () => {
    settle(true);
    return new Promise(() => {});
  };
  try {
    navigator.locks.request(self.name, { signal: abandon.signal }, hold).catch(() => settle(false));
  } catch {
    settle(false);
  }
});

export const now = () => performance.timeOrigin + performance.now();

export const span = (phase, startMs, endMs) => ({
  phase,
  start_ms: startMs,
  duration_ms: Math.max(0, endMs - startMs),
});

export function post(body, buffers = []) {
  self.postMessage({ body, buffers }, buffers);
}

// Says that the worker, whose script began at `startedMs`, takes jobs from now on.
export async function postReady(startedMs) {
  await held;
  post({ ready: { build_id: "__BUILD_ID__", spans: [span("compile", startedMs, now())] } });
}
