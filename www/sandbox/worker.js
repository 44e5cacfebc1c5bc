// Runs one variant of a reader's program for one parameter, on a thread of its own. The frame puts this function, and the
// reader's three, into the text of one script; see frame.html. The page asks over a port that the reader's code does not
// get hold of, one thing after the other, and this answers: `{ id, answer: { done } }` or `{ id, answer: { failed } }`.
function own(canonical, functions) {
  'use strict';

  // How many results are kept at a time. A result that is stored where others can see it has to be computed.
  const KEPT = 8;
  // How often the loops are run with each of a few functions first: an engine that has seen that many at a call builds none
  // of them into the loop, where it could see that nothing comes of a call.
  const PRIMING_CALLS = 2_000;
  // For the step of the clock: so many steps are looked at, for so long at most.
  const STEPS = 50;
  const STEPS_MAX_MS = 250;
  // For an empty call: the best of so many turns, each of which is so many milliseconds long at least.
  const EMPTY_TURNS = 10;
  const EMPTY_TURN_MS = 4;
  const EMPTY_CALLS_MAX = 2 ** 28;
  // How much of an error's message is handed on.
  const MESSAGE_CHARACTERS_MAX = 2_000;
  // How much of a line of a stack is looked at, from its end. The first lines are the message, whose length nothing limits,
  // and the search takes time with the square of it.
  const FRAME_CHARACTERS_MAX = 400;

  if (functions.length !== 3) throw new SyntaxError('a part closes a brace that it does not open');
  const [setUp, body, tearDown] = functions;
  // Taken now: the reader's code may put others into their places.
  const now = performance.now.bind(performance);
  const toFrame = self.postMessage.bind(self);
  const kept = new Array(KEPT).fill(undefined);
  const place = self.location.href;

  let lines = [];
  let call = body;
  let data;
  let n;
  let part = 'set_up';
  // Known from the start where the body has `await` in it, and otherwise after the first call.
  let isAsync = isAsyncFunction(body);
  let wasCalled = isAsync;
  // What was thrown where nobody waits for it: in a timer, or by a promise that nobody looked at. What is waited for may
  // never come then, so whoever waits is told.
  let stray;
  let tellStray;
  const strayed = new Promise((_, reject) => {
    tellStray = reject;
  });
  strayed.catch(() => {});

  function timed(f, iterations) {
    const startMs = now();
    for (let i = 0; i < iterations; i++) kept[i & (KEPT - 1)] = f(data, n);
    return now() - startMs;
  }

  async function timedAsync(f, iterations) {
    const startMs = now();
    for (let i = 0; i < iterations; i++) kept[i & (KEPT - 1)] = await f(data, n);
    return now() - startMs;
  }

  const sample = (f, iterations) => (isAsync ? timedAsync(f, iterations) : timed(f, iterations));

  async function prime() {
    const others = [() => 0, () => '', () => null, () => 0.5, () => [], () => ({})];
    const asyncOthers = [async () => 0, async () => '', async () => null, async () => 0.5, async () => []];
    for (const f of others) timed(f, PRIMING_CALLS);
    if (isAsync) for (const f of asyncOthers) await timedAsync(f, PRIMING_CALLS);
    forget();
  }

  function forget() {
    kept.fill(undefined);
  }

  // The first call tells whether the others have to be awaited.
  async function first() {
    part = 'body';
    const value = call(data, n);
    isAsync ||= typeof value?.then === 'function';
    wasCalled = true;
    return isAsync ? await value : value;
  }

  const tasks = {
    async start() {
      part = 'set_up';
      data = await setUp(n);
      return {};
    },
    async sample({ iterations }) {
      if (!wasCalled) await first();
      part = 'body';
      const elapsedMs = await sample(call, iterations);
      forget();
      return { elapsed_ms: elapsedMs };
    },
    async result() {
      const value = await first();
      return { text: canonical(value), is_undefined: value === undefined };
    },
    clock() {
      return { step_ms: clockStep() };
    },
    async empty() {
      if (!wasCalled) await first();
      const f = isAsync ? async function (data, n) {} : function (data, n) {};
      let calls = 1;
      let bestMs = Infinity;
      for (let turn = 0; turn < EMPTY_TURNS; ) {
        const ms = await sample(f, calls);
        if (ms < EMPTY_TURN_MS && calls < EMPTY_CALLS_MAX) {
          calls *= 2;
        } else {
          bestMs = Math.min(bestMs, ms / calls);
          turn++;
        }
      }
      forget();
      return { call_ms: bestMs };
    },
    async stop() {
      part = 'tear_down';
      await tearDown(data, n);
      return {};
    },
  };

  function clockStep() {
    let smallestMs = Infinity;
    const startMs = now();
    let lastMs = startMs;
    for (let steps = 0; steps < STEPS && lastMs - startMs < STEPS_MAX_MS; ) {
      const nowMs = now();
      if (nowMs > lastMs) {
        smallestMs = Math.min(smallestMs, nowMs - lastMs);
        lastMs = nowMs;
        steps++;
      }
    }
    return smallestMs;
  }

  // What a module exports, as a function of nothing: what it is given is fixed for the whole run.
  async function exported({ bytes, name, arguments: values }) {
    part = 'body';
    const module = await WebAssembly.compile(bytes);
    const imports = WebAssembly.Module.imports(module);
    if (imports.length > 0) {
      const names = imports.map(({ module, name }) => `${module}.${name}`).join(', ');
      throw new WebAssembly.LinkError(`the module wants imports: ${names}`);
    }
    const { exports } = await WebAssembly.instantiate(module);
    const f = exports[name];
    if (typeof f !== 'function') {
      const names = Object.keys(exports).filter((key) => typeof exports[key] === 'function');
      throw new WebAssembly.LinkError(`the module exports no function ${name}, but ${names.join(', ') || 'none'}`);
    }
    const [a, b, c, d] = values;
    // A call with as many arguments as are written down costs less than one with a list of them.
    const calls = [() => f(), () => f(a), () => f(a, b), () => f(a, b, c), () => f(a, b, c, d)];
    return calls[values.length] ?? (() => f(...values));
  }

  function isAsyncFunction(f) {
    return Object.getPrototypeOf(f) !== Function.prototype;
  }

  // What was thrown, as data: where in the reader's text, and what it says.
  function described(thrown) {
    let message;
    let reason;
    let stack = '';
    try {
      message = String(thrown);
      if (thrown instanceof Error || thrown instanceof DOMException) stack = String(thrown.stack);
    } catch {
      message = 'something was thrown that cannot be turned into text';
      reason = 'unspeakable';
    }
    return { part, ...located(stack), message: message.slice(0, MESSAGE_CHARACTERS_MAX), reason };
  }

  // The innermost call that stands in the reader's text.
  function located(stack) {
    for (const frame of stack.split('\n')) {
      const [, url, line, column] = /([^\s(@]+):(\d+):(\d+)\)?$/.exec(frame.trim().slice(-FRAME_CHARACTERS_MAX)) ?? [];
      if (url !== place) continue;
      for (const { part, before, count } of lines) {
        const own = Number(line) - before;
        if (own >= 1 && own <= count) return { part, line: own, column: Number(column) };
      }
    }
    return {};
  }

  async function answer(post, { id, ask, ...details }) {
    try {
      const work = tasks[ask](details);
      // A tear-down is run to its end all the same.
      const done = await (ask === 'stop' ? work : Promise.race([work, strayed]));
      if (stray) throw stray.thrown;
      post({ id, answer: { done } });
    } catch (thrown) {
      post({ id, answer: { failed: described(thrown) } });
    }
  }

  function noteStray(event, thrown) {
    event.preventDefault();
    stray ??= { thrown };
    tellStray(thrown);
  }

  self.addEventListener('error', (event) => noteStray(event, event.error));
  self.addEventListener('unhandledrejection', (event) => noteStray(event, event.reason));
  self.onmessage = async ({ data: { open } }) => {
    self.onmessage = null;
    const { port, wasm } = open;
    const post = port.postMessage.bind(port);
    ({ lines, n } = open);
    // Nobody listens to them from now on, and messages that nobody reads would only pile up.
    delete self.postMessage;
    delete self.close;
    let failure;
    try {
      if (wasm) call = await exported(wasm);
    } catch (thrown) {
      failure = described(thrown);
    }
    await prime();
    let tail = Promise.resolve();
    port.onmessage = ({ data: request }) => {
      if (failure) post({ id: request.id, answer: { failed: failure } });
      else tail = tail.then(() => answer(post, request));
    };
  };
  toFrame('up');
}
