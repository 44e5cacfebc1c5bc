//! The lab's part of the bar that stays in sight: Compare, Stop and Go on, the finding, and how far it is.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sampling::experiment::End;

use super::session::{Activity, Lab, Progress, Shown};
use super::subjects::Failure;
use super::words;
use crate::labs::compare::model::presenter::Finding;
use crate::labs::run_bar::RunBar as Shell;
use crate::labs::signs_of_life::MovingDot;
use crate::texts::Arg;
use crate::trust::Trust;
use crate::ui::explained::Explained;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// The form's id, by which the button that runs it belongs to it from elsewhere in the page.
pub(super) const FORM: &str = "comparison";

/// A finding of more characters than the bar has lines for is told in full above the results, too.
const LONG_FROM: usize = 100;

/// What the lab has to say.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    pub(super) text: String,
    /// Why the figures that it is about do not count, if so.
    pub(super) trust: Trust,
    /// Whether it says why there is no result.
    is_failure: bool,
}

impl Said {
    /// The same, where the bar has no room for all of it.
    pub(super) fn if_long(&self) -> Option<String> {
        (self.text.chars().count() > LONG_FROM).then(|| self.text.clone())
    }
}

/// What there is to say of what was started last.
pub(super) fn said(speech: Speech, lab: Lab) -> Memo<Said> {
    Memo::new(move |_| {
        let (text, trust) = match lab.activity.get() {
            Activity::Comparison => of_comparison(speech, lab),
            Activity::SelfTest => of_self_test(speech, lab),
        };
        let failure = lab.failure.get();
        Said {
            is_failure: failure.is_some(),
            text: failure.map_or(text, |failure| words::failure(speech, &failure)),
            trust,
        }
    })
}

fn of_comparison(speech: Speech, lab: Lab) -> (String, Trust) {
    let Some(Shown { results, trust, .. }) = lab.current() else {
        let name = if lab.busy.get() {
            "finding-unsure-yet"
        } else {
            "compare-none-yet"
        };
        return (speech.say(name), Trust::Good);
    };
    let finding = words::finding(speech, &results);
    let text = match trust.void_reasons() {
        [] => finding,
        void if lab.anyway.get() => words::void_finding(speech, void, finding),
        void => speech.say_with(
            "finding-void",
            &[("why", words::why_void(speech, void).into())],
        ),
    };
    (text, trust)
}

fn of_self_test(speech: Speech, lab: Lab) -> (String, Trust) {
    let Some(claims) = lab.claims.get() else {
        return (String::new(), Trust::Good);
    };
    let outcome = words::self_test(speech, &claims);
    let text = match claims.trust.void_reasons() {
        [] => outcome,
        void => words::void_finding(speech, void, outcome),
    };
    (text, claims.trust)
}

