// A thread that computes: takes a job, answers with what came out or with why nothing did.
'use strict';

const { parentPort } = require('node:worker_threads');
const { performance } = require('node:perf_hooks');

const PRIMES_SHOWN = 100;

function fibonacci(n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

// The sieve of Eratosthenes over bytes. Only what is shown crosses to the other thread.
function primes(limit) {
  const composite = new Uint8Array(limit + 1);
  for (let i = 2; i * i <= limit; i += 1) {
    if (composite[i] === 0) {
      for (let j = i * i; j <= limit; j += i) composite[j] = 1;
    }
  }
  const first = [];
  let count = 0;
  for (let i = 2; i <= limit; i += 1) {
    if (composite[i] === 0) {
      if (count < PRIMES_SHOWN) first.push(i);
      count += 1;
    }
  }
  return { count, first };
}

function roots(limit) {
  let sum = 0;
  for (let i = 1; i <= limit; i += 1) sum += Math.sqrt(i);
  return sum;
}

function multiply({ matrixA, matrixB }) {
  const [rows, inner, columns] = [matrixA.length, matrixB.length, matrixB[0].length];
  const result = new Array(rows);
  for (let i = 0; i < rows; i += 1) {
    const row = new Array(columns).fill(0);
    const a = matrixA[i];
    for (let k = 0; k < inner; k += 1) {
      const factor = a[k];
      const b = matrixB[k];
      for (let j = 0; j < columns; j += 1) row[j] += factor * b[j];
    }
    result[i] = row;
  }
  return result;
}

function objects(size) {
  const all = [];
  for (let id = 0; id < size; id += 1) {
    const data = Math.random().toString(36).slice(2).repeat(10);
    all.push({ id, data, processed: false, timestamp: 0 });
  }
  const timestamp = Date.now();
  for (const one of all) {
    one.processed = true;
    one.timestamp = timestamp;
  }
  return { count: all.length, sample: all.slice(0, 5) };
}

const tasks = { fibonacci, primes, roots, multiply, objects };

parentPort.on('message', ({ id, task, data }) => {
  const start = performance.now();
  try {
    const made = tasks[task](data);
    parentPort.postMessage({ id, made, ms: performance.now() - start });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error) });
  }
});
