//! What a program would log of its pool: the status now and then, and every event.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;
use sql_workload::pool::Event;

use super::{Found, words};
use crate::labs::database::model::pool::{ms, status_line};
use crate::labs::table::{Column, ScrollTable};
use crate::ui::figures;
use crate::ui::say::Speech;

/// Lines of the status that are shown.
const STATUSES_MAX: usize = 40;

/// Events that are shown.
const EVENTS_MAX: usize = 100;

/// The status now and then.
pub(super) fn statuses(speech: Speech, found: Signal<Arc<Found>>) -> AnyView {
    let lines = move || {
        let found = found.get();
        let statuses = found.run.statuses.items.iter().take(STATUSES_MAX);
        let lines: Vec<String> = statuses.map(status_line).collect();
        lines.join("\n")
    };
    view! {
        <h3>{speech.text("pool-statuses")}</h3>
        <pre
            class="sql pool-statuses"
            tabindex="0"
            role="region"
            aria-label=speech.text("pool-statuses")
            data-testid="pool-statuses"
        >
            {lines}
        </pre>
    }
    .into_any()
}

/// The first events.
pub(super) fn events(speech: Speech, found: Signal<Arc<Found>>) -> AnyView {
    let events = Signal::derive(move || {
        let found = found.get();
        let events = found.run.events.items.iter().take(EVENTS_MAX);
        events.copied().collect::<Vec<Event>>()
    });
    let said = move || {
        let locale = speech.locale();
        let shown = events.with(Vec::len) as u64;
        let all = found.with(|found| found.run.events.total());
        let args = [
            ("shown", figures::count(locale, shown).into()),
            ("all", figures::count(locale, all).into()),
        ];
        speech.say_with("pool-events-shown", &args)
    };
    view! {
        <h3>{speech.text("pool-events")}</h3>
        <p class="note">{said}</p>
        {table(speech, events)}
    }
    .into_any()
}

fn table(speech: Speech, events: Signal<Vec<Event>>) -> AnyView {
    let events = Memo::new(move |_| events.get());
    let columns = Signal::derive(move || {
        vec![
            Column::number(speech.say("pool-event-at")),
            Column::text(speech.say("pool-event")),
            Column::number(speech.say("pool-event-connection")),
            Column::number(speech.say("pool-event-request")),
        ]
    });
    let rows = Signal::derive(move || (0..events.with(Vec::len)).collect::<Vec<usize>>());
    let row = Callback::new(move |index: usize| {
        let event = Memo::new(move |_| events.with(|events| events.get(index).copied()));
        let read = move |of: fn(&Event) -> Option<u32>| {
            move || {
                let number = event.get().and_then(|event| of(&event));
                let number = number.map(|number| u64::from(number) + 1);
                number.map(|number| figures::count(speech.locale(), number))
            }
        };
        let at = move || {
            let at_ms = event.get().map_or(0.0, |event| ms(event.at_ns));
            figures::duration(speech, at_ms)
        };
        let kind = move || {
            event
                .get()
                .map(|event| speech.say(words::event(event.kind)))
        };
        view! {
            <tr>
                <td class="number">{at}</td>
                <th scope="row">{kind}</th>
                <td class="number">{read(|event| event.connection)}</td>
                <td class="number">{read(|event| event.request)}</td>
            </tr>
        }
        .into_any()
    });
    view! {
        <div class="database-figures database-figures--long">
            <ScrollTable
                label=speech.text("pool-events")
                testid="pool-events"
                columns
                rows
                row
            />
        </div>
    }
    .into_any()
}
