//! The headline of the results: how long each pattern takes, measured and modelled, as bars.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sql_workload::wire::{Parts, Wire};

use super::words;
use crate::labs::database::model::results::Results;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// A line for each pattern. A line is made once and changes with the wire, so that its bar moves before the reader's
/// eyes.
#[component]
pub(super) fn Scoreboard(results: StoredValue<Results>, wire: Signal<Wire>) -> impl IntoView {
    let speech = use_speech();
    let longest_ms = Signal::derive(move || {
        let wire = wire.get();
        results.with_value(|results| {
            let totals = results.runs.iter().map(|run| run.parts(&wire).total_ms());
            totals.fold(0.0, f64::max)
        })
    });
    let count = results.with_value(|results| results.runs.len());
    let lines: Vec<AnyView> = (0..count)
        .map(|index| line(speech, results, index, wire, longest_ms))
        .collect();
    view! {
        <ol class="scoreboard bars" data-testid="bars" aria-label=speech.text("database-scoreboard")>
            {lines}
        </ol>
        <p class="note">
            <span class="key key--measured" aria-hidden="true"></span>
            {speech.text("database-measured")}
            <span class="key key--modelled" aria-hidden="true"></span>
            {speech.text("database-modelled")}
        </p>
    }
}

fn line(
    speech: Speech,
    results: StoredValue<Results>,
    index: usize,
    wire: Signal<Wire>,
    longest_ms: Signal<f64>,
) -> AnyView {
    let id = results.with_value(|results| results.runs[index].pattern.id);
    let parts = move || -> Parts {
        let wire = wire.get();
        results.with_value(|results| results.runs[index].parts(&wire))
    };
    let share = move |ms: f64| {
        format!(
            "{:.2}%",
            100.0 * ms / longest_ms.get().max(f64::MIN_POSITIVE)
        )
    };
    let standing = move || {
        let wire = wire.get();
        results.with_value(|results| words::standing(speech, results, index, &wire))
    };
    view! {
        <li class="bars__line" data-testid=format!("bar-{id}")>
            <span class="bars__name">{move || words::pattern(speech, id)}</span>
            <span class="bars__track bars__track--parts" aria-hidden="true">
                <span class="bars__bar" style:width=move || share(parts().measured_ms)></span>
                <span
                    class="bars__bar bars__bar--modelled"
                    style:width=move || share(parts().modelled_ms)
                ></span>
            </span>
            <span class="bars__time number">
                {move || figures::duration(speech, parts().total_ms())}
            </span>
            <span class="bars__standing number">{standing}</span>
        </li>
    }
    .into_any()
}
