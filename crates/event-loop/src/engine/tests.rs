//! Whole runs: what stops them, what chance decides, and what is refused. What Node prints is held in `tests/corpus.rs`.

use std::fmt::Write as _;

use super::{Explored, Found, Look, Ran, explore, run};
use crate::replay::Replay;
use crate::trace::{Ending, Event, Queue, Race, Step, Stopped, Stream};
use crate::{Limits, ModuleKind, NodeVersion, Program, Settings};

fn program(source: &str) -> Program {
    Program {
        source: source.to_owned(),
        kind: ModuleKind::CommonJs,
    }
}

/// What a program prints on standard output, its steps, and what came of it.
fn recorded(source: &str, settings: &Settings) -> (String, Vec<Step>, Ran) {
    let (mut text, mut steps) = (String::new(), Vec::new());
    let look = Look {
        has_steps: true,
        ..Look::default()
    };
    let ran = run(&program(source), settings, look, &mut |found| match found {
        Found::Steps(more) => steps.extend(more),
        Found::Printed(Stream::Out, printed) => text.push_str(&printed),
        _ => {}
    });
    (text, steps, ran)
}

fn printed(source: &str) -> String {
    recorded(source, &Settings::default()).0
}

fn ending(source: &str) -> Ending {
    recorded(source, &Settings::default()).2.ending
}

fn limited(limits: Limits) -> Settings {
    Settings {
        limits,
        ..Settings::default()
    }
}

fn explored(source: &str) -> Explored {
    let settings = Settings::default();
    let explored = explore(
        &program(source),
        &settings,
        Look::default(),
        None,
        &mut |_, _| {},
    );
    explored.expect("nobody cancels")
}

#[test]
fn each_kind_of_endless_loop_is_stopped() {
    for source in [
        "for (;;);",
        "while (true) {}",
        "do ; while (true)",
        "for (;;) { continue; }",
        "const f = () => { for (;;); }; f();",
        "setTimeout(() => { while (1); });",
        "Promise.resolve().then(() => { for (;;); });",
        "[1].map(() => { for (;;); });",
        "label: for (;;) { for (;;) continue label; }",
        "(async () => { for (;;); })();",
        "(function* () { for (;;); })().next();",
        "try { for (;;); } catch {} finally { console.log('never'); }",
        "new Proxy({}, { get() { for (;;); } }).x;",
    ] {
        let settings = limited(Limits {
            statements_max: 20_000,
            ..Limits::default()
        });
        let (text, _, ran) = recorded(source, &settings);
        assert!(
            matches!(
                ran.ending,
                Ending::Stopped(Stopped::Statements { line: Some(1) })
            ),
            "{source}: {:?}",
            ran.ending
        );
        assert_eq!(text, "", "{source}");
    }
}

#[test]
fn endless_queues_are_stopped() {
    for source in [
        "(function again() { process.nextTick(again); })();",
        "(function again() { queueMicrotask(again); })();",
        "(function again() { setImmediate(again); })();",
        "(async () => { for (;;) await 1; })();",
        "setInterval(() => {}, 1);",
    ] {
        let settings = limited(Limits {
            steps_max: 20_000,
            ..Limits::default()
        });
        let ending = recorded(source, &settings).2.ending;
        assert!(
            matches!(
                ending,
                Ending::Stopped(Stopped::Steps | Stopped::Statements { .. } | Stopped::VirtualTime)
            ),
            "{source}: {ending:?}"
        );
    }
}

#[test]
fn endless_queues_are_stopped_where_nobody_records_them() {
    let found = explored("(function again() { process.nextTick(again); })();");
    let [output] = &found.outputs[..] else {
        panic!("{found:?}");
    };
    assert_eq!(output.ending, Ending::Stopped(Stopped::Steps));
}

#[test]
fn output_and_virtual_time_are_bounded() {
    let few = limited(Limits {
        output_bytes_max: 1_000,
        ..Limits::default()
    });
    let (text, _, ran) = recorded("for (;;) console.log('0123456789');", &few);
    assert_eq!(ran.ending, Ending::Stopped(Stopped::Output));
    assert!((900..1_000).contains(&text.len()), "{}", text.len());
    assert_eq!(
        ending("setTimeout(() => {}, 2 ** 31 - 1);"),
        Ending::Stopped(Stopped::VirtualTime)
    );
    assert_eq!(
        ending("busy(1e300);"),
        Ending::Stopped(Stopped::VirtualTime)
    );
}

