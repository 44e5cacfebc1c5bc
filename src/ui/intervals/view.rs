//! The picture of ratios and their intervals.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use super::{LINE_HEIGHT, Layout, Model, PADDING, Range, Row, Tone, Words, ticks};
use crate::ui::axis::{HorizontalAxis, Tick};
use crate::ui::canvas::Pen;
use crate::ui::chart::{self, Picture, Plot, Table, ViewState};
use crate::ui::csv;
use crate::ui::figures;
use crate::ui::legend::{Legend, Swatch};
use crate::ui::say::Speech;
use crate::ui::scale::{Kind, Scale};
use crate::ui::viewport::Viewport;

/// Before the canvas is there to be measured.
const HEIGHT_FIRST: f64 = 160.0;
const MARKER_RADIUS: f64 = 5.0;
/// Half the height of the strokes at an interval's ends.
const CAP: f64 = 4.5;
/// Ticks of the axis keep as far apart as their words need.
const TICK_GAP: f64 = 46.0;
const DASH: &[f64] = &[5.0, 4.0];
/// How strongly the band is shaded, from 0 to 1.
const BAND_SHADE: f64 = 0.6;
/// An interval that is open to a side is dotted there.
const OPEN_DASH: &[f64] = &[2.0, 4.0];

/// The picture, with its table and its files.
#[component]
pub fn Intervals(
    /// What to draw; it may change several times a second.
    #[prop(into)]
    model: Signal<Model>,
    /// The name of the files it can be saved as, without their ending; a picture without one is
    /// still being drawn, and offers neither files nor a table.
    #[prop(optional, into)]
    file_name: Option<String>,
) -> impl IntoView {
    let range =
        Memo::new(move |before: Option<&Range>| model.with(|model| model.range(before.copied())));
    let picture = chart::picture(move || {
        Arc::new(IntervalsPicture {
            model: model.get(),
            range: range.get(),
        })
    });
    view! { <Plot picture file_name /> }
}

struct IntervalsPicture {
    model: Model,
    range: Range,
}

impl Picture for IntervalsPicture {
    fn summary(&self) -> String {
        self.model.summary.clone()
    }

    fn hint(&self, speech: Speech) -> String {
        speech.say("intervals-hint")
    }

    fn height(&self, canvas: Option<&HtmlCanvasElement>, speech: Speech) -> f64 {
        canvas
            .and_then(|canvas| Pen::measure(canvas, 0.0))
            .map_or(HEIGHT_FIRST, |pen| {
                measure(&pen, &self.model, speech).layout.height
            })
    }

    fn draw(&self, canvas: &HtmlCanvasElement, view: ViewState, speech: Speech) {
        draw(canvas, &self.model, self.range, view.selected, speech);
    }

    fn hit(
        &self,
        canvas: &HtmlCanvasElement,
        (_, y): (f64, f64),
        _view: ViewState,
        speech: Speech,
    ) -> Option<usize> {
        let pen = Pen::measure(canvas, 0.0)?;
        let layout = measure(&pen, &self.model, speech).layout;
        layout.row_at(y, self.model.rows.len())
    }

    fn step(&self, from: Option<usize>, key: &str) -> Option<usize> {
        self.model.step(from, key)
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

    fn class(&self, _viewport: Viewport) -> &'static str {
        "chart__canvas--whole"
    }
}

