//! What a wire between program and database would add to a run: *modelled*, in virtual time, from what the
//! statements were measured to take.
//!
//! A program that waits for each answer before it asks again pays a round trip for each statement. The model
//! is that and no more: no packets, no slow start, no server that is busy with others.

mod break_even;

use std::ops::RangeInclusive;

pub use break_even::{
    BreakEven, BreakEvenN, Crossing, Line, Measured, Parts, break_even, break_even_n,
};
use sampling::Random;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::trace::{Cost, Totals, Trace};

/// How long a round trip may be, in milliseconds: from a database in the process to one on another continent.
pub const ROUND_TRIP_MS: RangeInclusive<f64> = 0.0..=100.0;

/// How much round trips may vary, as a share of their length.
pub const JITTER: RangeInclusive<f64> = 0.0..=1.0;

/// How much a wire may carry, in megabits a second.
pub const MEGABITS_PER_S: RangeInclusive<f64> = 1.0..=100_000.0;

const NS_PER_MS: f64 = 1e6;

const NS_PER_US: f64 = 1e3;

/// A wire.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wire {
    /// How long it takes until an answer without work comes back, of [`ROUND_TRIP_MS`].
    pub round_trip_ms: f64,
    /// A share of [`JITTER`]: each round trip takes longer or shorter by up to so much of it, with equal
    /// chances, so that the mean stays.
    pub jitter: f64,
    /// How much goes over it, of [`MEGABITS_PER_S`]; `None` is as much as one likes.
    pub megabits_per_s: Option<f64>,
    /// Decides about the jitter.
    pub seed: u32,
}

/// A number of a [`Wire`] that no model takes.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{field} is {found}; give {min} to {max}")]
pub struct WireError {
    /// Its name.
    pub field: &'static str,
    /// What it is.
    pub found: f64,
    /// The least.
    pub min: f64,
    /// The most.
    pub max: f64,
}

impl Wire {
    /// One whose round trips all take as long, and which carries as much as one likes.
    #[must_use]
    pub const fn of_round_trip(round_trip_ms: f64) -> Self {
        Self {
            round_trip_ms,
            jitter: 0.0,
            megabits_per_s: None,
            seed: 1,
        }
    }

    /// The wire, if it can be modelled.
    pub fn checked(self) -> Result<Self, WireError> {
        within("roundTripMs", self.round_trip_ms, &ROUND_TRIP_MS)?;
        within("jitter", self.jitter, &JITTER)?;
        if let Some(megabits_per_s) = self.megabits_per_s {
            within("megabitsPerS", megabits_per_s, &MEGABITS_PER_S)?;
        }
        Ok(self)
    }

    /// How long bytes take to go over it, in milliseconds, besides the round trip.
    #[must_use]
    pub fn transfer_ms(&self, bytes: u64) -> f64 {
        // A megabit a second is a thousand bits a millisecond.
        self.megabits_per_s.map_or(0.0, |megabits_per_s| {
            bytes as f64 * 8.0 / (megabits_per_s * 1e3)
        })
    }
}

fn within(field: &'static str, found: f64, range: &RangeInclusive<f64>) -> Result<(), WireError> {
    if range.contains(&found) {
        return Ok(());
    }
    Err(WireError {
        field,
        found,
        min: *range.start(),
        max: *range.end(),
    })
}

/// Who is busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lane {
    /// The program, which makes its own values of the rows.
    Application,
    /// What goes between them.
    Wire,
    /// The database.
    Database,
}

/// What it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Activity {
    /// A statement is on its way. Modelled.
    Request,
    /// The database prepares and executes it. Measured.
    Service,
    /// Its rows are on their way back. Modelled.
    Answer,
    /// The program reads them. Measured.
    Decode,
}

impl Activity {
    /// Whose it is.
    #[must_use]
    pub const fn lane(self) -> Lane {
        match self {
            Self::Request | Self::Answer => Lane::Wire,
            Self::Service => Lane::Database,
            Self::Decode => Lane::Application,
        }
    }

    /// Whether its length was measured; the others are modelled.
    #[must_use]
    pub const fn is_measured(self) -> bool {
        matches!(self, Self::Service | Self::Decode)
    }
}

/// A stretch of virtual time in which somebody is busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// With what.
    pub activity: Activity,
    /// For which statement: an index into [`Trace::statements`].
    pub statement: usize,
    /// When it begins, in nanoseconds since the run began.
    pub start_ns: u64,
    /// How long it takes.
    pub duration_ns: u64,
}

impl Span {
    /// When it ends.
    #[must_use]
    pub const fn end_ns(&self) -> u64 {
        self.start_ns + self.duration_ns
    }

    /// When it begins, in milliseconds.
    #[must_use]
    pub fn start_ms(&self) -> f64 {
        ms(self.start_ns)
    }

    /// How long it takes, in milliseconds.
    #[must_use]
    pub fn duration_ms(&self) -> f64 {
        ms(self.duration_ns)
    }
}

