//! What happened to the conditions, and when: kept so that a run can be asked later what befell it.

use super::gauge::Message;
use super::{Conditions, Gauging, Load, Pressure, PressureSource, Reason, Trust, throttled};

/// How long after the start of a run a report of pressure may still tell of the time before, in
/// milliseconds: it is of the second before it (`PRESSURE_INTERVAL_MS` in `www/workers/gauge.js`), and takes
/// a moment to arrive.
pub const PRESSURE_LAG_MS: f64 = 1_500.0;

/// When a run started: from then on what happens may speak against it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunStart {
    at_ms: f64,
}

/// The conditions, and when each that speaks against a run last ended. It reads no clock; instants are
/// milliseconds and never decrease.
///
/// However much happens it stays as small, because of each kind only the last time matters.
#[derive(Clone, Debug, PartialEq)]
pub struct Log {
    conditions: Conditions,
    hidden_until_ms: Option<f64>,
    pressure_until_ms: [Option<f64>; Pressure::ALL.len()],
    /// How long the gap between frames was, and until when.
    throttled: Option<(f64, f64)>,
    /// How many threads the last run of the page's own kept busy, and until when.
    last_run: Option<(u32, f64)>,
}

impl Log {
    /// Begins with what is known at first.
    #[must_use]
    pub const fn new(conditions: Conditions) -> Self {
        Self {
            conditions,
            hidden_until_ms: None,
            pressure_until_ms: [None; Pressure::ALL.len()],
            throttled: None,
            last_run: None,
        }
    }

    /// The conditions now.
    #[must_use]
    pub const fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// The worker told something.
    pub fn told(&mut self, message: Message, now_ms: f64) {
        match message {
            Message::Clock { isolated, step_us } => {
                self.conditions.isolated &= isolated;
                self.conditions.worker_clock_step_us = step_us.map(rounded_step);
            }
            Message::PressureWatch { .. } | Message::Pressure { .. }
                if self.conditions.pressure_source == PressureSource::Link => {}
            Message::PressureWatch { reports } => {
                if reports {
                    self.conditions.pressure_source = PressureSource::Browser;
                }
            }
            Message::Pressure { state } => self.set_pressure(state, now_ms),
            Message::Device { index } => {
                self.conditions.device_index = index;
                self.conditions.gauging = Gauging::Over;
            }
        }
    }

    /// The worker will tell nothing any more.
    pub fn gauge_lost(&mut self) {
        self.conditions.gauging = Gauging::Over;
    }

    /// From now on nothing that the browser reports of pressure counts: [`Self::force_pressure`] does.
    pub fn expect_force(&mut self) {
        self.conditions.pressure_source = PressureSource::Link;
    }

    /// Takes this for what the browser says from now on.
    pub fn force_pressure(&mut self, pressure: Pressure, now_ms: f64) {
        self.expect_force();
        self.set_pressure(pressure, now_ms);
    }

    /// The step of the page's clock was measured, in microseconds.
    pub fn page_clock(&mut self, step_us: Option<f64>) {
        self.conditions.page_clock_step_us = step_us.map(rounded_step);
    }

    /// The page came into sight or went out of it.
    pub fn seen(&mut self, visible: bool, now_ms: f64) {
        if !self.conditions.visible {
            self.hidden_until_ms = Some(now_ms);
        }
        self.conditions.visible = visible;
    }

    /// The frames of the idle page were sampled: so long is it from one to the next.
    pub fn frames_sampled(&mut self, gap_ms: f64, now_ms: f64) {
        if let Some(Reason::FramesThrottled { gap_ms }) =
            self.conditions.frame_gap_ms.and_then(throttled)
        {
            self.throttled = Some((gap_ms, now_ms));
        }
        self.conditions.frame_gap_ms = Some(gap_ms);
    }

    /// The instant from which on [`Self::since`] can be asked.
    #[must_use]
    pub const fn run_start(now_ms: f64) -> RunStart {
        RunStart { at_ms: now_ms }
    }

