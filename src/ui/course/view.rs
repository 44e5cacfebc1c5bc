//! The picture of samples in their order.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::{HtmlCanvasElement, KeyboardEvent, PointerEvent};

use super::{LINE_HEIGHT, Layout, Mark, Model, PADDING, Picture, Point, apart};
use crate::ui::canvas::Pen;
use crate::ui::chart::{Chart, Plot, Table, csv_line};
use crate::ui::figures::{self, Quantity};
use crate::ui::key::{Key, Sign};
use crate::ui::marker::{self, Look, Marker};
use crate::ui::say::{Speech, use_speech};
use crate::ui::scale::{Kind, Scale};

/// Before the canvas is there to be measured.
const HEIGHT_FIRST: f64 = 320.0;
const MARKER_RADIUS: f64 = 3.0;
/// Where there are more samples than this, signs are smaller.
const MANY: usize = 500;
const MARKER_RADIUS_MANY: f64 = 2.2;
/// How far from a sample one may point at it.
const REACH_PX: f64 = 24.0;
/// Lines between blocks keep so far apart, and their numbers.
const BLOCK_GAP: f64 = 10.0;
const NUMBER_GAP: f64 = 34.0;
/// How strongly those lines are drawn, from 0 to 1.
const BLOCK_SHADE: f64 = 0.5;
const TIME_MARKS_MAX: u32 = 6;

