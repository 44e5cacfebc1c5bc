//! What a run gave: a scoreboard, the lanes, the curves, where they cross, and the work behind them.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sql_workload::session::sqlite::VERSION;
use sql_workload::wire::Wire;

use super::lab::Lab;
use super::pictures::{Lanes, RoundTrips, Sizes};
use super::scoreboard::Scoreboard;
use super::why::Why;
use super::words;
use crate::labs::database::model::results::{ROUNDS, Results, Run};
use crate::labs::kept::panel::KeptNote;
use crate::labs::table::{Column, ScrollTable};
use crate::ui::figures;
use crate::ui::later::Stages;
use crate::ui::say::{Speech, use_speech};

/// What is shown once a run has ended; the slider redraws it.
pub(in crate::labs::database) fn view(lab: Lab, wire: Signal<Wire>) -> AnyView {
    let shown = move || {
        let results = lab.results.get();
        results.map(|results| view! { <Shown results wire /> })
    };
    view! {
        <KeptNote kept=lab.kept() />
        {shown}
    }
    .into_any()
}

#[allow(clippy::needless_pass_by_value, reason = "properties are owned")]
#[component]
fn Shown(results: Results, wire: Signal<Wire>) -> impl IntoView {
    let speech = use_speech();
    let has_real = results.runs.iter().any(|run| run.real.is_some());
    let results = StoredValue::new(results);
    let note = move || {
        let rounds = figures::count(speech.locale(), ROUNDS as u64);
        let args = [("rounds", rounds.into()), ("version", VERSION.into())];
        speech.say_with("database-note", &args)
    };
    let stages = Stages::start();
    view! {
        <section>
            <h2>{speech.text("database-scoreboard")}</h2>
            <Scoreboard results wire />
            <p class="note">{note}</p>
        </section>
        {has_real.then(|| view! { <Taken results wire /> })}
        <Lanes results wire />
        {stages
            .show(
                1,
                move || {
                    view! {
                        <RoundTrips results wire />
                        <Sizes results wire />
                    }
                        .into_any()
                },
            )}
        {stages.show(2, move || view! { <BreakEvens results wire /> }.into_any())}
        {stages.show(3, move || view! { <Work results /> }.into_any())}
        {stages.show(4, move || view! { <Why results /> }.into_any())}
    }
}

/// From which round trip, and from which size, one pattern of each pair is faster.
#[component]
fn BreakEvens(results: StoredValue<Results>, wire: Signal<Wire>) -> impl IntoView {
    let speech = use_speech();
    let round_trips = move || {
        let wire = wire.get();
        results.with_value(|results| {
            let found = results.break_evens(&wire).into_iter();
            let items = found.map(|(first, second, found)| {
                let text = words::break_even(speech, first, second, found);
                view! { <li>{text}</li> }.into_any()
            });
            items.collect::<Vec<AnyView>>()
        })
    };
    let sizes = move || {
        let wire = wire.get();
        results.with_value(|results| {
            let found = results.break_even_sizes(&wire).into_iter();
            let items = found.map(|(first, second, found)| {
                let text = words::break_even_size(speech, first, second, found);
                view! { <li>{text}</li> }.into_any()
            });
            items.collect::<Vec<AnyView>>()
        })
    };
    let title = move || {
        let wire = wire.get();
        let at = figures::duration(speech, wire.round_trip_ms);
        speech.say_with("database-break-even-sizes", &[("at", at.into())])
    };
    view! {
        <section>
            <h2>{speech.text("database-break-evens")}</h2>
            <ul class="database__facts" data-testid="break-evens">{round_trips}</ul>
            <h3>{title}</h3>
            <ul class="database__facts" data-testid="break-even-sizes">{sizes}</ul>
        </section>
    }
}

