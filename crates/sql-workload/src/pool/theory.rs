//! What can be said of a pool without running it, and when that holds.

use serde::{Deserialize, Serialize};

use super::config::PoolConfig;
use super::load::{Arrivals, Leak, Load, Service};
use super::report::Summary;

/// How many connections a pool should have at most, as `HikariCP` says ("About Pool Sizing", after
/// `PostgreSQL`'s wiki): what keeps a database's cores and disks busy. `spindles` are disks that seek, none
/// where all data are in memory.
#[must_use]
pub const fn hikari_size(cores: u32, spindles: u32) -> u32 {
    cores.saturating_mul(2).saturating_add(spindles)
}

/// How many connections keep a pool free of deadlock, after the same text: with `threads` requests at a time
/// that each hold `checkouts` connections at last, one of them can always go on.
#[must_use]
pub const fn deadlock_free_size(threads: u32, checkouts: u32) -> u32 {
    threads
        .saturating_mul(checkouts.saturating_sub(1))
        .saturating_add(1)
}

/// A queue of the kind M/M/c in its steady state.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MMc {
    /// c: connections.
    pub servers: u32,
    /// λ: requests in a second.
    pub per_s: f64,
    /// 1/µ: how long one uses a connection, in milliseconds.
    pub service_ms: f64,
    /// The offered load in erlangs: how many connections are used on average.
    pub offered: f64,
    /// ρ: which share of all connections that is, below 1.
    pub utilisation: f64,
    /// Erlang's C: which share of requests has to wait.
    pub waiting_share: f64,
    /// How long one waits on average, in milliseconds, those included that do not wait.
    pub wait_ms: f64,
    /// How many wait on average.
    pub mean_waiting: f64,
}

/// The queue with so many servers, requests a second and milliseconds of service; `None` where it would grow
/// for ever, or where there is nothing to serve.
///
/// After Erlang, "Solution of Some Problems in the Theory of Probabilities of Significance in Automatic
/// Telephone Exchanges" (1917); by the recursion for his B, which does not overflow.
#[must_use]
pub fn mmc(servers: u32, per_s: f64, service_ms: f64) -> Option<MMc> {
    let offered = per_s * service_ms / 1e3;
    let utilisation = offered / f64::from(servers);
    let is_stable = offered > 0.0 && utilisation < 1.0;
    if !is_stable {
        return None;
    }
    let blocking = (1..=servers).fold(1.0, |blocking, servers| {
        offered * blocking / (f64::from(servers) + offered * blocking)
    });
    let waiting_share = blocking / (1.0 - utilisation * (1.0 - blocking));
    let wait_ms = waiting_share * service_ms / (f64::from(servers) - offered);
    Some(MMc {
        servers,
        per_s,
        service_ms,
        offered,
        utilisation,
        waiting_share,
        wait_ms,
        mean_waiting: per_s * wait_ms / 1e3,
    })
}

/// What M/M/c takes for granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assumption {
    /// Less comes than all connections can serve.
    Stability,
    /// Requests come without regard to each other.
    PoissonArrivals,
    /// Service times are exponential; measured ones are not.
    ExponentialService,
    /// A request holds one connection.
    OneCheckout,
    /// All connections come back whole.
    NoFaults,
    /// Whoever comes asks the pool at once.
    UnlimitedThreads,
    /// Nobody is rejected.
    NobodyRejected,
    /// Nobody gives up.
    NobodyTimedOut,
    /// Connections are there when they are needed: opening them takes no time, or all are kept.
    ConnectionsOpen,
}

/// A run against the theory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Theory {
    /// M/M/c with the load's rate and mean service time; `None` where it is not stable.
    pub mmc: Option<MMc>,
    /// What it takes for granted and the run does not keep. Its figures are the run's, but for chance and for
    /// the empty pool at the beginning, where this is empty.
    pub unmet: Vec<Assumption>,
    /// How long one waits on average where all is met but [`Assumption::ExponentialService`], in
    /// milliseconds: an approximation (Allen and Cunneen, in Allen, *Probability, Statistics, and Queueing
    /// Theory*, 1978) by the service times' variance.
    pub allen_cunneen_ms: Option<f64>,
    /// How long one waited in the run on average, in milliseconds.
    pub observed_ms: f64,
}