/// A ratio of times as a share more or less: 0.9 is −10 %.
fn change(speech: Speech, ratio: f64) -> String {
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
fn change_tick(speech: Speech, ratio: f64) -> String {
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
fn claim(speech: Speech, row: &Row) -> String {
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
    if (row.low, row.high) == (None, None) {
        return speech.say_with(
            "intervals-reading-open",
            &[
                ("name", row.name.as_str().into()),
                ("claim", claim(speech, row).into()),
                ("value", change(speech, value).into()),
            ],
        );
    }
    let end = |end: Option<f64>| {
        end.map_or_else(|| speech.say("interval-open"), |end| change(speech, end))
    };
    speech.say_with(
        "intervals-reading",
        &[
            ("name", row.name.as_str().into()),
            ("claim", claim(speech, row).into()),
            ("value", change(speech, value).into()),
            ("low", end(row.low).into()),
            ("high", end(row.high).into()),
        ],
    )
}

fn table(speech: Speech, model: &Model) -> Table {
    let cell = |ratio: Option<f64>, without: &str| {
        ratio.map_or_else(|| speech.say(without), |ratio| change(speech, ratio))
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
                    cell(row.value, "no-figure"),
                    cell(row.low, "interval-open"),
                    cell(row.high, "interval-open"),
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

/// Where things are, which depends on how wide words are.
struct Placed {
    layout: Layout,
    title: String,
    legend: Legend,
}

fn measure(pen: &Pen, model: &Model, speech: Speech) -> Placed {
    let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
    let names = widest(&mut model.rows.iter().map(|row| pen.width_of(&row.name)));
    let claims = widest(
        &mut model
            .rows
            .iter()
            .map(|row| pen.width_of(&claim(speech, row))),
    );
    let room = pen.width - 2.0 * PADDING;
    let mut entries = Vec::new();
    let spread = speech.say("axis-percent-log");
    let whole = format!("{} ({spread})", model.title);
    // What does not fit beside the title stands below it.
    let title = if pen.width_of(&whole) <= room {
        whole
    } else {
        entries.push((Swatch::None, spread));
        model.title.clone()
    };
    if let Some((low, high)) = model.band {
        let (low, high) = (change_tick(speech, low), change_tick(speech, high));
        let text = speech.say_with(
            "intervals-band",
            &[("low", low.into()), ("high", high.into())],
        );
        entries.push((Swatch::Band, text));
    }
    if let Some(threshold) = model.threshold {
        let text = speech.say_with(
            "intervals-threshold",
            &[("share", change_tick(speech, threshold).into())],
        );
        entries.push((Swatch::Line(1.5, "--ink", DASH), text));
    }
    let legend = Legend::new(pen, entries, room);
    let layout = Layout::new(pen.width, names, claims, model.rows.len(), legend.lines());
    Placed {
        layout,
        title,
        legend,
    }
}

fn draw(
    canvas: &HtmlCanvasElement,
    model: &Model,
    range: Range,
    selected: Option<usize>,
    speech: Speech,
) {
    let Some(pen) = Pen::measure(canvas, 0.0) else {
        return;
    };
    let Placed {
        layout,
        title,
        legend,
    } = measure(&pen, model, speech);
    let Some(pen) = Pen::start(canvas, layout.height) else {
        return;
    };
    // Markers at the ends of the axis keep clear of what stands beside it.
    let pixels = (layout.left + MARKER_RADIUS, layout.right - MARKER_RADIUS);
    let scale = Scale::new(Kind::Log, range.ends(), pixels);
    if let Some(row) = selected.filter(|at| *at < model.rows.len()) {
        let (y, height) = (layout.row_top(row), layout.row_height);
        pen.fill(0.0, y, pen.width, height, "--track");
        pen.fill(0.0, y, 3.0, height, "--accent");
    }
    draw_ground(&pen, &layout, &scale, model);
    draw_axis(&pen, &layout, &scale, (range, pixels), &title, speech);
    for (index, row) in model.rows.iter().enumerate() {
        draw_words(&pen, &layout, index, row, speech);
        draw_interval(&pen, &layout, &scale, index, row);
    }
    legend.draw(&pen, PADDING, layout.bottom + 50.0);
}

/// What lies behind the intervals: the band, the line of equal times, the line that was asked about.
fn draw_ground(pen: &Pen, layout: &Layout, scale: &Scale, model: &Model) {
    let stretches = if layout.words == Words::Beside {
        vec![(layout.top - 2.0, layout.bottom)]
    } else {
        // No line runs through words.
        let of_row = |row| layout.interval_stretch(row);
        (0..model.rows.len()).map(of_row).collect()
    };
    for (top, bottom) in stretches {
        if let Some((low, high)) = model.band {
            let (from, to) = (scale.px(low), scale.px(high));
            pen.context.set_global_alpha(BAND_SHADE);
            pen.fill(from, top, to - from, bottom - top, "--line");
            pen.context.set_global_alpha(1.0);
        }
        let equal = scale.px(1.0).round() + 0.5;
        pen.line((equal, top), (equal, bottom), 1.0, "--line-strong");
        if let Some(threshold) = model.threshold {
            let x = scale.px(threshold).round() + 0.5;
            pen.dash(DASH);
            pen.line((x, top), (x, bottom), 1.5, "--ink");
            pen.dash(&[]);
        }
    }
}

fn draw_axis(
    pen: &Pen,
    layout: &Layout,
    scale: &Scale,
    (range, pixels): (Range, (f64, f64)),
    title: &str,
    speech: Speech,
) {
    let Layout { left, right, .. } = *layout;
    let y = PADDING + LINE_HEIGHT / 2.0;
    let (less, more) = (speech.say("intervals-less"), speech.say("intervals-more"));
    pen.text(&less, left, y, "left", "--ink-muted");
    if pen.width_of(&less) + pen.width_of(&more) + 12.0 <= right - left {
        pen.text(&more, right, y, "right", "--ink-muted");
    }
    let ticks: Vec<Tick> = ticks(range, pixels, TICK_GAP)
        .into_iter()
        .map(|ratio| (ratio, change_tick(speech, ratio)))
        .collect();
    HorizontalAxis {
        left,
        right,
        y: layout.bottom,
        title,
        ticks: &ticks,
    }
    .draw(pen, scale);
}

fn draw_words(pen: &Pen, layout: &Layout, index: usize, row: &Row, speech: Speech) {
    let claim = claim(speech, row);
    let width = pen.width - 2.0 * PADDING;
    let top = layout.row_top(index) + LINE_HEIGHT / 2.0 + 3.0;
    let color = match row.tone {
        Tone::Faster | Tone::Slower => row.tone.color(),
        Tone::Same => "--ink",
        Tone::Unsure => "--ink-muted",
    };
    match layout.words {
        Words::Beside => {
            let y = layout.interval_y(index);
            pen.shortened(&row.name, PADDING, y, layout.left - PADDING, "--ink");
            let from = layout.right + 12.0;
            pen.shortened(&claim, from, y, pen.width - PADDING - from, color);
        }
        Words::Above => {
            let claim_width = pen.width_of(&claim);
            pen.shortened(&row.name, PADDING, top, width - claim_width - 12.0, "--ink");
            pen.text(&claim, pen.width - PADDING, top, "right", color);
        }
        Words::Stacked => {
            pen.shortened(&row.name, PADDING, top, width, "--ink");
            pen.shortened(&claim, PADDING, top + LINE_HEIGHT, width, color);
        }
    }
}

fn draw_interval(pen: &Pen, layout: &Layout, scale: &Scale, index: usize, row: &Row) {
    let y = layout.interval_y(index).round() + 0.5;
    let color = row.tone.color();
    let clear = |x: f64| x.clamp(layout.left, layout.right);
    let Some(value) = row.value else {
        pen.dash(OPEN_DASH);
        pen.line((layout.left, y), (layout.right, y), 1.0, "--line-strong");
        pen.dash(&[]);
        return;
    };
    let x = clear(scale.px(value));
    for (end, edge) in [(row.low, layout.left), (row.high, layout.right)] {
        let reached = end.filter(|end| *end > 0.0).map(|end| scale.px(end));
        match reached {
            Some(reached) if (layout.left..=layout.right).contains(&reached) => {
                pen.line((x, y), (reached, y), 2.0, color);
                pen.line((reached, y - CAP), (reached, y + CAP), 2.0, color);
            }
            Some(_) => {
                pen.line((x, y), (edge, y), 2.0, color);
                draw_arrow(pen, (edge, y), edge > x, color);
            }
            None => {
                pen.dash(OPEN_DASH);
                pen.line((x, y), (edge, y), 2.0, color);
                pen.dash(&[]);
                draw_arrow(pen, (edge, y), edge > x, color);
            }
        }
    }
    if row.tone == Tone::Unsure {
        pen.hollow_marker(row.tone.marker(), (x, y), (MARKER_RADIUS, 2.0), color);
    } else {
        pen.marker(row.tone.marker(), (x, y), MARKER_RADIUS, color);
    }
}

/// An interval goes on beyond the picture.
fn draw_arrow(pen: &Pen, (x, y): (f64, f64), is_right: bool, color: &'static str) {
    let back = if is_right { x - CAP } else { x + CAP };
    pen.line((x, y), (back, y - CAP), 2.0, color);
    pen.line((x, y), (back, y + CAP), 2.0, color);
}