#[test]
fn deep_calls_are_an_error_that_a_program_can_catch() {
    for source in [
        "function f() { f(); } try { f(); } catch (e) { console.log(e instanceof RangeError, e.message); }",
        "function f() { [1].forEach(f); } try { f(); } catch (e) { console.log(e instanceof RangeError, e.message); }",
        "function f() { return 'x'.replace(/x/, f); } try { f(); } catch (e) { console.log(e instanceof RangeError, e.message); }",
    ] {
        assert_eq!(
            printed(source),
            "true Maximum call stack size exceeded\n",
            "{source}"
        );
    }
    let deep = "const sum = (n) => (n === 0 ? 0 : n + sum(n - 1)); console.log(sum(5000));";
    assert_eq!(printed(deep), "12502500\n");
}

#[test]
fn a_syntax_error_says_where_it_stands() {
    let Ending::Syntax(error) = ending("let a = 1;\nlet b = ;\n") else {
        panic!("it is no JavaScript");
    };
    assert_eq!((error.line, error.column), (2, 9));
}

#[test]
fn what_is_missing_says_so() {
    for (source, word) in [
        (
            "require('worker_threads')",
            "worker_threads is not part of this playground's Node",
        ),
        (
            "require('fs').watch('x')",
            "fs.watch is not part of this playground's Node",
        ),
        ("require('nothing')", "Cannot find module 'nothing'"),
        (
            "process.memoryUsage()",
            "process.memoryUsage is not part of this playground's Node",
        ),
    ] {
        let source =
            format!("try {{ {source} }} catch (e) {{ console.log(e.message.split('\\n')[0]); }}");
        assert_eq!(printed(&source), format!("{word}\n"));
    }
}

#[test]
fn a_timeout_races_an_immediate_from_the_main_module_alone() {
    let race = "setTimeout(() => console.log('timeout'), 0); setImmediate(() => console.log('immediate'));";
    let found = explored(race);
    let mut texts: Vec<&str> = found
        .outputs
        .iter()
        .map(|output| output.text.as_str())
        .collect();
    texts.sort_unstable();
    assert_eq!(texts, ["immediate\ntimeout\n", "timeout\nimmediate\n"]);
    assert!(found.is_complete);
    let (.., ran) = recorded(race, &Settings::default());
    assert!(matches!(ran.races[..], [(_, Race::TimerDue), ..]));
    let in_poll = format!("require('fs').readFile('x', () => {{ {race} }});");
    let found = explored(&in_poll);
    assert_eq!((found.outputs.len(), found.is_complete), (1, true));
}

#[test]
fn equal_requests_may_end_in_any_order() {
    let source = "const fs = require('fs');
        for (const name of ['a', 'b', 'c']) fs.stat(name, () => console.log(name));";
    let found = explored(source);
    assert_eq!((found.outputs.len(), found.is_complete), (6, true));
}

#[test]
fn a_fifth_request_waits_for_a_thread() {
    let source = "const crypto = require('crypto');
        for (let i = 0; i < 5; i++) crypto.pbkdf2('p', 's', 100000, 64, 'sha512', () => {});";
    let (_, steps, _) = recorded(source, &Settings::default());
    let waits = steps
        .iter()
        .filter(|step| matches!(step.event, Event::ThreadTook { .. }))
        .map(|step| step.at_ns / 1_000_000)
        .collect::<Vec<_>>();
    assert_eq!(waits.len(), 5);
    assert!(waits[..4].iter().all(|at_ms| *at_ms < 10), "{waits:?}");
    assert!(waits[4] >= 90, "{waits:?}");
}

#[test]
fn work_delays_timers() {
    let source = "const start = Date.now();
        setTimeout(() => console.log(Date.now() - start >= 50), 10);
        busy(50);";
    assert_eq!(printed(source), "true\n");
    let (_, steps, _) = recorded(source, &Settings::default());
    assert!(
        steps
            .iter()
            .any(|step| matches!(step.event, Event::Blocked { .. }))
    );
}

