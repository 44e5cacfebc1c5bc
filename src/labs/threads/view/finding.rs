//! What the runs of the last press of the button show, in a sentence or two.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use kernels::Spec;
use leptos::prelude::*;
use sampling::Median;

use super::experiment::{Lab, Live};
use super::words;
use crate::labs::threads::model::finding::{Finding, LeftOut, OffMainThread, finding, left_out};
use crate::labs::threads::model::resolution::step_ms;
use crate::labs::threads::model::summary::Worst;
use crate::place::Place;
use crate::trust::panel;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// States what the runs of the last press of the button show.
#[component]
pub(crate) fn FindingLine(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let said = Memo::new(move |_| {
        if let Some(live) = lab.live.get() {
            return (running_sentence(speech, &live), false);
        }
        let runs = lab.runs_of_press();
        if runs.is_empty() {
            return (speech.say("finding-none-yet"), false);
        }
        let finding = finding(&runs);
        let mut sentence = finding_sentence(speech, &finding, step_ms(&runs));
        if let Some(left_out) = left_out(&runs) {
            sentence.push(' ');
            sentence.push_str(&left_out_sentence(speech, &left_out));
        }
        (sentence, matches!(finding, Finding::Void(_)))
    });
    view! {
        <p
            class="finding"
            data-testid="finding"
            data-void=move || said.with(|(_, is_void)| is_void.to_string())
            role="status"
        >
            {move || said.with(|(sentence, _)| sentence.clone())}
        </p>
    }
}

fn left_out_sentence(speech: Speech, left_out: &LeftOut) -> String {
    let count = |figure: usize| figures::count(speech.locale(), figure as u64).into();
    speech.say_with(
        "finding-left-out",
        &[
            ("count", count(left_out.count)),
            ("all", count(left_out.all)),
            (
                "reasons",
                panel::say_reasons(speech, &left_out.reasons)
                    .join(" ")
                    .into(),
            ),
        ],
    )
}

fn running_sentence(speech: Speech, live: &Live) -> String {
    match live.place {
        Place::Main => speech.say("running-main"),
        place => speech.say_with("running-beside", &[("where", speech.place(place).into())]),
    }
}

/// That the timer does not tell how long something took, and what work would be enough for it.
fn below_resolution(speech: Speech, step_ms: f64, long_enough: Option<Spec>) -> String {
    let step = if step_ms > 0.0 {
        figures::duration(speech, step_ms)
    } else {
        speech.say("no-figure")
    };
    let said = speech.say_with("finding-below-step", &[("step", step.into())]);
    let Some(work) = long_enough else {
        return said;
    };
    let count = |figure| figures::count(speech.locale(), figure).into();
    let size = ("size", count(work.size));
    let advice = if work.rounds > 1 {
        let rounds = ("rounds", count(u64::from(work.rounds)));
        speech.say_with("finding-long-enough-rounds", &[size, rounds])
    } else {
        speech.say_with("finding-long-enough", &[size])
    };
    format!("{said} {advice}")
}

fn finding_sentence(speech: Speech, finding: &Finding, step_ms: f64) -> String {
    // Where all of it is of one run, one sentence says so for all figures.
    let is_of_one = finding.is_of_one_run();
    let median = |of: Median| {
        if is_of_one {
            figures::measured(speech, of.median, step_ms).into()
        } else {
            words::median_time(speech, of, step_ms).into()
        }
    };
    let worst = |of: Worst| {
        if is_of_one {
            figures::measured(speech, of.ms, step_ms).into()
        } else {
            words::worst(speech, of, step_ms).into()
        }
    };
    let off_main = |name: &str, off_main: &OffMainThread| {
        speech.say_with(
            name,
            &[
                ("where", speech.place(off_main.place).into()),
                ("total", median(off_main.total)),
                ("longest", worst(off_main.longest)),
            ],
        )
    };
    let sentence = match finding {
        Finding::Froze { longest } => {
            speech.say_with("finding-froze", &[("longest", worst(*longest))])
        }
        Finding::Alive(ran) => off_main("finding-alive", ran),
        Finding::Both {
            froze,
            off_main: ran,
        } => format!(
            "{} {}",
            speech.say_with("finding-both", &[("froze", worst(*froze))]),
            off_main("finding-beside", ran)
        ),
        Finding::Janky(ran) => off_main("finding-janky", ran),
        Finding::TooShort { compute } => {
            speech.say_with("finding-too-short", &[("compute", median(*compute))])
        }
        Finding::BelowResolution {
            step_ms,
            long_enough,
        } => below_resolution(speech, *step_ms, *long_enough),
        Finding::Void(reasons) => {
            let reasons = panel::say_reasons(speech, reasons).join(" ");
            speech.say_with("figures-void", &[("reasons", reasons.into())])
        }
        Finding::Wrong => speech.say("finding-wrong"),
        Finding::Nothing => speech.say("finding-nothing"),
    };
    if is_of_one {
        format!("{sentence} {}", speech.say("finding-one-run"))
    } else {
        sentence
    }
}
