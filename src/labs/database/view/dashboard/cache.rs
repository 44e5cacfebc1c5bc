//! The same reads with a result cache in front of the database, and without: a real one, in front of a real
//! database. A log that is replayed through a cache would tell hits, too, but not what a hit saves.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use protocol::clock::now_ms;
use sql_workload::result_cache::{Counts, ENTRIES, TTL_MS};
use sql_workload::session::{Command, Event, LIMITS, Page, Value};
use wasm_bindgen_futures::spawn_local;

use super::Panel;
use crate::labs::database::model::dashboard::cache::{
    AUTHORS, Found, Front, GROUPS, Group, Pass, READ, READERS, ROUNDS, Read, Rows, Source, WRITE,
    groups,
};
use crate::labs::database::model::dashboard::form::{CacheOrder, Field, Form, READS_PER_WRITE};
use crate::labs::database::model::ends;
use crate::labs::database::view::bars::{self, Bar, Tone};
use crate::labs::database::view::database::Work;
use crate::labs::database::view::lab::{self, Activity, Failure, Lab};
use crate::labs::database::view::words;
use crate::labs::form::Problem;
use crate::labs::table::{Column, ScrollTable};
use crate::ui::figures;
use crate::ui::say::Speech;

/// Bytes of a text that a reader gets: titles are shorter.
const CELL_BYTES: u32 = 1_000;

pub(super) fn view(panel: Panel, lab: Lab) -> AnyView {
    let Panel { speech, form, .. } = panel;
    let found: RwSignal<Option<Result<Found, Failure>>> = RwSignal::new(None);
    let checked = Memo::new(move |_| form.with(Form::cache));
    let problems = Signal::derive(move || checked.get().err().unwrap_or_default());
    let start = move |_| {
        let Ok(order) = checked.get_untracked() else {
            return;
        };
        start(lab, order, found);
    };
    let said = move || {
        found.with(|found| match found {
            None => speech.say("dashboard-cache-none-yet"),
            Some(Ok(found)) => finding(speech, found),
            Some(Err(failure)) => words::failure(speech, failure),
        })
    };
    let done = Memo::new(move |_| found.with(|found| found.as_ref()?.as_ref().ok().copied()));
    let lines = Signal::derive(move || done.get().map_or_else(Vec::new, |it| lines(speech, &it)));
    view! {
        <section class="database-part">
            <h3>{speech.text("dashboard-cache")}</h3>
            <p class="note">{move || note(speech)}</p>
            {fields(panel, problems)}
            <div class="controls__buttons">
                <button
                    type="button"
                    id="cache-run"
                    disabled=move || lab.busy.get() || checked.with(Result::is_err)
                    on:click=start
                >
                    {speech.text("dashboard-cache-run")}
                </button>
            </div>
            <p class="finding" role="status" data-testid="cache-finding">
                {said}
            </p>
            {bars::view(speech.text("dashboard-cache"), "cache-bars", lines)}
            {counts(speech, done)}
        </section>
    }
    .into_any()
}

fn fields(panel: Panel, problems: Signal<Vec<Problem<Field>>>) -> AnyView {
    let speech = panel.speech;
    let range = move |name: &'static str, min: u64, max: u64| {
        Signal::derive(move || speech.range(name, min, max))
    };
    let (none, longest) = ends(&TTL_MS);
    let ttl_hint = range("dashboard-ttl-hint", none, longest);
    let (least, most) = (*ENTRIES.start() as u64, *ENTRIES.end() as u64);
    let entries_hint = range("dashboard-entries-hint", least, most);
    let writes_hint = range(
        "dashboard-writes-hint",
        *READS_PER_WRITE.start(),
        *READS_PER_WRITE.end(),
    );
    view! {
        <div class="database-fields">
            {panel.field(Field::TimeToLive, "dashboard-ttl", ttl_hint, problems)}
            {panel.field(Field::Entries, "dashboard-entries", entries_hint, problems)}
            {panel.field(Field::ReadsPerWrite, "dashboard-writes", writes_hint, problems)}
        </div>
    }
    .into_any()
}

/// Does the passes, unless something runs.
fn start(lab: Lab, order: CacheOrder, found: RwSignal<Option<Result<Found, Failure>>>) {
    let Some(opening) = lab.library.begin() else {
        return;
    };
    found.set(None);
    spawn_local(async move {
        let measured = async {
            let work = opening.open().await?;
            measure(&work, order).await
        };
        found.try_set(Some(measured.await));
    });
}

async fn measure(work: &Work, order: CacheOrder) -> Result<Found, Failure> {
    let held = work.description().and_then(|found| found.library);
    let spec = held.unwrap_or_default();
    lab::load(work, spec).await?;
    let groups = groups(spec.authors(), order.reads_per_write);
    let (mut plain, mut cached) = (Vec::new(), Vec::new());
    let all = 2 * ROUNDS;
    for round in 0..ROUNDS {
        let done = 2 * round;
        work.tell(Activity::Reading { done, all })?;
        plain.push(pass(work, Front::none(), &groups).await?);
        let done = done + 1;
        work.tell(Activity::Reading { done, all })?;
        // The form takes no limits that the cache does not.
        let front = Front::cached(order.limits);
        let front = front.map_err(|error| Failure::Worker(error.to_string()))?;
        cached.push(pass(work, front, &groups).await?);
    }
    Found::of(plain, cached).ok_or(Failure::Different)
}