/// The picture, with its table and its files.
#[component]
pub fn Course(
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
    // Thousands of samples are sorted for it, which a move of the pointer should not wait for.
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
            let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
            let hit = layout.get_untracked().and_then(|layout| {
                picture.with_untracked(|picture| {
                    model.with_untracked(|model| hit(&layout, &model.points, picture, at))
                })
            });
            chart.select(hit);
        }
        "pointerleave" if event.pointer_type() == "mouse" => chart.select(None),
        _ => {}
    });
    let on_key = Callback::new(move |event: KeyboardEvent| {
        let (at, key) = (chart.selected.get_untracked(), event.key());
        let next = picture.with_untracked(|picture| {
            model.with_untracked(|model| picture.step(&model.points, at, &key))
        });
        chart.pressed(&key, next)
    });
    let readout = Signal::derive(move || {
        let selected = chart.selected.get();
        picture.with(|picture| {
            model.with(|model| {
                let mark = selected.and_then(|at| picture.marks.get(at));
                let point = mark.and_then(|mark| Some((mark, model.points.get(mark.index)?)));
                point.map_or_else(
                    || speech.say("course-hint"),
                    |(mark, point)| describe(speech, model, mark, point),
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
            table=Callback::new(move |()| model.with(|model| table(speech, model)))
            csv=Callback::new(move |()| model.with_untracked(csv))
            file_name
            class="chart__canvas--whole"
        />
    }
}

fn name_of<'a>(model: &'a Model, point: &Point) -> &'a str {
    model
        .contenders
        .get(point.contender)
        .map_or("", String::as_str)
}

fn describe(speech: Speech, model: &Model, mark: &Mark, point: &Point) -> String {
    let count = |figure: usize| figures::count(speech.locale(), figure as u64);
    let read = speech.say_with(
        "course-reading",
        &[
            ("name", name_of(model, point).into()),
            ("at", count(point.at + 1).into()),
            ("block", count(point.block + 1).into()),
            ("time", time(speech, point).into()),
        ],
    );
    if point.warm_up {
        format!("{read} {}", speech.say("course-is-warm-up"))
    } else if mark.is_outlier {
        format!("{read} {}", speech.say("course-is-outlier"))
    } else {
        read
    }
}

fn time(speech: Speech, point: &Point) -> String {
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
            .points
            .iter()
            .map(|point| {
                let phase = if point.warm_up {
                    "course-warm-up"
                } else {
                    "course-steady"
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

fn csv(model: &Model) -> String {
    let mut lines = "name,at,block,warm_up,time_ms\n".to_owned();
    for point in &model.points {
        let name = name_of(model, point).to_owned();
        let [at, block] = [point.at, point.block].map(|figure| figure.to_string());
        let (warm_up, ms) = (point.warm_up.to_string(), point.ms.to_string());
        lines += &csv_line(&[name, at, block, warm_up, ms]);
    }
    lines
}

/// Where things are, which depends on how wide words are.
struct Placed {
    layout: Layout,
    /// The axis of times: its marks and their words.
    times: Vec<(f64, String)>,
    title: String,
    key: Key,
}

fn measure(pen: &Pen, model: &Model, picture: &Picture, speech: Speech) -> Placed {
    let count = |figure: usize| figures::count(speech.locale(), figure as u64);
    // Without samples there is nothing to mark.
    let marks = if picture.marks.is_empty() {
        Vec::new()
    } else {
        picture.times(TIME_MARKS_MAX)
    };
    let greatest = marks.iter().copied().fold(0.0, f64::max);
    let times: Vec<(f64, String)> = marks
        .into_iter()
        .map(|ms| {
            // Marks far apart have units of their own.
            let suits = match picture.kind {
                Kind::Linear => greatest,
                Kind::Log => ms,
            };
            let label = figures::tick(speech, Quantity::Duration, ms, suits);
            (ms, label)
        })
        .collect();
    let widest = times
        .iter()
        .map(|(_, label)| pen.width_of(label))
        .fold(0.0, f64::max);

    let mut signs: Vec<(Sign, String)> = model
        .contenders
        .iter()
        .enumerate()
        .map(|(index, name)| (Sign::Filled(marker::look(index)), name.clone()))
        .collect();
    let grey = Look {
        color: "--ink-muted",
        marker: Marker::Circle,
    };
    if picture.warm_ups > 0 {
        let text = speech.say_with(
            "course-key-warm-up",
            &[("count", count(picture.warm_ups).into())],
        );
        signs.push((Sign::Hollow(grey), text));
    }
    if picture.outliers > 0 {
        let text = speech.say_with(
            "course-key-outliers",
            &[("count", count(picture.outliers).into())],
        );
        signs.push((Sign::Ringed(grey), text));
    }
    if !picture.blocks.is_empty() {
        let line = Sign::Line(1.0, "--line-strong", &[]);
        signs.push((line, speech.say("course-key-block")));
    }
    if picture.marks.len() < picture.count {
        let text = speech.say_with(
            "course-key-drawn",
            &[
                ("drawn", count(picture.marks.len()).into()),
                ("count", count(picture.count).into()),
            ],
        );
        signs.push((Sign::None, text));
    }
    let key = Key::new(pen, signs, pen.width - 2.0 * PADDING);
    let title = speech.say("course-time");
    Placed {
        layout: Layout::new(pen.width, widest, key.lines()),
        times,
        title: match picture.kind {
            Kind::Linear => title,
            Kind::Log => speech.say_with("axis-log", &[("title", title.into())]),
        },
        key,
    }
}

/// Where a sample is drawn: at the edge of the picture if it is off the axis.
fn place(layout: &Layout, order: &Scale, times: &Scale, point: &Point) -> (f64, f64) {
    let (bottom, top) = layout.times();
    let y = times.px(point.ms).clamp(top, bottom);
    (order.px(point.at as f64), y)
}

fn hit(layout: &Layout, points: &[Point], picture: &Picture, at: (f64, f64)) -> Option<usize> {
    let order = layout.order(picture.last_at);
    let times = picture.scale(layout.times());
    picture
        .marks
        .iter()
        .enumerate()
        .filter_map(|(index, mark)| {
            let (x, y) = place(layout, &order, &times, points.get(mark.index)?);
            Some((index, (x - at.0).hypot(y - at.1)))
        })
        .filter(|(_, away)| *away <= REACH_PX)
        .min_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(index, _)| index)
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
    let placed = measure(&pen, model, picture, speech);
    let layout = placed.layout;
    let Some(pen) = Pen::start(canvas, layout.height) else {
        return;
    };
    let order = layout.order(picture.last_at);
    let times = picture.scale(layout.times());
    draw_times(&pen, &placed, &times);
    draw_blocks(&pen, &layout, &order, picture, speech);
    draw_order(&pen, &layout, &order, picture, speech);
    let radius = if picture.marks.len() > MANY {
        MARKER_RADIUS_MANY
    } else {
        MARKER_RADIUS
    };
    let shown = || {
        let all = picture.marks.iter();
        all.filter_map(|mark| Some((mark, model.points.get(mark.index)?)))
    };
    // What counts lies on what does not, and outliers on all.
    for (_, point) in shown().filter(|(_, point)| point.warm_up) {
        let look = marker::look(point.contender);
        let at = place(&layout, &order, &times, point);
        pen.hollow_marker(look.marker, at, (radius, 1.0), look.color);
    }
    for (_, point) in shown().filter(|(mark, point)| !point.warm_up && !mark.is_outlier) {
        let look = marker::look(point.contender);
        let at = place(&layout, &order, &times, point);
        pen.marker(look.marker, at, radius, look.color);
    }
    for (_, point) in shown().filter(|(mark, _)| mark.is_outlier) {
        let look = marker::look(point.contender);
        let at = place(&layout, &order, &times, point);
        pen.hollow_marker(Marker::Circle, at, (radius + 3.0, 1.5), "--ink");
        pen.marker(look.marker, at, radius, look.color);
    }
    let read = selected.and_then(|at| picture.marks.get(at));
    if let Some(point) = read.and_then(|mark| model.points.get(mark.index)) {
        let (x, y) = place(&layout, &order, &times, point);
        pen.dash(&[2.0, 3.0]);
        pen.line((layout.left, y), (x, y), 1.0, "--ink");
        pen.line((x, y), (x, layout.bottom), 1.0, "--ink");
        pen.dash(&[]);
        pen.outline((x - 7.0, y - 7.0), (14.0, 14.0), 2.0, "--accent");
    }
    if picture.marks.is_empty() {
        let middle = (
            f64::midpoint(layout.left, layout.right),
            f64::midpoint(layout.top, layout.bottom),
        );
        let text = speech.say("samples-none");
        pen.text(&text, middle.0, middle.1, "center", "--ink-muted");
    }
    placed.key.draw(&pen, PADDING, layout.bottom + 50.0);
}

fn draw_times(pen: &Pen, placed: &Placed, times: &Scale) {
    let Placed { layout, title, .. } = placed;
    pen.text(
        title,
        PADDING,
        PADDING + LINE_HEIGHT / 2.0,
        "left",
        "--ink-muted",
    );
    for (ms, label) in &placed.times {
        let y = times.px(*ms).round() + 0.5;
        pen.line((layout.left, y), (layout.right, y), 1.0, "--line");
        pen.text(label, layout.left - 6.0, y, "right", "--ink-muted");
    }
}

/// A thin line where a block begins, with its number where there is room.
fn draw_blocks(pen: &Pen, layout: &Layout, order: &Scale, picture: &Picture, speech: Speech) {
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

fn draw_order(pen: &Pen, layout: &Layout, order: &Scale, picture: &Picture, speech: Speech) {
    /// A mark and its words take about so much room.
    const MARK_ROOM: f64 = 70.0;
    let (left, right, bottom) = (layout.left, layout.right, layout.bottom.round() + 0.5);
    pen.line((left, bottom), (right, bottom), 1.0, "--line-strong");
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few"
    )]
    let most = ((right - left) / MARK_ROOM).clamp(2.0, 10.0) as u32;
    let marks = order.ticks(most).into_iter();
    // There is no half sample.
    for mark in marks.filter(|mark| mark.fract().abs() < 1e-9) {
        let x = order.px(mark).round() + 0.5;
        if mark > picture.last_at as f64 {
            continue;
        }
        pen.line((x, bottom), (x, bottom + 4.0), 1.0, "--line-strong");
        let label = figures::tick(speech, Quantity::Count, mark, mark);
        let half = pen.width_of(&label) / 2.0;
        let middle = x.min(pen.width - PADDING - half);
        pen.text(&label, middle, bottom + 13.0, "center", "--ink-muted");
    }
    let title = speech.say("course-order");
    let width = pen.width_of(&title).min(pen.width - 2.0 * PADDING);
    let from = (f64::midpoint(left, right) - width / 2.0)
        .min(pen.width - PADDING - width)
        .max(PADDING);
    pen.shortened(&title, from, bottom + 31.0, width, "--ink-muted");
}
