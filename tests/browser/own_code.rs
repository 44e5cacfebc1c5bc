//! A reader's own code: what comes back of it, and what it cannot reach.

use std::rc::Rc;

use perf_playground::own_code::sandbox::{Documents, Sandbox, Worker};
use perf_playground::own_code::{
    Argument, CallMode, CallResult, Code, CodeError, CodeReason, Fault, FaultKind, Limits, Module,
    Part, Program, Reader, Reading, RunError, Variant, is_removed,
};
use protocol::clock::now_ms;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

/// How often calls and empty calls are looked at in turn; in how many samples of how many calls.
const TURNS: u32 = 10;
const SAMPLES: u32 = 10;
const CALLS: u32 = 200_000;

/// `next(i64) -> i64`, and `spin() -> ()`, which does not come back.
const MODULE: &[u8] = &[
    0, 97, 115, 109, 1, 0, 0, 0, // \0asm, version 1
    1, 9, 2, 0x60, 1, 0x7e, 1, 0x7e, 0x60, 0, 0, // types
    3, 3, 2, 0, 1, // functions
    7, 15, 2, 4, b'n', b'e', b'x', b't', 0, 0, 4, b's', b'p', b'i', b'n', 0, 1, // exports
    10, 17, 2, // bodies
    7, 0, 0x20, 0, 0x42, 1, 0x7c, 0x0b, // local.get 0, i64.const 1, i64.add
    7, 0, 0x03, 0x40, 0x0c, 0, 0x0b, 0x0b, // loop, br 0
];

/// As the build makes them, but that its policy names the frame's script by its hash.
pub(crate) fn documents() -> Documents {
    const POLICY: &str = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src \
        'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob: data:\">";
    let frame = include_str!("../../www/sandbox/frame.html");
    Documents {
        frame: frame.replacen("<head>", POLICY, 1),
        worker: include_str!("../../www/sandbox/worker.js").to_owned(),
        digest: include_str!("../../www/sandbox/digest.js").to_owned(),
    }
}

/// Stands in for the editor's parser, which is no part of this test: it knows the texts below, and `await ` at their
/// beginning.
fn reader() -> Reader {
    Rc::new(|text: &str| {
        let fault = |kind, column| Fault {
            kind,
            line: 1,
            column,
        };
        Reading {
            is_async: text.starts_with("await ") || text.contains("`a${await n}"),
            is_strict: text.starts_with("'use strict'"),
            fault: match text {
                "if (n) {" => Some(fault(FaultKind::Unclosed, 8)),
                _ => text
                    .starts_with("return 1 }")
                    .then(|| fault(FaultKind::Extra, 10)),
            },
        }
    })
}

pub(crate) async fn sandbox() -> Sandbox {
    let sandbox = Sandbox::of_documents(documents(), reader()).await;
    sandbox.expect("a frame")
}

pub(crate) fn javascript(body: &str) -> Program {
    program(Code::JavaScript {
        body: body.to_owned(),
        mode: CallMode::Auto,
    })
}

fn module(export: &str, arguments: &[Argument]) -> Program {
    program(Code::Wasm {
        file_name: "module.wasm".to_owned(),
        bytes: MODULE.into(),
        module: Module::read(MODULE).expect("a module"),
        export: export.to_owned(),
        arguments: arguments.to_vec(),
    })
}

pub(crate) fn program(code: Code) -> Program {
    Program {
        variants: vec![Variant {
            name: "a".to_owned(),
            code,
        }],
        ..Program::default()
    }
}

pub(crate) async fn start(
    sandbox: &Sandbox,
    program: &Program,
    n: f64,
) -> Result<Worker, RunError> {
    sandbox.worker(program, 0, n).await
}

pub(crate) async fn result_of(sandbox: &Sandbox, body: &str) -> String {
    let worker = start(sandbox, &javascript(body), 3.0).await;
    result(&worker.expect("a worker")).await.expect(body).text
}

/// Calls once, and gives what that returned.
pub(crate) async fn result(worker: &Worker) -> Result<CallResult, RunError> {
    worker.call().await?;
    worker.look().await
}

fn frames_on_the_page() -> u32 {
    web_sys::window().expect("a page").length()
}

