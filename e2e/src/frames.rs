//! What a person sees of a blocked page: frames that come late, seen by the browser and from the page itself.

use anyhow::Result;
use serde::Deserialize;

use crate::browser::Browser;
use crate::driver::Kind;

/// What was seen since [`watch`]. Times are milliseconds on the page's `performance.now()`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Frames {
    /// Frames over 50 ms that the browser reports, with what ran in them. Chromium only.
    pub long_frames: Vec<LongFrame>,
    /// Tasks over 50 ms. Chromium only.
    pub long_tasks: Vec<LongTask>,
    /// Times over 50 ms between two animation frames, seen from the page; the browser may have been busy elsewhere.
    pub gaps: Vec<Gap>,
    /// How many animation frames there were at all.
    pub frames: u64,
}

/// A Long Animation Frame entry.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LongFrame {
    /// When it began.
    pub start: f64,
    /// Until it was drawn.
    pub duration: f64,
    /// So much of it input had to wait for.
    pub blocking_duration: f64,
    /// The scripts that ran in it, each over 5 ms.
    pub scripts: Vec<Script>,
}

/// A script inside a [`LongFrame`].
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Script {
    /// When it began.
    pub start: f64,
    /// How long it ran.
    pub duration: f64,
    /// The file that it is in; empty where the browser does not know.
    pub source_url: String,
    /// The function that was called.
    pub function: String,
    /// Who called it: a listener, a promise, a timer.
    pub invoker: String,
}

/// A Long Task entry.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LongTask {
    /// When it began.
    pub start: f64,
    /// How long it ran.
    pub duration: f64,
}

/// A time without an animation frame.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Gap {
    /// When the last frame before it was.
    pub start: f64,
    /// Until the next one.
    pub duration: f64,
}

impl Frames {
    /// The longest time without an animation frame, 0 where none was over 50 ms.
    #[must_use]
    pub fn longest_gap_ms(&self) -> f64 {
        self.gaps.iter().map(|gap| gap.duration).fold(0.0, f64::max)
    }

    /// What overlaps a time span; [`Frames::frames`] is left as it is.
    #[must_use]
    pub fn between(&self, start: f64, end: f64) -> Self {
        let inside = |from: f64, duration: f64| from < end && from + duration > start;
        let mut frames = self.clone();
        frames
            .long_frames
            .retain(|frame| inside(frame.start, frame.duration));
        frames
            .long_tasks
            .retain(|task| inside(task.start, task.duration));
        frames.gaps.retain(|gap| inside(gap.start, gap.duration));
        frames
    }

    /// The longest main-thread script from a file whose address contains `part`, 0 where none was over 5 ms in a long
    /// frame. Chromium only.
    #[must_use]
    pub fn longest_script_ms(&self, part: &str) -> f64 {
        let scripts = self.long_frames.iter().flat_map(|frame| &frame.scripts);
        scripts
            .filter(|script| script.source_url.contains(part))
            .map(|script| script.duration)
            .fold(0.0, f64::max)
    }
}

/// Watches from before the first script of every page from now on (Chromium), or from now on in the page that is open
/// (Firefox, where it must be called again after each load).
pub async fn watch(page: &Browser) -> Result<()> {
    match page.kind() {
        Kind::Chromium => page.before_every_page(WATCH).await,
        Kind::Firefox | Kind::WebKit => page.js(WATCH).await,
    }
}

/// What was seen in the page that is open, entries that are just being made included.
pub async fn seen(page: &Browser) -> Result<Frames> {
    page.js("const frame = () => new Promise(requestAnimationFrame);
         // An entry is handed over after its frame, in a task of its own.
         for (let i = 0; i < 3; i += 1) await frame();
         return window.__e2eFrames;")
        .await
}

/// The page's clock, to bound a span for [`Frames::between`].
pub async fn now(page: &Browser) -> Result<f64> {
    page.js("return performance.now()").await
}

const WATCH: &str = r"
if (window === window.top && !window.__e2eFrames) {
    const KEPT_MAX = 10000;
    const LATE_MS = 50;
    const seen = { longFrames: [], longTasks: [], gaps: [], frames: 0 };
    window.__e2eFrames = seen;
    const keep = (list, entry) => { if (list.length < KEPT_MAX) list.push(entry); };
    const observe = (type, take) => {
        if (!PerformanceObserver.supportedEntryTypes.includes(type)) return;
        new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
    };
    observe('long-animation-frame', ({ startTime: start, duration, blockingDuration, scripts }) =>
        keep(seen.longFrames, {
            start, duration, blockingDuration,
            scripts: scripts.map((script) => ({
                start: script.startTime, duration: script.duration, sourceUrl: script.sourceURL,
                function: script.sourceFunctionName, invoker: script.invoker,
            })),
        }));
    observe('longtask', ({ startTime: start, duration }) => keep(seen.longTasks, { start, duration }));
    let last;
    const onFrame = (now) => {
        seen.frames += 1;
        if (last !== undefined && now - last > LATE_MS) keep(seen.gaps, { start: last, duration: now - last });
        last = now;
        requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
}";
