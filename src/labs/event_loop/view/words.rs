//! What the lab says.

use event_loop::explain::Reason;
use event_loop::session::SessionError;
use event_loop::trace::{Ending, Origin, Phase, Queue, Stopped, SyntaxError, TaskId};
use event_loop::{ModuleKind, NodeVersion, SOURCE_BYTES_MAX, SettingsError};

use super::lab::Failure;
use crate::labs::event_loop::model::console::Print;
use crate::labs::event_loop::model::finding::{self, Ended, Finding, Overtaking};
use crate::labs::event_loop::model::foreign::{Foreign, foreign};
use crate::labs::event_loop::model::form::{Form, OWN_PROGRAM};
use crate::labs::event_loop::model::queues::Shown;
use crate::labs::event_loop::model::run::Run;
use crate::texts::Arg;
use crate::ui::figures;
use crate::ui::say::Speech;

/// The most characters of an output that are said in a sentence.
const QUOTED_MAX: usize = 60;

/// What a program is called in the form.
pub(super) fn program(speech: Speech, id: &str) -> String {
    if id == OWN_PROGRAM {
        return speech.say("loop-preset-own");
    }
    preset(speech, id)
}

/// What a preset is called.
pub(super) fn preset(speech: Speech, id: &str) -> String {
    speech.say(match id {
        "race" => "loop-preset-race",
        "reading" => "loop-preset-reading",
        "starving-ticks" => "loop-preset-starving-ticks",
        "starving-microtasks" => "loop-preset-starving-microtasks",
        "awaiting" => "loop-preset-awaiting",
        "slices" => "loop-preset-slices",
        "pool" => "loop-preset-pool",
        "returning" => "loop-preset-returning",
        "rejection" => "loop-preset-rejection",
        "emitter" => "loop-preset-emitter",
        _ => "loop-preset-demonstration",
    })
}

/// What is to be watched in a preset.
pub(super) fn watch(speech: Speech, id: &str) -> String {
    speech.say(match id {
        "demonstration" => "loop-watch-demonstration",
        "race" => "loop-watch-race",
        "reading" => "loop-watch-reading",
        "starving-ticks" => "loop-watch-starving-ticks",
        "starving-microtasks" => "loop-watch-starving-microtasks",
        "awaiting" => "loop-watch-awaiting",
        "slices" => "loop-watch-slices",
        "pool" => "loop-watch-pool",
        "returning" => "loop-watch-returning",
        "rejection" => "loop-watch-rejection",
        "emitter" => "loop-watch-emitter",
        _ => "loop-watch-own",
    })
}

/// What is wrong with a program's text before anybody reads it as JavaScript: nothing but its length.
pub(super) fn source_error(speech: Speech, form: &Form) -> String {
    too_long(speech, form.source().len() as u64)
}

fn too_long(speech: Speech, bytes: u64) -> String {
    let count = |figure| figures::count(speech.locale(), figure).into();
    let args = [
        ("bytes", count(bytes)),
        ("max", count(SOURCE_BYTES_MAX as u64)),
    ];
    speech.say_with("loop-long-program", &args)
}

/// A version of Node.
pub(super) fn node(speech: Speech, node: NodeVersion) -> String {
    speech.say(match node {
        NodeVersion::V10 => "loop-node-10",
        NodeVersion::V18 => "loop-node-18",
        NodeVersion::V20 => "loop-node-20",
    })
}

/// What its loop does.
pub(super) fn node_explained(speech: Speech, node: NodeVersion) -> String {
    speech.say(match node {
        NodeVersion::V10 => "loop-node-10-explained",
        NodeVersion::V18 => "loop-node-18-explained",
        NodeVersion::V20 => "loop-node-20-explained",
    })
}

/// How a program is loaded.
pub(super) fn kind(speech: Speech, kind: ModuleKind) -> String {
    speech.say(match kind {
        ModuleKind::CommonJs => "loop-kind-commonjs",
        ModuleKind::Module => "loop-kind-module",
    })
}

/// What follows from that.
pub(super) fn kind_explained(speech: Speech, kind: ModuleKind) -> String {
    speech.say(match kind {
        ModuleKind::CommonJs => "loop-kind-commonjs-explained",
        ModuleKind::Module => "loop-kind-module-explained",
    })
}

/// A stretch or an instant of virtual time.
pub(super) fn time(speech: Speech, ns: u64) -> String {
    figures::duration(speech, ns as f64 / 1e6)
}

