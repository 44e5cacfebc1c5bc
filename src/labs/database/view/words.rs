//! What the lab says.

use sql_workload::Task;
use sql_workload::wire::{Activity as Doing, BreakEven, BreakEvenN, Lane, Wire};

use super::lab::{Activity, Failure};
use crate::labs::database::model::form::Trips;
use crate::labs::database::model::lanes;
use crate::labs::database::model::results::{Results, Run};
use crate::ui::figures;
use crate::ui::say::Speech;

/// A pattern's name.
pub(super) fn pattern(speech: Speech, id: &str) -> String {
    speech.say(match id {
        "n-plus-one" => "pattern-n-plus-one",
        "in-batches" => "pattern-in-batches",
        "join" => "pattern-join",
        "json-aggregation" => "pattern-json-aggregation",
        "without-index" => "pattern-without-index",
        "with-index" => "pattern-with-index",
        "re-parsed" => "pattern-re-parsed",
        "prepared" => "pattern-prepared",
        "insert-singly" => "pattern-insert-singly",
        "insert-in-transaction" => "pattern-insert-in-transaction",
        "insert-prepared" => "pattern-insert-prepared",
        "insert-in-chunks" => "pattern-insert-in-chunks",
        "offset" => "pattern-offset",
        "keyset" => "pattern-keyset",
        "all-columns" => "pattern-all-columns",
        _ => "pattern-few-columns",
    })
}

/// A pattern's name where its figures were measured.
pub(super) fn measured(speech: Speech, id: &str) -> String {
    speech.say_with(
        "pattern-measured",
        &[("pattern", pattern(speech, id).into())],
    )
}

/// What a task is called.
pub(super) fn task(speech: Speech, task: Task) -> String {
    speech.say(match task {
        Task::AuthorsWithBooks => "task-authors-with-books",
        Task::OrdersOfUsers => "task-orders-of-users",
        Task::PointReads => "task-point-reads",
        Task::Inserts => "task-inserts",
        Task::Pages => "task-pages",
        Task::Columns => "task-columns",
    })
}

/// What the size of a task counts.
pub(super) fn unit(speech: Speech, task: Task) -> String {
    speech.say(match task {
        Task::AuthorsWithBooks => "unit-authors",
        Task::OrdersOfUsers => "unit-users",
        Task::PointReads => "unit-reads",
        Task::Inserts | Task::Pages => "unit-orders",
        Task::Columns => "unit-books",
    })
}

/// What is said of round trips that were taken.
pub(super) const fn trips_note(trips: Trips) -> &'static str {
    match trips {
        Trips::Modelled | Trips::Messages => "database-real-messages",
        Trips::Http => "database-real-http",
    }
}

/// The words of the picture of lanes.
pub(super) struct LaneWords(pub(super) Speech);

impl lanes::Words for LaneWords {
    fn lane(&self, id: &str, lane: Lane) -> String {
        let lane = self.0.say(match lane {
            Lane::Application => "lane-application",
            Lane::Wire => "lane-wire",
            Lane::Database => "lane-database",
        });
        format!("{} · {lane}", pattern(self.0, id))
    }

    fn activity(&self, activity: Doing) -> String {
        self.0.say(match activity {
            Doing::Request => "activity-request",
            Doing::Service => "activity-service",
            Doing::Answer => "activity-answer",
            Doing::Decode => "activity-decode",
        })
    }
}

/// What was found, in a sentence.
pub(super) fn finding(speech: Speech, results: &Results, wire: &Wire) -> Option<String> {
    let (slowest, against, factor) = results.contrast(wire)?;
    let total = |run: &Run| run.parts(wire).total_ms();
    let locale = speech.locale();
    let args = [
        ("items", figures::count(locale, slowest.items).into()),
        ("unit", unit(speech, results.task).into()),
        ("wire", figures::duration(speech, wire.round_trip_ms).into()),
        ("slow", pattern(speech, slowest.pattern.id).into()),
        (
            "slow_took",
            figures::duration(speech, total(slowest)).into(),
        ),
        (
            "slow_queries",
            figures::count(locale, slowest.totals().statements).into(),
        ),
        ("fast", pattern(speech, against.pattern.id).into()),
        (
            "fast_took",
            figures::duration(speech, total(against)).into(),
        ),
        (
            "fast_queries",
            figures::count(locale, against.totals().statements).into(),
        ),
        (
            "factor",
            figures::quantity(speech, figures::Quantity::Factor, factor).into(),
        ),
    ];
    Some(speech.say_with("database-finding", &args))
}

