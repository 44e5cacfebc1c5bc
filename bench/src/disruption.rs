//! The server under load while its workers are killed, replaced and stopped: what it promises, kept or not.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use serde::Serialize;
use serde_json::Value;

use crate::load::http::Request;
use crate::load::oha::{Answered, Kind};
use crate::load::server::{Programs, Server, send};
use crate::load::{Generator, Interrupt, Load};
use crate::table::Table;

const WORKERS: usize = 2;

/// The route that is loaded, as `/metrics` names it, and a path of it: some microseconds of computing, by the
/// pool, so that a worker that is killed has requests in its hands.
const ROUTE: &str = "/fibonacci/{n}";
const PATH: &str = "/fibonacci/20";

/// Connections that are kept alive.
const CONNECTIONS: usize = 16;

/// Requests in a second: far below what the server can do, so that only the disruption makes any wait.
const RATE: f64 = 1_000.0;

/// How long a disturbance is given to be mended.
const MENDED_MAX: Duration = Duration::from_secs(15);

const LOOK_INTERVAL: Duration = Duration::from_millis(100);

/// What the bench is told.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    #[command(flatten)]
    programs: Programs,
    /// Shorter loads
    #[arg(long)]
    quick: bool,
    /// Where cluster.md and cluster.json go
    #[arg(long)]
    out: PathBuf,
}

/// A promise, and what became of it.
#[derive(Debug, Serialize)]
struct Rule {
    disruption: &'static str,
    promise: String,
    found: String,
    kept: bool,
}

#[derive(Debug, Serialize)]
struct Report {
    rules: Vec<Rule>,
    /// What the generator reports of each disruption.
    loads: Vec<(&'static str, Answered)>,
}

/// What a load met with, and what the server counted meanwhile.
struct Met {
    answered: Answered,
    /// Requests of the route that the server counts as answered.
    counted: u64,
}

struct Bench {
    generator: Generator,
    server: Server,
    request: Request,
    lasts: Duration,
    report: Report,
}

/// Disturbs a server, and says whether it kept all that it promises.
pub(crate) fn run(options: &Options, interrupt: Interrupt) -> Result<bool> {
    let folder = tempfile::tempdir()?;
    let database = folder.path().join("books.sqlite");
    let server = Server::ours(&options.programs.server, WORKERS, &database, &interrupt)?;
    let mut bench = Bench {
        server,
        request: Request::get(PATH),
        lasts: Duration::from_secs(if options.quick { 8 } else { 20 }),
        report: Report {
            rules: Vec::new(),
            loads: Vec::new(),
        },
        generator: Generator::new(options.programs.oha.clone(), interrupt),
    };
    bench.wait_for_other_workers(&[])?;
    bench.kill()?;
    bench.replace()?;
    bench.stop()?;
    let report = bench.report;
    let text = report.markdown();
    crate::write_both(&options.out, "cluster", &text, &report)?;
    print!("{text}");
    Ok(report.rules.iter().all(|rule| rule.kept))
}

impl Bench {
    /// Kills each worker in turn.
    fn kill(&mut self) -> Result<()> {
        const NAME: &str = "kill -9 of each worker in turn";
        let workers = self.workers()?;
        let kills = workers.len();
        let pause = self.lasts / 4;
        let met = self.under_load(NAME, |bench| {
            for (pid, _) in workers {
                bench.generator.interrupt().sleep(pause)?;
                send(pid, Signal::KILL)?;
                bench.wait_for_other_workers(&[pid])?;
            }
            Ok(())
        })?;
        let Met { answered, counted } = &met;
        let refused = refused(answered);
        self.rule(
            NAME,
            "no connection is refused",
            refused == 0,
            refused.to_string(),
        );
        let failed = answered.failed();
        // What a worker has taken ends with it: at most one request of each connection.
        let broken_max = (kills * CONNECTIONS) as u64;
        self.rule(
            NAME,
            &format!("only requests in a killed worker's hands break, at most {broken_max}"),
            failed <= broken_max,
            answered.failures_in_words(),
        );
        self.all_sent(NAME, answered);
        let (least, most) = (answered.ok, answered.ok + failed);
        self.rule(
            NAME,
            "the counters survive: no fewer than the client's answers, no more than its requests",
            (least..=most).contains(counted),
            format!("{counted} counted, {least} answered, {failed} broken"),
        );
        Ok(())
    }

