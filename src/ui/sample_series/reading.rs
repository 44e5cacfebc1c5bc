//! What can be read in a picture of a sample series, by pointer, by keys, as a table and as a file.

use super::drawn::{Drawn, DrawnSample};
use super::layout::{Layout, PADDING};
use super::{Model, Sample};
use crate::ui::axis::{self, Tick};
use crate::ui::csv;
use crate::ui::figures::{self, Quantity};
use crate::ui::legend::{Legend, Swatch};
use crate::ui::marker::{Marker, SeriesStyle};
use crate::ui::picture::{Measure, Picture, Table, ViewState, widest};
use crate::ui::say::Speech;
use crate::ui::scale::Scale;

/// Before the canvas is there to be measured.
const HEIGHT_FIRST: f64 = 320.0;
/// How far from a sample one may point at it.
const REACH_PX: f64 = 24.0;
const TIME_TICKS_MAX: u32 = 6;

pub(super) struct SampleSeriesPicture {
    pub(super) model: Model,
    pub(super) drawn: Drawn,
}

impl Picture for SampleSeriesPicture {
    fn summary(&self) -> String {
        self.model.summary.clone()
    }

    fn hint(&self, speech: Speech) -> String {
        speech.say("sample-series-hint")
    }

    fn height(&self, measure: Option<&dyn Measure>, speech: Speech) -> f64 {
        measure.map_or(HEIGHT_FIRST, |measure| {
            self.placed(measure, speech).layout.height
        })
    }

    fn hit(
        &self,
        measure: &dyn Measure,
        at: (f64, f64),
        _view: ViewState,
        speech: Speech,
    ) -> Option<usize> {
        hit(&self.placed(measure, speech).layout, self, at)
    }

    fn step(&self, from: Option<usize>, key: &str) -> Option<usize> {
        self.drawn.step(&self.model.samples, from, key)
    }

    fn read(&self, item: usize, speech: Speech) -> Option<String> {
        let (drawn, sample) = self.item(item)?;
        Some(describe(speech, &self.model, drawn, sample))
    }

    fn table(&self, speech: Speech) -> Table {
        table(speech, &self.model)
    }

    fn csv(&self) -> String {
        csv_of(&self.model)
    }

    fn class(&self) -> &'static str {
        "chart__canvas--whole"
    }
}

/// Where things are, which depends on how wide words are.
pub(super) struct Placed {
    pub(super) layout: Layout,
    /// The ticks of the axis of times.
    pub(super) times: Vec<Tick>,
    pub(super) title: String,
    pub(super) legend: Legend,
}

impl SampleSeriesPicture {
    /// A sample that is drawn.
    pub(super) fn item(&self, item: usize) -> Option<(&DrawnSample, &Sample)> {
        let drawn = self.drawn.samples.get(item)?;
        Some((drawn, self.model.samples.get(drawn.index)?))
    }

