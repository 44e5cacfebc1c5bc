//! A picture of what happened when: rows of blocks over one axis of time.
//!
//! Drawn on a canvas, since a run has hundreds of frames and is drawn while it goes on. The same
//! figures can be had by pointer, by keyboard and as a table.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use crate::ui::axis::{self, HorizontalAxis, Tick};
use crate::ui::canvas::Pen;
use crate::ui::chart::{self, HEIGHT_MAX, Picture, Plot, Table, ViewState};
use crate::ui::csv;
use crate::ui::figures::{self, Quantity};
use crate::ui::say::Speech;
use crate::ui::scale::{Kind, Scale};
use crate::ui::viewport::Viewport;
use crate::ui::zoom::{Zoom, ZoomAxis};

const AXIS_HEIGHT: f64 = 44.0;
const PADDING: f64 = 8.0;
const LABEL_WIDTH: f64 = 92.0;
const LABEL_WIDTH_NARROW: f64 = 62.0;
/// Below this width labels are set in less room.
const NARROW: f64 = 480.0;
/// A block narrower than this has no caption in it.
const CAPTION_WIDTH_MIN: f64 = 44.0;
/// How far beside a narrow block one may point at it.
const REACH_PX: f64 = 2.0;
/// How a block is filled; never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// All over.
    Solid,
    /// In slanting lines.
    Hatched,
    /// Its outline only.
    Outlined,
    /// All over, with slanting stripes in it.
    Striped,
}

/// Something that took a while.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// When it began, in milliseconds on the axis.
    pub start_ms: f64,
    /// How long it took.
    pub duration_ms: f64,
    /// How much of the row's height it fills, from 0 to 1.
    pub height: f64,
    /// The custom property that holds its colour.
    pub color: &'static str,
    /// How it is filled.
    pub fill: Fill,
    /// What is written into it if there is room.
    pub caption: String,
    /// What it was, for those who point at it or read the table.
    pub name: String,
    /// Whether it can be pointed at; frames by the hundred are not worth it.
    pub readable: bool,
}

/// What one thing did.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Whose row it is.
    pub label: String,
    /// Its blocks, by start.
    pub blocks: Vec<Block>,
}

/// A whole picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What the picture shows, in a sentence, for those who cannot see it.
    pub summary: String,
    /// Where the axis ends.
    pub end_ms: f64,
    /// The rows, from the top.
    pub rows: Vec<Row>,
}

impl Model {
    fn axis_end(&self) -> f64 {
        self.end_ms.max(1e-3)
    }

    fn readable(&self) -> Vec<(&Row, &Block)> {
        self.rows
            .iter()
            .flat_map(|row| row.blocks.iter().map(move |block| (row, block)))
            .filter(|(_, block)| block.readable)
            .collect()
    }

    fn rows_shape(&self) -> Rows {
        Rows::of(self.rows.len())
    }

    fn csv(&self) -> String {
        let mut lines = "row,what,start_ms,duration_ms\n".to_owned();
        for row in &self.rows {
            for block in &row.blocks {
                lines += &csv::record(&[
                    row.label.clone(),
                    block.name.clone(),
                    format!("{:.3}", block.start_ms),
                    format!("{:.3}", block.duration_ms),
                ]);
            }
        }
        lines
    }
}

/// How high rows are: thinner where there are many.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Rows {
    count: usize,
    height: f64,
    gap: f64,
}

impl Rows {
    fn of(count: usize) -> Self {
        let (height, gap) = match count {
            0..=8 => (34.0, 8.0),
            9..=16 => (22.0, 5.0),
            _ => (16.0, 4.0),
        };
        Self { count, height, gap }
    }

    fn top(self, row: usize) -> f64 {
        PADDING + row as f64 * (self.height + self.gap)
    }

    fn bottom(self) -> f64 {
        self.top(self.count) - self.gap
    }

    fn picture_height(self) -> f64 {
        self.bottom() + self.gap + AXIS_HEIGHT
    }
}

/// The picture, with its table and its files.
#[component]
pub fn Timeline(
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
) -> impl IntoView {
    let zoom = Zoom::new(viewport.unwrap_or_else(|| RwSignal::new(Viewport::default())));
    let picture = chart::picture(move || Arc::new(TimelinePicture(model.get())));
    view! { <Plot picture file_name zoom /> }
}

