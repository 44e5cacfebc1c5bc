//! The lab's layout, and the wiring between its form, the link and the runs.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::html;
use leptos::prelude::*;
use web_sys::File;

use super::controls::{Checked, Inputs};
use super::kept::Keeping;
use super::lab::Lab;
use super::panels::Panels;
use super::words;
use crate::environment::Environment;
use crate::labs::bound;
use crate::labs::cache::later::{KEPT, RESULTS};
use crate::labs::cache::model::form::{Field, Form, OWN_FILE};
use crate::labs::form::TextForm;
use crate::labs::run_bar::RunBar as Shell;
use crate::labs::scroll::bring_into_view;
use crate::labs::signs_of_life::MovingDot;
use crate::labs::{invitation, link};
use crate::ui::drop::PageDrop;
use crate::ui::later::{Later, Stages};
use crate::ui::say::use_speech;

/// The form's id, by which the button that runs it belongs to it from elsewhere in the page.
const FORM: &str = "cache-form";

/// The lab, as its part of the app makes it.
pub(in crate::labs::cache) fn view() -> AnyView {
    view! { <Cache /> }.into_any()
}

#[component]
fn Cache() -> impl IntoView {
    let speech = use_speech();
    let environment: Environment = expect_context();
    let live = bound::of_link::<Form>();
    let form = live.signal();
    let checked: Checked = Memo::new(move |_| form.with(TextForm::order));
    let lab = Lab::new(environment.cores, form);
    lab.control.stop_on_escape_and_leave();
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
        live.press();
        write_link(&form.with_untracked(|form| link::query(form.to_query())));
        bring_into_view(picture);
        results.want();
        lab.run(order);
    });
    invitation::accept(move |_| {
        run.try_run(());
    });
    let take = Callback::new(move |file: File| {
        lab.file.set(Some(file));
        form.update(|form| form.set(Field::Trace, OWN_FILE));
    });
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !lab.busy.get_untracked() {
            run.run(());
        }
    };
    let dot = MovingDot::moving();
    let stages = Stages::start();
    let empty = move || {
        lab.results.with(Option::is_none).then(|| {
            view! {
                <p class="empty empty--picture" data-testid="empty">
                    {speech.text("cache-empty")}
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
            class="controls"
            aria-label=speech.text("cache-controls")
            on:submit=on_submit
            novalidate
        >
            {stages.show(2, move || view! { <Inputs form checked lab on_file=take /> }.into_any())}
        </form>
        <div class="lab__picture" node_ref=picture>
            {stages.show(3, shown)}
            {stages
                .show(
                    4,
                    move || {
                        view! {
                            <Panels lab />
                            <PageDrop label=speech.text("cache-drop") on_file=take />
                        }
                        .into_any()
                    },
                )}
            {stages.show(5, move || kept.show(move |view| view(&keeping)))}
        </div>
    }
}

/// Run and Cancel, the finding, and how far it is.
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
            {speech.text("cache-run")}
        </button>
        <button
            type="button"
            id="cancel"
            aria-disabled=move || (!lab.busy.get()).to_string()
            on:click=move |_| lab.control.stop()
        >
            {speech.text("cache-cancel")}
        </button>
    };
    let said = move || {
        if let Some(failure) = lab.failure.get() {
            return words::failure(speech, &failure);
        }
        let place = lab.place.get();
        let finding = lab
            .results
            .with(|results| words::finding(speech, results.as_ref()?, place));
        let activity = lab.activity.get();
        match (activity, finding) {
            (Some(activity), _) => words::activity(speech, activity),
            (None, Some(finding)) => finding,
            (None, None) => speech.say("cache-none-yet"),
        }
    };
    view! {
        <Shell buttons=buttons.into_any() dot>
            <p class="finding" role="status" data-testid="finding">
                {said}
            </p>
        </Shell>
    }
}
