//! The pool: what is modelled, against what it is held, and what is said of it.

pub(crate) mod form;
pub(crate) mod picture;

use sql_workload::pool::{
    Arrivals, Load, PoolConfig, PoolError, Run, Service, Status, Summary, hikari_size, mmc,
    simulate,
};

/// The largest pool of the curve.
const SIZE_MAX: u32 = 64;

/// Points of the curve at most.
const SIZES_MAX: u32 = 16;

const NS_PER_MS: f64 = 1e6;

/// Runs of a pattern: how many statements each had, and how many milliseconds they took in all.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Measured {
    /// Its name in the registry.
    pub pattern: &'static str,
    pub runs: Vec<(u64, f64)>,
}

/// How long a request holds a connection that does what was measured over a wire: each statement waits for a
/// round trip, and the connection with it.
pub(crate) fn service(measured: &Measured, round_trip_ms: f64) -> Service {
    let runs = measured.runs.iter();
    Service::Measured {
        ms: runs
            .map(|(statements, ms)| ms + *statements as f64 * round_trip_ms)
            .collect(),
    }
}

/// What is to be modelled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Order {
    pub config: PoolConfig,
    pub load: Load,
    /// Which pattern's times these are; `None` where the form gives a mean.
    pub pattern: Option<&'static str>,
}

/// A pool that the reader's is held against, or the reader's own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Contender {
    /// What its requests do, if that was measured.
    pub pattern: Option<&'static str>,
    pub config: PoolConfig,
    pub load: Load,
}

impl Order {
    /// The reader's pool with this load.
    pub(crate) fn run(&self) -> Result<Run, PoolError> {
        simulate(&self.config, &self.load)
    }

    /// The same load in pools of other sizes, or, where patterns were measured, all of them in the same pool.
    pub(crate) fn contenders(
        &self,
        measured: &[Measured],
        round_trip_ms: f64,
        cores: u32,
    ) -> Vec<Contender> {
        if self.pattern.is_some() {
            let all = measured.iter().map(|one| Contender {
                pattern: Some(one.pattern),
                config: self.config,
                load: Load {
                    service: service(one, round_trip_ms),
                    ..self.load.clone()
                },
            });
            return all.collect();
        }
        let mut sizes = vec![self.config.max, 2 * self.config.max, hikari_size(cores, 0)];
        sizes.sort_unstable();
        sizes.dedup();
        let sizes = sizes.into_iter();
        sizes
            .map(|max| Contender {
                pattern: None,
                config: self.of_size(max),
                load: self.load.clone(),
            })
            .collect()
    }

    /// The sizes of the curve: from one connection to twice of what is asked for, or needed, or recommended.
    pub(crate) fn sizes(&self, cores: u32) -> Vec<u32> {
        let needed = (2.0 * self.offered()).clamp(1.0, f64::from(SIZE_MAX));
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 1 to 64"
        )]
        let needed = needed.ceil() as u32;
        let largest = (2 * self.config.max)
            .max(needed)
            .max(hikari_size(cores, 0))
            .clamp(2, SIZE_MAX);
        let step = largest.div_ceil(SIZES_MAX);
        let mut sizes: Vec<u32> = (0..=largest / step).map(|at| (at * step).max(1)).collect();
        sizes.push(self.config.max);
        sizes.sort_unstable();
        sizes.dedup();
        sizes
    }

    /// What a pool of that size comes to with this load.
    pub(crate) fn at_size(&self, size: u32) -> Result<Point, PoolError> {
        let run = simulate(&self.of_size(size), &self.load)?;
        Ok(Point {
            size,
            summary: run.summary,
            theory_ms: mmc(size, self.per_s(), self.mean_ms()).map(|queue| queue.wait_ms),
        })
    }

    fn of_size(&self, max: u32) -> PoolConfig {
        PoolConfig {
            max,
            // What was kept all the time is.
            min: if self.config.min == self.config.max {
                max
            } else {
                self.config.min.min(max)
            },
            ..self.config
        }
    }

    /// How many connections are in use at a time if there are enough.
    pub(crate) fn offered(&self) -> f64 {
        self.per_s() * self.mean_ms() / 1e3 * f64::from(self.load.checkouts)
    }

    fn per_s(&self) -> f64 {
        match &self.load.arrivals {
            Arrivals::Poisson { per_s } => *per_s,
            Arrivals::Listed { at_ms } => at_ms.len() as f64 / self.load.duration_ms * 1e3,
        }
    }

    fn mean_ms(&self) -> f64 {
        match &self.load.service {
            Service::Exponential { mean_ms } => *mean_ms,
            Service::Measured { ms } => ms.iter().sum::<f64>() / ms.len().max(1) as f64,
        }
    }
}

