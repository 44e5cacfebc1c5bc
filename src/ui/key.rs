//! What the signs in a picture mean, in as many lines as it takes.

use crate::ui::canvas::Pen;
use crate::ui::marker::{Look, Marker};
use crate::ui::scale;

/// A line of the key.
pub(crate) const LINE_HEIGHT: f64 = 17.0;
/// How wide a sign is.
const SIGN_WIDTH: f64 = 16.0;
/// Between a sign and its words.
const SIGN_GAP: f64 = 6.0;
/// Between one sign's words and the next sign.
const ENTRY_GAP: f64 = 18.0;
const MARKER_RADIUS: f64 = 4.0;

/// What stands before the words.
#[derive(Clone, Copy)]
pub(crate) enum Sign {
    /// A filled sign.
    Filled(Look),
    /// The same in outline.
    Hollow(Look),
    /// A sign in a ring.
    Ringed(Look),
    /// A piece of a shaded stretch.
    Band,
    /// A piece of a line: how thick, its colour, its dashes.
    Line(f64, &'static str, &'static [f64]),
    /// A line with a cap at each end, and a stroke through it.
    Interval(&'static str),
    /// A short stroke.
    Tick(&'static str),
    /// Nothing.
    None,
}

/// The signs of a picture, in lines.
pub(crate) struct Key {
    entries: Vec<(Sign, String)>,
    places: Vec<(usize, f64)>,
    room: f64,
}

impl Key {
    /// A key that is `room` wide.
    pub(crate) fn new(pen: &Pen, entries: Vec<(Sign, String)>, room: f64) -> Self {
        let mut placed = Vec::new();
        let mut widths = Vec::new();
        for (sign, text) in entries {
            // Words that are wider than a line go on in the next, which then has nothing else in it.
            let lines = wrapped(pen, &text, room - sign_room(sign));
            let is_long = lines.len() > 1;
            let signs = std::iter::once(sign).chain(std::iter::repeat(Sign::None));
            for (sign, line) in signs.zip(lines) {
                let width = sign_room(sign) + pen.width_of(&line);
                widths.push(if is_long { room } else { width });
                placed.push((sign, line));
            }
        }
        Self {
            places: scale::flow(&widths, room, ENTRY_GAP),
            entries: placed,
            room,
        }
    }

    /// How many lines it has.
    pub(crate) fn lines(&self) -> usize {
        self.places.last().map_or(0, |(line, _)| line + 1)
    }

    /// Draws it from `left` on; `y` is the middle of its first line.
    pub(crate) fn draw(&self, pen: &Pen, left: f64, y: f64) {
        for ((sign, text), (line, from)) in self.entries.iter().zip(&self.places) {
            let (x, y) = (left + from, y + *line as f64 * LINE_HEIGHT);
            draw_sign(pen, *sign, x, y);
            let words = sign_room(*sign);
            let room = self.room - from - words;
            pen.shortened(text, x + words, y, room, "--ink-muted");
        }
    }
}

/// A text in lines, each of as many words as fit.
fn wrapped(pen: &Pen, text: &str, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer.filter(|longer| pen.width_of(longer) <= room) {
            Some(longer) => {
                lines.pop();
                lines.push(longer);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

const fn sign_room(sign: Sign) -> f64 {
    match sign {
        Sign::None => 0.0,
        _ => SIGN_WIDTH + SIGN_GAP,
    }
}

fn draw_sign(pen: &Pen, sign: Sign, x: f64, y: f64) {
    let middle = (x + SIGN_WIDTH / 2.0, y);
    let end = (x + SIGN_WIDTH, y);
    match sign {
        Sign::Filled(Look { color, marker }) => pen.marker(marker, middle, MARKER_RADIUS, color),
        Sign::Hollow(Look { color, marker }) => {
            pen.hollow_marker(marker, middle, (MARKER_RADIUS, 1.5), color);
        }
        Sign::Ringed(Look { color, marker }) => {
            pen.hollow_marker(Marker::Circle, middle, (MARKER_RADIUS + 2.5, 1.5), "--ink");
            pen.marker(marker, middle, MARKER_RADIUS - 1.0, color);
        }
        Sign::Band => {
            pen.fill(x, y - 6.0, SIGN_WIDTH, 12.0, "--line");
        }
        Sign::Line(line, color, dash) => {
            pen.dash(dash);
            pen.line((x, y), end, line, color);
            pen.dash(&[]);
        }
        Sign::Interval(color) => {
            pen.line((x, y), end, 3.0, color);
            pen.line((middle.0, y - 6.0), (middle.0, y + 6.0), 2.0, color);
        }
        Sign::Tick(color) => {
            pen.line((middle.0, y - 4.0), (middle.0, y + 4.0), 1.0, color);
        }
        Sign::None => {}
    }
}
