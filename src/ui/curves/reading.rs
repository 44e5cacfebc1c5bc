//! What can be read in a picture of curves, by pointer, by keys, as a table and as a file.

use super::layout::{self, Layout, shown_name};
use super::{Model, Point, Series};
use crate::ui::csv;
use crate::ui::figures;
use crate::ui::picture::{Measure, Picture, Table, ViewState};
use crate::ui::say::Speech;

/// How far from a point one may point at it.
const REACH_PX: f64 = 24.0;

pub(super) struct CurvesPicture(pub(super) Model);

impl Picture for CurvesPicture {
    fn summary(&self) -> String {
        self.0.summary.clone()
    }

    fn hint(&self, speech: Speech) -> String {
        speech.say("curves-hint")
    }

    fn height(&self, measure: Option<&dyn Measure>, speech: Speech) -> f64 {
        layout::height(measure, &self.0, speech)
    }

    fn hit(
        &self,
        measure: &dyn Measure,
        at: (f64, f64),
        _view: ViewState,
        speech: Speech,
    ) -> Option<usize> {
        hit(&Layout::new(measure, &self.0, speech), &self.0, at)
    }

    fn step(&self, from: Option<usize>, key: &str) -> Option<usize> {
        step(&self.0, from, key)
    }

    fn value_at(&self, measure: &dyn Measure, x: f64, speech: Speech) -> Option<f64> {
        let layout = Layout::new(measure, &self.0, speech);
        let is_within = (layout.left..=layout.right).contains(&x) && !self.0.series.is_empty();
        is_within.then(|| layout.x.value(x))
    }

    fn read(&self, item: usize, speech: Speech) -> Option<String> {
        let readable = self.0.readable();
        let (series, point) = readable.get(item)?;
        Some(describe(speech, &self.0, series, point))
    }

    fn table(&self, speech: Speech) -> Table {
        table(speech, &self.0)
    }

    fn csv(&self) -> String {
        csv_of(&self.0)
    }
}

