//! What all pictures have in common: a canvas that can be read by pointer and by keys, the same
//! figures as a table, and files to keep.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{KeyboardEvent, PointerEvent, WheelEvent};

use crate::ui::figures;
use crate::ui::save;
use crate::ui::say::use_speech;

/// A higher picture scrolls within itself, in CSS pixels.
pub(crate) const HEIGHT_MAX: f64 = 480.0;

/// A table of more rows slows the page down more than it helps; the file has them all.
const TABLE_ROWS_MAX: usize = 500;

/// The state of a picture: what its parts share.
#[derive(Clone, Copy)]
pub(crate) struct Chart {
    pub(crate) canvas: NodeRef<html::Canvas>,
    /// Which of the things that can be read is being read.
    pub(crate) selected: RwSignal<Option<usize>>,
    /// How far a high picture is scrolled down.
    pub(crate) scrolled: RwSignal<f64>,
    /// Counts what is not in the model and changes the picture all the same: its width, the theme.
    pub(crate) redraw: RwSignal<u32>,
}

impl Chart {
    pub(crate) fn new() -> Self {
        let chart = Self {
            canvas: NodeRef::new(),
            selected: RwSignal::new(None),
            scrolled: RwSignal::new(0.0),
            redraw: RwSignal::new(0),
        };
        chart.redraw_on_change();
        chart
    }

    /// Reads something else, if it is something else.
    pub(crate) fn select(self, what: Option<usize>) {
        if self.selected.get_untracked() != what {
            self.selected.set(what);
        }
    }

    /// Does what a key asks for: Escape ends the reading, others lead to `next` where they mean
    /// anything. Says whether it did.
    pub(crate) fn pressed(self, key: &str, next: Option<usize>) -> bool {
        if key == "Escape" {
            self.select(None);
            return true;
        }
        if next.is_some() {
            self.select(next);
        }
        next.is_some()
    }

    /// How wide the picture is shown.
    pub(crate) fn width(self) -> f64 {
        self.canvas
            .get_untracked()
            .map_or(0.0, |canvas| f64::from(canvas.client_width()))
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

/// The figures of a picture, in words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Each column's heading, and whether it holds numbers.
    pub(crate) columns: Vec<(String, bool)>,
    /// What stands in them; the first is the row's own heading.
    pub(crate) rows: Vec<Vec<String>>,
}

/// The frame around a picture that its lab draws on [`Chart::canvas`].
///
/// Components that are used in several places erase the type of their view: otherwise it would be
/// part of their parents' types, and be compiled once for each of them.
#[component]
pub(crate) fn Plot(
    chart: Chart,
    /// What the picture shows, in a sentence, for those who cannot see it.
    #[prop(into)]
    summary: Signal<String>,
    #[prop(into)] height: Signal<f64>,
    /// What is being read, or how to.
    #[prop(into)]
    readout: Signal<String>,
    /// A pointer that moves over the picture, is pressed, let go or taken away.
    on_pointer: Callback<PointerEvent>,
    /// A key, and whether it meant something.
    on_key: Callback<KeyboardEvent, bool>,
    #[prop(optional_no_strip)] on_wheel: Option<Callback<WheelEvent>>,
    /// The same figures; asked for once somebody wants to see them.
    table: Callback<(), Table>,
    csv: Callback<(), String>,
    /// A picture without a name is still being drawn, and offers neither files nor a table.
    file_name: Option<String>,
    /// More classes for the canvas.
    #[prop(optional, into)]
    class: Signal<&'static str>,
    /// More tools, before the common ones.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let Chart {
        canvas, scrolled, ..
    } = chart;
    let pressed = move |event: KeyboardEvent| {
        if on_key.run(event.clone()) {
            event.prevent_default();
        }
    };
    listen(canvas, &POINTER_EVENTS, move |event| {
        on_pointer.run(event.unchecked_into());
    });
    if let Some(on_wheel) = on_wheel {
        listen(canvas, &["wheel"], move |event| {
            on_wheel.run(event.unchecked_into());
        });
    }
    let tools = file_name.map(|name| {
        view! {
            <div class="chart__tools">
                {children.map(|children| children())}
                <TableAndFiles chart summary table csv name />
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
                    class=move || format!("chart__canvas {}", class.get())
                    tabindex="0"
                    role="img"
                    aria-label=summary
                    style:height=move || format!("{}px", height.get())
                    on:keydown=pressed
                ></canvas>
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
    summary: Signal<String>,
    table: Callback<(), Table>,
    csv: Callback<(), String>,
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
        opened
            .get()
            .then(|| view! { <Rows summary table=table.run(()) /> })
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
    let save_csv = move |_| save::save_text(&csv_name, "text/csv", &csv.run(()));
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

/// One line of a file of comma-separated values.
pub(crate) fn csv_line(cells: &[String]) -> String {
    let quoted = |cell: &String| {
        if cell.contains(['"', ',', '\n']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.clone()
        }
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n"
}
