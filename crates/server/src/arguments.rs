//! What the server is told, on its command line or by its environment.

use std::path::PathBuf;
use std::thread::available_parallelism;
use std::time::Duration;

use clap::Parser;

/// The most workers; more than cores are of no use.
const WORKERS_MAX: u16 = 256;

/// Serves the built site and the reference API, by a supervisor and its worker processes.
///
/// SIGTERM and Ctrl-C let all requests be answered and then end it, the second time at once; SIGHUP
/// replaces all workers, one after another. The exit status is 0 when every request was answered, 3 when a
/// worker had to be killed, 4 when workers died too often.
#[derive(Debug, Parser)]
#[command(name = "perf-playground-server", version)]
pub(crate) struct Arguments {
    /// Address to listen at
    #[arg(long, env = "PERF_PLAYGROUND_HOST", default_value = "127.0.0.1")]
    pub(crate) host: String,
    /// Port to listen at; 0 takes any that is free
    #[arg(long, env = "PERF_PLAYGROUND_PORT", default_value_t = 8080)]
    pub(crate) port: u16,
    /// The folder of the built site
    #[arg(long, env = "PERF_PLAYGROUND_DIST", default_value = "dist")]
    pub(crate) dist: PathBuf,
    /// Worker processes; by default one for each core that this program may use, and with 0 a single
    /// process without a supervisor
    #[arg(
        long,
        env = "PERF_PLAYGROUND_WORKERS",
        value_parser = clap::value_parser!(u16).range(0..=i64::from(WORKERS_MAX))
    )]
    workers: Option<u16>,
    /// How long requests may go on when a worker stops, such as 30s
    #[arg(
        long,
        env = "PERF_PLAYGROUND_DRAIN_TIMEOUT",
        default_value = "30s",
        value_parser = humantime::parse_duration
    )]
    pub(crate) drain_timeout: Duration,
    /// A file with the token that lets an administrator restart and kill workers; without it nobody can
    #[arg(long, env = "PERF_PLAYGROUND_ADMIN_TOKEN_FILE")]
    pub(crate) admin_token_file: Option<PathBuf>,
    /// Open the site in the browser
    #[arg(long, env = "PERF_PLAYGROUND_OPEN")]
    pub(crate) open: bool,
}

impl Arguments {
    /// How many worker processes there are to be.
    pub(crate) fn workers(&self) -> usize {
        self.workers.map_or_else(cores, usize::from)
    }

    /// How many threads of a worker compute: together, as many as there are cores.
    pub(crate) fn cpu_threads(&self) -> usize {
        (cores() / self.workers().max(1)).max(1)
    }

    /// What a worker is told: the same, in words that name every value.
    pub(crate) fn of_a_worker(&self) -> Vec<String> {
        let mut arguments = vec![
            "--dist".to_owned(),
            self.dist.display().to_string(),
            "--workers".to_owned(),
            self.workers().to_string(),
        ];
        if let Some(file) = &self.admin_token_file {
            arguments.extend(["--admin-token-file".to_owned(), file.display().to_string()]);
        }
        arguments
    }
}

/// The cores that this program may use, by its affinity and its control group.
fn cores() -> usize {
    available_parallelism().map_or(1, usize::from)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_makes_sense() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn what_is_out_of_range_is_refused() {
        for wrong in [
            ["--workers", "257"],
            ["--workers", "two"],
            ["--drain-timeout", "30"],
        ] {
            let line = [&["server"], &wrong[..]].concat();
            assert!(Arguments::try_parse_from(line).is_err(), "{wrong:?}");
        }
    }
}
