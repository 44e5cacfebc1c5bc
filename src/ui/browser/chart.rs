//! The host of all pictures: a canvas that can be read by pointer and by keys, the same
//! figures as a table, and files to keep.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::cell::Cell;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlCanvasElement, KeyboardEvent, PointerEvent};

use crate::ui::canvas::Pen;
use crate::ui::figures;
use crate::ui::input::Input;
use crate::ui::picture::{Measure, Picture, Table, ViewState};
use crate::ui::save;
use crate::ui::say::{Speech, use_speech};
use crate::ui::viewport::{Viewport, ZoomAxis};
use crate::ui::zoom::{self, Zoom, ZoomOverlay, ZoomTools};

/// A higher picture scrolls within itself, in CSS pixels.
pub(crate) const HEIGHT_MAX: f64 = 480.0;

/// A table of more rows slows the page down more than it helps; the file has them all.
const TABLE_ROWS_MAX: usize = 500;

thread_local! {
    /// What was used last on any picture of this page.
    static INPUT: Cell<Option<Input>> = const { Cell::new(None) };
}

/// What a person points with, as far as can be told.
fn input_expected() -> Input {
    INPUT.get().unwrap_or_else(|| {
        let coarse = window().match_media("(pointer: coarse)").ok().flatten();
        Input::expected(coarse.is_some_and(|coarse| coarse.matches()))
    })
}

/// The state of a picture: what its parts share.
#[derive(Clone, Copy)]
struct Chart {
    canvas: NodeRef<html::Canvas>,
    /// The item that is being read.
    selected: RwSignal<Option<usize>>,
    /// How far a high picture is scrolled down.
    scrolled: RwSignal<f64>,
    /// Counts what is not in the model and changes the picture all the same: its width, the theme.
    redraw: RwSignal<u32>,
    /// What the instructions are for.
    input: RwSignal<Input>,
    zoom: Option<Zoom>,
}

impl Chart {
    fn new(zoom: Option<Zoom>) -> Self {
        let chart = Self {
            canvas: NodeRef::new(),
            selected: RwSignal::new(None),
            scrolled: RwSignal::new(0.0),
            redraw: RwSignal::new(0),
            input: RwSignal::new(input_expected()),
            zoom,
        };
        chart.redraw_on_change();
        chart
    }

    fn view_state(self) -> ViewState {
        ViewState {
            selected: self.selected.get(),
            scrolled: self.scrolled.get(),
            viewport: self.zoom.map_or_else(Viewport::default, Zoom::viewport),
        }
    }

    /// Reads something else, if it is something else.
    fn select(self, item: Option<usize>) {
        if self.selected.get_untracked() != item {
            self.selected.set(item);
        }
    }

    /// The instructions are for this from now on.
    fn uses(self, input: Input) {
        if self.input.get_untracked() != input {
            INPUT.set(Some(input));
            self.input.set(input);
        }
    }

    /// The line below the picture: what is read or drawn in it, or how that is done.
    fn readout(self, picture: PictureSignal, speech: Speech) -> String {
        let (selected, input) = (self.selected.get(), self.input.get());
        let axis = self.zoom_axis(picture);
        let drawn = self.zoom.zip(axis);
        if let Some(drawn) = drawn.and_then(|(zoom, axis)| zoom::drawn_in_words(speech, zoom, axis))
        {
            return drawn;
        }
        picture.with(|picture| {
            let read = selected.and_then(|item| picture.read(item, speech));
            read.unwrap_or_else(|| {
                let how = match input {
                    Input::Mouse => picture.hint(speech),
                    Input::Touch => speech.say("chart-hint-touch"),
                    Input::Keys => speech.say("chart-hint-keys"),
                };
                match self.zoom {
                    Some(_) => format!("{how} {}", zoom::hint(speech, input)),
                    None => how,
                }
            })
        })
    }

    fn zoom_axis(self, picture: PictureSignal) -> Option<ZoomAxis> {
        let width = f64::from(self.canvas.get_untracked()?.client_width());
        picture.with_untracked(|picture| picture.zoom_axis(width))
    }