/// A run over a wire. Time is counted in whole nanoseconds, so that parts add up to the whole exactly.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Schedule {
    /// By start, each after the one before it; of the statements that the trace lists.
    pub spans: Vec<Span>,
    /// When the last answer of all has been read, those of statements included that the trace does not list.
    pub total_ns: u64,
    /// Of it, what the database and the program take: measured.
    pub measured_ns: u64,
    /// Of it, what the wire takes: modelled.
    pub modelled_ns: u64,
    /// How many round trips.
    pub round_trips: u64,
    /// How many of them have no spans; each has the mean length.
    pub unlisted: u64,
}

impl Schedule {
    /// How long the run takes, in milliseconds.
    #[must_use]
    pub fn total_ms(&self) -> f64 {
        ms(self.total_ns)
    }

    fn span(&mut self, activity: Activity, statement: usize, duration_ns: u64) {
        self.spans.push(Span {
            activity,
            statement,
            start_ns: self.total_ns,
            duration_ns,
        });
        self.take(activity.is_measured(), duration_ns);
    }

    fn take(&mut self, is_measured: bool, duration_ns: u64) {
        self.total_ns += duration_ns;
        if is_measured {
            self.measured_ns += duration_ns;
        } else {
            self.modelled_ns += duration_ns;
        }
    }
}

/// Puts a run's statements on a wire, one after another.
pub fn schedule(trace: &Trace, wire: &Wire) -> Result<Schedule, WireError> {
    let wire = wire.checked()?;
    let mut random = Random::of(u64::from(wire.seed));
    let mut schedule = Schedule {
        round_trips: trace.totals.statements,
        unlisted: trace.unlisted(),
        ..Schedule::default()
    };
    let mut listed = Totals::default();
    for (statement, executed) in trace.statements.iter().enumerate() {
        let cost = &executed.cost;
        listed.add(cost);
        let factor = 1.0 + wire.jitter * (2.0 * random.unit() - 1.0);
        let round_trip_ns = ns(wire.round_trip_ms * factor, NS_PER_MS);
        let there_ns = round_trip_ns / 2;
        let request_ns = ns(wire.transfer_ms(cost.request_bytes), NS_PER_MS);
        let answer_ns = ns(wire.transfer_ms(cost.answer_bytes), NS_PER_MS);
        schedule.span(Activity::Request, statement, there_ns + request_ns);
        schedule.span(
            Activity::Service,
            statement,
            ns(cost.service_us(), NS_PER_US),
        );
        let back_ns = round_trip_ns - there_ns;
        schedule.span(Activity::Answer, statement, back_ns + answer_ns);
        schedule.span(Activity::Decode, statement, ns(cost.decode_us, NS_PER_US));
    }
    add_unlisted(&mut schedule, trace, &listed, &wire);
    Ok(schedule)
}

/// The statements that a trace knows by their totals alone.
fn add_unlisted(schedule: &mut Schedule, trace: &Trace, listed: &Totals, wire: &Wire) {
    if schedule.unlisted == 0 {
        return;
    }
    let bytes = |cost: &Cost| cost.request_bytes + cost.answer_bytes;
    let left = bytes(&trace.totals.cost).saturating_sub(bytes(&listed.cost));
    let round_trips_ms = wire.round_trip_ms * schedule.unlisted as f64;
    let modelled_ms = round_trips_ms + wire.transfer_ms(left);
    schedule.take(true, ns(trace.unlisted_us(), NS_PER_US));
    schedule.take(false, ns(modelled_ms, NS_PER_MS));
}

fn ms(ns: u64) -> f64 {
    ns as f64 / NS_PER_MS
}

