//! What can be read in a heat map, by pointer, by keys, as a table and as a file.

use super::Model;
use super::layout::{CELL_HEIGHT, HEAD_HEIGHT, Layout, height};
use crate::ui::csv;
use crate::ui::picture::{Measure, Picture, Table, ViewState};
use crate::ui::say::Speech;

pub(super) struct HeatmapPicture(pub(super) Model);

impl Picture for HeatmapPicture {
    fn summary(&self) -> String {
        self.0.summary.clone()
    }

    fn hint(&self, speech: Speech) -> String {
        speech.say("heatmap-hint")
    }

    fn height(&self, _measure: Option<&dyn Measure>, _speech: Speech) -> f64 {
        height(&self.0)
    }

    fn hit(
        &self,
        measure: &dyn Measure,
        at: (f64, f64),
        _view: ViewState,
        _speech: Speech,
    ) -> Option<usize> {
        hit(&Layout::new(measure, &self.0), &self.0, at)
    }

    fn step(&self, from: Option<usize>, key: &str) -> Option<usize> {
        self.0.step(from, key)
    }

    fn read(&self, item: usize, speech: Speech) -> Option<String> {
        let is_there = item < self.0.rows() * self.0.columns();
        is_there.then(|| describe(speech, &self.0, item))
    }

    fn table(&self, speech: Speech) -> Table {
        table(speech, &self.0)
    }

    fn csv(&self) -> String {
        csv_of(&self.0)
    }
}

fn hit(layout: &Layout, model: &Model, (x, y): (f64, f64)) -> Option<usize> {
    let column = ((x - layout.left) / layout.cell_width).floor();
    let row = ((y - HEAD_HEIGHT) / CELL_HEIGHT).floor();
    let inside = |at: f64, count: usize| at >= 0.0 && at < count as f64;
    if !inside(column, model.columns()) || !inside(row, model.rows()) {
        return None;
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place within the map"
    )]
    Some(row as usize * model.columns() + column as usize)
}

fn describe(speech: Speech, model: &Model, at: usize) -> String {
    let (row, column) = (at / model.columns(), at % model.columns());
    let reading = match model.cell(row, column) {
        Some(cell) => with_mark(&cell.reading, cell.mark.as_deref()),
        None if model.active == Some((row, column)) => speech.say("heatmap-active"),
        None => speech.say("heatmap-empty"),
    };
    speech.say_with(
        "heatmap-reading",
        &[
            ("y-title", model.y_title.as_str().into()),
            ("y", model.y_labels[row].as_str().into()),
            ("x-title", model.x_title.as_str().into()),
            ("x", model.x_labels[column].as_str().into()),
            ("reading", reading.into()),
        ],
    )
}

fn with_mark(text: &str, mark: Option<&str>) -> String {
    mark.map_or_else(|| text.to_owned(), |mark| format!("{text} ({mark})"))
}

fn table(speech: Speech, model: &Model) -> Table {
    let corner = speech.say_with(
        "heatmap-corner",
        &[
            ("y-title", model.y_title.as_str().into()),
            ("x-title", model.x_title.as_str().into()),
        ],
    );
    let columns = model.x_labels.iter().map(|label| (label.clone(), true));
    let row = |(row, label): (usize, &String)| {
        let cells = (0..model.columns()).map(|column| {
            model.cell(row, column).map_or_else(
                || speech.say("no-figure"),
                |cell| with_mark(&cell.reading, cell.mark.as_deref()),
            )
        });
        std::iter::once(label.clone()).chain(cells).collect()
    };
    Table {
        columns: std::iter::once((corner, false)).chain(columns).collect(),
        rows: model.y_labels.iter().enumerate().map(row).collect(),
    }
}

