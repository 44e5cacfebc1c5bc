//! Under what conditions something is timed, and what its figures are worth then.
//!
//! `watch` finds the conditions out, [`Log`] knows what happened between two instants, and
//! [`Trust::judge`] alone decides what that means for a run: nothing, a remark, or that it does not count.

pub mod frames;
pub mod gauge;
pub mod log;

#[cfg(target_arch = "wasm32")]
pub mod panel;
#[cfg(target_arch = "wasm32")]
pub mod watch;

use std::mem::discriminant;

use sampling::batch::{SAMPLE_MS_MIN, STEPS_PER_SAMPLE};
use serde::{Deserialize, Serialize};

use frames::{GAP_REMARKED_MS, GAP_VOID_MS};
pub use log::{Log, RunStart};

/// A clock whose steps are longer is coarse, in microseconds: from here on samples have to be longer than
/// they would be on the finest clock.
///
/// Isolated pages see steps of 5 µs in Chrome, 20 µs in Firefox and Safari; others 100 µs in Chrome, 1 ms
/// elsewhere.
pub const COARSE_OVER_US: f64 = SAMPLE_MS_MIN * 1_000.0 / STEPS_PER_SAMPLE;

/// How much a step may be over the bound because it is the difference of two rounded readings, in
/// microseconds.
const STEP_ROUNDING_US: f64 = 0.5;

/// What the page and the browser may take beside a run, in cores: charts are drawn while it goes on, and
/// where no graphics processor helps, composing them costs as much again.
const PAGE_SHARE_CORES: f64 = 0.5;

/// How much the processor has to do, or how hot it is, as the browser says (Compute Pressure).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pressure {
    /// Next to nothing.
    Nominal,
    /// What it can do for long.
    Fair,
    /// As much as it can do for a while.
    Serious,
    /// All that it can.
    Critical,
}

impl Pressure {
    /// All of them, from the least to the greatest.
    pub const ALL: [Self; 4] = [Self::Nominal, Self::Fair, Self::Serious, Self::Critical];

    /// The name that the standard gives it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nominal => "nominal",
            Self::Fair => "fair",
            Self::Serious => "serious",
            Self::Critical => "critical",
        }
    }

    /// What has this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|pressure| pressure.name() == name)
    }

    /// What a browser reports when that share of all cores is busy, from 0 to 1. The standard leaves the
    /// bounds to browsers; these are about those of Chromium.
    fn of_busy(share: f64) -> Self {
        match share {
            share if share < 0.6 => Self::Nominal,
            share if share < 0.75 => Self::Fair,
            share if share < 0.9 => Self::Serious,
            _ => Self::Critical,
        }
    }

    /// Whether other work may have slowed down what was measured.
    const fn disturbs(self) -> bool {
        matches!(self, Self::Serious | Self::Critical)
    }
}

/// How far the worker is that measures what stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gauging {
    /// It measures.
    #[default]
    Measuring,
    /// It has measured all that it can, or has failed.
    Over,
}

/// Who says how much pressure there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PressureSource {
    /// Nobody: the browser does not report it, or has not been heard yet.
    #[default]
    None,
    /// The browser.
    Browser,
    /// The link that the page was opened with. What the browser reports does not count then.
    Link,
}

/// Under what conditions something is timed just now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conditions {
    /// Whether page and workers are cross-origin isolated.
    pub isolated: bool,
    /// The step of the page's clock, in microseconds.
    pub page_clock_step_us: Option<f64>,
    /// The step of a worker's clock, in microseconds.
    pub worker_clock_step_us: Option<f64>,
    /// Logical cores, as the browser tells.
    pub cores: u32,
    /// Whether the page can be seen.
    pub visible: bool,
    /// How long it is from one frame to the next while the page is idle, in milliseconds.
    pub frame_gap_ms: Option<f64>,
    /// Who reports pressure.
    pub pressure_source: PressureSource,
    /// The pressure that was reported last.
    pub pressure: Option<Pressure>,
    /// How fast a fixed workload runs, against a device of reference: 2 is twice as fast. It is rough.
    pub device_index: Option<f64>,
    /// Whether what is unknown may still become known.
    pub gauging: Gauging,
}

