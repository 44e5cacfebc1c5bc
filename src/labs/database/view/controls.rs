//! The lab's form.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sql_workload::Task;
use sql_workload::spec::BOOKS;
use sql_workload::wire::{ROUND_TRIP_MS, Wire};

use super::words;
use crate::labs::bound;
use crate::labs::database::model::form::{Field, Form, Trips, batches};
use crate::labs::form::{FieldName, TextForm};
use crate::labs::group::Group;
use crate::ui::choice::{Choice, Choices};
use crate::ui::figures;
use crate::ui::say::use_speech;
use crate::ui::select::Select;

/// Steps of the slider for each tenfold of the round trip.
const STEPS_PER_DECADE: f64 = 20.0;

/// The shortest round trip of the slider but none.
const SLIDER_FROM_MS: f64 = 0.01;

/// The form with what is wrong with it.
pub(super) type Checked = bound::Checked<Form>;

type Bound = bound::Bound<Form>;

impl Bound {
    /// What is to be done; what the form last said that is one, while it says something else.
    fn task(self) -> Memo<Task> {
        Memo::new(move |last: Option<&Task>| {
            let found = self.form.with(Form::task).ok();
            found.or(last.copied()).unwrap_or(Task::AuthorsWithBooks)
        })
    }
}

/// The essential fields, and what few change in groups that fold.
#[component]
pub(super) fn Inputs(form: RwSignal<Form>, checked: Checked, wire: Signal<Wire>) -> impl IntoView {
    let speech = use_speech();
    let bound = Bound {
        speech,
        form,
        checked,
        of_lab: |_, _, _| String::new(),
    };
    let task = bound.task();
    let tasks = Signal::derive(move || {
        let items = Task::ALL.map(|task| (task.id(), words::task(speech, task)));
        items.to_vec()
    });
    let n_label = Signal::derive(move || {
        let unit = words::unit(speech, task.get());
        speech.say_with("database-n", &[("unit", unit.into())])
    });
    let n_hint = Signal::derive(move || {
        let extent = task.get().n();
        speech.range("database-n-hint", extent.min.into(), extent.max.into())
    });
    view! {
        <Select
            id=Field::Task.id()
            label=speech.text("database-task")
            items=tasks
            value=bound.get(Field::Task)
            on_change=bound.set(Field::Task)
            error=bound.error(Field::Task)
        />
        {bound.number(Field::N, n_label, n_hint)}
        <RoundTrip bound wire />
        <Taken bound task />
        <WireGroup bound wire />
        <Library bound task />
    }
}

/// How long a round trip takes, as a number and by a slider.
#[component]
fn RoundTrip(bound: Bound, wire: Signal<Wire>) -> impl IntoView {
    let speech = bound.speech;
    let set = bound.set(Field::RoundTrip);
    let slide = move |step: String| {
        if let Ok(step) = step.parse::<f64>() {
            set.run(at_step(step));
        }
    };
    let said = move || figures::duration(speech, wire.get().round_trip_ms);
    view! {
        <div>
            {bound
                .number(
                    Field::RoundTrip,
                    speech.text("database-round-trip"),
                    speech.text("database-round-trip-hint"),
                )}
            <input
                type="range"
                id="round-trip-slider"
                aria-label=speech.text("database-round-trip")
                min="0"
                max=steps().to_string()
                step="1"
                prop:value=move || step_of(wire.get().round_trip_ms).to_string()
                aria-valuetext=said
                on:input:target=move |event| slide(event.target().value())
            />
        </div>
    }
}

