//! Where things are in a picture of a sample series.

use crate::ui::scale::{Kind, Scale};

/// Between the picture's edge and what is in it.
pub(super) const PADDING: f64 = 10.0;
/// A line of text.
pub(super) const LINE_HEIGHT: f64 = 17.0;
/// How high the part with the samples is.
const PLOT_HEIGHT: f64 = 220.0;
/// The title of the axis of times, and the blocks' numbers, above the samples.
const HEAD_HEIGHT: f64 = PADDING + 2.0 * LINE_HEIGHT + 2.0;
/// The ticks and the title of the order, below them.
const AXIS_HEIGHT: f64 = 44.0;
/// Samples keep clear of the picture's sides.
const INSET: f64 = 7.0;

/// Where things are, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Layout {
    /// Where the axes begin.
    pub(super) left: f64,
    /// Where the order ends.
    pub(super) right: f64,
    /// Where the axis of times ends.
    pub(super) top: f64,
    /// Where it begins.
    pub(super) bottom: f64,
    /// How high the picture is.
    pub(super) height: f64,
}

impl Layout {
    /// For a picture so wide, with the width of the widest tick of the axis of times, and lines of a
    /// legend below.
    #[must_use]
    pub(super) fn new(width: f64, ticks: f64, legend_lines: usize) -> Self {
        let left = PADDING + ticks + 8.0;
        let bottom = HEAD_HEIGHT + PLOT_HEIGHT;
        Self {
            left,
            right: (width - PADDING).max(left + 2.0 * INSET + 1.0),
            top: HEAD_HEIGHT,
            bottom,
            height: bottom + AXIS_HEIGHT + legend_lines as f64 * LINE_HEIGHT,
        }
    }

    /// Where the axis of times begins and ends; samples keep clear of its ends, too.
    #[must_use]
    pub(super) fn times(&self) -> (f64, f64) {
        (self.bottom - INSET, self.top + INSET)
    }

    /// The order on the pixels between the sides.
    #[must_use]
    pub(super) fn order(&self, last_at: usize) -> Scale {
        let pixels = (self.left + INSET, self.right - INSET);
        Scale::new(Kind::Linear, (0.0, last_at.max(1) as f64), pixels)
    }
}

/// Of lines at these places, from left to right, those that keep `gap` pixels apart: every second, third
/// and so on, so that the picture stays even.
#[must_use]
pub(super) fn apart(places: &[f64], gap: f64) -> Vec<usize> {
    let keeps = |step: &usize| {
        let kept: Vec<f64> = places.iter().copied().step_by(*step).collect();
        kept.windows(2).all(|pair| pair[1] - pair[0] >= gap)
    };
    let step = (1..=places.len()).find(keeps).unwrap_or(1);
    (0..places.len()).step_by(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_apart_and_even() {
        let places: Vec<f64> = (0..100).map(|index| f64::from(index) * 2.0).collect();
        assert_eq!(apart(&places, 2.0).len(), 100);
        let few = apart(&places, 12.0);
        assert_eq!(few[..3], [0, 6, 12]);
        assert_eq!(apart(&[5.0], 12.0), [0]);
        assert!(apart(&[], 12.0).is_empty());
    }

    #[test]
    fn samples_have_room_between_the_axes() {
        for (width, ticks) in [(1_000.0, 60.0), (340.0, 60.0), (0.0, 60.0)] {
            let layout = Layout::new(width, ticks, 2);
            let order = layout.order(100);
            assert!(order.px(0.0) > layout.left && order.px(100.0) < layout.right);
            assert!(layout.top < layout.bottom && layout.bottom < layout.height);
        }
    }
}
