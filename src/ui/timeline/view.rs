//! Timelines on a canvas.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;

use super::layout::{AXIS_HEIGHT, Layout, NARROW, PADDING, Rows};
use super::reading::TimelinePicture;
use super::{Block, Fill, Model, Row};
use crate::ui::axis::{self, HorizontalAxis, Tick};
use crate::ui::canvas::Pen;
use crate::ui::chart::{self, Draw, HEIGHT_MAX, Plot};
use crate::ui::figures::Quantity;
use crate::ui::picture::{Measure, ViewState};
use crate::ui::say::Speech;
use crate::ui::scale::Kind;
use crate::ui::viewport::Viewport;
use crate::ui::zoom::Zoom;

/// A block narrower than this has no caption in it.
const CAPTION_WIDTH_MIN: f64 = 44.0;

/// The least width of what broke off, so that it is seen however short it was.
const LOST_WIDTH_MIN: f64 = 3.0;

/// How far a jagged end goes in and out, and the arms of the cross at it.
const JAG_PX: f64 = 4.0;

/// How many strokes a jagged end has.
const JAGS: u32 = 6;

/// The picture, with its table and its files.
#[component]
pub(crate) fn Timeline(
    /// What to draw.
    #[prop(into)]
    model: Signal<Model>,
    /// The name of the files it can be saved as, without their ending; a picture without one is
    /// still being drawn, and offers neither files nor a table.
    #[prop(optional)]
    file_name: Option<String>,
    /// Which part of the axis is in sight; pictures that share it zoom together.
    #[prop(optional)]
    viewport: Option<RwSignal<Viewport>>,
    /// The text that says what the axis counts, if it is not since when a run goes on.
    #[prop(optional)]
    axis: Option<&'static str>,
) -> impl IntoView {
    let zoom = Zoom::new(viewport.unwrap_or_else(|| RwSignal::new(Viewport::default())));
    let picture = chart::picture(move || {
        let model = model.get();
        Arc::new(TimelinePicture { model, axis })
    });
    view! { <Plot picture file_name zoom /> }
}

impl Draw for TimelinePicture {
    fn draw(&self, pen: &Pen, view: ViewState, speech: Speech) {
        let model = &self.model;
        let rows = Rows::of(model.rows.len());
        let layout = Layout::new(pen.width, model.axis_end(), view.viewport);
        let below = rows.bottom() + 4.0;
        let title = match self.axis {
            None => speech.say("timeline-axis"),
            Some(axis) => speech.say(axis),
        };
        let ticks = ticks(speech, &layout);
        let mut axis = HorizontalAxis {
            left: layout.left,
            right: layout.left + layout.width,
            y: below,
            title: &title,
            ticks: &ticks,
        };
        axis.draw_grid(pen, &layout.scale, PADDING);
        let mut readable = 0;
        for (index, row) in model.rows.iter().enumerate() {
            let top = rows.top(index);
            pen.context.set_fill_style_str(&pen.property("--ink"));
            pen.context.set_text_align("right");
            let middle = top + rows.height / 2.0;
            pen.fitted(&row.label, layout.left - 6.0, middle, layout.left - 8.0);
            pen.fill(layout.left, top, layout.width, rows.height, "--track");
            draw_row(
                pen,
                &layout,
                row,
                (top, rows.height),
                view.selected,
                &mut readable,
            );
        }
        // The axis stands below the rows, and over them where they scroll.
        axis.y = below.min(view.scrolled + HEIGHT_MAX - AXIS_HEIGHT).max(0.0);
        pen.fill(0.0, axis.y, pen.width, pen.height - axis.y, "--surface");
        axis.draw(pen, &layout.scale);
    }
}

/// About so far apart that their words have room.
fn ticks(speech: Speech, layout: &Layout) -> Vec<Tick> {
    let most = if layout.width < NARROW { 4 } else { 8 };
    let ticks = layout.scale.ticks(most);
    axis::labelled(speech, Quantity::Duration, Kind::Linear, ticks)
}

/// Blocks narrower than a pixel that follow each other, drawn as one.
struct Sliver<'a> {
    block: &'a Block,
    from: f64,
    to: f64,
    height: f64,
}

