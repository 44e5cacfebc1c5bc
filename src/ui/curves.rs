//! Lines over an axis: how a figure changes with another, measured or modelled.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use crate::ui::axis::{self, HorizontalAxis, Tick};
use crate::ui::canvas::Pen;
use crate::ui::chart::{self, Picture, Plot, Table, ViewState};
use crate::ui::csv;
use crate::ui::figures::{self, Quantity};
pub use crate::ui::marker::Marker;
use crate::ui::say::Speech;
use crate::ui::scale::{self, Kind, Scale};

const HEIGHT: f64 = 340.0;
const PADDING: f64 = 10.0;
/// Room above the lines for the title of their axis.
const TITLE_HEIGHT: f64 = 26.0;
/// Room below the lines for the ticks and the title of the other axis.
const AXIS_HEIGHT: f64 = 44.0;
/// A line of text.
const LINE_HEIGHT: f64 = 17.0;
/// Below this width the names of the lines stand above them, for lack of room at their ends.
const NARROW: f64 = 560.0;
/// How long a piece of line in the legend is.
const LEGEND_LENGTH: f64 = 26.0;
const MARKER_RADIUS: f64 = 4.0;
/// A line that ends so far from the edge is not named there.
const FAR_PX: f64 = 40.0;
/// How far from a point one may point at it.
const REACH_PX: f64 = 24.0;

/// A point, with the interval that its value lies in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Where it stands.
    pub x: f64,
    /// Its value.
    pub y: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
}

impl Point {
    /// A point whose value is known, or whose interval is not.
    #[must_use]
    pub const fn exact(x: f64, y: f64) -> Self {
        Self {
            x,
            y,
            low: y,
            high: y,
        }
    }

    fn has_interval(&self) -> bool {
        self.low < self.high
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// In one piece.
    Solid,
    /// In dashes.
    Dashed,
    /// In dots.
    Dotted,
}

impl Dash {
    const fn lengths(self) -> &'static [f64] {
        match self {
            Self::Solid => &[],
            Self::Dashed => &[7.0, 4.0],
            Self::Dotted => &[2.0, 3.0],
        }
    }
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What it is called.
    pub name: String,
    /// The custom property that holds its colour.
    pub color: &'static str,
    /// How it is drawn.
    pub dash: Dash,
    /// What stands at its points.
    pub marker: Marker,
    /// Whether it was computed from a model: it is named as such, and not read point by point.
    pub modelled: bool,
    /// Its points, by where they stand.
    pub points: Vec<Point>,
}

/// One axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it counts; the unit too, where the quantity has none.
    pub title: String,
    /// How its values are spread.
    pub kind: Kind,
    /// How they are written.
    pub quantity: Quantity,
}

/// A line across the picture at a value of the horizontal axis, such as a break-even size.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// Where it stands.
    pub at: f64,
    /// What it means.
    pub label: String,
}

/// A whole picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What the picture shows, in a sentence, for those who cannot see it.
    pub summary: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// The lines; later ones lie on top.
    pub series: Vec<Series>,
    /// Lines across.
    pub references: Vec<Reference>,
}

impl Model {
    /// The points that can be read, line by line.
    fn readable(&self) -> Vec<(&Series, &Point)> {
        self.series
            .iter()
            .filter(|series| !series.modelled)
            .flat_map(|series| series.points.iter().map(move |point| (series, point)))
            .collect()
    }
}

/// The picture, with its table and its files.
#[component]
pub fn Curves(
    /// What to draw.
    #[prop(into)]
    model: Signal<Model>,
    /// The name of the files it can be saved as, without their ending; a picture without one is
    /// still being drawn, and offers neither files nor a table.
    #[prop(optional, into)]
    file_name: Option<String>,
) -> impl IntoView {
    let picture = chart::picture(move || Arc::new(CurvesPicture(model.get())));
    view! { <Plot picture file_name /> }
}

struct CurvesPicture(Model);

impl Picture for CurvesPicture {
    fn summary(&self) -> String {
        self.0.summary.clone()
    }

    fn hint(&self, speech: Speech) -> String {
        speech.say("curves-hint")
    }

    fn height(&self, _canvas: Option<&HtmlCanvasElement>, _speech: Speech) -> f64 {
        HEIGHT
    }

    fn draw(&self, canvas: &HtmlCanvasElement, view: ViewState, speech: Speech) {
        draw(canvas, &self.0, view.selected, speech);
    }

    fn hit(
        &self,
        canvas: &HtmlCanvasElement,
        at: (f64, f64),
        _view: ViewState,
        speech: Speech,
    ) -> Option<usize> {
        hit(canvas, &self.0, at, speech)
    }

