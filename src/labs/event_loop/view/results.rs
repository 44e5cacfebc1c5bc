//! Loop, queues, stack, pool, clock and console of a run, at the step that somebody is at.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use super::lab::Lab;
use super::queues::{Queues, Running};
use super::transport::Transport;
use super::wheel::Wheel;
use super::words;
use crate::labs::event_loop::model::run::KEPT_STEPS_MAX;
use crate::labs::kept::panel::KeptNote;
use crate::ui::figures;
use crate::ui::say::use_speech;

/// What is shown as soon as there is a run.
pub(in crate::labs::event_loop) fn view(lab: Lab) -> AnyView {
    let has_run = Memo::new(move |_| {
        lab.run
            .with(|run| run.as_ref().is_some_and(|run| run.len() > 0))
    });
    let shown = move || has_run.get().then(|| view! { <Shown lab /> });
    view! {
        <KeptNote kept=lab.kept() />
        {shown}
    }
    .into_any()
}

#[component]
fn Shown(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let film = lab.film();
    let clock = move || {
        let now = film.look(|_, state| (state.now_ns, state.turn, state.phase));
        let (now_ns, turn, phase) = now.unwrap_or((0, 0, None));
        let phase = phase.map_or_else(
            || speech.say("loop-before"),
            |phase| words::phase(speech, phase),
        );
        let turn = figures::count(speech.locale(), turn.into());
        speech.say_with(
            "loop-clock",
            &[
                ("time", words::time(speech, now_ns).into()),
                ("turn", turn.into()),
                ("phase", phase.into()),
            ],
        )
    };
    let statement = move || {
        let code = film.look(|run, state| run.code(state.statement?)).flatten();
        code.map(|code| {
            let line = words::line(speech, code.line);
            view! { <span class="note">{line}</span> <code>{code.text}</code> }
        })
    };
    // Only what runs decides, not which of its statements.
    let run_id = Memo::new(move |_| {
        let at = film.at();
        let run = lab.run.get()?;
        run.course.run_at(at.checked_sub(1)?)
    });
    let why = move || {
        run_id.get()?;
        let at = film.at_untracked();
        lab.run
            .with(|run| words::why_now(speech, run.as_ref()?, at))
    };
    let is_long = Memo::new(move |_| {
        lab.run
            .with(|run| run.as_ref().is_some_and(|run| run.len() > KEPT_STEPS_MAX))
    });
    let is_stale = Memo::new(move |_| !lab.is_of_form());
    view! {
        <section class="loop" data-testid="loop" aria-label=speech.text("loop-picture")>
            <header class="loop__head">
                <h2 class="loop__clock" data-testid="clock">{clock}</h2>
                <p class="loop__statement" data-testid="statement">{statement}</p>
            </header>
            <p class="loop__why" data-testid="why">{why}</p>
            <Transport lab />
            <p class="note" data-testid="stale">
                {move || is_stale.get().then(|| speech.say("loop-stale"))}
            </p>
            <p class="note" data-testid="not-kept">
                {move || is_long.get().then(|| speech.say("loop-not-kept"))}
            </p>
            <div class="loop__state" data-testid="state">
                <Wheel lab />
                <Queues lab />
                <Running lab />
            </div>
        </section>
    }
    .into_any()
}
