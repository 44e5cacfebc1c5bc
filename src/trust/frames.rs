//! What the frames of a page that has nothing to do tell of the device.

use sampling::median::median;

/// Frames further apart are remarked with a run, in milliseconds. Screens show 48 or more a second, which is 21 ms at
/// most, and low-power modes half of 60, which is 33 ms.
pub const GAP_REMARKED_MS: f64 = 25.0;

/// Frames further apart void a run, in milliseconds. No screen and no low-power mode shows so few; a
/// browser that takes a page for hidden, although it does not say so, shows one a second.
pub const GAP_VOID_MS: f64 = 200.0;

/// How many frames a sample waits for.
pub const FRAMES: usize = 20;

/// How long a sample waits for them at most, in milliseconds.
pub const FRAME_SAMPLE_MS_MAX: f64 = 1_500.0;

/// How often the page's timer beats during a sample, in milliseconds. Low-power modes slow down timers that
/// are faster than this.
pub const BEAT_MS: u32 = 50;

/// So many frames have to come in a sample for their median to mean anything.
const FRAMES_MIN: usize = 4;

/// A page whose timer is late for a greater share of a sample was busy.
const LATE_SHARE_MAX: f64 = 0.25;

/// What was seen of a page's frames.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrameSample {
    /// When each frame came, in milliseconds.
    pub frames_ms: Vec<f64>,
    /// When the sample began, when each beat of the timer came, and with the last of them when it ended, in
    /// milliseconds.
    pub beats_ms: Vec<f64>,
}

impl FrameSample {
    /// Whether it has lasted long enough.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.frames_ms.len() > FRAMES || self.lasted_ms() >= FRAME_SAMPLE_MS_MAX
    }

    /// How long it is from one frame to the next, in milliseconds.
    ///
    /// `None` where the page itself was busy: it then keeps its frames waiting, and its timer, too, by
    /// which it is known. A page that is throttled still gets its timer's beats.
    #[must_use]
    pub fn gap_ms(&self) -> Option<f64> {
        let lasted_ms = self.lasted_ms();
        let beats = self.beats_ms.windows(2).map(|pair| pair[1] - pair[0]);
        let late_ms: f64 = beats.map(|gap| (gap - f64::from(BEAT_MS)).max(0.0)).sum();
        if lasted_ms <= 0.0 || late_ms > LATE_SHARE_MAX * lasted_ms {
            return None;
        }
        if self.frames_ms.len() < FRAMES_MIN {
            return Some(lasted_ms / self.frames_ms.len().max(1) as f64);
        }
        let gaps: Vec<f64> = self
            .frames_ms
            .windows(2)
            .map(|pair| pair[1] - pair[0])
            .collect();
        median(&gaps)
    }

    fn lasted_ms(&self) -> f64 {
        match (self.beats_ms.first(), self.beats_ms.last()) {
            (Some(first), Some(last)) => last - first,
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sample of so many milliseconds with frames and beats that come regularly.
    fn sample(frame_ms: f64, beat_ms: f64, lasted_ms: f64) -> FrameSample {
        let regular = |start: f64, gap: f64| {
            let instants = std::iter::successors(Some(start), move |last| Some(last + gap));
            instants.take_while(|at| *at <= lasted_ms).collect()
        };
        FrameSample {
            frames_ms: regular(frame_ms / 2.0, frame_ms),
            beats_ms: regular(0.0, beat_ms),
        }
    }

    fn gap(sample: &FrameSample) -> f64 {
        sample.gap_ms().expect("the page was idle")
    }

    #[test]
    fn screens_and_low_power_modes_are_told_apart() {
        for (a_second, is_throttled) in [(144.0, false), (60.0, false), (48.0, false), (30.0, true)]
        {
            let seen = sample(1_000.0 / a_second, 51.0, 600.0);
            assert!((gap(&seen) - 1_000.0 / a_second).abs() < 0.1);
            assert_eq!(gap(&seen) > GAP_REMARKED_MS, is_throttled, "{a_second}");
            assert!(gap(&seen) < GAP_VOID_MS);
        }
    }

    #[test]
    fn a_page_without_frames_is_hardly_on_a_screen() {
        assert!(gap(&sample(1_000.0, 51.0, 1_530.0)) >= GAP_VOID_MS);
        let none = FrameSample {
            frames_ms: Vec::new(),
            ..sample(1_000.0, 51.0, 1_530.0)
        };
        assert!((gap(&none) - 1_530.0).abs() < 1.0);
    }

    #[test]
    fn frames_of_a_busy_page_tell_nothing() {
        assert_eq!(sample(300.0, 300.0, 1_500.0).gap_ms(), None);
        assert_eq!(FrameSample::default().gap_ms(), None);
        let blocked_at_once = FrameSample {
            frames_ms: Vec::new(),
            beats_ms: vec![0.0, 900.0],
        };
        assert_eq!(blocked_at_once.gap_ms(), None);
    }

    #[test]
    fn one_long_frame_is_no_throttling() {
        let mut seen = sample(16.7, 51.0, 600.0);
        for frame in seen.frames_ms.iter_mut().skip(10) {
            *frame += 150.0;
        }
        assert!(gap(&seen) < GAP_REMARKED_MS);
    }

    #[test]
    fn a_sample_is_over_after_enough_frames_or_after_its_time() {
        assert!(!sample(16.7, 50.0, 100.0).is_over());
        assert!(sample(16.7, 50.0, 400.0).is_over());
        assert!(sample(1_000.0, 50.0, 1_500.0).is_over());
        assert!(!sample(1_000.0, 50.0, 1_400.0).is_over());
    }
}