/// A phase.
pub(super) fn phase(speech: Speech, phase: Phase) -> String {
    speech.say(match phase {
        Phase::Main => "loop-phase-main",
        Phase::Timers => "loop-phase-timers",
        Phase::Pending => "loop-phase-pending",
        Phase::Poll => "loop-phase-poll",
        Phase::Check => "loop-phase-check",
        Phase::Close => "loop-phase-close",
        Phase::Exit => "loop-phase-exit",
    })
}

/// A queue.
pub(super) fn queue(speech: Speech, queue: Queue) -> String {
    speech.say(match queue {
        Queue::NextTick => "loop-queue-ticks",
        Queue::Microtask => "loop-queue-microtasks",
        Queue::Timers => "loop-queue-timers",
        Queue::Pending => "loop-queue-pending",
        Queue::ThreadPool => "loop-queue-pool",
        Queue::Waiting => "loop-queue-waiting",
        Queue::Poll => "loop-queue-poll",
        Queue::Check => "loop-queue-check",
        Queue::Close => "loop-queue-close",
    })
}

/// What the program called.
pub(super) fn origin(speech: Speech, origin: Origin) -> String {
    let name = match origin {
        Origin::NextTick => "process.nextTick",
        Origin::QueueMicrotask => "queueMicrotask",
        Origin::Timeout => "setTimeout",
        Origin::Interval => "setInterval",
        Origin::Immediate => "setImmediate",
        Origin::Promise => return speech.say("loop-origin-promise"),
        Origin::File => return speech.say("loop-origin-file"),
        Origin::Computation => return speech.say("loop-origin-computation"),
        Origin::Network => return speech.say("loop-origin-network"),
        Origin::Close => return speech.say("loop-origin-close"),
        Origin::Internal => return speech.say("loop-origin-internal"),
    };
    // What the program calls has the same name in every language.
    name.to_owned()
}

/// What a callback is: what the program called, or more exactly what that does.
pub(super) fn what(speech: Speech, origin_of: Origin, label: &str) -> String {
    if label.is_empty() {
        origin(speech, origin_of)
    } else {
        label.to_owned()
    }
}

/// Where a callback comes from, and when it is due.
pub(super) fn entry(speech: Speech, entry: &Shown, now_ns: u64) -> String {
    let mut parts = vec![what(speech, entry.origin, &entry.label)];
    if let Some(line) = entry.line {
        parts.push(self::line(speech, line));
    }
    if let Some(due_ns) = entry.due_ns.filter(|due_ns| *due_ns > now_ns) {
        let due = time(speech, due_ns);
        parts.push(speech.say_with("loop-due", &[("at", due.into())]));
    }
    parts.join(" · ")
}

/// A line of the program.
pub(super) fn line(speech: Speech, line: u32) -> String {
    let line = figures::count(speech.locale(), line.into());
    speech.say_with("loop-line", &[("line", line.into())])
}

/// Who printed something.
pub(super) fn by(speech: Speech, print: &Print) -> String {
    match print.by {
        _ if print.is_of_node => origin(speech, Origin::Internal),
        None => phase(speech, print.phase),
        Some(by) => origin(speech, by.origin),
    }
}

/// How a run of this program ended.
pub(super) fn ending(speech: Speech, source: &str, ending: &Ending) -> String {
    match ending {
        Ending::Exited { code } => {
            speech.say_with("loop-exited", &[("code", code.to_string().into())])
        }
        Ending::Stopped(stopped) => self::stopped(speech, *stopped),
        Ending::Syntax(error) => syntax(speech, source, error),
    }
}

/// Why a program is no JavaScript.
pub(super) fn syntax(speech: Speech, source: &str, error: &SyntaxError) -> String {
    speech.say_with(
        "loop-syntax",
        &[
            ("line", error.line.to_string().into()),
            ("column", error.column.to_string().into()),
            ("message", parser_message(speech, source, error).into()),
        ],
    )
}

/// What the parser says, and what the program probably is in place of JavaScript.
pub(super) fn parser_message(speech: Speech, source: &str, error: &SyntaxError) -> String {
    let looks = match foreign(source, error) {
        None => return error.message.clone(),
        Some(Foreign::TypeScript) => "loop-looks-typescript",
        Some(Foreign::Jsx) => "loop-looks-jsx",
        Some(Foreign::Html) => "loop-looks-html",
    };
    format!("{}. {}", error.message, speech.say(looks))
}

