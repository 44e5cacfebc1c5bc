//! Sentences about contenders and what they gave.

use kernels::{Engine, Spec};
use sampling::experiment::Comparison;
use sampling::{Estimate, Verdict};

use super::form::{Contender, Fault};
use super::presenter::{Finding, Results};
use super::subjects::Failure;
use crate::labs::words;
use crate::ui::figures;
use crate::ui::say::Speech;

/// Below this share of a per cent, digits are worth their room.
const SMALL: f64 = 0.1;

/// What a contender is called: what it computes, with what, and where.
pub(super) fn name(speech: Speech, contender: &Contender) -> String {
    speech.say_with(
        "contender-name",
        &[
            ("work", work(speech, &contender.computation).into()),
            ("engine", engine(speech, contender.engine).into()),
            ("where", speech.place(contender.place).into()),
        ],
    )
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

fn engine(speech: Speech, engine: Engine) -> String {
    speech.say(words::engine(engine).0)
}

/// What is wrong with a field.
pub(super) fn fault(speech: Speech, fault: &Fault) -> String {
    let count = |figure: &u64| figures::count(speech.locale(), *figure).into();
    match fault {
        Fault::NotANumber { value, min, max } => speech.say_with(
            "error-not-a-figure",
            &[
                ("value", value.as_str().into()),
                ("min", count(min)),
                ("max", count(max)),
            ],
        ),
        Fault::OutOfRange { value, min, max } => speech.say_with(
            "error-out-of-range",
            &[
                ("value", value.as_str().into()),
                ("min", count(min)),
                ("max", count(max)),
            ],
        ),
        Fault::Unknown { value, allowed } => speech.say_with(
            "error-unknown",
            &[
                ("value", value.as_str().into()),
                ("allowed", allowed.join(", ").into()),
            ],
        ),
        Fault::NotOffered(reason) => speech.say(words::refusal(*reason)),
    }
}

/// A share as per cent.
pub(super) fn percent(speech: Speech, share: f64) -> String {
    let digits = u32::from(share < SMALL);
    figures::number(speech.locale(), share * 100.0, digits)
}

/// A time with its interval.
pub(super) fn time(speech: Speech, estimate: Option<&Estimate>) -> String {
    let duration = |ms: f64| figures::duration(speech, ms);
    match estimate {
        None => speech.say("no-figure"),
        Some(Estimate {
            value,
            interval: None,
            ..
        }) => duration(*value),
        Some(Estimate {
            value,
            interval: Some(interval),
            ..
        }) => speech.say_with(
            "time-interval",
            &[
                ("time", duration(*value).into()),
                ("low", duration(interval.low).into()),
                ("high", duration(interval.high).into()),
            ],
        ),
    }
}

/// A verdict, as of whom it is about.
pub(super) fn verdict(speech: Speech, verdict: Verdict) -> String {
    let range = |name, from, to| {
        speech.say_with(
            name,
            &[
                ("from", percent(speech, from).into()),
                ("to", percent(speech, to).into()),
            ],
        )
    };
    match verdict {
        Verdict::Faster { from, to } => range("verdict-faster", from, to),
        Verdict::Slower { from, to } => range("verdict-slower", from, to),
        Verdict::Same { within } => speech.say_with(
            "verdict-same",
            &[("within", percent(speech, within).into())],
        ),
        Verdict::Unsure => speech.say("verdict-unsure"),
    }
}

/// A cell of the matrix: the verdict, and the answer where one was asked for.
pub(super) fn comparison(speech: Speech, pair: &Comparison) -> String {
    let verdict = verdict(speech, pair.verdict);
    match pair.answer {
        None => verdict,
        Some(true) => format!("{} {verdict}", speech.say("answer-yes")),
        Some(false) => format!("{} {verdict}", speech.say("answer-no")),
    }
}

/// What the results show, in a sentence.
pub(super) fn finding(speech: Speech, results: &Results) -> String {
    let name = |index: usize| {
        let standing = results.standings.get(index);
        standing.map_or_else(String::new, |standing| standing.name.clone())
    };
    match results.finding() {
        Finding::Unsure if results.end.is_some() => speech.say("finding-unsure-over"),
        Finding::Unsure => speech.say("finding-unsure-yet"),
        Finding::Blind { who } => speech.say_with("finding-blind", &[("who", name(who).into())]),
        Finding::Fastest {
            who,
            than,
            from,
            to,
        } => speech.say_with(
            if results.standings.len() > 2 {
                "finding-fastest-of"
            } else {
                "finding-fastest"
            },
            &[
                ("who", name(who).into()),
                ("than", name(than).into()),
                ("from", percent(speech, from).into()),
                ("to", percent(speech, to).into()),
            ],
        ),
        Finding::Same { who, within } => {
            let who: Vec<String> = who.into_iter().map(name).collect();
            speech.say_with(
                "finding-same",
                &[
                    ("who", who.join("; ").into()),
                    ("within", percent(speech, within).into()),
                ],
            )
        }
        Finding::Answers(answers) => {
            let sentences: Vec<String> = answers
                .into_iter()
                .map(|(who, answer)| {
                    let text = match answer {
                        Some(true) => "finding-answer-yes",
                        Some(false) => "finding-answer-no",
                        None => "finding-answer-unsure",
                    };
                    let verdict_of = results
                        .pair(who, 0)
                        .map_or(Verdict::Unsure, |pair| pair.verdict);
                    speech.say_with(
                        text,
                        &[
                            ("who", name(who).into()),
                            ("than", name(0).into()),
                            ("verdict", verdict(speech, verdict_of).into()),
                        ],
                    )
                })
                .collect();
            sentences.join(" ")
        }
    }
}

/// Why there is no result.
pub(super) fn failure(speech: Speech, failure: &Failure) -> String {
    match failure {
        Failure::Cancelled => speech.say("ending-cancelled"),
        Failure::Wrong(index, message) => speech.say_with(
            "contender-wrong",
            &[
                ("number", (index + 1).to_string().into()),
                ("message", message.as_str().into()),
            ],
        ),
        Failure::Failed(index, message) => speech.say_with(
            "contender-failed",
            &[
                ("number", (index + 1).to_string().into()),
                ("message", message.as_str().into()),
            ],
        ),
    }
}