pub(crate) fn code_error<T: std::fmt::Debug>(result: Result<T, RunError>) -> CodeError {
    match result.expect_err("a failure") {
        RunError::Code(error) => error,
        other => panic!("{other:?}"),
    }
}

#[wasm_bindgen_test]
async fn a_variant_works_on_what_the_set_up_made() {
    let sandbox = sandbox().await;
    let program = Program {
        set_up: "return Array.from({ length: n }, (_, i) => i);".to_owned(),
        tear_down: "if (data.length !== n) throw new Error('changed');".to_owned(),
        ..javascript("let sum = 0;\nfor (const x of data) sum += x;\nreturn sum;")
    };
    let worker = start(&sandbox, &program, 1_000.0).await.expect("a worker");
    let sum = result(&worker).await.expect("a result");
    assert_eq!((sum.text.as_str(), sum.is_undefined), ("499500", false));
    let step_ms = worker.clock_step_ms().await.expect("a clock");
    assert!(step_ms > 0.0 && step_ms <= 1.0, "{step_ms}");
    worker.sample(20_000, Some(0.1)).await.expect("a warm-up");
    let sum_ms = worker.sample(20_000, Some(0.1)).await.expect("a sample") / 20_000.0;
    let empty_ms = worker.empty_call_ms().await.expect("an empty call");
    assert!(!is_removed(sum_ms, empty_ms), "{sum_ms} {empty_ms}");
    assert_eq!(worker.stop().await, Ok(()));
}

#[wasm_bindgen_test]
async fn a_variant_that_does_nothing_is_found_out() {
    let sandbox = sandbox().await;
    let worker = start(&sandbox, &javascript("const unused = 2 * 21;"), 1.0).await;
    let worker = worker.expect("a worker");
    assert!(result(&worker).await.expect("a result").is_undefined);
    worker
        .sample(1_000_000, Some(0.001))
        .await
        .expect("a warm-up");
    // A core that is shared with other work is half as fast for tens of milliseconds, and taken away
    // after some. So both are looked at in turn, in short samples, until each has met a good moment.
    let (mut call_ms, mut empty_ms) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..TURNS {
        for _ in 0..SAMPLES {
            let sample = worker.sample(CALLS, Some(0.001)).await;
            call_ms = call_ms.min(sample.expect("a sample") / f64::from(CALLS));
        }
        let empty = worker.empty_call_ms().await;
        empty_ms = empty_ms.min(empty.expect("an empty call"));
    }
    assert!(is_removed(call_ms, empty_ms), "{call_ms} {empty_ms}");
}

#[wasm_bindgen_test]
async fn promises_are_awaited() {
    let sandbox = sandbox().await;
    let ten_ms = "new Promise((resolve) => setTimeout(resolve, 10))";
    for body in [
        format!("await {ten_ms}; return 1"),
        format!("return {ten_ms}"),
    ] {
        let worker = start(&sandbox, &javascript(&body), 1.0).await.expect(&body);
        let elapsed_ms = worker.sample(3, Some(1_000.0)).await.expect(&body);
        assert!(elapsed_ms >= 25.0, "{body}: {elapsed_ms}");
    }
    // The word alone makes no promise.
    assert_eq!(result_of(&sandbox, "// await\nreturn n").await, "3");
    assert_eq!(
        result_of(&sandbox, "const x = `a${await n}//`; return x").await,
        "\"a3//\""
    );
}

#[wasm_bindgen_test]
async fn syntax_errors_name_the_part_and_the_line() {
    let sandbox = sandbox().await;
    let error = code_error(
        start(&sandbox, &javascript("let a;\nlet b = = 1;"), 1.0)
            .await
            .map(drop),
    );
    assert_eq!((error.part, error.line), (Part::Body, Some(2)), "{error:?}");
    assert!(error.message.contains("SyntaxError"), "{error:?}");
    for (part, line, program) in [
        (
            Part::SetUp,
            Some(1),
            Program {
                set_up: "return )".to_owned(),
                ..javascript("return 1")
            },
        ),
        (
            Part::TearDown,
            Some(3),
            Program {
                tear_down: "\n\nfoo bar".to_owned(),
                ..javascript("return 1")
            },
        ),
        // What one part leaves open the next must not close.
        (
            Part::SetUp,
            Some(1),
            Program {
                set_up: "if (n) {".to_owned(),
                tear_down: "}".to_owned(),
                ..javascript("return 1")
            },
        ),
        (
            Part::Body,
            Some(1),
            javascript("return 1 }}, function () {{ return 2"),
        ),
        (Part::Body, Some(1), javascript("return 1 }")),
        (
            Part::Body,
            Some(3),
            javascript("let a = 1;\n//# sourceURL=mine.js\nlet b = = 1;"),
        ),
    ] {
        let error = code_error(start(&sandbox, &program, 1.0).await.map(drop));
        assert_eq!((error.part, error.line), (part, line), "{error:?}");
    }
}

