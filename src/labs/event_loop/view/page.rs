//! The lab's layout, and the wiring between its form, the link and the runs.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

use super::controls::{Checked, Inputs};
use super::kept::Keeping;
use super::lab::{Failure, Lab};
use super::panels::Panels;
use super::words;
use crate::environment::Environment;
use crate::labs::event_loop::later::{KEPT, RESULTS};
use crate::labs::event_loop::model::form::{BehindHash, Field, Form, OWN_PROGRAM};
use crate::labs::form::{FieldName, TextForm, is_silent};
use crate::labs::kept::LiveForm;
use crate::labs::run_bar::RunBar as Shell;
use crate::labs::scroll::bring_into_view;
use crate::labs::signs_of_life::MovingDot;
use crate::labs::{export, invitation, link};
use crate::ui::later::{Later, Stages};
use crate::ui::say::use_speech;

/// The form's id, by which the button that runs it belongs to it from elsewhere in the page.
const FORM: &str = "loop-form";

/// The lab, as its part of the app makes it.
pub(in crate::labs::event_loop) fn view() -> AnyView {
    view! { <EventLoop /> }.into_any()
}

#[component]
fn EventLoop() -> impl IntoView {
    let speech = use_speech();
    let environment: Environment = expect_context();
    let live = of_link();
    let form = live.signal();
    let checked: Checked = Memo::new(move |_| form.with(TextForm::order));
    let lab = Lab::new(form);
    lab.control.stop_on_escape_and_leave();
    let (query, hash) = (use_query_map(), use_location().hash);
    let is_unread = Memo::new(move |_| {
        // A link to an own program has lost it if nothing is behind the hash.
        let is_own = query.with(|query| {
            query
                .get(Field::Program.id())
                .is_some_and(|name| name == OWN_PROGRAM)
        });
        hash.with(|hash| read_program(hash).map_or(is_own, |read| read.is_err()))
    });
    Effect::new(move || {
        if is_unread.get() {
            // Else the reader would take the program that is shown for that of the link.
            let shown = form.with_untracked(|form| form.get(Field::Program).to_owned());
            lab.failure.set(Some(Failure::Link { shown }));
            return;
        }
        let is_over = lab
            .failure
            .with_untracked(|failure| failure.as_ref().is_some_and(Failure::is_of_link));
        if is_over {
            lab.failure.set(None);
        }
    });
    let (results, kept) = (Later::new(RESULTS), Later::new(KEPT));
    let keeping = Keeping {
        lab,
        form: live,
        results,
        environment,
    };
    kept.want();
    let picture: NodeRef<html::Div> = NodeRef::new();
    let write_link = link::use_write_link();
    let run = Callback::new(move |()| {
        let Ok(order) = checked.get_untracked() else {
            return;
        };
        if lab.busy.get_untracked() {
            return;
        }
        live.press();
        match form.with_untracked(behind_path) {
            Ok(behind_path) => write_link(&behind_path),
            // What ran could not be brought about again by its link.
            Err(message) => return lab.failure.set(Some(Failure::no_link(message))),
        }
        bring_into_view(picture);
        results.want();
        lab.start(order);
    });
    invitation::accept(move |_| {
        run.try_run(());
    });
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        run.run(());
    };
    let dot = MovingDot::moving();
    let stages = Stages::start();
    let empty = move || {
        lab.run.with(Option::is_none).then(|| {
            view! {
                <p class="empty empty--picture" data-testid="empty">
                    {speech.text("loop-empty")}
                </p>
            }
        })
    };
    let shown = move || {
        view! {
            {empty}
            {results.show(move |show| show(lab))}
        }
        .into_any()
    };
    view! {
        {stages.show(1, move || view! { <RunBar checked lab dot /> }.into_any())}
        <form
            id=FORM
            class="controls controls--program"
            aria-label=speech.text("loop-controls")
            on:submit=on_submit
            novalidate
        >
            {stages.show(2, move || view! { <Inputs form checked lab on_run=run /> }.into_any())}
        </form>
        <div class="lab__picture" node_ref=picture>
            {stages.show(3, shown)}
            {stages.show(4, move || view! { <Panels lab /> }.into_any())}
            {stages.show(5, move || kept.show(move |view| view(&keeping)))}
        </div>
    }
}

/// The form of the link that the lab was opened with, which follows the link from then on.
fn of_link() -> LiveForm<Form> {
    let (query, hash) = (use_query_map(), use_location().hash);
    let of_link = move || {
        let mut form = query.with(|query| Form::from_query(|name| query.get(name)));
        if let Some(Ok(program)) = hash.with(|hash| read_program(hash)) {
            form.set_source(&program.source);
        }
        form
    };
    let is_link_silent = move || {
        query.with(|query| is_silent::<Field>(|name| query.get(name)))
            && hash.with(|hash| read_program(hash).is_none())
    };
    let form = RwSignal::new(untrack(of_link));
    link::follow(form, move || {
        if is_link_silent() {
            // Whoever presses the lab's own name means no other form.
            return form.get_untracked();
        }
        let mut of_link = of_link();
        form.with_untracked(|form| of_link.keep_own_of(form));
        of_link
    });
    LiveForm::of(form, untrack(is_link_silent))
}

/// What a form makes of a link, from the question mark on.
fn behind_path(form: &Form) -> Result<String, String> {
    let program = form.behind_hash();
    let program = program
        .map(|program| export::json(&program, 0))
        .transpose()?;
    let program = link::behind_hash(program.as_deref().unwrap_or_default());
    Ok(format!("{}{program}", link::query(form.to_query())))
}

/// A link has a program's place, and no program can be read there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unreadable;

/// The program at a link's end, if there is one. What a browser says of one that was cut off or altered tells nobody
/// more.
fn read_program(hash: &str) -> Option<Result<BehindHash, Unreadable>> {
    let text = hash.strip_prefix(link::CODE)?;
    let value = js_sys::decode_uri_component(text)
        .and_then(|text| js_sys::JSON::parse(&String::from(text)));
    let program = value
        .ok()
        .and_then(|value| serde_wasm_bindgen::from_value(value).ok());
    Some(program.ok_or(Unreadable))
}

/// Run and Cancel, and the finding.
#[component]
fn RunBar(checked: Checked, lab: Lab, dot: MovingDot) -> impl IntoView {
    let speech = use_speech();
    let buttons = view! {
        <button
            type="submit"
            form=FORM
            class="primary"
            id="run"
            disabled=move || checked.with(Result::is_err)
            aria-disabled=move || lab.busy.get().to_string()
        >
            {speech.text("loop-run")}
        </button>
        <button
            type="button"
            id="cancel"
            aria-disabled=move || (!lab.busy.get()).to_string()
            on:click=move |_| lab.control.stop()
        >
            {speech.text("loop-cancel")}
        </button>
    };
    let finding = Memo::new(move |_| {
        lab.run
            .with(|run| run.as_ref().map(|run| words::finding(speech, run)))
    });
    let said = move || {
        if lab.busy.get() {
            return speech.say("loop-running");
        }
        if let Some(failure) = lab.failure.get() {
            return words::failure(speech, &failure);
        }
        // While it plays, what it comes to is not given away.
        if lab.film().is_playing() {
            return speech.say("loop-playing");
        }
        finding.get().unwrap_or_else(|| speech.say("loop-none-yet"))
    };
    view! {
        <Shell buttons=buttons.into_any() dot>
            <p class="finding" role="status" data-testid="finding">
                {said}
            </p>
        </Shell>
    }
}
