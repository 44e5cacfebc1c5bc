//! The picture of samples in their order.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use super::{Drawn, DrawnSample, LINE_HEIGHT, Layout, Model, PADDING, Sample, apart};
use crate::ui::axis::{self, HorizontalAxis, Tick};
use crate::ui::canvas::Pen;
use crate::ui::chart::{self, Plot, Table, ViewState};
use crate::ui::csv;
use crate::ui::figures::{self, Quantity};
use crate::ui::legend::{Legend, Swatch};
use crate::ui::marker::{Marker, SeriesStyle};
use crate::ui::say::Speech;
use crate::ui::scale::{Kind, Scale};
use crate::ui::viewport::Viewport;

/// Before the canvas is there to be measured.
const HEIGHT_FIRST: f64 = 320.0;
const MARKER_RADIUS: f64 = 3.0;
/// Where there are more samples than this, markers are smaller.
const MANY: usize = 500;
const MARKER_RADIUS_MANY: f64 = 2.2;
/// How far from a sample one may point at it.
const REACH_PX: f64 = 24.0;
/// Lines between blocks keep so far apart, and their numbers.
const BLOCK_GAP: f64 = 10.0;
const NUMBER_GAP: f64 = 34.0;
/// How strongly those lines are drawn, from 0 to 1.
const BLOCK_SHADE: f64 = 0.5;
const TIME_TICKS_MAX: u32 = 6;

/// The picture, with its table and its files.
#[component]
pub fn SampleSeries(
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

struct SampleSeriesPicture {
    model: Model,
    drawn: Drawn,
}

impl SampleSeriesPicture {
    /// A sample that is drawn.
    fn item(&self, item: usize) -> Option<(&DrawnSample, &Sample)> {
        let drawn = self.drawn.samples.get(item)?;
        Some((drawn, self.model.samples.get(drawn.index)?))
    }
}

impl chart::Picture for SampleSeriesPicture {
    fn summary(&self) -> String {
        self.model.summary.clone()
    }

    fn hint(&self, speech: Speech) -> String {
        speech.say("sample-series-hint")
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
        draw(canvas, self, view.selected, speech);
    }

    fn hit(
        &self,
        canvas: &HtmlCanvasElement,
        at: (f64, f64),
        _view: ViewState,
        speech: Speech,
    ) -> Option<usize> {
        let pen = Pen::measure(canvas, 0.0)?;
        let layout = measure(&pen, &self.model, &self.drawn, speech).layout;
        hit(&layout, self, at)
    }

    fn step(&self, from: Option<usize>, key: &str) -> Option<usize> {
        self.drawn.step(&self.model.samples, from, key)
    }

    fn read(&self, item: usize, speech: Speech) -> Option<String> {
        let (drawn, sample) = self.item(item)?;
        Some(describe(speech, &self.model, drawn, sample))
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

fn name_of<'a>(model: &'a Model, point: &Sample) -> &'a str {
    model
        .contenders
        .get(point.contender)
        .map_or("", String::as_str)
}

fn describe(speech: Speech, model: &Model, drawn: &DrawnSample, point: &Sample) -> String {
    let count = |figure: usize| figures::count(speech.locale(), figure as u64);
    let read = speech.say_with(
        "sample-series-reading",
        &[
            ("name", name_of(model, point).into()),
            ("at", count(point.at + 1).into()),
            ("block", count(point.block + 1).into()),
            ("time", time(speech, point).into()),
        ],
    );
    if point.warm_up {
        format!("{read} {}", speech.say("sample-series-is-warm-up"))
    } else if drawn.is_outlier {
        format!("{read} {}", speech.say("sample-series-is-outlier"))
    } else {
        read
    }
}

fn time(speech: Speech, point: &Sample) -> String {
    figures::durations(speech, &[point.ms]).remove(0)
}

fn table(speech: Speech, model: &Model) -> Table {
    let count = |figure: usize| figures::count(speech.locale(), figure as u64);
    Table {
        columns: vec![
            (speech.say("column-contender"), false),
            (speech.say("column-order"), true),
            (speech.say("column-block"), true),
            (speech.say("column-phase"), false),
            (speech.say("column-time"), true),
        ],
        rows: model
            .samples
            .iter()
            .map(|point| {
                let phase = if point.warm_up {
                    "sample-series-warm-up"
                } else {
                    "sample-series-steady"
                };
                vec![
                    name_of(model, point).to_owned(),
                    count(point.at + 1),
                    count(point.block + 1),
                    speech.say(phase),
                    time(speech, point),
                ]
            })
            .collect(),
    }
}

fn csv_of(model: &Model) -> String {
    let mut lines = "name,at,block,warm_up,time_ms\n".to_owned();
    for point in &model.samples {
        let name = name_of(model, point).to_owned();
        let [at, block] = [point.at, point.block].map(|figure| figure.to_string());
        let (warm_up, ms) = (point.warm_up.to_string(), point.ms.to_string());
        lines += &csv::record(&[name, at, block, warm_up, ms]);
    }
    lines
}

/// Where things are, which depends on how wide words are.
struct Placed {
    layout: Layout,
    /// The ticks of the axis of times.
    times: Vec<Tick>,
    title: String,
    legend: Legend,
}

fn measure(pen: &Pen, model: &Model, picture: &Drawn, speech: Speech) -> Placed {
    let count = |figure: usize| figures::count(speech.locale(), figure as u64);
    // Without samples there are no ticks.
    let ticks = if picture.samples.is_empty() {
        Vec::new()
    } else {
        picture.times(TIME_TICKS_MAX)
    };
    let times = axis::labelled(speech, Quantity::Duration, picture.kind, ticks);
    let widest = times
        .iter()
        .map(|(_, label)| pen.width_of(label))
        .fold(0.0, f64::max);

    let mut entries: Vec<(Swatch, String)> = model
        .contenders
        .iter()
        .enumerate()
        .map(|(index, name)| (Swatch::Filled(SeriesStyle::of(index)), name.clone()))
        .collect();
    let grey = SeriesStyle {
        color: "--ink-muted",
        marker: Marker::Circle,
    };
    if picture.warm_ups > 0 {
        let text = speech.say_with(
            "sample-series-legend-warm-up",
            &[("count", count(picture.warm_ups).into())],
        );
        entries.push((Swatch::Hollow(grey), text));
    }
    if picture.outliers > 0 {
        let text = speech.say_with(
            "sample-series-legend-outliers",
            &[("count", count(picture.outliers).into())],
        );
        entries.push((Swatch::Ringed(grey), text));
    }
    if !picture.blocks.is_empty() {
        let line = Swatch::Line(1.0, "--line-strong", &[]);
        entries.push((line, speech.say("sample-series-legend-block")));
    }
    if picture.samples.len() < picture.count {
        let text = speech.say_with(
            "sample-series-legend-drawn",
            &[
                ("drawn", count(picture.samples.len()).into()),
                ("count", count(picture.count).into()),
            ],
        );
        entries.push((Swatch::None, text));
    }
    let legend = Legend::new(pen, entries, pen.width - 2.0 * PADDING);
    Placed {
        layout: Layout::new(pen.width, widest, legend.lines()),
        times,
        title: axis::title(speech, picture.kind, &speech.say("sample-series-time")),
        legend,
    }
}

/// Where a sample is drawn: at the edge of the picture if it is off the axis.
fn place(layout: &Layout, order: &Scale, times: &Scale, point: &Sample) -> (f64, f64) {
    let (bottom, top) = layout.times();
    let y = times.px(point.ms).clamp(top, bottom);
    (order.px(point.at as f64), y)
}

fn hit(layout: &Layout, picture: &SampleSeriesPicture, at: (f64, f64)) -> Option<usize> {
    let order = layout.order(picture.drawn.last_at);
    let times = picture.drawn.scale(layout.times());
    (0..picture.drawn.samples.len())
        .filter_map(|item| {
            let (_, sample) = picture.item(item)?;
            let (x, y) = place(layout, &order, &times, sample);
            Some((item, (x - at.0).hypot(y - at.1)))
        })
        .filter(|(_, away)| *away <= REACH_PX)
        .min_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(item, _)| item)
}

