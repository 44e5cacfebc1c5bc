//! What can be read in a picture of intervals, by pointer, by keys, as a table and as a file.

use super::layout::{Layout, PADDING};
use super::range::Range;
use super::{Model, Row, Tone};
use crate::ui::csv;
use crate::ui::figures::{self, Quantity};
use crate::ui::legend::{Legend, Swatch};
use crate::ui::picture::{Measure, Picture, Table, ViewState, widest};
use crate::ui::say::Speech;

/// Before the canvas is there to be measured.
const HEIGHT_FIRST: f64 = 160.0;
pub(super) const DASH: &[f64] = &[5.0, 4.0];
/// From this ratio on, or its reciprocal, times as long are easier to grasp than per cent.
const TIMES_FROM: f64 = 2.0;

pub(super) struct IntervalsPicture {
    pub(super) model: Model,
    pub(super) range: Range,
}

impl Picture for IntervalsPicture {
    fn summary(&self) -> String {
        self.model.summary.clone()
    }

    fn hint(&self, speech: Speech) -> String {
        speech.say("intervals-hint")
    }

    fn height(&self, measure: Option<&dyn Measure>, speech: Speech) -> f64 {
        measure.map_or(HEIGHT_FIRST, |measure| {
            self.placed(measure, speech).layout.height
        })
    }

    fn hit(
        &self,
        measure: &dyn Measure,
        (_, y): (f64, f64),
        _view: ViewState,
        speech: Speech,
    ) -> Option<usize> {
        let layout = self.placed(measure, speech).layout;
        layout.row_at(y, self.model.rows.len())
    }

    fn step(&self, from: Option<usize>, key: &str) -> Option<usize> {
        step(self.model.rows.len(), from, key)
    }

    fn read(&self, item: usize, speech: Speech) -> Option<String> {
        Some(describe(speech, self.model.rows.get(item)?))
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
    pub(super) title: String,
    pub(super) legend: Legend,
}

/// How ratios are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// As a share more or less: 0.9 is −10 %.
    Percent,
    /// As what they are: 11×.
    Times,
}

impl Unit {
    /// Of ratios that are read together.
    fn of(ratios: impl IntoIterator<Item = f64>) -> Self {
        let is_far = |ratio: f64| ratio >= TIMES_FROM || ratio <= 1.0 / TIMES_FROM;
        if ratios.into_iter().any(is_far) {
            Self::Times
        } else {
            Self::Percent
        }
    }

    fn of_row(row: &Row) -> Self {
        Self::of([row.value, row.low, row.high].into_iter().flatten())
    }
}

impl IntervalsPicture {
    /// How the axis is written.
    pub(super) fn unit(&self) -> Unit {
        let (from, to) = self.range.ends();
        Unit::of([from, to])
    }

    pub(super) fn placed(&self, measure: &dyn Measure, speech: Speech) -> Placed {
        let model = &self.model;
        let names = widest(measure, model.rows.iter().map(|row| &row.name));
        let claims = widest(measure, model.rows.iter().map(|row| claim(speech, row)));
        let room = measure.width() - 2.0 * PADDING;
        let mut entries = Vec::new();
        let unit = self.unit();
        let spread = speech.say(match unit {
            Unit::Percent => "axis-percent-log",
            Unit::Times => "axis-times-log",
        });
        let whole = format!("{} ({spread})", model.title);
        // What does not fit beside the title stands below it.
        let title = if measure.width_of(&whole) <= room {
            whole
        } else {
            entries.push((Swatch::None, spread));
            model.title.clone()
        };
        if let Some((low, high)) = model.band {
            let (low, high) = (
                change_tick(speech, low, unit),
                change_tick(speech, high, unit),
            );
            let text = speech.say_with(
                "intervals-band",
                &[("low", low.into()), ("high", high.into())],
            );
            entries.push((Swatch::Band, text));
        }
        if let Some(threshold) = model.threshold {
            let text = speech.say_with(
                "intervals-threshold",
                &[("share", change_tick(speech, threshold, unit).into())],
            );
            entries.push((Swatch::Line(1.5, "--ink", DASH), text));
        }
        let legend = Legend::new(measure, entries, room);
        let layout = Layout::new(
            measure.width(),
            names,
            claims,
            model.rows.len(),
            legend.lines(),
        );
        Placed {
            layout,
            title,
            legend,
        }
    }
}

