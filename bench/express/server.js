// The articles' cluster, repaired: a primary that restarts workers with a pause and not for ever, and workers
// that each have a pool of threads.
'use strict';

const cluster = require('node:cluster');

const RESTARTS_MAX = 5;
const RESTART_WINDOW_MS = 30_000;
const RESTART_PAUSE_MS = 200;
const DRAIN_MS = 5_000;
const QUEUE_PER_THREAD_MAX = 16;

function count(name) {
  const number = Number(process.env[name]);
  if (!Number.isInteger(number) || number < 1 || number > 256) {
    throw new Error(`${name} is ${JSON.stringify(process.env[name])}; give a whole number from 1 to 256`);
  }
  return number;
}

function primary() {
  const workers = count('WORKERS');
  const restarts = [];
  let stops = false;
  let ready = 0;

  const stop = () => {
    if (stops) return;
    stops = true;
    for (const worker of Object.values(cluster.workers)) worker.send('stop');
    const end = setTimeout(() => process.exit(3), DRAIN_MS);
    end.unref();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The end of file says that whoever started this is gone.
  process.stdin.on('end', stop).resume();

  cluster.on('listening', (_worker, { port }) => {
    ready += 1;
    if (ready === workers) console.log(`listening ${port}`);
  });
  cluster.on('exit', (worker, code, signal) => {
    if (stops) {
      if (Object.keys(cluster.workers).length === 0) process.exit(0);
      return;
    }
    console.error(`worker ${worker.process.pid} ended (${signal ?? code})`);
    const now = Date.now();
    while (restarts.length > 0 && now - restarts[0] > RESTART_WINDOW_MS) restarts.shift();
    restarts.push(now);
    if (restarts.length > RESTARTS_MAX) {
      console.error('workers died too often');
      process.exit(4);
    }
    setTimeout(() => stops || cluster.fork(), RESTART_PAUSE_MS * 2 ** (restarts.length - 1));
  });
  for (let slot = 0; slot < workers; slot += 1) cluster.fork();
}

function worker() {
  const { app } = require('./app.js');
  const { Pool } = require('./pool.js');
  const threads = count('THREADS');
  const pool = new Pool(threads, threads * QUEUE_PER_THREAD_MAX);
  const server = app(pool, process.env.DATABASE).listen(Number(process.env.PORT), process.env.HOST);
  // Ctrl-C reaches the whole group, but only the primary is to act on it.
  process.on('SIGINT', () => {});
  const stop = () => {
    server.close(() => {
      pool.close();
      process.disconnect?.();
    });
    server.closeIdleConnections();
  };
  process.on('message', (message) => message === 'stop' && stop());
  process.on('disconnect', () => process.exit(0));
}

if (cluster.isPrimary) primary();
else worker();