/// Draws a row's blocks. A row of thousands costs no more than one of as many as it has pixels.
fn draw_row(
    pen: &Pen,
    layout: &Layout,
    row: &Row,
    (top, height): (f64, f64),
    selected: Option<usize>,
    readable: &mut usize,
) {
    let mut sliver: Option<Sliver> = None;
    let flush = |sliver: &mut Option<Sliver>| {
        if let Some(done) = sliver.take() {
            let block_height = (done.height * height).max(2.0);
            pen.fill(
                done.from,
                top + height - block_height,
                // What is too short for a pixel is still there.
                (done.to - done.from).max(1.0),
                block_height,
                done.block.color,
            );
        }
    };
    let mut chosen = None;
    for block in &row.blocks {
        let is_chosen = block.readable && selected == Some(*readable);
        *readable += usize::from(block.readable);
        let Some((from, to)) = layout.extent(block) else {
            continue;
        };
        if is_chosen {
            chosen = Some((from, to, block));
        }
        let is_own = matches!(block.fill, Fill::Waiting | Fill::Lost);
        if to - from >= 1.0 || is_own {
            flush(&mut sliver);
            draw_block(pen, layout, block, (from, to), (top, height));
            continue;
        }
        let goes_on = sliver
            .as_ref()
            .is_some_and(|last| last.block.color == block.color && from - last.to < 0.5);
        if !goes_on {
            flush(&mut sliver);
        }
        let last = sliver.get_or_insert(Sliver {
            block,
            from,
            to,
            height: 0.0,
        });
        last.to = last.to.max(to);
        last.height = last.height.max(block.height.clamp(0.0, 1.0));
    }
    flush(&mut sliver);
    // On top of its neighbours, or they would cover its outline.
    if let Some((from, to, block)) = chosen {
        let block_height = (block.height.clamp(0.0, 1.0) * height).max(2.0);
        pen.outline(
            (from - 1.0, top + height - block_height - 1.0),
            ((to - from).max(1.0) + 2.0, block_height + 2.0),
            2.0,
            "--ink",
        );
    }
}

fn draw_block(
    pen: &Pen,
    layout: &Layout,
    block: &Block,
    (from, to): (f64, f64),
    (top, row_height): (f64, f64),
) {
    let width = to - from;
    let height = (block.height.clamp(0.0, 1.0) * row_height).max(2.0);
    let y = top + row_height - height;
    match block.fill {
        Fill::Solid => pen.fill(from, y, width, height, block.color),
        Fill::Hatched => {
            pen.hatch((from, y), (width, height), (2.0, 6.0), block.color);
            pen.outline((from, y), (width, height), 1.0, block.color);
        }
        Fill::Waiting => {
            let middle = y + height / 2.0;
            pen.dash(&[4.0, 4.0]);
            pen.line((from, middle), (to, middle), 1.5, block.color);
            pen.dash(&[]);
        }
        Fill::Lost => {
            let ends_in_sight = block.start_ms + block.duration_ms <= layout.to_ms;
            draw_lost(pen, (from, to, ends_in_sight), (y, height), block.color);
        }
        Fill::Striped => {
            pen.fill(from, y, width, height, block.color);
            pen.hatch((from, y), (width, height), (1.5, 7.0), "--surface");
        }
    }
    if width < CAPTION_WIDTH_MIN || block.fill == Fill::Hatched {
        return;
    }
    let caption_width = pen.width_of(&block.caption);
    if caption_width > 0.0 && caption_width + 8.0 <= width {
        let middle = (from + width / 2.0, y + height / 2.0);
        // Stripes and lines would run through the words.
        let plate = caption_width + 8.0;
        let (behind, ink) = match block.fill {
            Fill::Solid | Fill::Hatched => (None, "--on-series"),
            Fill::Striped => (Some(block.color), "--on-series"),
            Fill::Waiting => (Some("--track"), "--ink-muted"),
            Fill::Lost => (Some("--surface"), block.color),
        };
        if let Some(color) = behind {
            pen.fill(middle.0 - plate / 2.0, y, plate, height, color);
        }
        pen.text(&block.caption, middle.0, middle.1, "center", ink);
    }
}

/// What broke off: slanting lines up to an edge like that of torn paper, and a cross on it.
fn draw_lost(
    pen: &Pen,
    (from, to, ends_in_sight): (f64, f64, bool),
    (y, height): (f64, f64),
    color: &'static str,
) {
    let to = to.max(from + LOST_WIDTH_MIN);
    pen.hatch((from, y), (to - from, height), (1.5, 6.0), color);
    let (bottom, middle) = (y + height, y + height / 2.0);
    pen.line((from, y), (to, y), 1.0, color);
    pen.line((from, bottom), (to, bottom), 1.0, color);
    if !ends_in_sight {
        return;
    }
    let corner = |at: u32| {
        let out = if at.is_multiple_of(2) {
            JAG_PX / 2.0
        } else {
            -JAG_PX / 2.0
        };
        (to + out, y + height * f64::from(at) / f64::from(JAGS))
    };
    for at in 0..JAGS {
        pen.line(corner(at), corner(at + 1), 2.0, color);
    }
    for down in [JAG_PX, -JAG_PX] {
        pen.line(
            (to - JAG_PX, middle - down),
            (to + JAG_PX, middle + down),
            2.5,
            color,
        );
    }
}
