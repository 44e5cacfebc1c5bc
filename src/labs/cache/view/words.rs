//! What the lab says.

use cache_sim::format::ReadError;
use cache_sim::session::SessionError;
use cache_sim::{Capacity, CapacityError, PolicyId, RecipeError, SimulateError};

use super::lab::{Activity, Failure};
use super::refusals;
use crate::labs::cache::model::form::{Field, Form};
use crate::labs::cache::model::results::Results;
use crate::labs::form::TextForm;
use crate::texts::Arg;
use crate::ui::figures;
use crate::ui::say::Speech;

/// A policy's name.
pub(super) fn policy(speech: Speech, policy: PolicyId) -> String {
    match policy {
        PolicyId::Articles => speech.say("policy-articles"),
        PolicyId::Random => speech.say("policy-random"),
        // The others have names of their own.
        named => named.entry().title.to_owned(),
    }
}

/// What a policy does, in a sentence.
pub(super) fn policy_explained(speech: Speech, policy: PolicyId) -> String {
    speech.say(match policy {
        PolicyId::Articles => "explained-articles",
        PolicyId::Fifo => "explained-fifo",
        PolicyId::Lru => "explained-lru",
        PolicyId::Random => "explained-random",
        PolicyId::Lfu => "explained-lfu",
        PolicyId::Clock => "explained-clock",
        PolicyId::Sieve => "explained-sieve",
        PolicyId::Slru => "explained-slru",
        PolicyId::TwoQ => "explained-two-q",
        PolicyId::Arc => "explained-arc",
        PolicyId::Lirs => "explained-lirs",
        PolicyId::WTinyLfu => "explained-w-tinylfu",
        PolicyId::S3Fifo => "explained-s3-fifo",
        PolicyId::Opt => "explained-opt",
    })
}

/// What a preset is called.
pub(super) fn preset(speech: Speech, id: &str) -> String {
    speech.say(match id {
        "loop" => "trace-loop",
        "scan" => "trace-scan",
        "zigzag" => "trace-zigzag",
        "zipf" => "trace-zipf",
        "shift" => "trace-shift",
        "phases" => "trace-phases",
        _ => "trace-zipf-and-scan",
    })
}

/// What can be seen with a trace.
pub(super) fn preset_shows(speech: Speech, id: &str) -> String {
    speech.say(match id {
        "loop" => "shows-loop",
        "scan" => "shows-scan",
        "zigzag" => "shows-zigzag",
        "zipf" => "shows-zipf",
        "shift" => "shows-shift",
        "phases" => "shows-phases",
        "zipf-and-scan" => "shows-zipf-and-scan",
        "file" => "shows-file",
        _ => "shows-recipe",
    })
}

/// How much a cache holds, with its unit.
pub(super) fn size(speech: Speech, size: Capacity) -> String {
    let locale = speech.locale();
    match size {
        Capacity::Objects(count) => {
            let figure = figures::count(locale, count);
            let args = [("number", Arg::Count(count)), ("count", figure.into())];
            speech.say_with("cache-objects", &args)
        }
        Capacity::Bytes(bytes) => {
            const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];
            let (mut value, mut unit) = (bytes as f64, 0);
            while value >= 1024.0 && unit + 1 < UNITS.len() {
                value /= 1024.0;
                unit += 1;
            }
            let digits = u32::from(value < 100.0 && unit > 0);
            format!("{} {}", figures::number(locale, value, digits), UNITS[unit])
        }
    }
}

/// A share in per cent.
pub(super) fn percent(speech: Speech, share: f64) -> String {
    let value = figures::number(speech.locale(), share * 100.0, 1);
    speech.say_with("cache-percent", &[("value", value.into())])
}

/// What was found, in a sentence; nothing while a policy that it tells of has no figure yet.
pub(super) fn finding(speech: Speech, results: &Results, place: usize) -> Option<String> {
    let here = *results.sizes.get(place)?;
    let ranking = results.ranking(place);
    let mut but_oracle = ranking
        .iter()
        .filter(|(policy, _)| *policy != PolicyId::Opt);
    let locale = speech.locale();
    let (room, all) = match here {
        Capacity::Objects(count) => (
            figures::count(locale, count),
            size(speech, Capacity::Objects(results.trace.objects.into())),
        ),
        Capacity::Bytes(_) => {
            let bytes = results.trace.bytes.unwrap_or_default();
            (size(speech, here), size(speech, Capacity::Bytes(bytes)))
        }
    };
    let has_curves = results.pair.map(|policy| results.has_curve(policy));
    let said = if has_curves == [true, true] {
        let [first, second] = results.pair;
        let best = but_oracle.next_back()?;
        let args = [
            ("size", room.into()),
            ("all", all.into()),
            ("first", policy(speech, first).into()),
            (
                "first_misses",
                percent(speech, results.ratio(first, place)?).into(),
            ),
            ("second", policy(speech, second).into()),
            (
                "second_misses",
                percent(speech, results.ratio(second, place)?).into(),
            ),
            ("best", policy(speech, best.0).into()),
            ("best_misses", percent(speech, best.1).into()),
        ];
        speech.say_with("cache-finding", &args)
    } else {
        // One of the two has no curve: it was not chosen, or does not count bytes.
        if ranking.len() < results.curves.len() {
            return None;
        }
        let oracle = ranking.last()?;
        let worst = but_oracle.next().unwrap_or(oracle);
        let best = but_oracle.next_back().unwrap_or(worst);
        let args = [
            ("size", room.into()),
            ("all", all.into()),
            ("worst", policy(speech, worst.0).into()),
            ("worst_misses", percent(speech, worst.1).into()),
            ("best", policy(speech, best.0).into()),
            ("best_misses", percent(speech, best.1).into()),
        ];
        return Some(if best.1 < worst.1 {
            speech.say_with("cache-finding-ends", &args)
        } else if best.0 == worst.0 {
            speech.say_with("cache-finding-one", &args)
        } else {
            speech.say_with("cache-finding-equal", &args)
        });
    };
    let parted = match results.parted {
        Some(at) => {
            let at = figures::count(locale, u64::from(at) + 1);
            speech.say_with("cache-parted", &[("at", at.into())])
        }
        None => speech.say("cache-never-parted"),
    };
    Some(format!("{said} {parted}"))
}

