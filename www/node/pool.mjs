// What the sketches share: jobs for a few worker threads, and a watch on the event loop meanwhile.
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { isMainThread, parentPort, Worker } from "node:worker_threads";

const WORKERS_MAX = 64;

/** The size and the number of workers that the command line gives. */
export function figures(sizeDefault, sizeMax) {
  const figure = (name, text, fallback, min, max) => {
    const value = text === undefined ? fallback : Number(text);
    if (!Number.isInteger(value) || value < min || value > max) {
      console.error(`${name} “${text}” is no whole number from ${min} to ${max}`);
      process.exit(2);
    }
    return value;
  };
  const [, , size, workers] = process.argv;
  return [
    figure("size", size, sizeDefault, 1, sizeMax),
    figure("workers", workers, Math.min(availableParallelism(), WORKERS_MAX), 1, WORKERS_MAX),
  ];
}

/** Cuts 0 to `end` into `count` bands of about the same length. */
export function bands(end, count) {
  const at = (index) => Math.floor((end * index) / count);
  return Array.from({ length: count }, (_, index) => ({ from: at(index), to: at(index + 1) }))
    .filter(({ from, to }) => from < to);
}

/** Does the jobs twice: here, where nothing else happens meanwhile, and on workers. */
export async function compare(script, workers, jobs, compute, summarize) {
  await measure("main thread", () => summarize(jobs.map(compute)));
  await measure(`${workers} workers`, async () => summarize(await inPool(script, workers, jobs)));
}

/** On a worker: answers each job that comes. */
export function serve(compute) {
  if (!isMainThread) {
    parentPort.on("message", (job) => parentPort.postMessage(compute(job)));
  }
}

/** Each worker takes the next job as soon as it is done with one; results keep the jobs' order. */
async function inPool(script, workers, jobs) {
  const results = [];
  let next = 0;
  const work = async () => {
    const worker = new Worker(new URL(script));
    while (next < jobs.length) {
      const index = next++;
      worker.postMessage(jobs[index]);
      [results[index]] = await once(worker, "message");
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, work));
  return results;
}

/** Prints what came out, how long it took, and for how long the event loop stood still. */
async function measure(label, work) {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  // The watch needs a tick before the work and one after it.
  await sleep(10);
  const start = performance.now();
  const result = await work();
  const elapsed = performance.now() - start;
  await sleep(10);
  delays.disable();
  const longest = delays.max / 1e6;
  console.log(`${label}: ${result}`);
  console.log(`  time ${elapsed.toFixed(1)} ms, longest event-loop delay ${longest.toFixed(1)} ms`);
}
