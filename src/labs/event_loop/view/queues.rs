//! What waits where, what runs, and what the pool's threads are at.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use event_loop::trace::Queue;
use leptos::prelude::*;

use super::console::Console;
use super::lab::Lab;
use super::words;
use crate::glossary::{self, Entry as Explanation};
use crate::labs::event_loop::model::queues::{self, Shown, is_between, is_no_callback, queue_of};
use crate::ui::explained::Term;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// The queues that are always shown; the others where the run has used them.
const ALWAYS: [Queue; 5] = [
    Queue::NextTick,
    Queue::Microtask,
    Queue::Timers,
    Queue::Poll,
    Queue::Check,
];

/// All of them, in the order in which the loop comes to them.
const SHOWN: [Queue; 9] = [
    Queue::NextTick,
    Queue::Microtask,
    Queue::Timers,
    Queue::Pending,
    Queue::Poll,
    Queue::Check,
    Queue::Close,
    Queue::ThreadPool,
    Queue::Waiting,
];

/// The glossary's entry of a queue.
const fn explanation(queue: Queue) -> &'static Explanation {
    match queue {
        Queue::NextTick => &glossary::TICK_QUEUE,
        Queue::Microtask => &glossary::MICROTASK,
        Queue::Timers => &glossary::TIMERS_PHASE,
        Queue::Pending => &glossary::PENDING_PHASE,
        Queue::Poll => &glossary::POLL_PHASE,
        Queue::Check => &glossary::CHECK_PHASE,
        Queue::Close => &glossary::CLOSE_PHASE,
        Queue::ThreadPool => &glossary::THREAD_POOL,
        Queue::Waiting => &glossary::NON_BLOCKING,
    }
}

/// Every queue, and what comes of them.
#[component]
pub(super) fn Queues(lab: Lab) -> impl IntoView {
    let used = Memo::new(move |_| {
        let run = lab.run.get();
        let Some(run) = run else { return Vec::new() };
        queues::used(run.replay.steps())
    });
    let queues = move || {
        let used = used.get();
        SHOWN
            .into_iter()
            .filter(|queue| ALWAYS.contains(queue) || used.contains(queue))
            .map(|queue| view! { <QueueView lab queue /> })
            .collect_view()
    };
    view! {
        <div class="loop__queues">
            {queues} <Pool lab /> <Console lab />
        </div>
    }
    .into_any()
}

/// One queue, in the order in which its callbacks will run.
#[component]
fn QueueView(lab: Lab, queue: Queue) -> impl IntoView {
    let speech = use_speech();
    let film = lab.film();
    let row = Memo::new(move |_| film.look(|run, state| queues::row(run, state, queue)));
    let entries = move || row.get().map(|row| row.entries).unwrap_or_default();
    let hidden = move || {
        let hidden = row.get().map_or(0, |row| row.hidden);
        (hidden > 0).then(|| {
            let count = figures::count(speech.locale(), hidden as u64);
            speech.say_with("loop-hidden", &[("count", count.into())])
        })
    };
    let is_now = Memo::new(move |_| {
        let is_now = film.look(|_, state| match is_between(state) {
            Some(of) => of == queue,
            None => state.phase.and_then(queue_of) == Some(queue),
        });
        is_now == Some(true)
    });
    let explained = explanation(queue);
    view! {
        <section
            class="loop__queue"
            class:loop__queue--now=move || is_now.get()
            data-testid=format!("queue-{queue:?}")
        >
            <h3>
                <Term
                    name=Signal::derive(move || words::queue(speech, queue))
                    text=speech.text(explained.explained)
                    entry=Some(explained)
                />
            </h3>
            <ol>
                <For each=entries key=|entry| entry.task let:entry>
                    <li>{callback(lab, speech, entry)}</li>
                </For>
            </ol>
            <p class="note">{hidden}</p>
        </section>
    }
    .into_any()
}

/// A callback: what it will execute, what it is, and the line that queued it, which is marked for whoever points at it.
fn callback(lab: Lab, speech: Speech, entry: Shown) -> AnyView {
    let film = lab.film();
    let line = entry.line;
    let code = entry.code.as_ref().map(|code| code.text.clone());
    let name = entry.clone();
    let code = move || {
        code.clone()
            .unwrap_or_else(|| words::what(speech, name.origin, &name.label))
    };
    let said = move || {
        let now_ns = film.look(|_, state| state.now_ns);
        words::entry(speech, &entry, now_ns.unwrap_or(0))
    };
    view! {
        <button
            type="button"
            class="loop__callback"
            on:pointerenter=move |_| lab.asked.set(line)
            on:pointerleave=move |_| lab.asked.set(None)
            on:focus=move |_| lab.asked.set(line)
            on:blur=move |_| lab.asked.set(None)
            on:click=move |_| lab.asked.set(line)
        >
            <code>{code}</code>
            <span class="note">{said}</span>
        </button>
    }
    .into_any()
}