impl Theory {
    pub(super) fn of(config: &PoolConfig, load: &Load, summary: &Summary) -> Self {
        let service = moments(&load.service);
        let mmc = mmc(config.max, rate(load), service.mean_ms);
        let mut unmet = unmet(config, load, summary);
        if mmc.is_none() {
            unmet.insert(0, Assumption::Stability);
        }
        let is_close = unmet
            .iter()
            .all(|one| *one == Assumption::ExponentialService);
        let allen_cunneen_ms = mmc
            .filter(|_| is_close)
            .map(|mmc| mmc.wait_ms * (1.0 + service.squared_variation) / 2.0);
        Self {
            mmc,
            unmet,
            allen_cunneen_ms,
            observed_ms: summary.wait.mean_ms,
        }
    }
}

/// But for stability.
fn unmet(config: &PoolConfig, load: &Load, summary: &Summary) -> Vec<Assumption> {
    let opens = config.connect_ms > 0.0 && config.min < config.max;
    let has_faults = load.leak != Leak::Never || load.breaks > 0.0;
    let is_poisson = matches!(load.arrivals, Arrivals::Poisson { .. });
    let is_exponential = matches!(load.service, Service::Exponential { .. });
    [
        (!is_poisson, Assumption::PoissonArrivals),
        (!is_exponential, Assumption::ExponentialService),
        (load.checkouts > 1, Assumption::OneCheckout),
        (has_faults, Assumption::NoFaults),
        (load.threads.is_some(), Assumption::UnlimitedThreads),
        (summary.rejected > 0, Assumption::NobodyRejected),
        (summary.timed_out > 0, Assumption::NobodyTimedOut),
        (opens, Assumption::ConnectionsOpen),
    ]
    .into_iter()
    .filter_map(|(is_unmet, assumption)| is_unmet.then_some(assumption))
    .collect()
}

fn rate(load: &Load) -> f64 {
    match &load.arrivals {
        Arrivals::Poisson { per_s } => *per_s,
        Arrivals::Listed { at_ms } => at_ms.len() as f64 / load.duration_ms * 1e3,
    }
}

struct Moments {
    mean_ms: f64,
    /// Variance over the squared mean: 1 for the exponential distribution, 0 where all are alike.
    squared_variation: f64,
}

fn moments(service: &Service) -> Moments {
    match service {
        Service::Exponential { mean_ms } => Moments {
            mean_ms: *mean_ms,
            squared_variation: 1.0,
        },
        Service::Measured { ms } => {
            let count = ms.len() as f64;
            let mean_ms = ms.iter().sum::<f64>() / count;
            let variance = ms.iter().map(|ms| (ms - mean_ms).powi(2)).sum::<f64>() / count;
            let squared_variation = if mean_ms > 0.0 {
                variance / (mean_ms * mean_ms)
            } else {
                0.0
            };
            Moments {
                mean_ms,
                squared_variation,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_is_the_known_closed_form() {
        // M/M/1: a request waits ρ/(1 − ρ) service times.
        let queue = mmc(1, 80.0, 10.0).expect("stable");
        assert!((queue.waiting_share - 0.8).abs() < 1e-12);
        assert!((queue.wait_ms - 40.0).abs() < 1e-9);
        assert!((queue.mean_waiting - 3.2).abs() < 1e-9);
    }

    #[test]
    fn erlangs_c_is_the_sum_of_its_definition() {
        for (servers, offered) in [(2_u32, 1.0_f64), (5, 4.0), (10, 7.5), (20, 19.0)] {
            let term = |n: u32| (1..=n).fold(1.0, |term, n| term * offered / f64::from(n));
            let last = term(servers) / (1.0 - offered / f64::from(servers));
            let expected = last / ((0..servers).map(term).sum::<f64>() + last);
            let queue = mmc(servers, offered * 100.0, 10.0).expect("stable");
            assert!((queue.waiting_share - expected).abs() < 1e-12, "{servers}");
        }
    }

    #[test]
    fn two_hundred_servers_do_not_overflow() {
        let queue = mmc(200, 19_000.0, 10.0).expect("stable");
        assert!(queue.waiting_share > 0.0 && queue.waiting_share < 1.0);
        assert_eq!(mmc(4, 400.0, 10.0), None);
        assert_eq!(mmc(4, 400.0, 0.0), None);
    }

    #[test]
    fn sizes_are_those_of_the_text() {
        // Its examples: four cores and a disk; three threads that take four connections each.
        assert_eq!(hikari_size(4, 1), 9);
        assert_eq!(deadlock_free_size(3, 4), 10);
        assert_eq!(deadlock_free_size(100, 1), 1);
    }
}