/// What a key leads to; `None` if it means nothing here.
fn step(model: &Model, at: Option<usize>, key: &str) -> Option<usize> {
    let readable = model.readable();
    let last = readable.len().checked_sub(1)?;
    let at = at.filter(|at| *at <= last);
    Some(match key {
        "ArrowRight" => at.map_or(0, |at| (at + 1).min(last)),
        "ArrowLeft" => at.map_or(last, |at| at.saturating_sub(1)),
        "ArrowUp" | "ArrowDown" => beside(&readable, at?, key == "ArrowDown"),
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

/// The point of the next or the previous line that stands nearest to where this one does.
fn beside(readable: &[(&Series, &Point)], at: usize, forth: bool) -> usize {
    let (series, point) = readable[at];
    let other = |(found, _): &&(&Series, &Point)| !std::ptr::eq(*found, series);
    let neighbour = if forth {
        readable[at..].iter().find(other)
    } else {
        readable[..at].iter().rev().find(other)
    };
    let Some((wanted, _)) = neighbour else {
        return at;
    };
    let away = |index: &usize| (readable[*index].1.x - point.x).abs();
    (0..readable.len())
        .filter(|index| std::ptr::eq(readable[*index].0, *wanted))
        .min_by(|a, b| away(a).total_cmp(&away(b)))
        .unwrap_or(at)
}

fn hit(layout: &Layout, model: &Model, at: (f64, f64)) -> Option<usize> {
    let away = |point: &Point| {
        let (x, y) = layout.place(point);
        (x - at.0).hypot(y - at.1)
    };
    model
        .readable()
        .into_iter()
        .map(|(_, point)| away(point))
        .enumerate()
        .filter(|(_, away)| *away <= REACH_PX)
        .min_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(index, _)| index)
}

fn describe(speech: Speech, model: &Model, series: &Series, point: &Point) -> String {
    let x = figures::quantity(speech, model.x.quantity, point.x);
    let y = |value| figures::quantity(speech, model.y.quantity, value);
    let read = speech.say_with(
        "curves-reading",
        &[
            ("series", series.name.as_str().into()),
            ("x-title", model.x.title.as_str().into()),
            ("x", x.into()),
            ("y-title", model.y.title.as_str().into()),
            ("y", y(point.y).into()),
        ],
    );
    if !point.has_interval() {
        return read;
    }
    let (low, high) = (y(point.low), y(point.high));
    let interval = speech.say_with(
        "curves-interval",
        &[("low", low.into()), ("high", high.into())],
    );
    format!("{read} ({interval})")
}

fn table(speech: Speech, model: &Model) -> Table {
    let all = model
        .series
        .iter()
        .flat_map(|series| series.points.iter().map(move |point| (series, point)));
    let y = |value| figures::quantity(speech, model.y.quantity, value);
    Table {
        columns: vec![
            (speech.say("column-line"), false),
            (model.x.title.clone(), true),
            (model.y.title.clone(), true),
            (speech.say("column-low"), true),
            (speech.say("column-high"), true),
        ],
        rows: all
            .map(|(series, point)| {
                let bound = |value| {
                    if point.has_interval() {
                        y(value)
                    } else {
                        speech.say("no-figure")
                    }
                };
                vec![
                    shown_name(speech, series),
                    figures::quantity(speech, model.x.quantity, point.x),
                    y(point.y),
                    bound(point.low),
                    bound(point.high),
                ]
            })
            .collect(),
    }
}

fn csv_of(model: &Model) -> String {
    let mut lines = csv::record(&[
        "line".to_owned(),
        model.x.title.clone(),
        model.y.title.clone(),
        "low".to_owned(),
        "high".to_owned(),
        "modelled".to_owned(),
    ]);
    for series in &model.series {
        for point in &series.points {
            let name = series.name.clone();
            let [x, y, low, high] =
                [point.x, point.y, point.low, point.high].map(|value| value.to_string());
            lines += &csv::record(&[name, x, y, low, high, series.modelled.to_string()]);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::{Axis, Dash, Marker};
    use super::*;
    use crate::ui::figures::Quantity;
    use crate::ui::picture::testing::{self, RULERS, read_at, records, speech};
    use crate::ui::scale::Kind;

    fn line(name: &str, modelled: bool, points: &[(f64, f64)]) -> Series {
        let with_interval = |&(x, y)| Point {
            low: y * 0.9,
            high: y * 1.1,
            ..Point::exact(x, y)
        };
        Series {
            name: name.to_owned(),
            color: "--series-1",
            dash: Dash::Solid,
            marker: Marker::Circle,
            modelled,
            points: points.iter().map(with_interval).collect(),
        }
    }

    fn picture() -> CurvesPicture {
        let mut series = vec![
            line("main", false, &[(1.0, 2.0), (10.0, 4.0), (1_000.0, 8.0)]),
            line("law", true, &[(1.0, 2.5), (1_000.0, 9.0)]),
            line("pool", false, &[(1.0, 3.0), (10.0, 3.5), (1_000.0, 5.0)]),
        ];
        series[2].points[1] = Point::exact(10.0, 3.5);
        let axis = |title: &str, kind, quantity| Axis {
            title: title.to_owned(),
            kind,
            quantity,
        };
        CurvesPicture(Model {
            summary: "Times by size".to_owned(),
            x: axis("size", Kind::Log, Quantity::Count),
            y: axis("time", Kind::Linear, Quantity::Duration),
            series,
            references: Vec::new(),
        })
    }

    #[test]
    fn a_pixel_leads_to_the_point_that_stands_there() {
        let picture = picture();
        for ruler in RULERS {
            let layout = Layout::new(&ruler, &picture.0, speech());
            for (series, point) in picture.0.readable() {
                let (x, y) = layout.place(point);
                for at in [(x, y), (x + 3.0, y - 3.0)] {
                    let read = read_at(&picture, &ruler, at, ViewState::default());
                    let time = figures::duration(speech(), point.y);
                    let read = read.expect("a point");
                    assert!(
                        read.contains(&series.name) && read.contains(&time),
                        "{time}: {read}"
                    );
                }
            }
            let nowhere = read_at(&picture, &ruler, (0.0, 0.0), ViewState::default());
            assert_eq!(nowhere, None);
        }
    }

    #[test]
    fn where_nothing_was_measured_what_is_modelled_can_be_read() {
        let mut picture = picture();
        picture.0.series.retain(|series| series.modelled);
        assert_eq!(testing::walk(&picture), 2);
    }

    #[test]
    fn a_pixel_has_the_value_of_the_point_above_it() {
        let picture = picture();
        for ruler in RULERS {
            let layout = Layout::new(&ruler, &picture.0, speech());
            for (_, point) in picture.0.readable() {
                let (x, _) = layout.place(point);
                let value = picture.value_at(&ruler, x, speech()).expect("within");
                assert!((value / point.x - 1.0).abs() < 1e-9, "{value} {}", point.x);
            }
            assert_eq!(picture.value_at(&ruler, 0.0, speech()), None);
        }
    }

    #[test]
    fn keys_lead_along_a_line_and_to_the_nearest_point_of_the_next() {
        let picture = picture();
        assert_eq!(testing::walk(&picture), 6, "none that a model gave");
        assert_eq!(picture.step(Some(2), "ArrowDown"), Some(5));
        assert_eq!(picture.step(Some(4), "ArrowUp"), Some(1));
        assert_eq!(picture.step(Some(4), "ArrowDown"), Some(4));
    }

    #[test]
    fn table_file_and_reading_hold_the_same_figures() {
        let (picture, speech) = (picture(), speech());
        let rows = testing::table(&picture);
        let csv = picture.csv();
        let records = records(&csv);
        assert_eq!((rows.len(), records.len()), (8, 8));
        let mut item = 0;
        for (row, record) in rows.iter().zip(&records) {
            let figure = |at: usize| record[at].parse::<f64>().expect("a number");
            let time = |at| figures::duration(speech, figure(at));
            let is_modelled = record[5] == "true";
            assert_eq!(row[0] != record[0], is_modelled, "{row:?}");
            assert_eq!(
                row[1],
                figures::quantity(speech, Quantity::Count, figure(1))
            );
            assert_eq!(row[2], time(2));
            let has_interval = figure(3) < figure(4);
            for (at, end) in [(3, time(3)), (4, time(4))] {
                let expected = if has_interval {
                    end
                } else {
                    speech.say("no-figure")
                };
                assert_eq!(row[at], expected);
            }
            if !is_modelled {
                let read = picture.read(item, speech).expect("a point");
                let figures = if has_interval { &row[..] } else { &row[..3] };
                assert!(
                    figures.iter().all(|it| read.contains(it)),
                    "{row:?}: {read}"
                );
                item += 1;
            }
        }
        assert_eq!(item, 6);
    }
}
