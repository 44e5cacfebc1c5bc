//! Curves on a canvas.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;

use super::layout::{
    LINE_HEIGHT, Layout, MARKER_RADIUS, NARROW, PADDING, TITLE_HEIGHT, ends_of, title, x_ticks,
};
use super::reading::CurvesPicture;
use super::{Dash, Model, Series};
use crate::ui::axis::{self, HorizontalAxis};
use crate::ui::canvas::Pen;
use crate::ui::chart::{self, Draw, Plot};
use crate::ui::picture::{Measure, ViewState};
use crate::ui::say::Speech;
use crate::ui::scale;

/// How long a piece of line in the legend is.
const LEGEND_LENGTH: f64 = 26.0;
/// A line that ends so far from the edge is not named there.
const FAR_PX: f64 = 40.0;

/// The picture, with its table and its files.
#[component]
pub(crate) fn Curves(
    /// What to draw.
    #[prop(into)]
    model: Signal<Model>,
    /// The name of the files it can be saved as, without their ending; a picture without one is
    /// still being drawn, and offers neither files nor a table.
    #[prop(optional, into)]
    file_name: Option<String>,
    /// Gets the value of the horizontal axis that a pointer is pressed at, and moves to while it is.
    #[prop(optional)]
    on_drag: Option<Callback<f64>>,
) -> impl IntoView {
    let picture = chart::picture(move || Arc::new(CurvesPicture(model.get())));
    view! { <Plot picture file_name on_drag /> }
}

impl Draw for CurvesPicture {
    fn draw(&self, pen: &Pen, view: ViewState, speech: Speech) {
        let (model, selected) = (&self.0, view.selected);
        let layout = Layout::new(pen, model, speech);
        draw_axes(pen, &layout, model, speech);
        draw_references(pen, &layout, model);
        pen.context.save();
        pen.context.begin_path();
        let (width, height) = (layout.right - layout.left, layout.bottom - layout.top);
        pen.context
            .rect(layout.left, layout.top - 2.0, width, height + 4.0);
        pen.context.clip();
        for series in &model.series {
            draw_series(pen, &layout, series);
        }
        pen.context.restore();
        draw_names(pen, &layout, model);
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
