//! A picture of what happened when: rows of blocks over one axis of time.
//!
//! Drawn on a canvas, since a run has hundreds of frames and is drawn while it goes on. The same
//! figures can be had by pointer, by keyboard and as a table.

use std::cell::RefCell;
use std::collections::HashMap;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, KeyboardEvent, MouseEvent};

use crate::ui::axis::ticks;
use crate::ui::figures;
use crate::ui::save;
use crate::ui::say::{Speech, use_speech};

const ROW_HEIGHT: f64 = 34.0;
const ROW_GAP: f64 = 8.0;
const AXIS_HEIGHT: f64 = 44.0;
const PADDING: f64 = 8.0;
const LABEL_WIDTH: f64 = 92.0;
const LABEL_WIDTH_NARROW: f64 = 62.0;
/// Below this width labels are set in less room.
const NARROW: f64 = 480.0;
/// The size of text in a picture, as a share of the page's.
const TEXT_SIZE: f64 = 0.8;
/// A block narrower than this has no caption in it.
const CAPTION_WIDTH_MIN: f64 = 44.0;

/// How a block is filled; never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// All over.
    Solid,
    /// In slanting lines.
    Hatched,
    /// Its outline only.
    Outlined,
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
    fn readable(&self) -> Vec<(&Row, &Block)> {
        self.rows
            .iter()
            .flat_map(|row| row.blocks.iter().map(move |block| (row, block)))
            .filter(|(_, block)| block.readable)
            .collect()
    }

    fn height(&self) -> f64 {
        let rows = self.rows.len() as f64;
        PADDING + rows * (ROW_HEIGHT + ROW_GAP) + AXIS_HEIGHT
    }

    fn csv(&self) -> String {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let mut lines = vec!["row,what,start_ms,duration_ms".to_owned()];
        for row in &self.rows {
            for block in &row.blocks {
                lines.push(format!(
                    "{},{},{:.3},{:.3}",
                    quoted(&row.label),
                    quoted(&block.name),
                    block.start_ms,
                    block.duration_ms
                ));
            }
        }
        lines.join("\n") + "\n"
    }
}

