//! Axes on a canvas.

use super::{HorizontalAxis, Tick};
use crate::ui::canvas::Pen;
use crate::ui::picture::Measure;
use crate::ui::scale::Scale;

/// Words keep so far from the picture's sides.
const PADDING: f64 = 10.0;
/// And so far from one another.
const LABEL_GAP: f64 = 8.0;

impl HorizontalAxis<'_> {
    /// A line through the picture for each tick, from `top` on.
    pub(crate) fn draw_grid(&self, pen: &Pen, scale: &Scale, top: f64) {
        for (value, _) in self.ticks {
            let x = scale.px(*value).round() + 0.5;
            pen.line((x, top), (x, self.y), 1.0, "--line");
        }
    }

    pub(crate) fn draw(&self, pen: &Pen, scale: &Scale) {
        let y = self.y.round() + 0.5;
        pen.line((self.left, y), (self.right, y), 1.0, "--line-strong");
        // A tick's words are left out where they would run into those of the tick before.
        let mut free_from = f64::NEG_INFINITY;
        for (value, label) in self.ticks {
            let x = scale.px(*value).round() + 0.5;
            pen.line((x, y), (x, y + 4.0), 1.0, "--line-strong");
            let half = pen.width_of(label) / 2.0;
            let last = (pen.width - PADDING - half).max(PADDING + half);
            let middle = x.clamp(PADDING + half, last);
            if middle - half >= free_from {
                pen.text(label, middle, y + 13.0, "center", "--ink-muted");
                free_from = middle + half + LABEL_GAP;
            }
        }
        let width = pen.width_of(self.title).min(pen.width - 2.0 * PADDING);
        let from = (f64::midpoint(self.left, self.right) - width / 2.0)
            .min(pen.width - PADDING - width)
            .max(PADDING);
        pen.shortened(self.title, from, y + 31.0, width, "--ink-muted");
    }
}

/// A vertical axis, with a line through the picture for each tick.
pub(crate) fn draw_vertical(
    pen: &Pen,
    scale: &Scale,
    (left, right): (f64, f64),
    title: &str,
    ticks: &[Tick],
) {
    pen.text(title, PADDING, PADDING + 8.0, "left", "--ink-muted");
    for (value, label) in ticks {
        let y = scale.px(*value).round() + 0.5;
        pen.line((left, y), (right, y), 1.0, "--line");
        pen.text(label, left - 6.0, y, "right", "--ink-muted");
    }
}
