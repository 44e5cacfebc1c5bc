//! Figures by row and column, each with its colour: where what pays.
//!
//! The model is in [`crate::ui::grid`].

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use crate::ui::canvas::Pen;
use crate::ui::chart::{self, Picture, Plot, Table, ViewState};
use crate::ui::color::{self, Rgb};
use crate::ui::csv;
use crate::ui::grid::Model;
use crate::ui::say::Speech;

const PADDING: f64 = 10.0;
const LINE_HEIGHT: f64 = 18.0;
/// The title, and below it what the rows are.
const HEAD_HEIGHT: f64 = PADDING + 2.0 * LINE_HEIGHT + 4.0;
/// The columns' labels and title, and the legend.
const FOOT_HEIGHT: f64 = 3.0 * LINE_HEIGHT + 22.0;
const CELL_HEIGHT: f64 = 42.0;
/// Labels of rows take no more than this share of the width.
const LABELS_MAX: f64 = 0.3;
const CELLS_MAX_WIDTH: f64 = 120.0;
/// Between a cell's edge and its figure.
const CELL_MARGIN: f64 = 2.0;
/// The size of figures in narrow cells.
const TEXT_SMALL: f64 = 0.85;
const LEGEND_WIDTH: f64 = 96.0;
const LEGEND_STEPS: u32 = 24;
const STOPS: [&str; 5] = ["--heat-1", "--heat-2", "--heat-3", "--heat-4", "--heat-5"];

/// The picture, with its table and its files.
#[component]
pub fn Heatmap(
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

struct HeatmapPicture(Model);

impl Picture for HeatmapPicture {
    fn summary(&self) -> String {
        self.0.summary.clone()
    }

    fn hint(&self, speech: Speech) -> String {
        speech.say("heatmap-hint")
    }

    fn height(&self, _canvas: Option<&HtmlCanvasElement>, _speech: Speech) -> f64 {
        height(&self.0)
    }

    fn draw(&self, canvas: &HtmlCanvasElement, view: ViewState, speech: Speech) {
        draw(canvas, &self.0, view.selected, speech);
    }

    fn hit(
        &self,
        canvas: &HtmlCanvasElement,
        at: (f64, f64),
        _view: ViewState,
        _speech: Speech,
    ) -> Option<usize> {
        hit(canvas, &self.0, at)
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

fn height(model: &Model) -> f64 {
    let legend_lines = f64::from(u8::from(model.threshold.is_some()));
    HEAD_HEIGHT + model.rows() as f64 * CELL_HEIGHT + FOOT_HEIGHT + legend_lines * LINE_HEIGHT
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

/// Where the cells are.
struct Layout {
    left: f64,
    cell_width: f64,
}

impl Layout {
    fn new(pen: &Pen, model: &Model) -> Self {
        let widest = model
            .y_labels
            .iter()
            .map(|label| pen.width_of(label))
            .fold(0.0, f64::max);
        let left = PADDING + widest.min(pen.width * LABELS_MAX) + 8.0;
        let room = pen.width - left - PADDING;
        let cell_width = (room / model.columns().max(1) as f64).clamp(1.0, CELLS_MAX_WIDTH);
        Self { left, cell_width }
    }

    fn corner(&self, row: usize, column: usize) -> (f64, f64) {
        (
            self.left + column as f64 * self.cell_width,
            HEAD_HEIGHT + row as f64 * CELL_HEIGHT,
        )
    }
}

fn hit(canvas: &HtmlCanvasElement, model: &Model, (x, y): (f64, f64)) -> Option<usize> {
    let pen = Pen::measure(canvas, height(model))?;
    let layout = Layout::new(&pen, model);
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

fn draw(canvas: &HtmlCanvasElement, model: &Model, selected: Option<usize>, speech: Speech) {
    let Some(pen) = Pen::start(canvas, height(model)) else {
        return;
    };
    let layout = Layout::new(&pen, model);
    let stops: Vec<Rgb> = STOPS
        .iter()
        .filter_map(|stop| Rgb::from_hex(&pen.property(stop)))
        .collect();
    draw_labels(&pen, &layout, model);
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
            draw_cell(&pen, &layout, model, &stops, (row, column));
        }
    }
    pen.set_text_size(1.0);
    draw_threshold(&pen, &layout, model);
    draw_legend(&pen, &layout, model, &stops, speech);
    if let Some(at) = selected.filter(|at| *at < model.rows() * model.columns()) {
        let (x, y) = layout.corner(at / model.columns(), at % model.columns());
        let (width, height) = (layout.cell_width, CELL_HEIGHT);
        pen.outline((x, y), (width, height), 5.0, "--surface");
        pen.outline((x, y), (width, height), 2.5, "--accent");
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
