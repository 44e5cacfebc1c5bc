//! What the panel says.

use crate::labs::event_loop::model::browser::finding::{self, Finding, broken};
use crate::labs::event_loop::model::browser::lanes::{self, Lane};
use crate::labs::event_loop::model::browser::program::{Parameter, ProgramId};
use crate::labs::event_loop::model::browser::record::{
    Ending, Entry, Kind, Priority, Recording, Reported,
};
use crate::labs::event_loop::model::browser::rules::{Breach, Open, Rule, Verdict};
use crate::texts::Arg;
use crate::ui::figures;
use crate::ui::say::Speech;

/// What a program is called.
pub(super) fn program(speech: Speech, id: ProgramId) -> String {
    speech.say(match id {
        ProgramId::Each => "loop-browser-each",
        ProgramId::Nested => "loop-browser-nested",
        ProgramId::Flood => "loop-browser-flood",
        ProgramId::Rounds => "loop-browser-rounds",
        ProgramId::Slices => "loop-browser-slices",
        ProgramId::Priorities => "loop-browser-priorities",
    })
}

/// What it does.
pub(super) fn explained(speech: Speech, id: ProgramId) -> String {
    speech.say(match id {
        ProgramId::Each => "loop-browser-each-explained",
        ProgramId::Nested => "loop-browser-nested-explained",
        ProgramId::Flood => "loop-browser-flood-explained",
        ProgramId::Rounds => "loop-browser-rounds-explained",
        ProgramId::Slices => "loop-browser-slices-explained",
        ProgramId::Priorities => "loop-browser-priorities-explained",
    })
}

/// What a parameter is called.
pub(super) fn parameter(speech: Speech, parameter: Parameter) -> String {
    speech.say(match parameter {
        Parameter::Work => "loop-browser-work",
        Parameter::Busy => "loop-browser-busy",
        Parameter::Timers => "loop-browser-timers",
        Parameter::Microtasks => "loop-browser-microtasks",
        Parameter::Frames => "loop-browser-frames",
        Parameter::Total => "loop-browser-total",
        Parameter::Slice => "loop-browser-slice",
        Parameter::Tasks => "loop-browser-tasks",
    })
}

/// By what callbacks are queued: the names of the interfaces, which are the same in every language.
pub(super) fn kind(speech: Speech, kind: Kind) -> String {
    let name = match kind {
        Kind::Script => return speech.say("loop-browser-script"),
        Kind::Microtask => "queueMicrotask",
        Kind::Promise => "promise.then",
        Kind::Timer => "setTimeout",
        Kind::Message => "postMessage",
        Kind::Task(Priority::UserBlocking) => "postTask user-blocking",
        Kind::Task(Priority::UserVisible) => "postTask user-visible",
        Kind::Task(Priority::Background) => "postTask background",
        Kind::Continuation => "scheduler.yield",
        Kind::Frame => "requestAnimationFrame",
        Kind::Layout => "ResizeObserver",
        Kind::Idle => "requestIdleCallback",
    };
    name.to_owned()
}

/// A callback that ran.
pub(super) fn entry(speech: Speech, entry: &Entry) -> String {
    let name = kind(speech, entry.kind());
    if entry.count > 1 {
        let args = [
            ("name", name.into()),
            ("count", count(speech, entry.count.into())),
        ];
        return speech.say_with("loop-browser-many", &args);
    }
    if entry.kind() == Kind::Script {
        return name;
    }
    format!("{name} {}", entry.ticket.number)
}

/// What a stage differs by from others.
pub(super) fn stage(speech: Speech, by: Option<Kind>) -> String {
    by.map_or_else(|| speech.say("loop-browser-whole"), |by| kind(speech, by))
}

/// How a stage ended.
pub(super) fn ending(speech: Speech, ending: Ending) -> String {
    speech.say(match ending {
        Ending::Completed => "loop-browser-completed",
        Ending::Stopped => "loop-browser-stopped",
        Ending::TimeLimit => "loop-browser-time-limit",
        Ending::Missing => "loop-browser-missing-here",
    })
}

