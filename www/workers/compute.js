// The WebAssembly worker: loads the compute module and lets it answer.
// The page adds up when this line ran and when the module was ready to "spawn" and "compile".
const startedMs = performance.timeOrigin + performance.now();

// Held until the thread ends, however it ends: the page asks for the same lock when the worker is
// ready, and so learns it.
const held = new Promise((resolve) => {
  if (!navigator.locks) {
    resolve();
    return;
  }
  navigator.locks.request(self.name, () => {
    resolve();
    return new Promise(() => {});
  });
});

const { default: init, serve } = await import("../modules/compute/compute.js");
await init();
await held;
serve("__BUILD_ID__", startedMs);