struct TimelinePicture(Model);

impl Picture for TimelinePicture {
    fn summary(&self) -> String {
        self.0.summary.clone()
    }

    fn hint(&self, speech: Speech) -> String {
        speech.say("timeline-hint")
    }

    fn height(&self, _canvas: Option<&HtmlCanvasElement>, _speech: Speech) -> f64 {
        self.0.rows_shape().picture_height()
    }

    fn draw(&self, canvas: &HtmlCanvasElement, view: ViewState, speech: Speech) {
        draw(canvas, &self.0, view, speech);
    }

    fn hit(
        &self,
        canvas: &HtmlCanvasElement,
        (x, y): (f64, f64),
        view: ViewState,
        _speech: Speech,
    ) -> Option<usize> {
        let width = f64::from(canvas.client_width());
        let layout = Layout::new(width, self.0.axis_end(), view.viewport);
        hit(&layout, &self.0, x, y)
    }

    fn step(&self, from: Option<usize>, key: &str) -> Option<usize> {
        let last = self.0.readable().len().checked_sub(1)?;
        match key {
            "ArrowRight" | "ArrowDown" => Some(from.map_or(0, |at| (at + 1).min(last))),
            "ArrowLeft" | "ArrowUp" => Some(from.map_or(last, |at| at.saturating_sub(1))),
            "Home" => Some(0),
            "End" => Some(last),
            _ => None,
        }
    }

    fn read(&self, item: usize, speech: Speech) -> Option<String> {
        let readable = self.0.readable();
        let (row, block) = readable.get(item)?;
        Some(describe(speech, row, block))
    }

    fn table(&self, speech: Speech) -> Table {
        table(speech, &self.0)
    }

    fn csv(&self) -> String {
        self.0.csv()
    }

    fn class(&self, viewport: Viewport) -> &'static str {
        if viewport.is_whole(self.0.axis_end()) {
            "timeline__canvas"
        } else {
            "timeline__canvas timeline__canvas--zoomed"
        }
    }

    fn zoom_axis(&self, width: f64) -> Option<ZoomAxis> {
        let end_ms = self.0.axis_end();
        let Layout { left, width, .. } = Layout::new(width, end_ms, Viewport::default());
        Some(ZoomAxis {
            left,
            width,
            end_ms,
        })
    }

    fn span_ms(&self, item: usize) -> Option<(f64, f64)> {
        let readable = self.0.readable();
        let (_, block) = readable.get(item)?;
        Some((block.start_ms, block.start_ms + block.duration_ms))
    }
}

fn describe(speech: Speech, row: &Row, block: &Block) -> String {
    let time = |ms| figures::duration(speech, ms).into();
    speech.say_with(
        "timeline-readout",
        &[
            ("lane", row.label.clone().into()),
            ("what", block.name.clone().into()),
            ("duration", time(block.duration_ms)),
            ("start", time(block.start_ms.max(0.0))),
        ],
    )
}

fn table(speech: Speech, model: &Model) -> Table {
    let column = |name, number| (speech.say(name), number);
    Table {
        columns: vec![
            column("column-lane", false),
            column("column-what", false),
            column("column-start", true),
            column("column-duration", true),
        ],
        rows: model
            .readable()
            .into_iter()
            .map(|(row, block)| {
                vec![
                    row.label.clone(),
                    block.name.clone(),
                    figures::duration(speech, block.start_ms.max(0.0)),
                    figures::duration(speech, block.duration_ms),
                ]
            })
            .collect(),
    }
}

/// Where things are on a canvas of a width.
struct Layout {
    left: f64,
    width: f64,
    scale: Scale,
    from_ms: f64,
    to_ms: f64,
}

impl Layout {
    fn new(width: f64, end_ms: f64, viewport: Viewport) -> Self {
        let left = if width < NARROW {
            LABEL_WIDTH_NARROW
        } else {
            LABEL_WIDTH
        };
        let width = (width - left - PADDING).max(1.0);
        let (from_ms, to_ms) = viewport.range(end_ms);
        Self {
            left,
            width,
            scale: Scale::new(Kind::Linear, (from_ms, to_ms), (left, left + width)),
            from_ms,
            to_ms,
        }
    }

