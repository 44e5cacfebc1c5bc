//! The lab's small picture: the same recursion in both engines, timed a few times here and now.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use gloo_timers::future::TimeoutFuture;
use kernels::{Engine, Kernel, Spec, Variant};
use leptos::prelude::*;
use timeline::Phase;
use wasm_bindgen_futures::spawn_local;

use crate::compute::{Assets, Hooks, Order, Runner};
use crate::labs::card::Card;
use crate::labs::words;
use crate::place::{Moving, Place};
use crate::ui::figures;
use crate::ui::say::use_speech;

/// Milliseconds that the page is left alone before the first run, and looked at again while something else runs.
const PAUSE_MS: u32 = 1_500;

/// Milliseconds between two runs: the picture shall not keep a core busy.
const STEP_MS: u32 = 60;

/// How often each engine computes.
const RUNS: usize = 20;

/// Which number of Fibonacci's, by naive recursion: a few milliseconds.
const INDEX: u64 = 24;

/// How much of a row, in hundredths, the longest time takes.
const LONGEST: f64 = 98.0;

/// Both engines, each with its row.
const ENGINES: [Engine; 2] = [Engine::Wasm, Engine::Js];

/// Milliseconds of a run in either engine.
type Times = [Vec<f64>; 2];

/// The picture.
pub(crate) fn view(card: Card) -> AnyView {
    view! { <Engines card /> }.into_any()
}

#[component]
fn Engines(card: Card) -> impl IntoView {
    let speech = use_speech();
    // Workers of its own: those of the app shall show what it costs to start them.
    let runner = Runner::new(Assets::of_page());
    let times = RwSignal::new(Times::default());
    spawn_local(async move {
        measure(&runner, card, times).await;
        runner.close().await;
    });
    let rows = ENGINES.into_iter().enumerate().map(|(row, engine)| {
        let ticks = move || times.with(|times| ticks(times, row));
        let said = move || {
            let median = times.with(|times| median(times[row].clone()));
            median.map_or_else(
                || speech.say("no-figure"),
                |ms| figures::duration(speech, ms),
            )
        };
        view! {
            <span>{speech.text(words::engine(engine).0)}</span>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <path d=ticks />
            </svg>
            <span class="number">{said}</span>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="card__rows" data-testid="card-engines">{rows}</div>
        <p class="note">{speech.text("card-engines")}</p>
    }
}

/// A tick for each time of an engine, zero at the left.
fn ticks(times: &Times, row: usize) -> String {
    let longest = times.iter().flatten().copied().fold(0.0, f64::max);
    let ticks = times[row].iter().map(|ms| {
        let x = ms / longest * LONGEST;
        format!("M{x:.2} 0v10")
    });
    ticks.collect()
}

/// Lets both engines compute in turns, as long as nothing else runs and the card is there.
async fn measure(runner: &Runner, card: Card, times: RwSignal<Times>) {
    TimeoutFuture::new(PAUSE_MS).await;
    for _ in 0..RUNS {
        for (row, engine) in ENGINES.into_iter().enumerate() {
            while card.quiet.try_get_untracked() == Some(false) {
                TimeoutFuture::new(PAUSE_MS).await;
            }
            let Some(ms) = run(runner, engine).await else {
                return;
            };
            if times.try_update(|times| times[row].push(ms)).is_none() {
                return;
            }
        }
        TimeoutFuture::new(STEP_MS).await;
    }
}

/// The milliseconds that one run computed.
async fn run(runner: &Runner, engine: Engine) -> Option<f64> {
    let spec = Spec::new(Kernel::Fibonacci, Variant::Plain, engine, INDEX, 1).ok()?;
    let order = Order {
        spec,
        engine,
        place: Place::Worker,
        moving: Moving::Transfer,
        fault: None,
        picture: None,
    };
    let ran = runner.run(&order, &Hooks::none()).await.ok()?;
    let lanes = ran.lanes.iter();
    Some(lanes.map(|lane| lane.total_ms(Phase::Compute)).sum())
}

fn median(mut times: Vec<f64>) -> Option<f64> {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied()
}
