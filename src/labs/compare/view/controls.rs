//! The lab's inputs: who takes part, what is asked, how long it may take.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::rc::Rc;

use kernels::registry;
use kernels::{Engine, Kernel, Strategy};
use leptos::prelude::*;
use sampling::experiment::{BUDGET_MS, CANDIDATES};
use sampling::verdict::SHARE_MAX;

use super::own_modules::Entry as Module;
use super::session::Order;
use super::subjects::Work;
use super::words as own_words;
use crate::glossary;
use crate::labs::compare::model::form::{
    At, Comparison, Entry, EntryField, Form, Mode, Problem, QUESTIONS, SettingsField,
};
use crate::labs::form::{FieldName, error_at};
use crate::labs::group::Group;
use crate::labs::words;
use crate::own_code::{Code, Program, RunError, Variant, distinct_names};
use crate::place::THREADS_MAX;
use crate::ui::choice::{Choice, Choices};
use crate::ui::field::NumberField;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};
use crate::ui::select::{Item, Select};

/// The form with what is wrong with it.
pub(super) type Checked = Memo<Result<Comparison, Vec<Problem>>>;

/// What the form asks for, if nothing is wrong with it.
pub(super) fn ask(speech: Speech, form: &Form, modules: &[Module], seed: u64) -> Option<Order> {
    let settings = form.settings().ok()?;
    let (work, names) = match form.mode() {
        Mode::Kernels => {
            let candidates = form.comparison().ok()?.candidates;
            let names = own_words::names(speech, &candidates);
            (Work::Kernels(candidates), names)
        }
        Mode::Own => {
            let program = program(form, modules)?;
            form.own.limits().ok()?;
            if !CANDIDATES.contains(&program.variants.len()) || !program.errors().is_empty() {
                return None;
            }
            let names = program.variants.iter().map(|variant| variant.name.clone());
            let names = names.collect();
            let work = Work::Own {
                program: Rc::new(program),
                parameters: form.own.parameters().ok()?,
            };
            (work, names)
        }
    };
    Some(Order {
        work,
        names,
        settings,
        seed,
    })
}

/// The reader's own code, if the modules among it can be called.
fn program(form: &Form, modules: &[Module]) -> Option<Program> {
    let mut variants = snippets(form);
    let taken: Vec<&str> = form
        .own
        .snippets
        .iter()
        .map(|of| of.name.as_str())
        .collect();
    let wanted: Vec<String> = modules.iter().map(Module::name).collect();
    for (module, name) in modules.iter().zip(distinct_names(&taken, &wanted)) {
        let variant = module.variant().filter(|_| module.is_right())?;
        variants.push(Variant { name, ..variant });
    }
    Some(with_variants(form, variants))
}

fn snippets(form: &Form) -> Vec<Variant> {
    let snippets = form.own.snippets.iter();
    snippets
        .map(|snippet| Variant {
            name: snippet.name.clone(),
            code: Code::JavaScript {
                body: snippet.body.clone(),
                mode: snippet.mode,
            },
        })
        .collect()
}

fn with_variants(form: &Form, variants: Vec<Variant>) -> Program {
    Program {
        set_up: form.own.set_up.clone(),
        tear_down: form.own.tear_down.clone(),
        variants,
        fresh_data: form.own.fresh,
        // What is wrong with them keeps the form from being run.
        limits: form.own.limits().unwrap_or_default(),
    }
}

/// What can be told to be wrong with the snippets, set-up and tear-down before a run.
pub(super) fn own_errors(form: &Form) -> Vec<RunError> {
    with_variants(form, snippets(form)).errors()
}

pub(super) fn error(speech: Speech, checked: Checked, at: At) -> Signal<Option<String>> {
    Signal::derive(move || {
        checked.with(|checked| {
            let problems = checked.as_ref().err()?;
            Some(speech.field_error(&error_at(problems, &at)?))
        })
    })
}

/// Everyone who takes part, one below the other.
#[component]
pub(super) fn Candidates(form: RwSignal<Form>, checked: Checked) -> impl IntoView {
    let speech = use_speech();
    let count = Memo::new(move |_| form.with(|form| form.entries.len()));
    let entries = move || {
        (0..count.get())
            .map(|index| view! { <Candidate form checked index count /> })
            .collect_view()
    };
    let number = error(speech, checked, At::Candidates);
    view! {
        <ol class="contenders">{entries}</ol>
        <p class="field__error" role="alert">{move || number.get()}</p>
        <button
            type="button"
            id="add"
            class="quiet"
            disabled=move || { count.get() >= *CANDIDATES.end() }
            on:click=move |_| form.update(Form::add)
        >
            {speech.text("contender-add")}
        </button>
    }
}

