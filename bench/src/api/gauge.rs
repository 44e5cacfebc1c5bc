//! Whether figures say what they seem to: what made them void.

use std::fmt;

use serde::Serialize;

use crate::load::Sample;
use crate::load::oha::Kind;
use sampling::median::median;

/// What the generator may take of its threads before it is what is measured.
const GENERATOR_SHARE_MAX: f64 = 0.8;

/// What a server that is at its limit takes of its cores at least.
const SERVER_SHARE_MIN: f64 = 0.6;

/// What part of the machine's cores other programs may take.
const OTHERS_SHARE_MAX: f64 = 0.1;

/// What part of the rate that was asked for has to be reached.
const RATE_SHARE_MIN: f64 = 0.95;

/// The tail of an open load, the last answers of which come after the last request.
const TAIL_S: f64 = 0.1;

/// Why figures are void.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Doubt {
    /// So many requests failed.
    Failures(u64),
    /// Nothing was answered at all.
    NoAnswers,
    /// The generator took so large a part of its threads.
    GeneratorBusy(f64),
    /// The server took only so large a part of its cores: something else was at its limit.
    ServerIdle(f64),
    /// Only so large a part of the rate was reached.
    Behind(f64),
    /// Other programs took so large a part of the machine.
    Disturbed(f64),
}

impl fmt::Display for Doubt {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |share: f64| share * 100.0;
        match *self {
            Self::Failures(count) => write!(to, "void: {count} failed"),
            Self::NoAnswers => write!(to, "void: no answers"),
            Self::GeneratorBusy(share) => write!(to, "void: generator at {:.0} %", percent(share)),
            Self::ServerIdle(share) => {
                write!(to, "void: server at {:.0} % of its cores", percent(share))
            }
            Self::Disturbed(share) => {
                write!(
                    to,
                    "void: others took {:.0} % of the machine",
                    percent(share)
                )
            }
            Self::Behind(share) => write!(to, "void: {:.0} % of the rate", percent(share)),
        }
    }
}

/// The machine's cores, and how many of them a server with its workers can take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cores {
    pub(crate) machine: usize,
    pub(crate) server: usize,
}

/// What is wrong with the rounds of a load.
pub(crate) fn doubts(samples: &[Sample], kind: Kind, cores: Cores) -> Vec<Doubt> {
    let of = |figure: fn(&Sample) -> f64| {
        let all: Vec<f64> = samples.iter().map(figure).collect();
        median(&all)
    };
    let mut doubts = Vec::new();
    let failed = samples.iter().map(|sample| sample.answered.failed()).sum();
    if failed > 0 {
        doubts.push(Doubt::Failures(failed));
    }
    if samples.iter().any(|sample| sample.answered.ok == 0) {
        doubts.push(Doubt::NoAnswers);
    }
    if let Some(share) = of(Sample::generator_share)
        && share > GENERATOR_SHARE_MAX
    {
        doubts.push(Doubt::GeneratorBusy(share));
    }
    if let Some(share) = of(Sample::others_cores).map(|others| others / cores.machine as f64)
        && share > OTHERS_SHARE_MAX
    {
        doubts.push(Doubt::Disturbed(share));
    }
    match kind {
        Kind::Closed { .. } => {
            let share = of(Sample::server_cores).map(|busy| busy / cores.server as f64);
            doubts.extend(
                share
                    .filter(|&share| share < SERVER_SHARE_MIN)
                    .map(Doubt::ServerIdle),
            );
        }
        Kind::Open { .. } => {
            let planned_s = kind.lasts().as_secs_f64();
            let took_s = of(|sample| sample.answered.seconds);
            let share = took_s.map(|took_s| planned_s / (took_s - TAIL_S).max(planned_s));
            doubts.extend(
                share
                    .filter(|&share| share < RATE_SHARE_MIN)
                    .map(Doubt::Behind),
            );
        }
    }
    doubts
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::load::oha::Answered;

    fn sample(seconds: f64, server_cpu_s: f64, generator_cpu_s: f64) -> Sample {
        Sample {
            answered: Answered {
                seconds,
                ok: 1_000,
                ..Answered::default()
            },
            window_s: seconds,
            server_cpu_s,
            busiest_share: 0.5,
            generator_cpu_s,
            others_cpu_s: 0.0,
            memory: None,
        }
    }

    const CLOSED: Kind = Kind::Closed {
        lasts: Duration::from_secs(2),
    };
    const CORES: Cores = Cores {
        machine: 2,
        server: 2,
    };
    const OPEN: Kind = Kind::Open {
        rate: 500.0,
        requests: 1_000,
    };

    #[test]
    fn a_busy_server_and_an_idle_generator_raise_no_doubt() {
        assert_eq!(doubts(&[sample(2.0, 3.0, 1.0)], CLOSED, CORES), []);
        assert_eq!(doubts(&[sample(2.05, 0.1, 0.1)], OPEN, CORES), []);
    }

    #[test]
    fn who_is_at_the_limit_is_told() {
        let found = doubts(&[sample(2.0, 1.0, 1.8)], CLOSED, CORES);
        assert!(
            matches!(found[..], [Doubt::GeneratorBusy(_), Doubt::ServerIdle(_)]),
            "{found:?}"
        );
        let found = doubts(&[sample(3.0, 1.0, 0.1)], OPEN, CORES);
        assert!(matches!(found[..], [Doubt::Behind(_)]), "{found:?}");
        assert_eq!(found[0].to_string(), "void: 69 % of the rate");
    }

    #[test]
    fn a_machine_that_others_use_is_told() {
        let mut disturbed = sample(2.0, 3.0, 1.0);
        disturbed.others_cpu_s = 0.5;
        let found = doubts(&[disturbed], CLOSED, CORES);
        assert_eq!(found, [Doubt::Disturbed(0.125)]);
    }

    #[test]
    fn one_failure_in_one_round_is_enough() {
        let mut failed = sample(2.0, 3.0, 1.0);
        failed.answered.other_status.insert("503".to_owned(), 1);
        let found = doubts(&[sample(2.0, 3.0, 1.0), failed], CLOSED, CORES);
        assert_eq!(found, [Doubt::Failures(1)]);
        let mut silent = sample(2.0, 3.0, 1.0);
        silent.answered.ok = 0;
        assert_eq!(doubts(&[silent], CLOSED, CORES), [Doubt::NoAnswers]);
    }
}
