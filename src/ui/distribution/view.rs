//! The picture of how samples are spread.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::{HtmlCanvasElement, KeyboardEvent, PointerEvent};

use super::{
    Drawn, FIGURES_HEIGHT, LINE_HEIGHT, Layout, Model, PADDING, Picture, RIDGE_HEIGHT, Row,
    TICKS_HEIGHT, TICKS_MAX,
};
use crate::ui::canvas::Pen;
use crate::ui::chart::{Chart, Plot, Table, csv_line};
use crate::ui::figures::{self, Quantity};
use crate::ui::key::{Key, Sign};
use crate::ui::marker::{self, Look};
use crate::ui::say::{Speech, use_speech};
use crate::ui::scale::{Kind, Scale};

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
    let speech = use_speech();
    let chart = Chart::new();
    // Sorting and counting thousands of samples again for every move of the pointer would be felt.
    let picture = Memo::new(move |_| Arc::new(model.with(Picture::of)));
    Effect::new(move || {
        chart.redraw.track();
        let selected = chart.selected.get();
        if let Some(canvas) = chart.canvas.get() {
            picture.with(|picture| {
                model.with(|model| draw(&canvas, model, picture, selected, speech));
            });
        }
    });
    let layout = Memo::new(move |_| {
        chart.redraw.track();
        let pen = Pen::measure(&chart.canvas.get()?, 0.0)?;
        picture
            .with(|picture| Some(model.with(|model| measure(&pen, model, picture, speech).layout)))
    });
    let on_pointer = Callback::new(move |event: PointerEvent| match event.type_().as_str() {
        "pointermove" | "pointerdown" => {
            let (x, y) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
            let hit = layout.get_untracked().and_then(|layout| {
                picture.with_untracked(|picture| {
                    let row = layout.row_at(y, picture.rows.len())?;
                    let scale = picture.scale((layout.left, layout.right));
                    picture.select(row, scale.value(x))
                })
            });
            chart.select(hit);
        }
        "pointerleave" if event.pointer_type() == "mouse" => chart.select(None),
        _ => {}
    });
    let on_key = Callback::new(move |event: KeyboardEvent| {
        let (at, key) = (chart.selected.get_untracked(), event.key());
        let next = picture.with_untracked(|picture| picture.step(at, &key));
        chart.pressed(&key, next)
    });
    let readout = Signal::derive(move || {
        let selected = chart.selected.get();
        picture.with(|picture| {
            model.with(|model| {
                picture.read(selected).map_or_else(
                    || speech.say("distribution-hint"),
                    |(row, bin)| describe(speech, &model.rows[row], &picture.rows[row], bin),
                )
            })
        })
    });
    view! {
        <Plot
            chart
            summary=Signal::derive(move || model.with(|model| model.summary.clone()))
            height=Signal::derive(move || {
                layout.get().map_or(HEIGHT_FIRST, |layout| layout.height)
            })
            readout
            on_pointer
            on_key
            table=Callback::new(move |()| {
                picture.with(|picture| model.with(|model| table(speech, model, picture)))
            })
            csv=Callback::new(move |()| model.with_untracked(csv))
            file_name
            class="chart__canvas--whole"
        />
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

fn describe(speech: Speech, row: &Row, drawn: &Drawn, bin: Option<usize>) -> String {
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
fn beyond(speech: Speech, drawn: &Drawn) -> Option<String> {
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

fn table(speech: Speech, model: &Model, picture: &Picture) -> Table {
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
    let row = |(row, drawn): (&Row, &Drawn)| {
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
fn csv(model: &Model) -> String {
    let mut lines = "name,sample_ms\n".to_owned();
    for row in &model.rows {
        for sample in &row.samples_ms {
            lines += &csv_line(&[row.name.clone(), sample.to_string()]);
        }
    }
    lines
}

/// Where things are, which depends on how wide words are.
struct Placed {
    layout: Layout,
    title: String,
    key: Key,
}

fn measure(pen: &Pen, model: &Model, picture: &Picture, speech: Speech) -> Placed {
    let words = model
        .rows
        .iter()
        .map(|row| pen.width_of(&row.name) + pen.width_of(&median_of(speech, row)))
        .fold(0.0, f64::max);
    let room = pen.width - 2.0 * PADDING;
    let mut signs = vec![
        (
            Sign::Interval("--ink"),
            speech.say("distribution-key-median"),
        ),
        (
            Sign::Tick("--ink-muted"),
            speech.say_with(
                "distribution-key-ticks",
                &[(
                    "most",
                    figures::count(speech.locale(), TICKS_MAX as u64).into(),
                )],
            ),
        ),
        (Sign::None, speech.say("distribution-key-height")),
    ];
    // What has its place nowhere on the axis is written down.
    for (row, drawn) in model.rows.iter().zip(&picture.rows) {
        if let Some(beyond) = beyond(speech, drawn) {
            signs.push((Sign::None, format!("{}: {beyond}", row.name)));
        }
    }
    let key = Key::new(pen, signs, room);
    Placed {
        layout: Layout::new(pen.width, words, model.rows.len(), key.lines()),
        title: match model.kind {
            Kind::Linear => model.title.clone(),
            Kind::Log => speech.say_with("axis-log", &[("title", model.title.as_str().into())]),
        },
        key,
    }
}

fn draw(
    canvas: &HtmlCanvasElement,
    model: &Model,
    picture: &Picture,
    selected: Option<usize>,
    speech: Speech,
) {
    let Some(pen) = Pen::measure(canvas, 0.0) else {
        return;
    };
    let Placed { layout, title, key } = measure(&pen, model, picture, speech);
    let Some(pen) = Pen::start(canvas, layout.height) else {
        return;
    };
    let scale = picture.scale((layout.left, layout.right));
    draw_axis(&pen, &layout, &scale, &title, picture, speech);
    let read = picture.read(selected);
    for (index, (row, drawn)) in model.rows.iter().zip(&picture.rows).enumerate() {
        let bin = read.and_then(|(row, bin)| bin.filter(|_| row == index));
        let look = marker::look(index);
        draw_words(&pen, &layout, index, (row, drawn), speech);
        draw_ridge(&pen, &layout, &scale, index, (drawn, look, bin));
        draw_figures(&pen, &layout, &scale, index, (row, look));
        draw_ticks(&pen, &layout, &scale, index, (drawn, look));
    }
    key.draw(&pen, PADDING, layout.bottom + 50.0);
}

fn draw_axis(
    pen: &Pen,
    layout: &Layout,
    scale: &Scale,
    title: &str,
    picture: &Picture,
    speech: Speech,
) {
    /// A mark and its words take about so much room.
    const MARK_ROOM: f64 = 80.0;
    let (left, right, bottom) = (layout.left, layout.right, layout.bottom.round() + 0.5);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few"
    )]
    let most = ((right - left) / MARK_ROOM).clamp(2.0, 10.0) as u32;
    let marks = picture.marks(most);
    let greatest = marks.iter().copied().fold(0.0, f64::max);
    let mut free_from = f64::NEG_INFINITY;
    for mark in marks {
        let x = scale.px(mark).round() + 0.5;
        pen.line((x, PADDING), (x, bottom), 1.0, "--line");
        pen.line((x, bottom), (x, bottom + 4.0), 1.0, "--line-strong");
        // Marks far apart have units of their own.
        let suits = match picture.kind {
            Kind::Linear => greatest,
            Kind::Log => mark,
        };
        let label = figures::tick(speech, Quantity::Duration, mark, suits);
        let half = pen.width_of(&label) / 2.0;
        let middle = x.clamp(
            PADDING + half,
            (pen.width - PADDING - half).max(PADDING + half),
        );
        if middle - half >= free_from {
            pen.text(&label, middle, bottom + 13.0, "center", "--ink-muted");
            free_from = middle + half + 8.0;
        }
    }
    pen.line((left, bottom), (right, bottom), 1.0, "--line-strong");
    let middle = f64::midpoint(left, right);
    pen.text(title, middle, bottom + 31.0, "center", "--ink-muted");
}

fn draw_words(
    pen: &Pen,
    layout: &Layout,
    index: usize,
    (row, drawn): (&Row, &Drawn),
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
    // No mark of the axis runs through words.
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
    (drawn, look, read): (&Drawn, Look, Option<usize>),
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
    context.set_fill_style_str(&pen.property(look.color));
    context.set_global_alpha(RIDGE_SHADE);
    context.fill();
    context.set_global_alpha(1.0);
    context.set_stroke_style_str(&pen.property(look.color));
    context.set_line_width(1.5);
    context.stroke();
    if let Some(bin) = read.filter(|bin| *bin < bins.counts.len()) {
        let (from, to, top) = sides(bin);
        // Where a bin is thinner than a line, the line is what is seen.
        let width = (to - from).max(2.0);
        pen.fill(from, top, width, foot - top, look.color);
        pen.outline((from, top), (width, foot - top), 2.0, "--ink");
    }
}

/// The median with its interval, and the percentiles.
fn draw_figures(
    pen: &Pen,
    layout: &Layout,
    scale: &Scale,
    index: usize,
    (row, look): (&Row, Look),
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
        pen.marker(look.marker, (median, y), MARKER_RADIUS, look.color);
        let reach = MARKER_RADIUS + 2.0;
        taken.push((low.min(median - reach), high.max(median + reach)));
    }
    let percentiles = [("p90", row.p90_ms), ("p99", row.p99_ms)];
    let strokes: Vec<(&str, f64)> = percentiles
        .into_iter()
        .filter_map(|(name, ms)| Some((name, on_axis(ms)?)))
        .collect();
    for (_, x) in &strokes {
        pen.line((*x, y - STROKE), (*x, y + STROKE), 1.5, look.color);
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
    (drawn, look): (&Drawn, Look),
) {
    let top = layout.ridge_foot(index) + FIGURES_HEIGHT + 1.0;
    let context = &pen.context;
    context.set_stroke_style_str(&pen.property(look.color));
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
