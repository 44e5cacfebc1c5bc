//! Intervals on a canvas.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;

use super::layout::{LINE_HEIGHT, Layout, PADDING, Words};
use super::range::{Range, ticks};
use super::reading::{DASH, IntervalsPicture, Placed, change_tick, claim};
use super::{Model, Row, Tone};
use crate::ui::axis::{HorizontalAxis, Tick};
use crate::ui::canvas::Pen;
use crate::ui::chart::{self, Draw, Plot};
use crate::ui::picture::{Measure, ViewState};
use crate::ui::say::Speech;
use crate::ui::scale::{Kind, Scale};

const MARKER_RADIUS: f64 = 5.0;
/// Half the height of the strokes at an interval's ends.
const CAP: f64 = 4.5;
/// Ticks of the axis keep as far apart as their words need.
const TICK_GAP: f64 = 46.0;
/// How strongly the band is shaded, from 0 to 1.
const BAND_SHADE: f64 = 0.6;
/// An interval that is open to a side is dotted there.
const OPEN_DASH: &[f64] = &[2.0, 4.0];

/// The picture, with its table and its files.
#[component]
pub(crate) fn Intervals(
    /// What to draw; it may change several times a second.
    #[prop(into)]
    model: Signal<Model>,
    /// The name of the files it can be saved as, without their ending; a picture without one is
    /// still being drawn, and offers neither files nor a table.
    #[prop(optional, into)]
    file_name: Option<String>,
) -> impl IntoView {
    let range =
        Memo::new(move |before: Option<&Range>| model.with(|model| model.range(before.copied())));
    let picture = chart::picture(move || {
        Arc::new(IntervalsPicture {
            model: model.get(),
            range: range.get(),
        })
    });
    view! { <Plot picture file_name /> }
}

impl Draw for IntervalsPicture {
    fn draw(&self, pen: &Pen, view: ViewState, speech: Speech) {
        let model = &self.model;
        let Placed {
            layout,
            title,
            legend,
        } = self.placed(pen, speech);
        // Markers at the ends of the axis keep clear of what stands beside it.
        let pixels = (layout.left + MARKER_RADIUS, layout.right - MARKER_RADIUS);
        let scale = Scale::new(Kind::Log, self.range.ends(), pixels);
        if let Some(row) = view.selected.filter(|at| *at < model.rows.len()) {
            let (y, height) = (layout.row_top(row), layout.row_height);
            pen.fill(0.0, y, pen.width, height, "--track");
            pen.fill(0.0, y, 3.0, height, "--accent");
        }
        draw_ground(pen, &layout, &scale, model);
        let ticks: Vec<Tick> = ticks(self.range, pixels, TICK_GAP)
            .into_iter()
            .map(|ratio| (ratio, change_tick(speech, ratio, self.unit())))
            .collect();
        draw_axis(pen, &layout, &scale, &ticks, &title, speech);
        for (index, row) in model.rows.iter().enumerate() {
            draw_words(pen, &layout, index, row, speech);
            draw_interval(pen, &layout, &scale, index, row);
        }
        legend.draw(pen, PADDING, layout.bottom + 50.0);
    }
}

/// What lies behind the intervals: the band, the line of equal times, the line that was asked about.
fn draw_ground(pen: &Pen, layout: &Layout, scale: &Scale, model: &Model) {
    let stretches = if layout.words == Words::Beside {
        vec![(layout.top - 2.0, layout.bottom)]
    } else {
        // No line runs through words.
        let of_row = |row| layout.interval_stretch(row);
        (0..model.rows.len()).map(of_row).collect()
    };
    for (top, bottom) in stretches {
        if let Some((low, high)) = model.band {
            let (from, to) = (scale.px(low), scale.px(high));
            pen.context.set_global_alpha(BAND_SHADE);
            pen.fill(from, top, to - from, bottom - top, "--line");
            pen.context.set_global_alpha(1.0);
        }
        let equal = scale.px(1.0).round() + 0.5;
        pen.line((equal, top), (equal, bottom), 1.0, "--line-strong");
        if let Some(threshold) = model.threshold {
            let x = scale.px(threshold).round() + 0.5;
            pen.dash(DASH);
            pen.line((x, top), (x, bottom), 1.5, "--ink");
            pen.dash(&[]);
        }
    }
}

