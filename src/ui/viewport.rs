//! Which part of an axis is in sight: zoom and pan, without a browser.

/// Nobody needs to see less than this share of an axis at once: a minute down to 60 µs.
const SHARE_MIN: f64 = 1e-6;

/// How much one press of a button zooms.
pub(crate) const ZOOM_STEP: f64 = 2.0;

/// What one press of an arrow key moves, as a share of what is in sight.
pub(crate) const PAN_STEP: f64 = 0.2;

/// The part of an axis from zero that is in sight. The axis's end is given to each method, because
/// it moves while something is still being measured.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Viewport {
    /// `None`: all of the axis, wherever it ends.
    zoomed: Option<(f64, f64)>,
}

impl Viewport {
    /// Where what is in sight starts and ends.
    #[must_use]
    pub(crate) fn range(self, end: f64) -> (f64, f64) {
        let end = end.max(f64::MIN_POSITIVE);
        self.zoomed
            .and_then(|(from, to)| Self::within(from, to, end).zoomed)
            .unwrap_or((0.0, end))
    }

    /// Whether all of the axis is in sight.
    #[must_use]
    pub(crate) fn is_whole(self, end: f64) -> bool {
        let (from, to) = self.range(end);
        from <= 0.0 && to >= end
    }

    /// What is in sight becomes `factor` times narrower (wider below one); what stands at `share`
    /// of it, from 0 at its start to 1 at its end, stays where it is.
    #[must_use]
    pub(crate) fn zoom(self, end: f64, factor: f64, share: f64) -> Self {
        let (from, to) = self.range(end);
        let share = share.clamp(0.0, 1.0);
        if !(factor.is_finite() && factor > 0.0) {
            return self;
        }
        let fixed = from + share * (to - from);
        let width = ((to - from) / factor).clamp(end * SHARE_MIN, end);
        Self::within(fixed - share * width, fixed + (1.0 - share) * width, end)
    }

    /// What stands between two shares of what is in sight, in any order, becomes all that is.
    #[must_use]
    pub(crate) fn select(self, end: f64, (one, other): (f64, f64)) -> Self {
        let (from, to) = self.range(end);
        let at = |share: f64| from + share.clamp(0.0, 1.0) * (to - from);
        if !(one.is_finite() && other.is_finite()) {
            return self;
        }
        let (start, stop) = (at(one.min(other)), at(one.max(other)));
        Self::within(start, stop.max(start + end * SHARE_MIN), end)
    }

    /// Moves along the axis by a share of what is in sight; forth if positive.
    #[must_use]
    pub(crate) fn pan(self, end: f64, share: f64) -> Self {
        let (from, to) = self.range(end);
        let by = if share.is_finite() {
            share * (to - from)
        } else {
            0.0
        };
        Self::within(from + by, to + by, end)
    }

    /// Moves as little as it takes to bring a stretch, or its start if it is too long, into sight.
    #[must_use]
    pub(crate) fn reveal(self, end: f64, start: f64, stop: f64) -> Self {
        let (from, to) = self.range(end);
        let width = to - from;
        let at = if start < from {
            start
        } else if stop > to && stop - start < width {
            stop - width
        } else if start > to {
            start
        } else {
            return self;
        };
        Self::within(at, at + width, end)
    }

    /// Keeps the width and stays on the axis; all of it is no longer a zoom.
    fn within(from: f64, to: f64, end: f64) -> Self {
        let width = to - from;
        if width >= end * (1.0 - 1e-9) {
            return Self::default();
        }
        let from = from.clamp(0.0, end - width);
        Self {
            zoomed: Some((from, from + width)),
        }
    }
}

/// A horizontal axis of time that can be zoomed.
#[derive(Clone, Copy)]
pub(crate) struct ZoomAxis {
    /// Where it begins and how wide it is, in pixels.
    pub(crate) left: f64,
    pub(crate) width: f64,
    /// Where it ends when all of it is in sight.
    pub(crate) end_ms: f64,
}

impl ZoomAxis {
    /// The nearest pixel of the axis.
    pub(crate) fn clamp(self, x: f64) -> f64 {
        x.clamp(self.left, self.left + self.width)
    }