/// What a rule says.
pub(super) fn rule(speech: Speech, rule: Rule) -> String {
    speech.say(match rule {
        Rule::RunToCompletion => "loop-browser-run-to-completion",
        Rule::MicrotasksFirst => "loop-browser-microtasks-first",
        Rule::MicrotaskOrder => "loop-browser-microtask-order",
        Rule::TimerOrder => "loop-browser-timer-order",
        Rule::TimerDelay => "loop-browser-timer-delay",
        Rule::NestedClamp => "loop-browser-nested-clamp",
        Rule::MessageOrder => "loop-browser-message-order",
        Rule::FrameTogether => "loop-browser-frame-together",
        Rule::FrameLater => "loop-browser-frame-later",
        Rule::FrameBeforeLayout => "loop-browser-frame-before-layout",
        Rule::PriorityOrder => "loop-browser-priority-order",
        Rule::TaskOrder => "loop-browser-task-order",
        Rule::IdleOrder => "loop-browser-idle-order",
    })
}

/// Where a rule stands: the name of the standard and of the part.
pub(super) const fn source(rule: Rule) -> &'static str {
    match rule {
        Rule::RunToCompletion => "HTML: event loop processing model",
        Rule::MicrotasksFirst | Rule::MicrotaskOrder => "HTML: perform a microtask checkpoint",
        Rule::TimerOrder | Rule::TimerDelay | Rule::NestedClamp => "HTML: timers",
        Rule::MessageOrder => "HTML: message ports",
        Rule::FrameTogether | Rule::FrameLater => "HTML: run the animation frame callbacks",
        Rule::FrameBeforeLayout => "HTML: update the rendering",
        Rule::PriorityOrder | Rule::TaskOrder => "Prioritized Task Scheduling",
        Rule::IdleOrder => "requestIdleCallback()",
    }
}

/// What a run says of a rule.
pub(super) fn verdict(speech: Speech, recording: &Recording, verdict: &Verdict) -> String {
    let cases = ("cases", count(speech, verdict.cases.into()));
    let Some(breach) = verdict.breach else {
        return speech.say_with("loop-browser-held", &[cases]);
    };
    let name = |at: usize| Arg::from(of(speech, recording, at));
    match breach {
        Breach::Before { ran, other } => {
            let args = [cases, ("ran", name(ran)), ("other", name(other))];
            speech.say_with("loop-browser-broken", &args)
        }
        Breach::Early { ran, least_ms } => {
            let waited_ms = recording.entries.get(ran).map(Entry::waited_ms);
            let args = [
                cases,
                ("ran", name(ran)),
                ("waited", time(speech, waited_ms.unwrap_or_default())),
                ("least", time(speech, least_ms)),
            ];
            speech.say_with("loop-browser-early", &args)
        }
    }
}

/// Which two no standard puts in order.
pub(super) fn pair(speech: Speech, recording: &Recording, open: Open) -> String {
    let name = |at: usize| {
        let entry = recording.entries.get(at);
        let name = entry.map(|entry| kind(speech, entry.kind()));
        Arg::from(name.unwrap_or_default())
    };
    let args = [("one", name(open.first)), ("other", name(open.then))];
    speech.say_with("loop-browser-pair", &args)
}

/// Which of them came first.
pub(super) fn came_first(speech: Speech, recording: &Recording, open: Open) -> String {
    let name = |at| Arg::from(of(speech, recording, at));
    let args = [("first", name(open.first)), ("then", name(open.then))];
    speech.say_with("loop-browser-first", &args)
}

fn of(speech: Speech, recording: &Recording, at: usize) -> String {
    let found = recording.entries.get(at);
    found.map_or_else(String::new, |found| entry(speech, found))
}

/// What this browser does not have, if anything.
pub(super) fn missing(speech: Speech, recording: &Recording) -> Option<String> {
    if recording.missing.is_empty() {
        return None;
    }
    let all = recording.missing.iter();
    let names: Vec<String> = all.map(|of| kind(speech, *of)).collect();
    let args = [("names", names.join(", ").into())];
    Some(speech.say_with("loop-browser-missing", &args))
}

/// What a run comes to, in a sentence; what it broke comes first.
pub(super) fn finding(speech: Speech, recording: &Recording) -> String {
    let mut sentences = Vec::new();
    if let Some(broken) = broken(recording) {
        let args = [
            ("rule", rule(speech, broken.rule).into()),
            ("how", verdict(speech, recording, &broken).into()),
        ];
        sentences.push(speech.say_with("loop-browser-against", &args));
    }
    match recording.ending() {
        Ending::Stopped => sentences.push(speech.say("loop-browser-was-stopped")),
        Ending::TimeLimit => sentences.push(speech.say("loop-browser-was-limited")),
        Ending::Completed | Ending::Missing => {}
    }
    sentences.push(found(speech, &finding::finding(recording)));
    sentences.join(" ")
}

