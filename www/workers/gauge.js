// Measures, on a thread like those that are timed, what a timing can be worth there: the clock's step,
// whether the thread is isolated, roughly how fast the device is. Then it stays and tells what the browser
// says of the processor's pressure. src/trust/gauge.rs says what it posts; whoever started it ends it.

// --- the clock ---

// Of so many steps the least is taken: one that was interrupted looks longer.
const STEPS = 200;
// A clock whose steps are coarse shows fewer in this time.
const CLOCK_BUDGET_MS = 50;
// So many steps are seen whatever the budget: on a busy machine the first may be one in which the thread stood still.
const STEPS_MIN = 4;
// However long that takes: a clock may step once in 100 ms, or not at all.
const CLOCK_MS_MAX = 1_000;
// A clock that stands still is given up after so many readings; 100 ms are some millions.
const READINGS_MAX = 50_000_000;

function clockStepUs() {
  const begun = performance.now();
  let previous = begun;
  let least = Infinity;
  let steps = 0;
  for (let readings = 0; readings < READINGS_MAX && steps < STEPS; readings++) {
    const reading = performance.now();
    if (reading > previous) {
      least = Math.min(least, reading - previous);
      steps += 1;
      const spentMs = reading - begun;
      if (spentMs >= CLOCK_MS_MAX || (spentMs >= CLOCK_BUDGET_MS && steps >= STEPS_MIN)) {
        break;
      }
    }
    previous = reading;
  }
  return least * 1_000;
}

// --- the device ---

// What the workload took one core of a server (AMD EPYC, two virtual cores, Chromium 156) when it was chosen.
// An index of 2 is a device that takes half of that. It is rough: one workload, one engine, one moment.
const REFERENCE_MS = 20;
// What the workload gives, wherever roots are rounded as processors do it.
const CHECKSUM = "289434657 1593.6881954756798";

// The engine compiles what it finds to be used often, and does so while the first runs go on.
const WARM_UPS = 4;
// Of so many runs the median counts.
const RUNS = 7;
// A device that is slow gets fewer, so that the wait stays short.
const RUNS_MIN = 3;
const DEVICE_BUDGET_MS = 1_000;

const INTEGER_ROUNDS = 2_400_000;
const FLOAT_ROUNDS = 1_600_000;

// Integers: a generator that scatters over a table that fits the nearest cache. Floats: a sum in which each
// term waits for the one before, with a root and a quotient.
function workload() {
  const table = new Uint32Array(1_024);
  let state = 0x9e3779b9;
  for (let round = 0; round < INTEGER_ROUNDS; round++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const at = state & 1_023;
    table[at] = Math.imul(table[at] ^ state, 0x85ebca6b);
  }
  const digest = table.reduce((digest, word) => Math.imul(digest ^ word, 0x01000193) >>> 0, 0x811c9dc5);
  let sum = 1;
  for (let round = 1; round <= FLOAT_ROUNDS; round++) {
    sum += Math.sqrt(round) / (1 + sum * sum);
  }
  return `${digest} ${sum}`;
}

function deviceMs() {
  const times = [];
  const begun = performance.now();
  for (let run = 0; run < WARM_UPS + RUNS; run++) {
    const startMs = performance.now();
    const checksum = workload();
    const endMs = performance.now();
    if (checksum !== CHECKSUM) {
      throw new Error(`the workload gave ${checksum}, and should give ${CHECKSUM}`);
    }
    times.push(endMs - startMs);
    if (endMs - begun > DEVICE_BUDGET_MS && times.length >= RUNS_MIN) {
      break;
    }
  }
  // Of a device so slow that the budget ended it, the last few are the warmest.
  const kept = times.slice(Math.min(WARM_UPS, times.length - RUNS_MIN)).sort((a, b) => a - b);
  return kept[kept.length >> 1];
}

// --- the processor's pressure ---

// How often the browser may report. A report is of the time since the one before.
const PRESSURE_INTERVAL_MS = 1_000; // src/trust/log.rs

// Held as long as the thread lives: an observer that nobody holds may be collected.
let observer;

// A browser that does not say by then whether it will report is taken for one that does not.
const PRESSURE_ANSWER_MS_MAX = 2_000;

const late = (limitMs) => new Promise((_, reject) => setTimeout(reject, limitMs, new Error("no answer")));

// Whether the browser will report. It does so only while the page has the focus, and may say the same twice.
async function followPressure() {
  if (typeof PressureObserver === "undefined") {
    return false;
  }
  observer = new PressureObserver((records) => {
    post({ pressure: { state: records.at(-1).state } });
  });
  try {
    const observing = observer.observe("cpu", { sampleInterval: PRESSURE_INTERVAL_MS });
    await Promise.race([observing, late(PRESSURE_ANSWER_MS_MAX)]);
  } catch {
    // A policy forbids it, the system gives the browser no figures, or it never answers.
    return false;
  }
  return true;
}

const post = (message) => self.postMessage(message);

async function measure() {
  const stepUs = clockStepUs();
  post({
    clock: {
      isolated: self.crossOriginIsolated === true,
      step_us: Number.isFinite(stepUs) ? stepUs : null,
    },
  });
  post({ pressure_watch: { reports: await followPressure() } });
  const measuredMs = deviceMs();
  // A clock that stood still all the while tells nothing.
  post({ device: { index: measuredMs > 0 ? REFERENCE_MS / measuredMs : null } });
}

await measure().catch((error) => {
  // A promise that is rejected may reach nobody; what a task of its own throws reaches the page.
  setTimeout(() => {
    throw error;
  });
});