/// What speaks against the figures of a run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The page was hidden: browsers slow down its timers, its frames and its workers.
    Hidden,
    /// The processor had other work, or was hot.
    Pressure(Pressure),
    /// The idle page got few frames.
    FramesThrottled {
        /// How long it was from one to the next, in milliseconds.
        gap_ms: f64,
    },
    /// The page is not cross-origin isolated.
    NotIsolated,
    /// The clock's steps are long.
    CoarseClock {
        /// How long, in microseconds: the page's or a worker's, whichever is longer.
        step_us: f64,
    },
}

/// What a run's figures are worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// Nothing speaks against them.
    Good,
    /// They count, and whoever reads them should know this.
    Remarked(Vec<Reason>),
    /// They do not count, for these reasons.
    Void(Vec<Reason>),
}

impl Trust {
    /// Judges a run that asked the processor for `load`, by all that speaks against it.
    ///
    /// A run that is void names only what makes it so.
    #[must_use]
    pub fn judge(reasons: &[Reason], load: Load) -> Self {
        let (void, remarks): (Vec<Reason>, Vec<Reason>) =
            reasons.iter().partition(|reason| reason.voids(load));
        if !void.is_empty() {
            Self::Void(void)
        } else if !remarks.is_empty() {
            Self::Remarked(remarks)
        } else {
            Self::Good
        }
    }

    /// What the figures of a run are worth that was judged before: what voided them once voids them for good.
    #[must_use]
    pub fn after(self, earlier: &Self) -> Self {
        let (now, before) = (self.void_reasons(), earlier.void_reasons());
        if before.is_empty() {
            return self;
        }
        Self::Void(gathered(before.iter().chain(now)))
    }

    /// Why figures do not count; empty if they do.
    #[must_use]
    pub fn void_reasons(&self) -> &[Reason] {
        match self {
            Self::Void(reasons) => reasons,
            Self::Good | Self::Remarked(_) => &[],
        }
    }

    /// Whether figures do not count.
    #[must_use]
    pub const fn is_void(&self) -> bool {
        matches!(self, Self::Void(_))
    }
}

/// The reasons of several runs: each kind once, as bad as it was.
#[must_use]
pub fn gathered<'a>(reasons: impl IntoIterator<Item = &'a Reason>) -> Vec<Reason> {
    let mut gathered: Vec<Reason> = Vec::new();
    for reason in reasons {
        let is_same = |other: &&mut Reason| discriminant(*other) == discriminant(reason);
        match gathered.iter_mut().find(is_same) {
            Some(other) => *other = other.worse(*reason),
            None => gathered.push(*reason),
        }
    }
    gathered
}

impl Reason {
    /// The worse of two of one kind.
    fn worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::Pressure(one), Self::Pressure(two)) => Self::Pressure(one.max(two)),
            (Self::FramesThrottled { gap_ms: one }, Self::FramesThrottled { gap_ms: two }) => {
                Self::FramesThrottled {
                    gap_ms: one.max(two),
                }
            }
            (Self::CoarseClock { step_us: one }, Self::CoarseClock { step_us: two }) => {
                Self::CoarseClock {
                    step_us: one.max(two),
                }
            }
            _ => self,
        }
    }

    /// Whether figures cannot count because of it; else it is only remarked.
    fn voids(self, load: Load) -> bool {
        match self {
            Self::Hidden => true,
            // A run that keeps all cores busy is itself what the browser reports.
            Self::Pressure(pressure) => pressure > load.pressure(),
            // A slow screen looks like a low-power mode, so frames alone void nothing until they are
            // so few that the page can hardly be on a screen at all.
            Self::FramesThrottled { gap_ms } => gap_ms >= GAP_VOID_MS,
            Self::NotIsolated | Self::CoarseClock { .. } => false,
        }
    }
}

/// What a run itself asks of the processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// How many threads it keeps busy at once.
    pub threads: u32,
    /// How many logical cores there are.
    pub cores: u32,
}

impl Load {
    /// The pressure that a browser may report although nothing else has anything to do.
    #[must_use]
    pub fn pressure(self) -> Pressure {
        let busy = f64::from(self.threads) + PAGE_SHARE_CORES;
        Pressure::of_busy(busy / f64::from(self.cores.max(1)))
    }
}

/// One of the conditions, for those that show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item {
    /// Whether page and workers are isolated.
    Isolation,
    /// The step of a worker's clock.
    WorkerClock,
    /// The step of the page's clock.
    PageClock,
    /// How many cores there are.
    Cores,
    /// Whether the page can be seen.
    Visibility,
    /// How long it is from frame to frame.
    Frames,
    /// The pressure on the processor.
    Pressure,
    /// How fast the device is.
    Device,
}

