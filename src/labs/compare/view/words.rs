//! Sentences about candidates and what they gave.

use kernels::Spec;
use sampling::experiment::Comparison;
use sampling::{Estimate, Question, Verdict};

use super::session::Claims;
use super::subjects::{Failure, Remark, TearDown};
use crate::compute::RunFailure;
use crate::labs::compare::model::claim::{Claim, Longer};
use crate::labs::compare::model::form::Candidate;
use crate::labs::compare::model::presenter::{Finding, Results, Summary};
use crate::labs::{failures, words};
use crate::own_code::words::{border as say_border, run_error};
use crate::own_code::{CodeError, OpaqueKind, Part, RunError};
use crate::texts::Arg;
use crate::trust::{Reason, panel};
use crate::ui::figures;
use crate::ui::say::Speech;

/// Below this share of a per cent, digits are worth their room.
const SMALL: f64 = 0.1;

/// What candidates are called: what they compute, with what, and where, but for what they all have in
/// common.
pub(super) fn names(speech: Speech, candidates: &[Candidate]) -> Vec<String> {
    let parts = |candidate: &Candidate| {
        [
            work(speech, &candidate.computation),
            speech.say(words::engine(candidate.engine).0),
            speech.place(candidate.place),
        ]
    };
    let all: Vec<[String; 3]> = candidates.iter().map(parts).collect();
    let differs = |part: usize| all.iter().any(|of| of[part] != all[0][part]);
    let telling: Vec<usize> = (0..3).filter(|&part| differs(part)).collect();
    let name = |of: &[String; 3]| {
        let parts = if telling.is_empty() {
            &[0, 1, 2]
        } else {
            &telling[..]
        };
        let parts: Vec<&str> = parts.iter().map(|&part| of[part].as_str()).collect();
        parts.join(", ")
    };
    all.iter().map(name).collect()
}

fn work(speech: Speech, spec: &Spec) -> String {
    let kernel = speech.say(words::kernel(spec.kernel).0);
    let variant = speech.say(words::variant(spec.variant).0);
    speech.say_with(
        "contender-work",
        &[
            ("kernel", kernel.into()),
            ("variant", variant.into()),
            ("size", figures::count(speech.locale(), spec.size).into()),
        ],
    )
}

/// A share as per cent.
pub(super) fn percent(speech: Speech, share: f64) -> String {
    let digits = u32::from(share < SMALL);
    figures::number(speech.locale(), share * 100.0, digits)
}

/// A time with its interval.
pub(super) fn time(speech: Speech, estimate: Option<&Estimate>) -> String {
    let Some(estimate) = estimate else {
        return speech.say("no-figure");
    };
    let Some(interval) = estimate.interval else {
        return figures::duration(speech, estimate.value);
    };
    let all_ms = [estimate.value, interval.low, interval.high];
    let mut written = figures::durations(speech, &all_ms).into_iter();
    let mut next = || written.next().unwrap_or_default().into();
    speech.say_with(
        "time-interval",
        &[("time", next()), ("low", next()), ("high", next())],
    )
}

/// How many samples a time comes from.
pub(super) fn count(speech: Speech, summary: &Summary, blocks: usize) -> String {
    let count = |figure: usize| figures::count(speech.locale(), figure as u64).into();
    speech.say_with(
        "times-count",
        &[
            ("samples", count(summary.quality.samples)),
            ("blocks", Arg::Count(blocks as u64)),
            ("calls", count(summary.calls as usize)),
            ("number", Arg::Count(summary.calls.into())),
        ],
    )
}

/// A verdict, as of whom it is about, against the one of that index.
pub(super) fn verdict(speech: Speech, verdict: Verdict, other: usize) -> String {
    match verdict.into() {
        Claim::Faster(of_other) => speech.say_with(
            "verdict-faster",
            &[
                ("number", (other + 1).to_string().into()),
                ("longer", longer(speech, of_other)),
            ],
        ),
        Claim::Slower(of_it) => {
            speech.say_with("verdict-slower", &[("longer", longer(speech, of_it))])
        }
        Claim::Same { within } => speech.say_with(
            "verdict-same",
            &[("within", percent(speech, within).into())],
        ),
        Claim::Inconclusive => speech.say("verdict-unsure"),
    }
}

