//! Sample series on a canvas.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;

use super::Model;
use super::drawn::Drawn;
use super::layout::{LINE_HEIGHT, Layout, PADDING, apart};
use super::reading::{SampleSeriesPicture, place};
use crate::ui::axis::{self, HorizontalAxis};
use crate::ui::canvas::Pen;
use crate::ui::chart::{self, Draw, Plot};
use crate::ui::figures::{self, Quantity};
use crate::ui::marker::{Marker, SeriesStyle};
use crate::ui::picture::{Measure, ViewState};
use crate::ui::say::Speech;
use crate::ui::scale::{Kind, Scale};

const MARKER_RADIUS: f64 = 3.0;
/// Where there are more samples than this, markers are smaller.
const MANY: usize = 500;
const MARKER_RADIUS_MANY: f64 = 2.2;
/// Lines between blocks keep so far apart, and their numbers.
const BLOCK_GAP: f64 = 10.0;
const NUMBER_GAP: f64 = 34.0;
/// How strongly those lines are drawn, from 0 to 1.
const BLOCK_SHADE: f64 = 0.5;

/// The picture, with its table and its files.
#[component]
pub(crate) fn SampleSeries(
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
        // Thousands of samples are sorted for it, which a move of the pointer should not wait for.
        let drawn = Drawn::of(&model);
        Arc::new(SampleSeriesPicture { model, drawn })
    });
    view! { <Plot picture file_name /> }
}

impl Draw for SampleSeriesPicture {
    fn draw(&self, pen: &Pen, view: ViewState, speech: Speech) {
        let Self {
            model,
            drawn: picture,
        } = self;
        let placed = self.placed(pen, speech);
        let layout = placed.layout;
        let order = layout.order(picture.last_at);
        let times = picture.scale(layout.times());
        let sides = (layout.left, layout.right);
        axis::draw_vertical(pen, &times, sides, &placed.title, &placed.times);
        draw_blocks(pen, &layout, &order, picture, speech);
        draw_order(pen, &layout, &order, picture, speech);
        let radius = if picture.samples.len() > MANY {
            MARKER_RADIUS_MANY
        } else {
            MARKER_RADIUS
        };
        let shown = || {
            let all = picture.samples.iter();
            all.filter_map(|drawn| Some((drawn, model.samples.get(drawn.index)?)))
        };
        // What counts lies on what does not, and outliers on all.
        for (_, point) in shown().filter(|(_, point)| point.warm_up) {
            let style = SeriesStyle::of(point.series);
            let at = place(&layout, &order, &times, point);
            pen.hollow_marker(style.marker, at, (radius, 1.0), style.color);
        }
        for (_, point) in shown().filter(|(drawn, point)| !point.warm_up && !drawn.is_outlier) {
            let style = SeriesStyle::of(point.series);
            let at = place(&layout, &order, &times, point);
            pen.marker(style.marker, at, radius, style.color);
        }
        for (_, point) in shown().filter(|(drawn, _)| drawn.is_outlier) {
            let style = SeriesStyle::of(point.series);
            let at = place(&layout, &order, &times, point);
            pen.hollow_marker(Marker::Circle, at, (radius + 3.0, 1.5), "--ink");
            pen.marker(style.marker, at, radius, style.color);
        }
        if let Some((_, point)) = view.selected.and_then(|item| self.item(item)) {
            let (x, y) = place(&layout, &order, &times, point);
            pen.dash(&[2.0, 3.0]);
            pen.line((layout.left, y), (x, y), 1.0, "--ink");
            pen.line((x, y), (x, layout.bottom), 1.0, "--ink");
            pen.dash(&[]);
            pen.outline((x - 7.0, y - 7.0), (14.0, 14.0), 2.0, "--accent");
        }
        if picture.samples.is_empty() {
            let middle = (
                f64::midpoint(layout.left, layout.right),
                f64::midpoint(layout.top, layout.bottom),
            );
            let text = speech.say("samples-none");
            pen.text(&text, middle.0, middle.1, "center", "--ink-muted");
        }
        placed.legend.draw(pen, PADDING, layout.bottom + 50.0);
    }
}

/// A thin line where a block begins, with its number where there is room.
fn draw_blocks(pen: &Pen, layout: &Layout, order: &Scale, picture: &Drawn, speech: Speech) {
    let places: Vec<f64> = picture
        .blocks
        .iter()
        // Between the last sample of the one block and the first of the next.
        .map(|(at, _)| order.px(*at as f64 - 0.5))
        .collect();
    for index in apart(&places, BLOCK_GAP) {
        let x = places[index].round() + 0.5;
        pen.context.set_global_alpha(BLOCK_SHADE);
        pen.line((x, layout.top), (x, layout.bottom), 1.0, "--line-strong");
        pen.context.set_global_alpha(1.0);
    }
    let y = layout.top - LINE_HEIGHT / 2.0;
    for index in apart(&places, NUMBER_GAP) {
        let (x, block) = (places[index], picture.blocks[index].1 + 1);
        let label = figures::count(speech.locale(), block as u64);
        if x + pen.width_of(&label) <= layout.right {
            pen.text(&label, x + 2.0, y, "left", "--ink-muted");
        }
    }
}

fn draw_order(pen: &Pen, layout: &Layout, order: &Scale, picture: &Drawn, speech: Speech) {
    /// A tick and its words take about so much room.
    const TICK_ROOM: f64 = 70.0;
    let Layout { left, right, .. } = *layout;
    let most = axis::ticks_in(right - left, TICK_ROOM);
    let mut ticks = order.ticks(most);
    ticks.retain(|tick| *tick <= picture.last_at as f64);
    let title = speech.say("sample-series-order");
    HorizontalAxis {
        left,
        right,
        y: layout.bottom,
        title: &title,
        ticks: &axis::labelled(speech, Quantity::Count, Kind::Linear, ticks),
    }
    .draw(pen, order);
}