/// What was counted and measured for each pattern.
#[component]
fn Work(results: StoredValue<Results>) -> impl IntoView {
    let speech = use_speech();
    let columns = Signal::derive(move || {
        let number = |name: &'static str| Column::number(speech.say(name));
        vec![
            Column::text(speech.say("database-pattern")),
            number("database-queries"),
            number("database-rows"),
            number("database-bytes"),
            number("database-prepare"),
            number("database-step"),
            number("database-decode"),
            number("database-steps"),
            number("database-full-scan"),
            number("database-sorts"),
            number("database-automatic"),
        ]
    });
    let rows = Signal::stored(results.with_value(|results| (0..results.runs.len()).collect()));
    let row = Callback::new(move |index: usize| {
        results.with_value(|results| {
            let run = results.runs.get(index);
            run.map_or_else(|| ().into_any(), |run| row(speech, run))
        })
    });
    view! {
        <section>
            <h2>{speech.text("database-work")}</h2>
            <ScrollTable label=speech.text("database-work") testid="work" columns rows row />
        </section>
    }
}

fn row(speech: Speech, run: &Run) -> AnyView {
    let cost = run.totals().cost;
    let id = run.pattern.id;
    let count = move |figure: u64| {
        view! { <td class="number">{move || figures::count(speech.locale(), figure)}</td> }
    };
    let time = move |us: f64| {
        view! { <td class="number">{move || figures::duration(speech, us / 1e3)}</td> }
    };
    view! {
        <tr data-testid=format!("pattern-{id}")>
            <th scope="row">{move || words::pattern(speech, id)}</th>
            {count(run.totals().statements)}
            {count(cost.rows)}
            {count(cost.request_bytes + cost.answer_bytes)}
            {time(cost.prepare_us)}
            {time(cost.step_us)}
            {time(cost.decode_us)}
            {count(cost.vm_steps)}
            {count(cost.full_scan_steps)}
            {count(cost.sorts)}
            {count(cost.automatic_index_rows)}
        </tr>
    }
    .into_any()
}

/// The round trips that were taken, beside what the model says of such ones.
#[component]
fn Taken(results: StoredValue<Results>, wire: Signal<Wire>) -> impl IntoView {
    let speech = use_speech();
    let columns = Signal::derive(move || {
        let number = |name: &'static str| Column::number(speech.say(name));
        vec![
            Column::text(speech.say("database-pattern")),
            number("database-queries"),
            number("database-real-total"),
            number("database-real-trip"),
            number("database-real-modelled"),
        ]
    });
    let taken = results.with_value(|results| {
        let runs = results.runs.iter().enumerate();
        runs.filter_map(|(index, run)| run.real.is_some().then_some(index))
            .collect::<Vec<usize>>()
    });
    let rows = Signal::stored(taken);
    let row = Callback::new(move |index: usize| {
        results.with_value(|results| {
            let run = results.runs.get(index);
            let real = run.and_then(|run| Some((run, run.real?)));
            real.map_or_else(
                || ().into_any(),
                |(run, real)| {
                    let id = run.pattern.id;
                    let of_model = Wire {
                        round_trip_ms: real.round_trip_ms,
                        ..wire.get_untracked()
                    };
                    let modelled_ms = run.parts(&of_model).total_ms();
                    let time = move |ms: f64| {
                        view! {
                            <td class="number">{move || figures::duration(speech, ms)}</td>
                        }
                    };
                    view! {
                        <tr data-testid=format!("real-{id}")>
                            <th scope="row">{move || words::pattern(speech, id)}</th>
                            <td class="number">
                                {move || figures::count(speech.locale(), real.statements)}
                            </td>
                            {time(real.total_ms)}
                            {time(real.round_trip_ms)}
                            {time(modelled_ms)}
                        </tr>
                    }
                    .into_any()
                },
            )
        })
    });
    let note = results.with_value(|results| words::trips_note(results.trips));
    view! {
        <section>
            <h2>{speech.text("database-real")}</h2>
            <ScrollTable label=speech.text("database-real") testid="real" columns rows row />
            <p class="note">{speech.text(note)}</p>
        </section>
    }
}
