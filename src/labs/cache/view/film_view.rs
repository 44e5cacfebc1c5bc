//! Two caches side by side, access by access.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use cache_sim::PolicyId;
use cache_sim::session::{Contents, Frame, Queue};
use leptos::prelude::*;

use super::film::Film;
use super::lab::Lab;
use super::words;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// Accesses of the strip that leads to the one that is shown.
const STRIP: usize = 16;

/// Entries of a queue that are drawn at either end; of a longer one, how many are left out is said.
const DRAWN: usize = 12;

/// The picture, and what steps through it.
#[component]
pub(super) fn FilmView(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let film = lab.film();
    let pair = Memo::new(move |_| {
        let of_results = lab
            .results
            .with(|results| results.as_ref().map(|results| results.pair));
        of_results.unwrap_or([PolicyId::Articles, PolicyId::Lru])
    });
    let cache = move |index: usize| {
        view! {
            <section class="film__cache" data-testid=format!("film-{index}")>
                <h3>{move || words::policy(speech, pair.get()[index])}</h3>
                {move || film.frame().map(|frame| contents(speech, &frame, index))}
            </section>
        }
        .into_any()
    };
    let title = move || {
        let queue = lab
            .results
            .with(|results| results.as_ref().map(|results| results.queue));
        let queue = figures::count(speech.locale(), queue.unwrap_or_default());
        speech.say_with("film", &[("queue", queue.into())])
    };
    view! {
        <section class="film" data-testid="film">
            <h2>{title}</h2>
            {move || view! { <Strip film pair=pair.get() /> }}
            <div class="film__caches">{cache(0)} {cache(1)}</div>
            <Controls lab />
        </section>
    }
}

/// The last accesses, each with what became of it in either cache.
#[component]
fn Strip(film: Film, pair: [PolicyId; 2]) -> impl IntoView {
    let speech = use_speech();
    let frames = move || {
        let mut frames = film.before(STRIP - 1);
        frames.reverse();
        frames.extend(film.frame());
        let last = frames.len().saturating_sub(1);
        let frames = frames.into_iter().enumerate();
        frames
            .map(|(index, frame)| access(speech, &frame, index == last))
            .collect::<Vec<AnyView>>()
    };
    let rows = pair.map(|policy| {
        view! { <span class="film__row">{move || words::policy(speech, policy)}</span> }
    });
    view! {
        <div class="film__strip">
            <div class="film__legend" aria-hidden="true">
                <span class="film__row">{speech.text("film-key")}</span>
                {rows}
            </div>
            <ol class="film__accesses" aria-label=speech.text("film-strip")>
                {frames}
            </ol>
        </div>
    }
}

fn access(speech: Speech, frame: &Frame, is_now: bool) -> AnyView {
    let marks: Vec<AnyView> = (frame.caches.iter())
        .map(|cache| {
            let (class, name) = judged(cache.hit);
            view! { <span class=class>{speech.say(name)}</span> }.into_any()
        })
        .collect();
    let parts = {
        let hits: Vec<bool> = frame.caches.iter().map(|cache| cache.hit).collect();
        hits.windows(2).any(|pair| pair[0] != pair[1])
    };
    let key = frame.key.clone();
    view! {
        <li class="film__access" class:film__access--now=is_now class:film__access--parts=parts>
            <span class="film__key" >{key}</span>
            {marks}
        </li>
    }
    .into_any()
}

const fn judged(hit: bool) -> (&'static str, &'static str) {
    if hit {
        ("film__hit", "film-hit")
    } else {
        ("film__miss", "film-miss")
    }
}

/// What one cache holds after the access.
fn contents(speech: Speech, frame: &Frame, index: usize) -> AnyView {
    let Some(cache) = frame.caches.get(index) else {
        return ().into_any();
    };
    let (class, name) = judged(cache.hit);
    let queues: Vec<AnyView> = (cache.queues.iter())
        .map(|queue| drawn(speech, queue, &frame.key))
        .collect();
    view! {
        <p class="film__said">
            <span class=class>{speech.say(name)}</span>
            " "
            <code>{frame.key.clone()}</code>
            " "
            <span class="film__gone">{gone(speech, cache)}</span>
        </p>
        {queues}
        {targets(speech, cache)}
    }
    .into_any()
}

fn gone(speech: Speech, cache: &Contents) -> String {
    if cache.evicted.is_empty() {
        return String::new();
    }
    let keys = cache.evicted.join(", ");
    speech.say_with("film-evicted", &[("keys", keys.into())])
}

