// What the bench asks of the page, as `window.bench`; the bench decides what is done when.
import { Ours } from "./ours.js";

// Kept as the lab keeps it: policies that draw lots begin there.
const TERMS = { ttl_s: null, seed: 1 };

/** The worker with the others: see others.js. */
class Others {
  #worker;
  #waiting;

  constructor() {
    this.#worker = new Worker("others.js", { type: "module" });
    this.#worker.onmessage = ({ data: { answer, error } }) => {
      if (error) {
        this.#waiting.reject(new Error(error));
      } else {
        this.#waiting.resolve(answer);
      }
    };
    this.#worker.onerror = (event) => {
      this.#waiting.reject(new Error(`others.js: ${event.message ?? "not loaded"}`));
    };
  }

  ask(name, value) {
    const answer = new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    this.#worker.postMessage({ name, value });
    return answer;
  }

  close() {
    this.#worker.terminate();
  }
}

let ours;
let others;

/** Starts fresh workers, ours with the trace of a recipe. */
async function begin(recipe, nodeBytes) {
  ours = new Ours();
  others = new Others();
  await ours.open(recipe);
  await others.ask("open", { nodeBytes });
}

/** Serves accesses with one of our policies: milliseconds around the step, and misses. */
async function serve(policy, size, accesses) {
  const start = performance.now();
  const events = await ours.command({
    Serve: { policy, size: { Objects: size }, terms: TERMS, accesses },
  });
  const ms = performance.now() - start;
  return { ms, result: events.at(-1).Point.outcome.Exact.misses };
}

/** Lets one of the others have its turn: milliseconds within the worker, and misses, or a sum. */
function runOther(name, what) {
  return others.ask("run", { name, what });
}

function closeAll() {
  ours?.close();
  others?.close();
  ours = undefined;
  others = undefined;
}

/** The curves of several policies by so many workers; whoever is done with one takes the next, as in the lab. */
async function curves(workers, recipe, policies, sizes, sampling) {
  const all = Array.from({ length: workers }, () => new Ours());
  await Promise.all(all.map((worker) => worker.open(recipe)));
  const left = [...policies];
  const points = [];
  const work = async (worker) => {
    while (left.length > 0) {
      const policy = left.shift();
      const curve = { policy, sizes: sizes.map((Objects) => ({ Objects })), terms: TERMS, sampling };
      const events = await worker.command({ Curve: curve });
      points.push(...events.flatMap(({ Point }) => (Point ? [Point] : [])));
    }
  };
  const start = performance.now();
  await Promise.all(all.map(work));
  const ms = performance.now() - start;
  for (const worker of all) {
    worker.close();
  }
  return { ms, points };
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

window.bench = { begin, serve, runOther, closeAll, curves, environment };
