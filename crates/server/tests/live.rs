//! Whoever asks whether a worker lives is answered while every core computes. A file of its own, so that no
//! other test runs beside it.

mod support;

use std::thread;
use std::time::{Duration, Instant};

use support::{Client, Cluster};

/// What a load balancer would take for a death is far longer.
const P99_MAX: Duration = Duration::from_millis(50);

const ASKED: usize = 500;

#[test]
fn live_answers_while_every_core_computes() {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let cluster = Cluster::of(workers);
    let address = cluster.address;
    // More than there are threads that compute, wherever they end up.
    for _ in 0..4 * workers {
        thread::spawn(move || Client::connect(address)?.get("/fibonacci/45", false));
    }
    cluster.wait_for("they compute", |seen| {
        let asked = seen["workers"].as_array().expect("workers").iter();
        let in_flight = asked.map(|worker| worker["inFlight"].as_u64().unwrap_or(0));
        in_flight.sum::<u64>() > 2 * workers as u64
    });
    let mut client = Client::connect(address).expect("a connection");
    let mut took: Vec<Duration> = (0..ASKED)
        .map(|_| {
            let start = Instant::now();
            let (status, _) = client.get("/health/live", true).expect("an answer");
            assert_eq!(status, 200);
            start.elapsed()
        })
        .collect();
    took.sort_unstable();
    let p99 = took[ASKED * 99 / 100];
    println!("median {:?}, p99 {p99:?}", took[ASKED / 2]);
    let busy = cluster.json("/worker-status")["activeJobs"].as_u64();
    assert!(
        p99 < P99_MAX,
        "median {:?}, p99 {p99:?}, {busy:?} jobs",
        took[ASKED / 2]
    );
}