    pub(super) fn placed(&self, measure: &dyn Measure, speech: Speech) -> Placed {
        let Self {
            model,
            drawn: picture,
        } = self;
        let count = |figure: usize| figures::count(speech.locale(), figure as u64);
        // Without samples there are no ticks.
        let ticks = if picture.samples.is_empty() {
            Vec::new()
        } else {
            picture.times(TIME_TICKS_MAX)
        };
        let times = axis::labelled(speech, Quantity::Duration, picture.kind, ticks);
        let ticks = widest(measure, times.iter().map(|(_, label)| label));

        let mut entries: Vec<(Swatch, String)> = model
            .names
            .iter()
            .enumerate()
            .map(|(index, name)| (Swatch::Filled(SeriesStyle::of(index)), name.clone()))
            .collect();
        let grey = SeriesStyle {
            color: "--ink-muted",
            marker: Marker::Circle,
        };
        if picture.warm_ups > 0 {
            let text = speech.say_with(
                "sample-series-legend-warm-up",
                &[("count", count(picture.warm_ups).into())],
            );
            entries.push((Swatch::Hollow(grey), text));
        }
        if picture.outliers > 0 {
            let text = speech.say_with(
                "sample-series-legend-outliers",
                &[("count", count(picture.outliers).into())],
            );
            entries.push((Swatch::Ringed(grey), text));
        }
        if !picture.blocks.is_empty() {
            let line = Swatch::Line(1.0, "--line-strong", &[]);
            entries.push((line, speech.say("sample-series-legend-block")));
        }
        if picture.samples.len() < picture.count {
            let text = speech.say_with(
                "sample-series-legend-drawn",
                &[
                    ("drawn", count(picture.samples.len()).into()),
                    ("count", count(picture.count).into()),
                ],
            );
            entries.push((Swatch::None, text));
        }
        let legend = Legend::new(measure, entries, measure.width() - 2.0 * PADDING);
        Placed {
            layout: Layout::new(measure.width(), ticks, legend.lines()),
            times,
            title: axis::title(speech, picture.kind, &speech.say("sample-series-time")),
            legend,
        }
    }
}

/// Where a sample is drawn: at the edge of the picture if it is off the axis.
pub(super) fn place(layout: &Layout, order: &Scale, times: &Scale, point: &Sample) -> (f64, f64) {
    let (bottom, top) = layout.times();
    let y = times.px(point.ms).clamp(top, bottom);
    (order.px(point.at as f64), y)
}

fn hit(layout: &Layout, picture: &SampleSeriesPicture, at: (f64, f64)) -> Option<usize> {
    let order = layout.order(picture.drawn.last_at);
    let times = picture.drawn.scale(layout.times());
    (0..picture.drawn.samples.len())
        .filter_map(|item| {
            let (_, sample) = picture.item(item)?;
            let (x, y) = place(layout, &order, &times, sample);
            Some((item, (x - at.0).hypot(y - at.1)))
        })
        .filter(|(_, away)| *away <= REACH_PX)
        .min_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(item, _)| item)
}

fn name_of<'a>(model: &'a Model, point: &Sample) -> &'a str {
    model.names.get(point.series).map_or("", String::as_str)
}

fn describe(speech: Speech, model: &Model, drawn: &DrawnSample, point: &Sample) -> String {
    let count = |figure: usize| figures::count(speech.locale(), figure as u64);
    let read = speech.say_with(
        "sample-series-reading",
        &[
            ("name", name_of(model, point).into()),
            ("at", count(point.at + 1).into()),
            ("block", count(point.block + 1).into()),
            ("time", time(speech, point).into()),
        ],
    );
    if point.warm_up {
        format!("{read} {}", speech.say("sample-series-is-warm-up"))
    } else if drawn.is_outlier {
        format!("{read} {}", speech.say("sample-series-is-outlier"))
    } else {
        read
    }
}

fn time(speech: Speech, point: &Sample) -> String {
    figures::durations(speech, &[point.ms]).remove(0)
}

fn table(speech: Speech, model: &Model) -> Table {
    let count = |figure: usize| figures::count(speech.locale(), figure as u64);
    Table {
        columns: vec![
            (speech.say("column-contender"), false),
            (speech.say("column-order"), true),
            (speech.say("column-block"), true),
            (speech.say("column-phase"), false),
            (speech.say("column-time"), true),
        ],
        rows: model
            .samples
            .iter()
            .map(|point| {
                let phase = if point.warm_up {
                    "sample-series-warm-up"
                } else {
                    "sample-series-steady"
                };
                vec![
                    name_of(model, point).to_owned(),
                    count(point.at + 1),
                    count(point.block + 1),
                    speech.say(phase),
                    time(speech, point),
                ]
            })
            .collect(),
    }
}