fn longer(speech: Speech, Longer { low, high }: Longer) -> Arg {
    figures::longer(speech, low, high).into()
}

/// A cell of the matrix: the verdict against the one of that index, and the answer where one was asked for.
pub(super) fn comparison(speech: Speech, pair: &Comparison, other: usize) -> String {
    let verdict = verdict(speech, pair.verdict, other);
    let answered = |name| speech.say_with(name, &[("verdict", verdict.as_str().into())]);
    match pair.answer {
        None => verdict,
        Some(true) => answered("answer-yes"),
        Some(false) => answered("answer-no"),
    }
}

/// What the results show, in a sentence.
pub(super) fn finding(speech: Speech, results: &Results) -> String {
    let name = |index: usize| name(results, index);
    match results.finding() {
        Finding::Unsure if results.end.is_some() => speech.say("finding-unsure-over"),
        Finding::Unsure => speech.say("finding-unsure-yet"),
        Finding::Nothing { who } => nothing(speech, results, &who),
        Finding::Blind { who } => speech.say_with("finding-blind", &[("who", name(who).into())]),
        Finding::Fastest {
            who,
            than,
            longer: of_other,
        } => speech.say_with(
            if results.summaries.len() > 2 {
                "finding-fastest-of"
            } else {
                "finding-fastest"
            },
            &[
                ("who", name(who).into()),
                ("than", name(than).into()),
                ("longer", longer(speech, of_other)),
            ],
        ),
        Finding::Same { who, within } => same(speech, results, &who, within),
        Finding::Answers(answers) => {
            let sentences = answers.into_iter();
            let sentences: Vec<String> = sentences
                .map(|(who, answer)| self::answer(speech, results, who, answer))
                .collect();
            sentences.join(" ")
        }
    }
}

fn name(results: &Results, index: usize) -> String {
    let summary = results.summaries.get(index);
    summary.map_or_else(String::new, |summary| summary.name.clone())
}

fn nothing(speech: Speech, results: &Results, who: &[usize]) -> String {
    let who: Vec<String> = who.iter().map(|index| name(results, *index)).collect();
    speech.say_with("finding-empty", &[("who", who.join("; ").into())])
}

fn same(speech: Speech, results: &Results, who: &[usize], within: f64) -> String {
    let who: Vec<String> = who.iter().map(|index| name(results, *index)).collect();
    speech.say_with(
        "finding-same",
        &[
            ("who", who.join("; ").into()),
            ("within", percent(speech, within).into()),
        ],
    )
}

/// Whether a candidate takes less time than the first by the share that was asked about, and what is known besides.
fn answer(speech: Speech, results: &Results, who: usize, answer: Option<bool>) -> String {
    if results.is_nothing_between(who, 0) {
        return nothing(speech, results, &[0, who]);
    }
    let (Question::AtLeast { faster_by: share } | Question::Which { same_within: share }) =
        results.question;
    let answer = speech.say_with(
        match answer {
            Some(true) => "finding-answer-yes",
            Some(false) => "finding-answer-no",
            None => "finding-answer-unsure",
        },
        &[
            ("who", name(results, who).into()),
            ("than", name(results, 0).into()),
            ("share", percent(speech, share).into()),
        ],
    );
    let pair = results.pair(who, 0);
    let faster = |who, than, of_other| {
        speech.say_with(
            "finding-fastest",
            &[
                ("who", name(results, who).into()),
                ("than", name(results, than).into()),
                ("longer", longer(speech, of_other)),
            ],
        )
    };
    let known = match pair.map_or(Claim::Inconclusive, |pair| pair.verdict.into()) {
        Claim::Faster(of_other) => faster(who, 0, of_other),
        Claim::Slower(of_it) => faster(0, who, of_it),
        Claim::Same { within } => same(speech, results, &[0, who], within),
        Claim::Inconclusive => return answer,
    };
    format!("{answer} {known}")
}