impl Contender {
    /// What it comes to.
    pub(crate) fn run(self) -> Result<Score, PoolError> {
        let run = simulate(&self.config, &self.load)?;
        Ok(Score {
            pattern: self.pattern,
            size: self.config.max,
            summary: run.summary,
        })
    }
}

/// What a contender comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Score {
    pub pattern: Option<&'static str>,
    /// Connections at most.
    pub size: u32,
    pub summary: Summary,
}

/// A point of the curve.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Point {
    /// Connections at most.
    pub size: u32,
    pub summary: Summary,
    /// How long M/M/c says that a request waits; `None` where it has no steady state.
    pub theory_ms: Option<f64>,
}

/// What is to be said of a run first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// All connections were held by requests that waited for more.
    Deadlock {
        /// From when on.
        at_ms: f64,
        /// How many requests waited so.
        requests: u32,
    },
    /// All connections were leaked.
    Exhausted {
        /// From when on.
        at_ms: f64,
    },
    /// Some connections were leaked.
    Leaks {
        /// How many.
        connections: u64,
    },
    /// More came than the pool can serve, whatever its queue.
    Overloaded,
    /// Nothing of this.
    Fits,
}

impl Verdict {
    /// The worst that a run saw.
    pub(crate) fn of(order: &Order, run: &Run) -> Self {
        if let Some(deadlock) = run.deadlocks.items.first() {
            return Self::Deadlock {
                at_ms: ms(deadlock.start_ns),
                requests: deadlock.requests,
            };
        }
        if let Some(at_ns) = run.summary.exhausted_ns {
            return Self::Exhausted { at_ms: ms(at_ns) };
        }
        if run.summary.leaked > 0 {
            return Self::Leaks {
                connections: run.summary.leaked,
            };
        }
        if order.offered() >= f64::from(order.config.max) {
            return Self::Overloaded;
        }
        Self::Fits
    }
}

/// Requests that came and got nothing.
pub(crate) const fn lost(summary: &Summary) -> u64 {
    summary.timed_out + summary.rejected + summary.failed + summary.stuck
}

pub(crate) const fn ms(ns: u64) -> f64 {
    ns as f64 / NS_PER_MS
}

/// A pool's status as programs print it now and then.
pub(crate) fn status_line(status: &Status) -> String {
    let Status {
        at_ns,
        total,
        connecting,
        idle,
        active,
        waiting,
        waiting_max,
    } = status;
    let seconds = ms(*at_ns) / 1e3;
    format!(
        "[{seconds:>5.1} s] total={total} active={active} idle={idle} connecting={connecting} \
         waiting={waiting} (max {waiting_max})"
    )
}

#[cfg(test)]
mod tests {
    use super::form::{Field, Form};
    use super::*;

    fn order(changes: &[(Field, &str)]) -> Order {
        let mut form = Form::default();
        for (field, text) in changes {
            form.set(*field, text);
        }
        form.order(&[]).expect("right")
    }

