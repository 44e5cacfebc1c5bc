//! Figures by row and column, each with its colour: where what pays, and where they cross a value.

mod layout;
mod reading;

#[cfg(target_arch = "wasm32")]
mod view;
#[cfg(target_arch = "wasm32")]
pub(crate) use view::Heatmap;

use crate::ui::scale::Kind;

/// A figure that was measured.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell {
    /// What its colour stands for.
    pub value: f64,
    /// What is written into it.
    pub text: String,
    /// What is read out, and stands in the table and the file: more than fits into a cell.
    pub reading: String,
    /// A word that sets it apart, such as “best”; it is outlined too.
    pub mark: Option<String>,
}

/// How values become colours.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shade {
    /// How they are spread.
    pub kind: Kind,
    /// What the colour of the least means.
    pub low: String,
    /// What the colour of the greatest means.
    pub high: String,
}

/// A value that cells lie above or below of; a thick line runs between them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Threshold {
    /// Cells of this value lie above.
    pub value: f64,
    /// What it means to cross it.
    pub label: String,
}

/// A whole heat map.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Model {
    /// What it shows, in a sentence, for those who cannot see it.
    pub summary: String,
    /// What the figures are.
    pub title: String,
    /// What the columns are.
    pub x_title: String,
    /// The columns, from the left.
    pub x_labels: Vec<String>,
    /// What the rows are.
    pub y_title: String,
    /// The rows, from the top.
    pub y_labels: Vec<String>,
    /// The figures, by row and column; `None` where nothing was measured (yet).
    pub cells: Vec<Vec<Option<Cell>>>,
    /// How they are coloured.
    pub shade: Shade,
    /// The row and column that is being measured.
    pub active: Option<(usize, usize)>,
    /// A line through the map.
    pub threshold: Option<Threshold>,
}

impl Model {
    /// How many columns there are.
    #[must_use]
    pub(crate) fn columns(&self) -> usize {
        self.x_labels.len()
    }

    /// How many rows there are.
    #[must_use]
    pub(crate) fn rows(&self) -> usize {
        self.y_labels.len()
    }

