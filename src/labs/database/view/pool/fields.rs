//! The form of the pool.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sql_workload::pool::{ACQUIRE_TIMEOUT_MS, CHECKOUTS, LEAK_NTH, QUEUE_LIMIT, THREADS};
use sql_workload::wire::ROUND_TRIP_MS;

use super::Panel;
use crate::labs::database::model::ends;
use crate::labs::database::model::pool::form::{
    CONNECT_MS, DURATION_MS, Field, MAX, MEAN, MEAN_MS, NO, PER_S, YES,
};
use crate::labs::database::view::words;
use crate::labs::form::{FieldName, error_at};
use crate::labs::group::Group;
use crate::ui::choice::{Choice, Choices};
use crate::ui::field::NumberField;
use crate::ui::figures;

/// Those that few people change.
const MORE: [Field; 7] = [
    Field::Min,
    Field::Timeout,
    Field::QueueLimit,
    Field::Waits,
    Field::Checkouts,
    Field::Threads,
    Field::LeakNth,
];

pub(super) fn view(panel: Panel) -> AnyView {
    let Panel { speech, form, .. } = panel;
    let is_mean = move || form.with(|form| form.get(Field::Service) == MEAN);
    let is_wrong = move || {
        panel.checked.with(|checked| {
            let mut problems = checked.as_ref().err().into_iter().flatten();
            problems.any(|problem| MORE.contains(&problem.at))
        })
    };
    let per_s_hint = Signal::derive(move || {
        let seconds = figures::number(speech.locale(), DURATION_MS / 1e3, 0);
        let (min, max) = ends(&PER_S);
        let count = |figure| figures::count(speech.locale(), figure).into();
        let args = [
            ("min", count(min)),
            ("max", count(max)),
            ("seconds", seconds.into()),
        ];
        speech.say_with("pool-per-s-hint", &args)
    });
    let max_hint = hint(panel, "pool-max-hint", *MAX.start(), *MAX.end());
    let mean = ends(&MEAN_MS);
    let mean_hint = hint(panel, "pool-mean-hint", mean.0, mean.1);
    let wire = ends(&ROUND_TRIP_MS);
    let wire_hint = hint(panel, "pool-round-trip-hint", wire.0, wire.1);
    view! {
        <div class="database-fields">
            {number(panel, Field::Max, "pool-max", max_hint)}
            {number(panel, Field::PerS, "pool-per-s", per_s_hint)}
        </div>
        {service(panel)}
        <div class="database-fields">
            {move || {
                if is_mean() {
                    number(panel, Field::Mean, "pool-mean", mean_hint)
                } else {
                    number(panel, Field::RoundTrip, "pool-round-trip", wire_hint)
                }
            }}
        </div>
        <Group
            id="pool-more"
            title=speech.text("pool-more")
            says=speech.text("pool-more-says")
            is_wrong=Signal::derive(is_wrong)
        >
            {more(panel)}
        </Group>
    }
    .into_any()
}

fn more(panel: Panel) -> AnyView {
    let speech = panel.speech;
    let min_hint = Signal::derive(move || {
        let connect = figures::duration(speech, CONNECT_MS);
        speech.say_with("pool-min-hint", &[("connect", connect.into())])
    });
    let range = |name, range: &std::ops::RangeInclusive<u32>| {
        hint(panel, name, (*range.start()).into(), (*range.end()).into())
    };
    let timeout = ends(&ACQUIRE_TIMEOUT_MS);
    let timeout_hint = hint(panel, "pool-timeout-hint", timeout.0, timeout.1);
    view! {
        {waits(panel)}
        <div class="database-fields">
            {number(panel, Field::Timeout, "pool-timeout", timeout_hint)}
            {number(
                panel,
                Field::QueueLimit,
                "pool-queue-limit",
                range("pool-queue-limit-hint", &QUEUE_LIMIT),
            )}
            {number(panel, Field::Min, "pool-min", min_hint)}
            {number(
                panel,
                Field::Checkouts,
                "pool-checkouts",
                range("pool-checkouts-hint", &CHECKOUTS),
            )}
            {number(panel, Field::Threads, "pool-threads", range("pool-threads-hint", &THREADS))}
            {number(panel, Field::LeakNth, "pool-leak-nth", range("pool-leak-nth-hint", &LEAK_NTH))}
        </div>
    }
    .into_any()
}

fn hint(panel: Panel, name: &'static str, min: u64, max: u64) -> Signal<String> {
    Signal::derive(move || panel.speech.range(name, min, max))
}

fn set(panel: Panel, field: Field, text: &str) {
    panel.form.update(|form| form.set(field, text));
}

fn error(panel: Panel, field: Field) -> Signal<Option<String>> {
    Signal::derive(move || {
        let error = panel
            .checked
            .with(|checked| error_at(checked.as_ref().err()?, &field))?;
        Some(panel.speech.field_error(&error))
    })
}

fn number(panel: Panel, field: Field, label: &'static str, hint: Signal<String>) -> AnyView {
    let form = panel.form;
    view! {
        <NumberField
            id=field.id()
            label=panel.speech.text(label)
            hint
            value=Signal::derive(move || form.with(|form| form.get(field).to_owned()))
            on_input=Callback::new(move |text: String| set(panel, field, &text))
            error=error(panel, field)
        />
    }
    .into_any()
}

/// How long a request holds its connection: a mean, or what a pattern was measured to take.
fn service(panel: Panel) -> AnyView {
    let Panel { speech, .. } = panel;
    let choices = Signal::derive(move || {
        let mean = Choice {
            id: MEAN,
            label: speech.say("pool-service-mean"),
            explanation: speech.say("pool-service-mean-explained"),
            refusal: None,
        };
        let patterns = panel.measured.get().into_iter().map(|one| Choice {
            id: one.pattern,
            label: words::pattern(speech, one.pattern),
            explanation: speech.say("pool-service-measured-explained"),
            refusal: None,
        });
        std::iter::once(mean).chain(patterns).collect::<Vec<_>>()
    });
    let more = move || {
        let is_empty = panel.measured.with(Vec::is_empty);
        is_empty.then(|| {
            let text = speech.text("pool-service-more");
            view! { <p class="note">{text}</p> }
        })
    };
    view! {
        {choose(panel, Field::Service, "pool-service", choices)}
        {more}
    }
    .into_any()
}

fn waits(panel: Panel) -> AnyView {
    let speech = panel.speech;
    let choices = Signal::derive(move || {
        let choice = |id, label: &'static str, explanation: &'static str| Choice {
            id,
            label: speech.say(label),
            explanation: speech.say(explanation),
            refusal: None,
        };
        vec![
            choice(YES, "pool-waits-yes", "pool-waits-yes-explained"),
            choice(NO, "pool-waits-no", "pool-waits-no-explained"),
        ]
    });
    choose(panel, Field::Waits, "pool-waits", choices)
}

fn choose(
    panel: Panel,
    field: Field,
    legend: &'static str,
    choices: Signal<Vec<Choice>>,
) -> AnyView {
    let form = panel.form;
    view! {
        <Choices
            name=field.id()
            legend=panel.speech.text(legend)
            choices
            is_chosen=Callback::new(move |id| form.with(|form| form.get(field) == id))
            on_change=Callback::new(move |(id, _): (&'static str, bool)| set(panel, field, id))
            error=error(panel, field)
        />
    }
    .into_any()
}