/// The trace, in figures.
pub(super) fn trace(speech: Speech, results: &Results) -> String {
    let locale = speech.locale();
    let trace = &results.trace;
    let count = |figure: u32| figures::count(locale, figure.into()).into();
    let share = f64::from(trace.accessed_once) / f64::from(trace.objects.max(1));
    let args = [
        ("accesses", count(trace.accesses)),
        ("objects", count(trace.objects)),
        ("once", percent(speech, share).into()),
    ];
    match &results.file {
        Some(file) => {
            let said = speech.say_with("cache-trace-figures", &args);
            format!("{file}: {said}")
        }
        None => speech.say_with("cache-trace-figures", &args),
    }
}

/// What goes on.
pub(super) fn activity(speech: Speech, activity: Activity) -> String {
    let locale = speech.locale();
    match activity {
        Activity::Opening => speech.say("cache-opening"),
        Activity::Reading { bytes, bytes_all } => {
            let mega = |bytes: u64| figures::number(locale, bytes as f64 / 1e6, 1).into();
            let args = [("bytes", mega(bytes)), ("all", mega(bytes_all))];
            speech.say_with("cache-reading", &args)
        }
        Activity::Running { share } => {
            let args = [("share", percent(speech, share).into())];
            speech.say_with("cache-running", &args)
        }
    }
}

/// Why there is nothing, or not all.
pub(super) fn failure(speech: Speech, failure: &Failure) -> String {
    match failure {
        Failure::Cancelled => speech.say("cache-cancelled"),
        Failure::NoFile => speech.say("cache-no-file-chosen"),
        Failure::Refused(error) => refused(speech, error),
        Failure::Worker(reason) => {
            speech.say_with("cache-failed", &[("reason", reason.clone().into())])
        }
    }
}

fn refused(speech: Speech, error: &SessionError) -> String {
    match error {
        SessionError::UnknownFormat { name } => {
            speech.say_with("cache-unknown-format", &[("name", name.clone().into())])
        }
        SessionError::Simulate(SimulateError::NoSizes) => speech.say("cache-no-sizes"),
        SessionError::Simulate(SimulateError::NoTimes) => speech.say("cache-no-times"),
        SessionError::Read(error) => {
            let reason = refusals::read(speech, error);
            let refused = speech.say_with("cache-refused", &[("reason", reason.into())]);
            match error {
                ReadError::Line { .. } | ReadError::ManyLines { .. } => {
                    format!("{refused} {}", speech.say("cache-other-format"))
                }
                _ => refused,
            }
        }
        other => speech.say_with("cache-refused", &[("reason", other.to_string().into())]),
    }
}

/// What is wrong with a field where no other lab has the like.
pub(super) fn form_error(speech: Speech, form: &Form, field: Field) -> String {
    match (field, form.recipe()) {
        (Field::Recipe, Err(error)) => recipe_error(speech, &error),
        (Field::Size, _) => {
            let name = match form.size_error() {
                Some(CapacityError::Zero(_)) => "cache-size-zero",
                Some(CapacityError::TooLarge(_)) => "cache-size-large",
                _ => "cache-no-unit",
            };
            let text = form.get(Field::Size).to_owned();
            speech.say_with(name, &[("value", text.into())])
        }
        _ => speech.say("cache-no-policy"),
    }
}

fn recipe_error(speech: Speech, error: &RecipeError) -> String {
    // Whoever counts begins with one.
    let place = |at: &usize| (at + 1).to_string().into();
    let limit = |limit: f64| {
        let digits = if limit.fract() == 0.0 { 0 } else { 3 };
        figures::number(speech.locale(), limit, digits).into()
    };
    match error {
        RecipeError::Range {
            field,
            found,
            min,
            max,
        } => speech.say_with(
            "recipe-error-range",
            &[
                ("field", field.clone().into()),
                ("value", found.to_string().into()),
                ("min", limit(*min)),
                ("max", limit(*max)),
            ],
        ),
        RecipeError::Number {
            field,
            found,
            at,
            min,
            max,
        } => speech.say_with(
            "recipe-error-number",
            &[
                ("field", field.clone().into()),
                ("value", found.clone().into()),
                ("at", place(at)),
                ("min", limit(*min)),
                ("max", limit(*max)),
            ],
        ),
        RecipeError::UnknownPattern { found, at } => speech.say_with(
            "recipe-error-pattern",
            &[("value", found.clone().into()), ("at", place(at))],
        ),
        RecipeError::Sign {
            found,
            expected,
            at,
        } if expected.is_empty() => speech.say_with(
            "recipe-error-end",
            &[("value", found.clone().into()), ("at", place(at))],
        ),
        RecipeError::Sign {
            found,
            expected,
            at,
        } => speech.say_with(
            "recipe-error-sign",
            &[
                ("value", found.clone().into()),
                ("expected", expected.clone().into()),
                ("at", place(at)),
            ],
        ),
        RecipeError::Depth { depth } => {
            speech.say_with("recipe-error-depth", &[("value", depth.to_string().into())])
        }
        RecipeError::Length { bytes } => speech.say_with(
            "recipe-error-length",
            &[("value", bytes.to_string().into())],
        ),
    }
}
