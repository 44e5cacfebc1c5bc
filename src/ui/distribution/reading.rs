//! What can be read in a picture of distributions, by pointer, by keys, as a table and as a file.

use super::drawn::{Drawn, DrawnRow, TICKS_MAX};
use super::layout::{Layout, PADDING};
use super::{Model, Row};
use crate::ui::axis;
use crate::ui::csv;
use crate::ui::figures;
use crate::ui::legend::{Legend, Swatch};
use crate::ui::picture::{Measure, Picture, Table, ViewState};
use crate::ui::say::Speech;

/// Before the canvas is there to be measured.
const HEIGHT_FIRST: f64 = 240.0;

pub(super) struct DistributionPicture {
    pub(super) model: Model,
    pub(super) drawn: Drawn,
}

impl Picture for DistributionPicture {
    fn summary(&self) -> String {
        self.model.summary.clone()
    }

    fn hint(&self, speech: Speech) -> String {
        speech.say("distribution-hint")
    }

    fn height(&self, measure: Option<&dyn Measure>, speech: Speech) -> f64 {
        measure.map_or(HEIGHT_FIRST, |measure| {
            self.placed(measure, speech).layout.height
        })
    }

    fn hit(
        &self,
        measure: &dyn Measure,
        (x, y): (f64, f64),
        _view: ViewState,
        speech: Speech,
    ) -> Option<usize> {
        let layout = self.placed(measure, speech).layout;
        let row = layout.row_at(y, self.drawn.rows.len())?;
        let scale = self.drawn.scale((layout.left, layout.right));
        self.drawn.select(row, scale.value(x))
    }

    fn step(&self, from: Option<usize>, key: &str) -> Option<usize> {
        self.drawn.step(from, key)
    }

    fn read(&self, item: usize, speech: Speech) -> Option<String> {
        let (row, bin) = self.drawn.read(Some(item))?;
        let drawn = &self.drawn.rows[row];
        Some(describe(speech, &self.model.rows[row], drawn, bin))
    }

