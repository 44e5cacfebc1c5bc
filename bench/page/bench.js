// What the bench asks of the page, as `window.bench`; the bench decides what is done when.
import { Client } from "./client.js";
import { wrap } from "./lib/comlink.mjs";

const WHOLE = { index: 0, of: 1 };

// Addresses of the site's workers, once the bench has told.
const scripts = {};
// Workers that are open, by the name that the bench gives them.
const open = new Map();
// What is run, by number: the spec, the picture that it works on, the bytes of the output to look at.
const cases = new Map();

const CANDIDATES = {
  async protocol() {
    const client = await Client.start(scripts.wasm);
    return { call: () => client.request("echo"), close: () => client.close() };
  },
  async comlink() {
    const worker = new Worker("comlink-worker.js", { type: "module" });
    const api = wrap(worker);
    return { call: () => api.empty(), close: () => worker.terminate() };
  },
  async workerpool() {
    const pool = workerpool.pool(new URL("workerpool-worker.js", location).href, {
      minWorkers: 1,
      maxWorkers: 1,
      workerType: "web",
    });
    return { call: () => pool.exec("empty"), close: () => pool.terminate(true) };
  },
};

function begin(folder, threads) {
  scripts.wasm = `${folder}workers/compute.js`;
  scripts.js = `${folder}workers/baseline.js`;
  scripts.parallel = `${folder}workers/parallel.js?threads=${threads}`;
}

/** Opens fresh workers: `names` gives each its script. */
async function openWorkers(names) {
  const clients = Object.entries(names).map(async ([name, script]) => {
    open.set(name, await Client.start(scripts[script]));
  });
  await Promise.all(clients);
}

function closeAll() {
  for (const worker of open.values()) {
    worker.close();
  }
  open.clear();
}

/** Takes in what will be run. Needs the worker `wasm` where a picture has to be made. */
async function prepare(number, spec, takesPicture, places) {
  let buffers = [];
  if (takesPicture) {
    buffers = (await open.get("wasm").request({ generate: { spec } })).buffers;
  }
  cases.set(number, { spec, buffers, places });
}

async function job(name, number) {
  const { spec, buffers, places } = cases.get(number);
  const run = { spec, share: WHOLE, schedule: "stealing", into_shared: false };
  const answer = await open.get(name).request({ run }, buffers);
  const output = answer.buffers.length > 0 ? new Uint8Array(answer.buffers[0]) : [];
  return {
    compute_ms: answer.spans
      .filter(({ phase }) => phase === "compute")
      .reduce((sum, span) => sum + span.duration_ms, 0),
    // As text, because the driver would make fractions of large whole numbers.
    result: {
      outcome: JSON.stringify(answer.outcome.ran.outcome),
      bytes: places.map((at) => output[at]),
    },
  };
}

// Does jobs that are not timed, for so long: a fresh worker begins with code that is compiled quickly,
// and only then, beside it, compiled well.
async function warmUp(name, number, ms) {
  const end = performance.now() + ms;
  do {
    await job(name, number);
  } while (performance.now() < end);
}

/**
 * One sample of a case on one worker: so many jobs, when it is warm. Their time is what the worker
 * says went into computing.
 */
async function sample(name, number, jobs, warmUpMs) {
  await warmUp(name, number, warmUpMs);
  let compute_ms = 0;
  let last;
  for (let index = 0; index < jobs; index++) {
    const { compute_ms: took, result } = await job(name, number);
    if (last !== undefined && last.outcome !== result.outcome) {
      throw new Error(`${name} gave ${last.outcome}, then ${result.outcome}`);
    }
    compute_ms += took;
    last = result;
  }
  return { compute_ms, result: last };
}

/**
 * The time until all jobs are done, one after another on a worker, workers at the same time, when
 * these are warm.
 */
async function together(names, number, jobs, warmUpMs) {
  if (warmUpMs > 0) {
    await Promise.all(names.map((name) => warmUp(name, number, warmUpMs)));
  }
  const results = [];
  const start = performance.now();
  await Promise.all(
    names.map(async (name) => {
      for (let index = 0; index < jobs; index++) {
        results.push((await job(name, number)).result);
      }
    }),
  );
  return { wall_ms: performance.now() - start, results };
}

async function openCandidates(warmups) {
  for (const [name, start] of Object.entries(CANDIDATES)) {
    const candidate = await start();
    open.set(name, candidate);
    for (let index = 0; index < warmups; index++) {
      await candidate.call();
    }
  }
}

/** Round trips of empty jobs, in milliseconds. The first is not timed: others had their turn before. */
async function roundTrips(name, count) {
  const { call } = open.get(name);
  await call();
  const times = [];
  for (let index = 0; index < count; index++) {
    const start = performance.now();
    await call();
    times.push(performance.now() - start);
  }
  return times;
}

async function environment() {
  const data = await navigator.userAgentData?.getHighEntropyValues(["fullVersionList"]);
  const brands = data?.fullVersionList ?? [];
  const browser = brands.find(({ brand }) => brand.includes("Chrom"));
  return {
    browser: browser ? `${browser.brand} ${browser.version}` : navigator.userAgent,
    cores: navigator.hardwareConcurrency,
    isolated: crossOriginIsolated,
  };
}

window.bench = {
  begin,
  openWorkers,
  closeAll,
  prepare,
  sample,
  together,
  openCandidates,
  roundTrips,
  environment,
};
