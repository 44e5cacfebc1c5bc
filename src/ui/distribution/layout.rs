//! Where things are in a picture of distributions.

/// Between the picture's edge and what is in it.
pub(super) const PADDING: f64 = 10.0;
/// A line of text.
pub(super) const LINE_HEIGHT: f64 = 17.0;
/// How high the fullest bin is.
pub(super) const RIDGE_HEIGHT: f64 = 44.0;
/// Below the ridge, the median's interval and the percentiles.
pub(super) const FIGURES_HEIGHT: f64 = 16.0;
/// Below them, the samples one by one.
pub(super) const TICKS_HEIGHT: f64 = 8.0;
/// Between rows.
const ROW_GAP: f64 = 10.0;
/// The axis's ticks and title, below the rows.
const AXIS_HEIGHT: f64 = 44.0;
/// Between a name and the figures in the same line.
const WORDS_GAP: f64 = 16.0;

/// Where things are, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Layout {
    /// Whether a row's figures have a line of their own, below its name.
    pub(super) is_stacked: bool,
    /// Where the axis begins.
    pub(super) left: f64,
    /// Where it ends.
    pub(super) right: f64,
    /// The last row's lower edge, where the axis is.
    pub(super) bottom: f64,
    /// From one row to the next.
    pub(super) row_height: f64,
    /// How high the picture is.
    pub(super) height: f64,
}

impl Layout {
    /// For a picture so wide, with the greatest width of a name with its figures, and lines of a legend below.
    #[must_use]
    pub(super) fn new(width: f64, words: f64, rows: usize, legend_lines: usize) -> Self {
        let is_stacked = words + WORDS_GAP > width - 2.0 * PADDING;
        let lines = if is_stacked { 2.0 } else { 1.0 };
        let row_height =
            lines * LINE_HEIGHT + RIDGE_HEIGHT + FIGURES_HEIGHT + TICKS_HEIGHT + ROW_GAP;
        let bottom = PADDING + rows as f64 * row_height;
        Self {
            is_stacked,
            left: PADDING,
            right: (width - PADDING).max(PADDING + 1.0),
            bottom,
            row_height,
            height: bottom + AXIS_HEIGHT + legend_lines as f64 * LINE_HEIGHT,
        }
    }

    /// The upper edge of a row.
    #[must_use]
    pub(super) fn row_top(&self, row: usize) -> f64 {
        PADDING + row as f64 * self.row_height
    }

    /// Where the ridge of a row stands.
    #[must_use]
    pub(super) fn ridge_foot(&self, row: usize) -> f64 {
        self.row_top(row + 1) - ROW_GAP - TICKS_HEIGHT - FIGURES_HEIGHT
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
    fn rows_stand_below_one_another() {
        for (width, words) in [(1_000.0, 300.0), (340.0, 400.0), (0.0, 0.0)] {
            let layout = Layout::new(width, words, 3, 2);
            assert!(layout.right > layout.left && layout.height > layout.bottom);
            for row in 0..3 {
                let foot = layout.ridge_foot(row);
                assert!(foot - RIDGE_HEIGHT >= layout.row_top(row));
                assert_eq!(layout.row_at(foot, 3), Some(row));
            }
            assert_eq!(layout.row_at(layout.bottom, 3), None);
        }
        assert!(Layout::new(340.0, 400.0, 1, 0).is_stacked);
    }
}