fn found(speech: Speech, found: &Finding) -> String {
    match found {
        Finding::Each {
            microtasks,
            order,
            frame_after_ms,
        } => each(speech, *microtasks, order, *frame_after_ms),
        Finding::Nested {
            free_ms,
            clamped_ms,
            from,
        } => {
            let args = [
                ("from", count(speech, (*from).into())),
                ("free", time(speech, *free_ms)),
                ("clamped", time(speech, *clamped_ms)),
            ];
            speech.say_with("loop-browser-found-nested", &args)
        }
        Finding::Flood {
            microtasks,
            took_ms,
            late_ms,
            frames_between,
        } => {
            let args = [
                ("microtasks", count(speech, (*microtasks).into())),
                ("took", time(speech, *took_ms)),
                ("late", time(speech, *late_ms)),
                ("frames", count(speech, (*frames_between).into())),
            ];
            speech.say_with("loop-browser-found-flood", &args)
        }
        Finding::Rounds { timers, messages } => {
            let figure = |value: f64| figures::number(speech.locale(), value, 0).into();
            let args = [("timers", figure(*timers)), ("messages", figure(*messages))];
            speech.say_with("loop-browser-found-rounds", &args)
        }
        Finding::Slices {
            whole_ms,
            best,
            best_ms,
            worst,
            worst_ms,
        } => {
            let args = [
                ("whole", time(speech, *whole_ms)),
                ("best", kind(speech, *best).into()),
                ("best_gap", time(speech, *best_ms)),
                ("worst", kind(speech, *worst).into()),
                ("worst_gap", time(speech, *worst_ms)),
            ];
            speech.say_with("loop-browser-found-slices", &args)
        }
        Finding::Priorities { order } => priorities(speech, order),
        Finding::Nothing => speech.say("loop-browser-found-nothing"),
    }
}

fn each(speech: Speech, microtasks: u32, order: &[Kind], frame_after_ms: Option<f64>) -> String {
    let names: Vec<String> = order.iter().map(|of| kind(speech, *of)).collect();
    let args = [
        ("microtasks", count(speech, microtasks.into())),
        ("order", names.join(" → ").into()),
    ];
    let order = speech.say_with("loop-browser-found-each", &args);
    let Some(after_ms) = frame_after_ms else {
        return order;
    };
    let args = [("after", time(speech, after_ms))];
    format!(
        "{order} {}",
        speech.say_with("loop-browser-found-frame", &args)
    )
}

/// Which priorities ran one after the other, each with how many of its tasks did.
fn priorities(speech: Speech, order: &[Priority]) -> String {
    let runs: Vec<String> = order
        .chunk_by(|one, other| one == other)
        .filter_map(|run| {
            let first = run.first()?;
            Some(format!("{} × {}", run.len(), first.id()))
        })
        .collect();
    let args = [("order", runs.join(" → ").into())];
    speech.say_with("loop-browser-found-priorities", &args)
}

/// A duration as an argument.
fn time(speech: Speech, ms: f64) -> Arg {
    figures::duration(speech, ms).into()
}

fn count(speech: Speech, count: u64) -> Arg {
    figures::count(speech.locale(), count).into()
}

/// The words of the lanes.
pub(super) struct LaneWords(pub(super) Speech);

impl lanes::Words for LaneWords {
    fn lane(&self, lane: Lane) -> String {
        self.0.say(match lane {
            Lane::Frames => "loop-browser-lane-frames",
            Lane::Script => "loop-browser-lane-script",
            Lane::Microtasks => "loop-browser-lane-microtasks",
            Lane::Timers => "loop-browser-lane-timers",
            Lane::Messages => "loop-browser-lane-messages",
            Lane::Tasks => "loop-browser-lane-tasks",
            Lane::Continuations => "loop-browser-lane-continuations",
            Lane::Animation => "loop-browser-lane-animation",
            Lane::Idle => "loop-browser-lane-idle",
            Lane::Reported => "loop-browser-lane-reported",
        })
    }

    fn entry(&self, of: &Entry) -> String {
        entry(self.0, of)
    }

    fn frame(&self, is_long: bool) -> String {
        self.0.say(if is_long {
            "loop-browser-frame-long"
        } else {
            "loop-browser-frame"
        })
    }

    fn reported(&self, what: Reported) -> String {
        self.0.say(match what {
            Reported::LongFrame => "loop-browser-reported-frame",
            Reported::LongTask => "loop-browser-reported-task",
            Reported::Input => "loop-browser-reported-input",
        })
    }
}
