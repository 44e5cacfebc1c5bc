//! The driver as a child process: started on a port of its own choice, gone with its browser when it is dropped.

use std::collections::VecDeque;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::tools;

/// How often a driver is started until it finds a port.
const START_ATTEMPTS_MAX: u32 = 3;

/// Until the driver must have said which port it listens on.
const START_MAX: Duration = Duration::from_secs(20);
/// Until the browser must be gone when a journey ends.
const QUIT_MAX: Duration = Duration::from_secs(5);
/// Between two looks: short against what a person notices, long against one command to the driver (1–3 ms).
const STEP: Duration = Duration::from_millis(25);
/// Larger than any window of a journey, which may stand beside the corner.
const DISPLAY_SIZE: &str = "2560x1600x24";
/// A profile is gone when it was not there so often in turn.
const GONE_LOOKS: u32 = 3;
/// So much of the driver's own log is kept for the report of a failure.
const LOG_LINES_MAX: usize = 60;

/// The language unless a journey asks for another.
const ENGLISH: &str = "en-US";

/// Which browser a journey runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chromium or Chrome through chromedriver, with its debugging protocol and the console at hand.
    Chromium,
    /// Firefox through geckodriver.
    Firefox,
    /// WebKitGTK's own small browser through WebKitWebDriver, on a display that nobody sees. Linux only.
    WebKit,
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
    shared_memory: bool,
    pub(crate) preferences: Vec<(String, Value)>,
}

impl Options {
    /// Chromium, 1280 × 800 CSS pixels, light, English.
    #[must_use]
    pub fn chromium() -> Self {
        Self {
            kind: Kind::Chromium,
            viewport: (1280, 800),
            theme: Theme::Light,
            locale: ENGLISH.to_owned(),
            private: false,
            shared_memory: false,
            preferences: Vec::new(),
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

    /// WebKit, otherwise as [`Options::chromium`], but that it has one language. Its pages can be isolated and have no
    /// `SharedArrayBuffer` then, which is what WebKitGTK is built with.
    #[must_use]
    pub fn webkit() -> Self {
        Self {
            kind: Kind::WebKit,
            ..Self::chromium()
        }
    }

    /// Isolated pages have `SharedArrayBuffer`, as in Safari. WebKit only: the others have it anyway.
    #[must_use]
    pub fn shared_memory(mut self) -> Self {
        self.shared_memory = true;
        self
    }

    /// Size of the page in CSS pixels. Chromium takes any; Firefox and WebKit have a narrowest window of about 450.
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

    /// One of the browser's own settings, as `about:config` names it. Firefox only.
    #[must_use]
    pub fn preference(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.preferences.push((name.to_owned(), value.into()));
        self
    }

    fn firefox_preferences(&self) -> Value {
        let own = json!({
            "intl.accept_languages": self.locale,
            "layout.css.prefers-color-scheme.content-override": i32::from(self.theme == Theme::Light),
            "datareporting.policy.dataSubmissionEnabled": false,
            "browser.privatebrowsing.autostart": self.private,
        });
        let Value::Object(mut all) = own else {
            unreachable!("json! made an object")
        };
        all.extend(self.preferences.iter().cloned());
        Value::Object(all)
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
                    "prefs": self.firefox_preferences(),
                },
            }),
            // The driver knows its browser.
            Kind::WebKit => {
                ensure!(
                    self.locale == ENGLISH && !self.private,
                    "WebKit has no options for the language and for private windows"
                );
                json!({ "browserName": "MiniBrowser" })
            }
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
    display: Option<Display>,
    profile: TempDir,
}