/// Why there is no result.
pub(super) fn failure(speech: Speech, failure: &Failure) -> String {
    match failure {
        Failure::Cancelled => speech.say("ending-cancelled"),
        Failure::Void => speech.say("void"),
        Failure::Budget { least_ms } => {
            let least = figures::number(speech.locale(), (least_ms / 1_000.0).ceil(), 0).into();
            speech.say_with("budget-for-clock", &[("least", least)])
        }
        // Whoever was reached when a fault of ours showed is not to blame for it.
        Failure::Internal(message)
        | Failure::Failed(_, RunFailure::Internal(message))
        | Failure::Sandbox(RunError::Internal(message))
        | Failure::Own {
            error: RunError::Internal(message),
            ..
        } => speech.say_with("internal-error", &[("message", message.as_str().into())]),
        Failure::Own { index, error, .. } => own_failure(speech, *index, error),
        Failure::Sandbox(error) => {
            let message = run_error(speech.locale(), error);
            speech.say_with("sandbox-failed", &[("message", message.into())])
        }
        Failure::Link(message) => {
            speech.say_with("link-unreadable", &[("message", message.as_str().into())])
        }
        Failure::Wrong(index, error) => speech.say_with(
            "contender-wrong",
            &[
                ("number", (index + 1).to_string().into()),
                (
                    "message",
                    failures::check_error(speech.locale(), error).into(),
                ),
            ],
        ),
        Failure::Failed(index, failure) => speech.say_with(
            "contender-failed",
            &[
                ("number", (index + 1).to_string().into()),
                (
                    "message",
                    failures::run_failure(speech.locale(), failure).into(),
                ),
            ],
        ),
    }
}

fn own_failure(speech: Speech, index: usize, error: &RunError) -> String {
    let number = (index + 1).to_string().into();
    let message = run_error(speech.locale(), error).into();
    let name = match error {
        RunError::Code(CodeError { part, .. }) | RunError::Deadline { part, .. } => match part {
            Part::SetUp => "own-failed-set-up",
            Part::TearDown => "own-failed-tear-down",
            Part::Module | Part::Start | Part::Body | Part::Result => "own-failed-body",
        },
        _ => "own-failed-body",
    };
    speech.say_with(name, &[("number", number), ("message", message)])
}

/// Why figures do not count, in a few words.
pub(super) fn why_void(speech: Speech, void: &[Reason]) -> String {
    let few_words = |reason: &Reason| match reason {
        Reason::Hidden => speech.say("void-hidden"),
        Reason::Pressure(_) => speech.say("void-pressure"),
        Reason::FramesThrottled { .. } => speech.say("void-frames"),
        Reason::NotIsolated | Reason::CoarseClock { .. } => reasons(speech, &[*reason]),
    };
    let all: Vec<String> = void.iter().map(few_words).collect();
    all.join("; ")
}

/// What void figures would say if they counted, with the reason why they do not before it.
pub(super) fn void_finding(speech: Speech, void: &[Reason], finding: String) -> String {
    let why = why_void(speech, void).into();
    speech.say_with(
        "finding-anyway",
        &[("why", why), ("finding", finding.into())],
    )
}

/// How often equal things were called different.
pub(super) fn self_test(speech: Speech, claims: &Claims) -> String {
    let count = |figure: usize| figures::count(speech.locale(), figure as u64).into();
    let share = claims.claimed as f64 / claims.done.max(1) as f64;
    let percent = figures::number(speech.locale(), share * 100.0, 1);
    speech.say_with(
        "self-test-outcome",
        &[
            ("done", count(claims.done)),
            ("wanted", count(claims.wanted)),
            ("claimed", count(claims.claimed)),
            ("percent", percent.into()),
            ("unsure", count(claims.unsure)),
        ],
    )
}

/// Reasons, a sentence each.
pub(super) fn reasons(speech: Speech, reasons: &[Reason]) -> String {
    panel::say_reasons(speech, reasons).join(" ")
}