fn targets(speech: Speech, cache: &Contents) -> Vec<AnyView> {
    let one = |(name, value): &(String, f64)| {
        let value = figures::number(speech.locale(), *value, 2);
        view! { <p class="note">{format!("{name} = {value}")}</p> }.into_any()
    };
    cache.targets.iter().map(one).collect()
}

/// One queue, from the end at which objects enter.
fn drawn(speech: Speech, queue: &Queue, now: &str) -> AnyView {
    let all = queue.entries.len();
    let is_drawn = |index: usize| all <= 2 * DRAWN || index < DRAWN || index >= all - DRAWN;
    let hidden = (queue.len as usize).saturating_sub(all.min(2 * DRAWN));
    let mut entries: Vec<AnyView> = Vec::new();
    for (index, (key, mark)) in queue.entries.iter().enumerate() {
        if !is_drawn(index) {
            if index == DRAWN {
                let count = figures::count(speech.locale(), hidden as u64);
                let text = speech.say_with("film-hidden", &[("count", count.into())]);
                entries.push(view! { <li class="film__hidden">{text}</li> }.into_any());
            }
            continue;
        }
        let hand = queue.hand.is_some_and(|hand| hand as usize == index);
        let mark = (*mark > 0).then(|| view! { <sup>{*mark}</sup> });
        let is_now = key == now;
        entries.push(
            view! {
                <li
                    class="film__entry"
                    class:film__entry--now=is_now
                    class:film__entry--ghost=queue.ghost
                    class:film__entry--hand=hand
                >
                    {key.clone()}
                    {mark}
                </li>
            }
            .into_any(),
        );
    }
    let len = figures::count(speech.locale(), queue.len.into());
    let name = match queue.limit {
        Some(limit) => {
            let limit = figures::count(speech.locale(), limit);
            speech.say_with(
                "film-queue-limit",
                &[
                    ("name", queue.name.clone().into()),
                    ("len", len.into()),
                    ("limit", limit.into()),
                ],
            )
        }
        None => speech.say_with(
            "film-queue",
            &[("name", queue.name.clone().into()), ("len", len.into())],
        ),
    };
    let ghosts = queue.ghost.then(|| speech.say("film-ghosts"));
    view! {
        <div class="film__queue">
            <p class="film__name">{name} {ghosts}</p>
            <ol class="film__entries">{entries}</ol>
        </div>
    }
    .into_any()
}

/// Back, play, forward, where they part, and all the way.
#[component]
fn Controls(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let film = lab.film();
    let parted = Memo::new(move |_| {
        lab.results
            .with(|results| results.as_ref().and_then(|results| results.parted))
    });
    let toggle = move |_| {
        if film.is_playing() {
            film.pause();
        } else {
            film.play();
        }
    };
    let play = move || {
        speech.say(if film.is_playing() {
            "film-pause"
        } else {
            "film-play"
        })
    };
    let said = move || {
        let locale = speech.locale();
        let at = figures::count(locale, u64::from(film.at()) + 1);
        let len = figures::count(locale, film.len().into());
        speech.say_with("film-at", &[("at", at.into()), ("len", len.into())])
    };
    // Without a worker there is no more than what was kept.
    let is_kept = move || lab.kept().origin.with(Option::is_some);
    let slide = move |text: String| {
        if let Ok(at) = text.parse::<u32>() {
            film.pause();
            film.go_to(at);
        }
    };
    view! {
        <div class="film__controls">
            <button type="button" id="film-back" on:click=move |_| film.step(-1)>
                {speech.text("film-back")}
            </button>
            <button type="button" id="film-play" on:click=toggle>
                {play}
            </button>
            <button type="button" id="film-forward" on:click=move |_| film.step(1)>
                {speech.text("film-forward")}
            </button>
            <button
                type="button"
                id="film-parting"
                hidden=move || parted.get().is_none()
                on:click=move |_| {
                    film.pause();
                    if let Some(at) = parted.get_untracked() {
                        film.go_to(at);
                    }
                }
            >
                {speech.text("film-to-parting")}
            </button>
            <span class="number" data-testid="film-at">{said}</span>
        </div>
        <input
            type="range"
            id="film-slider"
            disabled=is_kept
            aria-label=speech.text("film-slider")
            min="0"
            max=move || film.len().saturating_sub(1).to_string()
            step="1"
            prop:value=move || film.at().to_string()
            aria-valuetext=said
            on:input:target=move |event| slide(event.target().value())
        />
        <p class="note">{speech.text("film-note")}</p>
        <p class="note" data-testid="film-kept">
            {move || is_kept().then(|| speech.say("film-kept"))}
        </p>
    }
}
