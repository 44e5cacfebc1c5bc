//! The form: a preset in sight, and what few change in two groups that fold.

use cache_sim::application::{CONCURRENCY, KEYS, PRESETS, SKEW};
use leptos::prelude::*;

use super::{Panel, words};
use crate::labs::bound;
use crate::labs::cache::model::application::Order;
use crate::labs::cache::model::application::form::{
    ARTICLE, CORRECTED, DELAY_MS, Field, Form, JITTER, OFF, ON, SEED, STALE_S, TIMEOUT_MS, TTL_S,
};
use crate::labs::cache::model::application::settings::{
    CACHE_SLOWDOWN, Failing, Kind, STORE_SLOWDOWN,
};
use crate::labs::form::{FieldName, TextForm};
use crate::labs::group::Group;
use crate::ui::choice::{Choice, Choices};
use crate::ui::select::{Item, Select};

type Bound = bound::Bound<Form>;

/// What all variants have in common.
const SHARED: &[Field] = &[
    Field::PerS,
    Field::Keys,
    Field::Skew,
    Field::Service,
    Field::Concurrency,
    Field::StoreFault,
    Field::RoundTrip,
    Field::CacheFault,
    Field::Seed,
];

/// What the reader's own variant has.
const OWN: &[Field] = &[
    Field::Cache,
    Field::Ttl,
    Field::Jitter,
    Field::SingleFlight,
    Field::Stale,
    Field::Timeout,
    Field::Code,
];

pub(super) fn view(panel: Panel) -> AnyView {
    let speech = panel.speech;
    let bound = Bound {
        speech,
        form: panel.form,
        checked: panel.checked,
        of_lab: |speech, form, field| {
            let value = form.get(field).to_owned();
            speech.say_with("application-not-in-article", &[("value", value.into())])
        },
    };
    let shared_says = Signal::derive(move || {
        bound.form.with(|form| {
            let text = |field| form.get(field).to_owned().into();
            let args = [
                ("per_s", text(Field::PerS)),
                ("keys", text(Field::Keys)),
                ("service", text(Field::Service)),
            ];
            speech.say_with("application-load-says", &args)
        })
    });
    let own_says = Signal::derive(move || {
        let has_own = bound
            .checked
            .with(|checked| checked.as_ref().is_ok_and(Order::has_own));
        if has_own {
            return speech.say("application-own-differs");
        }
        let start = bound.form.with(Form::starts_as).unwrap_or_default();
        let name = words::variant(speech, start);
        speech.say_with("application-own-same", &[("name", name.into())])
    });
    view! {
        {presets(bound)}
        <Group
            id="application-load"
            title=speech.text("application-load")
            says=shared_says
            is_wrong=bound.is_wrong(SHARED)
        >
            {shared(bound)}
        </Group>
        <Group
            id="application-own"
            title=speech.text("application-own")
            says=own_says
            is_wrong=bound.is_wrong(OWN)
        >
            {own(bound)}
        </Group>
    }
    .into_any()
}

fn presets(bound: Bound) -> AnyView {
    let speech = bound.speech;
    let choices = Signal::derive(move || {
        let choice = |id: &'static str| Choice {
            id,
            label: words::preset(speech, id),
            explanation: words::preset_shows(speech, id),
            refusal: None,
        };
        PRESETS
            .iter()
            .map(|preset| choice(preset.id))
            .collect::<Vec<_>>()
    });
    let shows = move || {
        let preset = bound.form.with(|form| form.get(Field::Preset).to_owned());
        words::preset_shows(speech, &preset)
    };
    let set = bound.set(Field::Preset);
    view! {
        <Choices
            name=Field::Preset.id()
            legend=speech.text("application-preset")
            choices
            entry=None
            is_chosen=Callback::new(move |id: &'static str| {
                bound.form.with(|form| form.get(Field::Preset) == id)
            })
            on_change=Callback::new(move |(id, _): (&'static str, bool)| set.run(id.to_owned()))
            error=bound.error(Field::Preset)
        />
        <p class="note" data-testid="application-shows">{shows}</p>
    }
    .into_any()
}

