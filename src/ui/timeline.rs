//! A picture of what happened when: rows of blocks over one axis of time.
//!
//! Drawn on a canvas, since a run has hundreds of frames and is drawn while it goes on. The same
//! figures can be had by pointer, by keyboard and as a table. Plain turns of the wheel scroll the
//! page; with Ctrl held, as a pinch on a touchpad reports itself, they zoom.

use leptos::prelude::*;
use web_sys::{HtmlCanvasElement, KeyboardEvent, PointerEvent, WheelEvent};

use crate::ui::canvas::Pen;
use crate::ui::chart::{Chart, HEIGHT_MAX, Plot, Table, csv_line};
use crate::ui::figures::{self, Quantity};
use crate::ui::say::{Speech, use_speech};
use crate::ui::scale::{Kind, Scale};
use crate::ui::viewport::{PAN_STEP, Viewport, ZOOM_STEP};

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
/// Pixels that the wheel turns for one doubling.
const WHEEL_PX: f64 = 120.0;
/// Pixels that a line of a wheel that counts lines stands for.
const WHEEL_LINE_PX: f64 = 16.0;

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
                lines += &csv_line(&[
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
    let speech = use_speech();
    let view = View {
        chart: Chart::new(),
        model,
        viewport: viewport.unwrap_or_else(|| RwSignal::new(Viewport::default())),
        fingers: StoredValue::new(Fingers::default()),
    };
    let View {
        chart, viewport, ..
    } = view;
    let rows = Memo::new(move |_| model.with(Model::rows_shape));

    Effect::new(move || {
        chart.redraw.track();
        let (selected, viewport) = (chart.selected.get(), viewport.get());
        let scrolled = chart.scrolled.get();
        if let Some(canvas) = chart.canvas.get() {
            model.with(|model| draw(&canvas, model, viewport, selected, scrolled, speech));
        }
    });

    let readout = Signal::derive(move || {
        let selected = chart.selected.get();
        model.with(|model| {
            let readable = model.readable();
            selected.and_then(|at| readable.get(at)).map_or_else(
                || speech.say("timeline-hint"),
                |(row, block)| describe(speech, row, block),
            )
        })
    });
    let class = move || {
        if model.with(|model| viewport.get().is_whole(model.axis_end())) {
            "timeline__canvas"
        } else {
            "timeline__canvas timeline__canvas--zoomed"
        }
    };
    let in_sight = move || model.with(|model| in_sight(speech, viewport.get(), model.axis_end()));
    view! {
        <Plot
            chart
            summary=Signal::derive(move || model.with(|model| model.summary.clone()))
            height=Signal::derive(move || rows.get().picture_height())
            readout
            on_pointer=Callback::new(move |event| view.point(&event))
            on_key=Callback::new(move |event| view.press(&event))
            on_wheel=Some(Callback::new(move |event| view.turn(&event)))
            table=Callback::new(move |()| model.with(|model| table(speech, model)))
            csv=Callback::new(move |()| model.with_untracked(Model::csv))
            file_name
            class=Signal::derive(class)
        >
            <div class="timeline__zoom" role="group" aria-label=speech.text("zoom")>
                <button type="button" class="quiet" on:click=move |_| view.zoom_by(ZOOM_STEP)>
                    {speech.text("zoom-in")}
                </button>
                <button type="button" class="quiet" on:click=move |_| view.zoom_by(1.0 / ZOOM_STEP)>
                    {speech.text("zoom-out")}
                </button>
                <button
                    type="button"
                    class="quiet"
                    on:click=move |_| view.show(Viewport::default())
                >
                    {speech.text("zoom-whole")}
                </button>
                <span class="timeline__range number" aria-live="polite" data-testid="zoom-range">
                    {in_sight}
                </span>
            </div>
        </Plot>
    }
}

/// A picture that is looked at, and what hands do to it.
#[derive(Clone, Copy)]
struct View {
    chart: Chart,
    model: Signal<Model>,
    viewport: RwSignal<Viewport>,
    fingers: StoredValue<Fingers>,
}

impl View {
    fn end_ms(self) -> f64 {
        self.model.with_untracked(Model::axis_end)
    }

    fn layout(self) -> Layout {
        let viewport = self.viewport.get_untracked();
        Layout::new(self.chart.width(), self.end_ms(), viewport)
    }

    /// Several pictures are drawn anew for each change, so there must have been one.
    fn show(self, next: Viewport) {
        if self.viewport.get_untracked() != next {
            self.viewport.set(next);
        }
    }

    fn zoom_by(self, factor: f64) {
        let now = self.viewport.get_untracked();
        self.show(now.zoom(self.end_ms(), factor, 0.5));
    }

    fn pan_by(self, share: f64) {
        let now = self.viewport.get_untracked();
        self.show(now.pan(self.end_ms(), share));
    }

    fn point(self, event: &PointerEvent) {
        let (x, y) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        let id = event.pointer_id();
        let read = || {
            let layout = self.layout();
            let hit = self.model.with_untracked(|model| hit(&layout, model, x, y));
            self.chart.select(hit);
        };
        match event.type_().as_str() {
            "pointerdown" => {
                let held = self
                    .fingers
                    .try_update_value(|fingers| fingers.press(id, x));
                // Moves go on to arrive when the pointer leaves the picture.
                if held == Some(true)
                    && let Some(canvas) = self.chart.canvas.get_untracked()
                {
                    let _ = canvas.set_pointer_capture(id);
                }
                read();
            }
            "pointermove" => match self.fingers.try_update_value(|fingers| fingers.drag(id, x)) {
                Some(Some(drag)) => {
                    let (layout, end_ms) = (self.layout(), self.end_ms());
                    let share = (drag.at - layout.left) / layout.width;
                    let now = self.viewport.get_untracked();
                    let zoomed = now.zoom(end_ms, drag.spread, share);
                    self.show(zoomed.pan(end_ms, -drag.by / layout.width));
                }
                _ => read(),
            },
            kind => {
                self.fingers.update_value(|fingers| fingers.release(id));
                // A finger that lets go leaves what it read in sight.
                if kind == "pointerleave" && event.pointer_type() == "mouse" {
                    self.chart.select(None);
                }
            }
        }
    }

    fn turn(self, event: &WheelEvent) {
        let unit = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL {
            1.0
        } else {
            WHEEL_LINE_PX
        };
        let (along, across) = (event.delta_x() * unit, event.delta_y() * unit);
        let (layout, end_ms) = (self.layout(), self.end_ms());
        let now = self.viewport.get_untracked();
        let next = if event.ctrl_key() {
            let share = (f64::from(event.offset_x()) - layout.left) / layout.width;
            now.zoom(end_ms, (-across / WHEEL_PX).exp2(), share)
        } else if !now.is_whole(end_ms) && along.abs() > across.abs() {
            now.pan(end_ms, along / layout.width)
        } else {
            return;
        };
        event.prevent_default();
        self.show(next);
    }

    /// Whether the key meant something.
    fn press(self, event: &KeyboardEvent) -> bool {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        match (event.key().as_str(), event.shift_key()) {
            ("+" | "=", _) => self.zoom_by(ZOOM_STEP),
            ("-" | "_", _) => self.zoom_by(1.0 / ZOOM_STEP),
            ("0", _) => self.show(Viewport::default()),
            ("ArrowLeft", true) => self.pan_by(-PAN_STEP),
            ("ArrowRight", true) => self.pan_by(PAN_STEP),
            (key, _) => return self.walk(key),
        }
        true
    }

    /// Goes from block to block by keys, and brings what is read into sight.
    fn walk(self, key: &str) -> bool {
        self.model.with_untracked(|model| {
            let readable = model.readable();
            let at = self.chart.selected.get_untracked();
            let next = readable.len().checked_sub(1).and_then(|last| match key {
                "ArrowRight" | "ArrowDown" => Some(at.map_or(0, |at| (at + 1).min(last))),
                "ArrowLeft" | "ArrowUp" => Some(at.map_or(last, |at| at.saturating_sub(1))),
                "Home" => Some(0),
                "End" => Some(last),
                _ => None,
            });
            if let Some((_, block)) = next.and_then(|next| readable.get(next)) {
                let stop_ms = block.start_ms + block.duration_ms;
                let now = self.viewport.get_untracked();
                self.show(now.reveal(model.axis_end(), block.start_ms, stop_ms));
            }
            self.chart.pressed(key, next)
        })
    }
}

/// Fingers and buttons that are held down on the picture: one drags it, two stretch it.
#[derive(Clone, Copy, Debug, Default)]
struct Fingers([Option<(i32, f64)>; 2]);

/// What a move of a finger does to the picture.
struct Drag {
    /// How far everything moves, in pixels.
    by: f64,
    /// How many times wider it gets, and about which pixel.
    spread: f64,
    at: f64,
}

impl Fingers {
    /// Whether there is a hand free for it.
    fn press(&mut self, id: i32, x: f64) -> bool {
        let free = self.0.iter_mut().find(|finger| finger.is_none());
        free.map(|finger| *finger = Some((id, x))).is_some()
    }

    fn release(&mut self, id: i32) {
        for finger in &mut self.0 {
            if finger.is_some_and(|(held, _)| held == id) {
                *finger = None;
            }
        }
    }

    /// `None` if the pointer is not held down.
    fn drag(&mut self, id: i32, x: f64) -> Option<Drag> {
        let at = self
            .0
            .iter()
            .position(|finger| finger.is_some_and(|(held, _)| held == id))?;
        let (_, before) = self.0[at]?;
        self.0[at] = Some((id, x));
        let Some((_, other)) = self.0[1 - at] else {
            return Some(Drag {
                by: x - before,
                spread: 1.0,
                at: x,
            });
        };
        // The other finger stays where it is, so the picture stretches about it.
        let spread = (x - other).abs().max(1.0) / (before - other).abs().max(1.0);
        Some(Drag {
            by: 0.0,
            spread,
            at: other,
        })
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

/// Which part of the axis is in sight, in words.
fn in_sight(speech: Speech, viewport: Viewport, end_ms: f64) -> String {
    let (from, to) = viewport.range(end_ms);
    if viewport.is_whole(end_ms) {
        let end = figures::duration(speech, end_ms);
        return speech.say_with("zoom-all", &[("end", end.into())]);
    }
    // As many digits as it takes to tell the ends apart.
    let step = 10_f64.powf(((to - from) / 100.0).log10().floor());
    let time = |ms: f64| {
        figures::tick(
            speech,
            Quantity::Duration,
            (ms / step).round() * step,
            end_ms,
        )
        .into()
    };
    speech.say_with(
        "zoom-part",
        &[
            ("from", time(from)),
            ("to", time(to)),
            ("end", figures::duration(speech, end_ms).into()),
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

fn draw(
    canvas: &HtmlCanvasElement,
    model: &Model,
    viewport: Viewport,
    selected: Option<usize>,
    scrolled: f64,
    speech: Speech,
) {
    let rows = model.rows_shape();
    let Some(pen) = Pen::start(canvas, rows.picture_height()) else {
        return;
    };
    let layout = Layout::new(pen.width, model.axis_end(), viewport);
    draw_grid(&pen, &layout, rows);
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
            selected,
            &mut readable,
        );
    }
    draw_axis(&pen, &layout, rows, scrolled, speech);
}

/// Where the axis is marked: about so far apart that its labels have room.
fn marks(layout: &Layout) -> Vec<f64> {
    let most = if layout.width < NARROW { 4 } else { 8 };
    layout.scale.ticks(most)
}

fn draw_grid(pen: &Pen, layout: &Layout, rows: Rows) {
    for tick in marks(layout) {
        let x = layout.scale.px(tick).round() + 0.5;
        pen.line((x, PADDING), (x, rows.bottom() + 4.0), 1.0, "--line");
    }
}

/// The axis stands below the rows, and over them where they scroll.
fn draw_axis(pen: &Pen, layout: &Layout, rows: Rows, scrolled: f64, speech: Speech) {
    let below = rows.bottom() + 4.0;
    let top = below.min(scrolled + HEIGHT_MAX - AXIS_HEIGHT).max(0.0);
    pen.fill(0.0, top, pen.width, pen.height - top, "--surface");
    if top < below {
        pen.line(
            (layout.left, top),
            (pen.width - PADDING, top),
            1.0,
            "--line-strong",
        );
    }
    for tick in marks(layout) {
        let x = layout.scale.px(tick).round() + 0.5;
        pen.line((x, top), (x, top + 4.0), 1.0, "--line-strong");
        let label = figures::tick(speech, Quantity::Duration, tick, layout.to_ms);
        // The last label must not run out of the picture.
        let half = pen.width_of(&label) / 2.0;
        let x = x.min(layout.left + layout.width + PADDING - half);
        pen.text(&label, x, top + 11.0, "center", "--ink-muted");
    }
    let title = speech.say("timeline-axis");
    let middle = layout.left + layout.width / 2.0;
    pen.text(&title, middle, top + 29.0, "center", "--ink-muted");
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
