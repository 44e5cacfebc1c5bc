//! The picture of how samples are spread.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use super::{
    Drawn, DrawnRow, FIGURES_HEIGHT, LINE_HEIGHT, Layout, Model, PADDING, RIDGE_HEIGHT, Row,
    TICKS_HEIGHT, TICKS_MAX,
};
use crate::ui::axis::{self, HorizontalAxis};
use crate::ui::canvas::Pen;
use crate::ui::chart::{self, Plot, Table, ViewState};
use crate::ui::csv;
use crate::ui::figures::{self, Quantity};
use crate::ui::legend::{Legend, Swatch};
use crate::ui::marker::SeriesStyle;
use crate::ui::say::Speech;
use crate::ui::scale::Scale;
use crate::ui::viewport::Viewport;

/// Before the canvas is there to be measured.
const HEIGHT_FIRST: f64 = 240.0;
const MARKER_RADIUS: f64 = 4.0;
/// How strongly ridges are filled, from 0 to 1, and samples drawn, which lie on one another.
const RIDGE_SHADE: f64 = 0.25;
const TICK_SHADE: f64 = 0.5;
/// Between words in the line of the percentiles.
const LABEL_GAP: f64 = 5.0;
/// Half the height of a percentile's stroke.
const STROKE: f64 = 5.0;

/// The picture, with its table and its files.
#[component]
pub fn Distribution(
    /// What to draw; it may change several times a second.
    #[prop(into)]
    model: Signal<Model>,
    /// The name of the files it can be saved as, without their ending; a picture without one is
    /// still being drawn, and offers neither files nor a table.
    #[prop(optional, into)]
    file_name: Option<String>,
) -> impl IntoView {
    let picture = chart::picture(move || {
        let model = model.get();
        // Sorting and counting thousands of samples again for every move of the pointer would be felt.
        let drawn = Drawn::of(&model);
        Arc::new(DistributionPicture { model, drawn })
    });
    view! { <Plot picture file_name /> }
}

struct DistributionPicture {
    model: Model,
    drawn: Drawn,
}

impl chart::Picture for DistributionPicture {
    fn summary(&self) -> String {
        self.model.summary.clone()
    }

    fn hint(&self, speech: Speech) -> String {
        speech.say("distribution-hint")
    }

    fn height(&self, canvas: Option<&HtmlCanvasElement>, speech: Speech) -> f64 {
        canvas
            .and_then(|canvas| Pen::measure(canvas, 0.0))
            .map_or(HEIGHT_FIRST, |pen| {
                measure(&pen, &self.model, &self.drawn, speech)
                    .layout
                    .height
            })
    }

    fn draw(&self, canvas: &HtmlCanvasElement, view: ViewState, speech: Speech) {
        draw(canvas, &self.model, &self.drawn, view.selected, speech);
    }

    fn hit(
        &self,
        canvas: &HtmlCanvasElement,
        (x, y): (f64, f64),
        _view: ViewState,
        speech: Speech,
    ) -> Option<usize> {
        let pen = Pen::measure(canvas, 0.0)?;
        let layout = measure(&pen, &self.model, &self.drawn, speech).layout;
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

    fn class(&self, _viewport: Viewport) -> &'static str {
        "chart__canvas--whole"
    }
}

