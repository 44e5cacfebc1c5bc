//! The rows of a result, of which only those in sight are in the page.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use leptos::{ev, html};
use sql_workload::session::Cell;

use super::state::{Console, Whole};
use crate::labs::database::model::console::export::Format;
use crate::labs::database::model::console::rows::{
    IN_SIGHT, Row, Rows, after_key, first_at, scroll_of,
};
use crate::labs::database::model::console::shown::{Kind, Shown};
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// The rows, what saves them, and a value as a whole.
#[component]
pub(super) fn Grid(console: Console) -> impl IntoView {
    let speech = use_speech();
    let content = move || {
        let columns = console.columns();
        if columns.is_empty() {
            return ().into_any();
        }
        view! {
            <h2>{speech.text("console-result")}</h2>
            <p class="note" data-testid="console-rows">
                {move || in_sight(speech, console)}
            </p>
            {table(speech, console, columns)}
            <div class="controls__buttons">
                {save_button(speech, console, "console-save-csv", Format::Csv)}
                {save_button(speech, console, "console-save-json", Format::Json)}
                <button
                    type="button"
                    id="console-explain-result"
                    aria-disabled=move || console.lab().busy.get().to_string()
                    on:click=move |_| console.explain_shown()
                >
                    {speech.text("console-explain-result")}
                </button>
            </div>
            {move || console.whole.get().map(|whole| whole_view(speech, console, whole))}
        }
        .into_any()
    };
    view! { <section data-testid="console-result">{content}</section> }
}

/// Which rows are in sight, and what is to be said of the others.
fn in_sight(speech: Speech, console: Console) -> String {
    let count = |number: u64| figures::count(speech.locale(), number);
    let (kept, is_gone) = console.rows.with(|rows| (rows.count(), rows.is_gone()));
    let all = console.shown.with(|shown| {
        let shown = shown.as_ref();
        shown.map_or(0, |shown| shown.execution.rows)
    });
    let first = console.first.get();
    let last = first.saturating_add(IN_SIGHT).min(kept);
    let mut said = if kept == 0 {
        speech.say("console-no-rows")
    } else {
        let args = [
            ("first", count(u64::from(first) + 1).into()),
            ("last", count(u64::from(last)).into()),
            ("all", count(all).into()),
        ];
        speech.say_with("console-in-sight", &args)
    };
    if all > u64::from(kept) {
        let args = [("kept", count(u64::from(kept)).into())];
        said = said + " " + &speech.say_with("console-kept", &args);
    }
    if is_gone {
        said = said + " " + &speech.say("console-gone");
    }
    said
}

fn save_button(speech: Speech, console: Console, name: &'static str, format: Format) -> AnyView {
    view! {
        <button
            type="button"
            id=name
            aria-disabled=move || console.lab().busy.get().to_string()
            on:click=move |_| console.save(format)
        >
            {speech.text(name)}
        </button>
    }
    .into_any()
}

