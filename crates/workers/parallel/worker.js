// The WebAssembly worker with several threads: `parallel.js?threads=4`. Makes the memory that they
// share, starts them, and lets the module answer. Where that cannot be, it says why and ends.
const startedMs = performance.timeOrigin + performance.now();

const THREADS_MAX = 64;
const PAGE_BYTES = 64 * 1024;
const MIB = 1024 * 1024;
// More than the module has when it starts; it grows from there.
const MEMORY_START_BYTES = 4 * MIB;
// Browsers set aside the address space of all that a memory may become; phones have little.
const MEMORY_MIN_BYTES = 64 * MIB;
// Shorter than the page's own limit for a worker's start, so that the reason arrives before it.
const START_MAX_MS = 8_000;

// A promise that is rejected here may reach nobody, and the page would wait until the worker is late; what a task of its
// own throws reaches the page.
function fail(error) {
  setTimeout(() => {
    throw error;
  });
  return new Promise(() => {});
}

const { held, post } = await import("./shared.js").catch(fail);

// Why threads cannot be started here, as the page knows it (protocol::StartFault).
class StartFault extends Error {
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

try {
  await start();
} catch (error) {
  const message = `the threads could not be started: ${error?.message ?? error}`;
  post({ crashed: { message, reason: error instanceof StartFault ? error.reason : undefined } });
}

async function start() {
  const threads = threadsWanted();
  if (typeof SharedArrayBuffer === "undefined") {
    throw noSharedMemory(
      self.crossOriginIsolated
        ? "this browser has no SharedArrayBuffer"
        : "memory can be shared only where the page is isolated from other sites, and this one is not",
    );
  }
  if (typeof Worker === "undefined") {
    throw new StartFault("no_nested_workers", "this browser has no workers within workers");
  }
  const { default: init, initThreadPool, serve } = await import(
    "../modules/parallel/parallel.js"
  );
  await init({ memory: makeMemory() });
  await within(START_MAX_MS, initThreadPool(threads)).catch((error) => {
    if (error?.name === "DataCloneError") {
      throw noSharedMemory(`a worker cannot hand its shared memory to others: ${error.message}`);
    }
    throw error;
  });
  await held;
  serve("__BUILD_ID__", startedMs);
}

// Isolation is needed for shared memory, and not enough: there are browsers without.
function noSharedMemory(message) {
  return new StartFault(self.crossOriginIsolated ? "no_shared_memory" : "not_isolated", message);
}

function threadsWanted() {
  const text = new URL(self.location.href).searchParams.get("threads");
  const threads = Number(text);
  if (text === null || !Number.isInteger(threads) || threads < 1 || threads > THREADS_MAX) {
    throw new Error(`threads is ${text}; give a whole number from 1 to ${THREADS_MAX}`);
  }
  return threads;
}

// The largest memory that suits the device, or the largest that the browser gives.
function makeMemory() {
  const gib = navigator.deviceMemory ?? 4;
  let maxBytes = (gib <= 2 ? 256 : gib < 8 ? 512 : 1024) * MIB;
  for (;;) {
    try {
      return new WebAssembly.Memory({
        initial: MEMORY_START_BYTES / PAGE_BYTES,
        maximum: maxBytes / PAGE_BYTES,
        shared: true,
      });
    } catch (error) {
      maxBytes /= 2;
      if (maxBytes < MEMORY_MIN_BYTES) {
        throw error;
      }
    }
  }
}

function within(limitMs, promise) {
  const late = new Promise((_, reject) => {
    setTimeout(() => {
      const message = `not all threads were ready within ${limitMs} ms`;
      reject(new StartFault({ late: { limit_ms: limitMs } }, message));
    }, limitMs);
  });
  return Promise.race([promise, late]);
}
