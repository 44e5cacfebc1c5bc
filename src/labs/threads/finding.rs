//! What the last runs show, in one sentence.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use super::experiment::{Lab, Live};
use super::presenter::{Beside, Finding, Run, finding};
use crate::place::Place;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// One sentence that states what the last runs show.
#[component]
pub(super) fn FindingLine(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let sentence = move || {
        if let Some(live) = lab.live.get() {
            return running_sentence(speech, &live);
        }
        lab.batch.with(|runs| {
            if runs.is_empty() {
                speech.say("finding-none-yet")
            } else {
                finding_sentence(speech, runs)
            }
        })
    };
    view! {
        <p class="finding" data-testid="finding" role="status">
            {sentence}
        </p>
    }
}

fn running_sentence(speech: Speech, live: &Live) -> String {
    match live.place {
        Place::Main => speech.say("running-main"),
        place => speech.say_with("running-beside", &[("where", speech.place(place).into())]),
    }
}

fn finding_sentence(speech: Speech, runs: &[Run]) -> String {
    let time = |ms| figures::duration(speech, ms).into();
    let beside = |name: &str, beside: &Beside| {
        speech.say_with(
            name,
            &[
                ("where", speech.place(beside.place).into()),
                ("total", time(beside.total_ms)),
                ("longest", time(beside.longest_ms)),
            ],
        )
    };
    match finding(runs) {
        Finding::Froze { longest_ms } => {
            speech.say_with("finding-froze", &[("longest", time(longest_ms))])
        }
        Finding::Alive(ran) => beside("finding-alive", &ran),
        Finding::Both {
            froze_ms,
            beside: ran,
        } => format!(
            "{} {}",
            speech.say_with("finding-both", &[("froze", time(froze_ms))]),
            beside("finding-beside", &ran)
        ),
        Finding::Hitched(ran) => beside("finding-hitched", &ran),
        Finding::TooShort { compute_ms } => {
            speech.say_with("finding-too-short", &[("compute", time(compute_ms))])
        }
        Finding::Hidden => speech.say("finding-hidden"),
        Finding::Wrong => speech.say("finding-wrong"),
        Finding::Nothing => speech.say("finding-nothing"),
    }
}