/// What runs: the callback with the functions on the stack.
#[component]
pub(super) fn Running(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let film = lab.film();
    let running = Memo::new(move |_| {
        let running = film.look(|run, state| {
            let entries = state.running.iter().rev();
            entries
                .map(|entry| queues::shown(run, entry))
                .collect::<Vec<Shown>>()
        });
        running.unwrap_or_default()
    });
    let stack = Memo::new(move |_| {
        film.look(|_, state| state.stack.clone())
            .unwrap_or_default()
    });
    // The main module never waited.
    let outside = Memo::new(move |_| {
        let outside = film.look(|_, state| {
            let phase = state.phase?;
            let is_running = state.statement.is_some() || !state.running.is_empty();
            is_running.then_some(phase)
        });
        outside.flatten()
    });
    let is_outside = move || running.with(|running| running.iter().all(is_no_callback));
    let frames = move || {
        let frames = stack.get();
        let frames = frames.iter().rev().map(|frame| {
            let name = if frame.function.is_empty() {
                speech.say("loop-anonymous")
            } else {
                frame.function.clone()
            };
            let line = words::line(speech, frame.line);
            view! { <li><code>{name}</code> <span class="note">{line}</span></li> }
        });
        frames.collect_view()
    };
    let entries = move || {
        let entries = running.get().into_iter();
        entries
            .filter(|entry| !is_no_callback(entry))
            .collect::<Vec<_>>()
    };
    view! {
        <section class="loop__queue loop__running" data-testid="running">
            <h3>
                <Term
                    name=speech.text("loop-stack")
                    text=speech.text(glossary::CALL_STACK.explained)
                    entry=Some(&glossary::CALL_STACK)
                />
            </h3>
            <p class="loop__main">
                {move || {
                    outside.get().filter(|_| is_outside()).map(|phase| words::phase(speech, phase))
                }}
            </p>
            <ol>
                <For each=entries key=|entry| entry.task let:entry>
                    <li>{callback(lab, speech, entry)}</li>
                </For>
            </ol>
            <ol class="loop__stack">{frames}</ol>
        </section>
    }
    .into_any()
}

/// The pool's threads, as far as the run uses them.
#[component]
fn Pool(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let film = lab.film();
    let uses_pool = Memo::new(move |_| {
        let run = lab.run.get();
        run.is_some_and(|run| queues::used(run.replay.steps()).contains(&Queue::ThreadPool))
    });
    let threads = Memo::new(move |_| {
        let threads = film.look(|run, state| {
            let used = state.threads.len().min(queues::SHOWN_MAX);
            let all = usize::from(run.settings.pool_threads).min(queues::SHOWN_MAX);
            (0..all.max(used))
                .map(|index| {
                    let work = state.threads.get(index)?.as_ref()?;
                    Some((queues::shown(run, &work.entry), work.until_ns))
                })
                .collect::<Vec<_>>()
        });
        threads.unwrap_or_default()
    });
    let rows = move || {
        let threads = threads.get();
        let rows = threads.into_iter().enumerate().map(|(index, work)| {
            let number = figures::count(speech.locale(), index as u64 + 1);
            let name = speech.say_with("loop-thread", &[("number", number.into())]);
            let work = match work {
                None => view! { <span class="note">{speech.say("loop-idle")}</span> }.into_any(),
                Some((entry, until_ns)) => {
                    let until = words::time(speech, until_ns);
                    let until = speech.say_with("loop-until", &[("at", until.into())]);
                    let what = words::what(speech, entry.origin, &entry.label);
                    view! { <code>{what}</code> <span class="note">{until}</span> }.into_any()
                }
            };
            view! { <li><span class="loop__thread">{name}</span> {work}</li> }
        });
        rows.collect_view()
    };
    let view = move || {
        uses_pool.get().then(|| {
            view! {
                <section class="loop__queue" data-testid="pool">
                    <h3>
                        <Term
                            name=speech.text("loop-threads")
                            text=speech.text(glossary::THREAD_POOL.explained)
                            entry=Some(&glossary::THREAD_POOL)
                        />
                    </h3>
                    <ol class="loop__stack">{rows}</ol>
                </section>
            }
        })
    };
    view.into_any()
}