/// One of them.
#[component]
fn Candidate(
    form: RwSignal<Form>,
    checked: Checked,
    index: usize,
    count: Memo<usize>,
) -> impl IntoView {
    let speech = use_speech();
    // The last one to go is still drawn while the list is made anew.
    let entry = move |read: &dyn Fn(&Entry) -> String| {
        form.with(|form| form.entries.get(index).map_or_else(String::new, read))
    };
    let get = move |field| Signal::derive(move || entry(&|entry| entry.get(field).to_owned()));
    let set = move |field| {
        Callback::new(move |text: String| {
            form.update(|form| {
                if let Some(entry) = form.entries.get_mut(index) {
                    entry.set(field, &text);
                }
            });
        })
    };
    let select = move |field: EntryField, label: &'static str, items: Signal<Vec<Item>>| {
        view! {
            <Select
                id=format!("{}-{}", field.id(), index + 1)
                label=speech.text(label)
                items
                value=get(field)
                on_change=set(field)
                error=error(speech, checked, At::Entry(index, field))
            />
        }
    };
    let number = move |field: EntryField, label: &'static str, hint: Signal<String>| {
        view! {
            <NumberField
                id=format!("{}-{}", field.id(), index + 1)
                label=speech.text(label)
                hint
                value=get(field)
                on_input=set(field)
                error=error(speech, checked, At::Entry(index, field))
            />
        }
    };
    let kernel = move || form.with(|form| form.entries.get(index).and_then(Entry::kernel));
    let kernels = Signal::derive(move || {
        let item = |kernel: &Kernel| (kernel.id(), speech.say(words::kernel(*kernel).0));
        Kernel::ALL.iter().map(item).collect::<Vec<Item>>()
    });
    let variants = Signal::derive(move || {
        let variants = kernel().map_or(&[][..], |kernel| registry::kernel(kernel).variants);
        let item = |entry: &registry::VariantEntry| {
            (
                entry.variant.id(),
                speech.say(words::variant(entry.variant).0),
            )
        };
        variants.iter().map(item).collect::<Vec<Item>>()
    });
    let engines = Signal::derive(move || {
        let item = |engine: &Engine| (engine.id(), speech.say(words::engine(*engine).0));
        Engine::ALL.iter().map(item).collect::<Vec<Item>>()
    });
    let places = Signal::derive(move || {
        let item = |strategy: &Strategy| (strategy.id(), speech.say(words::strategy(*strategy).0));
        Strategy::ALL.iter().map(item).collect::<Vec<Item>>()
    });
    let size_hint = Signal::derive(move || {
        let sizes = form.with(|form| {
            let entry = form.entries.get(index)?;
            entry.variant()?.sizes(entry.engine()?)
        });
        kernel()
            .zip(sizes)
            .map_or_else(String::new, |(kernel, sizes)| {
                speech.range(words::size_hint(kernel), *sizes.start(), *sizes.end())
            })
    });
    let threads_hint =
        Signal::derive(move || speech.range("threads-hint", 1, u64::from(THREADS_MAX)));
    // A link may say how many there are where there are none.
    let has_threads = Memo::new(move |_| {
        form.with(|form| {
            let says = |entry: &Entry| !entry.get(EntryField::Threads).is_empty();
            let entry = form.entries.get(index);
            entry.is_some_and(|entry| entry.has_threads() || says(entry))
        })
    });
    let title = move || {
        let number = (index + 1).to_string();
        speech.say_with("contender-title", &[("number", number.into())])
    };
    view! {
        <li class="contender" data-testid=format!("contender-{}", index + 1)>
            <p class="contender__title">
                <span>{title}</span>
                <button
                    type="button"
                    class="quiet"
                    hidden=move || { count.get() <= *CANDIDATES.start() }
                    on:click=move |_| form.update(|form| form.remove(index))
                >
                    {speech.text("contender-remove")}
                </button>
            </p>
            <div class="contender__fields">
                {select(EntryField::Kernel, "kernel", kernels)}
                {select(EntryField::Variant, "variant", variants)}
                {select(EntryField::Engine, "engine", engines)}
                {select(EntryField::On, "run-on", places)}
                {number(EntryField::Size, "size", size_hint)}
                <Show when=move || has_threads.get()>
                    {number(EntryField::Threads, "threads-field", threads_hint)}
                </Show>
            </div>
        </li>
    }
}