/// Which limit stopped a run.
pub(super) fn stopped(speech: Speech, stopped: Stopped) -> String {
    match stopped {
        Stopped::Statements { line: Some(line) } => {
            let line = figures::count(speech.locale(), line.into());
            speech.say_with("loop-stopped-statements-at", &[("line", line.into())])
        }
        Stopped::Statements { line: None } => speech.say("loop-stopped-statements"),
        Stopped::VirtualTime => speech.say("loop-stopped-time"),
        Stopped::Output => speech.say("loop-stopped-output"),
        Stopped::Steps => speech.say("loop-stopped-steps"),
        Stopped::Memory => speech.say("loop-stopped-memory"),
        Stopped::Recursion => speech.say("loop-stopped-recursion"),
        Stopped::Cancelled => speech.say("loop-cancelled"),
    }
}

/// What a run comes to, in a sentence or two.
pub(super) fn finding(speech: Speech, run: &Run) -> String {
    match finding::of(run) {
        Finding::Syntax(error) => syntax(speech, &run.program.source, &error),
        Finding::Stopped(of) => stopped(speech, of),
        Finding::Uncaught {
            message,
            is_rejection,
            code,
        } => {
            let args: [(&str, Arg); 2] = [
                ("message", quoted(&message).into()),
                ("code", code.to_string().into()),
            ];
            if is_rejection {
                speech.say_with("loop-unhandled", &args)
            } else {
                speech.say_with("loop-uncaught", &args)
            }
        }
        Finding::Ended(ended) => self::ended(speech, &ended),
    }
}

fn ended(speech: Speech, ended: &Ended) -> String {
    let count = |figure: u64| figures::count(speech.locale(), figure).into();
    let order = if let Some(overtaking) = &ended.overtaking {
        self::overtaking(speech, overtaking)
    } else {
        let said = match ended.prints {
            0 => "loop-prints-nothing",
            _ => "loop-in-order",
        };
        let args = [
            ("prints", count(ended.prints as u64)),
            ("turns", count(ended.turns.into())),
            ("time", time(speech, ended.took_ns).into()),
        ];
        speech.say_with(said, &args)
    };
    if ended.is_undetermined {
        return format!("{order} {}", speech.say("loop-has-races"));
    }
    order
}

fn overtaking(speech: Speech, overtaking: &Overtaking) -> String {
    speech.say_with(
        "loop-overtakes",
        &[
            ("first", quoted(&overtaking.first).into()),
            ("then", quoted(&overtaking.then).into()),
            ("rule", reason(speech, overtaking.why.reason).into()),
        ],
    )
}

/// Why what runs after so many steps runs just then.
pub(super) fn why_now(speech: Speech, run: &Run, at: usize) -> Option<String> {
    let (task, why) = run.why(at)?;
    let first = named(speech, run, task).into();
    let rule = reason(speech, why.reason).into();
    Some(match why.second {
        Some(second) => {
            let then = named(speech, run, second).into();
            let args = [("first", first), ("then", then), ("rule", rule)];
            speech.say_with("loop-why-before", &args)
        }
        None => speech.say_with("loop-why-alone", &[("first", first), ("rule", rule)]),
    })
}

/// A callback, by what it executes first or by what it is.
fn named(speech: Speech, run: &Run, task: TaskId) -> String {
    if let Some(code) = run.first_code(task) {
        return quoted(&code.text);
    }
    let wait = run.course.first_wait(task);
    origin(speech, wait.map_or(Origin::Internal, |wait| wait.origin))
}

