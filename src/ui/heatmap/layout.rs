//! Where things are in a heat map.

use super::Model;
use crate::ui::picture::{Measure, widest};

pub(super) const PADDING: f64 = 10.0;
pub(super) const LINE_HEIGHT: f64 = 18.0;
/// The title, and below it what the rows are.
pub(super) const HEAD_HEIGHT: f64 = PADDING + 2.0 * LINE_HEIGHT + 4.0;
/// The columns' labels and title, and the legend.
const FOOT_HEIGHT: f64 = 3.0 * LINE_HEIGHT + 22.0;
pub(super) const CELL_HEIGHT: f64 = 42.0;
/// Labels of rows take no more than this share of the width.
const LABELS_MAX: f64 = 0.3;
const CELLS_MAX_WIDTH: f64 = 120.0;

pub(super) fn height(model: &Model) -> f64 {
    let legend_lines = f64::from(u8::from(model.threshold.is_some()));
    HEAD_HEIGHT + model.rows() as f64 * CELL_HEIGHT + FOOT_HEIGHT + legend_lines * LINE_HEIGHT
}

/// Where the cells are.
pub(super) struct Layout {
    pub(super) left: f64,
    pub(super) cell_width: f64,
}

impl Layout {
    pub(super) fn new(measure: &dyn Measure, model: &Model) -> Self {
        let labels = widest(measure, &model.y_labels);
        let left = PADDING + labels.min(measure.width() * LABELS_MAX) + 8.0;
        let room = measure.width() - left - PADDING;
        let cell_width = (room / model.columns().max(1) as f64).clamp(1.0, CELLS_MAX_WIDTH);
        Self { left, cell_width }
    }

    pub(super) fn corner(&self, row: usize, column: usize) -> (f64, f64) {
        (
            self.left + column as f64 * self.cell_width,
            HEAD_HEIGHT + row as f64 * CELL_HEIGHT,
        )
    }
}
