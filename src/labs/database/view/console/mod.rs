//! Statements of the reader's own, on a database of the reader's own.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

mod commands;
mod grid;
mod lists;
mod plans;
mod state;
mod statements;
mod words;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use self::grid::Grid;
use self::lists::{HistoryView, Tables};
use self::plans::PlansView;
use self::state::{Console, Said};
use self::statements::{Findings, Statements};
use super::lab::Lab;
use crate::compute::Assets;
use crate::labs::export::CopyButton;
use crate::labs::link;
use crate::ui::editor::{Diagnostic, Editor};
use crate::ui::figures;
use crate::ui::say::use_speech;

/// Names the panel in the page.
pub(super) const ID: &str = "console";

/// The name of the editor's text in a link.
pub(super) const IN_LINK: &str = "sql";

/// Letters of a link that servers and programs take; what follows the address is sent to whoever has the site.
const LINK_MAX: usize = 4_000;

/// The panel, below its title.
pub(in crate::labs::database) fn view(lab: Lab) -> AnyView {
    view! { <ConsoleView lab /> }.into_any()
}

#[component]
fn ConsoleView(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let console = Console::new(lab);
    let query = use_query_map();
    // A link fills the editor and starts nothing.
    Effect::new(move |last: Option<Option<String>>| {
        let sql = query.with(|query| query.get(IN_LINK));
        if let Some(sql) = sql.as_ref().filter(|_| last.as_ref() != Some(&sql)) {
            console.text.set(sql.replace("\r\n", "\n"));
            // It is what the link is about, and stands below all else.
            if let Some(panel) = document().get_element_by_id(ID) {
                panel.scroll_into_view();
            }
        }
        sql
    });
    let error = Signal::derive(move || {
        console.said.with(|said| match said {
            Said::Trouble {
                failure,
                spot: Some(spot),
            } => Some(Diagnostic {
                line: Some(spot.line),
                column: Some(spot.column),
                message: words::failure(speech, failure),
            }),
            _ => None,
        })
    });
    view! {
        <p class="note">{speech.text("console-about")}</p>
        <Tables console />
        <div class="console__editor">
            <Editor
                id="console-sql"
                label=speech.text("console-editor")
                value=console.text
                error
                language="sql"
                handle=console.editor()
                assets=Assets::of_page()
            />
        </div>
        <Buttons console />
        <p class="finding" role="status" data-testid="console-finding">
            {move || words::said(speech, console)}
        </p>
        <Grid console />
        <Statements console />
        <PlansView console />
        <Findings console />
        <HistoryView console />
    }
    .into_any()
}

#[component]
fn Buttons(console: Console) -> impl IntoView {
    let speech = use_speech();
    let lab = console.lab();
    let button = move |id: &'static str, class: &'static str, press: fn(Console)| {
        view! {
            <button
                type="button"
                id=id
                class=class
                aria-disabled=move || lab.busy.get().to_string()
                on:click=move |_| press(console)
            >
                {speech.text(id)}
            </button>
        }
        .into_any()
    };
    // What is far too long is not even encoded.
    let length = Memo::new(move |_| {
        console.text.with(|text| match text.len() {
            bytes if bytes > LINK_MAX => bytes,
            _ => address(text).len(),
        })
    });
    let too_long = Signal::derive(move || length.get() > LINK_MAX);
    let too_long_note = move || {
        let count = |number: usize| figures::count(speech.locale(), number as u64);
        let args = [
            ("length", count(length.get()).into()),
            ("max", count(LINK_MAX).into()),
        ];
        let note = || speech.say_with("console-link-too-long", &args);
        too_long
            .get()
            .then(|| view! { <p class="note">{note()}</p> })
    };
    view! {
        <div class="controls__buttons console__buttons">
            {button("console-run", "primary", Console::execute)}
            <button
                type="button"
                id="console-cancel"
                aria-disabled=move || (!lab.busy.get()).to_string()
                on:click=move |_| lab.control.stop()
            >
                {speech.text("console-cancel")}
            </button>
            {button("console-explain", "", Console::explain)}
            {button("console-time", "", Console::time)}
            <CopyButton
                id="console-copy-link"
                label=speech.text("console-copy-link")
                done=speech.text("console-link-copied")
                text=Callback::new(move |()| console.text.with_untracked(|text| address(text)))
                track=Callback::new(move |()| console.text.track())
                quiet=true
                disabled=too_long
            />
        </div>
        {too_long_note}
    }
}

/// The page's address with a text.
fn address(sql: &str) -> String {
    let location = window().location();
    let origin = location.origin().unwrap_or_default();
    let path = location.pathname().unwrap_or_default();
    format!("{origin}{path}{}", link::query([(IN_LINK, sql)]))
}