/// A row's median with its interval, in words; empty until there is one.
fn median_of(speech: Speech, row: &Row) -> String {
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

/// Where things are, which depends on how wide words are.
struct Placed {
    layout: Layout,
    title: String,
    legend: Legend,
}

fn measure(pen: &Pen, model: &Model, picture: &Drawn, speech: Speech) -> Placed {
    let words = model
        .rows
        .iter()
        .map(|row| pen.width_of(&row.name) + pen.width_of(&median_of(speech, row)))
        .fold(0.0, f64::max);
    let room = pen.width - 2.0 * PADDING;
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
    let legend = Legend::new(pen, entries, room);
    Placed {
        layout: Layout::new(pen.width, words, model.rows.len(), legend.lines()),
        title: axis::title(speech, model.kind, &model.title),
        legend,
    }
}

fn draw(
    canvas: &HtmlCanvasElement,
    model: &Model,
    picture: &Drawn,
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
    } = measure(&pen, model, picture, speech);
    let Some(pen) = Pen::start(canvas, layout.height) else {
        return;
    };
    let scale = picture.scale((layout.left, layout.right));
    draw_axis(&pen, &layout, &scale, &title, picture, speech);
    let read = picture.read(selected);
    for (index, (row, drawn)) in model.rows.iter().zip(&picture.rows).enumerate() {
        let bin = read.and_then(|(row, bin)| bin.filter(|_| row == index));
        let style = SeriesStyle::of(index);
        draw_words(&pen, &layout, index, (row, drawn), speech);
        draw_ridge(&pen, &layout, &scale, index, (drawn, style, bin));
        draw_figures(&pen, &layout, &scale, index, (row, style));
        draw_ticks(&pen, &layout, &scale, index, (drawn, style));
    }
    legend.draw(&pen, PADDING, layout.bottom + 50.0);
}

fn draw_axis(
    pen: &Pen,
    layout: &Layout,
    scale: &Scale,
    title: &str,
    picture: &Drawn,
    speech: Speech,
) {
    /// A tick and its words take about so much room.
    const TICK_ROOM: f64 = 80.0;
    let Layout { left, right, .. } = *layout;
    let ticks = picture.ticks(axis::ticks_in(right - left, TICK_ROOM));
    let axis = HorizontalAxis {
        left,
        right,
        y: layout.bottom,
        title,
        ticks: &axis::labelled(speech, Quantity::Duration, picture.kind, ticks),
    };
    axis.draw_grid(pen, scale, PADDING);
    axis.draw(pen, scale);
}

fn draw_words(
    pen: &Pen,
    layout: &Layout,
    index: usize,
    (row, drawn): (&Row, &DrawnRow),
    speech: Speech,
) {
    let median = if drawn.count == 0 {
        speech.say("samples-none")
    } else {
        median_of(speech, row)
    };
    let (width, y) = (
        layout.right - layout.left,
        layout.row_top(index) + LINE_HEIGHT / 2.0,
    );
    // No tick of the axis runs through words.
    let plate = |x: f64, y: f64, text: &str| {
        let width = pen.width_of(text).min(width);
        pen.fill(
            x,
            y - LINE_HEIGHT / 2.0,
            width + 4.0,
            LINE_HEIGHT,
            "--surface",
        );
    };
    plate(layout.left, y, &row.name);
    pen.shortened(&row.name, layout.left, y, width, "--ink");
    if median.is_empty() {
        return;
    }
    if layout.is_stacked {
        plate(layout.left, y + LINE_HEIGHT, &median);
        pen.shortened(&median, layout.left, y + LINE_HEIGHT, width, "--ink-muted");
    } else {
        plate(layout.right - pen.width_of(&median) - 4.0, y, &median);
        pen.text(&median, layout.right, y, "right", "--ink-muted");
    }
}

/// The histogram, each bin as high as it is full.
fn draw_ridge(
    pen: &Pen,
    layout: &Layout,
    scale: &Scale,
    index: usize,
    (drawn, style, read): (&DrawnRow, SeriesStyle, Option<usize>),
) {
    let foot = layout.ridge_foot(index).round() + 0.5;
    pen.line(
        (layout.left, foot),
        (layout.right, foot),
        1.0,
        "--line-strong",
    );
    let Some(bins) = &drawn.bins else {
        return;
    };
    let fullest = bins.fullest().max(1) as f64;
    let clear = |x: f64| x.clamp(layout.left, layout.right);
    let sides = |bin: usize| {
        let (from, to) = bins.edges(bin);
        let height = bins.counts[bin] as f64 / fullest * RIDGE_HEIGHT;
        (clear(scale.px(from)), clear(scale.px(to)), foot - height)
    };
    let context = &pen.context;
    context.begin_path();
    for bin in 0..bins.counts.len() {
        let (from, to, top) = sides(bin);
        if bin == 0 {
            context.move_to(from, foot);
        }
        context.line_to(from, top);
        context.line_to(to, top);
        if bin + 1 == bins.counts.len() {
            context.line_to(to, foot);
        }
    }
    context.set_fill_style_str(&pen.property(style.color));
    context.set_global_alpha(RIDGE_SHADE);
    context.fill();
    context.set_global_alpha(1.0);
    context.set_stroke_style_str(&pen.property(style.color));
    context.set_line_width(1.5);
    context.stroke();
    if let Some(bin) = read.filter(|bin| *bin < bins.counts.len()) {
        let (from, to, top) = sides(bin);
        // Where a bin is thinner than a line, the line is what is seen.
        let width = (to - from).max(2.0);
        pen.fill(from, top, width, foot - top, style.color);
        pen.outline((from, top), (width, foot - top), 2.0, "--ink");
    }
}

