//! The headline of the results: time and liveliness of each place, at a glance.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use super::experiment::Lab;
use crate::labs::threads::model::run::Liveliness;
use crate::labs::threads::model::scoreboard::{Score, Speed, scores};
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// A line for each place that has run since the button was pressed; it fills as runs end.
#[component]
pub(crate) fn Scoreboard(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let scores = Memo::new(move |_| scores(&lab.runs_of_press()));
    // A line is made once and changes afterwards, so that its bar grows before the reader's eyes.
    let places = Memo::new(move |_| {
        scores.with(|scores| scores.iter().map(|score| score.place).collect::<Vec<_>>())
    });
    let line = move |place| {
        let score = Memo::new(move |_| {
            scores.with(|scores| scores.iter().find(|score| score.place == place).copied())
        });
        line(speech, score)
    };
    view! {
        <Show when=move || places.with(|places| !places.is_empty())>
            <ol class="scoreboard" data-testid="scoreboard" aria-label=speech.text("scoreboard")>
                <For each=move || places.get() key=|place| *place children=line />
            </ol>
        </Show>
    }
}

fn line(speech: Speech, score: Memo<Option<Score>>) -> impl IntoView {
    let said = move |say: fn(Speech, &Score) -> String| {
        move || {
            score.with(|score| {
                score
                    .as_ref()
                    .map_or_else(String::new, |score| say(speech, score))
            })
        }
    };
    let liveliness = Memo::new(move |_| score.with(|score| score.as_ref()?.liveliness));
    let class = move || match liveliness.get() {
        Some(Liveliness::Frozen) => "scoreboard__line scoreboard__line--frozen",
        Some(Liveliness::Janky) => "scoreboard__line scoreboard__line--janky",
        Some(Liveliness::Smooth) => "scoreboard__line scoreboard__line--smooth",
        None => "scoreboard__line",
    };
    let width = move || {
        let share = score.with(|score| score.as_ref().map_or(0.0, |score| score.share));
        format!("{:.1}%", share * 100.0)
    };
    view! {
        <li
            class=class
            data-testid=said(|_, score| format!("score-{}", score.place.strategy().id()))
            data-liveliness=said(|_, score| liveliness_id(score.liveliness).to_owned())
        >
            <span class="scoreboard__place">{said(|speech, score| speech.short_place(score.place))}</span>
            <span class="scoreboard__bar" aria-hidden="true">
                <span style:width=width></span>
            </span>
            <span class="scoreboard__time number">{said(time)}</span>
            <span class="scoreboard__verdict">{said(verdict)}</span>
            <span class="scoreboard__speed number">{said(speed)}</span>
        </li>
    }
}

fn liveliness_id(liveliness: Option<Liveliness>) -> &'static str {
    match liveliness {
        Some(Liveliness::Frozen) => "frozen",
        Some(Liveliness::Janky) => "janky",
        Some(Liveliness::Smooth) => "smooth",
        None => "void",
    }
}

fn time(speech: Speech, score: &Score) -> String {
    score.total.map_or_else(
        || speech.say("no-figure"),
        |total| figures::measured(speech, total.median, score.step_ms),
    )
}

fn verdict(speech: Speech, score: &Score) -> String {
    let longest = score
        .longest_frame
        .map(|worst| figures::measured(speech, worst.ms, score.step_ms))
        .unwrap_or_default();
    match score.liveliness {
        Some(Liveliness::Frozen) => speech.say_with("score-frozen", &[("longest", longest.into())]),
        Some(Liveliness::Janky) => speech.say_with("score-janky", &[("longest", longest.into())]),
        Some(Liveliness::Smooth) => speech.say("smooth"),
        None => speech.say("void"),
    }
}

fn speed(speech: Speech, score: &Score) -> String {
    // A press of the button is often one run, which tells no more digits than one.
    const DIGITS: u32 = 1;
    match score.speed {
        None => String::new(),
        Some(Speed::Baseline) => speech.say("score-baseline"),
        Some(Speed::Same) => speech.say("speed-same"),
        Some(Speed::Faster(ratio)) => figures::speed(speech, ratio, DIGITS),
        Some(Speed::Slower(ratio)) => figures::speed(speech, 1.0 / ratio, DIGITS),
    }
}
