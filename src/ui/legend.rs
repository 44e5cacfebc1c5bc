//! What the swatches in a picture mean, in as many lines as it takes.

use crate::ui::canvas::Pen;
use crate::ui::marker::{Marker, SeriesStyle};
use crate::ui::scale;

/// A line of the legend.
pub(crate) const LINE_HEIGHT: f64 = 17.0;
/// How wide a swatch is.
const SWATCH_WIDTH: f64 = 16.0;
/// Between a swatch and its words.
const SWATCH_GAP: f64 = 6.0;
/// Between one swatch's words and the next swatch.
const ENTRY_GAP: f64 = 18.0;
const MARKER_RADIUS: f64 = 4.0;

/// What stands before the words.
#[derive(Clone, Copy)]
pub(crate) enum Swatch {
    /// A filled marker.
    Filled(SeriesStyle),
    /// The same in outline.
    Hollow(SeriesStyle),
    /// A marker in a ring.
    Ringed(SeriesStyle),
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

/// The swatches of a picture, in lines.
pub(crate) struct Legend {
    entries: Vec<(Swatch, String)>,
    places: Vec<(usize, f64)>,
    room: f64,
}

impl Legend {
    /// A legend that is `room` wide.
    pub(crate) fn new(pen: &Pen, entries: Vec<(Swatch, String)>, room: f64) -> Self {
        let mut placed = Vec::new();
        let mut widths = Vec::new();
        for (swatch, text) in entries {
            // Words that are wider than a line go on in the next, which then has nothing else in it.
            let lines = wrapped(pen, &text, room - swatch_room(swatch));
            let is_long = lines.len() > 1;
            let swatches = std::iter::once(swatch).chain(std::iter::repeat(Swatch::None));
            for (swatch, line) in swatches.zip(lines) {
                let width = swatch_room(swatch) + pen.width_of(&line);
                widths.push(if is_long { room } else { width });
                placed.push((swatch, line));
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
        for ((swatch, text), (line, from)) in self.entries.iter().zip(&self.places) {
            let (x, y) = (left + from, y + *line as f64 * LINE_HEIGHT);
            draw_swatch(pen, *swatch, x, y);
            let words = swatch_room(*swatch);
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

const fn swatch_room(swatch: Swatch) -> f64 {
    match swatch {
        Swatch::None => 0.0,
        _ => SWATCH_WIDTH + SWATCH_GAP,
    }
}

fn draw_swatch(pen: &Pen, swatch: Swatch, x: f64, y: f64) {
    let middle = (x + SWATCH_WIDTH / 2.0, y);
    let end = (x + SWATCH_WIDTH, y);
    match swatch {
        Swatch::Filled(SeriesStyle { color, marker }) => {
            pen.marker(marker, middle, MARKER_RADIUS, color);
        }
        Swatch::Hollow(SeriesStyle { color, marker }) => {
            pen.hollow_marker(marker, middle, (MARKER_RADIUS, 1.5), color);
        }
        Swatch::Ringed(SeriesStyle { color, marker }) => {
            pen.hollow_marker(Marker::Circle, middle, (MARKER_RADIUS + 2.5, 1.5), "--ink");
            pen.marker(marker, middle, MARKER_RADIUS - 1.0, color);
        }
        Swatch::Band => {
            pen.fill(x, y - 6.0, SWATCH_WIDTH, 12.0, "--line");
        }
        Swatch::Line(line, color, dash) => {
            pen.dash(dash);
            pen.line((x, y), end, line, color);
            pen.dash(&[]);
        }
        Swatch::Interval(color) => {
            pen.line((x, y), end, 3.0, color);
            pen.line((middle.0, y - 6.0), (middle.0, y + 6.0), 2.0, color);
        }
        Swatch::Tick(color) => {
            pen.line((middle.0, y - 4.0), (middle.0, y + 4.0), 1.0, color);
        }
        Swatch::None => {}
    }
}