fn csv_of(model: &Model) -> String {
    let mut lines = csv::record(&[
        model.y_title.clone(),
        model.x_title.clone(),
        model.title.clone(),
        "text".to_owned(),
    ]);
    for (row, y) in model.y_labels.iter().enumerate() {
        for (column, x) in model.x_labels.iter().enumerate() {
            if let Some(cell) = model.cell(row, column) {
                let value = cell.value.to_string();
                lines += &csv::record(&[y.clone(), x.clone(), value, cell.reading.clone()]);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, Shade};
    use super::*;
    use crate::ui::picture::testing::{self, RULERS, read_at, records, speech};
    use crate::ui::scale::Kind;

    fn picture() -> HeatmapPicture {
        let cell = |value: f64, mark: Option<&str>| {
            Some(Cell {
                value,
                text: format!("{value}"),
                reading: format!("{value} ms"),
                mark: mark.map(str::to_owned),
            })
        };
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        HeatmapPicture(Model {
            summary: "Times by size and place".to_owned(),
            title: "time".to_owned(),
            x_title: "size".to_owned(),
            x_labels: texts(&["small", "middling", "large"]),
            y_title: "place".to_owned(),
            y_labels: texts(&["main", "pool"]),
            cells: vec![
                vec![cell(1.0, Some("best")), cell(20.0, None), cell(300.0, None)],
                vec![cell(7.5, None), cell(9.0, Some("best"))],
            ],
            shade: Shade {
                kind: Kind::Log,
                low: "fast".to_owned(),
                high: "slow".to_owned(),
            },
            active: None,
            threshold: None,
        })
    }

    #[test]
    fn a_pixel_leads_to_the_cell_that_it_is_in() {
        let picture = picture();
        let hit = |ruler, at| picture.hit(ruler, at, ViewState::default(), speech());
        for ruler in &RULERS {
            let layout = Layout::new(ruler, &picture.0);
            for row in 0..2 {
                for column in 0..3 {
                    let (left, top) = layout.corner(row, column);
                    let (right, bottom) = layout.corner(row + 1, column + 1);
                    for at in [(left + 1.0, top + 1.0), (right - 1.0, bottom - 1.0)] {
                        assert_eq!(hit(ruler, at), Some(row * 3 + column), "{at:?}");
                    }
                }
            }
            let (left, top) = layout.corner(0, 0);
            let (right, bottom) = layout.corner(2, 3);
            for at in [
                (left - 1.0, top + 1.0),
                (left + 1.0, top - 1.0),
                (right + 1.0, top + 1.0),
                (left + 1.0, bottom + 1.0),
            ] {
                assert_eq!(hit(ruler, at), None, "{at:?}");
            }
            let height = picture.height(Some(ruler), speech());
            assert!(bottom < height, "{height}");
        }
        let (x, y) = Layout::new(&RULERS[0], &picture.0).corner(1, 1);
        let read = read_at(
            &picture,
            &RULERS[0],
            (x + 5.0, y + 5.0),
            ViewState::default(),
        );
        let read = read.expect("a cell");
        for part in ["pool", "middling", "9 ms", "best"] {
            assert!(read.contains(part), "{read}");
        }
    }

    #[test]
    fn keys_lead_to_every_cell() {
        assert_eq!(testing::walk(&picture()), 6);
    }

    #[test]
    fn table_file_and_reading_hold_the_same_figures() {
        let (picture, speech) = (picture(), speech());
        let rows = testing::table(&picture);
        let csv = picture.csv();
        let mut records = records(&csv).into_iter();
        for (row, cells) in rows.iter().enumerate() {
            assert_eq!(cells[0], picture.0.y_labels[row]);
            for (column, shown) in cells[1..].iter().enumerate() {
                let read = picture.read(row * 3 + column, speech).expect("a cell");
                let label = &picture.0.x_labels[column];
                assert!(read.contains(&cells[0]) && read.contains(label), "{read}");
                let Some(cell) = picture.0.cell(row, column) else {
                    assert_eq!(*shown, speech.say("no-figure"));
                    assert!(read.contains(&speech.say("heatmap-empty")), "{read}");
                    continue;
                };
                assert!(
                    read.contains(shown) && shown.contains(&cell.reading),
                    "{read}"
                );
                let value = cell.value.to_string();
                let record = records.next().expect("a record for each figure");
                assert_eq!(record, [&cells[0], label, &value, &cell.reading]);
            }
        }
        assert_eq!(records.next(), None);
    }
}
