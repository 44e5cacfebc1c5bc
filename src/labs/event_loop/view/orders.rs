//! Every order that Node allows: where it leaves the order open, the program runs in each.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::cell::RefCell;
use std::rc::Rc;

use event_loop::session::{Command, Event, ORDERS_MAX, Output};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::lab::{Failure, Lab};
use super::sessions::Alone;
use super::words;
use crate::labs::event_loop::model::form::Order;
use crate::labs::event_loop::model::verdict::{Orders as Verdict, of_orders};
use crate::labs::event_loop::model::versions::{first_difference, is_drawn, lines};
use crate::labs::form::TextForm;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// How the search stands.
#[derive(Clone, PartialEq)]
enum Search {
    NotYet,
    Running {
        runs: u32,
        orders: u32,
    },
    Found {
        /// The program's text.
        source: String,
        outputs: Vec<Output>,
        is_complete: bool,
    },
    Failed(Failure),
}

/// The panel, below its title.
pub(in crate::labs::event_loop) fn view(lab: Lab) -> AnyView {
    view! { <Orders lab /> }.into_any()
}

#[component]
fn Orders(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let worker = Alone::new();
    let search = RwSignal::new(Search::NotYet);
    let is_running =
        Memo::new(move |_| search.with(|search| matches!(search, Search::Running { .. })));
    // What was found is of another program as soon as that changes.
    Effect::new(move |first: Option<()>| {
        lab.form.track();
        if first.is_some() {
            if is_running.get_untracked() {
                worker.cancel();
            }
            search.set(Search::NotYet);
        }
    });
    let explore = move |_| {
        if is_running.get_untracked() {
            worker.cancel();
            return;
        }
        let Ok(order) = lab.form.with_untracked(TextForm::order) else {
            return;
        };
        search.set(Search::Running { runs: 0, orders: 0 });
        spawn_local(async move {
            let found = explored(worker, search, order).await;
            search.try_update(|search| {
                // The program may have changed meanwhile.
                if matches!(search, Search::Running { .. }) {
                    *search = found;
                }
            });
        });
    };
    let label = move || {
        speech.say(if is_running.get() {
            "loop-cancel"
        } else {
            "loop-explore"
        })
    };
    view! {
        <p class="note">{speech.text("loop-orders-about")}</p>
        <button type="button" id="loop-explore" on:click=explore>
            {label}
        </button>
        <p class="finding" role="status" data-testid="orders-finding">
            {move || search.with(|search| said(speech, search))}
        </p>
        {move || search.with(|search| outputs(speech, search))}
    }
    .into_any()
}

async fn explored(worker: Alone, search: RwSignal<Search>, order: Order) -> Search {
    let found: Rc<RefCell<Option<Search>>> = Rc::default();
    let sink = Rc::clone(&found);
    let source = order.program.source.clone();
    let command = Command::Explore {
        program: order.program,
        settings: order.settings,
    };
    let done = worker.each(command, move |event| match event {
        Event::Exploring { runs, orders } => {
            search.try_update(|search| {
                if matches!(search, Search::Running { .. }) {
                    *search = Search::Running { runs, orders };
                }
            });
        }
        Event::Orders {
            outputs,
            is_complete,
        } => {
            *sink.borrow_mut() = Some(Search::Found {
                source: source.clone(),
                outputs,
                is_complete,
            });
        }
        _ => {}
    });
    if let Err(failure) = done.await {
        return Search::Failed(failure);
    }
    let found = found.borrow_mut().take();
    found.unwrap_or_else(|| Search::Failed(Failure::Worker("no answer".to_owned())))
}

fn said(speech: Speech, search: &Search) -> String {
    let count = |figure: u64| figures::count(speech.locale(), figure).into();
    match search {
        Search::NotYet => String::new(),
        Search::Running { runs, orders } => speech.say_with(
            "loop-exploring",
            &[
                ("runs", count((*runs).into())),
                ("orders", count((*orders).into())),
            ],
        ),
        Search::Failed(failure) => words::failure(speech, failure),
        Search::Found {
            source,
            outputs,
            is_complete,
        } => found(speech, source, of_orders(outputs, *is_complete)),
    }
}

fn found(speech: Speech, source: &str, orders: Verdict<'_>) -> String {
    let say = |name: &str, found: usize| {
        let count = figures::count(speech.locale(), found as u64);
        speech.say_with(name, &[("count", count.into())])
    };
    match orders {
        Verdict::Syntax(error) => words::syntax(speech, source, error),
        Verdict::Found { count, is_complete } => match (count, is_complete) {
            (1, true) => speech.say("loop-order-certain"),
            (1, false) => speech.say("loop-order-one"),
            (found, true) => say("loop-orders-all", found),
            (found, false) => say("loop-orders-some", found),
        },
        Verdict::Stopped { count, by } => {
            let found = match count {
                1 => speech.say("loop-order-stopped"),
                found => say("loop-orders-some", found),
            };
            format!("{found} {}", words::ending(speech, source, by))
        }
    }
}

/// The outputs side by side; what the first line is at which they part is marked.
fn outputs(speech: Speech, search: &Search) -> AnyView {
    let Search::Found {
        source,
        outputs,
        is_complete,
    } = search
    else {
        return ().into_any();
    };
    if matches!(of_orders(outputs, *is_complete), Verdict::Syntax(_)) {
        return ().into_any();
    }
    let texts: Vec<Vec<String>> = outputs.iter().map(|output| lines(&output.text)).collect();
    let parts = first_difference(&texts);
    let shown = outputs.iter().zip(texts).take(ORDERS_MAX).enumerate();
    let shown = shown.map(|(index, (output, lines))| {
        let number = figures::count(speech.locale(), index as u64 + 1);
        let title = speech.say_with("loop-order", &[("number", number.into())]);
        let ending = words::ending(speech, source, &output.ending);
        column(speech, title, &lines, parts, ending)
    });
    view! { <div class="loop__outputs">{shown.collect_view()}</div> }.into_any()
}

/// An output below its title, with the line marked at which it parts from others.
pub(super) fn column(
    speech: Speech,
    title: String,
    lines: &[String],
    parts: Option<usize>,
    ending: String,
) -> AnyView {
    let rows = lines.iter().enumerate().map(|(index, line)| {
        let is_parting = parts == Some(index);
        let mark = is_parting.then(|| {
            view! { <span class="badge">{speech.say("loop-differs")}</span> }
        });
        view! {
            <li class:loop__parting=is_parting>
                <code>{line.clone()}</code>
                {mark}
            </li>
        }
    });
    let is_drawn = is_drawn(lines);
    view! {
        <section class="loop__output">
            <h3>{title}</h3>
            <ol class:loop__drawn=is_drawn tabindex=is_drawn.then_some("0")>
                {rows.collect_view()}
            </ol>
            <p class="note">{ending}</p>
        </section>
    }
    .into_any()
}
