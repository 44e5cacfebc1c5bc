//! What the pool is asked.

use std::ops::RangeInclusive;

use sql_workload::pool::{
    ACQUIRE_TIMEOUT_MS, Arrivals, CHECKOUTS, LEAK_NTH, Leak, Load, PoolConfig, QUEUE_LIMIT,
    Service, THREADS,
};
use sql_workload::wire::ROUND_TRIP_MS;

use super::{Measured, Order, service};
use crate::labs::form::{self, FieldError, FieldName, Fields, Problem, Problems};

/// Connections. The picture has a lane for each.
pub(crate) const MAX: RangeInclusive<u64> = 1..=32;

/// Requests a second. A run takes milliseconds with as many as that.
pub(crate) const PER_S: RangeInclusive<f64> = 1.0..=1_000.0;

/// How long a request uses a connection on average, in milliseconds.
pub(crate) const MEAN_MS: RangeInclusive<f64> = 1.0..=1_000.0;

/// For how long requests come, in milliseconds.
pub(crate) const DURATION_MS: f64 = 5_000.0;

/// How long it takes to open a connection, in milliseconds: some round trips, and a process or a thread.
pub(crate) const CONNECT_MS: f64 = 20.0;

/// After which time an idle connection is closed.
const IDLE_TIMEOUT_MS: f64 = 1_000.0;

const STATUS_EVERY_MS: f64 = 500.0;

/// Service times that follow from the form alone.
pub(crate) const MEAN: &str = "mean";

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// Connections at most.
    Max,
    /// Connections that are kept.
    Min,
    /// Requests a second.
    PerS,
    /// [`MEAN`], or a pattern that was measured.
    Service,
    /// Milliseconds.
    Mean,
    /// Milliseconds of each query of a pattern that was measured.
    RoundTrip,
    /// Milliseconds; empty is for ever.
    Timeout,
    /// Requests that may wait; empty is any number.
    QueueLimit,
    /// `yes` or `no`.
    Waits,
    /// Connections that a request holds at last.
    Checkouts,
    /// Requests at a time; empty is any number.
    Threads,
    /// Every which request leaks; empty is none.
    LeakNth,
}

impl FieldName for Field {
    const ALL: &'static [Self] = &[
        Self::Max,
        Self::Min,
        Self::PerS,
        Self::Service,
        Self::Mean,
        Self::RoundTrip,
        Self::Timeout,
        Self::QueueLimit,
        Self::Waits,
        Self::Checkouts,
        Self::Threads,
        Self::LeakNth,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Max => "pool-max",
            Self::Min => "pool-min",
            Self::PerS => "pool-per-s",
            Self::Service => "pool-service",
            Self::Mean => "pool-mean",
            Self::RoundTrip => "pool-round-trip",
            Self::Timeout => "pool-timeout",
            Self::QueueLimit => "pool-queue-limit",
            Self::Waits => "pool-waits",
            Self::Checkouts => "pool-checkouts",
            Self::Threads => "pool-threads",
            Self::LeakNth => "pool-leak-nth",
        }
    }
}

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form(Fields<Field>);

impl Default for Form {
    fn default() -> Self {
        Self(Fields::new(|field| {
            match field {
                // Of 300 requests a second that take 15 ms each, 4.5 are there at a time: four are too few.
                Field::Max | Field::Min => "4",
                Field::PerS => "300",
                Field::Service => MEAN,
                Field::Mean => "15",
                Field::RoundTrip | Field::Checkouts => "1",
                Field::Waits => YES,
                Field::Timeout | Field::QueueLimit | Field::Threads | Field::LeakNth => "",
            }
            .to_owned()
        }))
    }
}

/// Whoever finds no connection free waits.
pub(crate) const YES: &str = "yes";

/// Whoever finds no connection free gets an error.
pub(crate) const NO: &str = "no";

impl Form {
    /// A field's text.
    pub(crate) fn get(&self, field: Field) -> &str {
        self.0.get(field)
    }

    /// Changes a field's text.
    pub(crate) fn set(&mut self, field: Field, text: &str) {
        self.0.set(field, text);
    }

    /// What is to be modelled, or all that is wrong. `measured` are the patterns that were.
    pub(crate) fn order(&self, measured: &[Measured]) -> Result<Order, Vec<Problem<Field>>> {
        let mut problems = Problems::default();
        let config = problems.take_over(self.config());
        let checkouts = self.whole(Field::Checkouts, &CHECKOUTS);
        let checkouts = problems.keep(Field::Checkouts, checkouts);
        let threads = problems.keep(Field::Threads, self.optional(Field::Threads, &THREADS));
        let nth = problems.keep(Field::LeakNth, self.optional(Field::LeakNth, &LEAK_NTH));
        let per_s = form::decimal(self.get(Field::PerS), &PER_S);
        let per_s = problems.keep(Field::PerS, per_s);
        let service = problems.take_over(self.service(measured));
        let rest = checkouts.zip(threads).zip(nth).zip(per_s).zip(service);
        let order = config.zip(rest).map(
            |(config, ((((checkouts, threads), nth), per_s), (pattern, service)))| Order {
                config,
                load: Load {
                    arrivals: Arrivals::Poisson { per_s },
                    service,
                    checkouts,
                    leak: nth.map_or(Leak::Never, |nth| Leak::Every { nth }),
                    threads,
                    duration_ms: DURATION_MS,
                    ..Load::DEFAULT
                },
                pattern,
            },
        );
        problems.or_else(order)
    }

