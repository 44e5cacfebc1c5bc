//! Which load comes when: both servers take turns, in an order that is reversed from round to round.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde::Serialize;

use crate::api::case::Case;
use crate::load::http::Answer;
use crate::load::oha::Kind;
use crate::load::process::{Memory, Tree};
use crate::load::server::Server;
use crate::load::{Generator, Load, Sample};
use sampling::Random;
use sampling::median::median;

/// Percents of a server's own maximum at which it is loaded.
pub(crate) const LEVELS: [u32; 3] = [50, 70, 90];

/// The level whose rate, of the slower server, both are given.
const EQUAL_LEVEL: usize = 0;

/// Connections of every load: as many as one worker's pool takes in without refusing any, should one worker
/// have them all.
pub(crate) const CONNECTIONS: usize = 16;

/// How long a server is warmed up for a case.
const WARM_UP: Duration = Duration::from_secs(1);

/// Which server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Side {
    Ours,
    Express,
}

impl Side {
    pub(crate) const ALL: [Self; 2] = [Self::Ours, Self::Express];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Express => "Express",
        }
    }

    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Ours => Self::Express,
            Self::Express => Self::Ours,
        }
    }
}

/// Something of each server.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Both<T> {
    pub(crate) ours: T,
    pub(crate) express: T,
}

impl<T> Both<T> {
    pub(crate) fn of(&self, side: Side) -> &T {
        match side {
            Side::Ours => &self.ours,
            Side::Express => &self.express,
        }
    }

    pub(crate) fn of_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Ours => &mut self.ours,
            Side::Express => &mut self.express,
        }
    }
}

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) rounds: usize,
    /// Of one load.
    pub(crate) lasts: Duration,
    /// Begun no later than this; then the rounds that there are have to do.
    pub(crate) time_max: Duration,
}

/// A load at a rate, round by round.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AtRate {
    /// Requests in a second.
    pub(crate) rate: f64,
    pub(crate) requests: u64,
    pub(crate) samples: Vec<Sample>,
}

impl AtRate {
    fn new(rate: f64, lasts: Duration) -> Self {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "some thousands in some seconds"
        )]
        let requests = (rate * lasts.as_secs_f64()).round().max(1.0) as u64;
        Self {
            rate,
            requests,
            samples: Vec::new(),
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        Kind::Open {
            rate: self.rate,
            requests: self.requests,
        }
    }
}

/// A case's samples.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CaseSamples {
    pub(crate) case: &'static str,
    /// Why it was not measured.
    pub(crate) not_there: Option<String>,
    /// Each round's maximum.
    pub(crate) closed: Both<Vec<Sample>>,
    /// At each of [`LEVELS`] of the server's own maximum.
    pub(crate) levels: Both<Vec<AtRate>>,
    /// Both at the rate that is half of the slower one's maximum.
    pub(crate) equal: Option<Both<AtRate>>,
}

/// Everything.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) cases: Vec<CaseSamples>,
    pub(crate) idle: Both<Memory>,
    pub(crate) rounds: usize,
    pub(crate) took: Duration,
}

/// What is measured with.
pub(crate) struct Bench<'a> {
    pub(crate) generator: &'a Generator,
    pub(crate) servers: &'a Both<Server>,
    pub(crate) plan: Plan,
}