fn draw_axis(
    pen: &Pen,
    layout: &Layout,
    scale: &Scale,
    ticks: &[Tick],
    title: &str,
    speech: Speech,
) {
    let Layout { left, right, .. } = *layout;
    let y = PADDING + LINE_HEIGHT / 2.0;
    let (less, more) = (speech.say("intervals-less"), speech.say("intervals-more"));
    pen.text(&less, left, y, "left", "--ink-muted");
    if pen.width_of(&less) + pen.width_of(&more) + 12.0 <= right - left {
        pen.text(&more, right, y, "right", "--ink-muted");
    }
    HorizontalAxis {
        left,
        right,
        y: layout.bottom,
        title,
        ticks,
    }
    .draw(pen, scale);
}

fn draw_words(pen: &Pen, layout: &Layout, index: usize, row: &Row, speech: Speech) {
    let claim = claim(speech, row);
    let width = pen.width - 2.0 * PADDING;
    let top = layout.row_top(index) + LINE_HEIGHT / 2.0 + 3.0;
    let color = match row.tone {
        Tone::Faster | Tone::Slower => row.tone.color(),
        Tone::Same => "--ink",
        Tone::Unsure => "--ink-muted",
    };
    match layout.words {
        Words::Beside => {
            let y = layout.interval_y(index);
            pen.shortened(&row.name, PADDING, y, layout.left - PADDING, "--ink");
            let from = layout.right + 12.0;
            pen.shortened(&claim, from, y, pen.width - PADDING - from, color);
        }
        Words::Above => {
            let claim_width = pen.width_of(&claim);
            pen.shortened(&row.name, PADDING, top, width - claim_width - 12.0, "--ink");
            pen.text(&claim, pen.width - PADDING, top, "right", color);
        }
        Words::Stacked => {
            pen.shortened(&row.name, PADDING, top, width, "--ink");
            pen.shortened(&claim, PADDING, top + LINE_HEIGHT, width, color);
        }
    }
}

fn draw_interval(pen: &Pen, layout: &Layout, scale: &Scale, index: usize, row: &Row) {
    let y = layout.interval_y(index).round() + 0.5;
    let color = row.tone.color();
    let clear = |x: f64| x.clamp(layout.left, layout.right);
    let Some(value) = row.value else {
        pen.dash(OPEN_DASH);
        pen.line((layout.left, y), (layout.right, y), 1.0, "--line-strong");
        pen.dash(&[]);
        return;
    };
    let x = clear(scale.px(value));
    for (end, edge) in [(row.low, layout.left), (row.high, layout.right)] {
        let reached = end.filter(|end| *end > 0.0).map(|end| scale.px(end));
        match reached {
            Some(reached) if (layout.left..=layout.right).contains(&reached) => {
                pen.line((x, y), (reached, y), 2.0, color);
                pen.line((reached, y - CAP), (reached, y + CAP), 2.0, color);
            }
            Some(_) => {
                pen.line((x, y), (edge, y), 2.0, color);
                draw_arrow(pen, (edge, y), edge > x, color);
            }
            None => {
                pen.dash(OPEN_DASH);
                pen.line((x, y), (edge, y), 2.0, color);
                pen.dash(&[]);
                draw_arrow(pen, (edge, y), edge > x, color);
            }
        }
    }
    if row.tone == Tone::Unsure {
        pen.hollow_marker(row.tone.marker(), (x, y), (MARKER_RADIUS, 2.0), color);
    } else {
        pen.marker(row.tone.marker(), (x, y), MARKER_RADIUS, color);
    }
}

/// An interval goes on beyond the picture.
fn draw_arrow(pen: &Pen, (x, y): (f64, f64), is_right: bool, color: &'static str) {
    let back = if is_right { x - CAP } else { x + CAP };
    pen.line((x, y), (back, y - CAP), 2.0, color);
    pen.line((x, y), (back, y + CAP), 2.0, color);
}