async fn pass(work: &Work, mut front: Front, groups: &[Group]) -> Result<Pass, Failure> {
    let start_ms = now_ms();
    let mut read = Read::default();
    for group in groups {
        let plan = front.ask(&group.reads, now_ms());
        let mut answers: Vec<Rows> = Vec::new();
        for query in &plan.queries {
            let rows = execute(work, READ, query.author).await?;
            front.complete(*query, &rows, now_ms());
            answers.push(rows);
        }
        for source in &plan.sources {
            let rows = match source {
                Source::Kept(rows) => Some(rows),
                Source::Query(place) => answers.get(*place),
            };
            read.add(rows.map_or(&[][..], |rows| &rows[..]));
        }
        if let Some(author) = group.write {
            execute(work, WRITE, author).await?;
            front.write();
        }
    }
    Ok(front.pass(now_ms() - start_ms, read.digest()))
}

/// A message to the worker, and one back.
async fn execute(work: &Work, sql: &str, author: u32) -> Result<Rows, Failure> {
    let command = Command::Execute {
        sql: sql.to_owned(),
        parameters: vec![Value::Integer(author.into())],
        page: Page {
            first: 0,
            rows: LIMITS.page_rows,
            cell_bytes: CELL_BYTES,
        },
    };
    let rows = work.answer(command, Vec::new(), |event, buffers| match event {
        Event::Executed(_) => {
            let rows = buffers.first().map(|rows| rows.bytes().to_vec());
            Some(Rows::from(rows.unwrap_or_default()))
        }
        _ => None,
    });
    rows.await
}

fn note(speech: Speech) -> String {
    let count = |figure: u64| figures::count(speech.locale(), figure).into();
    speech.say_with(
        "dashboard-cache-note",
        &[
            ("reads", count((GROUPS * READERS) as u64)),
            ("readers", count(READERS as u64)),
            ("authors", count(AUTHORS.into())),
            ("rounds", count(ROUNDS as u64)),
        ],
    )
}

fn finding(speech: Speech, found: &Found) -> String {
    let locale = speech.locale();
    let hits = 100.0 * found.cached.counts.hit_ratio().unwrap_or_default();
    let speed = found.plain.elapsed_ms / found.cached.elapsed_ms;
    speech.say_with(
        "dashboard-cache-found",
        &[
            (
                "plain",
                figures::duration(speech, found.plain.elapsed_ms).into(),
            ),
            ("all", figures::count(locale, found.plain.queries).into()),
            (
                "cached",
                figures::duration(speech, found.cached.elapsed_ms).into(),
            ),
            (
                "queries",
                figures::count(locale, found.cached.queries).into(),
            ),
            ("hits", figures::number(locale, hits, 0).into()),
            ("speed", figures::speed(speech, speed, 1).into()),
        ],
    )
}

fn lines(speech: Speech, found: &Found) -> Vec<Bar> {
    let longest = found.plain.elapsed_ms.max(found.cached.elapsed_ms);
    let is_faster = found.cached.elapsed_ms < found.plain.elapsed_ms;
    let bar = |name: String, pass: &Pass, is_ahead: bool| {
        let queries = figures::count(speech.locale(), pass.queries);
        Bar {
            name,
            share: pass.elapsed_ms / longest.max(f64::MIN_POSITIVE),
            figure: figures::duration(speech, pass.elapsed_ms),
            remark: speech.say_with("dashboard-cache-queries", &[("queries", queries.into())]),
            tone: if is_ahead { Tone::Ahead } else { Tone::Behind },
        }
    };
    vec![
        bar(
            speech.say("dashboard-cache-without"),
            &found.plain,
            !is_faster,
        ),
        bar(speech.say("dashboard-cache-with"), &found.cached, is_faster),
    ]
}

/// How a count is read.
type Count = fn(&Counts) -> u64;

const COUNTS: [Count; 6] = [
    |counts| counts.hits,
    |counts| counts.misses,
    |counts| counts.waits,
    |counts| counts.expired,
    |counts| counts.evicted,
    |counts| counts.invalidated,
];

/// What the cache did, in one row.
fn counts(speech: Speech, done: Memo<Option<Found>>) -> AnyView {
    let columns = Signal::derive(move || {
        let number = |name: &'static str| Column::number(speech.say(name));
        vec![
            number("dashboard-hits"),
            number("dashboard-misses"),
            number("dashboard-waits"),
            number("dashboard-expired"),
            number("dashboard-evicted"),
            number("dashboard-invalidated"),
        ]
    });
    let rows = Signal::derive(move || done.with(|done| done.iter().map(|_| 0).collect()));
    let row = Callback::new(move |_| {
        let cells = COUNTS.map(|count| {
            let text = move || {
                let counted = done.get().map(|found| count(&found.cached.counts));
                figures::count(speech.locale(), counted.unwrap_or_default())
            };
            view! { <td class="number">{text}</td> }
        });
        view! { <tr>{cells.into_iter().collect_view()}</tr> }.into_any()
    });
    view! {
        <div class="database-figures" hidden=move || done.get().is_none()>
            <ScrollTable
                label=speech.text("dashboard-cache")
                testid="cache-counts"
                columns
                rows
                row
            />
        </div>
    }
    .into_any()
}
