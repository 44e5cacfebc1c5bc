// The articles' endpoints with Express, with the parameters, limits and headers of the server beside which it
// is measured.
'use strict';

const { randomUUID } = require('node:crypto');
const { performance } = require('node:perf_hooks');
const express = require('express');
const { books, STRATEGIES } = require('./books.js');
const { Refused } = require('./pool.js');

const INDEX_MAX = 45;
const LIMIT_MAX = 1_000_000;
const OBJECTS_MAX = 1_000_000;
const OBJECTS = 100_000;
const ROOTS = 1_000_000;
const SIDE_MAX = 256;
const AUTHORS_MAX = 1_000;
const AUTHORS = 50;
const BODY_MAX = '4mb';

// Nothing is clamped, and nothing behind the number is passed over.
function whole(name, text, min, max) {
  const number = /^[0-9]+$/.test(text) ? Number(text) : NaN;
  if (!(number >= min && number <= max)) {
    throw new Refused(400, `${name} is ${JSON.stringify(text)}; give a whole number from ${min} to ${max}`);
  }
  return number;
}

function matrix(name, rows) {
  const isMatrix = Array.isArray(rows) && rows.length >= 1 && rows.length <= SIDE_MAX
    && rows.every((row) => Array.isArray(row) && row.length === rows[0].length
      && row.length >= 1 && row.length <= SIDE_MAX && row.every(Number.isFinite));
  if (!isMatrix) {
    throw new Refused(400, `${name} is no matrix of numbers with 1 to ${SIDE_MAX} rows and columns`);
  }
  return rows;
}

function app(pool, databaseFile) {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const counts = { requests: 0, errors: 0 };

  app.use((request, response, next) => {
    const start = performance.now();
    counts.requests += 1;
    response.setHeader('X-Request-Id', request.headers['x-request-id'] ?? randomUUID());
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    // Known only when the headers go out, after which none can be set.
    const { writeHead } = response;
    response.writeHead = function timed(...given) {
      if (this.statusCode >= 500 && this.statusCode !== 503) counts.errors += 1;
      this.setHeader('X-Response-Time', `${(performance.now() - start).toFixed(3)}ms`);
      return writeHead.apply(this, given);
    };
    next();
  });

  const computed = (task, input, answer) => async (request, response) => {
    const data = input(request);
    const { made, computedMs, queuedMs } = await pool.run(task, data);
    response.setHeader(
      'Server-Timing',
      `queue;dur=${queuedMs.toFixed(3)}, compute;dur=${computedMs.toFixed(3)}`,
    );
    response.json({ ...answer(made, data), durationMs: computedMs, worker: process.pid });
  };

  app.get('/health/live', (_request, response) => response.type('text/plain').send('live\n'));
  app.get('/health', (_request, response) => response.json({
    status: 'healthy',
    pid: process.pid,
    uptime: process.uptime(),
    ...counts,
    memory: { rss: process.memoryUsage.rss() },
  }));
  app.get('/worker-status', (_request, response) => response.json(pool.status()));
  app.get('/cpu-intensive', computed(
    'roots',
    () => ROOTS,
    (result, iterations) => ({ result, iterations }),
  ));
  app.get('/fibonacci/:n', computed(
    'fibonacci',
    (request) => whole('n', request.params.n, 0, INDEX_MAX),
    (fibonacci, n) => ({ n, fibonacci }),
  ));
  app.get('/primes/:limit', computed(
    'primes',
    (request) => whole('limit', request.params.limit, 0, LIMIT_MAX),
    ({ count, first }, limit) => ({ limit, count, primes: first }),
  ));
  app.get('/memory-intensive', computed(
    'objects',
    (request) => whole('size', request.query.size ?? String(OBJECTS), 1, OBJECTS_MAX),
    (made) => made,
  ));
  app.post('/matrix-multiply', express.json({ limit: BODY_MAX }), computed(
    'multiply',
    ({ body }) => {
      const matrixA = matrix('matrixA', body?.matrixA);
      const matrixB = matrix('matrixB', body?.matrixB);
      if (matrixA[0].length !== matrixB.length) {
        throw new Refused(400, `matrixA has ${matrixA[0].length} columns, but matrixB ${matrixB.length} rows`);
      }
      return { matrixA, matrixB };
    },
    (result) => ({ result }),
  ));
  // The library is synchronous; a query of some microseconds is shorter than a thread's message.
  app.get('/books', (request, response) => {
    const strategy = request.query.strategy ?? 'join';
    if (!STRATEGIES.includes(strategy)) {
      throw new Refused(400, `strategy is ${JSON.stringify(strategy)}; give one of ${STRATEGIES.join(', ')}`);
    }
    const authors = whole('authors', request.query.authors ?? String(AUTHORS), 1, AUTHORS_MAX);
    response.json(books(databaseFile, strategy, authors));
  });

  app.use((_request, _response, next) => next(new Refused(404, 'there is nothing of that name')));
  // Behind the routes, where errors come by. Express knows it by its four parameters.
  app.use((error, _request, response, _next) => {
    const status = error.status ?? 500;
    if (status === 503) response.setHeader('Retry-After', '1');
    response.status(status).json({ status, detail: error.message });
  });
  return app;
}

module.exports = { app };
