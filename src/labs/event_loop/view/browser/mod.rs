//! The browser's own event loop: programs that run on the page's main thread, and when each callback really ran.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

mod observers;
mod results;
mod runner;
mod words;

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::lab::Lab;
use crate::labs::bound::{Bound, Checked};
use crate::labs::event_loop::model::browser::form::{Field, Form};
use crate::labs::event_loop::model::browser::program::{PROGRAMS, Parameter, program};
use crate::labs::event_loop::model::browser::record::Recording;
use crate::labs::form::{FieldName, TextForm};
use crate::labs::run_control::RunControl;
use crate::ui::say::{Speech, use_speech};
use crate::ui::select::Select;

/// What was recorded last.
pub(super) type Recorded = RwSignal<Option<Arc<Recording>>>;

/// The panel's state. Copies are handles on the same one.
#[derive(Clone, Copy)]
struct Panel {
    speech: Speech,
    form: RwSignal<Form>,
    checked: Checked<Form>,
    control: RunControl,
    recorded: Recorded,
    /// What a `ResizeObserver` is told of.
    probe: NodeRef<html::Section>,
}

/// The panel, below its title. It needs nothing of the lab, whose programs run in virtual time.
pub(in crate::labs::event_loop) fn view(_lab: Lab) -> AnyView {
    let form = RwSignal::new(Form::default());
    let panel = Panel {
        speech: use_speech(),
        form,
        checked: Memo::new(move |_| form.with(TextForm::order)),
        control: RunControl::new(),
        recorded: RwSignal::new(None),
        probe: NodeRef::new(),
    };
    panel.control.stop_on_escape_and_leave();
    let speech = panel.speech;
    let busy = panel.control.busy();
    let said = move || {
        if busy.get() {
            return speech.say("loop-browser-running");
        }
        panel.recorded.with(|recorded| match recorded {
            None => speech.say("loop-browser-none-yet"),
            Some(recording) => words::finding(speech, recording),
        })
    };
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        panel.start();
    };
    view! {
        <p class="note">{speech.text("loop-browser-about")}</p>
        <section node_ref=panel.probe class="loop-browser" aria-label=speech.text("loop-browser")>
            <form
                class="loop-browser__form"
                aria-label=speech.text("loop-browser-form")
                on:submit=on_submit
                novalidate
            >
                {fields(panel)}
                {buttons(panel)}
            </form>
            <p class="finding" role="status" data-testid="loop-browser-finding">
                {said}
            </p>
            {results::view(speech, panel.recorded)}
        </section>
    }
    .into_any()
}

impl Panel {
    /// Runs the program, unless one is running.
    fn start(self) {
        let Ok(order) = self.checked.get_untracked() else {
            return;
        };
        let (Some(probe), Some(active)) = (self.probe.get_untracked(), self.control.begin()) else {
            return;
        };
        let runner = runner::Runner::new(order, probe.into());
        let Some(runner) = runner else {
            leptos::logging::error!("internal error: the browser gives no message channel");
            return;
        };
        *self.control.cancel_slot().borrow_mut() = Some(runner.canceller());
        spawn_local(async move {
            let recording = runner.run().await;
            self.recorded.try_set(Some(Arc::new(recording)));
            drop(active);
        });
    }

    fn bound(self) -> Bound<Form> {
        Bound {
            speech: self.speech,
            form: self.form,
            checked: self.checked,
            // Nothing is wrong with a field that not every form could say.
            of_lab: |speech, _, _| speech.say("loop-browser-none-yet"),
        }
    }
}

fn fields(panel: Panel) -> AnyView {
    let speech = panel.speech;
    let bound = panel.bound();
    let items = Signal::derive(move || {
        let items = PROGRAMS.iter();
        items
            .map(|program| (program.id.id(), words::program(speech, program.id)))
            .collect::<Vec<_>>()
    });
    let chosen = Memo::new(move |_| panel.form.with(Form::program));
    let explained = move || {
        let id = chosen.get();
        id.map(|id| words::explained(speech, id))
    };
    let parameters = move || {
        let id = chosen.get();
        let parameters = id.map(|id| program(id).parameters).unwrap_or_default();
        let fields = parameters.iter();
        fields
            .map(|parameter| number(bound, *parameter))
            .collect::<Vec<AnyView>>()
    };
    view! {
        <Select
            id=Field::Program.id()
            label=speech.text("loop-browser-program")
            items
            value=bound.get(Field::Program)
            on_change=bound.set(Field::Program)
            error=bound.error(Field::Program)
        />
        <p data-testid="loop-browser-explained">{explained}</p>
        <div class="loop-browser__fields">{parameters}</div>
    }
    .into_any()
}

fn number(bound: Bound<Form>, parameter: Parameter) -> AnyView {
    let (least, most) = parameter.range();
    let speech = bound.speech;
    let label = Signal::derive(move || words::parameter(speech, parameter));
    let hint = Signal::derive(move || speech.range("loop-browser-range", least, most));
    bound.number(Field::Of(parameter), label, hint)
}

fn buttons(panel: Panel) -> AnyView {
    let speech = panel.speech;
    let busy = panel.control.busy();
    let cannot = move || busy.get() || panel.checked.with(Result::is_err);
    view! {
        <div class="controls__buttons">
            <button type="submit" id="loop-browser-run" disabled=cannot>
                {speech.text("loop-browser-run")}
            </button>
            <button
                type="button"
                id="loop-browser-stop"
                disabled=move || !busy.get()
                on:click=move |_| panel.control.stop()
            >
                {speech.text("loop-browser-stop")}
            </button>
        </div>
    }
    .into_any()
}
