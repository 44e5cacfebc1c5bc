//! Where things are in a timeline.

use super::Block;
use crate::ui::scale::{Kind, Scale};
use crate::ui::viewport::Viewport;

pub(super) const AXIS_HEIGHT: f64 = 44.0;
pub(super) const PADDING: f64 = 8.0;
const LABEL_WIDTH: f64 = 92.0;
const LABEL_WIDTH_NARROW: f64 = 62.0;
/// Below this width labels are set in less room.
pub(super) const NARROW: f64 = 480.0;

/// How high rows are: thinner where there are many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rows {
    pub(super) count: usize,
    pub(super) height: f64,
    pub(super) gap: f64,
}

impl Rows {
    pub(super) fn of(count: usize) -> Self {
        let (height, gap) = match count {
            0..=8 => (34.0, 8.0),
            9..=16 => (22.0, 5.0),
            _ => (16.0, 4.0),
        };
        Self { count, height, gap }
    }

    pub(super) fn top(self, row: usize) -> f64 {
        PADDING + row as f64 * (self.height + self.gap)
    }

    pub(super) fn bottom(self) -> f64 {
        self.top(self.count) - self.gap
    }

    pub(super) fn picture_height(self) -> f64 {
        self.bottom() + self.gap + AXIS_HEIGHT
    }
}

/// Where things are on a canvas of a width.
pub(super) struct Layout {
    pub(super) left: f64,
    pub(super) width: f64,
    pub(super) scale: Scale,
    pub(super) from_ms: f64,
    pub(super) to_ms: f64,
}

impl Layout {
    pub(super) fn new(width: f64, end_ms: f64, viewport: Viewport) -> Self {
        let left = if width < NARROW {
            LABEL_WIDTH_NARROW
        } else {
            LABEL_WIDTH
        };
        let width = (width - left - PADDING).max(1.0);
        let (from_ms, to_ms) = viewport.range(end_ms);
        Self {
            left,
            width,
            scale: Scale::new(Kind::Linear, (from_ms, to_ms), (left, left + width)),
            from_ms,
            to_ms,
        }
    }

    /// The pixels that a block takes, or `None` if it is out of sight.
    pub(super) fn extent(&self, block: &Block) -> Option<(f64, f64)> {
        let stop_ms = block.start_ms + block.duration_ms;
        if stop_ms < self.from_ms || block.start_ms > self.to_ms {
            return None;
        }
        let x = |ms| self.scale.px(ms).clamp(self.left, self.left + self.width);
        Some((x(block.start_ms), x(stop_ms)))
    }
}