/// What is asked of them.
#[component]
pub(super) fn SettingsFields(
    form: RwSignal<Form>,
    checked: Checked,
    /// What the time budget has to be at the least on this browser's clock, where it is less.
    least_budget_s: Memo<Option<f64>>,
) -> impl IntoView {
    let speech = use_speech();
    let get = move |field| Signal::derive(move || form.with(|form| form.get(field).to_owned()));
    let set =
        move |field| Callback::new(move |text: String| form.update(|form| form.set(field, &text)));
    let number = move |field: SettingsField, label: Signal<String>, hint: Signal<String>| {
        view! {
            <NumberField
                id=field.id()
                label
                hint
                value=get(field)
                on_input=set(field)
                error=Signal::derive(move || {
                    let wrong = error(speech, checked, At::Settings(field)).get();
                    wrong.or_else(|| too_short(speech, field, least_budget_s.get()))
                })
            />
        }
    };
    let questions = Signal::derive(move || {
        let choice = |id: &'static str, label: &str, explanation: &str| Choice {
            id,
            label: speech.say(label),
            explanation: speech.say(explanation),
            refusal: None,
        };
        vec![
            choice(QUESTIONS[0], "question-which", "question-which-explained"),
            choice(
                QUESTIONS[1],
                "question-at-least",
                "question-at-least-explained",
            ),
        ]
    });
    let asks_which = move || form.with(|form| form.get(SettingsField::Question) != QUESTIONS[1]);
    let share_label = Signal::derive(move || {
        speech.say(if asks_which() {
            "share-same"
        } else {
            "share-faster"
        })
    });
    let share_hint = Signal::derive(move || {
        let max = figures::number(speech.locale(), SHARE_MAX * 100.0, 0);
        let name = if asks_which() {
            "share-same-hint"
        } else {
            "share-faster-hint"
        };
        speech.say_with(name, &[("max", max.into())])
    });
    let budget_hint = Signal::derive(move || {
        let second = |ms: &f64| figures::number(speech.locale(), ms / 1_000.0, 0).into();
        speech.say_with(
            "budget-hint",
            &[
                ("min", second(BUDGET_MS.start())),
                ("max", second(BUDGET_MS.end())),
            ],
        )
    });
    let is_wrong = move || {
        least_budget_s.get().is_some()
            || checked.with(|checked| {
                checked.as_ref().is_err_and(|problems| {
                    let mut fields = SettingsField::ALL.iter();
                    fields.any(|field| error_at(problems, &At::Settings(*field)).is_some())
                })
            })
    };
    view! {
        <Group
            id="group-settings"
            title=speech.text("group-settings")
            says=Signal::derive(move || form.with(|form| settings(speech, form)))
            is_wrong=Signal::derive(is_wrong)
        >
            <Choices
                name=SettingsField::Question.id()
                legend=speech.text("question")
                choices=questions
                entry=Some(&glossary::VERDICT)
                is_chosen=Callback::new(move |id: &'static str| {
                    form.with(|form| form.get(SettingsField::Question) == id)
                })
                on_change=Callback::new(move |(id, _): (&str, bool)| {
                    form.update(|form| form.set(SettingsField::Question, id));
                })
                error=error(speech, checked, At::Settings(SettingsField::Question))
            />
            <div class="field-pair">
                {number(SettingsField::Share, share_label, share_hint)}
                {number(SettingsField::Budget, speech.text("budget"), budget_hint)}
            </div>
        </Group>
    }
}

/// That the time budget is too short for the clock, if it is.
fn too_short(speech: Speech, field: SettingsField, least_s: Option<f64>) -> Option<String> {
    let least_s = least_s.filter(|_| field == SettingsField::Budget)?;
    let least = figures::number(speech.locale(), least_s, 0).into();
    Some(speech.say_with("budget-for-clock", &[("least", least)]))
}

/// What is asked, and for how long, in a line.
fn settings(speech: Speech, form: &Form) -> String {
    let share = ("share", form.get(SettingsField::Share).into());
    let asked = if form.get(SettingsField::Question) == QUESTIONS[1] {
        "group-settings-at-least"
    } else {
        "group-settings-which"
    };
    let budget = ("budget", form.get(SettingsField::Budget).into());
    format!(
        "{} · {}",
        speech.say_with(asked, &[share]),
        speech.say_with("group-settings-budget", &[budget])
    )
}