/// That a candidate changes what it works on: how that was seen, and what to do about it.
fn changes(
    speech: Speech,
    who: &str,
    data: bool,
    results: Option<&(String, String)>,
    trend: Option<f64>,
) -> String {
    let who = || ("who", who.into());
    let mut sentences = vec![speech.say_with(
        if data {
            "mark-changes-data"
        } else {
            "mark-changes"
        },
        &[who()],
    )];
    if let Some((first, later)) = results {
        let given = [
            ("first", first.as_str().into()),
            ("later", later.as_str().into()),
        ];
        sentences.push(speech.say_with("mark-changes-results", &given));
    }
    if let Some(trend) = trend {
        let factor = figures::number(speech.locale(), trend, 2).into();
        sentences.push(speech.say_with("mark-changes-trend", &[("factor", factor)]));
    }
    sentences.push(speech.say("mark-changes-offer"));
    sentences.join(" ")
}

/// What results have to be read with.
pub(super) fn remark(speech: Speech, remark: &Remark, results: &Results) -> String {
    let name = |index: usize| name(results, index);
    let names = |all: &[usize]| {
        let names: Vec<String> = all.iter().map(|index| name(*index)).collect();
        names.join(", ")
    };
    let of_one = |text, index| speech.say_with(text, &[("who", name(index).into())]);
    match remark {
        Remark::Differs { one, other, border } => {
            let differs = speech.say_with(
                "mark-differs",
                &[
                    ("one", name(one.0).into()),
                    ("one-result", one.1.as_str().into()),
                    ("other", name(other.0).into()),
                    ("other-result", other.1.as_str().into()),
                ],
            );
            let why = border.map(|border| say_border(speech.locale(), border));
            why.map_or_else(|| differs.clone(), |why| format!("{differs} {why}"))
        }
        Remark::DiffersInDetail { one, other } => speech.say_with(
            "mark-differs-in-detail",
            &[("one", name(*one).into()), ("other", name(*other).into())],
        ),
        Remark::CannotCompare { one, other, opaque } => {
            let what = speech.say_with(
                match opaque.kind {
                    OpaqueKind::Function if opaque.name.is_empty() => "opaque-function",
                    OpaqueKind::Function => "opaque-function-named",
                    OpaqueKind::Iterator => "opaque-iterator",
                    OpaqueKind::Private => "opaque-private",
                    OpaqueKind::Object => "opaque-object",
                    OpaqueKind::Symbol => "opaque-symbol",
                    OpaqueKind::Unreadable => "opaque-unreadable",
                },
                &[("name", opaque.name.as_str().into())],
            );
            speech.say_with(
                "mark-cannot-compare",
                &[
                    ("one", name(*one).into()),
                    ("other", name(*other).into()),
                    ("what", what.into()),
                ],
            )
        }
        Remark::TooLarge(index) => of_one("mark-too-large", *index),
        Remark::ChangesInput {
            index,
            data,
            results,
            trend,
        } => changes(speech, &name(*index), *data, results.as_ref(), *trend),
        Remark::Awaits { who, await_ms } => {
            let who = names(who).into();
            match await_ms {
                Some(await_ms) => speech.say_with(
                    "mark-awaits-mixed",
                    &[
                        ("who", who),
                        ("time", figures::duration(speech, *await_ms).into()),
                    ],
                ),
                None => speech.say_with("mark-awaits", &[("who", who)]),
            }
        }
        Remark::TearDownFailed { who, failure } => {
            let error = match failure {
                TearDown::Threw(error) => RunError::Code(error.clone()),
                TearDown::Late(limit_ms) => RunError::Deadline {
                    part: Part::TearDown,
                    limit_ms: *limit_ms,
                    calls: 1,
                    waited_ms: *limit_ms,
                },
            };
            let message = run_error(speech.locale(), &error).into();
            speech.say_with(
                "mark-tear-down",
                &[("who", names(who).into()), ("message", message)],
            )
        }
        Remark::ReturnsNothing(index) => of_one("mark-returns-nothing", *index),
        Remark::LikelyRemoved(index) => of_one("mark-likely-removed", *index),
        Remark::SharedThread(index) => of_one("mark-shared-thread", *index),
    }
}