    fn step(&self, from: Option<usize>, key: &str) -> Option<usize> {
        step(&self.0, from, key)
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

/// A modelled line says so in its name.
fn shown_name(speech: Speech, series: &Series) -> String {
    if series.modelled {
        speech.say_with("curves-modelled", &[("name", series.name.as_str().into())])
    } else {
        series.name.clone()
    }
}

fn title(speech: Speech, axis: &Axis) -> String {
    axis::title(speech, axis.kind, &axis.title)
}

/// Where things are.
struct Layout {
    x: Scale,
    y: Scale,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    /// Each line's name; above the lines with a piece of them, or at their ends.
    names: Vec<String>,
    legend_above: bool,
    y_ticks: Vec<Tick>,
}

impl Layout {
    fn new(pen: &Pen, model: &Model, speech: Speech) -> Self {
        let points = || model.series.iter().flat_map(|series| &series.points);
        let x_domain = scale::extent(points().map(|point| point.x));
        let y_domain = scale::domain(
            model.y.kind,
            points().flat_map(|point| [point.y, point.low, point.high]),
        );
        let names: Vec<String> = model
            .series
            .iter()
            .map(|series| shown_name(speech, series))
            .collect();
        let widest = |texts: &mut dyn Iterator<Item = &String>| {
            texts.map(|text| pen.width_of(text)).fold(0.0, f64::max)
        };
        let name_width = widest(&mut names.iter());
        let legend_above = pen.width < NARROW || name_width > pen.width * 0.3;
        let legend_lines = if legend_above { names.len() } else { 0 };
        let lines_above = legend_lines + model.references.len();
        let top = PADDING + TITLE_HEIGHT + lines_above as f64 * LINE_HEIGHT;
        let bottom = (pen.height - AXIS_HEIGHT).max(top + 1.0);

        let y = Scale::new(model.y.kind, y_domain, (bottom, top));
        let y_ticks = labelled(speech, &model.y, y.ticks(6));
        let left = PADDING + widest(&mut y_ticks.iter().map(|(_, label)| label)) + 8.0;
        let right = pen.width
            - if legend_above {
                PADDING + MARKER_RADIUS
            } else {
                PADDING + name_width + 14.0
            };
        let right = right.max(left + 1.0);
        // Points at the ends keep clear of the axis.
        let inset = MARKER_RADIUS + 2.0;
        let x = Scale::new(model.x.kind, x_domain, (left + inset, right - inset));
        Self {
            x,
            y,
            left,
            right,
            top,
            bottom,
            names,
            legend_above,
            y_ticks,
        }
    }

    fn place(&self, point: &Point) -> (f64, f64) {
        (self.x.px(point.x), self.y.px(point.y))
    }
}

/// The ticks of the horizontal axis: where something was measured if that is at few places.
fn x_ticks(speech: Speech, model: &Model, scale: &Scale, most: u32) -> Vec<Tick> {
    let mut places: Vec<f64> = model.readable().iter().map(|(_, point)| point.x).collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    if places.len() > most as usize || places.len() < 2 {
        places = scale.ticks(most);
    }
    labelled(speech, &model.x, places)
}

fn labelled(speech: Speech, axis: &Axis, ticks: Vec<f64>) -> Vec<Tick> {
    axis::labelled(speech, axis.quantity, axis.kind, ticks)
}

fn hit(canvas: &HtmlCanvasElement, model: &Model, at: (f64, f64), speech: Speech) -> Option<usize> {
    // The layout depends on how wide words are, which only a drawing knows.
    let pen = Pen::measure(canvas, HEIGHT)?;
    let layout = Layout::new(&pen, model, speech);
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

fn draw(canvas: &HtmlCanvasElement, model: &Model, selected: Option<usize>, speech: Speech) {
    let Some(pen) = Pen::start(canvas, HEIGHT) else {
        return;
    };
    let layout = Layout::new(&pen, model, speech);
    draw_axes(&pen, &layout, model, speech);
    draw_references(&pen, &layout, model);
    pen.context.save();
    pen.context.begin_path();
    let (width, height) = (layout.right - layout.left, layout.bottom - layout.top);
    pen.context
        .rect(layout.left, layout.top - 2.0, width, height + 4.0);
    pen.context.clip();
    for series in &model.series {
        draw_series(&pen, &layout, series);
    }
    pen.context.restore();
    draw_names(&pen, &layout, model);
    let readable = model.readable();
    if let Some((_, point)) = selected.and_then(|at| readable.get(at)) {
        let (x, y) = layout.place(point);
        pen.dash(Dash::Dotted.lengths());
        pen.line((layout.left, y), (x, y), 1.0, "--ink");
        pen.line((x, y), (x, layout.bottom), 1.0, "--ink");
        pen.dash(&[]);
        pen.circle((x, y), MARKER_RADIUS + 3.0);
        pen.context.stroke();
    }
}

fn draw_axes(pen: &Pen, layout: &Layout, model: &Model, speech: Speech) {
    let Layout { left, right, .. } = *layout;
    let y_title = title(speech, &model.y);
    axis::draw_vertical(pen, &layout.y, (left, right), &y_title, &layout.y_ticks);
    let most = if pen.width < NARROW { 6 } else { 10 };
    HorizontalAxis {
        left,
        right,
        y: layout.bottom,
        title: &title(speech, &model.x),
        ticks: &x_ticks(speech, model, &layout.x, most),
    }
    .draw(pen, &layout.x);
}

/// Lines across, each with its words at its upper end, above all that was measured.
fn draw_references(pen: &Pen, layout: &Layout, model: &Model) {
    let shown = model
        .references
        .iter()
        .filter(|reference| layout.x.holds(reference.at));
    for (index, reference) in shown.enumerate() {
        let x = layout.x.px(reference.at).round() + 0.5;
        let lines_below = model.references.len() - index;
        let y = layout.top - 4.0 - (lines_below as f64 - 0.5) * LINE_HEIGHT;
        pen.dash(&[4.0, 4.0]);
        pen.line((x, y - 6.0), (x, layout.bottom), 1.5, "--ink");
        pen.dash(&[]);
        let width = pen.width_of(&reference.label);
        // On the side that has room; where neither has, across the line.
        let (right, left) = (x + 6.0, x - 6.0 - width);
        let from = if right + width <= pen.width - PADDING {
            right
        } else if left >= PADDING {
            left
        } else {
            (pen.width - PADDING - width).max(PADDING)
        };
        name_plate(pen, &reference.label, (from, y), "--ink");
    }
}

/// Words that no line runs through.
fn name_plate(pen: &Pen, text: &str, (x, y): (f64, f64), color: &'static str) {
    let (width, height) = (pen.width_of(text) + 4.0, LINE_HEIGHT - 1.0);
    pen.fill(x - 2.0, y - height / 2.0, width, height, "--surface");
    pen.text(text, x, y, "left", color);
}

fn draw_series(pen: &Pen, layout: &Layout, series: &Series) {
    for point in series.points.iter().filter(|point| point.has_interval()) {
        let x = layout.x.px(point.x);
        let (low, high) = (layout.y.px(point.low), layout.y.px(point.high));
        pen.line((x, low), (x, high), 1.5, series.color);
        for y in [low, high] {
            pen.line((x - 3.5, y), (x + 3.5, y), 1.5, series.color);
        }
    }
    let context = &pen.context;
    context.set_stroke_style_str(&pen.property(series.color));
    context.set_line_width(2.0);
    pen.dash(series.dash.lengths());
    context.begin_path();
    for (index, point) in series.points.iter().enumerate() {
        let (x, y) = layout.place(point);
        if index == 0 {
            context.move_to(x, y);
        } else {
            context.line_to(x, y);
        }
    }
    context.stroke();
    pen.dash(&[]);
    for point in &series.points {
        draw_marker(pen, series, layout.place(point));
    }
}

fn draw_marker(pen: &Pen, series: &Series, at: (f64, f64)) {
    pen.marker(series.marker, at, MARKER_RADIUS, series.color);
}

/// Each line with its name and where it ends.
fn ends_of<'a>(layout: &'a Layout, model: &'a Model) -> Vec<(&'a Series, &'a String, (f64, f64))> {
    let named = model.series.iter().zip(&layout.names);
    named
        .filter_map(|(series, name)| {
            let (x, y) = layout.place(series.points.last()?);
            Some((series, name, (x, y.clamp(layout.top, layout.bottom))))
        })
        .collect()
}

/// The lines' names: at their ends, kept apart, or above them with a piece of each line.
fn draw_names(pen: &Pen, layout: &Layout, model: &Model) {
    if layout.legend_above {
        for (index, (series, name)) in model.series.iter().zip(&layout.names).enumerate() {
            let y = PADDING + TITLE_HEIGHT - 4.0 + index as f64 * LINE_HEIGHT;
            pen.dash(series.dash.lengths());
            pen.line(
                (PADDING, y),
                (PADDING + LEGEND_LENGTH, y),
                2.0,
                series.color,
            );
            pen.dash(&[]);
            draw_marker(pen, series, (PADDING + LEGEND_LENGTH / 2.0, y));
            pen.context.set_fill_style_str(&pen.property("--ink"));
            pen.context.set_text_align("left");
            let from = PADDING + LEGEND_LENGTH + 8.0;
            pen.fitted(name, from, y, pen.width - from - PADDING);
        }
        return;
    }
    let (far, near): (Vec<_>, Vec<_>) = ends_of(layout, model)
        .into_iter()
        .partition(|(_, _, (x, _))| layout.right - x > FAR_PX);
    // A line that ends within the picture is named there.
    for (series, name, (x, y)) in far {
        name_plate(pen, name, (x + MARKER_RADIUS + 4.0, y), series.color);
    }
    let wanted: Vec<f64> = near.iter().map(|(_, _, (_, y))| *y).collect();
    let placed = scale::apart(&wanted, LINE_HEIGHT, layout.top - 8.0, layout.bottom + 8.0);
    for ((series, name, (x, y)), label_y) in near.into_iter().zip(placed) {
        let from = layout.right + 10.0;
        pen.line(
            (x + MARKER_RADIUS + 2.0, y),
            (from - 3.0, label_y),
            1.0,
            series.color,
        );
        pen.text(name, from, label_y, "left", series.color);
    }
}