impl Item {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::WorkerClock,
        Self::PageClock,
        Self::Isolation,
        Self::Visibility,
        Self::Pressure,
        Self::Frames,
        Self::Cores,
        Self::Device,
    ];
}

/// What one condition means for a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Assessment {
    /// Nothing speaks against a run.
    Good,
    /// A run would be remarked for it.
    Remarks,
    /// A run would not count.
    Voids,
    /// It tells of the device, and is no reason for or against a run.
    Tells,
    /// It is being found out.
    Coming,
    /// It cannot be found out in this browser.
    Unknown,
}

impl Conditions {
    /// What would speak against a run now.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        let hidden = (!self.visible).then_some(Reason::Hidden);
        let pressure = self.pressure.filter(|pressure| pressure.disturbs());
        [
            hidden,
            pressure.map(Reason::Pressure),
            self.frame_gap_ms.and_then(throttled),
        ]
        .into_iter()
        .flatten()
        .chain(self.lasting())
        .collect()
    }

    /// The step of the clocks that time runs, in milliseconds: the longer one of those that are known.
    #[must_use]
    pub fn clock_step_ms(&self) -> Option<f64> {
        self.longest_step_us().map(|step_us| step_us / 1_000.0)
    }

    fn longest_step_us(&self) -> Option<f64> {
        let steps = [self.worker_clock_step_us, self.page_clock_step_us];
        steps.into_iter().flatten().max_by(f64::total_cmp)
    }

    /// What speaks against every run in this page, whatever happens.
    fn lasting(&self) -> impl Iterator<Item = Reason> {
        let coarse = self
            .longest_step_us()
            .filter(|step_us| is_coarse(*step_us))
            .map(|step_us| Reason::CoarseClock { step_us });
        let apart = (!self.isolated).then_some(Reason::NotIsolated);
        [apart, coarse].into_iter().flatten()
    }

    /// What one of the conditions means for a run that keeps one thread busy.
    #[must_use]
    pub fn assessment(&self, item: Item) -> Assessment {
        match item {
            Item::Isolation if self.isolated => Assessment::Good,
            Item::Isolation => Assessment::Remarks,
            Item::WorkerClock => self.of_clock(self.worker_clock_step_us),
            Item::PageClock => self.of_clock(self.page_clock_step_us),
            Item::Cores => Assessment::Tells,
            Item::Visibility => self.of_reason((!self.visible).then_some(Reason::Hidden)),
            Item::Frames => match self.frame_gap_ms {
                // Whenever the page is idle they can be sampled.
                None => Assessment::Coming,
                Some(gap_ms) => self.of_reason(throttled(gap_ms)),
            },
            Item::Pressure => match self.pressure {
                None if self.pressure_source != PressureSource::None => Assessment::Coming,
                None => self.of_nothing(),
                Some(pressure) if pressure.disturbs() => {
                    self.of_reason(Some(Reason::Pressure(pressure)))
                }
                Some(_) => Assessment::Good,
            },
            Item::Device if self.device_index.is_some() => Assessment::Tells,
            Item::Device => self.of_nothing(),
        }
    }

    /// The load of a run that keeps one thread busy here.
    #[must_use]
    pub const fn single(&self) -> Load {
        Load {
            threads: 1,
            cores: self.cores,
        }
    }

    fn of_clock(&self, step_us: Option<f64>) -> Assessment {
        match step_us {
            None => self.of_nothing(),
            Some(step_us) if is_coarse(step_us) => Assessment::Remarks,
            Some(_) => Assessment::Good,
        }
    }

    fn of_reason(&self, reason: Option<Reason>) -> Assessment {
        match reason {
            None => Assessment::Good,
            Some(reason) if reason.voids(self.single()) => Assessment::Voids,
            Some(_) => Assessment::Remarks,
        }
    }

    const fn of_nothing(&self) -> Assessment {
        match self.gauging {
            Gauging::Measuring => Assessment::Coming,
            Gauging::Over => Assessment::Unknown,
        }
    }
}

/// The reason that a gap between frames is, if it is one.
fn throttled(gap_ms: f64) -> Option<Reason> {
    (gap_ms > GAP_REMARKED_MS).then_some(Reason::FramesThrottled { gap_ms })
}

fn is_coarse(step_us: f64) -> bool {
    step_us > COARSE_OVER_US + STEP_ROUNDING_US
}

#[cfg(test)]
mod tests;