/// A tall box that is scrolled, and in it a table that stays where it is and shows other rows.
fn table(speech: Speech, console: Console, columns: Vec<String>) -> AnyView {
    let frame: NodeRef<html::Div> = NodeRef::new();
    let scrolled = move |_| {
        if let Some(frame) = frame.get_untracked() {
            let max = console.rows.with_untracked(Rows::first_max);
            let first = first_at(f64::from(frame.scroll_top()), range_px(&frame), max);
            if first != console.first.get_untracked() {
                console.first.set(first);
            }
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let max = console.rows.with_untracked(Rows::first_max);
        let is_plain = !event.ctrl_key() && !event.alt_key() && !event.meta_key();
        let first = console.first.get_untracked();
        let (Some(frame), Some(moved)) =
            (frame.get_untracked(), after_key(&event.key(), first, max))
        else {
            return;
        };
        let is_on_button = event.key() == " " && event.target() != event.current_target();
        if is_plain && !is_on_button {
            event.prevent_default();
            console.first.set(moved);
            frame.set_scroll_top(px(scroll_of(moved, range_px(&frame), max)));
        }
    };
    let rows = move || {
        let first = console.first.get();
        let count = console.rows.with(Rows::count);
        (first..first.saturating_add(IN_SIGHT).min(count)).collect::<Vec<u32>>()
    };
    let width = columns.len();
    let heads: Vec<AnyView> = columns
        .into_iter()
        .map(|name| view! { <th scope="col">{name}</th> }.into_any())
        .collect();
    let height = move || {
        let rows_px = console.rows.with(Rows::height_px);
        // A row more, for the head.
        format!("calc({rows_px}px + var(--grid-row))")
    };
    let row_count = move || (u64::from(console.rows.with(Rows::count)) + 1).to_string();
    view! {
        <div
            class="grid"
            data-testid="console-grid"
            tabindex="0"
            role="region"
            aria-label=speech.text("console-result")
            node_ref=frame
            on:scroll=scrolled
            on:keydown=key
        >
            <div class="grid__extent" style:height=height>
                <div class="grid__window">
                <table aria-rowcount=row_count aria-colcount=(width + 1).to_string()>
                    <thead>
                        <tr aria-rowindex="1">
                            <th scope="col" class="number">
                                {speech.text("console-row")}
                            </th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=rows
                            key=|row| *row
                            children=move |row| row_view(speech, console, row, width)
                        />
                    </tbody>
                </table>
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// How far a box can be scrolled, in CSS pixels.
fn range_px(frame: &web_sys::HtmlDivElement) -> f64 {
    f64::from(frame.scroll_height() - frame.client_height())
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "a place within a box of twelve million pixels"
)]
fn px(at: f64) -> i32 {
    at.round() as i32
}

fn row_view(speech: Speech, console: Console, row: u32, width: usize) -> AnyView {
    let cells = Memo::new(move |_| console.rows.with(|rows| rows.row(row).cloned()));
    let content = move || match cells.get() {
        Some(cells) => cells_view(speech, console, row, &cells),
        None => view! { <td colspan=width.to_string()>"…"</td> }.into_any(),
    };
    let number = move || figures::count(speech.locale(), u64::from(row) + 1);
    view! {
        <tr aria-rowindex=(u64::from(row) + 2).to_string() data-row=row.to_string()>
            <th scope="row" class="number">
                {number}
            </th>
            {content}
        </tr>
    }
    .into_any()
}

fn cells_view(speech: Speech, console: Console, row: u32, cells: &Row) -> AnyView {
    let cells: Vec<AnyView> = cells
        .iter()
        .enumerate()
        .map(|(column, cell)| cell_view(speech, console, row, column, cell))
        .collect();
    cells.into_any()
}

/// A value: what is no plain text has a word beside it that says what it is.
fn cell_view(speech: Speech, console: Console, row: u32, column: usize, cell: &Cell) -> AnyView {
    let shown = Shown::of(cell);
    let badge =
        |name: &'static str| view! { <span class="badge">{speech.text(name)}</span> }.into_any();
    let (class, badge) = match shown.kind {
        Kind::Number => ("number", None),
        Kind::Text if !shown.is_cut => ("", None),
        Kind::Text => ("", Some(size(speech, shown.bytes))),
        Kind::Null => ("", Some(null(speech))),
        Kind::EmptyText => ("", Some(badge("console-empty-text"))),
        Kind::Malformed => ("grid__bytes", Some(badge("console-not-utf-8"))),
        Kind::Blob => ("grid__bytes", Some(size(speech, shown.bytes))),
    };
    let text = if shown.is_cut {
        let label = move || speech.say("console-show-whole");
        view! {
            <button
                type="button"
                class="quiet"
                title=label
                on:click=move |_| console.show_whole(row, column)
            >
                {shown.text}
                " …"
                <span class="visually-hidden">{label}</span>
            </button>
        }
        .into_any()
    } else {
        shown.text.into_any()
    };
    view! {
        <td class=class>
            {text}
            {badge}
        </td>
    }
    .into_any()
}

/// Who hears it is told that it is not the text of these letters.
fn null(speech: Speech) -> AnyView {
    view! {
        <span class="badge">"NULL"</span>
        <span class="visually-hidden">{speech.text("console-null")}</span>
    }
    .into_any()
}

fn size(speech: Speech, bytes: u32) -> AnyView {
    let words = move || {
        let count = figures::count(speech.locale(), u64::from(bytes));
        speech.say_with("console-bytes", &[("count", count.into())])
    };
    view! { <span class="badge">{words}</span> }.into_any()
}

fn whole_view(speech: Speech, console: Console, whole: Whole) -> AnyView {
    let count = move |number: u32| figures::count(speech.locale(), u64::from(number));
    let column = whole.column;
    let (row, bytes) = (whole.row, whole.bytes);
    let title = Signal::derive(move || {
        let args = [
            ("row", count(row.saturating_add(1)).into()),
            ("column", column.as_str().into()),
            ("count", count(bytes).into()),
        ];
        speech.say_with("console-whole", &args)
    });
    let cut = whole.is_cut.then(|| {
        view! { <p class="note">{speech.text("console-whole-cut")}</p> }
    });
    view! {
        <div class="console__whole" data-testid="console-whole">
            <div class="console__lists">
                <h3>{title}</h3>
                <button
                    type="button"
                    id="console-close-whole"
                    on:click=move |_| console.whole.set(None)
                >
                    {speech.text("console-close")}
                </button>
            </div>
            {cut}
            <pre class="sql" tabindex="0" role="region" aria-label=title>
                {whole.text}
            </pre>
        </div>
    }
    .into_any()
}
