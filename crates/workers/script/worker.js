// The worker that runs programs: loads the module of the JavaScript engine and lets it answer.
// The page adds up when this line ran and when the module was ready to "spawn" and "compile".
const startedMs = performance.timeOrigin + performance.now();

// A promise that is rejected here may reach nobody, and the page would wait until the worker is late; what a task of its
// own throws reaches the page.
function fail(error) {
  setTimeout(() => {
    throw error;
  });
  return new Promise(() => {});
}

async function start() {
  const [{ held }, { default: init, serve }] = await Promise.all([
    import("./shared.js"),
    import("../modules/script/script.js"),
  ]);
  await init();
  await held;
  serve("__BUILD_ID__", startedMs);
}

await start().catch(fail);