#[wasm_bindgen_test]
async fn what_is_thrown_comes_back_with_its_place() {
    let sandbox = sandbox().await;
    let thrower = javascript("const x = 1;\n  data.foo.bar = 1;");
    let worker = start(&sandbox, &thrower, 1.0).await.expect("a worker");
    let error = code_error(result(&worker).await);
    assert_eq!((error.part, error.line), (Part::Body, Some(2)), "{error:?}");
    assert!(error.message.starts_with("TypeError: "), "{error:?}");
    // It is still there.
    assert_eq!(code_error(worker.sample(1, None).await).line, Some(2));
    assert_eq!(worker.stop().await, Ok(()));

    let program = Program {
        set_up: "return () => {\n  throw 'text';\n};".to_owned(),
        tear_down: "nothing.at.all".to_owned(),
        ..javascript("return data()")
    };
    let worker = start(&sandbox, &program, 1.0).await.expect("a worker");
    let thrown = code_error(result(&worker).await);
    assert_eq!(thrown.reason, Some(CodeReason::NoError));
    assert_eq!(thrown.message, "\"text\"");
    assert_eq!(code_error(worker.stop().await).part, Part::TearDown);

    // Nobody waits for this one.
    let stray = javascript(
        "Promise.reject(new Error('stray')); return new Promise((r) => setTimeout(r, 5))",
    );
    let worker = start(&sandbox, &stray, 1.0).await.expect("a worker");
    assert_eq!(code_error(result(&worker).await).message, "Error: stray");
}

#[wasm_bindgen_test]
async fn a_module_runs() {
    let sandbox = sandbox().await;
    let next = module("next", &[Argument::Whole(9_007_199_254_740_993)]);
    let worker = start(&sandbox, &next, 1.0).await.expect("a worker");
    let next = result(&worker).await.expect("a result");
    assert_eq!(next.text, "9007199254740994n");
    assert!(worker.sample(1_000, Some(0.1)).await.expect("a sample") >= 0.0);
    let of_n = module("next", &[Argument::N]);
    let worker = start(&sandbox, &of_n, 41.0).await.expect("a worker");
    assert_eq!(result(&worker).await.expect("a result").text, "42n");
    assert!(start(&sandbox, &of_n, 0.5).await.is_err());
}

#[wasm_bindgen_test]
async fn endless_loops_are_ended_in_time_and_the_next_worker_finds_a_new_frame() {
    const DEADLINE_MS: f64 = 300.0;
    let sandbox = sandbox().await;
    let limits = Limits {
        call_ms: DEADLINE_MS,
        ..Limits::default()
    };
    for program in [
        javascript("while (true);"),
        javascript("while (true) await null;"),
        module("spin", &[]),
    ] {
        let other = start(&sandbox, &javascript("return 1"), 1.0)
            .await
            .expect("a worker");
        let program = Program { limits, ..program };
        let worker = start(&sandbox, &program, 1.0).await.expect("a worker");
        let start_ms = now_ms();
        assert_eq!(
            worker.sample(1, None).await,
            Err(RunError::Deadline {
                part: Part::Body,
                limit_ms: DEADLINE_MS,
                calls: 1,
                waited_ms: DEADLINE_MS,
            })
        );
        assert!(now_ms() - start_ms < DEADLINE_MS + 1_000.0);
        assert_eq!(result(&worker).await, Err(RunError::Ended));
        assert_eq!(result(&other).await, Err(RunError::Ended));
    }
    assert_eq!(result_of(&sandbox, "return n").await, "3");
}