    /// The pixels that a block takes, or `None` if it is out of sight.
    fn extent(&self, block: &Block) -> Option<(f64, f64)> {
        let stop_ms = block.start_ms + block.duration_ms;
        if stop_ms < self.from_ms || block.start_ms > self.to_ms {
            return None;
        }
        let x = |ms| self.scale.px(ms).clamp(self.left, self.left + self.width);
        Some((x(block.start_ms), x(stop_ms)))
    }
}

/// The readable block at a pixel; the nearest where several are narrower than a pixel, and of
/// those at the same place the last, which lies on top.
fn hit(layout: &Layout, model: &Model, x: f64, y: f64) -> Option<usize> {
    let rows = model.rows_shape();
    let mut readable = 0;
    let mut found: Option<(f64, usize)> = None;
    for (index, row) in model.rows.iter().enumerate() {
        let top = rows.top(index);
        let in_row = (top..=top + rows.height).contains(&y);
        for block in row.blocks.iter().filter(|block| block.readable) {
            if in_row && let Some((from, to)) = layout.extent(block) {
                let away = (from - x).max(x - to).max(0.0);
                if away <= REACH_PX && found.is_none_or(|(least, _)| away <= least) {
                    found = Some((away, readable));
                }
            }
            readable += 1;
        }
    }
    found.map(|(_, at)| at)
}

fn draw(canvas: &HtmlCanvasElement, model: &Model, view: ViewState, speech: Speech) {
    let rows = model.rows_shape();
    let Some(pen) = Pen::start(canvas, rows.picture_height()) else {
        return;
    };
    let layout = Layout::new(pen.width, model.axis_end(), view.viewport);
    let below = rows.bottom() + 4.0;
    let (title, ticks) = (speech.say("timeline-axis"), ticks(speech, &layout));
    let mut axis = HorizontalAxis {
        left: layout.left,
        right: layout.left + layout.width,
        y: below,
        title: &title,
        ticks: &ticks,
    };
    axis.draw_grid(&pen, &layout.scale, PADDING);
    let mut readable = 0;
    for (index, row) in model.rows.iter().enumerate() {
        let top = rows.top(index);
        pen.context.set_fill_style_str(&pen.property("--ink"));
        pen.context.set_text_align("right");
        let middle = top + rows.height / 2.0;
        pen.fitted(&row.label, layout.left - 6.0, middle, layout.left - 8.0);
        pen.fill(layout.left, top, layout.width, rows.height, "--track");
        draw_row(
            &pen,
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
    axis.draw(&pen, &layout.scale);
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
        if to - from >= 1.0 {
            flush(&mut sliver);
            draw_block(pen, block, (from, to), (top, height));
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

fn draw_block(pen: &Pen, block: &Block, (from, to): (f64, f64), (top, row_height): (f64, f64)) {
    let width = to - from;
    let height = (block.height.clamp(0.0, 1.0) * row_height).max(2.0);
    let y = top + row_height - height;
    match block.fill {
        Fill::Solid => pen.fill(from, y, width, height, block.color),
        Fill::Hatched => {
            pen.hatch((from, y), (width, height), (2.0, 6.0), block.color);
            pen.outline((from, y), (width, height), 1.0, block.color);
        }
        Fill::Outlined => {
            let inner = ((width - 1.0).max(0.5), height - 1.0);
            pen.outline((from + 0.5, y + 0.5), inner, 1.5, block.color);
        }
        Fill::Striped => {
            pen.fill(from, y, width, height, block.color);
            pen.hatch((from, y), (width, height), (1.5, 7.0), "--surface");
        }
    }
    if width < CAPTION_WIDTH_MIN || !matches!(block.fill, Fill::Solid | Fill::Striped) {
        return;
    }
    let caption_width = pen.width_of(&block.caption);
    if caption_width > 0.0 && caption_width + 8.0 <= width {
        let middle = (from + width / 2.0, y + height / 2.0);
        if block.fill == Fill::Striped {
            // Stripes would run through the words.
            let plate = caption_width + 8.0;
            pen.fill(middle.0 - plate / 2.0, y, plate, height, block.color);
        }
        pen.text(&block.caption, middle.0, middle.1, "center", "--on-series");
    }
}