    fn point(self, picture: PictureSignal, event: &PointerEvent, speech: Speech) {
        let Some(canvas) = self.canvas.get_untracked() else {
            return;
        };
        self.uses(Input::of_pointer(&event.pointer_type()));
        let is_drag = self.zoom.zip(self.zoom_axis(picture));
        let is_drag = is_drag.is_some_and(|(zoom, axis)| zoom.point(event, &canvas, axis));
        match event.type_().as_str() {
            "pointermove" | "pointerdown" if !is_drag => {
                let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
                let view = untrack(|| self.view_state());
                if let Some(pen) = Pen::measure(&canvas) {
                    let hit = picture.with_untracked(|picture| picture.hit(&pen, at, view, speech));
                    self.select(hit);
                }
            }
            // A finger that lets go leaves what it read in sight.
            "pointerleave" if event.pointer_type() == "mouse" => self.select(None),
            _ => {}
        }
    }

    /// Tells the value that a pointer is pressed at; it goes on where the pointer leaves the canvas while it is pressed.
    fn drag(
        self,
        picture: PictureSignal,
        event: &PointerEvent,
        on_drag: Callback<f64>,
        speech: Speech,
    ) {
        const PRIMARY: u16 = 1;
        let kind = event.type_();
        let is_drag = matches!(kind.as_str(), "pointerdown" | "pointermove");
        let Some(canvas) = self.canvas.get_untracked() else {
            return;
        };
        if !is_drag || event.buttons() & PRIMARY == 0 {
            return;
        }
        if kind == "pointerdown" {
            // A pointer that is gone by now has nothing to capture.
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        let value = Pen::measure(&canvas).and_then(|pen| {
            let x = f64::from(event.offset_x());
            picture.with_untracked(|picture| picture.value_at(&pen, x, speech))
        });
        if let Some(value) = value {
            on_drag.run(value);
        }
    }

    /// Zooms, ends the reading or goes on to what a key leads to; says whether the key meant anything.
    fn press(self, picture: PictureSignal, event: &KeyboardEvent) -> bool {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        if event.key() == "Escape" && self.zoom.is_some_and(Zoom::abandon) {
            // It has done its work: the page would take it for the wish to cancel a run.
            event.stop_propagation();
            return true;
        }
        let zoom = self.zoom.zip(self.zoom_axis(picture));
        if zoom.is_some_and(|(zoom, axis)| zoom.press(event, axis.end_ms)) {
            return true;
        }
        let key = event.key();
        if key == "Escape" {
            self.select(None);
            return true;
        }
        let from = self.selected.get_untracked();
        picture.with_untracked(|picture| {
            let Some(next) = picture.step(from, &key) else {
                return false;
            };
            if let Some(((zoom, axis), span_ms)) = zoom.zip(picture.span_ms(next)) {
                zoom.reveal(axis.end_ms, span_ms);
            }
            self.select(Some(next));
            true
        })
    }

    /// Counts up whenever the canvas changes its width or the page its theme.
    fn redraw_on_change(self) {
        let observer: StoredValue<Option<web_sys::ResizeObserver>, LocalStorage> =
            StoredValue::new_local(None);
        let on_resize = StoredValue::new_local(Closure::<dyn FnMut()>::new(move || {
            self.redraw.try_update(|count| *count += 1);
        }));
        Effect::new(move || {
            if let Some(canvas) = self.canvas.get() {
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
            self.redraw.update(|count| *count += 1);
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
}

/// A picture that can be drawn.
pub(crate) trait Draw: Picture {
    /// On a canvas that is empty, as wide as it is shown and as high as the picture is.
    fn draw(&self, pen: &Pen, view: ViewState, speech: Speech);
}

fn draw(picture: &dyn Draw, canvas: &HtmlCanvasElement, view: ViewState, speech: Speech) {
    let height = height(picture, Some(canvas), speech);
    if let Some(pen) = Pen::start(canvas, height) {
        picture.draw(&pen, view, speech);
    }
}

fn height(picture: &dyn Draw, canvas: Option<&HtmlCanvasElement>, speech: Speech) -> f64 {
    let pen = canvas.and_then(Pen::measure);
    let measure = pen.as_ref().map(|pen| pen as &dyn Measure);
    picture.height(measure, speech)
}

/// A picture that changes with what it is made from.
pub(crate) type PictureSignal = Memo<Arc<dyn Draw>>;

/// Makes a picture anew whenever something that it is made from changes.
pub(crate) fn picture(make: impl Fn() -> Arc<dyn Draw> + Send + Sync + 'static) -> PictureSignal {
    Memo::new_with_compare(move |_| make(), |_, _| true)
}

/// A picture on the page: pointer, wheel and keys lead to what is read, with the same figures as a table
/// and as files.
///
/// Components that are used in several places erase the type of their view: otherwise it would be
/// part of their parents' types, and be compiled once for each of them.
#[component]
pub(crate) fn Plot(
    picture: PictureSignal,
    /// The name of the files it can be saved as, without their ending; a picture without one is
    /// still being drawn, and offers neither files nor a table.
    file_name: Option<String>,
    /// Which part of its axis is in sight, if the picture has one that can be zoomed.
    #[prop(optional)]
    zoom: Option<Zoom>,
    /// Gets the value of the horizontal axis that a pointer is pressed at, and moves to while it is.
    #[prop(optional_no_strip)]
    on_drag: Option<Callback<f64>>,
) -> impl IntoView {
    let speech = use_speech();
    let chart = Chart::new(zoom);
    let Chart {
        canvas, scrolled, ..
    } = chart;
    Effect::new(move || {
        chart.redraw.track();
        let view = chart.view_state();
        if let Some(canvas) = canvas.get() {
            picture.with(|picture| draw(picture.as_ref(), &canvas, view, speech));
        }
    });
    let height = Memo::new(move |_| {
        chart.redraw.track();
        let canvas = canvas.get();
        picture.with(|picture| height(picture.as_ref(), canvas.as_ref(), speech))
    });
    let readout = move || chart.readout(picture, speech);
    let summary = Signal::derive(move || picture.with(|picture| picture.summary()));
    let drags = if on_drag.is_some() {
        "chart__canvas--drags"
    } else {
        ""
    };
    let class = move || {
        let own = picture.with(|picture| picture.class());
        format!("chart__canvas {own} {drags}")
    };
    listen(canvas, &POINTER_EVENTS, move |event| {
        let event: &PointerEvent = event.unchecked_ref();
        chart.point(picture, event, speech);
        if let Some(on_drag) = on_drag {
            chart.drag(picture, event, on_drag, speech);
        }
    });
    if let Some(zoom) = zoom {
        listen(canvas, &["wheel"], move |event| {
            if let Some(axis) = chart.zoom_axis(picture) {
                zoom.turn(event.unchecked_ref(), axis);
            }
        });
    }
    let pressed = move |event: KeyboardEvent| {
        if chart.press(picture, &event) {
            chart.uses(Input::Keys);
            event.prevent_default();
        }
    };
    // Who came by the Tab key goes on by keys.
    let focused = move |_| {
        let canvas = canvas.get_untracked();
        if canvas.is_some_and(|canvas| canvas.matches(":focus-visible").unwrap_or(false)) {
            chart.uses(Input::Keys);
        }
    };
    let tools = file_name.map(|name| {
        let zoom_tools = zoom.map(|zoom| {
            let end_ms = move || {
                let axis = picture.with(|picture| picture.zoom_axis(0.0));
                axis.map_or(0.0, |axis| axis.end_ms)
            };
            view! { <ZoomTools zoom end_ms=Signal::derive(end_ms) /> }
        });
        view! {
            <div class="chart__tools">
                {zoom_tools} <TableAndFiles chart picture summary name />
            </div>
        }
    });
    view! {
        <figure class="chart">
            <div
                class="chart__scroll"
                on:scroll:target=move |event| scrolled.set(f64::from(event.target().scroll_top()))
            >
                <canvas
                    node_ref=canvas
                    class=class
                    tabindex="0"
                    role="img"
                    aria-label=summary
                    style:height=move || format!("{}px", height.get())
                    on:keydown=pressed
                    on:focus=focused
                ></canvas>
                {zoom.map(|zoom| view! { <ZoomOverlay zoom height /> })}
            </div>
            <figcaption class="chart__readout" aria-live="polite">
                {readout}
            </figcaption>
            {tools}
        </figure>
    }
    .into_any()
}

/// What a pointer does over a picture.
const POINTER_EVENTS: [&str; 5] = [
    "pointermove",
    "pointerdown",
    "pointerup",
    "pointercancel",
    "pointerleave",
];

/// Hears several events of a canvas by one function, where the view would compile one for each.
fn listen(
    canvas: NodeRef<html::Canvas>,
    events: &'static [&str],
    heard: impl Fn(web_sys::Event) + 'static,
) {
    let listener = Closure::<dyn Fn(web_sys::Event)>::new(heard);
    // The listener lives as long as the picture.
    let listener = StoredValue::new_local(listener);
    Effect::new(move || {
        if let Some(canvas) = canvas.get() {
            listener.with_value(|listener| {
                let listener = listener.as_ref().unchecked_ref();
                for event in events {
                    // Nothing is wrong with these names, and nothing else is refused.
                    let _ = canvas.add_event_listener_with_callback(event, listener);
                }
            });
        }
    });
    on_cleanup(move || {
        if let Some(Some(canvas)) = canvas.try_get_untracked() {
            listener.with_value(|listener| {
                let listener = listener.as_ref().unchecked_ref();
                for event in events {
                    let _ = canvas.remove_event_listener_with_callback(event, listener);
                }
            });
        }
    });
}

#[component]
fn TableAndFiles(
    chart: Chart,
    picture: PictureSignal,
    summary: Signal<String>,
    name: String,
) -> impl IntoView {
    let speech = use_speech();
    // Hundreds of rows that nobody looks at would cost more than the picture itself.
    let opened = RwSignal::new(false);
    let toggled =
        move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlDetailsElement>| {
            opened.set(event.target().open());
        };
    let contents = move || {
        let table = || picture.with(|picture| picture.table(speech));
        opened
            .get()
            .then(|| view! { <Rows summary table=table() /> })
    };
    let (png_name, csv_name) = (format!("{name}.png"), format!("{name}.csv"));
    let save_png = move |_| {
        let Some(canvas) = chart.canvas.get_untracked() else {
            return;
        };
        let name = png_name.clone();
        let scrolled = chart.scrolled.get_untracked();
        spawn_local(async move {
            // What follows the scrolling stands at the end of a picture that is saved whole.
            chart.scrolled.set(f64::INFINITY);
            leptos::task::tick().await;
            save::save_png(&name, &canvas);
            chart.scrolled.try_set(scrolled);
        });
    };
    let save_csv = move |_| {
        let csv = picture.with_untracked(|picture| picture.csv());
        save::save_text(&csv_name, "text/csv", &csv);
    };
    view! {
        <details on:toggle:target=toggled>
            <summary>{speech.text("show-as-table")}</summary>
            {contents}
        </details>
        <button type="button" class="quiet" on:click=save_png>
            {speech.text("save-png")}
        </button>
        <button type="button" class="quiet" on:click=save_csv>
            {speech.text("save-csv")}
        </button>
    }
    .into_any()
}

#[component]
fn Rows(summary: Signal<String>, table: Table) -> impl IntoView {
    let speech = use_speech();
    let Table { columns, rows } = table;
    let total = rows.len();
    let note = (total > TABLE_ROWS_MAX).then(|| {
        speech.say_with(
            "table-cut",
            &[
                (
                    "shown",
                    figures::count(speech.locale(), TABLE_ROWS_MAX as u64).into(),
                ),
                (
                    "count",
                    figures::count(speech.locale(), total as u64).into(),
                ),
            ],
        )
    });
    let numbers: Vec<bool> = columns.iter().map(|(_, number)| *number).collect();
    let row = |cells: Vec<String>| {
        let mut cells = cells.into_iter();
        let head = cells.next().unwrap_or_default();
        let rest = cells
            .zip(numbers.iter().skip(1).copied())
            .map(|(text, number)| view! { <td class:number=number>{text}</td> })
            .collect_view();
        view! {
            <tr>
                <th scope="row">{head}</th>
                {rest}
            </tr>
        }
    };
    let body = rows
        .into_iter()
        .take(TABLE_ROWS_MAX)
        .map(row)
        .collect_view();
    let head = columns
        .into_iter()
        .map(|(label, number)| view! { <th scope="col" class:number=number>{label}</th> })
        .collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=summary>
            <table>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
        <p class="note">{note}</p>
    }
    .into_any()
}
