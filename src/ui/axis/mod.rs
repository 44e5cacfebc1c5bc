//! The axes of pictures: their ticks, the words at them, their titles.

use crate::ui::figures::{self, Quantity};
use crate::ui::say::Speech;
use crate::ui::scale::Kind;

#[cfg(target_arch = "wasm32")]
mod view;
#[cfg(target_arch = "wasm32")]
pub(crate) use view::draw_vertical;

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
