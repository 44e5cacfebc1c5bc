// A pool of threads with a bounded queue: what does not fit is refused, what takes too long is ended, and a
// thread that dies fails its job alone and is replaced.
'use strict';

const path = require('node:path');
const { Worker } = require('node:worker_threads');
const { performance } = require('node:perf_hooks');

const WITHIN_MS = 20_000;

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

class Pool {
  constructor(threads, queueMax) {
    this.queueMax = queueMax;
    this.queue = [];
    this.lastId = 0;
    this.closed = false;
    this.threads = Array.from({ length: threads }, () => this.start());
  }

  start() {
    const thread = { worker: new Worker(path.join(__dirname, 'tasks.js')), job: null };
    thread.worker.on('message', ({ id, made, ms, error }) => {
      if (thread.job?.id !== id) return;
      const job = this.free(thread);
      if (error) job.reject(new Refused(500, error));
      else job.resolve({ made, computedMs: ms, queuedMs: job.startedMs - job.enteredMs });
      this.pump();
    });
    thread.worker.on('error', () => {});
    thread.worker.on('exit', () => {
      if (thread.job) this.free(thread).reject(new Refused(500, 'the computation failed'));
      if (this.closed) return;
      this.threads[this.threads.indexOf(thread)] = this.start();
      this.pump();
    });
    return thread;
  }

  free(thread) {
    const { job } = thread;
    thread.job = null;
    clearTimeout(job.timer);
    return job;
  }

  run(task, data) {
    const idle = this.threads.filter((thread) => !thread.job).length;
    if (this.queue.length >= this.queueMax + idle) {
      const why = `${this.queue.length} jobs wait already, which is as many as may`;
      return Promise.reject(new Refused(503, why));
    }
    return new Promise((resolve, reject) => {
      this.lastId += 1;
      const job = { id: this.lastId, task, data, resolve, reject, enteredMs: performance.now() };
      job.timer = setTimeout(() => this.giveUp(job), WITHIN_MS);
      this.queue.push(job);
      this.pump();
    });
  }

  pump() {
    for (const thread of this.threads) {
      if (thread.job) continue;
      const job = this.queue.shift();
      if (!job) return;
      job.startedMs = performance.now();
      thread.job = job;
      thread.worker.postMessage({ id: job.id, task: job.task, data: job.data });
    }
  }

  giveUp(job) {
    job.reject(new Refused(504, `not done within ${WITHIN_MS} ms`));
    const waiting = this.queue.indexOf(job);
    if (waiting >= 0) {
      this.queue.splice(waiting, 1);
      return;
    }
    // Nothing else stops a loop; the thread's end brings another.
    const thread = this.threads.find((one) => one.job === job);
    if (thread) {
      thread.job = null;
      thread.worker.terminate();
    }
  }

  status() {
    const active = this.threads.filter((thread) => thread.job).length;
    return {
      poolSize: this.threads.length,
      availableWorkers: this.threads.length - active,
      queueLength: this.queue.length,
      queueMax: this.queueMax,
      activeJobs: active,
      pid: process.pid,
    };
  }

  close() {
    this.closed = true;
    for (const thread of this.threads) thread.worker.terminate();
  }
}

module.exports = { Pool, Refused };