    /// How long a query's round trip takes, in milliseconds.
    pub(crate) fn round_trip_ms(&self) -> Result<f64, FieldError> {
        form::decimal(self.get(Field::RoundTrip), &ROUND_TRIP_MS)
    }

    fn config(&self) -> Result<PoolConfig, Vec<Problem<Field>>> {
        let mut problems = Problems::default();
        let max = problems.keep(Field::Max, form::whole(self.get(Field::Max), &MAX));
        // Where the most is not known, the least is held against what it may be at most.
        let most = max.unwrap_or(*MAX.end());
        let min = problems.keep(Field::Min, form::whole(self.get(Field::Min), &(0..=most)));
        let timeout = problems.keep(Field::Timeout, self.timeout());
        let limit = self.optional(Field::QueueLimit, &QUEUE_LIMIT);
        let limit = problems.keep(Field::QueueLimit, limit);
        let whole = |number: Option<u64>| number.and_then(|number| u32::try_from(number).ok());
        let all = whole(max).zip(whole(min)).zip(timeout).zip(limit);
        problems.or_else(all.map(
            |(((max, min), acquire_timeout_ms), queue_limit)| PoolConfig {
                min,
                max,
                acquire_timeout_ms,
                queue_limit,
                wait_for_connections: self.get(Field::Waits) != NO,
                connect_ms: CONNECT_MS,
                idle_timeout_ms: Some(IDLE_TIMEOUT_MS),
                status_every_ms: STATUS_EVERY_MS,
                ..PoolConfig::DEFAULT
            },
        ))
    }

    fn service(
        &self,
        measured: &[Measured],
    ) -> Result<(Option<&'static str>, Service), Vec<Problem<Field>>> {
        let mut problems = Problems::default();
        let chosen = self.get(Field::Service);
        if chosen == MEAN {
            let mean_ms = form::decimal(self.get(Field::Mean), &MEAN_MS);
            let mean_ms = problems.keep(Field::Mean, mean_ms);
            let found = mean_ms.map(|mean_ms| (None, Service::Exponential { mean_ms }));
            return problems.or_else(found);
        }
        let round_trip_ms = problems.keep(Field::RoundTrip, self.round_trip_ms());
        let pattern = form::named(chosen, measured.iter().map(|one| one.pattern), |id| id);
        let pattern = problems.keep(Field::Service, pattern);
        let runs = measured.iter().find(|one| Some(one.pattern) == pattern);
        let found = runs.zip(round_trip_ms);
        problems.or_else(found.map(|(one, ms)| (Some(one.pattern), service(one, ms))))
    }

    fn timeout(&self) -> Result<Option<f64>, FieldError> {
        let text = self.get(Field::Timeout);
        if text.trim().is_empty() {
            return Ok(None);
        }
        form::decimal(text, &ACQUIRE_TIMEOUT_MS).map(Some)
    }

    fn optional(
        &self,
        field: Field,
        range: &RangeInclusive<u32>,
    ) -> Result<Option<u32>, FieldError> {
        if self.get(field).trim().is_empty() {
            return Ok(None);
        }
        self.whole(field, range).map(Some)
    }

    fn whole(&self, field: Field, range: &RangeInclusive<u32>) -> Result<u32, FieldError> {
        let wide = u64::from(*range.start())..=u64::from(*range.end());
        let found = form::whole(self.get(field), &wide)?;
        // It is in range.
        Ok(u32::try_from(found).unwrap_or(*range.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_a_pool_that_is_too_small() {
        let order = Form::default().order(&[]).expect("right");
        assert_eq!((order.config.max, order.pattern), (4, None));
        assert_eq!(order.config.check(), Ok(()));
        assert_eq!(order.load.check(), Ok(()));
    }

    #[test]
    fn measured_times_are_those_of_the_pattern_with_its_round_trips() {
        let measured = [Measured {
            pattern: "join",
            runs: vec![(1, 2.0), (1, 4.0)],
        }];
        let mut form = Form::default();
        form.set(Field::Service, "join");
        form.set(Field::RoundTrip, "0.5");
        let order = form.order(&measured).expect("right");
        assert_eq!(order.pattern, Some("join"));
        assert_eq!(order.load.service, Service::Measured { ms: vec![2.5, 4.5] });
        form.set(Field::Service, "n-plus-one");
        let problems = form.order(&measured).expect_err("it was not measured");
        assert_eq!(problems[0].at, Field::Service);
    }

    #[test]
    fn what_is_wrong_is_named_and_empty_is_any() {
        let mut form = Form::default();
        let fields = [
            Field::Max,
            Field::PerS,
            Field::Mean,
            Field::Timeout,
            Field::QueueLimit,
            Field::Checkouts,
            Field::Threads,
            Field::LeakNth,
        ];
        for field in fields {
            form.set(field, "0.5");
        }
        let mut wrong = form.order(&[]).expect_err("all of it is wrong");
        wrong.retain(|problem| !fields.contains(&problem.at));
        assert_eq!(wrong, []);
        let mut form = Form::default();
        form.set(Field::Min, "5");
        let problems = form.order(&[]).expect_err("more than the most");
        assert!(
            matches!(&problems[0].error, FieldError::OutOfRange { max: 4, .. }),
            "{problems:?}"
        );
    }
}
