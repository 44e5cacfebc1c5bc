//! The lab's form.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use cache_sim::recipe::PRESETS;
use cache_sim::{Format, POLICIES};
use leptos::html;
use leptos::prelude::*;
use web_sys::File;

use super::lab::Lab;
use super::words;
use crate::labs::bound;
use crate::labs::cache::model::form::{
    FORMAT_OF_NAME, Field, Form, Method, OWN_FILE, OWN_RECIPE, QUEUE, SIZE, TTL_S,
};
use crate::labs::form::{FieldName, TextForm};
use crate::labs::group::Group;
use crate::ui::choice::{Choice, Choices};
use crate::ui::figures;
use crate::ui::say::use_speech;
use crate::ui::select::Select;

/// The form with what is wrong with it.
pub(super) type Checked = bound::Checked<Form>;

type Bound = bound::Bound<Form>;

impl Bound {
    fn range(self, name: &'static str, range: std::ops::RangeInclusive<u64>) -> Signal<String> {
        Signal::derive(move || self.speech.range(name, *range.start(), *range.end()))
    }
}

/// The essential fields, and what few change in groups that fold.
#[component]
pub(super) fn Inputs(
    form: RwSignal<Form>,
    checked: Checked,
    lab: Lab,
    /// Gets a file that was chosen.
    on_file: Callback<File>,
) -> impl IntoView {
    let speech = use_speech();
    let bound = Bound {
        speech,
        form,
        checked,
        of_lab: words::form_error,
    };
    let traces = Signal::derive(move || {
        let presets = PRESETS
            .iter()
            .map(|preset| (preset.id, words::preset(speech, preset.id)));
        let own = [
            (OWN_RECIPE, speech.say("trace-recipe")),
            (OWN_FILE, speech.say("trace-file")),
        ];
        presets.chain(own).collect::<Vec<_>>()
    });
    let shows = move || {
        let trace = form.with(|form| form.get(Field::Trace).to_owned());
        words::preset_shows(speech, &trace)
    };
    view! {
        <Select
            id=Field::Trace.id()
            label=speech.text("cache-trace")
            items=traces
            value=bound.get(Field::Trace)
            on_change=bound.set(Field::Trace)
            error=bound.error(Field::Trace)
        />
        <p class="note">{shows}</p>
        <Chosen lab on_file bound />
        {bound.text(Field::Size, speech.text("cache-size"), bound.range("cache-size-hint", SIZE))}
        <Pair bound />
        <Recipe bound />
        <Policies bound />
        <Terms bound />
    }
}

/// The file that is read, what is in it, and a button for another one.
#[component]
fn Chosen(lab: Lab, on_file: Callback<File>, bound: Bound) -> impl IntoView {
    let speech = use_speech();
    let input: NodeRef<html::Input> = NodeRef::new();
    // A file that was dropped is none that the input knows of.
    let name = move || {
        let file = lab.file.get();
        file.map(|file| speech.say_with("cache-file", &[("name", file.name().into())]))
    };
    let is_file = Memo::new(move |_| bound.form.with(|form| form.get(Field::Trace) == OWN_FILE));
    let formats = Signal::derive(move || {
        let of_name = (FORMAT_OF_NAME, speech.say("cache-format-of-name"));
        let known = Format::ALL.map(|format| (format.name(), format.name().to_owned()));
        std::iter::once(of_name).chain(known).collect::<Vec<_>>()
    });
    let on_change = move |_| {
        let file = input
            .get_untracked()
            .and_then(|input| input.files()?.get(0));
        if let Some(file) = file {
            on_file.run(file);
        }
    };
    view! {
        <div class="field">
            <label for="trace-file">{speech.text("cache-choose")}</label>
            <input type="file" id="trace-file" node_ref=input on:change=on_change />
            <p class="field__hint">{name}</p>
        </div>
        <div hidden=move || !is_file.get()>
            <Select
                id=Field::Format.id()
                label=speech.text("cache-format")
                items=formats
                value=bound.get(Field::Format)
                on_change=bound.set(Field::Format)
                error=bound.error(Field::Format)
            />
        </div>
    }
}