    fn verdict(changes: &[(Field, &str)]) -> Verdict {
        let order = order(changes);
        let run = order.run().expect("a pool");
        Verdict::of(&order, &run)
    }

    #[test]
    fn the_worst_is_said_first() {
        assert_eq!(verdict(&[]), Verdict::Overloaded);
        let large = [(Field::Max, "12"), (Field::Min, "12")];
        assert_eq!(verdict(&large), Verdict::Fits);
        let nested = [(Field::Checkouts, "2")];
        assert!(matches!(verdict(&nested), Verdict::Deadlock { .. }));
        let leaking = [(Field::LeakNth, "100"), large[0], large[1]];
        assert!(matches!(verdict(&leaking), Verdict::Exhausted { at_ms } if at_ms > 0.0));
        let rarely = [(Field::LeakNth, "1000"), large[0], large[1]];
        assert_eq!(verdict(&rarely), Verdict::Leaks { connections: 1 });
    }

    #[test]
    fn a_pool_too_small_waits_longer_than_one_that_fits() {
        let order = order(&[]);
        let contenders = order.contenders(&[], 1.0, 4);
        let scores: Vec<Score> = contenders
            .into_iter()
            .map(|one| one.run().expect("a pool"))
            .collect();
        let sizes: Vec<u32> = scores.iter().map(|score| score.size).collect();
        assert_eq!(sizes, [4, 8], "HikariCP's size for four cores is eight");
        let [small, large] = &scores[..] else {
            panic!("two");
        };
        let waits = [small, large].map(|score| score.summary.wait.mean_ms);
        assert!(waits[0] > 20.0 * waits[1], "{waits:?}");
        assert_eq!(lost(&small.summary), 0);
    }

    #[test]
    fn patterns_that_were_measured_are_held_against_each_other() {
        let measured = [("n-plus-one", 101), ("join", 1)].map(|(pattern, statements)| Measured {
            pattern,
            runs: vec![(statements, 2.0)],
        });
        let mut form = Form::default();
        form.set(Field::Service, "n-plus-one");
        form.set(Field::PerS, "50");
        let order = form.order(&measured).expect("right");
        let scores = order.contenders(&measured, 1.0, 4);
        let scores: Vec<Score> = scores
            .into_iter()
            .map(|one| one.run().expect("a pool"))
            .collect();
        assert_eq!(scores[0].pattern, Some("n-plus-one"));
        let waits = scores.iter().map(|score| score.summary.wait.mean_ms);
        let waits: Vec<f64> = waits.collect();
        assert!(waits[0] > 100.0 && waits[1] < 1.0, "{waits:?}");
    }

    #[test]
    fn the_curve_falls_and_knows_the_theory() {
        let order = order(&[]);
        let sizes = order.sizes(4);
        assert!(sizes.contains(&4) && sizes.contains(&8) && sizes.len() <= 18);
        let points: Vec<Point> = sizes
            .iter()
            .map(|size| order.at_size(*size).expect("a pool"))
            .collect();
        assert!(
            points[0].theory_ms.is_none(),
            "one connection never catches up"
        );
        let last = points.last().expect("some");
        assert!(last.theory_ms.is_some_and(|ms| ms < 15.0));
        assert!(points[0].summary.wait.mean_ms > last.summary.wait.mean_ms);
        let large = Order {
            config: PoolConfig {
                max: 32,
                ..order.config
            },
            ..order
        };
        let sizes = large.sizes(64);
        assert!(sizes.len() <= 18 && sizes.contains(&1) && sizes.contains(&32));
    }

    #[test]
    fn a_status_is_a_line() {
        let status = Status {
            at_ns: 1_500_000_000,
            total: 4,
            connecting: 0,
            idle: 1,
            active: 3,
            waiting: 0,
            waiting_max: 7,
        };
        assert_eq!(
            status_line(&status),
            "[  1.5 s] total=4 active=3 idle=1 connecting=0 waiting=0 (max 7)"
        );
    }
}
