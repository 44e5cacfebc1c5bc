//! Runs one journey: alone if it measures time, with a browser of its own, under a deadline, and with evidence when it fails.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use anyhow::{Result, anyhow};

use crate::browser::Browser;
use crate::driver::Options;

/// A journey that is not at its end by then fails.
pub const JOURNEY_MAX: Duration = Duration::from_mins(3);

/// Nothing runs beside a journey that measures time, however many threads the tests have. This holds within one process, as
/// libtest runs them; cargo-nextest gives each test a process of its own and is told the same by `.config/nextest.toml`.
static STAGE: tokio::sync::RwLock<()> = tokio::sync::RwLock::const_new(());

/// The module of journeys that measure time: all that a runner knows of a test is its name.
const TIMED_MODULE: &str = "::timed_tests::";

/// Walks `steps` in a new browser and fails the test on an error, a panic, an unannounced console error or the deadline.
/// The report then holds the state of the page, its console, the driver's log and the path of a screenshot.
///
/// The journey measures time, so its test stands in a module `timed_tests`, which has nothing run beside it.
///
/// # Panics
/// When the journey fails: that is what makes the test fail. And when its test stands elsewhere.
pub async fn journey(options: Options, steps: impl AsyncFnOnce(&Browser) -> Result<()>) {
    let test = test_name();
    assert!(
        test.contains(TIMED_MODULE),
        "{test} measures time: move it to a module `timed_tests`"
    );
    let _alone = STAGE.write().await;
    walk(options, steps).await;
}

/// The same for a journey that measures no time: it may run beside others of its kind.
///
/// # Panics
/// When the journey fails, and when its test stands where those are that measure time.
pub async fn untimed_journey(options: Options, steps: impl AsyncFnOnce(&Browser) -> Result<()>) {
    let test = test_name();
    assert!(
        !test.contains(TIMED_MODULE),
        "{test} measures no time: move it out of `timed_tests`"
    );
    let _beside = STAGE.read().await;
    walk(options, steps).await;
}

async fn walk(options: Options, steps: impl AsyncFnOnce(&Browser) -> Result<()>) {
    let browser = match Browser::start(&options).await {
        Ok(browser) => browser,
        Err(error) => panic!("no browser: {error:#}"),
    };
    let walk = async {
        steps(&browser).await?;
        browser.assert_console_clean().await
    };
    let result = match tokio::time::timeout(JOURNEY_MAX, caught(walk)).await {
        Ok(result) => result,
        Err(_) => Err(anyhow!(
            "the journey was not at its end after {JOURNEY_MAX:?}"
        )),
    };
    if let Err(error) = result {
        let evidence = tokio::time::timeout(Duration::from_secs(20), report(&browser)).await;
        let evidence = evidence.unwrap_or_else(|_| "the browser no longer answers".to_owned());
        eprintln!("{error:#}\n{evidence}");
        // Fails the test without a backtrace: it would lead here, and the error has said where it comes from.
        std::panic::resume_unwind(Box::new("the journey failed"));
    }
}

/// A failed assertion becomes an error too, so that it also gets its evidence. Its own text was printed as it panicked.
async fn caught(walk: impl Future<Output = Result<()>>) -> Result<()> {
    let mut walk = pin!(walk);
    std::future::poll_fn(|context| {
        // Nothing of the walk is used again after it panicked.
        match catch_unwind(AssertUnwindSafe(|| walk.as_mut().poll(context))) {
            Ok(poll) => poll,
            Err(_) => Poll::Ready(Err(anyhow!("an assertion failed, see above"))),
        }
    })
    .await
}

async fn report(browser: &Browser) -> String {
    let evidence = browser.evidence().await;
    let path = screenshot_path();
    match browser.screenshot(&path).await {
        Ok(()) => format!("{evidence}screenshot: {}", path.display()),
        Err(error) => format!("{evidence}no screenshot: {error:#}"),
    }
}

/// `PERF_PLAYGROUND_E2E_OUT` names the folder, which CI keeps; else the folder for temporary files.
fn screenshot_path() -> PathBuf {
    let folder =
        std::env::var_os("PERF_PLAYGROUND_E2E_OUT").map_or_else(std::env::temp_dir, PathBuf::from);
    let test = test_name().replace("::", "-");
    folder.join(format!("perf-playground-e2e-{test}.png"))
}

/// libtest names a test's thread after the test.
fn test_name() -> String {
    let thread = std::thread::current();
    thread.name().unwrap_or("journey").to_owned()
}
