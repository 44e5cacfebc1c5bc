//! Legends on a canvas.

use super::{LINE_HEIGHT, Legend, SWATCH_WIDTH, Swatch, swatch_room};
use crate::ui::canvas::Pen;
use crate::ui::marker::{Marker, SeriesStyle};

const MARKER_RADIUS: f64 = 4.0;

impl Legend {
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
