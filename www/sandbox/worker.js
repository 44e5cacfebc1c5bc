// Runs one variant of a reader's program for one parameter, on a thread of its own. The frame puts this function, and the
// reader's three, into the text of one script; see frame.html. The page asks over a port that the reader's code does not
// get hold of, one thing after the other, and this answers: `{ id, answer: { done } }` or `{ id, answer: { failed } }`.
//
// The reader's code may put anything in the place of anything: a polyfill in the set-up is an everyday thing. So all that
// this needs of the language it takes hold of before that code runs, and from then on it calls no method of a value, goes
// through nothing with an iterator, and waits for no promise but the reader's own.
function own(digester, functions, place) {
  'use strict';

  // How many results are kept at a time. A result that is stored where others can see it has to be computed.
  const KEPT = 8;
  // How often the loops are run with each of a few functions first: an engine that has seen that many at a call builds none
  // of them into the loop, where it could see that nothing comes of a call.
  const PRIMING_CALLS = 2_000;
  // For the step of the clock: so many steps are looked at, for so long at most.
  const STEPS = 50;
  const STEPS_MAX_MS = 250;
  // For an empty call: the best of so many turns, each of which is so many milliseconds long at least, or so many steps of
  // the clock; all of them together take no longer than that.
  const EMPTY_TURNS = 10;
  const EMPTY_TURN_MS = 4;
  const EMPTY_TURN_STEPS = 10;
  const EMPTY_MS = 1_500;
  const EMPTY_CALLS_MAX = 2 ** 28;
  // So much of the end of the script's address tells it from others.
  const ADDRESS_CHARACTERS = 300;
  // How much of an error's message is handed on.
  const MESSAGE_CHARACTERS_MAX = 2_000;
  // How long a result may be looked at, and the data before and after a call. Of data that is larger it stays unknown
  // whether a call changes it.
  const RESULT_LOOK_MS = 5_000;
  const DATA_LOOK_MS = 200;
  // Fresh data for every call: so many are made before their calls are timed in one piece, which shall last so many steps
  // of the clock, unless making them takes too long.
  const FRESH_MAX = 1_024;
  const FRESH_STEPS = 200;
  const FRESH_MAKING_MS = 50;
  // For the trend of calls on the same data: so many rounds, after a few that warm up, of first calls on fresh data and of
  // second calls on the same; none where a round takes longer. A first call must last so many steps of the clock.
  const TREND_ROUNDS = 9;
  const TREND_WARM_UPS = 3;
  const TREND_ROUND_MS = 15;
  const TREND_STEPS = 40;
  const TREND_DATA_MAX = 64;
  // From this ratio on, in every round, calls on the same data are told from first calls.
  const TREND_RATIO = 1.5;

  if (functions.length !== 3) throw new SyntaxError('a part closes a brace that it does not open');
  const [setUp, body, tearDown] = functions;
  // Taken now: the reader's code may put others into their places.
  const { bind, call: callOf } = Function.prototype;
  const uncurried = bind.bind(callOf);
  const { apply, getPrototypeOf, getOwnPropertyDescriptor } = Reflect;
  const functionPrototype = Function.prototype;
  const arrayFill = uncurried(Array.prototype.fill);
  const slice = uncurried(String.prototype.slice);
  const indexOf = uncurried(String.prototype.indexOf);
  const charCodeAt = uncurried(String.prototype.charCodeAt);
  const textOf = String;
  const errorPrototype = Error.prototype;
  const exceptionPrototype = typeof DOMException === 'function' ? DOMException.prototype : errorPrototype;
  const now = performance.now.bind(performance);
  const { min } = Math;
  const toFrame = self.postMessage.bind(self);
  const dataOf = uncurried(getOwnPropertyDescriptor(MessageEvent.prototype, 'data').get);
  const preventDefault = uncurried(Event.prototype.preventDefault);
  const errorOf = uncurried(getOwnPropertyDescriptor(ErrorEvent.prototype, 'error').get);
  const reasonOf =
    typeof PromiseRejectionEvent === 'function'
      ? uncurried(getOwnPropertyDescriptor(PromiseRejectionEvent.prototype, 'reason').get)
      : ({ reason }) => reason;
  const { digest, shown } = digester();
  // An address that holds the text itself is long; its end tells it from others.
  const address = self.location.href.slice(-ADDRESS_CHARACTERS);
  const kept = new Array(KEPT).fill(undefined);
  const fresh = new Array(FRESH_MAX).fill(undefined);

  let lines;
  let call = body;
  let data;
  let n;
  let part = 'set_up';
  // Whether each call gets data of its own, and what is done with that afterwards.
  let isFresh = false;
  let hasTearDown = false;
  let freshCount = 1;
  // Known from the start where the body has `await` in it or somebody said so, and otherwise after the first call.
  let isAsync = isAsyncFunction(body);
  let wasCalled = isAsync;
  // The result of the first call until it has been looked at.
  let result;
  // The digest of the data before the call that is about to be made.
  let before;
  // As it is where a page is isolated, unless somebody has measured it.
  let stepMs = 0.005;
  // What was thrown where nobody waits for it: in a timer, or by a promise that nobody looked at. What is waited for may
  // never come then, so whoever waits is told.
  let stray;
  // What ends the request that is being worked on.
  let settle;

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

  // The same with data of its own for each call.
  function timedFresh(f, iterations) {
    const startMs = now();
    for (let i = 0; i < iterations; i++) kept[i & (KEPT - 1)] = f(fresh[i], n);
    return now() - startMs;
  }

  async function timedFreshAsync(f, iterations) {
    const startMs = now();
    for (let i = 0; i < iterations; i++) kept[i & (KEPT - 1)] = await f(fresh[i], n);
    return now() - startMs;
  }

  // Functions of ours that wait hand on what they have by calling `done` or `fail`: a promise of theirs would be at the
  // mercy of what the reader's code makes of promises.
  function sample(f, iterations, done, fail) {
    if (isFresh) sampleFresh(f, iterations, done, fail);
    else if (isAsync) awaited(() => timedAsync(f, iterations), done, fail);
    else done(timed(f, iterations));
  }

  async function awaited(work, done, fail) {
    let value;
    try {
      value = await work();
    } catch (thrown) {
      fail(thrown);
      return;
    }
    done(value);
  }

  async function sampleFresh(f, iterations, done, fail) {
    let elapsedMs = 0;
    try {
      for (let left = iterations; left > 0; ) {
        const count = min(left, freshCount);
        const startMs = now();
        part = 'set_up';
        await makeFresh(count);
        const makingMs = now() - startMs;
        part = 'body';
        const ms = isAsync ? await timedFreshAsync(f, count) : timedFresh(f, count);
        elapsedMs += ms;
        left -= count;
        part = 'tear_down';
        await dropFresh(count);
        if (count === freshCount && ms < FRESH_STEPS * stepMs && makingMs < FRESH_MAKING_MS) {
          freshCount = min(FRESH_MAX, freshCount * 2);
        }
      }
      part = 'body';
    } catch (thrown) {
      fail(thrown);
      return;
    }
    done(elapsedMs);
  }

  async function makeFresh(count) {
    for (let i = 0; i < count; i++) fresh[i] = await setUp(n);
  }

  async function dropFresh(count) {
    if (hasTearDown) for (let i = 0; i < count; i++) await tearDown(fresh[i], n);
    arrayFill(fresh, undefined);
  }

  function prime(done, fail) {
    const others = [() => 0, () => '', () => null, () => 0.5, () => [], () => ({})];
    for (let i = 0; i < others.length; i++) {
      timed(others[i], PRIMING_CALLS);
      if (isFresh) timedFresh(others[i], FRESH_MAX);
    }
    if (!isAsync) {
      forget();
      done();
      return;
    }
    const asyncOthers = [async () => 0, async () => '', async () => null, async () => 0.5, async () => []];
    const next = (i) => {
      if (i === asyncOthers.length) {
        forget();
        done();
        return;
      }
      awaited(() => timedAsync(asyncOthers[i], PRIMING_CALLS), () => next(i + 1), fail);
    };
    next(0);
  }

  function forget() {
    arrayFill(kept, undefined);
  }

  // Calls it once. The first call tells whether the others have to be awaited.
  async function once(done, fail) {
    let value;
    let elapsedMs;
    try {
      if (isFresh) {
        part = 'set_up';
        data = await setUp(n);
      }
      part = 'body';
      const startMs = now();
      value = call(data, n);
      if (!wasCalled) isAsync = mode !== 'sync' && isThenable(value);
      wasCalled = true;
      if (isAsync) value = await value;
      elapsedMs = now() - startMs;
    } catch (thrown) {
      fail(thrown);
      return;
    }
    done(value, elapsedMs);
  }

  function isThenable(value) {
    return ((typeof value === 'object' && value !== null) || typeof value === 'function') && typeof value.then === 'function';
  }

  // What is done before the first call of a sample.
  function called(done, fail) {
    if (wasCalled) done();
    else once(() => done(), fail);
  }

  const tasks = {
    __proto__: null,
    compile(_, done, fail) {
      part = 'module';
      awaited(() => compiled, () => done({}), fail);
    },
    // What runs here is the module's start function.
    instantiate(_, done, fail) {
      part = 'start';
      awaited(async () => instantiate(await compiled, {}), (instance) => {
        call = exported(instance);
        done({});
      }, fail);
    },
    start(_, done, fail) {
      part = 'set_up';
      awaited(() => setUp(n), (made) => {
        data = made;
        part = 'body';
        done({});
      }, fail);
    },
    sample({ iterations }, done, fail) {
      called(() => {
        part = 'body';
        sample(call, iterations, (elapsedMs) => {
          forget();
          done({ elapsed_ms: elapsedMs });
        }, fail);
      }, fail);
    },
    // Looks at the data before a call, so that `look` can tell whether the call changed them.
    see(_, done) {
      before = isFresh ? undefined : digest(data, DATA_LOOK_MS);
      done({});
    },
    // Calls it, and keeps what it returned for `look`.
    call(_, done, fail) {
      once((value, elapsedMs) => {
        result = value;
        done({ elapsed_ms: elapsedMs, is_async: isAsync });
      }, fail);
    },
    look(_, done) {
      const after = before && digest(data, DATA_LOOK_MS);
      const isKnown = before !== undefined && !before.is_too_large && !after.is_too_large;
      const changed = isKnown && (before.content !== after.content || before.detail !== after.detail);
      before = undefined;
      const { text, is_cut } = shown(result);
      const { content, detail, opaque, parts, is_too_large } = digest(result, RESULT_LOOK_MS);
      done({
        text,
        is_cut,
        content,
        detail,
        opaque: opaque ?? undefined,
        parts,
        is_too_large,
        is_undefined: result === undefined,
        changed_data: changed,
      });
      result = undefined;
    },
    clock(_, done) {
      done({ step_ms: clockStep() });
    },
    empty(_, done, fail) {
      called(() => empty(done, fail), fail);
    },
    trend(_, done, fail) {
      called(() => trend((ratio) => done({ ratio })), fail);
    },
    stop(_, done, fail) {
      part = 'tear_down';
      // With fresh data for every call each is torn down when its call is over.
      awaited(() => (isFresh ? undefined : tearDown(data, n)), () => done({}), fail);
    },
  };

  // An empty call in the loop that the reader's are timed in.
  function empty(done, fail) {
    const f = isAsync ? async function (data, n) {} : function (data, n) {};
    const turnMs = stepMs * EMPTY_TURN_STEPS > EMPTY_TURN_MS ? stepMs * EMPTY_TURN_STEPS : EMPTY_TURN_MS;
    const endMs = now() + EMPTY_MS;
    let calls = 1;
    let bestMs = Infinity;
    let turn = 0;
    const took = (ms) => {
      if (ms < turnMs && calls < EMPTY_CALLS_MAX) {
        calls *= 2;
      } else {
        bestMs = min(bestMs, ms / calls);
        turn += 1;
      }
      if (turn < EMPTY_TURNS && (turn === 0 || now() < endMs)) return true;
      forget();
      done({ call_ms: bestMs });
      return false;
    };
    if (isAsync) {
      const again = () => awaited(() => timedAsync(f, calls), (ms) => took(ms) && again(), fail);
      again();
    } else {
      while (took(timed(f, calls)));
    }
  }

  // How many times as long a second call on the same data takes as the first on fresh data: the mean of some rounds, and
  // nothing where they do not agree or there is no time for them.
  async function trend(done) {
    try {
      const startMs = now();
      const { one: firstMs } = await trendRound(1);
      const onceMs = now() - startMs;
      const wantedMs = TREND_STEPS * stepMs;
      const count = min(TREND_DATA_MAX, 1 + ((wantedMs / (firstMs > stepMs ? firstMs : stepMs)) | 0));
      let longer = 0;
      let shorter = 0;
      let sum = 0;
      const isInTime = !isFresh && onceMs * count <= TREND_ROUND_MS;
      for (let round = isInTime ? -TREND_WARM_UPS : TREND_ROUNDS; round < TREND_ROUNDS; round++) {
        const { one, two } = await trendRound(count);
        if (round < 0) continue;
        longer += two > one * TREND_RATIO;
        shorter += two * TREND_RATIO < one;
        sum += (two > stepMs ? two : stepMs) / (one > stepMs ? one : stepMs);
      }
      part = 'body';
      forget();
      done(longer === TREND_ROUNDS || shorter === TREND_ROUNDS ? sum / TREND_ROUNDS : undefined);
    } catch {
      // Not every set-up can run twice in one worker, and nobody has asked it to.
      part = 'body';
      done(undefined);
    }
  }

  async function trendRound(count) {
    part = 'set_up';
    await makeFresh(count);
    part = 'body';
    const one = isAsync ? await timedFreshAsync(call, count) : timedFresh(call, count);
    const two = isAsync ? await timedFreshAsync(call, count) : timedFresh(call, count);
    part = 'tear_down';
    await dropFresh(count);
    // A promise asks what it is given for `then`, which the reader's code may have put where all objects look.
    return { __proto__: null, one, two };
  }

  function clockStep() {
    let smallestMs = Infinity;
    const startMs = now();
    let lastMs = startMs;
    for (let steps = 0; steps < STEPS && (lastMs - startMs < STEPS_MAX_MS || steps < 2); ) {
      const nowMs = now();
      if (nowMs > lastMs) {
        smallestMs = min(smallestMs, nowMs - lastMs);
        lastMs = nowMs;
        steps++;
      }
    }
    return smallestMs;
  }

  // What a module exports, as a function of nothing: what it is given is fixed for the whole run. Only a function of the
  // module can be called from here, and its arguments stand in a list of ours.
  function exported({ exports }) {
    const { name, arguments: values } = wasm;
    const f = exports[name];
    const a = values[0];
    const b = values[1];
    const c = values[2];
    const d = values[3];
    // A call with as many arguments as are written down costs less than one with a list of them.
    if (values.length === 0) return () => f();
    if (values.length === 1) return () => f(a);
    if (values.length === 2) return () => f(a, b);
    if (values.length === 3) return () => f(a, b, c);
    if (values.length === 4) return () => f(a, b, c, d);
    return () => apply(f, undefined, values);
  }

  function isAsyncFunction(f) {
    return getPrototypeOf(f) !== functionPrototype;
  }

  // What was thrown, as data: where in the reader's text, and what it says.
  function described(thrown) {
    let message;
    let reason;
    let stack = '';
    try {
      if (isError(thrown)) {
        message = textOf(thrown);
        stack = textOf(thrown.stack);
      } else {
        message = shown(thrown).text;
        reason = 'no_error';
      }
    } catch {
      message = 'something was thrown that cannot be turned into text';
      reason = 'unspeakable';
    }
    const found = located(stack);
    return { part, ...found, message: slice(message, 0, MESSAGE_CHARACTERS_MAX), reason };
  }

  function isError(thrown) {
    if (typeof thrown !== 'object' || thrown === null) return false;
    for (let at = thrown; at !== null; at = getPrototypeOf(at)) {
      if (at === errorPrototype || at === exceptionPrototype) return true;
    }
    return false;
  }

  // Where in the reader's text the innermost call stands. Some browsers know the script by the name at its end, others by
  // its address alone.
  function located(stack) {
    const found = locatedBy(stack, place);
    return found.part === undefined ? locatedBy(stack, address) : found;
  }

  // The innermost call in the script of this name: `name:line:column` at the end of a line of the stack. The first lines
  // are the message, in which nobody but the reader can have written that.
  function locatedBy(stack, name) {
    for (let from = 0; ; ) {
      const at = indexOf(stack, name, from);
      if (at < 0) return {};
      from = at + name.length;
      const line = numberAt(stack, from + 1);
      const column = numberAt(stack, line.end + 1);
      if (charCodeAt(stack, from) !== 58 || charCodeAt(stack, line.end) !== 58 || column.end === line.end + 1) continue;
      for (let i = 0; i < lines.length; i++) {
        const own = line.value - lines[i].before;
        if (own >= 1 && own <= lines[i].count) return { part: lines[i].part, line: own, column: column.value };
      }
    }
  }

  function numberAt(text, start) {
    let value = 0;
    let end = start;
    for (;;) {
      const digit = charCodeAt(text, end) - 48;
      if (!(digit >= 0 && digit <= 9)) return { value, end };
      value = value * 10 + digit;
      end += 1;
    }
  }

  function answer(request) {
    const { id, ask } = request;
    let isOver = false;
    const end = (answer) => {
      if (isOver) return;
      isOver = true;
      settle = undefined;
      post({ id, answer });
      next();
    };
    const fail = (thrown) => end({ failed: described(thrown) });
    // A tear-down is run to its end all the same.
    const isTearDown = ask === 'stop';
    const done = (done) => (stray && !isTearDown ? fail(stray.thrown) : end({ done }));
    if (stray && !isTearDown) {
      fail(stray.thrown);
      return;
    }
    settle = isTearDown ? undefined : fail;
    try {
      tasks[ask](request, done, fail);
    } catch (thrown) {
      fail(thrown);
    }
  }

  // What was asked for and not begun: each knows the next one.
  let first = null;
  let last = null;
  let isBusy = false;

  function next() {
    isBusy = false;
    if (first === null) return;
    const { request } = first;
    first = first.next;
    if (first === null) last = null;
    isBusy = true;
    answer(request);
  }

  function take(request) {
    const one = { request, next: null };
    if (last === null) first = one;
    else last.next = one;
    last = one;
    if (!isBusy) next();
  }

  function noteStray(event, thrown) {
    preventDefault(event);
    if (stray) return;
    stray = { thrown };
    settle?.(thrown);
  }

  let post;
  let mode;
  let wasm;
  let compiled;
  let instantiate;
  self.addEventListener('error', (event) => noteStray(event, errorOf(event)));
  self.addEventListener('unhandledrejection', (event) => noteStray(event, reasonOf(event)));
  self.onmessage = (event) => {
    self.onmessage = null;
    const { open } = event.data;
    const { port } = open;
    post = port.postMessage.bind(port);
    ({ lines, n, mode, wasm } = open);
    isFresh = open.fresh === true;
    hasTearDown = open.has_tear_down === true;
    stepMs = open.step_ms ?? stepMs;
    if (mode === 'sync') wasCalled = true;
    if (mode === 'async') {
      isAsync = true;
      wasCalled = true;
    }
    // Nobody listens to them from now on, and messages that nobody reads would only pile up.
    delete self.postMessage;
    delete self.close;
    if (wasm) {
      instantiate = WebAssembly.instantiate;
      compiled = WebAssembly.compile(wasm.bytes);
      // It is waited for when the page asks for it.
      compiled.catch(() => {});
    }
    const ready = () => {
      port.onmessage = (event) => take(dataOf(event));
    };
    prime(ready, ready);
  };
  toFrame('up');
}
