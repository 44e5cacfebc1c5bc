//! What can be read in a picture of densities, by pointer, by keys, as a table and as a file.

use super::Model;
use super::layout::{HEIGHT, Layout};
use crate::ui::csv;
use crate::ui::figures;
use crate::ui::picture::{Measure, Picture, Table, ViewState};
use crate::ui::say::Speech;

pub(super) struct DensityPicture(pub(super) Model);

impl Picture for DensityPicture {
    fn summary(&self) -> String {
        self.0.summary.clone()
    }

    fn hint(&self, speech: Speech) -> String {
        speech.say("density-hint")
    }

    fn height(&self, _measure: Option<&dyn Measure>, _speech: Speech) -> f64 {
        HEIGHT
    }

    fn hit(
        &self,
        measure: &dyn Measure,
        (x, y): (f64, f64),
        _view: ViewState,
        speech: Speech,
    ) -> Option<usize> {
        let model = &self.0;
        let layout = Layout::new(measure, model, speech);
        let (width, height) = layout.cell_size(model);
        let column = ((x - layout.left) / width).floor();
        let row = ((layout.bottom - y) / height).floor();
        let inside = |at: f64, count: u32| at >= 0.0 && at < f64::from(count);
        if !inside(column, model.x.cells) || !inside(row, model.y.cells) {
            return None;
        }
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place within the picture"
        )]
        Some(row as usize * model.x.cells as usize + column as usize)
    }

    fn step(&self, from: Option<usize>, key: &str) -> Option<usize> {
        step(&self.0, from, key)
    }

    fn read(&self, item: usize, speech: Speech) -> Option<String> {
        (item < self.0.cells()).then(|| describe(speech, &self.0, item))
    }

    fn table(&self, speech: Speech) -> Table {
        table(speech, &self.0)
    }

    fn csv(&self) -> String {
        csv_of(&self.0)
    }
}

/// What a key leads to; `None` if it means nothing here. Up is up.
fn step(model: &Model, at: Option<usize>, key: &str) -> Option<usize> {
    let (columns, rows) = (model.x.cells as usize, model.y.cells as usize);
    let last = model.cells().checked_sub(1)?;
    let at = at.filter(|at| *at <= last);
    let (row, column) = at.map_or((0, 0), |at| (at / columns, at % columns));
    let (row, column) = match key {
        "ArrowRight" if at.is_some() => (row, (column + 1).min(columns - 1)),
        "ArrowLeft" => (row, column.saturating_sub(1)),
        "ArrowUp" if at.is_some() => ((row + 1).min(rows - 1), column),
        "ArrowDown" => (row.saturating_sub(1), column),
        "ArrowRight" | "ArrowUp" => (0, 0),
        "Home" => (row, 0),
        "End" => (row, columns - 1),
        _ => return None,
    };
    Some(row * columns + column)
}

/// The stretches of both axes that a cell stands for, each by its first and last number.
fn stretches(model: &Model, cell: usize) -> [(u32, u32); 2] {
    let columns = model.x.cells.max(1) as usize;
    let number = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    [
        model.x.stretch(number(cell % columns)),
        model.y.stretch(number(cell / columns)),
    ]
}

fn range(speech: Speech, (first, last): (u32, u32)) -> String {
    let count = |number: u32| figures::count(speech.locale(), number.into());
    if first == last {
        return count(first);
    }
    format!("{}–{}", count(first), count(last))
}

fn describe(speech: Speech, model: &Model, cell: usize) -> String {
    let [x, y] = stretches(model, cell).map(|stretch| range(speech, stretch));
    let counts = model.counts(cell);
    let count = |kind: usize| figures::count(speech.locale(), counts[kind].into()).into();
    speech.say_with(
        "density-reading",
        &[
            ("x-title", model.x.title.as_str().into()),
            ("x", x.into()),
            ("y-title", model.y.title.as_str().into()),
            ("y", y.into()),
            ("one", model.kinds[0].name.as_str().into()),
            ("one-count", count(0)),
            ("other", model.kinds[1].name.as_str().into()),
            ("other-count", count(1)),
        ],
    )
}

/// The cells in which anything happened.
fn filled(model: &Model) -> impl Iterator<Item = (usize, [u32; 2])> {
    let cells = (0..model.cells()).map(|cell| (cell, model.counts(cell)));
    cells.filter(|(_, counts)| *counts != [0, 0])
}