    /// What speaks against a run that went on from then till now. What was so at its start counts, and each
    /// kind is named once, as bad as it was.
    #[must_use]
    pub fn since(&self, start: RunStart) -> Vec<Reason> {
        let after = |until_ms: Option<f64>, lag_ms: f64| {
            until_ms.is_some_and(|until_ms| until_ms > start.at_ms + lag_ms)
        };
        let mut worst = self.conditions.clone();
        if after(self.hidden_until_ms, 0.0) {
            worst.visible = false;
        }
        for (pressure, until_ms) in Pressure::ALL.into_iter().zip(self.pressure_until_ms) {
            if after(until_ms, PRESSURE_LAG_MS) {
                worst.pressure = worst.pressure.max(Some(pressure));
            }
        }
        if let Some((gap_ms, until_ms)) = self.throttled
            && after(Some(until_ms), 0.0)
        {
            let now = worst.frame_gap_ms.unwrap_or(0.0);
            worst.frame_gap_ms = Some(now.max(gap_ms));
        }
        worst.reasons()
    }

    /// What the figures of a run are worth that went on from then till now and kept so many threads busy.
    ///
    /// A report of pressure that came before the run of its own time did tells of the run before: whatever
    /// that one kept busy is no other work.
    #[must_use]
    pub fn judge(&self, start: RunStart, threads: u32, now_ms: f64) -> Trust {
        let before = self
            .last_run
            .filter(|(_, until_ms)| now_ms < until_ms + PRESSURE_LAG_MS);
        let load = Load {
            threads: before.map_or(threads, |(before, _)| threads.max(before)),
            cores: self.conditions.cores,
        };
        Trust::judge(&self.since(start), load)
    }

    /// A run that kept so many threads busy is over.
    pub fn run_ended(&mut self, threads: u32, now_ms: f64) {
        let still_told_of = self
            .last_run
            .filter(|(_, until_ms)| now_ms < until_ms + PRESSURE_LAG_MS);
        // Two short runs may end within one report.
        let threads = still_told_of.map_or(threads, |(before, _)| threads.max(before));
        self.last_run = Some((threads, now_ms));
    }

    fn set_pressure(&mut self, pressure: Pressure, now_ms: f64) {
        let before = self.conditions.pressure.replace(pressure);
        if let Some(before) = before
            && before != pressure
        {
            // The names stand in the order of their numbers.
            self.pressure_until_ms[before as usize] = Some(now_ms);
        }
    }
}

