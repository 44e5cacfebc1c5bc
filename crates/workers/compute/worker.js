// The WebAssembly worker: loads the compute module and lets it answer.
// The page adds up when this line ran and when the module was ready to "spawn" and "compile".
const startedMs = performance.timeOrigin + performance.now();

const [{ held }, { default: init, serve }] = await Promise.all([
  import("./shared.js"),
  import("../modules/compute/compute.js"),
]);
await init();
await held;
serve("__BUILD_ID__", startedMs);
