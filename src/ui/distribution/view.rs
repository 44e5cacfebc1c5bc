//! Distributions on a canvas.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;

use super::drawn::{Drawn, DrawnRow};
use super::layout::{FIGURES_HEIGHT, LINE_HEIGHT, Layout, PADDING, RIDGE_HEIGHT, TICKS_HEIGHT};
use super::reading::{DistributionPicture, Placed, median_of};
use super::{Model, Row};
use crate::ui::axis::{self, HorizontalAxis};
use crate::ui::canvas::Pen;
use crate::ui::chart::{self, Draw, Plot};
use crate::ui::figures::Quantity;
use crate::ui::marker::SeriesStyle;
use crate::ui::picture::{Measure, ViewState};
use crate::ui::say::Speech;
use crate::ui::scale::Scale;

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
pub(crate) fn Distribution(
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

impl Draw for DistributionPicture {
    fn draw(&self, pen: &Pen, view: ViewState, speech: Speech) {
        let Self {
            model,
            drawn: picture,
        } = self;
        let Placed {
            layout,
            title,
            legend,
        } = self.placed(pen, speech);
        let scale = picture.scale((layout.left, layout.right));
        draw_axis(pen, &layout, &scale, &title, picture, speech);
        let read = picture.read(view.selected);
        for (index, (row, drawn)) in model.rows.iter().zip(&picture.rows).enumerate() {
            let bin = read.and_then(|(row, bin)| bin.filter(|_| row == index));
            let style = SeriesStyle::of(index);
            draw_words(pen, &layout, index, (row, drawn), speech);
            draw_ridge(pen, &layout, &scale, index, (drawn, style, bin));
            draw_figures(pen, &layout, &scale, index, (row, style));
            draw_ticks(pen, &layout, &scale, index, (drawn, style));
        }
        legend.draw(pen, PADDING, layout.bottom + 50.0);
    }
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