/// The picture, with its table and its files.
#[allow(clippy::too_many_lines, reason = "a view reads best in one piece")]
#[component]
pub fn Timeline(
    /// What to draw.
    #[prop(into)]
    model: Signal<Model>,
    /// The name of the files it can be saved as, without their ending; a picture without one is
    /// still being drawn, and offers neither files nor a table.
    #[prop(optional)]
    file_name: Option<String>,
) -> impl IntoView {
    let speech = use_speech();
    let canvas: NodeRef<html::Canvas> = NodeRef::new();
    let selected: RwSignal<Option<usize>> = RwSignal::new(None);
    // Counts what is not in the model and changes the picture all the same: its width, the theme.
    let redraw = RwSignal::new(0_u32);
    redraw_on_change(canvas, redraw);

    Effect::new(move || {
        redraw.track();
        if let Some(canvas) = canvas.get() {
            model.with(|model| draw(&canvas, model, selected.get(), speech));
        }
    });

    let point = move |event: MouseEvent| {
        if let Some(canvas) = canvas.get_untracked() {
            let (x, y) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
            let hit = model.with_untracked(|model| hit(&canvas, model, x, y));
            if hit != selected.get_untracked() {
                selected.set(hit);
            }
        }
    };
    let walk = move |event: KeyboardEvent| {
        let last = model.with_untracked(|model| model.readable().len().checked_sub(1));
        let Some(last) = last else { return };
        let at = selected.get_untracked();
        let next = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => Some(at.map_or(0, |at| (at + 1).min(last))),
            "ArrowLeft" | "ArrowUp" => Some(at.map_or(last, |at| at.saturating_sub(1))),
            "Home" => Some(0),
            "End" => Some(last),
            "Escape" => None,
            _ => return,
        };
        event.prevent_default();
        selected.set(next);
    };
    let readout = move || {
        let selected = selected.get();
        model.with(|model| {
            let readable = model.readable();
            selected.and_then(|at| readable.get(at)).map_or_else(
                || speech.say("timeline-hint"),
                |(row, block)| describe(speech, row, block),
            )
        })
    };
    let rows = move || {
        model.with(|model| {
            model
                .readable()
                .into_iter()
                .map(|(row, block)| {
                    view! {
                        <tr>
                            <th scope="row">{row.label.clone()}</th>
                            <td>{block.name.clone()}</td>
                            <td class="number">{figures::duration(speech, block.start_ms.max(0.0))}</td>
                            <td class="number">{figures::duration(speech, block.duration_ms)}</td>
                        </tr>
                    }
                })
                .collect_view()
        })
    };
    let tools = file_name.map(|file_name| {
    let (png_name, csv_name) = (format!("{file_name}.png"), format!("{file_name}.csv"));
    let save_png = move |_| {
        if let Some(canvas) = canvas.get_untracked() {
            save::save_png(&png_name, &canvas);
        }
    };
    let save_csv = move |_| {
        save::save_text(&csv_name, "text/csv", &model.with_untracked(Model::csv));
    };
    view! {
            <div class="timeline__tools">
                <details>
                    <summary>{move || speech.say("show-as-table")}</summary>
                    <div class="scroll" tabindex="0" role="region" aria-label=move || speech.say("show-as-table")>
                        <table>
                            <thead>
                                <tr>
                                    <th scope="col">{move || speech.say("column-lane")}</th>
                                    <th scope="col">{move || speech.say("column-what")}</th>
                                    <th scope="col" class="number">{move || speech.say("column-start")}</th>
                                    <th scope="col" class="number">{move || speech.say("column-duration")}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                </details>
                <button type="button" class="quiet" on:click=save_png>
                    {move || speech.say("save-png")}
                </button>
                <button type="button" class="quiet" on:click=save_csv>
                    {move || speech.say("save-csv")}
                </button>
            </div>
    }
    });

    view! {
        <figure class="timeline">
            <canvas
                node_ref=canvas
                class="timeline__canvas"
                tabindex="0"
                role="img"
                aria-label=move || model.with(|model| model.summary.clone())
                style:height=move || format!("{}px", model.with(Model::height))
                on:mousemove=point
                on:mouseleave=move |_| selected.set(None)
                on:keydown=walk
            ></canvas>
            <figcaption class="timeline__readout" aria-live="polite">
                {readout}
            </figcaption>
            {tools}
        </figure>
    }
}

fn describe(speech: Speech, row: &Row, block: &Block) -> String {
    speech.say_with(
        "timeline-readout",
        &[
            ("lane", row.label.clone().into()),
            ("what", block.name.clone().into()),
            (
                "duration",
                figures::duration(speech, block.duration_ms).into(),
            ),
            (
                "start",
                figures::duration(speech, block.start_ms.max(0.0)).into(),
            ),
        ],
    )
}

/// Counts up whenever the canvas changes its width or the page its theme.
fn redraw_on_change(canvas: NodeRef<html::Canvas>, redraw: RwSignal<u32>) {
    let observer: StoredValue<Option<web_sys::ResizeObserver>, LocalStorage> =
        StoredValue::new_local(None);
    let on_resize = StoredValue::new_local(Closure::<dyn FnMut()>::new(move || {
        redraw.try_update(|count| *count += 1);
    }));
    Effect::new(move || {
        if let Some(canvas) = canvas.get() {
            let new = on_resize.with_value(|callback| {
                web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()
            });
            if let Some(new) = new {
                new.observe(&canvas);
                observer.set_value(Some(new));
            }
        }
    });
    let theme = window_event_listener_untyped("pp-theme-change", move |_| {
        redraw.update(|count| *count += 1);
    });
    on_cleanup(move || {
        theme.remove();
        observer.with_value(|observer| {
            if let Some(observer) = observer {
                observer.disconnect();
            }
        });
    });
}