    /// Has all workers replaced.
    fn replace(&mut self) -> Result<()> {
        const NAME: &str = "SIGHUP, all workers replaced";
        let before: Vec<u32> = self.workers()?.into_iter().map(|(pid, _)| pid).collect();
        let pause = self.lasts / 4;
        let mut took = Duration::ZERO;
        let met = self.under_load(NAME, |bench| {
            bench.generator.interrupt().sleep(pause)?;
            let start = Instant::now();
            bench.server.signal(Signal::HUP)?;
            bench.wait_for_other_workers(&before)?;
            took = start.elapsed();
            Ok(())
        })?;
        let Met { answered, counted } = &met;
        self.rule(
            NAME,
            "no request fails",
            answered.failed() == 0,
            answered.failures_in_words(),
        );
        self.all_sent(NAME, answered);
        self.rule(
            NAME,
            "all are replaced while the load lasts",
            took + pause < self.lasts,
            format!("after {:.1} s", took.as_secs_f64()),
        );
        self.rule(
            NAME,
            "the counters are exact",
            *counted == answered.ok,
            format!("{counted} counted, {} answered", answered.ok),
        );
        Ok(())
    }

    /// Stops it.
    fn stop(&mut self) -> Result<()> {
        const NAME: &str = "SIGTERM";
        let load = self.load();
        let running = self.generator.start(&load)?;
        let interrupt = self.generator.interrupt().clone();
        interrupt.sleep(self.lasts / 4)?;
        self.server.signal(Signal::TERM)?;
        let status = self.server.wait(&interrupt)?;
        let answered = running.finish(&mut || {})?;
        self.rule(
            NAME,
            "the exit status is 0",
            status.code() == Some(0),
            status.to_string(),
        );
        let refused = refused(&answered);
        let broken = answered.failed() - refused;
        self.rule(
            NAME,
            "requests fail by refusal alone: what was taken is answered",
            broken == 0 && answered.ok > 0,
            format!("{} answered; {}", answered.ok, answered.failures_in_words()),
        );
        self.report.loads.push((NAME, answered));
        Ok(())
    }

    fn load(&self) -> Load<'_> {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "some ten thousands"
        )]
        let requests = (RATE * self.lasts.as_secs_f64()) as u64;
        Load {
            address: self.server.address,
            request: &self.request,
            connections: CONNECTIONS,
            kind: Kind::Open {
                rate: RATE,
                requests,
            },
        }
    }

    fn under_load(
        &mut self,
        name: &'static str,
        disturb: impl FnOnce(&Self) -> Result<()>,
    ) -> Result<Met> {
        eprintln!("{name}");
        let before = self.counted()?;
        let load = self.load();
        let running = self.generator.start(&load)?;
        disturb(self)?;
        let answered = running.finish(&mut || {})?;
        let counted = self.counted()? - before;
        self.report.loads.push((name, answered.clone()));
        Ok(Met { answered, counted })
    }

    fn rule(&mut self, disruption: &'static str, promise: &str, kept: bool, found: String) {
        self.report.rules.push(Rule {
            disruption,
            promise: promise.to_owned(),
            found,
            kept,
        });
    }

    /// That the generator did what it was told: a load that was not there proves nothing.
    fn all_sent(&mut self, name: &'static str, answered: &Answered) {
        let Kind::Open { requests, .. } = self.load().kind else {
            return;
        };
        let sent = answered.ok + answered.failed();
        self.rule(
            name,
            "the load was there: every request was sent, and in time",
            sent == requests && answered.seconds < self.lasts.as_secs_f64() + 1.0,
            format!("{sent} of {requests} in {:.1} s", answered.seconds),
        );
    }

    /// Requests of the route that all workers, those that ended included, have answered.
    fn counted(&self) -> Result<u64> {
        let answer = Request::get("/metrics").send(self.server.address)?;
        counted(&answer.body, ROUTE).context("/metrics tells no number of the route")
    }

    /// The processes and states of all slots.
    fn workers(&self) -> Result<Vec<(u32, String)>> {
        let answer = Request::get("/cluster").send(self.server.address)?;
        workers(&serde_json::from_str(&answer.body)?)
    }

    /// Waits until every slot has a ready worker that is none of these.
    fn wait_for_other_workers(&self, old: &[u32]) -> Result<()> {
        let start = Instant::now();
        loop {
            // Whoever was asked may be the one that is killed.
            let seen = self.workers().unwrap_or_default();
            let is_new = |(pid, state): &(u32, String)| state == "ready" && !old.contains(pid);
            if seen.len() == WORKERS && seen.iter().all(is_new) {
                return Ok(());
            }
            if start.elapsed() > MENDED_MAX {
                bail!(
                    "{old:?} are not replaced within {} s: {seen:?}",
                    MENDED_MAX.as_secs()
                );
            }
            self.generator.interrupt().sleep(LOOK_INTERVAL)?;
        }
    }
}