/// The two policies that are stepped through.
#[component]
fn Pair(bound: Bound) -> impl IntoView {
    let speech = bound.speech;
    let policies = Signal::derive(move || {
        let items = POLICIES.iter().map(|policy| {
            let name = policy.id.name();
            (name, words::policy(speech, policy.id))
        });
        items.collect::<Vec<_>>()
    });
    let select = move |field: Field, label: &'static str| {
        view! {
            <Select
                id=field.id()
                label=speech.text(label)
                items=policies
                value=bound.get(field)
                on_change=bound.set(field)
                error=bound.error(field)
            />
        }
        .into_any()
    };
    let says = Signal::derive(move || {
        bound.checked.with(|checked| {
            let Ok(order) = checked else {
                return String::new();
            };
            let [first, second] = order.pair.map(|policy| words::policy(speech, policy));
            let queue = figures::count(speech.locale(), order.queue);
            speech.say_with(
                "pair-says",
                &[
                    ("first", first.into()),
                    ("second", second.into()),
                    ("queue", queue.into()),
                ],
            )
        })
    });
    let is_wrong = bound.is_wrong(&[Field::First, Field::Second, Field::Queue]);
    view! {
        <Group id="pair" title=speech.text("pair") says is_wrong>
            {select(Field::First, "cache-first")}
            {select(Field::Second, "cache-second")}
            {bound
                .number(
                    Field::Queue,
                    speech.text("cache-queue"),
                    bound.range("cache-queue-hint", QUEUE),
                )}
        </Group>
    }
}

/// The recipe of the trace, to be changed.
#[component]
fn Recipe(bound: Bound) -> impl IntoView {
    let speech = bound.speech;
    let says = bound.get(Field::Recipe);
    let is_wrong = bound.is_wrong(&[Field::Recipe]);
    view! {
        <Group id="recipe-group" title=speech.text("recipe") says is_wrong>
            {bound
                .text(
                    Field::Recipe,
                    speech.text("cache-recipe"),
                    speech.text("cache-recipe-hint"),
                )}
        </Group>
    }
}

/// Which policies have curves.
#[component]
fn Policies(bound: Bound) -> impl IntoView {
    let speech = bound.speech;
    let choices = Signal::derive(move || {
        let choice = |policy: &cache_sim::Policy| Choice {
            id: policy.id.name(),
            label: words::policy(speech, policy.id),
            explanation: words::policy_explained(speech, policy.id),
            refusal: None,
        };
        POLICIES.iter().map(choice).collect::<Vec<_>>()
    });
    let says = Signal::derive(move || {
        // Also where another field is wrong.
        let chosen = bound.form.with(Form::policies_chosen);
        let count = figures::count(speech.locale(), chosen as u64);
        speech.say_with("policies-says", &[("count", count.into())])
    });
    let is_wrong = bound.is_wrong(&[Field::Policies]);
    let set = Callback::new(move |(id, chosen): (&'static str, bool)| {
        bound.form.update(|form| form.set_policy(id, chosen));
    });
    view! {
        <Group id="policies-group" title=speech.text("policies") says is_wrong>
            <Choices
                name=Field::Policies.id()
                legend=speech.text("policies")
                choices
                many=true
                entry=None
                is_chosen=Callback::new(move |id: &'static str| {
                    bound.form.with(|form| form.has_policy(id))
                })
                on_change=set
                error=bound.error(Field::Policies)
            />
        </Group>
    }
}

/// Expiry, chance, and how curves are run.
#[component]
fn Terms(bound: Bound) -> impl IntoView {
    let speech = bound.speech;
    let methods = Signal::derive(move || {
        let choice = |method: Method| {
            let (label, explanation) = match method {
                Method::Exact => ("method-exact", "method-exact-hint"),
                Method::Sampled => ("method-sampled", "method-sampled-hint"),
            };
            Choice {
                id: method.id(),
                label: speech.say(label),
                explanation: speech.say(explanation),
                refusal: None,
            }
        };
        Method::ALL.map(choice).to_vec()
    });
    let says = Signal::derive(move || {
        bound.checked.with(|checked| {
            let Ok(order) = checked else {
                return String::new();
            };
            let method = speech.say(match order.method {
                Method::Exact => "method-exact",
                Method::Sampled => "method-sampled",
            });
            match order.terms.ttl_s {
                None => method,
                Some(ttl_s) => {
                    let ttl = figures::count(speech.locale(), ttl_s.into());
                    let args = [("method", method.into()), ("ttl", ttl.into())];
                    speech.say_with("terms-says-ttl", &args)
                }
            }
        })
    });
    let set = bound.set(Field::Method);
    let is_wrong = bound.is_wrong(&[Field::Ttl, Field::Seed, Field::Method]);
    view! {
        <Group id="terms" title=speech.text("terms") says is_wrong>
            {bound
                .number(
                    Field::Ttl,
                    speech.text("cache-ttl"),
                    bound.range("cache-ttl-hint", TTL_S),
                )}
            {bound
                .number(
                    Field::Seed,
                    speech.text("cache-seed"),
                    bound.range("cache-seed-hint", 0..=u64::from(u32::MAX)),
                )}
            <Choices
                name=Field::Method.id()
                legend=speech.text("method")
                choices=methods
                entry=None
                is_chosen=Callback::new(move |id: &'static str| {
                    bound.form.with(|form| form.get(Field::Method) == id)
                })
                on_change=Callback::new(move |(id, _): (&'static str, bool)| set.run(id.to_owned()))
                error=bound.error(Field::Method)
            />
        </Group>
    }
}