/// The median with its interval, and the percentiles.
fn draw_figures(
    pen: &Pen,
    layout: &Layout,
    scale: &Scale,
    index: usize,
    (row, style): (&Row, SeriesStyle),
) {
    let y = layout.ridge_foot(index) + FIGURES_HEIGHT / 2.0 + 1.0;
    let on_axis = |ms: Option<f64>| {
        ms.map(|ms| scale.px(ms))
            .filter(|x| (layout.left - 1.0..=layout.right + 1.0).contains(x))
    };
    let mut taken = Vec::new();
    if let Some(median) = on_axis(row.median_ms) {
        let low = on_axis(row.low_ms).unwrap_or(median);
        let high = on_axis(row.high_ms).unwrap_or(median);
        let foot = layout.ridge_foot(index);
        pen.line((median, foot - RIDGE_HEIGHT), (median, y), 1.5, "--ink");
        pen.line((low, y), (high, y), 3.0, "--ink");
        for end in [low, high] {
            pen.line((end, y - 4.0), (end, y + 4.0), 1.5, "--ink");
        }
        pen.marker(style.marker, (median, y), MARKER_RADIUS, style.color);
        let reach = MARKER_RADIUS + 2.0;
        taken.push((low.min(median - reach), high.max(median + reach)));
    }
    let percentiles = [("p90", row.p90_ms), ("p99", row.p99_ms)];
    let strokes: Vec<(&str, f64)> = percentiles
        .into_iter()
        .filter_map(|(name, ms)| Some((name, on_axis(ms)?)))
        .collect();
    for (_, x) in &strokes {
        pen.line((*x, y - STROKE), (*x, y + STROKE), 1.5, style.color);
        taken.push((*x, *x));
    }
    for (name, x) in strokes {
        let width = pen.width_of(name);
        let is_free = |from: &f64| {
            let (from, to) = (*from, *from + width);
            from >= layout.left
                && to <= layout.right
                && taken
                    .iter()
                    .all(|(start, end)| to + 2.0 < *start || from - 2.0 > *end)
        };
        let sides = [x + LABEL_GAP, x - LABEL_GAP - width];
        let free = sides.into_iter().find(is_free);
        if let Some(from) = free {
            pen.text(name, from, y, "left", "--ink-muted");
            taken.push((from, from + width));
        }
    }
}

/// Samples one by one, as short strokes.
fn draw_ticks(
    pen: &Pen,
    layout: &Layout,
    scale: &Scale,
    index: usize,
    (drawn, style): (&DrawnRow, SeriesStyle),
) {
    let top = layout.ridge_foot(index) + FIGURES_HEIGHT + 1.0;
    let context = &pen.context;
    context.set_stroke_style_str(&pen.property(style.color));
    context.set_line_width(1.0);
    context.set_global_alpha(TICK_SHADE);
    context.begin_path();
    for ms in &drawn.ticks_ms {
        let x = scale.px(*ms);
        context.move_to(x, top);
        context.line_to(x, top + TICKS_HEIGHT);
    }
    context.stroke();
    context.set_global_alpha(1.0);
}