#[wasm_bindgen_test]
async fn nothing_is_left_on_the_page() {
    let before = frames_on_the_page();
    let sandbox = sandbox().await;
    let worker = start(&sandbox, &javascript("return 1"), 1.0)
        .await
        .expect("a worker");
    assert_eq!(frames_on_the_page(), before + 1);
    drop(sandbox);
    assert_eq!(frames_on_the_page(), before);
    assert_eq!(result(&worker).await, Err(RunError::Ended));
}

#[wasm_bindgen_test]
async fn code_reaches_neither_network_nor_storage_nor_page() {
    let sandbox = sandbox().await;
    let address = web_sys::window()
        .expect("a page")
        .location()
        .href()
        .expect("an address");
    // That they are in this page's reach makes it a test.
    let here: js_sys::Promise = js_sys::global()
        .unchecked_into::<web_sys::Window>()
        .fetch_with_str(&address);
    assert!(wasm_bindgen_futures::JsFuture::from(here).await.is_ok());
    for attempt in [
        format!("await fetch('{address}')"),
        format!("const x = new XMLHttpRequest(); x.open('GET', '{address}', false); x.send()"),
        format!("importScripts('{address}')"),
        format!("await import('{address}')"),
        "await import('data:text/javascript,')".to_owned(),
        format!(
            "await new Promise((y, no) => {{ const s = new WebSocket('{address}'.replace('http', 'ws')); \
             s.onopen = y; s.onerror = no }})"
        ),
        format!(
            "await new Promise((y, no) => {{ const s = new EventSource('{address}'); \
             s.onopen = y; s.onerror = no }})"
        ),
        "await new Promise((y, no) => { const q = indexedDB.open('x'); q.onsuccess = y; q.onerror = no })".to_owned(),
        "await caches.keys()".to_owned(),
        "await navigator.locks.query()".to_owned(),
        "await navigator.storage.getDirectory()".to_owned(),
        "eval('1')".to_owned(),
        "postMessage(1)".to_owned(),
        "parent.document".to_owned(),
    ] {
        let body = format!("try {{ {attempt} }} catch {{ return 'refused' }} return 'reached'");
        assert_eq!(result_of(&sandbox, &body).await, "\"refused\"", "{attempt}");
    }
    assert_eq!(result_of(&sandbox, "return self.origin").await, "\"null\"");
}