/// The rule by which something ran before something else, which is called the other.
pub(super) fn reason(speech: Speech, reason: Reason) -> String {
    let at = |ns: u64| Arg::from(time(speech, ns));
    match reason {
        Reason::SameCallback => speech.say("loop-reason-same"),
        Reason::MainRunsFirst => speech.say("loop-reason-main"),
        Reason::Causes => speech.say("loop-reason-causes"),
        Reason::RunsToEnd => speech.say("loop-reason-runs-to-end"),
        Reason::Nested => speech.say("loop-reason-nested"),
        Reason::TickBeforeMicrotasks => speech.say("loop-reason-tick"),
        Reason::MicrotasksBeforeLoop => speech.say("loop-reason-microtasks"),
        Reason::MicrotasksEmptied => speech.say("loop-reason-emptied"),
        Reason::MicrotaskBeforeTickInModule => speech.say("loop-reason-module"),
        Reason::PhaseBeforeMicrotasks { phase: of } => speech.say_with(
            "loop-reason-node-10",
            &[("phase", phase(speech, of).into())],
        ),
        Reason::InOrderQueued { queue: of } => {
            speech.say_with("loop-reason-fifo", &[("queue", queue(speech, of).into())])
        }
        Reason::TimerEarlierDue {
            due_ns,
            other_due_ns,
        } => speech.say_with(
            "loop-reason-earlier-due",
            &[("due", at(due_ns)), ("other", at(other_due_ns))],
        ),
        Reason::TimerList { .. } => speech.say("loop-reason-timer-list"),
        Reason::TimerNotDue { due_ns, looked_ns } => speech.say_with(
            "loop-reason-not-due",
            &[("due", at(due_ns)), ("looked", at(looked_ns))],
        ),
        Reason::TimerDue { lateness_ns, .. } => {
            speech.say_with("loop-reason-due", &[("late", at(lateness_ns))])
        }
        Reason::PhaseComesFirst { earlier, later } => speech.say_with(
            "loop-reason-phase",
            &[
                ("earlier", phase(speech, earlier).into()),
                ("later", phase(speech, later).into()),
            ],
        ),
        Reason::NextTurn { phase: of } => speech.say_with(
            "loop-reason-next-turn",
            &[("phase", phase(speech, of).into())],
        ),
        of_requests => request_reason(speech, of_requests),
    }
}

/// The rules for requests, and for what is no callback of a queue.
fn request_reason(speech: Speech, reason: Reason) -> String {
    let at = |ns: u64| Arg::from(time(speech, ns));
    match reason {
        Reason::PollWasReady { ready_ns } => {
            speech.say_with("loop-reason-ready", &[("ready", at(ready_ns))])
        }
        Reason::DoneEarlier {
            done_ns,
            other_done_ns,
        } => speech.say_with(
            "loop-reason-done-earlier",
            &[("done", at(done_ns)), ("other", at(other_done_ns))],
        ),
        Reason::StillUnderWay { .. } => speech.say("loop-reason-under-way"),
        Reason::PoolWasFull { waited_ns } => {
            speech.say_with("loop-reason-pool-full", &[("waited", at(waited_ns))])
        }
        Reason::BlockedBy { ns, .. } => speech.say_with("loop-reason-blocked", &[("time", at(ns))]),
        Reason::NothingElse => speech.say("loop-reason-nothing-else"),
        Reason::NotQueuedYet => speech.say("loop-reason-not-queued"),
        Reason::ExitComesLast => speech.say("loop-reason-exit"),
        Reason::NodeItself => speech.say("loop-reason-node"),
        Reason::Cancelled => speech.say("loop-reason-cancelled"),
        Reason::NeverRan => speech.say("loop-reason-never"),
        _ => speech.say("loop-reason-unruled"),
    }
}

/// A text as it is said in a sentence: its first line, cut off where it is long.
pub(super) fn quoted(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= QUOTED_MAX {
        return line.to_owned();
    }
    let cut: String = line.chars().take(QUOTED_MAX).collect();
    format!("{cut} …")
}

/// Why there is no run.
pub(super) fn failure(speech: Speech, failure: &Failure) -> String {
    let reason = |name: &str, reason: &str| speech.say_with(name, &[("reason", reason.into())]);
    match failure {
        Failure::Cancelled | Failure::Refused(SessionError::Cancelled) => {
            speech.say("loop-cancelled")
        }
        Failure::Link { shown } => {
            let program = program(speech, shown).into();
            speech.say_with("loop-no-link", &[("program", program)])
        }
        Failure::Refused(SessionError::TooLong { bytes }) => too_long(speech, *bytes as u64),
        Failure::Refused(SessionError::Settings(error)) => settings(speech, *error),
        Failure::Refused(SessionError::Internal(message)) => reason("loop-internal", message),
        Failure::Worker(message) => reason("loop-worker-failed", message),
        Failure::Silent => speech.say("loop-silent"),
        Failure::TooDeep => speech.say("loop-too-deep"),
        Failure::NoMemory => speech.say("loop-no-memory"),
    }
}

/// The form refuses the same before anything is run.
fn settings(speech: Speech, error: SettingsError) -> String {
    speech.say_with("loop-internal", &[("reason", error.to_string().into())])
}
