//! Inputs for the reader's own code.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sampling::experiment::CANDIDATES;
use wasm_bindgen_futures::spawn_local;

use super::controls::own_errors;
use super::own_modules::{Entry, Modules};
use super::session::Lab;
use super::subjects::Failure;
use crate::compute::Assets;
use crate::labs::compare::model::form::Form;
use crate::labs::form;
use crate::labs::group::Group;
use crate::labs::own_form::{LIMIT_S, OwnField, OwnForm, PARAMETERS, Snippet};
use crate::own_code::words::{code_message, run_error};
use crate::own_code::{CallMode, CodeError, Part, Reader, RunError, reader_of};
use crate::ui::choice::{Choice, Choices};
use crate::ui::editor::{self, Diagnostic, Editor};
use crate::ui::field::NumberField;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};
use crate::ui::select::{Item, Select};

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
    let errors = Memo::new(move |_| form.with(own_errors));
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
        view! {
            <NumberField
                id
                label=speech.text(label)
                hint
                value=Signal::derive(move || form.with(|form| form.own.get(field).to_owned()))
                on_input=Callback::new(move |text| form.update(|form| form.own.set(field, text)))
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
    let limit_hint = Signal::derive(move || {
        speech.say_with(
            "own-limit-hint",
            &[
                ("min", count_of(*LIMIT_S.start()).into()),
                ("max", count_of(*LIMIT_S.end()).into()),
            ],
        )
    });
    let reader = use_reader(assets.get_value());
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
                        <SnippetName form index all errors />
                        {body}
                        <SnippetMode form index reader />
                    </li>
                }
            })
            .collect_view()
    };
    let rest_says = Signal::derive(move || form.with(|form| rest(speech, &form.own)));
    let tear_down_error = error_of(speech, lab, Code::TearDown);
    let rest_is_wrong = Signal::derive(move || {
        let is_wrong = |field: OwnField| form.with(|form| form.own.error(field).is_some());
        OwnField::LIMITS.into_iter().any(is_wrong) || tear_down_error.with(Option::is_some)
    });
    view! {
        <p class="note">{speech.text("own-explained")}</p>
        {editor("set-up".to_owned(), speech.text("own-set-up"), Code::SetUp)}
        <ol class="contenders">{snippets}</ol>
        <OfAll all errors />
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
            <DataChoice form />
            {editor("tear-down".to_owned(), speech.text("own-tear-down"), Code::TearDown)}
            {number(OwnField::SetUpLimit, "set-up-limit", "own-set-up-limit", limit_hint)}
            {number(OwnField::Deadline, "deadline", "own-deadline", limit_hint)}
            {number(OwnField::TearDownLimit, "tear-down-limit", "own-tear-down-limit", limit_hint)}
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
    let data = if own.fresh {
        "group-own-fresh"
    } else {
        "group-own-shared"
    };
    let deadline = ("deadline", own.deadline_s.clone().into());
    let deadline = speech.say_with("group-own-deadline", &[deadline]);
    format!(
        "{} · {} · {deadline}",
        speech.say(data),
        speech.say(tear_down)
    )
}

/// What reads code, once it is here. The editors fetch the same module.
fn use_reader(assets: Assets) -> RwSignal<Option<Reader>, LocalStorage> {
    let reader = RwSignal::new_local(None);
    spawn_local(async move {
        // Without it the page tells only how calls are made when they are.
        if let Ok(module) = assets.import(editor::MODULE).await {
            reader.try_set(reader_of(&module));
        }
    });
    reader
}

/// The names of the ways in which calls get their data.
const DATA: [&str; 2] = ["shared", "fresh"];

/// Whether calls get data of their own.
#[component]
fn DataChoice(form: RwSignal<Form>) -> impl IntoView {
    let speech = use_speech();
    let choices = Signal::derive(move || {
        let choice = |id: &'static str, label: &str, explanation: &str| Choice {
            id,
            label: speech.say(label),
            explanation: speech.say(explanation),
            refusal: None,
        };
        vec![
            choice(DATA[0], "own-data-shared", "own-data-shared-explained"),
            choice(DATA[1], "own-data-fresh", "own-data-fresh-explained"),
        ]
    });
    let is_fresh = Memo::new(move |_| form.with(|form| form.own.fresh));
    view! {
        <Choices
            name="data"
            legend=speech.text("own-data")
            choices
            is_chosen=Callback::new(move |id| DATA[usize::from(is_fresh.get())] == id)
            on_change=Callback::new(move |(id, _): (&str, bool)| {
                form.update(|form| form.own.fresh = id == DATA[1]);
            })
            error=Signal::derive(|| None::<String>)
        />
    }
}