/// Requests for which there was no connection.
fn refused(answered: &Answered) -> u64 {
    let kinds = answered.errors.iter();
    kinds
        .filter(|(kind, _)| kind.to_lowercase().contains("refused"))
        .map(|(_, count)| count)
        .sum()
}

/// The number of a route's requests in Prometheus's text. A route that nobody has asked for is not there.
fn counted(text: &str, route: &str) -> Option<u64> {
    let series = format!("http_server_request_duration_seconds_count{{route=\"{route}\"}} ");
    match text.lines().find_map(|line| line.strip_prefix(&series)) {
        Some(count) => count.parse().ok(),
        None if text.contains("http_server_requests_total ") => Some(0),
        None => None,
    }
}

fn workers(cluster: &Value) -> Result<Vec<(u32, String)>> {
    let all = cluster["workers"]
        .as_array()
        .context("/cluster names no workers")?;
    let worker = |worker: &Value| {
        let pid = worker["pid"]
            .as_u64()
            .and_then(|pid| u32::try_from(pid).ok())?;
        Some((pid, worker["state"].as_str()?.to_owned()))
    };
    let workers: Option<Vec<_>> = all.iter().map(worker).collect();
    workers.context("a worker in /cluster has no process or state")
}

impl Report {
    fn markdown(&self) -> String {
        let mut rules = Table::new(&["disruption", "promise", "found", "kept"], 4);
        for rule in &self.rules {
            rules.row(vec![
                rule.disruption.to_owned(),
                rule.promise.clone(),
                rule.found.clone(),
                if rule.kept { "PASS" } else { "BROKEN" }.to_owned(),
            ]);
        }
        let mut loads = Table::new(
            &[
                "disruption",
                "answered",
                "failed",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
            ],
            1,
        );
        for (name, answered) in &self.loads {
            loads.row(vec![
                (*name).to_owned(),
                answered.ok.to_string(),
                answered.failed().to_string(),
                crate::report::figure(answered.p50_ms),
                crate::report::figure(answered.p99_ms),
                crate::report::figure(answered.p999_ms),
            ]);
        }
        format!(
            "## Bench: cluster\n\n\
             {WORKERS} workers, {CONNECTIONS} connections that are kept alive, {RATE} requests of {PATH} a second.\n\n\
             {}\nLatency counts from the instant at which a request was due.\n\n{}",
            rules.markdown(),
            loads.markdown()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const METRICS: &str = "http_server_requests_total 12\n\
        http_server_request_duration_seconds_count{route=\"/metrics\"} 3\n\
        http_server_request_duration_seconds_count{route=\"/fibonacci/{n}\"} 9\n";

    #[test]
    fn a_route_is_counted_by_its_name() {
        assert_eq!(counted(METRICS, ROUTE), Some(9));
        assert_eq!(counted(METRICS, "/primes/{limit}"), Some(0));
        assert_eq!(counted("not found", ROUTE), None);
    }

    #[test]
    fn a_refusal_is_told_from_a_connection_that_broke() {
        let mut answered = Answered::default();
        for (kind, count) in [
            ("Connection refused (os error 111)", 5),
            ("connection error", 2),
        ] {
            answered.errors.insert(kind.to_owned(), count);
        }
        assert_eq!((refused(&answered), answered.failed()), (5, 7));
    }

    #[test]
    fn workers_have_a_process_and_a_state() {
        let text =
            r#"{"workers": [{"pid": 7, "state": "ready"}, {"pid": 8, "state": "draining"}]}"#;
        let seen = workers(&serde_json::from_str(text).expect("JSON")).expect("workers");
        assert_eq!(seen, [(7, "ready".to_owned()), (8, "draining".to_owned())]);
        assert!(workers(&Value::Null).is_err());
    }

    #[test]
    fn a_broken_promise_is_told() {
        let rule = |kept| Rule {
            disruption: "SIGTERM",
            promise: "the exit status is 0".to_owned(),
            found: "3".to_owned(),
            kept,
        };
        let mut report = Report {
            rules: vec![rule(true)],
            loads: vec![("SIGTERM", Answered::default())],
        };
        assert!(!report.markdown().contains("BROKEN"));
        report.rules.push(rule(false));
        assert!(report.markdown().contains("BROKEN"));
    }
}