/// The bar.
#[component]
pub(super) fn RunBar(
    lab: Lab,
    said: Memo<Said>,
    dot: MovingDot,
    /// Whether there is something to run.
    #[prop(into)]
    valid: Signal<bool>,
    /// Called when a comparison has ended and shall go on.
    on_more: Callback<()>,
    /// Called when the code of a first visit shall come in the place of that of a link that cannot be read.
    use_first: Callback<()>,
) -> impl IntoView {
    let speech = use_speech();
    let can_go_on = move || {
        let ended = lab.current().is_some_and(|shown| {
            shown.results.end.is_some() && (!shown.trust.is_void() || lab.anyway.get())
        });
        // Of a comparison that was kept, nobody is left who could be called.
        ended && !lab.busy.get() && lab.kept.origin.with(Option::is_none)
    };
    let is_void = Memo::new(move |_| said.with(|said| said.trust.is_void()));
    let is_of_link = Memo::new(move |_| {
        let failure = lab.failure;
        failure.with(|failure| matches!(failure, Some(Failure::Link(_))))
    });
    let can_run_anyway =
        move || !lab.busy.get() && !lab.anyway.get() && lab.kept.origin.with(Option::is_none);
    let buttons = view! {
        <button
            type="submit"
            form=FORM
            class="primary"
            id="compare"
            disabled=move || !valid.get()
            aria-disabled=move || lab.busy.get().to_string()
        >
            {speech.text("compare-run")}
        </button>
        <button
            type="button"
            id="stop"
            aria-disabled=move || (!lab.busy.get()).to_string()
            on:click=move |_| lab.control.stop()
        >
            {speech.text("stop")}
        </button>
        <Explained text=speech.text("go-on-explained") id="go-on-explained".to_owned()>
            <button
                type="button"
                id="go-on"
                aria-describedby="go-on-explained"
                aria-disabled=move || (!can_go_on()).to_string()
                on:click=move |_| {
                    if untrack(can_go_on) {
                        on_more.run(());
                    }
                }
            >
                {speech.text("go-on")}
            </button>
        </Explained>
    };
    view! {
        <Shell buttons=buttons.into_any() dot>
            <p
                class="finding"
                class:finding--wrong=move || said.with(|said| said.is_failure)
                class:finding--void=move || is_void.get()
                data-testid="finding"
                data-after-ms=move || {
                    lab.failure.with(|failure| match failure {
                        Some(Failure::Own { after_ms, .. }) => Some(after_ms.to_string()),
                        _ => None,
                    })
                }
                data-void=move || is_void.get().to_string()
                role="status"
            >
                {move || said.with(|said| said.text.clone())}
            </p>
            <Show when=move || is_of_link.get()>
                <button type="button" id="use-first" on:click=move |_| use_first.run(())>
                    {speech.text("link-use-first")}
                </button>
            </Show>
            <Show when=move || is_void.get()>
                <button
                    type="button"
                    id="run-anyway"
                    aria-disabled=move || (!can_run_anyway()).to_string()
                    on:click=move |_| {
                        if untrack(can_run_anyway) {
                            lab.run_anyway();
                        }
                    }
                >
                    {speech.text("run-anyway")}
                </button>
            </Show>
            <ProgressLine lab />
        </Shell>
    }
}

/// How far it is.
#[component]
fn ProgressLine(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let fraction = move || {
        let of_one = lab
            .progress
            .with(|progress| progress.as_ref().map_or(0.0, |progress| progress.fraction));
        let claims = lab.claims.get();
        match claims.filter(|_| lab.activity.get() == Activity::SelfTest) {
            Some(claims) => (claims.done as f64 + of_one) / claims.wanted.max(1) as f64,
            None => of_one,
        }
    };
    let text = move || match (lab.busy.get(), lab.activity.get()) {
        (true, activity) => under_way(speech, lab, activity),
        (false, Activity::Comparison) => over(speech, &lab.current()?),
        // Its finding has said it.
        (false, Activity::SelfTest) => None,
    };
    view! {
        <div class="compare__progress" data-testid="progress">
            <Show when=move || lab.busy.get()>
                <progress max="1" aria-label=speech.text("progress") prop:value=fraction></progress>
            </Show>
            <p class="note">{text}</p>
        </div>
    }
}

fn under_way(speech: Speech, lab: Lab, activity: Activity) -> Option<String> {
    let Progress {
        blocks,
        samples,
        warming_up,
        ..
    } = lab.progress.get()?;
    let count = |figure: usize| figures::count(speech.locale(), figure as u64).into();
    if activity == Activity::SelfTest {
        let claims = lab.claims.get()?;
        return Some(speech.say_with(
            "self-test-progress",
            &[
                ("number", count(claims.done + 1)),
                ("wanted", count(claims.wanted)),
                ("blocks", Arg::Count(blocks as u64)),
                ("samples", Arg::Count(samples as u64)),
            ],
        ));
    }
    let name = if warming_up {
        "compare-warming-up"
    } else {
        "compare-sampling"
    };
    Some(speech.say_with(
        name,
        &[
            ("blocks", Arg::Count(blocks as u64)),
            ("samples", Arg::Count(samples as u64)),
        ],
    ))
}

fn over(speech: Speech, Shown { results, trust, .. }: &Shown) -> Option<String> {
    let end = results.end?;
    let name = match end {
        // Nothing was answered by what does not count.
        _ if trust.is_void() => "compare-over-void",
        End::Answered if matches!(results.finding(), Finding::Nothing { .. }) => "compare-over",
        End::Answered => "compare-answered",
        End::TimeIsUp => "compare-time-is-up",
        End::Stopped => "compare-stopped",
    };
    let samples: usize = results.summaries.iter().map(|of| of.quality.samples).sum();
    Some(speech.say_with(
        name,
        &[
            ("blocks", Arg::Count(results.blocks as u64)),
            ("samples", Arg::Count(samples as u64)),
        ],
    ))
}