/// Whether round trips are taken for real.
#[component]
fn Taken(bound: Bound, task: Memo<Task>) -> impl IntoView {
    let speech = bound.speech;
    let choices = Signal::derive(move || {
        let choice = |trips: Trips| {
            let (label, explanation) = match trips {
                Trips::Modelled => ("trips-modelled", "trips-modelled-hint"),
                Trips::Messages => ("trips-messages", "trips-messages-hint"),
                Trips::Http => ("trips-http", "trips-http-hint"),
            };
            let refused = !trips.serves(task.get());
            Choice {
                id: trips.id(),
                label: speech.say(label),
                explanation: speech.say(explanation),
                refusal: refused.then(|| speech.say("trips-refused")),
            }
        };
        Trips::ALL.map(choice).to_vec()
    });
    let set = bound.set(Field::Trips);
    view! {
        <Choices
            name=Field::Trips.id()
            legend=speech.text("trips")
            choices
            entry=None
            is_chosen=Callback::new(move |id: &'static str| {
                bound.form.with(|form| form.get(Field::Trips) == id)
            })
            on_change=Callback::new(move |(id, _): (&'static str, bool)| set.run(id.to_owned()))
            error=bound.error(Field::Trips)
        />
    }
}

/// How round trips vary, and what the wire carries.
#[component]
fn WireGroup(bound: Bound, wire: Signal<Wire>) -> impl IntoView {
    let speech = bound.speech;
    let says = Signal::derive(move || {
        let wire = wire.get();
        let locale = speech.locale();
        let percent = figures::number(locale, wire.jitter * 100.0, 0).into();
        match wire.megabits_per_s {
            None => speech.say_with("wire-says", &[("percent", percent)]),
            Some(megabits) => {
                let megabits = figures::number(locale, megabits, 0).into();
                let args = [("percent", percent), ("megabits", megabits)];
                speech.say_with("wire-says-bandwidth", &args)
            }
        }
    });
    let is_wrong = bound.is_wrong(&[Field::Jitter, Field::Bandwidth]);
    view! {
        <Group id="wire" title=speech.text("wire") says is_wrong>
            {bound
                .number(
                    Field::Jitter,
                    speech.text("database-jitter"),
                    speech.text("database-jitter-hint"),
                )}
            {bound
                .number(
                    Field::Bandwidth,
                    speech.text("database-bandwidth"),
                    speech.text("database-bandwidth-hint"),
                )}
        </Group>
    }
}

/// The library, and what goes into a statement.
#[component]
fn Library(bound: Bound, task: Memo<Task>) -> impl IntoView {
    let speech = bound.speech;
    let says = Signal::derive(move || {
        bound.checked.with(|checked| {
            let Ok(order) = checked else {
                return String::new();
            };
            let locale = speech.locale();
            let books = figures::count(locale, order.spec.books.into()).into();
            let rows = figures::count(locale, order.spec.rows().into()).into();
            speech.say_with("library-says", &[("books", books), ("rows", rows)])
        })
    });
    let is_wrong = bound.is_wrong(&[Field::Books, Field::Skew, Field::Seed, Field::Batch]);
    let hint = move |name: &'static str, min: u32, max: u32| {
        Signal::derive(move || speech.range(name, min.into(), max.into()))
    };
    let batch = move || {
        let (min, max) = batches(task.get())?;
        let hint = hint("database-batch-hint", min, max);
        Some(bound.number(Field::Batch, speech.text("database-batch"), hint))
    };
    view! {
        <Group id="library" title=speech.text("library") says is_wrong>
            {bound
                .number(
                    Field::Books,
                    speech.text("database-books"),
                    hint("database-books-hint", *BOOKS.start(), *BOOKS.end()),
                )}
            {bound
                .number(
                    Field::Skew,
                    speech.text("database-skew"),
                    speech.text("database-skew-hint"),
                )}
            {bound
                .number(
                    Field::Seed,
                    speech.text("database-seed"),
                    hint("database-seed-hint", 0, u32::MAX),
                )}
            {batch}
        </Group>
    }
}

/// How many steps the slider has behind zero.
fn steps() -> f64 {
    (ROUND_TRIP_MS.end() / SLIDER_FROM_MS).log10() * STEPS_PER_DECADE + 1.0
}

/// The round trip of a step, in milliseconds, with two digits that count.
fn at_step(step: f64) -> String {
    if step < 1.0 {
        return "0".to_owned();
    }
    let ms = SLIDER_FROM_MS * 10_f64.powf((step - 1.0) / STEPS_PER_DECADE);
    let unit = 10_f64.powf(ms.log10().floor() - 1.0);
    let rounded = (ms / unit).round() * unit;
    match ms {
        ..0.1 => format!("{rounded:.3}"),
        0.1..1.0 => format!("{rounded:.2}"),
        1.0..10.0 => format!("{rounded:.1}"),
        _ => format!("{rounded:.0}"),
    }
}

/// The step that is nearest to a round trip.
fn step_of(round_trip_ms: f64) -> f64 {
    if round_trip_ms < SLIDER_FROM_MS {
        return 0.0;
    }
    ((round_trip_ms / SLIDER_FROM_MS).log10() * STEPS_PER_DECADE).round() + 1.0
}
