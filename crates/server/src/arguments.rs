//! What the server is told, on its command line or by its environment.

use std::path::{Path, PathBuf};
use std::thread::available_parallelism;
use std::time::Duration;

use axum::http::HeaderValue;
use clap::Parser;
use url::Url;

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
    /// The file of the database, which is made if it is absent; by default one that is gone when the server
    /// ends
    #[arg(long, env = "PERF_PLAYGROUND_DATABASE")]
    pub(crate) database: Option<PathBuf>,
    /// A file with the token that lets an administrator restart and kill workers; without it nobody can
    #[arg(long, env = "PERF_PLAYGROUND_ADMIN_TOKEN_FILE")]
    pub(crate) admin_token_file: Option<PathBuf>,
    /// Connections that each worker takes of one address, or of one /64 of IPv6; behind a proxy, all are
    /// of its address
    #[arg(
        long,
        env = "PERF_PLAYGROUND_CONNECTIONS_PER_ADDRESS",
        default_value_t = 512,
        value_parser = at_least_one
    )]
    pub(crate) connections_per_address: usize,
    /// Another site whose pages may read the API's answers, such as <https://example.org>; may be given
    /// again, or several with commas between them
    #[arg(
        long = "allow-origin",
        env = "PERF_PLAYGROUND_ALLOW_ORIGIN",
        value_delimiter = ',',
        value_parser = origin
    )]
    allow_origin: Vec<String>,
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

    /// The other sites whose pages may read answers.
    pub(crate) fn origins(&self) -> Vec<HeaderValue> {
        let origins = self.allow_origin.iter();
        origins
            .filter_map(|origin| HeaderValue::from_str(origin).ok())
            .collect()
    }

    /// What a worker is told: the same, in words that name every value.
    pub(crate) fn of_a_worker(&self, database: &Path) -> Vec<String> {
        let mut arguments = vec![
            "--dist".to_owned(),
            self.dist.display().to_string(),
            "--workers".to_owned(),
            self.workers().to_string(),
            "--database".to_owned(),
            database.display().to_string(),
            "--connections-per-address".to_owned(),
            self.connections_per_address.to_string(),
        ];
        for origin in &self.allow_origin {
            arguments.extend(["--allow-origin".to_owned(), origin.clone()]);
        }
        if let Some(file) = &self.admin_token_file {
            arguments.extend(["--admin-token-file".to_owned(), file.display().to_string()]);
        }
        arguments
    }
}

fn at_least_one(text: &str) -> Result<usize, String> {
    let number: usize = text.parse().map_err(|error| format!("{error}"))?;
    if number == 0 {
        return Err("nobody could connect".to_owned());
    }
    Ok(number)
}

/// An origin as browsers write it: a scheme, a host in lower case, a port if it is not the scheme's own,
/// and nothing behind it. Any other text would match no browser's.
fn origin(text: &str) -> Result<String, String> {
    let as_browsers_write = Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .map(|url| url.origin().ascii_serialization());
    match as_browsers_write {
        Some(origin) if origin == text => Ok(origin),
        Some(origin) => Err(format!("write it as browsers do: {origin}")),
        None => Err("give a scheme and a host, as in https://example.org".to_owned()),
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
            ["--connections-per-address", "0"],
            ["--allow-origin", "example.org"],
            ["--allow-origin", "https://example.org/"],
            ["--allow-origin", "https://Example.org"],
            ["--allow-origin", "https://example.org:443"],
            ["--allow-origin", "null"],
            ["--allow-origin", "*"],
        ] {
            let line = [&["server"], &wrong[..]].concat();
            assert!(Arguments::try_parse_from(line).is_err(), "{wrong:?}");
        }
    }
}
