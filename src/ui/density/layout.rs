//! Where things are in a picture of densities.

use super::{Axis, Model};
use crate::ui::axis::{self, Tick};
use crate::ui::figures::Quantity;
use crate::ui::picture::{Measure, widest};
use crate::ui::say::Speech;
use crate::ui::scale::{Kind, Scale};

pub(super) const PADDING: f64 = 10.0;
pub(super) const HEIGHT: f64 = 340.0;
/// The legend and the title of the vertical axis.
const HEAD_HEIGHT: f64 = 60.0;
/// The ticks and the title of the other axis.
const FOOT_HEIGHT: f64 = 44.0;

/// Where the cells are.
pub(super) struct Layout {
    pub(super) x: Scale,
    pub(super) y: Scale,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) y_ticks: Vec<Tick>,
}

impl Layout {
    pub(super) fn new(measure: &dyn Measure, model: &Model, speech: Speech) -> Self {
        let (top, bottom) = (HEAD_HEIGHT, HEIGHT - FOOT_HEIGHT);
        let y = Scale::new(Kind::Linear, domain(&model.y), (bottom, top));
        let y_ticks = labelled(speech, y.ticks(6));
        let left = PADDING + widest(measure, y_ticks.iter().map(|(_, label)| label)) + 8.0;
        let right = (measure.width() - PADDING).max(left + 1.0);
        let x = Scale::new(Kind::Linear, domain(&model.x), (left, right));
        Self {
            x,
            y,
            left,
            right,
            top,
            bottom,
            y_ticks,
        }
    }

    /// How wide and how high a cell is.
    pub(super) fn cell_size(&self, model: &Model) -> (f64, f64) {
        let (width, height) = (self.right - self.left, self.bottom - self.top);
        (
            width / f64::from(model.x.cells.max(1)),
            height / f64::from(model.y.cells.max(1)),
        )
    }

    /// The upper left corner of a cell.
    pub(super) fn corner(&self, model: &Model, cell: usize) -> (f64, f64) {
        let columns = model.x.cells.max(1) as usize;
        let (width, height) = self.cell_size(model);
        (
            self.left + (cell % columns) as f64 * width,
            self.bottom - ((cell / columns) + 1) as f64 * height,
        )
    }
}

pub(super) fn labelled(speech: Speech, ticks: Vec<f64>) -> Vec<Tick> {
    axis::labelled(speech, Quantity::Count, Kind::Linear, ticks)
}

fn domain(axis: &Axis) -> (f64, f64) {
    (0.0, f64::from(axis.len.max(1)))
}
