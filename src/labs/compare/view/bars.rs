//! The bars above the tables: who is fastest, at a glance, while samples arrive and afterwards.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use super::session::{Activity, Lab, Shown};
use crate::labs::compare::model::bars::{Bar, Standing, bars};
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// A line for each candidate, in the order of the form. A line is made once and changes afterwards, so that its bar
/// moves before the reader's eyes.
#[component]
pub(super) fn Bars(lab: Lab, current: Memo<Option<Shown>>) -> impl IntoView {
    let speech = use_speech();
    let bars = Memo::new(move |_| {
        // What the A/A test samples is not what is shown.
        let is_of_results = lab.activity.get() == Activity::Comparison;
        let recent_ms = lab.progress.with(|progress| {
            let progress = progress.as_ref().filter(|_| is_of_results);
            progress.map_or_else(Vec::new, |progress| progress.recent_ms.clone())
        });
        current.with(|current| {
            let results = current.as_ref().map(|shown| &shown.results);
            results.map_or_else(Vec::new, |results| bars(results, &recent_ms))
        })
    });
    let is_void = Memo::new(move |_| {
        current.with(|current| current.as_ref().is_some_and(|shown| shown.trust.is_void()))
    });
    let indices = Memo::new(move |_| (0..bars.with(Vec::len)).collect::<Vec<_>>());
    let line = move |index: usize| {
        let bar = Memo::new(move |_| bars.with(|bars| bars.get(index).cloned()));
        line(speech, index, bar, is_void)
    };
    view! {
        <Show when=move || indices.with(|indices| !indices.is_empty())>
            <ol
                class="scoreboard bars"
                class:bars--void=move || is_void.get()
                data-testid="bars"
                data-void=move || is_void.get().to_string()
                aria-label=speech.text("bars")
            >
                <For each=move || indices.get() key=|index| *index children=line />
            </ol>
        </Show>
    }
}

fn line(
    speech: Speech,
    index: usize,
    bar: Memo<Option<Bar>>,
    is_void: Memo<bool>,
) -> impl IntoView {
    let read = move |say: fn(Speech, &Bar) -> String| {
        move || {
            bar.with(|bar| {
                bar.as_ref()
                    .map_or_else(String::new, |bar| say(speech, bar))
            })
        }
    };
    let name = move || {
        bar.with(|bar| {
            bar.as_ref()
                .map_or_else(String::new, |bar| bar.name.clone())
        })
    };
    let standing = Memo::new(move |_| bar.with(|bar| bar.as_ref().map(|bar| bar.standing)));
    let class = move || match standing.get() {
        Some(Standing::Fastest | Standing::Same) => "bars__line bars__line--ahead",
        Some(Standing::Times {
            is_proven: true, ..
        }) => "bars__line bars__line--behind",
        _ => "bars__line",
    };
    let whisker = Memo::new(move |_| bar.with(|bar| bar.as_ref()?.whisker));
    let percent = |share: f64| format!("{:.2}%", share * 100.0);
    let at = move |(low, _): (f64, f64)| percent(low);
    let wide = move |(low, high): (f64, f64)| percent(high - low);
    let said = move || {
        let is_void = is_void.get();
        let said = match standing.get()? {
            Standing::None => return None,
            // What does not count proves nothing.
            Standing::Fastest | Standing::Same if is_void => speech.say("bar-ahead"),
            standing => of_standing(speech, standing),
        };
        Some(if is_void {
            format!("{said} ({})", speech.say("void"))
        } else {
            said
        })
    };
    view! {
        <li class=class data-testid=format!("bar-{}", index + 1) data-end=read(|_, bar| bar.end.to_string())>
            <span class="bars__name">
                <span class="bars__number number">{index + 1}</span>
                <span>{name}</span>
            </span>
            <span class="bars__track" aria-hidden="true">
                <span
                    class="bars__bar"
                    style:width=move || bar.with(|bar| percent(bar.as_ref().map_or(0.0, |bar| bar.end)))
                ></span>
                <span
                    class="bars__whisker"
                    hidden=move || whisker.get().is_none()
                    style:left=move || whisker.get().map_or_else(String::new, at)
                    style:width=move || whisker.get().map_or_else(String::new, wide)
                ></span>
            </span>
            <span class="bars__time number">{read(time)}</span>
            <span class="bars__standing number">{said}</span>
        </li>
    }
}

fn time(speech: Speech, bar: &Bar) -> String {
    bar.time_ms.map_or_else(
        || speech.say("no-figure"),
        |time_ms| figures::duration(speech, time_ms),
    )
}

fn of_standing(speech: Speech, standing: Standing) -> String {
    match standing {
        Standing::None => String::new(),
        Standing::Fastest => speech.say("bar-fastest"),
        Standing::Same => speech.say("bar-same"),
        Standing::Ahead => speech.say("bar-ahead"),
        Standing::Times { ratio, .. } => figures::longer(speech, ratio, ratio),
    }
}