fn csv_of(model: &Model) -> String {
    let mut lines = "name,at,block,warm_up,time_ms\n".to_owned();
    for point in &model.samples {
        let name = name_of(model, point).to_owned();
        let [at, block] = [point.at, point.block].map(|figure| figure.to_string());
        let (warm_up, ms) = (point.warm_up.to_string(), point.ms.to_string());
        lines += &csv::record(&[name, at, block, warm_up, ms]);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::picture::testing::{self, RULERS, read_at, records, speech};

    /// Two series in turns, three blocks of which the first two samples warm up, and an outlier.
    fn picture() -> SampleSeriesPicture {
        let samples = (0..60).map(|at| Sample {
            series: at % 2,
            at,
            block: at / 20,
            warm_up: at % 20 < 4,
            ms: if at == 30 {
                70.0
            } else {
                10.0 + (at % 2) as f64 + (at * 7 % 13) as f64 * 0.1
            },
        });
        let model = Model {
            summary: "Samples in their order".to_owned(),
            names: vec!["sorted".to_owned(), "boxed".to_owned()],
            samples: samples.collect(),
        };
        let drawn = Drawn::of(&model);
        SampleSeriesPicture { model, drawn }
    }

    #[test]
    fn a_pixel_leads_to_the_sample_that_stands_there() {
        let (picture, speech) = (picture(), speech());
        for ruler in &RULERS {
            let layout = picture.placed(ruler, speech).layout;
            let order = layout.order(picture.drawn.last_at);
            let times = picture.drawn.scale(layout.times());
            for item in 0..picture.drawn.samples.len() {
                let (_, sample) = picture.item(item).expect("it is drawn");
                let at = place(&layout, &order, &times, sample);
                assert!(at.0 > layout.left && at.0 < layout.right);
                assert!(at.1 > layout.top && at.1 < layout.bottom, "outliers, too");
                assert_eq!(
                    picture.hit(ruler, at, ViewState::default(), speech),
                    Some(item)
                );
                let read = read_at(&picture, ruler, at, ViewState::default());
                let read = read.expect("a sample");
                let name = &picture.model.names[sample.series];
                assert!(read.contains(name) && read.contains(&time(speech, sample)));
            }
            let nowhere = (0.0, layout.height);
            assert_eq!(
                read_at(&picture, ruler, nowhere, ViewState::default()),
                None
            );
        }
    }

    #[test]
    fn keys_lead_to_every_sample_that_is_drawn() {
        assert_eq!(testing::walk(&picture()), 60);
    }

    #[test]
    fn table_file_and_reading_hold_the_same_figures() {
        let (picture, speech) = (picture(), speech());
        let rows = testing::table(&picture);
        let csv = picture.csv();
        let records = records(&csv);
        assert_eq!((rows.len(), records.len()), (60, 60));
        for (item, drawn) in picture.drawn.samples.iter().enumerate() {
            let (row, record) = (&rows[drawn.index], &records[drawn.index]);
            let read = picture.read(item, speech).expect("it is drawn");
            let whole = |at: usize| record[at].parse::<u64>().expect("a count");
            let ms: f64 = record[4].parse().expect("a number");
            let is_warm_up = record[3] == "true";
            let phase = if is_warm_up {
                "sample-series-warm-up"
            } else {
                "sample-series-steady"
            };
            let expected = [
                record[0].to_owned(),
                figures::count(speech.locale(), whole(1) + 1),
                figures::count(speech.locale(), whole(2) + 1),
                speech.say(phase),
                figures::durations(speech, &[ms]).remove(0),
            ];
            assert_eq!(*row, expected);
            for at in [0, 1, 2, 4] {
                assert!(read.contains(&row[at]), "{row:?}: {read}");
            }
            let remark = speech.say("sample-series-is-warm-up");
            assert_eq!(read.contains(&remark), is_warm_up, "{read}");
            let remark = speech.say("sample-series-is-outlier");
            assert_eq!(read.contains(&remark), ms > 50.0, "{read}");
        }
    }
}