fn table(speech: Speech, model: &Model) -> Table {
    let [one, other] = &model.kinds;
    Table {
        columns: vec![
            (model.x.title.clone(), false),
            (model.y.title.clone(), true),
            (one.name.clone(), true),
            (other.name.clone(), true),
        ],
        rows: filled(model)
            .map(|(cell, counts)| {
                let [x, y] = stretches(model, cell).map(|stretch| range(speech, stretch));
                let [one, other] =
                    counts.map(|count| figures::count(speech.locale(), count.into()));
                vec![x, y, one, other]
            })
            .collect(),
    }
}

fn csv_of(model: &Model) -> String {
    let [one, other] = &model.kinds;
    let mut lines = csv::record(&[
        format!("{}: first", model.x.title),
        format!("{}: last", model.x.title),
        format!("{}: first", model.y.title),
        format!("{}: last", model.y.title),
        one.name.clone(),
        other.name.clone(),
    ]);
    for (cell, [one, other]) in filled(model) {
        let [(left, right), (low, high)] = stretches(model, cell);
        lines += &csv::record(&[left, right, low, high, one, other].map(|it| it.to_string()));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::{Axis, Kind};
    use super::*;
    use crate::ui::picture::testing::{self, RULERS, read_at, records, speech};

    fn picture() -> DensityPicture {
        let axis = |title: &str, len, cells| Axis {
            title: title.to_owned(),
            len,
            cells,
        };
        let kind = |name: &str, counts: [u32; 6]| Kind {
            name: name.to_owned(),
            color: "--free",
            counts: counts.to_vec(),
        };
        DensityPicture(Model {
            summary: "Hits and misses".to_owned(),
            x: axis("accesses", 100, 3),
            y: axis("objects", 10, 2),
            kinds: [
                kind("hits", [0, 5, 6, 0, 0, 7]),
                kind("misses", [3, 0, 1, 0, 0, 2]),
            ],
        })
    }

    #[test]
    fn stretches_hold_every_thing_once() {
        for (len, cells) in [(100, 3), (10, 2), (7, 7), (1_000, 96), (5, 4)] {
            let axis = Axis {
                title: String::new(),
                len,
                cells,
            };
            let mut next = 1;
            for cell in 0..cells {
                let (first, last) = axis.stretch(cell);
                assert_eq!(first, next, "{len} in {cells}");
                for thing in first..=last {
                    let of = u64::from(thing - 1) * u64::from(cells) / u64::from(len);
                    assert_eq!(of, u64::from(cell));
                }
                next = last + 1;
            }
            assert_eq!(next, len + 1);
        }
    }

    #[test]
    fn a_pixel_leads_to_the_cell_that_stands_there() {
        let picture = picture();
        for ruler in RULERS {
            let layout = Layout::new(&ruler, &picture.0, speech());
            let (width, height) = layout.cell_size(&picture.0);
            for cell in 0..picture.0.cells() {
                let (x, y) = layout.corner(&picture.0, cell);
                let middle = (x + width / 2.0, y + height / 2.0);
                let read = read_at(&picture, &ruler, middle, ViewState::default());
                assert_eq!(read, picture.read(cell, speech()));
            }
            let nowhere = read_at(&picture, &ruler, (0.0, 0.0), ViewState::default());
            assert_eq!(nowhere, None);
        }
    }

    #[test]
    fn keys_lead_to_every_cell() {
        let picture = picture();
        assert_eq!(testing::walk(&picture), 6);
        assert_eq!(picture.step(Some(1), "ArrowUp"), Some(4));
        assert_eq!(picture.step(Some(4), "ArrowDown"), Some(1));
    }

    #[test]
    fn table_file_and_reading_hold_the_same_figures() {
        let picture = picture();
        let rows = testing::table(&picture);
        let csv = picture.csv();
        let records = records(&csv);
        let filled: Vec<usize> = filled(&picture.0).map(|(cell, _)| cell).collect();
        assert_eq!(filled, [0, 1, 2, 5]);
        assert_eq!((rows.len(), records.len()), (4, 4));
        for ((row, record), cell) in rows.iter().zip(&records).zip(filled) {
            assert_eq!(row[0], format!("{}–{}", record[0], record[1]));
            assert_eq!(row[1], format!("{}–{}", record[2], record[3]));
            assert_eq!(row[2..], record[4..]);
            let read = picture.read(cell, speech()).expect("a cell");
            assert!(row.iter().all(|it| read.contains(it)), "{row:?}: {read}");
        }
    }
}