impl Bench<'_> {
    pub(crate) fn run(&self, cases: &[Case], random: &mut Random) -> Result<Measured> {
        let start = Instant::now();
        let mut all = cases
            .iter()
            .map(|case| self.look(case))
            .collect::<Result<Vec<_>>>()?;
        let idle = Both {
            ours: self.tree(Side::Ours)?.memory(),
            express: self.tree(Side::Express)?.memory(),
        };
        let there: Vec<usize> = (0..cases.len())
            .filter(|&at| all[at].not_there.is_none())
            .collect();
        for &at in &there {
            for side in Side::ALL {
                self.load(&cases[at], side, Kind::Closed { lasts: WARM_UP }, false)?;
            }
        }
        let first = random.shuffled(Side::ALL)[0];
        for round in 0..self.plan.rounds {
            eprintln!("maximum, round {} of {}", round + 1, self.plan.rounds);
            for at in random.shuffled(there.iter().copied()) {
                let lasts = self.plan.lasts;
                for side in order(first, round) {
                    let sample = self.load(&cases[at], side, Kind::Closed { lasts }, true)?;
                    all[at].closed.of_mut(side).push(sample);
                }
            }
        }
        for &at in &there {
            self.set_rates(&mut all[at]);
        }
        let mut rounds = 0;
        while rounds < self.plan.rounds && start.elapsed() < self.plan.time_max {
            eprintln!(
                "at fixed rates, round {} of {}",
                rounds + 1,
                self.plan.rounds
            );
            for at in random.shuffled(there.iter().copied()) {
                self.at_rates(&cases[at], &mut all[at], order(first, rounds))?;
            }
            rounds += 1;
        }
        Ok(Measured {
            cases: all,
            idle,
            rounds,
            took: start.elapsed(),
        })
    }

    /// Asks both, and compares what they say.
    fn look(&self, case: &Case) -> Result<CaseSamples> {
        let ours = case.request.send(self.servers.ours.address)?;
        let theirs = case.request.send(self.servers.express.address)?;
        let not_there = match (&ours, &theirs) {
            (Answer { status: 200, .. }, Answer { status: 200, .. }) => {
                case.compare(&ours, &theirs)
                    .with_context(|| format!("{}: the servers do not agree", case.name))?;
                None
            }
            (
                Answer {
                    status: 404 | 405, ..
                },
                _,
            ) => Some("ours does not have it".to_owned()),
            (Answer { status: 200, .. }, _) => Some(format!("Express: {}", said(&theirs))),
            _ => anyhow::bail!("{}: ours answers {}", case.name, said(&ours)),
        };
        if let Some(why) = &not_there {
            eprintln!("{} is not there: {why}", case.name);
        }
        Ok(CaseSamples {
            case: case.name,
            not_there,
            closed: Both::default(),
            levels: Both::default(),
            equal: None,
        })
    }

    fn set_rates(&self, samples: &mut CaseSamples) {
        let most = |side: Side| {
            let rates: Vec<f64> = samples.closed.of(side).iter().map(Sample::rate).collect();
            median(&rates).filter(|&rate| rate > 0.0)
        };
        // Without a maximum there is nothing to take a part of; the table says that it is void.
        let (Some(ours), Some(express)) = (most(Side::Ours), most(Side::Express)) else {
            return;
        };
        let at = |most: f64, percent: u32| {
            AtRate::new(most * f64::from(percent) / 100.0, self.plan.lasts)
        };
        let levels = |most: f64| LEVELS.iter().map(|&percent| at(most, percent)).collect();
        samples.levels = Both {
            ours: levels(ours),
            express: levels(express),
        };
        let equal = at(ours.min(express), LEVELS[EQUAL_LEVEL]);
        samples.equal = Some(Both {
            ours: equal.clone(),
            express: equal,
        });
    }

    /// One round of a case at all its rates.
    fn at_rates(&self, case: &Case, samples: &mut CaseSamples, order: [Side; 2]) -> Result<()> {
        let Some(equal) = &mut samples.equal else {
            return Ok(());
        };
        let rate = |side: Side| samples.levels.of(side)[EQUAL_LEVEL].rate;
        let slower = if rate(Side::Ours) <= rate(Side::Express) {
            Side::Ours
        } else {
            Side::Express
        };
        for level in 0..LEVELS.len() {
            for side in order {
                // The slower one's own rate is the equal one, too: the other is given it right before or
                // after, as the order has it.
                let is_equal = level == EQUAL_LEVEL && side == slower;
                let faster = equal.of_mut(slower.other());
                if is_equal && order[0] != slower {
                    let sample = self.load(case, slower.other(), faster.kind(), false)?;
                    faster.samples.push(sample);
                }
                let at = &mut samples.levels.of_mut(side)[level];
                let sample = self.load(case, side, at.kind(), false)?;
                at.samples.push(sample.clone());
                if is_equal && order[0] == slower {
                    let sample = self.load(case, slower.other(), faster.kind(), false)?;
                    faster.samples.push(sample);
                }
                if is_equal {
                    equal.of_mut(slower).samples.push(sample);
                }
            }
        }
        Ok(())
    }

    fn load(&self, case: &Case, side: Side, kind: Kind, with_memory: bool) -> Result<Sample> {
        let server = self.servers.of(side);
        let load = Load {
            address: server.address,
            request: &case.request,
            connections: CONNECTIONS,
            kind,
        };
        self.generator
            .measure(&load, server.pid(), with_memory)
            .with_context(|| format!("{} of {}", case.name, side.name()))
    }

    fn tree(&self, side: Side) -> Result<Tree> {
        Tree::of(self.servers.of(side).pid())
    }
}

/// ABBA: who was first is second in the next round.
fn order(first: Side, round: usize) -> [Side; 2] {
    if round.is_multiple_of(2) {
        [first, first.other()]
    } else {
        [first.other(), first]
    }
}

fn said(answer: &Answer) -> String {
    const CHARACTERS_MAX: usize = 200;
    let body: String = answer.body.chars().take(CHARACTERS_MAX).collect();
    format!("status {}, {body}", answer.status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_first_alternates() {
        let orders: Vec<[Side; 2]> = (0..4).map(|round| order(Side::Express, round)).collect();
        let (one, other) = ([Side::Express, Side::Ours], [Side::Ours, Side::Express]);
        assert_eq!(orders, [one, other, one, other]);
    }

    #[test]
    fn a_rate_has_as_many_requests_as_fit_and_at_least_one() {
        assert_eq!(AtRate::new(812.4, Duration::from_secs(2)).requests, 1_625);
        assert_eq!(AtRate::new(0.1, Duration::from_secs(2)).requests, 1);
    }
}