/// How a snippet's calls are made: as its text says, or as somebody says.
#[component]
fn SnippetMode(
    form: RwSignal<Form>,
    index: usize,
    reader: RwSignal<Option<Reader>, LocalStorage>,
) -> impl IntoView {
    let speech = use_speech();
    // The last one to go is still drawn while the list is made anew.
    let mode = Memo::new(move |_| {
        form.with(|form| {
            let snippet: Option<&Snippet> = form.own.snippets.get(index);
            snippet.map_or(CallMode::Auto, |snippet| snippet.mode)
        })
    });
    let awaits = Memo::new(move |_| {
        let body = form.with(|form| Some(form.own.snippets.get(index)?.body.clone()))?;
        reader.with(|reader| Some(reader.as_ref()?(&body).is_async))
    });
    let items = Signal::derive(move || {
        let item = |mode: &CallMode| {
            let label = match mode {
                CallMode::Auto => match awaits.get() {
                    None => "own-mode-auto",
                    Some(false) => "own-mode-auto-sync",
                    Some(true) => "own-mode-auto-async",
                },
                CallMode::Sync => "own-mode-sync",
                CallMode::Async => "own-mode-async",
            };
            (mode.id(), speech.say(label))
        };
        CallMode::ALL.iter().map(item).collect::<Vec<Item>>()
    });
    view! {
        <Select
            id=format!("mode-{}", index + 1)
            label=speech.text("own-mode")
            items
            value=Signal::derive(move || mode.get().id().to_owned())
            on_change=Callback::new(move |id: String| {
                form.update(|form| {
                    let snippet = form.own.snippets.get_mut(index);
                    if let Some((snippet, mode)) = snippet.zip(CallMode::from_id(&id)) {
                        snippet.mode = mode;
                    }
                });
            })
            error=Signal::derive(|| None::<String>)
        />
    }
}

/// What is wrong with all of it together.
#[component]
fn OfAll(all: Memo<usize>, errors: Memo<Vec<RunError>>) -> impl IntoView {
    let speech = use_speech();
    let text = move || {
        let range = *CANDIDATES.start() as u64..=*CANDIDATES.end() as u64;
        if form::within(all.get() as u64, &range).is_err() {
            let count = |figure: u64| figures::count(speech.locale(), figure).into();
            let given = [
                ("count", count(all.get() as u64)),
                ("min", count(*range.start())),
                ("max", count(*range.end())),
            ];
            return Some(speech.say_with("own-count-wrong", &given));
        }
        errors.with(|errors| {
            let error = errors.iter().find(|error| error.variant().is_none())?;
            Some(run_error(speech.locale(), error))
        })
    };
    view! {
        <p class="field__error" role="alert" data-testid="own-wrong">{text}</p>
    }
}

/// A snippet's name, what takes it away, and what is wrong with it.
#[component]
fn SnippetName(
    form: RwSignal<Form>,
    index: usize,
    all: Memo<usize>,
    errors: Memo<Vec<RunError>>,
) -> impl IntoView {
    let speech = use_speech();
    let id = format!("name-{}", index + 1);
    let (labelled, error_id) = (id.clone(), format!("{id}-error"));
    let described_by = error_id.clone();
    let error = Memo::new(move |_| {
        errors.with(|errors| {
            let of_it = errors.iter().filter(|error| error.variant() == Some(index));
            let said: Vec<String> = of_it
                .map(|error| run_error(speech.locale(), error))
                .collect();
            said.join("; ")
        })
    });
    let is_wrong = move || error.with(|error| !error.is_empty());
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
                aria-invalid=move || is_wrong().to_string()
                aria-describedby=described_by
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
        <p class="field__error" id=error_id role="alert">{move || error.get()}</p>
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
            let CodeError {
                part, line, column, ..
            } = error;
            let is_meant = match (part, code) {
                (Part::SetUp, Code::SetUp) | (Part::TearDown, Code::TearDown) => true,
                (Part::Body, Code::Snippet(snippet)) => snippet == *index,
                _ => false,
            };
            is_meant.then(|| Diagnostic {
                line: *line,
                column: *column,
                message: code_message(speech.locale(), error),
            })
        })
    })
}