    /// Where a pixel stands between the axis's ends, 0 and 1.
    pub(crate) fn share(self, x: f64) -> f64 {
        (x - self.left) / self.width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: f64 = 2_000.0;

    fn close(range: (f64, f64), expected: (f64, f64)) {
        let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
        assert!(
            near(range.0, expected.0) && near(range.1, expected.1),
            "{range:?}, not {expected:?}"
        );
    }

    #[test]
    fn all_is_in_sight_at_first_even_when_the_axis_grows() {
        let whole = Viewport::default();
        close(whole.range(END), (0.0, END));
        close(whole.range(3.0 * END), (0.0, 3.0 * END));
        assert!(whole.is_whole(END));
    }

    #[test]
    fn what_lies_under_the_pointer_stays_there() {
        let zoomed = Viewport::default().zoom(END, 4.0, 0.25);
        close(zoomed.range(END), (375.0, 875.0));
        let again = zoomed.zoom(END, 2.0, 0.25);
        close(again.range(END), (437.5, 687.5));
        close(again.zoom(END, 0.5, 0.25).range(END), (375.0, 875.0));
    }

    #[test]
    fn zooming_out_ends_at_the_whole() {
        let mut view = Viewport::default().zoom(END, 8.0, 1.0);
        close(view.range(END), (1_750.0, END));
        for _ in 0..3 {
            view = view.zoom(END, 0.5, 0.5);
        }
        assert_eq!(view, Viewport::default());
        assert_eq!(view.zoom(END, 0.1, 0.5), Viewport::default());
    }

    #[test]
    fn a_span_that_is_drawn_is_all_that_is_in_sight() {
        let whole = Viewport::default();
        let once = whole.select(END, (0.75, 0.25));
        close(once.range(END), (500.0, 1_500.0));
        close(once.select(END, (0.0, 0.1)).range(END), (500.0, 600.0));
        assert_eq!(whole.select(END, (-3.0, 7.0)), whole, "beyond the ends");
        assert_eq!(once.select(END, (0.5, f64::NAN)), once);
        // A span of no width is as narrow as may be, and at the end it stays on the axis.
        let (from, to) = whole.select(END, (1.0, 1.0)).range(END);
        assert!(from < to && to <= END * (1.0 + 1e-9), "{from} to {to}");
    }

    #[test]
    fn panning_stops_at_the_ends() {
        let view = Viewport::default().zoom(END, 4.0, 0.0);
        close(view.pan(END, -1.0).range(END), (0.0, 500.0));
        close(view.pan(END, 0.5).range(END), (250.0, 750.0));
        close(view.pan(END, 100.0).range(END), (1_500.0, END));
        assert_eq!(Viewport::default().pan(END, 0.5), Viewport::default());
    }

    #[test]
    fn there_is_an_end_to_zooming() {
        let mut view = Viewport::default();
        for _ in 0..100 {
            view = view.zoom(END, 10.0, 0.3);
        }
        let (from, to) = view.range(END);
        assert!(to - from >= END * SHARE_MIN * 0.999 && from > 0.0);
        for nonsense in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(view.zoom(END, nonsense, 0.5), view);
        }
        close(view.pan(END, f64::NAN).range(END), (from, to));
    }

    #[test]
    fn what_is_chosen_comes_into_sight() {
        let view = Viewport::default().zoom(END, 4.0, 0.0);
        assert_eq!(view.reveal(END, 100.0, 200.0), view);
        close(view.reveal(END, 600.0, 700.0).range(END), (200.0, 700.0));
        close(
            view.reveal(END, 900.0, 1_900.0).range(END),
            (900.0, 1_400.0),
        );
        let late = view.pan(END, 100.0);
        close(late.reveal(END, 10.0, 20.0).range(END), (10.0, 510.0));
    }

    #[test]
    fn a_zoom_survives_an_axis_that_changed() {
        let view = Viewport::default().zoom(END, 4.0, 1.0);
        close(view.range(1_000.0), (500.0, 1_000.0));
        assert!(view.is_whole(400.0));
    }
}
