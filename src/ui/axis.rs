//! The axes of pictures: their ticks, the words at them, their titles.

use crate::ui::canvas::Pen;
use crate::ui::figures::{self, Quantity};
use crate::ui::say::Speech;
use crate::ui::scale::{Kind, Scale};

/// Words keep so far from the picture's sides.
const PADDING: f64 = 10.0;
/// And so far from one another.
const LABEL_GAP: f64 = 8.0;
/// Ticks of a horizontal axis: at least and at most, where there is room.
const TICKS_MIN: f64 = 2.0;
const TICKS_MAX: f64 = 10.0;

/// A tick: its value, and its words.
pub(crate) type Tick = (f64, String);

/// How many ticks an axis has room for, with so many pixels for each.
pub(crate) fn ticks_in(width: f64, room: f64) -> u32 {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from TICKS_MIN to TICKS_MAX"
    )]
    let count = (width / room).clamp(TICKS_MIN, TICKS_MAX) as u32;
    count
}

/// Ticks with their words. Things that are counted have none between whole numbers.
pub(crate) fn labelled(
    speech: Speech,
    quantity: Quantity,
    kind: Kind,
    ticks: Vec<f64>,
) -> Vec<Tick> {
    let greatest = ticks.iter().copied().fold(0.0, f64::max);
    ticks
        .into_iter()
        .filter(|tick| quantity != Quantity::Count || tick.fract().abs() < 1e-9)
        .map(|tick| {
            // Ticks far apart have units of their own.
            let suits = match kind {
                Kind::Linear => greatest,
                Kind::Log => tick,
            };
            (tick, figures::tick(speech, quantity, tick, suits))
        })
        .collect()
}

/// An axis's title, which says so if the axis is logarithmic.
pub(crate) fn title(speech: Speech, kind: Kind, title: &str) -> String {
    match kind {
        Kind::Linear => title.to_owned(),
        Kind::Log => speech.say_with("axis-log", &[("title", title.into())]),
    }
}

/// A horizontal axis below what is drawn.
pub(crate) struct HorizontalAxis<'a> {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) y: f64,
    pub(crate) title: &'a str,
    pub(crate) ticks: &'a [Tick],
}

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