#[wasm_bindgen_test]
async fn whatever_the_code_puts_in_the_place_of_built_ins_it_is_timed_and_compared() {
    let sandbox = sandbox().await;
    // Each takes away something that a harness could need. What is returned is the same everywhere.
    let polyfills = [
        "Object.keys = () => [];",
        "Array.prototype.map = function () { return 1; };",
        "Promise.race = () => 1;",
        "Promise.prototype.then = function () { throw new Error('then'); };",
        "Promise.prototype.catch = Promise.prototype.finally = undefined; Promise.resolve = () => 1;",
        "Map = class {}; Set = class {}; WeakMap = class {};",
        "Map.prototype.get = Map.prototype.set = Map.prototype.has = Map.prototype.forEach = () => 1;",
        "delete Array.prototype[Symbol.iterator];",
        "Array.prototype[Symbol.iterator] = function () { throw new Error('iterator'); };",
        "Array.prototype.sort = Array.prototype.fill = Array.prototype.push = Array.prototype.slice = 1;",
        "String.prototype.slice = String.prototype.split = String.prototype.charCodeAt = () => 'x';",
        "String.prototype[Symbol.split] = RegExp.prototype.exec = () => { throw new Error('text'); };",
        "Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => 1;",
        "Reflect.ownKeys = Reflect.getPrototypeOf = Reflect.apply = () => { throw new Error('reflect'); };",
        "Object.getPrototypeOf = Object.prototype.hasOwnProperty = Object.prototype.toString = () => 1;",
        "Object.prototype.get = Object.prototype.value = Object.prototype.done = 1;",
        "JSON.stringify = () => 'x'; Math.min = Math.imul = () => 0; performance.now = () => 0;",
        "performance = { now: () => 0 }; Date.now = () => 0; self.performance = undefined;",
        "MessagePort.prototype.postMessage = () => 1; postMessage = () => 1;",
        "Object.defineProperty(MessageEvent.prototype, 'data', { get: () => 1 });",
        "Symbol.iterator = 1; Uint8Array = Uint32Array = Float64Array = class {};",
        "Object.defineProperty(Array.prototype, '0', { set() { throw new Error('set'); }, configurable: true });",
        "Object.defineProperty(Object.prototype, 'id', { set() { throw new Error('set'); }, configurable: true });",
        "Error = class {}; Error.prototype.toString = () => { throw new Error('text'); };",
        "WebAssembly = undefined; DOMException = undefined; Infinity; undefined;",
    ];
    let value = "{ a: [n, 'x', { b: null }], c: 1.5 }";
    let plain = result(
        &start(&sandbox, &javascript(&format!("return {value};")), 3.0)
            .await
            .expect("a worker"),
    )
    .await
    .expect("a result");
    for polyfill in polyfills {
        let of = |body: String| Program {
            set_up: format!("{polyfill}\nreturn 0;"),
            ..javascript(&body)
        };
        for body in [
            format!("return {value};"),
            // An async function needs nothing of what is replaced.
            format!("return (async () => ({value}))();"),
        ] {
            let worker = start(&sandbox, &of(body.clone()), 3.0)
                .await
                .unwrap_or_else(|error| panic!("{polyfill} {error:?}"));
            let found = result(&worker).await;
            let found = found.unwrap_or_else(|error| panic!("{polyfill} {body} {error:?}"));
            assert_eq!(found.content, plain.content, "{polyfill} {body}");
            assert_eq!(found.text, plain.text, "{polyfill} {body}");
            let sample = worker.sample(50, Some(100.0)).await;
            assert!(sample.is_ok(), "{polyfill} {body} {sample:?}");
            assert!(worker.trend().await.is_ok(), "{polyfill} {body}");
            let empty = worker.empty_call_ms().await.expect("an empty call");
            assert!(empty.is_finite() && empty >= 0.0, "{polyfill} {empty}");
            assert_eq!(worker.stop().await, Ok(()), "{polyfill}");
        }
        let other = of("return { a: [n, 'x', { b: 0 }], c: 1.5 };".to_owned());
        let worker = start(&sandbox, &other, 3.0).await.expect("a worker");
        let other = result(&worker).await.expect("a result");
        assert_ne!(other.content, plain.content, "{polyfill}");
        // Errors have their places all the same.
        let thrower = of("let a = 1;\nnull.x;".to_owned());
        let worker = start(&sandbox, &thrower, 3.0).await.expect("a worker");
        let error = code_error(result(&worker).await);
        assert_eq!(
            (error.part, error.line),
            (Part::Body, Some(2)),
            "{polyfill} {error:?}"
        );
    }
}

#[wasm_bindgen_test]
async fn a_body_may_call_its_own_things_data_and_n() {
    let sandbox = sandbox().await;
    let body = "const data = [1, 2, 3];\nlet n = 4;\nreturn data.length + n;";
    assert_eq!(result_of(&sandbox, body).await, "7");
    // What follows a directive is strict.
    let strict =
        "'use strict';\ntry { undeclared = 1; } catch { return 'strict'; }\nreturn 'sloppy';";
    assert_eq!(result_of(&sandbox, strict).await, "\"strict\"");
}

#[wasm_bindgen_test]
async fn an_error_behind_a_name_of_its_own_has_its_line() {
    let sandbox = sandbox().await;
    let named = javascript("let a = 1;\n//# sourceURL=mine.js\nnull.x;");
    let worker = start(&sandbox, &named, 1.0).await.expect("a worker");
    assert_eq!(code_error(result(&worker).await).line, Some(3));
}

#[wasm_bindgen_test]
async fn what_is_thrown_and_is_no_error_is_shown() {
    let sandbox = sandbox().await;
    for (set_up, shown) in [
        ("return Promise.reject();", "undefined"),
        ("throw null;", "null"),
        ("throw { code: 7 };", "{\"code\":7}"),
    ] {
        let program = Program {
            set_up: set_up.to_owned(),
            ..javascript("return 1")
        };
        let error = code_error(start(&sandbox, &program, 1.0).await.map(drop));
        assert_eq!(
            (error.part, error.reason, error.message.as_str()),
            (Part::SetUp, Some(CodeReason::NoError), shown)
        );
    }
}

