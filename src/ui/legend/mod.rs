//! What the swatches in a picture mean, in as many lines as it takes.

use crate::ui::marker::SeriesStyle;
use crate::ui::picture::Measure;
use crate::ui::scale;

#[cfg(target_arch = "wasm32")]
mod view;

/// A line of the legend.
pub(crate) const LINE_HEIGHT: f64 = 17.0;
/// How wide a swatch is.
const SWATCH_WIDTH: f64 = 16.0;
/// Between a swatch and its words.
const SWATCH_GAP: f64 = 6.0;
/// Between one swatch's words and the next swatch.
const ENTRY_GAP: f64 = 18.0;

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
    pub(crate) fn new(measure: &dyn Measure, entries: Vec<(Swatch, String)>, room: f64) -> Self {
        let mut placed = Vec::new();
        let mut widths = Vec::new();
        for (swatch, text) in entries {
            // Words that are wider than a line go on in the next, which then has nothing else in it.
            let lines = wrapped(measure, &text, room - swatch_room(swatch));
            let is_long = lines.len() > 1;
            let swatches = std::iter::once(swatch).chain(std::iter::repeat(Swatch::None));
            for (swatch, line) in swatches.zip(lines) {
                let width = swatch_room(swatch) + measure.width_of(&line);
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
}

/// A text in lines, each of as many words as fit.
fn wrapped(measure: &dyn Measure, text: &str, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer.filter(|longer| measure.width_of(longer) <= room) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::picture::testing::Ruler;

    #[test]
    fn entries_stand_beside_one_another_and_long_ones_take_lines_of_their_own() {
        let legend = |texts: &[&str]| {
            let entries = texts.iter().map(|&text| (Swatch::Band, text.to_owned()));
            Legend::new(&Ruler(200.0), entries.collect(), 200.0)
        };
        assert_eq!(legend(&[]).lines(), 0);
        assert_eq!(legend(&["one", "other"]).lines(), 1);
        let long = legend(&["one", "what is far too long for a line of its own", "other"]);
        assert_eq!(long.lines(), 4);
        let texts: Vec<&str> = long.entries.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "one",
                "what is far too long for",
                "a line of its own",
                "other"
            ]
        );
        for ((swatch, text), (_, from)) in long.entries.iter().zip(&long.places) {
            let end = from + swatch_room(*swatch) + Ruler(200.0).width_of(text);
            assert!(end <= 200.0, "{text}");
        }
    }
}