/// The row of so many that a key leads to; `None` if it means nothing here.
fn step(rows: usize, at: Option<usize>, key: &str) -> Option<usize> {
    let last = rows.checked_sub(1)?;
    let at = at.filter(|at| *at <= last);
    Some(match key {
        "ArrowDown" => at.map_or(0, |at| (at + 1).min(last)),
        "ArrowUp" => at.map_or(last, |at| at.saturating_sub(1)),
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

/// A ratio of times.
fn change(speech: Speech, ratio: f64, unit: Unit) -> String {
    if unit == Unit::Times {
        return figures::quantity(speech, Quantity::Factor, ratio);
    }
    let share = (ratio - 1.0) * 100.0;
    // As many digits as tell neighbours apart.
    let digits = match share.abs() {
        share if share < 1.0 => 2,
        share if share < 10.0 => 1,
        _ => 0,
    };
    signed(speech, share, digits)
}

/// The same to a tenth of a per cent, with as few digits as it has: a tick of the axis is round.
pub(super) fn change_tick(speech: Speech, ratio: f64, unit: Unit) -> String {
    if unit == Unit::Times {
        return figures::tick(speech, Quantity::Factor, ratio, ratio);
    }
    let tenths = ((ratio - 1.0) * 1_000.0).round();
    let is_whole = (tenths % 10.0).abs() < 0.5;
    signed(speech, tenths / 10.0, u32::from(!is_whole))
}

fn signed(speech: Speech, share: f64, digits: u32) -> String {
    let figure = figures::number(speech.locale(), share.abs(), digits);
    let is_zero = !figure.contains(|digit: char| ('1'..='9').contains(&digit));
    let name = match share {
        _ if is_zero => "change-none",
        share if share < 0.0 => "change-less",
        _ => "change-more",
    };
    speech.say_with(name, &[("percent", figure.into())])
}

/// What is claimed, in words.
pub(super) fn claim(speech: Speech, row: &Row) -> String {
    if !row.note.is_empty() {
        return row.note.clone();
    }
    speech.say(match row.tone {
        Tone::Faster => "tone-faster",
        Tone::Slower => "tone-slower",
        Tone::Same => "tone-same",
        Tone::Unsure => "tone-unsure",
    })
}

fn describe(speech: Speech, row: &Row) -> String {
    let Some(value) = row.value else {
        return speech.say_with("intervals-nothing", &[("name", row.name.as_str().into())]);
    };
    let unit = Unit::of_row(row);
    if (row.low, row.high) == (None, None) {
        return speech.say_with(
            "intervals-reading-open",
            &[
                ("name", row.name.as_str().into()),
                ("claim", claim(speech, row).into()),
                ("value", change(speech, value, unit).into()),
            ],
        );
    }
    let end = |end: Option<f64>| {
        end.map_or_else(
            || speech.say("interval-open"),
            |end| change(speech, end, unit),
        )
    };
    speech.say_with(
        "intervals-reading",
        &[
            ("name", row.name.as_str().into()),
            ("claim", claim(speech, row).into()),
            ("value", change(speech, value, unit).into()),
            ("low", end(row.low).into()),
            ("high", end(row.high).into()),
        ],
    )
}

fn table(speech: Speech, model: &Model) -> Table {
    let cell = |row: &Row, ratio: Option<f64>, without: &str| {
        let unit = Unit::of_row(row);
        ratio.map_or_else(|| speech.say(without), |ratio| change(speech, ratio, unit))
    };
    Table {
        columns: vec![
            (speech.say("column-contender"), false),
            (speech.say("column-claim"), false),
            (speech.say("column-time"), true),
            (speech.say("column-low"), true),
            (speech.say("column-high"), true),
        ],
        rows: model
            .rows
            .iter()
            .map(|row| {
                vec![
                    row.name.clone(),
                    claim(speech, row),
                    cell(row, row.value, "no-figure"),
                    cell(row, row.low, "interval-open"),
                    cell(row, row.high, "interval-open"),
                ]
            })
            .collect(),
    }
}

fn csv_of(model: &Model) -> String {
    let head = ["name", "ratio", "low", "high", "claim", "in_words"];
    let mut lines = csv::record(&head);
    for row in &model.rows {
        let [ratio, low, high] = [row.value, row.low, row.high]
            .map(|ratio| ratio.map_or_else(String::new, |ratio| ratio.to_string()));
        let (claim, words) = (row.tone.tag().to_owned(), row.note.clone());
        lines += &csv::record(&[row.name.clone(), ratio, low, high, claim, words]);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::testing::{model, row};
    use super::*;
    use crate::ui::picture::testing::{self, RULERS, read_at, records, speech};

    fn picture() -> IntervalsPicture {
        let named = |name: &str, note: &str, of: Row| Row {
            name: name.to_owned(),
            note: note.to_owned(),
            ..of
        };
        let open = Row {
            high: None,
            ..row(2.0, 1.5, 9.0)
        };
        let unknown = Row {
            value: None,
            low: None,
            high: None,
            ..row(1.0, 1.0, 1.0)
        };
        let mut model = model(vec![
            named("sorted", "faster by 10 to 30 %", row(0.8, 0.7, 0.9)),
            named("boxed", "", open),
            named("late", "", unknown),
        ]);
        model.summary = "Times compared".to_owned();
        let range = model.range(None);
        IntervalsPicture { model, range }
    }

    #[test]
    fn a_pixel_leads_to_the_row_that_it_is_in() {
        let picture = picture();
        for ruler in &RULERS {
            let layout = picture.placed(ruler, speech()).layout;
            for (index, row) in picture.model.rows.iter().enumerate() {
                for x in [0.0, layout.left, layout.right] {
                    let at = (x, layout.interval_y(index));
                    let read = read_at(&picture, ruler, at, ViewState::default());
                    assert!(read.is_some_and(|read| read.contains(&row.name)));
                }
            }
            for y in [layout.top - 1.0, layout.bottom + 1.0] {
                let read = read_at(&picture, ruler, (layout.left, y), ViewState::default());
                assert_eq!(read, None);
            }
            let height = picture.height(Some(ruler), speech());
            assert!(height > layout.bottom, "{height}");
        }
    }

    #[test]
    fn keys_lead_to_every_row() {
        assert_eq!(testing::walk(&picture()), 3);
    }

    #[test]
    fn table_file_and_reading_hold_the_same_figures() {
        let (picture, speech) = (picture(), speech());
        let rows = testing::table(&picture);
        let csv = picture.csv();
        let records = records(&csv);
        assert_eq!((rows.len(), records.len()), (3, 3));
        for (item, (row, record)) in rows.iter().zip(&records).enumerate() {
            let read = picture.read(item, speech).expect("a row");
            let unit = [Unit::Percent, Unit::Times, Unit::Times][item];
            let figure = |at: usize, without| match record[at].parse::<f64>() {
                Ok(ratio) => change(speech, ratio, unit),
                Err(_) => speech.say(without),
            };
            assert_eq!(row[0], record[0]);
            assert_eq!(row[2], figure(1, "no-figure"));
            assert_eq!(row[3], figure(2, "interval-open"));
            assert_eq!(row[4], figure(3, "interval-open"));
            assert!(record[5].is_empty() || row[1] == record[5], "{row:?}");
            // Of the last one nothing is known yet.
            let told = if item == 2 { &row[..1] } else { &row[..] };
            assert!(told.iter().all(|it| read.contains(it)), "{row:?}: {read}");
        }
    }

    #[test]
    fn from_twice_as_long_on_ratios_are_written_as_such() {
        let speech = speech();
        let read = |of: &Row| describe(speech, of);
        assert!(read(&row(0.75, 0.7, 0.8)).contains("Time −25 %, 95 % CI −30 % to −20 %"));
        assert!(read(&row(11.0, 10.5, 12.0)).contains("Time 11.0×, 95 % CI 10.5× to 12.0×"));
        let tick = |ratio, unit| change_tick(speech, ratio, unit);
        assert_eq!(tick(0.1, Unit::Times), "0.1×");
        assert_eq!(tick(20.0, Unit::Times), "20×");
        assert_eq!(tick(1.0, Unit::Percent), "0 %");
    }

    #[test]
    fn keys_lead_from_row_to_row_and_no_further() {
        let step = |at, key| super::step(2, at, key);
        assert_eq!(step(None, "ArrowDown"), Some(0));
        assert_eq!(step(Some(0), "ArrowDown"), Some(1));
        assert_eq!(step(Some(1), "ArrowDown"), Some(1));
        assert_eq!(step(Some(1), "ArrowUp"), Some(0));
        assert_eq!(step(None, "End"), Some(1));
        // There were more rows when it was chosen.
        assert_eq!(step(Some(7), "ArrowUp"), Some(1));
        assert_eq!(step(Some(0), "a"), None);
        assert_eq!(super::step(0, None, "ArrowDown"), None);
    }
}