/// A step in microseconds without what the difference of two readings adds to it: readings are a sum of milliseconds since
/// the epoch or the page's start, and 20 µs come out as 19.999 999 999 996.
fn rounded_step(step_us: f64) -> f64 {
    (step_us * 1_000.0).round() / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::super::tests::fine;
    use super::*;

    fn log() -> Log {
        Log::new(fine())
    }

    fn reports(state: Pressure) -> Message {
        Message::Pressure { state }
    }

    #[test]
    fn what_ended_before_the_mark_is_forgotten() {
        let mut log = log();
        log.seen(false, 10.0);
        log.seen(true, 20.0);
        log.frames_sampled(33.0, 30.0);
        log.frames_sampled(16.7, 40.0);
        log.told(reports(Pressure::Critical), 50.0);
        log.told(reports(Pressure::Fair), 60.0);
        assert_eq!(log.since(Log::run_start(70.0)), []);
    }

    #[test]
    fn a_page_that_is_hidden_at_the_mark_or_at_any_time_after_it_was_hidden() {
        let mut log = log();
        let before = Log::run_start(5.0);
        log.seen(false, 10.0);
        let within = Log::run_start(15.0);
        assert_eq!(log.since(before), [Reason::Hidden]);
        assert_eq!(log.since(within), [Reason::Hidden]);
        log.seen(true, 20.0);
        assert_eq!(log.since(before), [Reason::Hidden]);
        assert_eq!(log.since(within), [Reason::Hidden]);
        assert_eq!(log.since(Log::run_start(25.0)), []);
    }

    #[test]
    fn the_worst_pressure_of_a_run_counts_however_often_it_changes() {
        let mut log = log();
        let start = Log::run_start(0.0);
        let mut now_ms = 0.0;
        for round in 0..10_000 {
            now_ms += 1_000.0;
            log.told(reports(Pressure::ALL[round % 3]), now_ms);
        }
        assert_eq!(log.since(start), [Reason::Pressure(Pressure::Serious)]);
        log.told(reports(Pressure::Critical), now_ms);
        assert_eq!(log.since(start), [Reason::Pressure(Pressure::Critical)]);
    }

    #[test]
    fn pressure_of_the_time_before_a_run_is_not_the_runs() {
        let mut log = log();
        log.told(reports(Pressure::Critical), 1_000.0);
        let start = Log::run_start(1_200.0);
        assert_eq!(log.since(start), [Reason::Pressure(Pressure::Critical)]);
        // The first report of the run's own time says that it is over.
        log.told(reports(Pressure::Nominal), 2_300.0);
        assert_eq!(log.since(start), []);

        log.told(reports(Pressure::Critical), 3_300.0);
        log.told(reports(Pressure::Critical), 4_300.0);
        log.told(reports(Pressure::Nominal), 5_300.0);
        assert_eq!(log.since(start), [Reason::Pressure(Pressure::Critical)]);
    }

    #[test]
    fn what_a_link_forces_outweighs_the_browser() {
        let mut log = log();
        log.expect_force();
        log.told(reports(Pressure::Critical), 10.0);
        assert_eq!(log.since(Log::run_start(0.0)), []);
        log.told(Message::PressureWatch { reports: true }, 20.0);
        assert_eq!(log.conditions().pressure_source, PressureSource::Link);
        log.force_pressure(Pressure::Serious, 1_000.0);
        log.told(reports(Pressure::Nominal), 1_100.0);
        let serious = [Reason::Pressure(Pressure::Serious)];
        assert_eq!(log.since(Log::run_start(500.0)), serious);
        assert_eq!(log.since(Log::run_start(9_000.0)), serious);
    }

    #[test]
    fn frames_that_are_throttled_at_either_end_of_a_run_are_named_at_their_worst() {
        let mut log = log();
        log.frames_sampled(33.0, 10.0);
        let start = Log::run_start(20.0);
        log.frames_sampled(16.7, 30.0);
        assert_eq!(log.since(start), [Reason::FramesThrottled { gap_ms: 33.0 }]);
        log.frames_sampled(40.0, 40.0);
        assert_eq!(log.since(start), [Reason::FramesThrottled { gap_ms: 40.0 }]);
    }

    #[test]
    fn a_step_is_told_without_the_noise_of_a_difference() {
        let mut log = log();
        log.page_clock(Some(19.999_999_999_996_02));
        assert_eq!(log.conditions().page_clock_step_us, Some(20.0));
    }

    #[test]
    fn what_lasts_is_named_with_every_run() {
        let mut log = Log::new(Conditions {
            worker_clock_step_us: None,
            ..fine()
        });
        log.told(
            Message::Clock {
                isolated: false,
                step_us: Some(100.0),
            },
            1.0,
        );
        let reasons = [Reason::NotIsolated, Reason::CoarseClock { step_us: 100.0 }];
        assert_eq!(log.since(Log::run_start(2.0)), reasons);
    }

    #[test]
    fn measuring_is_over_with_the_device_or_with_the_worker() {
        let measuring = || {
            Log::new(Conditions {
                gauging: Gauging::Measuring,
                ..fine()
            })
        };
        let mut told = measuring();
        told.told(Message::PressureWatch { reports: false }, 0.0);
        assert_eq!(told.conditions().gauging, Gauging::Measuring);
        told.told(Message::Device { index: Some(2.0) }, 1.0);
        assert_eq!(told.conditions().gauging, Gauging::Over);
        assert_eq!(told.conditions().device_index, Some(2.0));
        let mut lost = measuring();
        lost.gauge_lost();
        assert_eq!(lost.conditions().gauging, Gauging::Over);
    }

    #[test]
    fn pressure_that_the_run_before_made_does_not_void_the_next() {
        let mut log = log();
        let critical = [Reason::Pressure(Pressure::Critical)];
        log.told(reports(Pressure::Critical), 900.0);
        let cores = log.conditions().cores;
        log.run_ended(cores, 1_000.0);
        let short = Log::run_start(1_100.0);
        assert_eq!(
            log.judge(short, 1, 1_400.0),
            Trust::Remarked(critical.to_vec())
        );
        log.run_ended(1, 1_400.0);
        let next = Log::run_start(1_500.0);
        assert_eq!(
            log.judge(next, 1, 1_700.0),
            Trust::Remarked(critical.to_vec()),
            "the report is still that of the first run"
        );
        log.run_ended(1, 1_700.0);
        let late = Log::run_start(4_000.0);
        assert_eq!(
            log.judge(late, 1, 4_200.0),
            Trust::Void(critical.to_vec()),
            "by now a report would have come"
        );
    }
}