#[test]
fn the_versions_of_node_differ_where_they_did() {
    let source = "for (const name of ['a', 'b']) {
          setTimeout(() => { console.log(name); process.nextTick(() => console.log(`tick of ${name}`)); }, 1);
        }
        (async () => { await Promise.resolve(); console.log('await'); })();
        Promise.resolve().then(() => console.log(1)).then(() => console.log(2)).then(() => console.log(3));";
    let of = |node| {
        let settings = Settings {
            node,
            ..Settings::default()
        };
        recorded(source, &settings).0.replace('\n', " ")
    };
    assert_eq!(of(NodeVersion::V20), "await 1 2 3 a tick of a b tick of b ");
    assert_eq!(of(NodeVersion::V18), of(NodeVersion::V20));
    assert_eq!(of(NodeVersion::V10), "1 2 await 3 a b tick of a tick of b ");
}

#[test]
fn what_waits_is_told_before_it_runs() {
    let source =
        "setTimeout(function later() {\n  console.log('x');\n}, 5);\nprocess.nextTick(() => {});";
    let (_, steps, _) = recorded(source, &Settings::default());
    let replay = Replay::new(steps);
    let mut seen = String::new();
    for count in 0..replay.steps().len() {
        let state = replay.state_after(count);
        if let Some(entry) = state.queue(Queue::Timers).first() {
            let first = replay.first_statement(entry.task);
            write!(seen, "{:?} {first:?};", entry.line).expect("a string takes it");
        }
    }
    assert!(seen.contains("Some(1) Some("), "{seen}");
    let last = replay.state_after(usize::MAX);
    assert!(Queue::ALL.iter().all(|queue| last.queue(*queue).is_empty()));
}

#[test]
fn code_that_is_shown_is_the_authors() {
    let source = "const f = (x) => { if (x) return 1; return 2; };\nconsole.log(String(f), String((y) => y + 1));";
    assert_eq!(
        printed(source),
        "(x) => { if (x) return 1; return 2; } (y) => y + 1\n"
    );
}

/// The lines of an error's stack, of a program that prints it or dies of it.
fn positions(source: &str) -> Vec<String> {
    let (_, steps, _) = recorded(source, &Settings::default());
    let printed = steps.iter().filter_map(|step| match &step.event {
        Event::Printed { text, .. } => Some(text.as_str()),
        _ => None,
    });
    let printed: String = printed.collect();
    let lines = printed.lines().filter_map(|line| {
        let (_, position) = line
            .trim_start()
            .strip_prefix("at ")?
            .split_once("program.js:")?;
        Some(position.trim_end_matches(')').to_owned())
    });
    lines.collect()
}

#[test]
fn errors_have_the_positions_of_what_their_authors_wrote() {
    for (source, expected) in [
        ("const a = 1;\n\nconsle.log(a);", &["3:1"] as &[&str]),
        ("setTimeout(() => {\n  1;\n  nope();\n}, 1);", &["3:3"]),
        (
            "async function f() {\n  await 1;\n  nope();\n}\nf();",
            &["3:3"],
        ),
        (
            "function f() {\n  return nope;\n}\ntry { f(); } catch (e) { console.log(e.stack); }",
            &["2:3", "4:8"],
        ),
        (
            "class A { constructor() { throw new Error('x'); } }\nnew A();",
            &["1:33", "2:1"],
        ),
        ("const e = new Error('x');\nthrow e;", &["1:11"]),
    ] {
        assert_eq!(positions(source), expected, "{source}");
    }
}

#[test]
fn what_is_printed_is_printed_by_the_statement_that_is_being_executed() {
    let source = "function add(a, b) {\n  return a + b;\n}\nconsole.log(add(1, 2));\nfor (let i = 0; i < 1000; i += 1) {\n  add(i, i);\n}\nconsole.log(1);";
    let (_, steps, _) = recorded(source, &Settings::default());
    let places = super::instrument::instrument(
        source,
        ModuleKind::CommonJs,
        super::instrument::Options::default(),
    );
    let places = places.expect("a program").places;
    let (mut line, mut lines, mut skipped) = (0, Vec::new(), 0);
    for step in &steps {
        match &step.event {
            Event::Statement { place, .. } => line = places[*place as usize].line,
            Event::Skipped { statements } => skipped += statements,
            Event::Printed { .. } => lines.push(line),
            _ => {}
        }
    }
    assert_eq!(lines, [4, 8]);
    // None is counted twice.
    let recorded = steps
        .iter()
        .filter(|step| matches!(step.event, Event::Statement { .. }))
        .count() as u64;
    assert_eq!(recorded + skipped, 2 + 1 + 1 + 2 * 1000 + 1);
}
