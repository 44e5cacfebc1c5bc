//! The driver as a child process: started on a port of its own choice, gone with its browser when it is dropped.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::tools;

/// How often a driver is started until it finds a port.
const START_ATTEMPTS_MAX: u32 = 3;

/// Until the driver must have said which port it listens on.
const START_MAX: Duration = Duration::from_secs(20);
/// Until the browser must be gone when a journey ends.
const QUIT_MAX: Duration = Duration::from_secs(5);
/// So much of the driver's own log is kept for the report of a failure.
const LOG_LINES_MAX: usize = 60;

/// Which browser a journey runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chromium or Chrome through chromedriver, with its debugging protocol and the console at hand.
    Chromium,
    /// Firefox through geckodriver.
    Firefox,
}

/// The system's preference that the page is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// `prefers-color-scheme: light`
    Light,
    /// `prefers-color-scheme: dark`
    Dark,
}

/// How the browser of a journey is started.
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) kind: Kind,
    pub(crate) viewport: (u32, u32),
    pub(crate) theme: Theme,
    pub(crate) locale: String,
    pub(crate) private: bool,
}

impl Options {
    /// Chromium, 1280 × 800 CSS pixels, light, English.
    #[must_use]
    pub fn chromium() -> Self {
        Self {
            kind: Kind::Chromium,
            viewport: (1280, 800),
            theme: Theme::Light,
            locale: "en-US".to_owned(),
            private: false,
        }
    }

    /// Firefox, otherwise as [`Options::chromium`].
    #[must_use]
    pub fn firefox() -> Self {
        Self {
            kind: Kind::Firefox,
            ..Self::chromium()
        }
    }

    /// Size of the page in CSS pixels. Chromium takes any; Firefox has a narrowest window of about 450.
    #[must_use]
    pub fn viewport(mut self, width: u32, height: u32) -> Self {
        self.viewport = (width, height);
        self
    }

    /// The system prefers dark.
    #[must_use]
    pub fn dark(mut self) -> Self {
        self.theme = Theme::Dark;
        self
    }

    /// The person's preferred language, for example `id`.
    #[must_use]
    pub fn locale(mut self, locale: &str) -> Self {
        locale.clone_into(&mut self.locale);
        self
    }

    /// All windows are private ones. Firefox only: those of Chromium have all storage that others have.
    #[must_use]
    pub fn private(mut self) -> Self {
        self.private = true;
        self
    }

    fn capabilities(&self, profile: &TempDir) -> Result<Map<String, Value>> {
        let capabilities = match self.kind {
            Kind::Chromium => json!({
                "browserName": "chrome",
                "goog:chromeOptions": { "binary": tools::chromium()?, "args": self.chromium_arguments(profile) },
                "goog:loggingPrefs": { "browser": "ALL" },
            }),
            Kind::Firefox => json!({
                "browserName": "firefox",
                "moz:firefoxOptions": {
                    "binary": tools::firefox()?,
                    "args": ["-headless", "-profile", profile.path()],
                    "prefs": {
                        "intl.accept_languages": self.locale,
                        "layout.css.prefers-color-scheme.content-override": i32::from(self.theme == Theme::Light),
                        "datareporting.policy.dataSubmissionEnabled": false,
                        "browser.privatebrowsing.autostart": self.private,
                    },
                },
            }),
        };
        let Value::Object(mut capabilities) = capabilities else {
            unreachable!("json! made an object")
        };
        capabilities.insert(
            "timeouts".to_owned(),
            json!({ "script": 30_000, "pageLoad": 30_000 }),
        );
        Ok(capabilities)
    }

    fn chromium_arguments(&self, profile: &TempDir) -> Vec<String> {
        let mut arguments: Vec<String> = [
            "--headless",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            // The connection is a pipe, and the browser ends when the pipe does: even a killed driver leaves no orphan.
            "--remote-debugging-pipe",
        ]
        .map(str::to_owned)
        .to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        arguments.push(format!(
            "--window-size={},{}",
            self.viewport.0, self.viewport.1
        ));
        arguments.push(format!("--accept-lang={}", self.locale));
        if is_root() {
            // Chromium's sandbox refuses to start for root, which is what containers run as.
            arguments.push("--no-sandbox".to_owned());
        }
        arguments
    }
}

/// A running driver. Dropping it ends the browser, the driver and the profile, after a panic too.
pub(crate) struct Driver {
    child: Child,
    port: u16,
    session: Option<String>,
    log: Log,
    // Dropped after `Drop::drop` has ended the browser that writes into it.
    profile: TempDir,
}

impl Driver {
    pub(crate) async fn start(kind: Kind) -> Result<Self> {
        let program = match kind {
            Kind::Chromium => tools::chromedriver()?,
            Kind::Firefox => tools::geckodriver()?,
        };
        // Starting waits for the child's first lines; the journey's own hosts have threads of their own and go on.
        tokio::task::spawn_blocking(move || {
            let mut attempts = 1;
            loop {
                match Self::start_blocking(&program) {
                    // The port that chromedriver was given for IPv6 may be another program's for IPv4.
                    Err(error)
                        if attempts < START_ATTEMPTS_MAX
                            && format!("{error:#}").contains("Address already in use") =>
                    {
                        attempts += 1;
                    }
                    result => return result,
                }
            }
        })
        .await?
    }

