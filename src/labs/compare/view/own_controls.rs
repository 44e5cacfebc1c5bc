//! Inputs for the reader's own code.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sampling::experiment::CANDIDATES;

use super::own_modules::{Entry, Modules};
use super::session::Lab;
use super::subjects::Failure;
use crate::compute::Assets;
use crate::labs::compare::model::form::Form;
use crate::labs::group::Group;
use crate::labs::own_form::{DEADLINE_S, OwnField, OwnForm, PARAMETERS, Snippet};
use crate::own_code::words::code_message;
use crate::own_code::{CodeError, Part, RunError};
use crate::ui::editor::{Diagnostic, Editor};
use crate::ui::field::NumberField;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// Which of the form's texts an editor holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    SetUp,
    TearDown,
    /// The body of a snippet, counted from zero.
    Snippet(usize),
}

impl Code {
    fn read(self, own: &OwnForm) -> Option<&String> {
        match self {
            Self::SetUp => Some(&own.set_up),
            Self::TearDown => Some(&own.tear_down),
            Self::Snippet(index) => own.snippets.get(index).map(|snippet| &snippet.body),
        }
    }

    fn write(self, own: &mut OwnForm) -> Option<&mut String> {
        match self {
            Self::SetUp => Some(&mut own.set_up),
            Self::TearDown => Some(&mut own.tear_down),
            Self::Snippet(index) => own.snippets.get_mut(index).map(|snippet| &mut snippet.body),
        }
    }
}

/// Makes the inputs.
pub(in crate::labs::compare) fn view(
    form: RwSignal<Form>,
    modules: RwSignal<Vec<Entry>>,
    lab: Lab,
    assets: Assets,
) -> AnyView {
    view! { <OwnCode form modules lab assets /> }.into_any()
}

/// Everything about own code.
#[component]
fn OwnCode(
    form: RwSignal<Form>,
    modules: RwSignal<Vec<Entry>>,
    lab: Lab,
    assets: Assets,
) -> impl IntoView {
    let speech = use_speech();
    let assets = StoredValue::new(assets);
    let count = Memo::new(move |_| form.with(|form| form.own.snippets.len()));
    let all = Memo::new(move |_| count.get() + modules.with(Vec::len));
    let editor = move |id: String, label: Signal<String>, code: Code| {
        view! {
            <Editor
                id
                label
                value=value_of(form, code)
                error=error_of(speech, lab, code)
                assets=assets.get_value()
            />
        }
    };
    let count_of = move |figure: u64| figures::count(speech.locale(), figure);
    let number = move |field: OwnField,
                       id: &'static str,
                       label: &'static str,
                       hint: Signal<String>| {
        let read = move |own: &OwnForm| match field {
            OwnField::Parameters => own.parameters.clone(),
            OwnField::Deadline => own.deadline_s.clone(),
        };
        let write = move |own: &mut OwnForm, text: String| match field {
            OwnField::Parameters => own.parameters = text,
            OwnField::Deadline => own.deadline_s = text,
        };
        view! {
            <NumberField
                id
                label=speech.text(label)
                hint
                value=Signal::derive(move || form.with(|form| read(&form.own)))
                on_input=Callback::new(move |text| form.update(|form| write(&mut form.own, text)))
                error=Signal::derive(move || {
                    let error = form.with(|form| form.own.error(field))?;
                    Some(speech.field_error(&error))
                })
            />
        }
    };
    let parameters_hint = Signal::derive(move || {
        let max = count_of(*PARAMETERS.end() as u64);
        speech.say_with("own-parameters-hint", &[("max", max.into())])
    });
    let deadline_hint = Signal::derive(move || {
        speech.say_with(
            "own-deadline-hint",
            &[
                ("min", count_of(*DEADLINE_S.start()).into()),
                ("max", count_of(*DEADLINE_S.end()).into()),
            ],
        )
    });
    let snippets = move || {
        (0..count.get())
            .map(|index| {
                let body = editor(
                    format!("snippet-{}", index + 1),
                    speech.text("own-body"),
                    Code::Snippet(index),
                );
                view! {
                    <li class="contender" data-testid=format!("snippet-{}-of", index + 1)>
                        <SnippetName form index all />
                        {body}
                    </li>
                }
            })
            .collect_view()
    };
    let rest_says = Signal::derive(move || form.with(|form| rest(speech, &form.own)));
    let tear_down_error = error_of(speech, lab, Code::TearDown);
    let rest_is_wrong = Signal::derive(move || {
        form.with(|form| form.own.error(OwnField::Deadline).is_some())
            || tear_down_error.with(Option::is_some)
    });
    view! {
        <p class="note">{speech.text("own-explained")}</p>
        {editor("set-up".to_owned(), speech.text("own-set-up"), Code::SetUp)}
        <ol class="contenders">{snippets}</ol>
        <button
            type="button"
            id="add-snippet"
            class="quiet"
            disabled=move || { all.get() >= *CANDIDATES.end() }
            on:click=move |_| form.update(|form| form.own.add())
        >
            {speech.text("own-add")}
        </button>
        <Modules modules />
        {number(OwnField::Parameters, "parameters", "own-parameters", parameters_hint)}
        <Group id="group-own" title=speech.text("group-own") says=rest_says is_wrong=rest_is_wrong>
            {editor("tear-down".to_owned(), speech.text("own-tear-down"), Code::TearDown)}
            {number(OwnField::Deadline, "deadline", "own-deadline", deadline_hint)}
        </Group>
    }
}

