// The worker that holds a database: loads the module with SQLite and lets it answer.
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

const MODULE = new URL("../modules/sql/sql_bg.wasm", import.meta.url);

// How large the module is. The build knows; an answer that comes compressed tells only how much of it is on the way.
const MODULE_BYTES = Number("__BYTES_OF(modules/sql/sql_bg.wasm)__");

const TELL_EVERY_MS = 100;

// Says how much of the module is here. This worker fetches it and so counts it: a page that fetched it first would fetch it
// twice wherever nothing is cached. What is read here is a second stream of the answer; the answer itself goes to the
// compiler as it is, for the browser keeps compiled code with it.
async function tellHowMuch(answer, { post, now }) {
  const reader = answer.body.getReader();
  const tell = () => post({ loading: { bytes, bytes_total: MODULE_BYTES } });
  let bytes = 0;
  let toldMs = -Infinity;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    bytes += chunk.value.byteLength;
    if (now() - toldMs >= TELL_EVERY_MS) {
      toldMs = now();
      tell();
    }
  }
  tell();
}

async function start() {
  const [shared, { default: init, serve }, answer] = await Promise.all([
    import("./shared.js"),
    import("../modules/sql/sql.js"),
    fetch(MODULE),
  ]);
  await Promise.all([tellHowMuch(answer.clone(), shared), init({ module_or_path: answer })]);
  await shared.held;
  serve("__BUILD_ID__", startedMs);
}

await start().catch(fail);