#[wasm_bindgen_test]
async fn limits_are_those_of_their_parts() {
    const SHORT_MS: f64 = 300.0;
    let sandbox = sandbox().await;
    let wait = "await new Promise((resolve) => setTimeout(resolve, 600));";
    let of = |limits| Program {
        limits,
        ..javascript("return 1")
    };
    let short = Limits {
        set_up_ms: SHORT_MS,
        ..Limits::default()
    };
    let program = Program {
        set_up: wait.to_owned(),
        ..of(short)
    };
    let late = start(&sandbox, &program, 1.0).await.map(drop);
    assert!(
        matches!(late, Err(RunError::Deadline { part: Part::SetUp, limit_ms, .. }) if limit_ms == SHORT_MS)
    );
    // The limit of a call says nothing of the set-up.
    let program = Program {
        set_up: wait.to_owned(),
        tear_down: wait.to_owned(),
        ..of(Limits {
            call_ms: SHORT_MS,
            tear_down_ms: SHORT_MS,
            ..Limits::default()
        })
    };
    let worker = start(&sandbox, &program, 1.0).await.expect("a worker");
    let late = worker.stop().await;
    assert!(matches!(
        late,
        Err(RunError::Deadline {
            part: Part::TearDown,
            ..
        })
    ));
    // Many calls in a row may take longer than one.
    let slow = Program {
        limits: Limits {
            call_ms: SHORT_MS,
            ..Limits::default()
        },
        ..javascript("await new Promise((resolve) => setTimeout(resolve, 50)); return 1")
    };
    let worker = start(&sandbox, &slow, 1.0).await.expect("a worker");
    let elapsed_ms = worker.sample(10, Some(60.0)).await.expect("a sample");
    assert!(elapsed_ms > SHORT_MS, "{elapsed_ms}");
}

#[wasm_bindgen_test]
async fn who_calls_knows_whether_it_waits() {
    let sandbox = sandbox().await;
    let of = |body: &str, mode| {
        program(Code::JavaScript {
            body: body.to_owned(),
            mode,
        })
    };
    for (body, mode, is_async) in [
        ("return 1", CallMode::Auto, false),
        ("return { await: n }.await;", CallMode::Auto, false),
        ("await null; return 1", CallMode::Auto, true),
        ("return Promise.resolve(1)", CallMode::Auto, true),
        ("return Promise.resolve(1)", CallMode::Sync, false),
        ("return 1", CallMode::Async, true),
        // It is a name here, which the reader of texts cannot know.
        (
            "await (1); var await; function await(x) { return x } return 2",
            CallMode::Auto,
            false,
        ),
    ] {
        let worker = start(&sandbox, &of(body, mode), 1.0).await.expect(body);
        let called = worker.call().await.expect(body);
        assert_eq!(called.is_async, is_async, "{body}");
    }
}

/// As many numbers as n says, not in order.
const NUMBERS: &str = "return Array.from({ length: n }, (_, i) => (i * 7919) % n);";

#[wasm_bindgen_test]
async fn calls_that_change_their_data_are_noticed_and_fresh_data_helps() {
    let sandbox = sandbox().await;
    let of = |set_up: &str, body: &str, fresh_data| Program {
        set_up: set_up.to_owned(),
        fresh_data,
        ..javascript(body)
    };
    for (set_up, body, changed) in [
        (NUMBERS, "data.sort((a, b) => a - b); return data[0];", true),
        (NUMBERS, "return [...data].sort((a, b) => a - b)[0];", false),
        ("return [];", "data.push(0); return 1;", true),
        ("return new Map();", "data.set(n, 1); return 1;", true),
        ("return { x: 1 };", "data.x = 1; return 1;", false),
        ("return { x: 1 };", "Object.freeze(data); return 1;", true),
    ] {
        let worker = start(&sandbox, &of(set_up, body, false), 1_000.0)
            .await
            .expect(body);
        let found = result(&worker).await.expect(body);
        assert_eq!(found.changed_data, changed, "{body}");
    }
    // With data of its own each call sorts what is not sorted.
    let counts =
        "let swaps = 0; data.sort((a, b) => { swaps += a > b; return a - b; }); return swaps > 0;";
    let worker = start(&sandbox, &of(NUMBERS, counts, true), 1_000.0)
        .await
        .expect("a worker");
    assert!(worker.sample(20, Some(10.0)).await.expect("a sample") > 0.0);
    for _ in 0..3 {
        assert_eq!(result(&worker).await.expect("a result").text, "true");
    }
}