fn draw(
    canvas: &HtmlCanvasElement,
    whole: &SampleSeriesPicture,
    selected: Option<usize>,
    speech: Speech,
) {
    let SampleSeriesPicture {
        model,
        drawn: picture,
    } = whole;
    let Some(pen) = Pen::measure(canvas, 0.0) else {
        return;
    };
    let placed = measure(&pen, model, picture, speech);
    let layout = placed.layout;
    let Some(pen) = Pen::start(canvas, layout.height) else {
        return;
    };
    let order = layout.order(picture.last_at);
    let times = picture.scale(layout.times());
    let sides = (layout.left, layout.right);
    axis::draw_vertical(&pen, &times, sides, &placed.title, &placed.times);
    draw_blocks(&pen, &layout, &order, picture, speech);
    draw_order(&pen, &layout, &order, picture, speech);
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
        let style = SeriesStyle::of(point.contender);
        let at = place(&layout, &order, &times, point);
        pen.hollow_marker(style.marker, at, (radius, 1.0), style.color);
    }
    for (_, point) in shown().filter(|(drawn, point)| !point.warm_up && !drawn.is_outlier) {
        let style = SeriesStyle::of(point.contender);
        let at = place(&layout, &order, &times, point);
        pen.marker(style.marker, at, radius, style.color);
    }
    for (_, point) in shown().filter(|(drawn, _)| drawn.is_outlier) {
        let style = SeriesStyle::of(point.contender);
        let at = place(&layout, &order, &times, point);
        pen.hollow_marker(Marker::Circle, at, (radius + 3.0, 1.5), "--ink");
        pen.marker(style.marker, at, radius, style.color);
    }
    if let Some((_, point)) = selected.and_then(|item| whole.item(item)) {
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
    placed.legend.draw(&pen, PADDING, layout.bottom + 50.0);
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
