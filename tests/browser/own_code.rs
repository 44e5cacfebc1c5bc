//! A reader's own code: what comes back of it, and what it cannot reach.

use perf_playground::own_code::sandbox::{CALL_DEADLINE_MS, Documents, Sandbox, Worker};
use perf_playground::own_code::{
    Argument, CallResult, Code, CodeError, Part, Program, RunError, Variant, is_removed,
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
fn documents() -> Documents {
    const POLICY: &str = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src \
        'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:\">";
    let frame = include_str!("../../www/sandbox/frame.html");
    Documents {
        frame: frame.replacen("<head>", POLICY, 1),
        worker: include_str!("../../www/sandbox/worker.js").to_owned(),
        canonical: include_str!("../../www/sandbox/canonical.js").to_owned(),
    }
}

async fn sandbox() -> Sandbox {
    Sandbox::of_documents(documents()).await.expect("a frame")
}

fn javascript(body: &str) -> Program {
    program(Code::JavaScript {
        body: body.to_owned(),
    })
}

fn module(export: &str, arguments: &[Argument]) -> Program {
    program(Code::Wasm {
        file_name: "module.wasm".to_owned(),
        bytes: MODULE.to_vec(),
        export: export.to_owned(),
        arguments: arguments.to_vec(),
    })
}

fn program(code: Code) -> Program {
    Program {
        variants: vec![Variant {
            name: "a".to_owned(),
            code,
        }],
        ..Program::default()
    }
}

async fn start(sandbox: &Sandbox, program: &Program, n: f64) -> Result<Worker, RunError> {
    sandbox.worker(program, 0, n).await
}

async fn result_of(sandbox: &Sandbox, body: &str) -> String {
    let worker = start(sandbox, &javascript(body), 3.0).await;
    let result = worker.expect("a worker").result(CALL_DEADLINE_MS).await;
    result.expect("a result").text
}

fn frames_on_the_page() -> u32 {
    web_sys::window().expect("a page").length()
}

fn code_error<T: std::fmt::Debug>(result: Result<T, RunError>) -> CodeError {
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
    assert_eq!(
        worker.result(CALL_DEADLINE_MS).await,
        Ok(CallResult {
            text: "499500".to_owned(),
            is_undefined: false
        })
    );
    let step_ms = worker.clock_step_ms().await.expect("a clock");
    assert!(step_ms > 0.0 && step_ms <= 1.0, "{step_ms}");
    worker.sample(20_000, 5_000.0).await.expect("a warm-up");
    let sum_ms = worker.sample(20_000, 5_000.0).await.expect("a sample") / 20_000.0;
    let empty_ms = worker.empty_call_ms().await.expect("an empty call");
    assert!(!is_removed(sum_ms, empty_ms), "{sum_ms} {empty_ms}");
    assert_eq!(worker.stop().await, Ok(()));
}

#[wasm_bindgen_test]
async fn a_variant_that_does_nothing_is_found_out() {
    let sandbox = sandbox().await;
    let worker = start(&sandbox, &javascript("const unused = 2 * 21;"), 1.0).await;
    let worker = worker.expect("a worker");
    assert!(
        worker
            .result(CALL_DEADLINE_MS)
            .await
            .expect("a result")
            .is_undefined
    );
    worker.sample(1_000_000, 5_000.0).await.expect("a warm-up");
    // A core that is shared with other work is half as fast for tens of milliseconds, and taken away
    // after some. So both are looked at in turn, in short samples, until each has met a good moment.
    let (mut call_ms, mut empty_ms) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..TURNS {
        for _ in 0..SAMPLES {
            let sample = worker.sample(CALLS, 5_000.0).await;
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
        let elapsed_ms = worker.sample(3, 5_000.0).await.expect(&body);
        assert!(elapsed_ms >= 25.0, "{body}: {elapsed_ms}");
    }
    // The word alone makes no promise.
    assert_eq!(result_of(&sandbox, "// await\nreturn n").await, "3");
    assert_eq!(
        result_of(&sandbox, "const x = `//${await n}`; return x").await,
        "\"//3\""
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
            None,
            Program {
                set_up: "if (n) {".to_owned(),
                tear_down: "}".to_owned(),
                ..javascript("return 1")
            },
        ),
        (
            Part::Body,
            None,
            javascript("return 1 }, function () { return 2"),
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
    let error = code_error(worker.result(CALL_DEADLINE_MS).await);
    assert_eq!((error.part, error.line), (Part::Body, Some(2)), "{error:?}");
    assert!(error.message.starts_with("TypeError: "), "{error:?}");
    // It is still there.
    assert_eq!(code_error(worker.sample(1, 1_000.0).await).line, Some(2));
    assert_eq!(worker.stop().await, Ok(()));

    let program = Program {
        set_up: "return () => {\n  throw 'text';\n};".to_owned(),
        tear_down: "nothing.at.all".to_owned(),
        ..javascript("return data()")
    };
    let worker = start(&sandbox, &program, 1.0).await.expect("a worker");
    assert_eq!(
        code_error(worker.result(CALL_DEADLINE_MS).await).message,
        "text"
    );
    assert_eq!(code_error(worker.stop().await).part, Part::TearDown);

    // Nobody waits for this one.
    let stray = javascript(
        "Promise.reject(new Error('stray')); return new Promise((r) => setTimeout(r, 5))",
    );
    let worker = start(&sandbox, &stray, 1.0).await.expect("a worker");
    assert_eq!(
        code_error(worker.result(CALL_DEADLINE_MS).await).message,
        "Error: stray"
    );
}

#[wasm_bindgen_test]
async fn a_module_runs() {
    let sandbox = sandbox().await;
    let next = module("next", &[Argument::Whole(9_007_199_254_740_993)]);
    let worker = start(&sandbox, &next, 1.0).await.expect("a worker");
    assert_eq!(
        worker
            .result(CALL_DEADLINE_MS)
            .await
            .expect("a result")
            .text,
        "9007199254740994n"
    );
    assert!(worker.sample(1_000, 1_000.0).await.expect("a sample") >= 0.0);
    let of_n = module("next", &[Argument::N]);
    let worker = start(&sandbox, &of_n, 41.0).await.expect("a worker");
    assert_eq!(
        worker
            .result(CALL_DEADLINE_MS)
            .await
            .expect("a result")
            .text,
        "42n"
    );
    assert!(start(&sandbox, &of_n, 0.5).await.is_err());
}

#[wasm_bindgen_test]
async fn endless_loops_are_ended_in_time_and_the_next_worker_finds_a_new_frame() {
    const DEADLINE_MS: f64 = 300.0;
    let sandbox = sandbox().await;
    for program in [
        javascript("while (true);"),
        javascript("while (true) await null;"),
        module("spin", &[]),
    ] {
        let other = start(&sandbox, &javascript("return 1"), 1.0)
            .await
            .expect("a worker");
        let worker = start(&sandbox, &program, 1.0).await.expect("a worker");
        let start_ms = now_ms();
        assert_eq!(
            worker.sample(1, DEADLINE_MS).await,
            Err(RunError::Deadline {
                part: Part::Body,
                deadline_ms: DEADLINE_MS
            })
        );
        assert!(now_ms() - start_ms < DEADLINE_MS + 1_000.0);
        assert_eq!(worker.result(CALL_DEADLINE_MS).await, Err(RunError::Ended));
        assert_eq!(other.result(CALL_DEADLINE_MS).await, Err(RunError::Ended));
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
    assert_eq!(worker.result(CALL_DEADLINE_MS).await, Err(RunError::Ended));
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
async fn equal_values_give_equal_texts() {
    let sandbox = sandbox().await;
    for (body, text) in [
        (
            "return [NaN, -0, 0, 1e21, 5n, null, undefined, true]",
            "[NaN,-0,0,1e+21,5n,null,undefined,true]",
        ),
        ("return 'a\\n\"'", "\"a\\n\\\"\""),
        ("return { b: 1, a: [2] }", "{\"a\":[2],\"b\":1}"),
        (
            "return new Map([['z', 1], ['a', new Set([2, 1])]])",
            "Map{\"a\" => Set{1,2},\"z\" => 1}",
        ),
        ("return new Float32Array([0.5, -0])", "Float32Array[0.5,-0]"),
        ("return [, 1, ,]", "[,1,,]"),
        ("return new Array(1)", "[,]"),
        ("return []", "[]"),
        (
            "const a = { x: 1 }; a.self = a; return a",
            "{\"self\":<0>,\"x\":1}",
        ),
        ("return new (class Point { x = 1 })()", "Point{\"x\":1}"),
        ("return new Date(5)", "Date{5;}"),
    ] {
        assert_eq!(result_of(&sandbox, body).await, text, "{body}");
    }
    let long = |last: u32| {
        format!(
            "const a = Array.from({{ length: 100000 }}, (_, i) => i); a[99999] = {last}; return a"
        )
    };
    let text = result_of(&sandbox, &long(1)).await;
    assert_eq!(text, result_of(&sandbox, &long(1)).await);
    assert_ne!(text, result_of(&sandbox, &long(2)).await);
    assert!(
        text.starts_with("[0,1,2,") && text.contains("characters") && text.len() < 200,
        "{text}"
    );
    let deep = "let a = []; for (let i = 0; i < 2000; i++) a = [a]; return a";
    let worker = start(&sandbox, &javascript(deep), 1.0)
        .await
        .expect("a worker");
    assert!(
        code_error(worker.result(CALL_DEADLINE_MS).await)
            .message
            .contains("1000")
    );
}