    /// The figure at a place, where there is one.
    #[must_use]
    pub(crate) fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.cells.get(row)?.get(column)?.as_ref()
    }

    /// The least and the greatest value, or `None` if there is none yet.
    #[must_use]
    pub(crate) fn extent(&self) -> Option<(f64, f64)> {
        let values = self.cells.iter().flatten().flatten().map(|cell| cell.value);
        values
            .filter(|value| value.is_finite() && (self.shade.kind == Kind::Linear || *value > 0.0))
            .fold(None, |extent, value| {
                let (low, high) = extent.unwrap_or((value, value));
                Some((low.min(value), high.max(value)))
            })
    }

    /// Where a value stands between the least, 0, and the greatest, 1.
    #[must_use]
    pub(crate) fn share(&self, value: f64) -> f64 {
        let spread = |value: f64| match self.shade.kind {
            Kind::Linear => value,
            Kind::Log => value.max(f64::MIN_POSITIVE).ln(),
        };
        let Some((low, high)) = self.extent() else {
            return 0.0;
        };
        let span = spread(high) - spread(low);
        if span > 0.0 {
            ((spread(value) - spread(low)) / span).clamp(0.0, 1.0)
        } else {
            0.5
        }
    }

    /// Whether the threshold runs between two neighbours: both measured, on different sides of it.
    #[must_use]
    pub(crate) fn is_crossed(&self, one: (usize, usize), other: (usize, usize)) -> bool {
        let Some(threshold) = &self.threshold else {
            return false;
        };
        let above = |(row, column): (usize, usize)| {
            let cell = self.cell(row, column)?;
            Some(cell.value >= threshold.value)
        };
        above(one)
            .zip(above(other))
            .is_some_and(|(one, other)| one != other)
    }

    /// The place that a key leads to from another, or from none; `None` if the key means nothing
    /// here. Places count row by row.
    #[must_use]
    pub(crate) fn step(&self, at: Option<usize>, key: &str) -> Option<usize> {
        let (rows, columns) = (self.rows(), self.columns());
        if rows == 0 || columns == 0 {
            return None;
        }
        let last = rows * columns - 1;
        let known = [
            "ArrowRight",
            "ArrowLeft",
            "ArrowDown",
            "ArrowUp",
            "Home",
            "End",
        ];
        let Some(at) = at.filter(|at| *at <= last) else {
            return known.contains(&key).then_some(0);
        };
        let (row, column) = (at / columns, at % columns);
        let (row, column) = match key {
            "ArrowRight" => (row, (column + 1).min(columns - 1)),
            "ArrowLeft" => (row, column.saturating_sub(1)),
            "ArrowDown" => ((row + 1).min(rows - 1), column),
            "ArrowUp" => (row.saturating_sub(1), column),
            "Home" => (row, 0),
            "End" => (row, columns - 1),
            _ => return None,
        };
        Some(row * columns + column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(value: f64) -> Option<Cell> {
        value.is_finite().then(|| Cell {
            value,
            text: value.to_string(),
            reading: value.to_string(),
            mark: None,
        })
    }

    fn model(values: &[&[f64]]) -> Model {
        let columns = values.first().map_or(0, |row| row.len());
        Model {
            summary: String::new(),
            title: String::new(),
            x_title: String::new(),
            x_labels: (0..columns).map(|index| index.to_string()).collect(),
            y_title: String::new(),
            y_labels: (0..values.len()).map(|index| index.to_string()).collect(),
            cells: values
                .iter()
                .map(|row| row.iter().map(|value| cell(*value)).collect())
                .collect(),
            shade: Shade {
                kind: Kind::Linear,
                low: String::new(),
                high: String::new(),
            },
            active: None,
            threshold: None,
        }
    }

    const NONE: f64 = f64::NAN;

    #[test]
    fn shares_run_from_the_least_to_the_greatest() {
        let mut map = model(&[&[1.0, 10.0], &[100.0, NONE]]);
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
        close(map.share(1.0), 0.0);
        close(map.share(100.0), 1.0);
        close(map.share(50.5), 0.5);
        map.shade.kind = Kind::Log;
        close(map.share(10.0), 0.5);
        close(map.share(-1.0), 0.0);
        close(model(&[&[NONE]]).share(3.0), 0.0);
        close(model(&[&[3.0]]).share(3.0), 0.5);
    }

    #[test]
    fn the_threshold_runs_between_measured_cells_on_its_two_sides() {
        let mut map = model(&[&[0.5, 1.0, NONE], &[0.4, 0.9, 2.0]]);
        assert!(!map.is_crossed((0, 0), (0, 1)));
        map.threshold = Some(Threshold {
            value: 1.0,
            label: "break-even".to_owned(),
        });
        assert!(map.is_crossed((0, 0), (0, 1)));
        assert!(map.is_crossed((0, 1), (1, 1)));
        assert!(!map.is_crossed((0, 0), (1, 0)));
        assert!(!map.is_crossed((0, 1), (0, 2)), "not measured");
        assert!(!map.is_crossed((1, 2), (1, 3)), "not there");
    }

    #[test]
    fn keys_go_from_cell_to_cell_and_stop_at_the_edges() {
        let map = model(&[&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]]);
        assert_eq!(map.step(None, "ArrowRight"), Some(0));
        assert_eq!(map.step(Some(0), "ArrowDown"), Some(3));
        assert_eq!(map.step(Some(5), "ArrowDown"), Some(5));
        assert_eq!(map.step(Some(2), "ArrowRight"), Some(2));
        assert_eq!(map.step(Some(4), "Home"), Some(3));
        assert_eq!(map.step(Some(3), "End"), Some(5));
        assert_eq!(map.step(Some(99), "ArrowUp"), Some(0));
        assert_eq!(map.step(Some(3), "x"), None);
        assert_eq!(model(&[]).step(None, "ArrowRight"), None);
    }
}
