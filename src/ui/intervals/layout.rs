//! Where things are in a picture of intervals.

/// Where the words of a row stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// The name before its interval, the claim after it.
    Beside,
    /// Both above it, in one line.
    Above,
    /// Both above it, in two lines.
    Stacked,
}

/// Between the picture's edge and what is in it.
pub(super) const PADDING: f64 = 10.0;
/// A line of text.
pub(super) const LINE_HEIGHT: f64 = 17.0;
/// Which way is which, above the rows.
const HEAD_HEIGHT: f64 = PADDING + LINE_HEIGHT + 4.0;
/// The axis's ticks and title, below the rows.
const AXIS_HEIGHT: f64 = 44.0;
/// What an interval takes of a row's height.
const INTERVAL_HEIGHT: f64 = 28.0;
/// Between words and the axis beside them.
const WORDS_GAP: f64 = 12.0;
/// Words beside the axis leave it at least this share of the width.
const AXIS_MIN: f64 = 0.45;
/// Below this width words stand above their intervals.
const NARROW: f64 = 560.0;
/// Claims are given room in steps, for they change while the axis should stay.
const NOTE_STEP: f64 = 40.0;
/// And no less than for a short one.
const NOTE_MIN: f64 = 120.0;

/// Where things are, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Layout {
    /// Where the words of a row stand.
    pub(super) words: Words,
    /// Where the axis begins.
    pub(super) left: f64,
    /// Where it ends.
    pub(super) right: f64,
    /// The first row's upper edge.
    pub(super) top: f64,
    /// The last row's lower edge, where the axis is.
    pub(super) bottom: f64,
    /// From one row to the next.
    pub(super) row_height: f64,
    /// How high the picture is.
    pub(super) height: f64,
}

impl Layout {
    /// For a picture so wide, with the widths of its widest name and claim, and lines of a legend below.
    #[must_use]
    pub(super) fn new(
        width: f64,
        names: f64,
        notes: f64,
        rows: usize,
        legend_lines: usize,
    ) -> Self {
        let notes = ((notes / NOTE_STEP).ceil() * NOTE_STEP).max(NOTE_MIN);
        let axis = width - names - notes - 2.0 * (PADDING + WORDS_GAP);
        let words = if width >= NARROW && axis >= width * AXIS_MIN {
            Words::Beside
        } else if names + notes + WORDS_GAP <= width - 2.0 * PADDING {
            Words::Above
        } else {
            Words::Stacked
        };
        let (left, right, lines) = match words {
            Words::Beside => (
                PADDING + names + WORDS_GAP,
                width - PADDING - notes - WORDS_GAP,
                0.0,
            ),
            Words::Above => (PADDING, width - PADDING, 1.0),
            Words::Stacked => (PADDING, width - PADDING, 2.0),
        };
        let row_height = INTERVAL_HEIGHT + lines * LINE_HEIGHT;
        let bottom = HEAD_HEIGHT + rows as f64 * row_height;
        Self {
            words,
            left,
            right: right.max(left + 1.0),
            top: HEAD_HEIGHT,
            bottom,
            row_height,
            height: bottom + AXIS_HEIGHT + legend_lines as f64 * LINE_HEIGHT,
        }
    }

    /// The middle of the interval of a row.
    #[must_use]
    pub(super) fn interval_y(&self, row: usize) -> f64 {
        self.row_top(row) + self.row_height - INTERVAL_HEIGHT / 2.0
    }

    /// From where to where a row is drawn, without its words.
    #[must_use]
    pub(super) fn interval_stretch(&self, row: usize) -> (f64, f64) {
        let below = self.row_top(row) + self.row_height;
        (below - INTERVAL_HEIGHT, below)
    }

    /// The upper edge of a row.
    #[must_use]
    pub(super) fn row_top(&self, row: usize) -> f64 {
        self.top + row as f64 * self.row_height
    }

    /// The row at a height, of so many.
    #[must_use]
    pub(super) fn row_at(&self, y: f64, rows: usize) -> Option<usize> {
        (0..rows).find(|row| (0.0..self.row_height).contains(&(y - self.row_top(*row))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_where_there_is_room() {
        let at = |width, names, notes| Layout::new(width, names, notes, 3, 1);
        assert_eq!(at(900.0, 150.0, 130.0).words, Words::Beside);
        assert_eq!(at(340.0, 100.0, 100.0).words, Words::Above);
        assert_eq!(at(340.0, 250.0, 150.0).words, Words::Stacked);
        assert_eq!(at(900.0, 500.0, 130.0).words, Words::Above);
        for width in [0.0, 10.0, 340.0, 2_000.0] {
            let layout = at(width, 100.0, 100.0);
            assert!(layout.right > layout.left && layout.height > layout.bottom);
            for row in 0..3 {
                let y = layout.interval_y(row);
                assert_eq!(layout.row_at(y, 3), Some(row));
                assert!(y < layout.bottom);
            }
            assert_eq!(layout.row_at(layout.bottom + 1.0, 3), None);
            assert_eq!(layout.row_at(layout.top - 1.0, 3), None);
        }
    }

    #[test]
    fn a_claim_that_changes_a_little_leaves_the_axis_where_it_is() {
        let at = |notes| Layout::new(900.0, 150.0, notes, 3, 1);
        assert_eq!(at(20.0), at(118.0));
        assert_eq!(at(121.0), at(159.0));
    }
}
