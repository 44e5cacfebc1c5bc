// What the bench asks of the page, as `window.bench`; the bench decides what is done when.
import { Ours } from "./ours.js";

let ours;

/** Starts a fresh worker. */
async function begin() {
  ours = new Ours();
  await ours.open();
}

/** Runs a program: milliseconds around the step, and what came of it. */
async function run(command) {
  const start = performance.now();
  const events = await ours.command(command);
  const ms = performance.now() - start;
  return { ms, outcome: outcome(events) };
}

/** The same as `Outcome::of` in the bench. */
function outcome(events) {
  const { ending, statements } = events.at(-1).Ended;
  const found = { ending, text: "", statements, steps: 0, callbacks: 0 };
  for (const { event } of events.flatMap(({ Steps }) => Steps ?? [])) {
    found.steps += 1;
    if (event.Started > 0) {
      found.callbacks += 1;
    } else if (event.Printed) {
      found.text += event.Printed.text;
    }
  }
  return found;
}

function close() {
  ours?.close();
  ours = undefined;
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

window.bench = { begin, run, close, environment };