/// What few people change, in a line.
fn rest(speech: Speech, own: &OwnForm) -> String {
    let tear_down = if own.tear_down.trim().is_empty() {
        "group-own-no-tear-down"
    } else {
        "group-own-tear-down"
    };
    let deadline = ("deadline", own.deadline_s.clone().into());
    let deadline = speech.say_with("group-own-deadline", &[deadline]);
    format!("{} · {deadline}", speech.say(tear_down))
}

/// A snippet's name, and what takes it away.
#[component]
fn SnippetName(form: RwSignal<Form>, index: usize, all: Memo<usize>) -> impl IntoView {
    let speech = use_speech();
    let id = format!("name-{}", index + 1);
    let labelled = id.clone();
    // The last one to go is still drawn while the list is made anew.
    let name = move || {
        form.with(|form| {
            let snippet: Option<&Snippet> = form.own.snippets.get(index);
            snippet.map_or_else(String::new, |snippet| snippet.name.clone())
        })
    };
    let rename = move |name: String| {
        form.update(|form| {
            if let Some(snippet) = form.own.snippets.get_mut(index) {
                snippet.name = name;
            }
        });
    };
    view! {
        <div class="contender__title">
            <label class="visually-hidden" for=id>{speech.text("own-name")}</label>
            <input
                id=labelled
                type="text"
                autocomplete="off"
                spellcheck="false"
                prop:value=name
                on:input:target=move |event| rename(event.target().value())
            />
            <button
                type="button"
                class="quiet"
                hidden=move || { all.get() <= *CANDIDATES.start() }
                on:click=move |_| form.update(|form| form.own.remove(index))
            >
                {speech.text("contender-remove")}
            </button>
        </div>
    }
}

/// A signal of its own for one of the form's texts: what is typed goes into the form, and what a link
/// brings into the signal.
fn value_of(form: RwSignal<Form>, code: Code) -> RwSignal<String> {
    let read = move |form: &Form| code.read(&form.own).cloned().unwrap_or_default();
    let value = RwSignal::new(form.with_untracked(read));
    Effect::new(move || {
        let of_form = form.with(read);
        if value.with_untracked(|value| *value != of_form) {
            value.set(of_form);
        }
    });
    Effect::new(move || {
        let typed = value.get();
        let differs = form.with_untracked(|form| {
            code.read(&form.own)
                .is_some_and(|of_form| *of_form != typed)
        });
        if differs {
            form.update(|form| {
                if let Some(text) = code.write(&mut form.own) {
                    *text = typed;
                }
            });
        }
    });
    value
}

/// What the last run found wrong with it, and in which line.
fn error_of(speech: Speech, lab: Lab, code: Code) -> Signal<Option<Diagnostic>> {
    Signal::derive(move || {
        lab.failure.with(|failure| {
            let Some(Failure::Own { index, error, .. }) = failure else {
                return None;
            };
            let RunError::Code(error) = error else {
                return None;
            };
            let CodeError { part, line, .. } = error;
            let is_meant = match (part, code) {
                (Part::SetUp, Code::SetUp) | (Part::TearDown, Code::TearDown) => true,
                (Part::Body, Code::Snippet(snippet)) => snippet == *index,
                _ => false,
            };
            is_meant.then(|| Diagnostic {
                line: line.unwrap_or(1),
                column: None,
                message: code_message(speech.locale(), error),
            })
        })
    })
}