/// Whole nanoseconds; what is no time is none.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "never negative, and a cast of more than fits is the most"
)]
fn ns(time: f64, ns_per_unit: f64) -> u64 {
    (time * ns_per_unit).round().max(0.0) as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn trace_of(statements: &[(f64, f64, u64)]) -> Trace {
        let mut trace = Trace::default();
        for &(service_us, decode_us, bytes) in statements {
            let cost = Cost {
                step_us: service_us,
                decode_us,
                answer_bytes: bytes,
                request_bytes: bytes / 2,
                ..Cost::default()
            };
            trace.push("SELECT ?", cost);
        }
        trace
    }

    fn statements() -> impl Strategy<Value = Vec<(f64, f64, u64)>> {
        prop::collection::vec((0.0..5_000.0, 0.0..500.0, 0_u64..100_000), 0..40)
    }

    #[test]
    fn a_statement_goes_there_works_and_comes_back() {
        let wire = Wire {
            megabits_per_s: Some(8.0),
            ..Wire::of_round_trip(2.0)
        };
        let schedule = schedule(&trace_of(&[(500.0, 100.0, 1_000)]), &wire).expect("a wire");
        let spans: Vec<_> = schedule
            .spans
            .iter()
            .map(|span| (span.activity, span.start_ns, span.end_ns()))
            .collect();
        // A byte takes a microsecond.
        assert_eq!(
            spans,
            [
                (Activity::Request, 0, 1_500_000),
                (Activity::Service, 1_500_000, 2_000_000),
                (Activity::Answer, 2_000_000, 4_000_000),
                (Activity::Decode, 4_000_000, 4_100_000),
            ]
        );
        assert_eq!(schedule.measured_ns, 600_000);
        assert_eq!(schedule.modelled_ns, 3_500_000);
        assert!((schedule.total_ms() - 4.1).abs() < 1e-9);
    }

    #[test]
    fn what_a_trace_does_not_list_is_in_the_total() {
        let trace = trace_of(&vec![(10.0, 0.0, 0); crate::trace::STATEMENTS_MAX + 100]);
        let wire = Wire {
            jitter: 0.5,
            ..Wire::of_round_trip(1.0)
        };
        let schedule = schedule(&trace, &wire).expect("a wire");
        assert_eq!((schedule.round_trips, schedule.unlisted), (4_196, 100));
        assert_eq!(schedule.measured_ns, 41_960_000);
        let mean_ns = schedule.modelled_ns as f64 / 4_196.0;
        // A standard deviation of the mean is 0.5 / √(3 · 4096) ms.
        assert!((mean_ns / 1e6 - 1.0).abs() < 0.02, "{mean_ns}");
    }

    #[test]
    fn a_wire_is_refused_with_its_range() {
        let reason = |wire: Wire| {
            wire.checked()
                .map_or_else(|error| error.to_string(), |_| String::new())
        };
        assert_eq!(reason(Wire::of_round_trip(100.0)), "");
        assert_eq!(
            reason(Wire::of_round_trip(100.5)),
            "roundTripMs is 100.5; give 0 to 100"
        );
        assert!(reason(Wire::of_round_trip(f64::NAN)).contains("NaN"));
        let wire = Wire {
            jitter: 1.5,
            ..Wire::of_round_trip(1.0)
        };
        assert_eq!(reason(wire), "jitter is 1.5; give 0 to 1");
        let wire = Wire {
            megabits_per_s: Some(0.0),
            ..Wire::of_round_trip(1.0)
        };
        assert!(reason(wire).starts_with("megabitsPerS is 0; give 1 to "));
    }

    proptest! {
        #[test]
        fn the_whole_is_the_sum_of_its_parts(
            statements in statements(),
            round_trip_ms in 0.0..100.0,
            jitter in 0.0..1.0,
            seed: u32,
        ) {
            let trace = trace_of(&statements);
            let wire = Wire { round_trip_ms, jitter, megabits_per_s: None, seed };
            let made = schedule(&trace, &wire).expect("a wire");
            prop_assert_eq!(&made, &schedule(&trace, &wire).expect("a wire"));
            prop_assert_eq!(made.total_ns, made.measured_ns + made.modelled_ns);
            prop_assert_eq!(made.total_ns, made.spans.iter().map(|span| span.duration_ns).sum::<u64>());
            // Nobody is busy with two things at once: each span begins where the one before ends.
            let mut now = 0;
            for span in &made.spans {
                prop_assert_eq!(span.start_ns, now);
                now = span.end_ns();
            }
            prop_assert_eq!(made.spans.len(), statements.len() * 4);
        }

        #[test]
        fn without_jitter_the_wire_is_one_round_trip_a_statement(
            statements in statements(),
            round_trip_us in 0_u32..100_000,
        ) {
            let trace = trace_of(&statements);
            let wire = Wire::of_round_trip(f64::from(round_trip_us) / 1e3);
            let made = schedule(&trace, &wire).expect("a wire");
            let expected = u64::from(round_trip_us) * 1_000 * statements.len() as u64;
            prop_assert_eq!(made.modelled_ns, expected);
        }

        #[test]
        fn a_longer_round_trip_is_never_faster(
            statements in statements(),
            one in 0.0..100.0,
            other in 0.0..100.0,
            jitter in 0.0..1.0,
        ) {
            let trace = trace_of(&statements);
            let total = |round_trip_ms: f64| {
                let wire = Wire { jitter, ..Wire::of_round_trip(round_trip_ms) };
                schedule(&trace, &wire).expect("a wire").total_ns
            };
            let (short, long) = if one < other { (one, other) } else { (other, one) };
            prop_assert!(total(short) <= total(long));
        }

        #[test]
        fn the_closed_form_is_the_schedule(statements in statements(), round_trip_ms in 0.0..100.0) {
            let trace = trace_of(&statements);
            let wire = Wire { megabits_per_s: Some(100.0), ..Wire::of_round_trip(round_trip_ms) };
            let made = schedule(&trace, &wire).expect("a wire");
            let line = Line::of(&trace.totals, &wire);
            // A nanosecond of rounding for each span.
            prop_assert!((line.total_ms(round_trip_ms) - made.total_ms()).abs() < 1e-3);
        }
    }
}