/// How a pattern stands to the baseline.
pub(super) fn standing(speech: Speech, results: &Results, index: usize, wire: &Wire) -> String {
    let total = |run: &Run| run.parts(wire).total_ms();
    let (Some(run), Some(baseline)) = (results.runs.get(index), results.baseline()) else {
        return String::new();
    };
    let queries = figures::count(speech.locale(), run.totals().statements).into();
    if run.is_baseline() {
        return speech.say_with("standing-baseline", &[("queries", queries)]);
    }
    // A median of five tells no more digits than one.
    let speed = figures::speed(speech, total(baseline) / total(run), 1).into();
    speech.say_with("standing", &[("queries", queries), ("speed", speed)])
}

/// From which round trip on the first is faster than the second.
pub(super) fn break_even(speech: Speech, first: &Run, second: &Run, found: BreakEven) -> String {
    let (name, at) = match found {
        BreakEven::Same => ("break-even-same", None),
        BreakEven::First => ("break-even-always", None),
        BreakEven::Second => ("break-even-never", None),
        BreakEven::FirstFrom { round_trip_ms } => ("break-even-from", Some(round_trip_ms)),
        BreakEven::SecondFrom { round_trip_ms } => ("break-even-until", Some(round_trip_ms)),
    };
    let at = at.map(|ms| figures::duration(speech, ms));
    of_pair(speech, name, first, second, at)
}

/// From which size on the first is faster than the second.
pub(super) fn break_even_size(
    speech: Speech,
    first: &Run,
    second: &Run,
    found: BreakEvenN,
) -> String {
    let (name, crossing) = match found {
        BreakEvenN::Same => ("break-even-size-same", None),
        BreakEvenN::First => ("break-even-size-always", None),
        BreakEvenN::Second => ("break-even-size-never", None),
        BreakEvenN::FirstFrom(crossing) => ("break-even-size-from", Some(crossing)),
        BreakEvenN::SecondFrom(crossing) => ("break-even-size-until", Some(crossing)),
    };
    let at = crossing.map(|crossing| {
        let size = figures::number(speech.locale(), crossing.n.ceil(), 0);
        format!("{size} {}", unit(speech, first.pattern.task))
    });
    of_pair(speech, name, first, second, at)
}

fn of_pair(
    speech: Speech,
    name: &'static str,
    first: &Run,
    second: &Run,
    at: Option<String>,
) -> String {
    let names = [
        ("first", pattern(speech, first.pattern.id).into()),
        ("second", pattern(speech, second.pattern.id).into()),
    ];
    match at {
        None => speech.say_with(name, &names),
        Some(at) => {
            let [first, second] = names;
            speech.say_with(name, &[first, second, ("at", at.into())])
        }
    }
}

/// What goes on.
pub(super) fn activity(speech: Speech, activity: Activity) -> String {
    let locale = speech.locale();
    match activity {
        Activity::Opening => speech.say("database-opening"),
        Activity::Fetching { bytes, bytes_total } => {
            let kilobytes = |bytes: u32| figures::number(locale, f64::from(bytes) / 1e3, 0).into();
            speech.say_with(
                "database-fetching",
                &[("bytes", kilobytes(bytes)), ("all", kilobytes(bytes_total))],
            )
        }
        Activity::Executing => speech.say("database-executing"),
        Activity::Loading { rows, rows_total } => speech.say_with(
            "database-loading",
            &[
                ("rows", figures::count(locale, u64::from(rows)).into()),
                ("all", figures::count(locale, u64::from(rows_total)).into()),
            ],
        ),
        Activity::Reading { done, all } => speech.say_with(
            "database-reading",
            &[
                ("done", figures::count(locale, done as u64).into()),
                ("all", figures::count(locale, all as u64).into()),
            ],
        ),
    }
}

/// Why there is no result.
pub(super) fn failure(speech: Speech, failure: &Failure) -> String {
    match failure {
        Failure::Cancelled => speech.say("database-cancelled"),
        Failure::Different => speech.say("database-different"),
        Failure::NoApi(reason) => {
            speech.say_with("database-no-api", &[("reason", reason.as_str().into())])
        }
        Failure::Refused(error) => {
            let args = [("reason", error.to_string().into())];
            speech.say_with("database-refused", &args)
        }
        Failure::Worker(reason) => {
            speech.say_with("database-failed", &[("reason", reason.as_str().into())])
        }
    }
}