/// Where things are on a canvas of a width.
struct Layout {
    left: f64,
    width: f64,
    end_ms: f64,
}

impl Layout {
    fn new(width: f64, model: &Model) -> Self {
        let left = if width < NARROW {
            LABEL_WIDTH_NARROW
        } else {
            LABEL_WIDTH
        };
        Self {
            left,
            width: (width - left - PADDING).max(1.0),
            end_ms: model.end_ms.max(1e-3),
        }
    }

    fn x(&self, ms: f64) -> f64 {
        self.left + (ms / self.end_ms).clamp(0.0, 1.0) * self.width
    }

    fn top(row: usize) -> f64 {
        PADDING + row as f64 * (ROW_HEIGHT + ROW_GAP)
    }
}

fn hit(canvas: &HtmlCanvasElement, model: &Model, x: f64, y: f64) -> Option<usize> {
    let layout = Layout::new(f64::from(canvas.client_width()), model);
    let mut readable = 0;
    let mut found = None;
    for (index, row) in model.rows.iter().enumerate() {
        let top = Layout::top(index);
        for block in row.blocks.iter().filter(|block| block.readable) {
            let from = layout.x(block.start_ms) - 2.0;
            let to = layout.x(block.start_ms + block.duration_ms) + 2.0;
            if (top..=top + ROW_HEIGHT).contains(&y) && (from..=to).contains(&x) {
                // Later blocks lie on top; a narrow one is easier to miss than a wide one.
                found = Some(readable);
            }
            readable += 1;
        }
    }
    found
}

struct Pen {
    context: CanvasRenderingContext2d,
    style: web_sys::CssStyleDeclaration,
    /// Asking the page for a property takes longer than drawing a block with it.
    colors: RefCell<HashMap<&'static str, String>>,
}

impl Pen {
    fn color(&self, property: &'static str) -> String {
        let look_up = || {
            let value = self.style.get_property_value(property);
            value.map_or_else(|_| String::new(), |value| value.trim().to_owned())
        };
        self.colors
            .borrow_mut()
            .entry(property)
            .or_insert_with(look_up)
            .clone()
    }

    fn text(&self, text: &str, x: f64, y: f64, align: &str, property: &'static str) {
        self.context.set_fill_style_str(&self.color(property));
        self.context.set_text_align(align);
        // A context that fails to draw text has nothing better to offer.
        let _ = self.context.fill_text(text, x, y);
    }

    fn width_of(&self, text: &str) -> f64 {
        self.context
            .measure_text(text)
            .map_or(0.0, |metrics| metrics.width())
    }
}

fn draw(canvas: &HtmlCanvasElement, model: &Model, selected: Option<usize>, speech: Speech) {
    let ratio = window().device_pixel_ratio().max(1.0);
    let (width, height) = (f64::from(canvas.client_width()), model.height());
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a canvas is a few thousand pixels at most"
    )]
    {
        canvas.set_width((width * ratio) as u32);
        canvas.set_height((height * ratio) as u32);
    }
    let context = canvas
        .get_context("2d")
        .ok()
        .flatten()
        .and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
    let style = window().get_computed_style(canvas).ok().flatten();
    let (Some(context), Some(style)) = (context, style) else {
        return;
    };
    let _ = context.scale(ratio, ratio);
    let pen = Pen {
        context,
        style,
        colors: RefCell::default(),
    };
    // Text grows with the page's, for a projector.
    let page_size = pen.color("font-size");
    let page_size: f64 = page_size.trim_end_matches("px").parse().unwrap_or(15.0);
    let font = format!("{}px {}", page_size * TEXT_SIZE, pen.color("--font"));
    // The background is drawn too, so that a saved picture stands on its own.
    pen.context.set_fill_style_str(&pen.color("--surface"));
    pen.context.fill_rect(0.0, 0.0, width, height);
    pen.context.set_font(&font);
    pen.context.set_text_baseline("middle");

    let layout = Layout::new(width, model);
    draw_axis(&pen, &layout, model, speech);
    let mut readable = 0;
    for (index, row) in model.rows.iter().enumerate() {
        let top = Layout::top(index);
        pen.text(
            &row.label,
            layout.left - 8.0,
            top + ROW_HEIGHT / 2.0,
            "right",
            "--ink",
        );
        pen.context.set_fill_style_str(&pen.color("--track"));
        pen.context
            .fill_rect(layout.left, top, layout.width, ROW_HEIGHT);
        for block in &row.blocks {
            let chosen = block.readable && selected == Some(readable);
            draw_block(&pen, &layout, block, top, chosen);
            readable += usize::from(block.readable);
        }
    }
}

