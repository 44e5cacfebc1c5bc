//! What stands folded below the runs: its titles, and how the pool stands. The rest of each is in a
//! module that comes when the first of them is unfolded.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::cell::Cell;
use std::rc::Rc;

use kernels::Engine;
use leptos::prelude::*;
use worker_pool::{Listener, Status};

use super::controls::Checked;
use super::experiment::Lab;
use super::words;
use crate::compute::Assets;
use crate::labs::threads::later::Folded;
use crate::labs::threads::model::form::Form;
use crate::ui::figures;
use crate::ui::later::Later;
use crate::ui::say::{Speech, use_speech};

/// The pool of the chosen engine, and how it stands.
#[derive(Clone, Copy)]
pub(in crate::labs::threads) struct Watched {
    pub(super) engine: Memo<Engine>,
    pub(super) status: RwSignal<Option<Status>>,
}

impl Watched {
    /// Whether the pool takes no more jobs.
    pub(super) fn is_draining(self) -> bool {
        self.status.with(|status| {
            status
                .as_ref()
                .is_some_and(|status| status.draining || status.closed)
        })
    }

    /// A figure of its status, as an attribute says it.
    fn figure(self, read: fn(&Status) -> usize) -> impl Fn() -> String + Copy {
        move || {
            self.status
                .with(|status| status.as_ref().map_or(0, read).to_string())
        }
    }
}

/// How the pool of the chosen engine stands; unfolded, what its workers do, and ways to harm it.
#[component]
pub(super) fn Pool(lab: Lab, experiment: Checked, folded: Later<Folded>) -> impl IntoView {
    let speech = use_speech();
    let engine = Memo::new(move |last: Option<&Engine>| {
        // A form with a mistake leaves the panel as it was.
        experiment.with(|experiment| {
            experiment
                .as_ref()
                .map_or_else(|_| last.copied().unwrap_or(Engine::Wasm), |it| it.engine)
        })
    });
    let pool = Watched {
        engine,
        status: RwSignal::new(None),
    };
    follow(lab, pool);
    view! {
        <details
            class="pool"
            data-testid="pool"
            data-size=pool.figure(|status| status.size)
            data-available=pool.figure(|status| status.available)
            data-queue=pool.figure(|status| status.queue_length)
            data-active=pool.figure(|status| status.active_jobs)
            data-finished=pool.figure(|status| status.totals.finished as usize)
            data-refused=pool.figure(|status| status.totals.refused as usize)
            data-draining=move || pool.is_draining().to_string()
            on:toggle=move |_| folded.want()
        >
            <summary>
                {move || pool.status.with(|status| summary(speech, engine.get(), status.as_ref()))}
            </summary>
            {folded.show(move |code| (code.pool)(lab, pool, experiment))}
        </details>
    }
}

/// From which size on does it pay, and how far do threads scale?
#[component]
pub(super) fn Sweep(
    lab: Lab,
    form: RwSignal<Form>,
    experiment: Checked,
    folded: Later<Folded>,
) -> impl IntoView {
    let speech = use_speech();
    view! {
        <details class="sweep" id="sweep" on:toggle=move |_| folded.want()>
            <summary>{speech.text("sweep")}</summary>
            {folded.show(move |code| (code.sweep)(lab, form, experiment))}
        </details>
    }
}

/// The code behind an experiment.
#[component]
pub(super) fn Sources(experiment: Checked, assets: Assets, folded: Later<Folded>) -> impl IntoView {
    let speech = use_speech();
    let assets = StoredValue::new(assets);
    // Made anew whenever it is unfolded: a file that did not come is asked for again.
    let opened = RwSignal::new(false);
    let toggled =
        move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlDetailsElement>| {
            opened.set(event.target().open());
            folded.want();
        };
    let files = move || {
        opened
            .get()
            .then(|| folded.show(move |code| (code.sources)(experiment, assets.get_value())))
    };
    view! {
        <details class="sources" id="sources" on:toggle:target=toggled>
            <summary>{speech.text("source")}</summary>
            {files}
        </details>
    }
}

/// Keeps the status up to date: once a frame at most, since a run of hundreds of jobs changes it
/// hundreds of times.
fn follow(lab: Lab, pool: Watched) {
    let listener: StoredValue<Option<Listener>, LocalStorage> = StoredValue::new_local(None);
    Effect::new(move || {
        let followed = lab.runner().pool(pool.engine.get());
        pool.status.set(Some(followed.status()));
        let due = Rc::new(Cell::new(false));
        let seen = followed.clone();
        listener.set_value(Some(followed.on_change(move |_| {
            if due.replace(true) {
                return;
            }
            let (due, seen) = (Rc::clone(&due), seen.clone());
            request_animation_frame(move || {
                due.set(false);
                pool.status.try_set(Some(seen.status()));
            });
        })));
    });
}

fn summary(speech: Speech, engine: Engine, status: Option<&Status>) -> String {
    let count = |figure: usize| figures::count(speech.locale(), figure as u64).into();
    status.map_or_else(String::new, |status| {
        speech.say_with(
            if status.draining || status.closed {
                "pool-summary-draining"
            } else {
                "pool-summary"
            },
            &[
                ("engine", speech.say(words::engine(engine).0).into()),
                ("size", count(status.size)),
                ("available", count(status.available)),
                ("active", count(status.active_jobs)),
                ("queue", count(status.queue_length)),
            ],
        )
    })
}
