//! Heat maps on a canvas.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;

use super::Model;
use super::layout::{CELL_HEIGHT, LINE_HEIGHT, Layout, PADDING};
use super::reading::HeatmapPicture;
use crate::ui::canvas::Pen;
use crate::ui::chart::{self, Draw, Plot};
use crate::ui::color::{self, Rgb};
use crate::ui::picture::{Measure, ViewState};
use crate::ui::say::Speech;

/// Between a cell's edge and its figure.
const CELL_MARGIN: f64 = 2.0;
/// The size of figures in narrow cells.
const TEXT_SMALL: f64 = 0.85;
const LEGEND_WIDTH: f64 = 96.0;
const LEGEND_STEPS: u32 = 24;
const STOPS: [&str; 5] = ["--heat-1", "--heat-2", "--heat-3", "--heat-4", "--heat-5"];

/// The picture, with its table and its files.
#[component]
pub(crate) fn Heatmap(
    /// What to draw.
    #[prop(into)]
    model: Signal<Model>,
    /// The name of the files it can be saved as, without their ending; a picture without one is
    /// still being drawn, and offers neither files nor a table.
    #[prop(optional, into)]
    file_name: Option<String>,
) -> impl IntoView {
    let picture = chart::picture(move || Arc::new(HeatmapPicture(model.get())));
    view! { <Plot picture file_name /> }
}

impl Draw for HeatmapPicture {
    fn draw(&self, pen: &Pen, view: ViewState, speech: Speech) {
        let (model, selected) = (&self.0, view.selected);
        let layout = Layout::new(pen, model);
        let stops: Vec<Rgb> = STOPS
            .iter()
            .filter_map(|stop| Rgb::from_hex(&pen.property(stop)))
            .collect();
        draw_labels(pen, &layout, model);
        // Where cells are narrow, smaller figures are better than none.
        let figures = model.cells.iter().flatten().flatten();
        let widest = figures
            .map(|cell| pen.width_of(&cell.text))
            .fold(0.0, f64::max);
        if widest > layout.cell_width - 2.0 * CELL_MARGIN {
            pen.set_text_size(TEXT_SMALL);
        }
        for row in 0..model.rows() {
            for column in 0..model.columns() {
                draw_cell(pen, &layout, model, &stops, (row, column));
            }
        }
        pen.set_text_size(1.0);
        draw_threshold(pen, &layout, model);
        draw_legend(pen, &layout, model, &stops, speech);
        if let Some(at) = selected.filter(|at| *at < model.rows() * model.columns()) {
            let (x, y) = layout.corner(at / model.columns(), at % model.columns());
            let (width, height) = (layout.cell_width, CELL_HEIGHT);
            pen.outline((x, y), (width, height), 5.0, "--surface");
            pen.outline((x, y), (width, height), 2.5, "--accent");
        }
    }
}

fn draw_labels(pen: &Pen, layout: &Layout, model: &Model) {
    let ink = |align: &str, color: &'static str| {
        pen.context.set_fill_style_str(&pen.property(color));
        pen.context.set_text_align(align);
    };
    ink("left", "--ink");
    let room = pen.width - 2.0 * PADDING;
    pen.fitted(&model.title, PADDING, PADDING + 6.0, room);
    ink("left", "--ink-muted");
    let below = PADDING + 6.0 + LINE_HEIGHT;
    pen.fitted(&format!("{} ↓", model.y_title), PADDING, below, room);
    ink("right", "--ink");
    for (row, label) in model.y_labels.iter().enumerate() {
        let (x, y) = layout.corner(row, 0);
        pen.fitted(label, x - 6.0, y + CELL_HEIGHT / 2.0, layout.left - PADDING);
    }
    ink("center", "--ink");
    let (_, bottom) = layout.corner(model.rows(), 0);
    for (column, label) in model.x_labels.iter().enumerate() {
        let (x, _) = layout.corner(0, column);
        let middle = x + layout.cell_width / 2.0;
        pen.fitted(label, middle, bottom + 12.0, layout.cell_width - 2.0);
    }
    let middle = layout.left + layout.cell_width * model.columns() as f64 / 2.0;
    let title = format!("{} →", model.x_title);
    pen.text(
        &title,
        middle,
        bottom + 12.0 + LINE_HEIGHT,
        "center",
        "--ink-muted",
    );
}