fn draw_axis(pen: &Pen, layout: &Layout, model: &Model, speech: Speech) {
    let bottom = Layout::top(model.rows.len()) - ROW_GAP;
    pen.context.set_line_width(1.0);
    let most = if layout.width < NARROW { 4 } else { 8 };
    for tick in ticks(model.end_ms, most) {
        let x = layout.x(tick).round() + 0.5;
        pen.context.set_stroke_style_str(&pen.color("--line"));
        pen.context.begin_path();
        pen.context.move_to(x, PADDING);
        pen.context.line_to(x, bottom + 4.0);
        pen.context.stroke();
        let label = figures::duration(speech, tick);
        // The last label must not run out of the picture.
        let half = pen.width_of(&label) / 2.0;
        let x = x.min(layout.left + layout.width + PADDING - half);
        pen.text(&label, x, bottom + 12.0, "center", "--ink-muted");
    }
    let title = speech.say("timeline-axis");
    pen.text(
        &title,
        layout.left + layout.width / 2.0,
        bottom + 31.0,
        "center",
        "--ink-muted",
    );
}

fn draw_block(pen: &Pen, layout: &Layout, block: &Block, top: f64, chosen: bool) {
    let context = &pen.context;
    let from = layout.x(block.start_ms);
    // What is too short for a pixel is still there.
    let width = (layout.x(block.start_ms + block.duration_ms) - from).max(1.0);
    let height = (block.height.clamp(0.0, 1.0) * ROW_HEIGHT).max(2.0);
    let y = top + ROW_HEIGHT - height;
    let color = pen.color(block.color);
    match block.fill {
        Fill::Solid => {
            context.set_fill_style_str(&color);
            context.fill_rect(from, y, width, height);
        }
        Fill::Hatched => {
            context.save();
            context.begin_path();
            context.rect(from, y, width, height);
            context.clip();
            context.set_stroke_style_str(&color);
            context.set_line_width(2.0);
            context.begin_path();
            let mut x = from - height;
            while x < from + width {
                context.move_to(x, y + height);
                context.line_to(x + height, y);
                x += 6.0;
            }
            context.stroke();
            context.restore();
            context.set_stroke_style_str(&color);
            context.stroke_rect(from, y, width, height);
        }
        Fill::Outlined => {
            context.set_stroke_style_str(&color);
            context.set_line_width(1.5);
            context.stroke_rect(from + 0.5, y + 0.5, (width - 1.0).max(0.5), height - 1.0);
        }
    }
    let fits = width >= CAPTION_WIDTH_MIN && pen.width_of(&block.caption) + 8.0 <= width;
    if fits && block.fill == Fill::Solid {
        pen.text(
            &block.caption,
            from + width / 2.0,
            y + height / 2.0,
            "center",
            "--on-series",
        );
    }
    if chosen {
        context.set_stroke_style_str(&pen.color("--ink"));
        context.set_line_width(2.0);
        context.stroke_rect(from - 1.0, y - 1.0, width + 2.0, height + 2.0);
    }
}
