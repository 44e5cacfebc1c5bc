// What the bench asks of the page, as `window.bench`; the bench decides what is done when.
import { Ours } from "./ours.js";

const SCRIPTS = {
  "sqlite-wasm": { url: "sqlite-wasm.js", type: "module" },
  "sql.js": { url: "sql-js.js", type: "classic" },
};

/** A worker with another build of SQLite: see others.js. */
class Other {
  #worker;
  #waiting;

  constructor(name) {
    const { url, type } = SCRIPTS[name];
    this.#worker = new Worker(url, { type });
    this.#worker.onmessage = ({ data: { answer, error } }) => {
      if (error) {
        this.#waiting.reject(new Error(`${name}: ${error}`));
      } else {
        this.#waiting.resolve(answer);
      }
    };
    this.#worker.onerror = (event) => {
      this.#waiting.reject(new Error(`${name}: ${event.message ?? "not loaded"}`));
    };
  }

  open() {
    return this.#ask("open");
  }

  run(what, check) {
    return this.#ask("run", { what, check });
  }

  close() {
    this.#worker.terminate();
  }

  #ask(name, value) {
    const answer = new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    this.#worker.postMessage({ name, value });
    return answer;
  }
}

const open = new Map();

/** Starts a fresh worker, and tells which SQLite it has. */
async function begin(name, spec) {
  const candidate = name === "ours" ? new Ours() : new Other(name);
  open.set(name, candidate);
  return candidate.open(spec);
}

/** Does a case once: milliseconds within the worker, and the fingerprint of its rows where it is to be checked. */
function run(name, what, check) {
  return open.get(name).run(what, check);
}

function closeAll() {
  for (const candidate of open.values()) {
    candidate.close();
  }
  open.clear();
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

window.bench = { begin, run, closeAll, environment };