fn draw_cell(
    pen: &Pen,
    layout: &Layout,
    model: &Model,
    stops: &[Rgb],
    (row, column): (usize, usize),
) {
    // A line of the background between cells.
    let (x, y) = layout.corner(row, column);
    let (x, y) = (x + 1.0, y + 1.0);
    let (width, height) = (layout.cell_width - 2.0, CELL_HEIGHT - 2.0);
    let middle = x + width / 2.0;
    let Some(cell) = model.cell(row, column) else {
        pen.fill(x, y, width, height, "--track");
        if model.active == Some((row, column)) {
            pen.dash(&[4.0, 3.0]);
            pen.outline(
                (x + 1.5, y + 1.5),
                (width - 3.0, height - 3.0),
                2.0,
                "--accent",
            );
            pen.dash(&[]);
            pen.text("…", middle, y + height / 2.0, "center", "--ink");
        }
        return;
    };
    let shade = color::between(stops, model.share(cell.value));
    let ink = shade.ink().css();
    let context = &pen.context;
    context.set_fill_style_str(&shade.css());
    context.fill_rect(x, y, width, height);
    context.set_fill_style_str(&ink);
    context.set_text_align("center");
    let room = layout.cell_width - 2.0 * CELL_MARGIN;
    let Some(mark) = &cell.mark else {
        pen.fitted(&cell.text, middle, y + height / 2.0, room);
        return;
    };
    // The outline takes some of the room.
    let room = room - 2.0 * CELL_MARGIN;
    pen.fitted(&cell.text, middle, y + height / 2.0 - 7.0, room);
    pen.fitted(mark, middle, y + height / 2.0 + 8.0, room);
    context.set_stroke_style_str(&ink);
    context.set_line_width(1.5);
    context.stroke_rect(x + 2.5, y + 2.5, width - 5.0, height - 5.0);
}

/// The line between cells on two sides of the threshold, light beside dark so that it is seen on
/// every shade.
fn draw_threshold(pen: &Pen, layout: &Layout, model: &Model) {
    let mut edges = Vec::new();
    for row in 0..model.rows() {
        for column in 0..model.columns() {
            let (right, below) = ((row, column + 1), (row + 1, column));
            let far = layout.corner(row + 1, column + 1);
            if model.is_crossed((row, column), right) {
                edges.push((layout.corner(row, column + 1), far));
            }
            if model.is_crossed((row, column), below) {
                edges.push((layout.corner(row + 1, column), far));
            }
        }
    }
    pen.context.set_line_cap("square");
    for (line, color) in [(7.0, "--surface"), (3.0, "--ink")] {
        for &(from, to) in &edges {
            pen.line(from, to, line, color);
        }
    }
    pen.context.set_line_cap("butt");
}

/// What the colours mean, and the line.
fn draw_legend(pen: &Pen, layout: &Layout, model: &Model, stops: &[Rgb], speech: Speech) {
    let (_, bottom) = layout.corner(model.rows(), 0);
    let y = bottom + 12.0 + 2.0 * LINE_HEIGHT + 8.0;
    if model.extent().is_none() {
        pen.text(
            &speech.say("heatmap-empty"),
            PADDING,
            y,
            "left",
            "--ink-muted",
        );
        return;
    }
    pen.text(&model.shade.low, PADDING, y, "left", "--ink-muted");
    let mut x = PADDING + pen.width_of(&model.shade.low) + 8.0;
    let step = LEGEND_WIDTH / f64::from(LEGEND_STEPS);
    for index in 0..LEGEND_STEPS {
        let shade = color::between(stops, f64::from(index) / f64::from(LEGEND_STEPS - 1));
        pen.context.set_fill_style_str(&shade.css());
        let from = x + f64::from(index) * step;
        pen.context.fill_rect(from, y - 6.0, step + 0.5, 12.0);
    }
    pen.outline((x, y - 6.0), (LEGEND_WIDTH, 12.0), 1.0, "--line-strong");
    x += LEGEND_WIDTH + 8.0;
    pen.text(&model.shade.high, x, y, "left", "--ink-muted");
    if let Some(threshold) = &model.threshold {
        let below = y + LINE_HEIGHT;
        pen.line((PADDING, below), (PADDING + 22.0, below), 3.0, "--ink");
        pen.context.set_fill_style_str(&pen.property("--ink-muted"));
        pen.context.set_text_align("left");
        let x = PADDING + 28.0;
        pen.fitted(&threshold.label, x, below, pen.width - x - PADDING);
    }
}