impl Driver {
    pub(crate) async fn start(options: &Options) -> Result<Self> {
        let options = options.clone();
        // Starting waits for the child's first lines; the journey's own hosts have threads of their own and go on.
        tokio::task::spawn_blocking(move || {
            let mut attempts = 1;
            loop {
                match Self::start_blocking(&options) {
                    // The port that chromedriver was given for IPv6 may be another program's for IPv4, and the one that is
                    // chosen for WebKit's may be taken before it is there.
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

    fn start_blocking(options: &Options) -> Result<Self> {
        let profile = tempfile::Builder::new()
            .prefix("perf-playground-e2e-")
            .tempdir()?;
        let program = match options.kind {
            Kind::Chromium => tools::chromedriver()?,
            Kind::Firefox => tools::geckodriver()?,
            Kind::WebKit => tools::webkit_driver()?,
        };
        let mut command = Command::new(&program);
        // Whatever the browser and driver leave lying about lands in the profile and goes with it.
        command.env("TMPDIR", profile.path());
        let (display, chosen) = if options.kind == Kind::WebKit {
            let display = Display::start()?;
            display.dress(&mut command, options, profile.path());
            (Some(display), Some(free_port()?))
        } else {
            (None, None)
        };
        let mut child = command
            .arg(format!("--port={}", chosen.unwrap_or(0)))
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
            display,
            profile,
        };
        if let Some(port) = chosen {
            driver.wait_until_listening(&program, port)?;
            driver.port = port;
            return Ok(driver);
        }
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

    /// For a driver that says nothing once it listens.
    fn wait_until_listening(&mut self, program: &Path, port: u16) -> Result<()> {
        let end = Instant::now() + START_MAX;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            let ended = self.child.try_wait()?;
            if ended.is_some() || Instant::now() >= end {
                bail!(
                    "{} does not listen on port {port}:\n{}",
                    program.display(),
                    self.log.text()
                );
            }
            std::thread::sleep(STEP);
        }
        Ok(())
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

impl Driver {
    /// WebKit's helper processes outlive their browser by a moment, in which they still write and remove files.
    fn remove_profile(&self) {
        let end = Instant::now() + QUIT_MAX;
        let mut looks = 0;
        while looks < GONE_LOOKS && Instant::now() < end {
            if self.profile.path().exists() {
                // What is left of it is looked for again.
                let _ = fs::remove_dir_all(self.profile.path());
                looks = 0;
            } else {
                looks += 1;
            }
            std::thread::sleep(STEP);
        }
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
        self.display = None;
        self.remove_profile();
    }
}

/// A display in memory, for a browser that has no mode without one. Goes when it is dropped.
struct Display {
    server: Child,
    name: String,
}

impl Display {
    fn start() -> Result<Self> {
        let program = tools::xvfb()?;
        let mut server = Command::new(&program)
            // It chooses a display that is free, and says which on its output.
            .args(["-displayfd", "1"])
            .args(["-screen", "0", DISPLAY_SIZE])
            .args(["-nolisten", "tcp"])
            // Gone with the last program that draws on it: a killed test leaves none.
            .arg("-terminate")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("starting {}", program.display()))?;
        let output = server
            .stdout
            .take()
            .context("the display's output is piped")?;
        let mut display = Self {
            server,
            name: String::new(),
        };
        let (found, names) = channel();
        std::thread::spawn(move || {
            let line = BufReader::new(output).lines().next();
            // Nobody listens any more: the start has failed and says so itself.
            let _ = found.send(line);
        });
        match names.recv_timeout(START_MAX) {
            Ok(Some(Ok(number))) => display.name = format!(":{}", number.trim()),
            _ => bail!(
                "{} did not say which display it is; run it by hand to see why",
                program.display()
            ),
        }
        Ok(display)
    }

    /// Has a driver's browser draw here, and keep to itself: neither a person's desktop nor what they have set matters.
    fn dress(&self, command: &mut Command, options: &Options, profile: &Path) {
        command
            .env("DISPLAY", &self.name)
            .env("GDK_BACKEND", "x11")
            .env("GTK_THEME", theme_of_gtk(options.theme))
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS");
        for folder in [
            "HOME",
            "XDG_RUNTIME_DIR",
            "XDG_CACHE_HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
        ] {
            command.env(folder, profile);
        }
        // It takes the system's language for the reader's, `C` as it is.
        for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"] {
            command.env_remove(variable);
        }
        command.env(
            "JSC_useSharedArrayBuffer",
            if options.shared_memory { "1" } else { "0" },
        );
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // Both fail only where the process is gone already.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn theme_of_gtk(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "Adwaita",
        Theme::Dark => "Adwaita:dark",
    }
}

/// A port that nothing listens on now, for a program that does not choose one itself.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
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