    fn start_blocking(program: &Path) -> Result<Self> {
        let profile = tempfile::Builder::new()
            .prefix("perf-playground-e2e-")
            .tempdir()?;
        let mut child = Command::new(program)
            .arg("--port=0")
            // Whatever the browser and driver leave lying about lands in the profile and goes with it.
            .env("TMPDIR", profile.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("starting {}", program.display()))?;
        let log = Log::default();
        let (found, ports) = channel();
        let stdout = child
            .stdout
            .take()
            .context("the driver's output is piped")?;
        let stderr = child
            .stderr
            .take()
            .context("the driver's errors are piped")?;
        log.follow(stdout, Some(found));
        log.follow(stderr, None);
        let mut driver = Self {
            child,
            port: 0,
            session: None,
            log,
            profile,
        };
        match ports.recv_timeout(START_MAX) {
            Ok(port) => driver.port = port,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                bail!(
                    "{} did not say which port it listens on:\n{}",
                    program.display(),
                    driver.log.text()
                )
            }
        }
        Ok(driver)
    }

    /// Starts the browser and connects to it.
    pub(crate) async fn connect(&mut self, options: &Options) -> Result<fantoccini::Client> {
        let connector = hyper_util::client::legacy::connect::HttpConnector::new();
        let client = fantoccini::ClientBuilder::new(connector)
            .capabilities(options.capabilities(&self.profile)?)
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await
            .with_context(|| {
                format!(
                    "starting the browser failed; the driver said:\n{}",
                    self.log.text()
                )
            })?;
        self.session = client.session_id().await?;
        // Ending the browser is `Drop`'s work; the client would try the same once more, unasked and unawaited.
        client.persist().await?;
        Ok(client)
    }

    pub(crate) fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// The last lines that the driver wrote.
    pub(crate) fn log(&self) -> String {
        self.log.text()
    }

    /// Asks the driver to end its browser. By hand, because this must also work while a panic unwinds, where nothing can
    /// be awaited.
    fn end_session(&mut self) -> Result<()> {
        let Some(session) = self.session.take() else {
            return Ok(());
        };
        let mut stream = TcpStream::connect_timeout(
            &SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)),
            QUIT_MAX,
        )?;
        stream.set_read_timeout(Some(QUIT_MAX))?;
        write!(
            stream,
            "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
            self.port
        )?;
        // The answer comes when the browser has ended; what it says no longer matters.
        let mut first = [0];
        stream.read_exact(&mut first)?;
        Ok(())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Err(error) = self.end_session() {
            eprintln!("the browser did not end when asked to: {error:#}");
        }
        // Both fail only where the process is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The last lines of the driver's output.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<VecDeque<String>>>);

impl Log {
    /// Reads until the driver ends; sends the port once it is named.
    fn follow(&self, output: impl Read + Send + 'static, mut found: Option<Sender<u16>>) {
        let log = self.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                let Ok(line) = line else { break };
                if let Some(port) = port_in(&line)
                    && let Some(found) = found.take()
                {
                    // Nobody listens any more: the start has failed and says so itself.
                    let _ = found.send(port);
                }
                let mut lines = log.0.lock().unwrap_or_else(PoisonError::into_inner);
                if lines.len() == LOG_LINES_MAX {
                    lines.pop_front();
                }
                lines.push_back(line);
            }
        });
    }

    fn text(&self) -> String {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines
            .iter()
            .fold(String::new(), |text, line| text + line + "\n")
    }
}

/// Chromedriver: `ChromeDriver was started successfully on port 40123.`; geckodriver: `Listening on 127.0.0.1:40123`.
fn port_in(line: &str) -> Option<u16> {
    let (_, rest) = line
        .split_once("successfully on port ")
        .or_else(|| line.split_once("Listening on 127.0.0.1:"))?;
    rest.trim_end().trim_end_matches('.').parse().ok()
}

fn is_root() -> bool {
    // No crate and no unsafe code for one number; where there is no `id`, there is no root either.
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Polls until `done` gives something, at most for `limit`.
pub(crate) async fn poll<T>(
    limit: Duration,
    mut done: impl AsyncFnMut() -> Option<T>,
) -> Option<T> {
    /// Short against what a person notices, long against one command to the driver (1–3 ms).
    const STEP: Duration = Duration::from_millis(25);
    let end = Instant::now() + limit;
    loop {
        if let Some(value) = done().await {
            return Some(value);
        }
        if Instant::now() >= end {
            return None;
        }
        tokio::time::sleep(STEP).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_drivers_name_their_port() {
        assert_eq!(
            port_in("ChromeDriver was started successfully on port 40123."),
            Some(40123)
        );
        assert_eq!(
            port_in("1795315143000\tgeckodriver\tINFO\tListening on 127.0.0.1:40123"),
            Some(40123)
        );
        assert_eq!(port_in("Only local connections are allowed."), None);
    }
}