    fn table(&self, speech: Speech) -> Table {
        table(speech, &self.model, &self.drawn)
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
    pub(super) title: String,
    pub(super) legend: Legend,
}

impl DistributionPicture {
    pub(super) fn placed(&self, measure: &dyn Measure, speech: Speech) -> Placed {
        let Self {
            model,
            drawn: picture,
        } = self;
        let words = model
            .rows
            .iter()
            .map(|row| measure.width_of(&row.name) + measure.width_of(&median_of(speech, row)))
            .fold(0.0, f64::max);
        let room = measure.width() - 2.0 * PADDING;
        let mut entries = vec![
            (
                Swatch::Interval("--ink"),
                speech.say("distribution-legend-median"),
            ),
            (
                Swatch::Tick("--ink-muted"),
                speech.say_with(
                    "distribution-legend-ticks",
                    &[(
                        "most",
                        figures::count(speech.locale(), TICKS_MAX as u64).into(),
                    )],
                ),
            ),
            (Swatch::None, speech.say("distribution-legend-height")),
        ];
        // What has its place nowhere on the axis is written down.
        for (row, drawn) in model.rows.iter().zip(&picture.rows) {
            if let Some(beyond) = beyond(speech, drawn) {
                entries.push((Swatch::None, format!("{}: {beyond}", row.name)));
            }
        }
        let legend = Legend::new(measure, entries, room);
        Placed {
            layout: Layout::new(measure.width(), words, model.rows.len(), legend.lines()),
            title: axis::title(speech, model.kind, &model.title),
            legend,
        }
    }
}

/// A row's median with its interval, in words; empty until there is one.
pub(super) fn median_of(speech: Speech, row: &Row) -> String {
    let Some(median) = row.median_ms else {
        return String::new();
    };
    let (Some(low), Some(high)) = (row.low_ms, row.high_ms) else {
        let median = figures::durations(speech, &[median]).remove(0);
        return speech.say_with("distribution-median", &[("median", median.into())]);
    };
    let mut all = figures::durations(speech, &[median, low, high]).into_iter();
    let mut next = || all.next().unwrap_or_default().into();
    speech.say_with(
        "distribution-median-interval",
        &[("median", next()), ("low", next()), ("high", next())],
    )
}

fn describe(speech: Speech, row: &Row, drawn: &DrawnRow, bin: Option<usize>) -> String {
    let count = |figure: usize| figures::count(speech.locale(), figure as u64);
    let Some((bins, bin)) = drawn.bins.as_ref().zip(bin) else {
        return format!("{}: {}", row.name, speech.say("samples-none"));
    };
    let percentiles = [("p90", row.p90_ms), ("p99", row.p99_ms)];
    let percentiles = percentiles.into_iter().filter_map(|(name, ms)| {
        let figure = figures::durations(speech, &[ms?]).remove(0);
        Some(format!("{name} {figure}"))
    });
    let figures: Vec<String> = std::iter::once(median_of(speech, row))
        .filter(|median| !median.is_empty())
        .chain(percentiles)
        .collect();
    let (from, to) = bins.edges(bin);
    let mut edges = figures::durations(speech, &[from, to]).into_iter();
    let read = speech.say_with(
        "distribution-reading",
        &[
            ("count", count(bins.counts[bin]).into()),
            ("all", count(drawn.count).into()),
            ("from", edges.next().unwrap_or_default().into()),
            ("to", edges.next().unwrap_or_default().into()),
        ],
    );
    let all = [Some(figures.join(", ")), Some(read), beyond(speech, drawn)];
    let all = all.into_iter().flatten().filter(|part| !part.is_empty());
    format!("{}: {}", row.name, all.collect::<Vec<_>>().join("; "))
}

/// What the axis does not show of a row, in words.
fn beyond(speech: Speech, drawn: &DrawnRow) -> Option<String> {
    let (least, greatest) = drawn.extent_ms?;
    let of = |name: &str, count: usize, ms: f64| {
        (count > 0).then(|| {
            let figure = figures::durations(speech, &[ms]).remove(0);
            let count = figures::count(speech.locale(), count as u64);
            speech.say_with(name, &[("count", count.into()), ("end", figure.into())])
        })
    };
    let below = of("distribution-below", drawn.below, least);
    let above = of("distribution-above", drawn.above, greatest);
    let all: Vec<String> = below.into_iter().chain(above).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

fn table(speech: Speech, model: &Model, picture: &Drawn) -> Table {
    let heading = |name| (speech.say(name), true);
    let columns = vec![
        (speech.say("column-contender"), false),
        heading("column-samples"),
        heading("column-median"),
        heading("column-low"),
        heading("column-high"),
        ("p90".to_owned(), true),
        ("p99".to_owned(), true),
        heading("column-least"),
        heading("column-greatest"),
    ];
    let row = |(row, drawn): (&Row, &DrawnRow)| {
        let figures = [
            row.median_ms,
            row.low_ms,
            row.high_ms,
            row.p90_ms,
            row.p99_ms,
            drawn.extent_ms.map(|(least, _)| least),
            drawn.extent_ms.map(|(_, greatest)| greatest),
        ];
        let known: Vec<f64> = figures.into_iter().flatten().collect();
        let mut written = figures::durations(speech, &known).into_iter();
        let samples = figures::count(speech.locale(), drawn.count as u64);
        [row.name.clone(), samples]
            .into_iter()
            .chain(figures.map(|figure| {
                figure
                    .and_then(|_| written.next())
                    .unwrap_or_else(|| speech.say("no-figure"))
            }))
            .collect()
    };
    Table {
        columns,
        rows: model.rows.iter().zip(&picture.rows).map(row).collect(),
    }
}

/// Every sample, not only what is drawn.
fn csv_of(model: &Model) -> String {
    let mut lines = "name,sample_ms\n".to_owned();
    for row in &model.rows {
        for sample in &row.samples_ms {
            lines += &csv::record(&[row.name.clone(), sample.to_string()]);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::testing::normal;
    use super::*;
    use crate::ui::picture::testing::{self, RULERS, read_at, records, speech};
    use crate::ui::scale::Kind;

    fn picture() -> DistributionPicture {
        let row = |name: &str, samples_ms: Vec<f64>, middle: Option<f64>| Row {
            name: name.to_owned(),
            samples_ms,
            median_ms: middle,
            low_ms: middle.map(|ms| ms * 0.99),
            high_ms: middle.map(|ms| ms * 1.01),
            p90_ms: middle.map(|ms| ms * 1.03),
            p99_ms: middle.map(|ms| ms * 1.05),
        };
        let mut far = normal(300, 10.5, 0.2);
        far.push(900.0);
        let model = Model {
            summary: "How samples are spread".to_owned(),
            title: "time of a call".to_owned(),
            kind: Kind::Linear,
            rows: vec![
                row("sorted", normal(400, 10.0, 0.2), Some(10.0)),
                row("late", Vec::new(), None),
                row("boxed", far, Some(10.5)),
            ],
        };
        let drawn = Drawn::of(&model);
        DistributionPicture { model, drawn }
    }

    /// Rows and bins that hold samples.
    fn full_bins(picture: &DistributionPicture) -> Vec<(usize, usize)> {
        let rows = picture.drawn.rows.iter().enumerate();
        rows.filter_map(|(row, drawn)| Some((row, drawn.bins.as_ref()?)))
            .flat_map(|(row, bins)| {
                let full = (0..bins.counts.len()).filter(|bin| bins.counts[*bin] > 0);
                full.map(move |bin| (row, bin))
            })
            .collect()
    }

    #[test]
    fn a_pixel_leads_to_the_bin_that_it_is_in() {
        let (picture, speech) = (picture(), speech());
        for ruler in &RULERS {
            let layout = picture.placed(ruler, speech).layout;
            let scale = picture.drawn.scale((layout.left, layout.right));
            for (row, bin) in full_bins(&picture) {
                let bins = picture.drawn.rows[row].bins.as_ref().expect("samples");
                let (from, to) = bins.edges(bin);
                let at = (
                    scale.px(f64::midpoint(from, to)),
                    layout.ridge_foot(row) - 1.0,
                );
                let hit = picture.hit(ruler, at, ViewState::default(), speech);
                assert_eq!(picture.drawn.read(hit), Some((row, Some(bin))), "{at:?}");
                let read = read_at(&picture, ruler, at, ViewState::default());
                let read = read.expect("a bin");
                let count = figures::count(speech.locale(), bins.counts[bin] as u64);
                let name = &picture.model.rows[row].name;
                assert!(read.starts_with(name) && read.contains(&count), "{read}");
            }
            let empty = (layout.left, layout.ridge_foot(1));
            let read = read_at(&picture, ruler, empty, ViewState::default());
            assert!(read.is_some_and(|read| read.contains(&speech.say("samples-none"))));
            let below = (layout.left, layout.bottom + 1.0);
            assert_eq!(read_at(&picture, ruler, below, ViewState::default()), None);
        }
    }

    #[test]
    fn keys_lead_to_every_bin_that_holds_samples_and_to_rows_without_any() {
        let picture = picture();
        assert_eq!(testing::walk(&picture), full_bins(&picture).len() + 1);
    }

    #[test]
    fn table_file_and_reading_hold_the_same_figures() {
        let (picture, speech) = (picture(), speech());
        let rows = testing::table(&picture);
        let csv = picture.csv();
        let records = records(&csv);
        for (index, (shown, row)) in rows.iter().zip(&picture.model.rows).enumerate() {
            let samples: Vec<f64> = records
                .iter()
                .filter(|record| record[0] == row.name)
                .map(|record| record[1].parse().expect("a number"))
                .collect();
            let count = figures::count(speech.locale(), samples.len() as u64);
            assert_eq!(shown[..2], [row.name.clone(), count.clone()]);
            let item = picture.drawn.select(index, 10.0).expect("a row");
            let read = picture.read(item, speech).expect("a row");
            let Some(median) = row.median_ms else {
                assert!(samples.is_empty());
                let none = speech.say("no-figure");
                assert!(shown[2..].iter().all(|figure| *figure == none), "{shown:?}");
                continue;
            };
            let least = samples.iter().copied().fold(f64::INFINITY, f64::min);
            let greatest = samples.iter().copied().fold(0.0, f64::max);
            let factors = [1.0, 0.99, 1.01, 1.03, 1.05].map(|factor| median * factor);
            let all = [&factors[..], &[least, greatest]].concat();
            assert_eq!(shown[2..], figures::durations(speech, &all));
            // In a sentence figures have digits of their own.
            let [p90, p99] = [factors[3], factors[4]].map(|ms| figures::durations(speech, &[ms]));
            let parts = [&row.name, &count, &p90[0], &p99[0], &median_of(speech, row)];
            assert!(parts.iter().all(|part| read.contains(*part)), "{read}");
        }
        assert_eq!(records.len(), 701);
        let beyond = picture.read(picture.drawn.select(2, 10.0).expect("a row"), speech);
        let greatest = &figures::durations(speech, &[900.0])[0];
        assert!(beyond.is_some_and(|read| read.contains(greatest)));
    }
}