fn shared(bound: Bound) -> AnyView {
    let speech = bound.speech;
    let per_s_hint = Signal::derive(move || {
        let range = bound.form.with(Form::per_s);
        speech.range("application-per-s-hint", *range.start(), *range.end())
    });
    let count = |range: &std::ops::RangeInclusive<u32>| {
        hint(
            bound,
            "application-range",
            (*range.start()).into(),
            (*range.end()).into(),
        )
    };
    let ms = || {
        hint(
            bound,
            "application-range",
            ends(&DELAY_MS).0,
            ends(&DELAY_MS).1,
        )
    };
    let skew = hint(bound, "application-skew-hint", ends(&SKEW).0, ends(&SKEW).1);
    let seed = hint(bound, "application-range", *SEED.start(), *SEED.end());
    view! {
        <div class="application-fields">
            {bound.number(Field::PerS, speech.text("application-per-s"), per_s_hint)}
            {bound.number(Field::Keys, speech.text("application-keys"), count(&KEYS))}
            {bound.number(Field::Skew, speech.text("application-skew"), skew)}
            {bound.number(Field::Service, speech.text("application-service"), ms())}
            {bound.number(
                Field::Concurrency,
                speech.text("application-concurrency"),
                count(&CONCURRENCY),
            )}
            {select(bound, Field::StoreFault, "application-store-fault", move || {
                faults(bound, &Failing::OF_STORE, STORE_SLOWDOWN)
            })}
            {bound.number(Field::RoundTrip, speech.text("application-round-trip"), ms())}
            {select(bound, Field::CacheFault, "application-cache-fault", move || {
                faults(bound, &Failing::OF_CACHE, CACHE_SLOWDOWN)
            })}
            {bound.number(Field::Seed, speech.text("application-seed"), seed)}
        </div>
    }
    .into_any()
}

fn own(bound: Bound) -> AnyView {
    let speech = bound.speech;
    let range = |name, range: &std::ops::RangeInclusive<u64>| {
        hint(bound, name, *range.start(), *range.end())
    };
    let kinds = move || {
        let kinds = Kind::ALL.iter();
        kinds
            .map(|kind| (kind.id(), words::kind(speech, *kind)))
            .collect()
    };
    let switch = move || {
        vec![
            (ON, speech.say("application-on")),
            (OFF, speech.say("application-off")),
        ]
    };
    let codes = move || {
        vec![
            (ARTICLE, speech.say("application-code-article")),
            (CORRECTED, speech.say("application-code-corrected")),
        ]
    };
    view! {
        <div class="application-fields">
            {select(bound, Field::Cache, "application-cache", kinds)}
            {bound.number(
                Field::Ttl,
                speech.text("application-ttl"),
                range("application-range", &TTL_S),
            )}
            {bound.number(
                Field::Jitter,
                speech.text("application-jitter"),
                range("application-range", &JITTER),
            )}
            {select(bound, Field::SingleFlight, "application-single-flight", switch)}
            {bound.number(
                Field::Stale,
                speech.text("application-stale"),
                range("application-range", &STALE_S),
            )}
            {bound.number(
                Field::Timeout,
                speech.text("application-timeout"),
                range("application-range", &TIMEOUT_MS),
            )}
            {select(bound, Field::Code, "application-code", codes)}
        </div>
    }
    .into_any()
}

fn faults(bound: Bound, all: &[Failing], slowdown: f64) -> Vec<Item> {
    let all = all.iter();
    all.map(|fault| (fault.id(), words::fault(bound.speech, *fault, slowdown)))
        .collect()
}

fn select(
    bound: Bound,
    field: Field,
    label: &'static str,
    items: impl Fn() -> Vec<Item> + Send + Sync + 'static,
) -> AnyView {
    view! {
        <Select
            id=field.id()
            label=bound.speech.text(label)
            items=Signal::derive(items)
            value=bound.get(field)
            on_change=bound.set(field)
            error=bound.error(field)
        />
    }
    .into_any()
}

fn hint(bound: Bound, name: &'static str, min: u64, max: u64) -> Signal<String> {
    Signal::derive(move || bound.speech.range(name, min, max))
}

/// The ends of a range, which are whole.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small whole numbers"
)]
const fn ends(range: &std::ops::RangeInclusive<f64>) -> (u64, u64) {
    (*range.start() as u64, *range.end() as u64)
}