/// Exports `f`, and starts with a loop that has no end.
const ENDLESS_START: &[u8] = &[
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 3, 2, 0, 0, 7, 5, 1, 1, 102, 0, 0, 8, 1, 1,
    10, 12, 2, 2, 0, 11, 7, 0, 3, 64, 12, 0, 11, 11,
];

#[wasm_bindgen_test]
async fn a_module_that_starts_and_does_not_end_is_ended_in_its_own_name() {
    const SHORT_MS: f64 = 400.0;
    let sandbox = sandbox().await;
    let program = Program {
        limits: Limits {
            call_ms: SHORT_MS,
            ..Limits::default()
        },
        ..program(Code::Wasm {
            file_name: "start.wasm".to_owned(),
            bytes: ENDLESS_START.into(),
            module: Module::read(ENDLESS_START).expect("a module"),
            export: "f".to_owned(),
            arguments: Vec::new(),
        })
    };
    let start_ms = now_ms();
    let late = start(&sandbox, &program, 1.0).await.map(drop);
    assert!(now_ms() - start_ms < SHORT_MS + 2_000.0);
    assert_eq!(
        late,
        Err(RunError::Deadline {
            part: Part::Start,
            limit_ms: SHORT_MS,
            calls: 1,
            waited_ms: SHORT_MS,
        })
    );
}

#[wasm_bindgen_test]
async fn looking_at_a_result_is_no_part_of_the_call() {
    let sandbox = sandbox().await;
    let of = |body: &str, call_ms| Program {
        limits: Limits {
            call_ms,
            ..Limits::default()
        },
        ..javascript(body)
    };
    // To make it takes a moment, and to look at it far longer.
    let large = of("return new Uint8Array(2 ** 28);", 1_000.0);
    let worker = start(&sandbox, &large, 1.0).await.expect("a worker");
    let called = worker.call().await.expect("a call");
    assert!(called.elapsed_ms < 1_000.0, "{called:?}");
    let found = worker.look().await.expect("a look");
    assert!(found.is_too_large || !found.content.is_empty());
    assert!(worker.sample(2, Some(called.elapsed_ms)).await.is_ok());
    // What never ends when it is looked at has a sentence of its own.
    let endless = of("return { get x() { for (;;); } };", 1_000.0);
    let worker = start(&sandbox, &endless, 1.0).await.expect("a worker");
    worker.call().await.expect("a call");
    let late = worker.look().await;
    assert!(
        matches!(
            late,
            Err(RunError::Deadline {
                part: Part::Result,
                ..
            })
        ),
        "{late:?}"
    );
}

#[wasm_bindgen_test]
async fn what_changes_out_of_sight_shows_in_the_cost_of_second_calls() {
    let sandbox = sandbox().await;
    let hidden = "class Box { #numbers; constructor(numbers) { this.#numbers = numbers; }
        sort() { this.#numbers.sort((a, b) => a - b); return this.#numbers[0]; }
        least() { return this.#numbers.reduce((least, x) => Math.min(least, x)); } }
        return new Box(Array.from({ length: n }, (_, i) => (i * 7919) % n));";
    let of = |body: &str| Program {
        set_up: hidden.to_owned(),
        ..javascript(body)
    };
    let sorts = of("return data.sort();");
    let worker = start(&sandbox, &sorts, 10_000.0).await.expect("a worker");
    // Its data cannot be seen into, so nothing can be told of them.
    assert!(!result(&worker).await.expect("a result").changed_data);
    let trend = worker.trend().await.expect("a trend");
    assert!(trend.is_some_and(|ratio| ratio < 0.67), "{trend:?}");
    let looks = of("return data.least();");
    let worker = start(&sandbox, &looks, 10_000.0).await.expect("a worker");
    worker.call().await.expect("a call");
    assert_eq!(worker.trend().await, Ok(None));
}
