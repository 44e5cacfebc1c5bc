//! The lab's form: a program in the editor, and on what it runs.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use event_loop::NodeVersion;
use event_loop::presets::PRESETS;
use leptos::prelude::*;

use super::lab::Lab;
use super::words;
use crate::compute::Assets;
use crate::labs::bound;
use crate::labs::event_loop::model::form::{
    Field, Form, KINDS, LATENCY_US, OWN_PROGRAM, POOL_THREADS, SOURCE, STATEMENT_NS, kind_id,
    node_id,
};
use crate::labs::form::{FieldName, TextForm};
use crate::labs::group::Group;
use crate::ui::choice::{Choice, Choices};
use crate::ui::editor::{Diagnostic, Editor, EditorHandle};
use crate::ui::figures;
use crate::ui::say::use_speech;
use crate::ui::select::Select;

/// The form with what is wrong with it.
pub(super) type Checked = bound::Checked<Form>;

type Bound = bound::Bound<Form>;

/// The program, whose loop it is, and what few change in a group that folds.
#[component]
pub(super) fn Inputs(
    form: RwSignal<Form>,
    checked: Checked,
    lab: Lab,
    /// Runs the program.
    on_run: Callback<()>,
) -> impl IntoView {
    let speech = use_speech();
    let bound = Bound {
        speech,
        form,
        checked,
        of_lab: |speech, form, _| words::source_error(speech, form),
    };
    let programs = Signal::derive(move || {
        let presets = PRESETS
            .iter()
            .map(|preset| (preset.id, words::preset(speech, preset.id)));
        let own = (OWN_PROGRAM, speech.say("loop-preset-own"));
        presets.chain([own]).collect::<Vec<_>>()
    });
    // That the text is too long is said at the text.
    let error = bound.error(Field::Program);
    let error = Signal::derive(move || {
        let is_too_long = form.with(|form| form.too_long_at().is_some());
        error.get().filter(|_| !is_too_long)
    });
    let watch = move || {
        let program = form.with(|form| form.get(Field::Program).to_owned());
        words::watch(speech, &program)
    };
    view! {
        <Select
            id=Field::Program.id()
            label=speech.text("loop-program")
            items=programs
            value=bound.get(Field::Program)
            on_change=bound.set(Field::Program)
            error
        />
        <p class="note" data-testid="watch">{watch}</p>
        <Source form lab on_run />
        <Node bound />
        <Costs bound />
    }
}

/// The program's text.
#[component]
fn Source(form: RwSignal<Form>, lab: Lab, on_run: Callback<()>) -> impl IntoView {
    let speech = use_speech();
    let value = RwSignal::new(form.with_untracked(|form| form.source().to_owned()));
    Effect::new(move || {
        let of_form = form.with(|form| form.source().to_owned());
        if value.with_untracked(|value| *value != of_form) {
            value.set(of_form);
        }
    });
    Effect::new(move || {
        let typed = value.get();
        if form.with_untracked(|form| form.source() != typed) {
            form.update(|form| form.set_source(&typed));
        }
    });
    let error = Signal::derive(move || {
        if let Some(line) = form.with(Form::too_long_at) {
            return Some(Diagnostic {
                line: Some(line),
                column: None,
                message: form.with(|form| words::source_error(speech, form)),
            });
        }
        let error = lab.syntax_error()?;
        let message = form.with(|form| words::parser_message(speech, form.source(), &error));
        Some(Diagnostic {
            line: Some(error.line),
            column: Some(error.column),
            message,
        })
    });
    let on_escape = Callback::new(move |()| {
        let is_busy = lab.busy.get_untracked();
        if is_busy {
            lab.control.stop();
        }
        is_busy
    });
    view! {
        <div class="loop__editor">
            <Editor
                id=SOURCE
                label=speech.text("loop-source")
                value
                error
                marks=Signal::derive(move || lab.marks())
                handle=EditorHandle::new(on_run, on_escape)
                assets=Assets::of_page()
            />
        </div>
    }
}

/// How the program is loaded, and by which Node.
#[component]
fn Node(bound: Bound) -> impl IntoView {
    let speech = bound.speech;
    let versions = Signal::derive(move || {
        let choice = |node: NodeVersion| Choice {
            id: node_id(node),
            label: words::node(speech, node),
            explanation: words::node_explained(speech, node),
            refusal: None,
        };
        NodeVersion::ALL.map(choice).to_vec()
    });
    let kinds = Signal::derive(move || {
        let choice = |kind| Choice {
            id: kind_id(kind),
            label: words::kind(speech, kind),
            explanation: words::kind_explained(speech, kind),
            refusal: None,
        };
        KINDS.map(choice).to_vec()
    });
    let choices = move |field: Field, legend: &'static str, choices: Signal<Vec<Choice>>| {
        let set = bound.set(field);
        view! {
            <Choices
                name=field.id()
                legend=speech.text(legend)
                choices
                entry=None
                is_chosen=Callback::new(move |id: &'static str| {
                    bound.form.with(|form| form.get(field) == id)
                })
                on_change=Callback::new(move |(id, _): (&'static str, bool)| set.run(id.to_owned()))
                error=bound.error(field)
            />
        }
        .into_any()
    };
    view! {
        {choices(Field::Node, "loop-node", versions)}
        {choices(Field::Kind, "loop-kind", kinds)}
    }
}

/// What a statement, the disk and the network take, and how many threads the pool has.
#[component]
fn Costs(bound: Bound) -> impl IntoView {
    let speech = bound.speech;
    let says = Signal::derive(move || {
        bound.checked.with(|checked| {
            let Ok(order) = checked else {
                return String::new();
            };
            let settings = &order.settings;
            let time = |ns: u64| words::time(speech, ns).into();
            let pool = figures::count(speech.locale(), settings.pool_threads.into());
            speech.say_with(
                "loop-costs-say",
                &[
                    ("statement", time(settings.statement_ns.into())),
                    ("disk", time(u64::from(settings.disk_us) * 1_000)),
                    ("network", time(u64::from(settings.network_us) * 1_000)),
                    ("pool", pool.into()),
                ],
            )
        })
    });
    let is_wrong = bound.is_wrong(&[Field::Statement, Field::Disk, Field::Network, Field::Pool]);
    let range = move |range: std::ops::RangeInclusive<u64>| {
        Signal::derive(move || speech.range("loop-range", *range.start(), *range.end()))
    };
    let number = move |field: Field, label: &'static str, hint: Signal<String>| {
        bound.number(field, speech.text(label), hint)
    };
    view! {
        <Group id="costs" title=speech.text("loop-costs") says is_wrong>
            {number(Field::Statement, "loop-statement", range(STATEMENT_NS))}
            {number(Field::Disk, "loop-disk", range(LATENCY_US))}
            {number(Field::Network, "loop-network", range(LATENCY_US))}
            {number(Field::Pool, "loop-pool", range(POOL_THREADS))}
        </Group>
    }
}
