//! The pool laid open: what each worker does, what waits, and ways to harm it. How it stands in one
//! line is told by [`super::folded::Pool`].

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::collections::HashMap;
use std::rc::Rc;

use kernels::{Request, Schedule, Share, Spec};
use leptos::prelude::*;
use protocol::Fault;
use protocol::clock::now_ms;
use wasm_bindgen_futures::spawn_local;
use worker_pool::{Attachment, JobPolicy, Pool, WorkerState, WorkerStatus};

use super::controls::Checked;
use super::experiment::Lab;
use super::folded::Watched;
use super::run_words;
use crate::compute::{Cancel, Compute, RunFailure};
use crate::glossary;
use crate::labs::failures;
use crate::labs::table::{Column, ScrollTable};
use crate::place::{Moving, THREADS_MAX};
use crate::ui::explained::Explained;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// How many jobs a press of the button adds.
const JOBS_ADDED: u32 = 6;

/// How many jobs are listed; the oldest go first.
const JOBS_LISTED_MAX: usize = 24;

/// How long a job that hangs may do so.
const HANG_DEADLINE_MS: f64 = 2_000.0;

/// How long the active jobs may go on when the pool is drained.
const DRAIN_DEADLINE_MS: f64 = 10_000.0;

/// A job that was added here.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    number: u32,
    fault: Option<Fault>,
    state: LineState,
}

#[derive(Clone, Debug, PartialEq)]
enum LineState {
    UnderWay,
    Done { after_ms: f64 },
    Ended(RunFailure),
}

impl LineState {
    /// What journeys and styles know it by.
    fn word(&self) -> &'static str {
        match self {
            Self::UnderWay => "under-way",
            Self::Done { .. } => "done",
            Self::Ended(RunFailure::Cancelled) => "cancelled",
            Self::Ended(_) => "failed",
        }
    }
}

/// What ends the jobs that are under way, by their numbers.
type Cancels = HashMap<u32, Cancel>;

/// What can be done to a pool of workers.
#[derive(Clone, Copy)]
struct Panel {
    lab: Lab,
    watched: Watched,
    lines: RwSignal<Vec<Line>>,
    next_number: StoredValue<u32>,
    cancels: StoredValue<Cancels, LocalStorage>,
}

impl Panel {
    fn pool(self) -> Pool<Compute> {
        let engine = self.watched.engine.get_untracked();
        self.lab.runner().pool(engine)
    }

    fn resize(self, by: i32) {
        let pool = self.pool();
        let size = u32::try_from(pool.status().size).unwrap_or(THREADS_MAX);
        pool.resize(size.saturating_add_signed(by).clamp(1, THREADS_MAX) as usize);
    }

    fn drain(self) {
        let pool = self.pool();
        spawn_local(async move { pool.shutdown(DRAIN_DEADLINE_MS).await });
    }

    /// Adds a job: one round of the form's work, which goes wrong on the way if it shall.
    async fn add(self, spec: Spec, fault: Option<Fault>) {
        let number = self.next_number.get_value();
        self.next_number.set_value(number + 1);
        let spec = Spec { rounds: 1, ..spec };
        let own = self.lab.own.get_untracked();
        let runner = self.lab.runner();
        let picture = runner.picture(spec, own.as_ref(), Moving::Clone).await;
        if self.lines.is_disposed() {
            return;
        }
        let picture = match picture {
            Ok(picture) => picture,
            Err(failure) => {
                self.list(Line {
                    number,
                    fault,
                    state: LineState::Ended(failure),
                });
                return;
            }
        };
        let attachments = picture
            .map(|picture| Attachment::Clone(picture.buffer()))
            .into_iter()
            .collect();
        let policy = JobPolicy {
            deadline_ms: (fault == Some(Fault::Hang)).then_some(HANG_DEADLINE_MS),
            fault,
            // Whoever wants to see a crash does not want to wait for it.
            urgent: fault.is_some(),
            ..JobPolicy::default()
        };
        let request = Request::Run {
            spec,
            share: Share::WHOLE,
            schedule: Schedule::default(),
            into_shared: false,
        };
        let start_ms = now_ms();
        let job = self.pool().submit(request, attachments, policy, |_| ());
        let cancel: Cancel = Rc::new(job.canceller());
        self.cancels.update_value(|cancels| {
            cancels.insert(number, cancel);
        });
        self.list(Line {
            number,
            fault,
            state: LineState::UnderWay,
        });
        let result = job.await;
        let state = match result {
            Ok(_) => LineState::Done {
                after_ms: now_ms() - start_ms,
            },
            Err(error) => LineState::Ended(error.into()),
        };
        self.lines.try_update(|lines| {
            if let Some(line) = lines.iter_mut().find(|line| line.number == number) {
                line.state = state;
            }
        });
        self.cancels.try_update_value(|cancels| {
            cancels.remove(&number);
        });
    }

    fn list(self, line: Line) {
        self.lines.update(|lines| {
            if lines.len() == JOBS_LISTED_MAX {
                lines.remove(0);
            }
            lines.push(line);
        });
    }

    fn cancel(self, number: u32) {
        let cancel = self
            .cancels
            .with_value(|cancels| cancels.get(&number).cloned());
        if let Some(cancel) = cancel {
            cancel();
        }
    }
}

/// What can be done to the pool, its workers and its jobs.
pub(in crate::labs::threads) fn view(lab: Lab, watched: Watched, experiment: Checked) -> AnyView {
    let speech = use_speech();
    let panel = Panel {
        lab,
        watched,
        lines: RwSignal::new(Vec::new()),
        next_number: StoredValue::new(1),
        cancels: StoredValue::new_local(HashMap::new()),
    };
    let spec =
        move || experiment.with(|experiment| experiment.as_ref().ok().map(|it| it.computation));
    let add = move |fault: Option<Fault>, count: u32| {
        if let Some(spec) = spec() {
            for _ in 0..count {
                spawn_local(panel.add(spec, fault));
            }
        }
    };
    let button = move |id: &'static str, on_press: Callback<()>, off: Signal<bool>| {
        let explained_by = format!("{id}-explained");
        view! {
            <Explained text=speech.text(explanation(id)) id=explained_by.clone()>
                <button
                    type="button"
                    id=id
                    class="quiet"
                    aria-describedby=explained_by
                    disabled=off
                    on:click=move |_| on_press.run(())
                >
                    {speech.text(id)}
                </button>
            </Explained>
        }
    };
    let draining = Signal::derive(move || watched.is_draining());
    let no_spec = Signal::derive(move || spec().is_none());
    let never = Signal::stored(false);
    view! {
            <p class="note">{speech.text("pool-note")}</p>
            <div class="pool__buttons">
                {button("pool-add", Callback::new(move |()| add(None, JOBS_ADDED)), no_spec)}
                {button("pool-crash", Callback::new(move |()| add(Some(Fault::Trap), 1)), no_spec)}
                {button("pool-hang", Callback::new(move |()| add(Some(Fault::Hang), 1)), no_spec)}
                {button("pool-smaller", Callback::new(move |()| panel.resize(-1)), never)}
                {button("pool-larger", Callback::new(move |()| panel.resize(1)), never)}
                {button("pool-drain", Callback::new(move |()| panel.drain()), draining)}
                {button(
                    "pool-reopen",
                    Callback::new(move |()| panel.pool().reopen()),
                    Signal::derive(move || !draining.get()),
                )}
            </div>
            <Workers panel />
            <Jobs panel />
    }
    .into_any()
}

fn explanation(id: &str) -> &'static str {
    match id.as_bytes() {
        b"pool-add" => "pool-add-explained",
        b"pool-crash" => "pool-crash-explained",
        b"pool-hang" => "pool-hang-explained",
        b"pool-smaller" => "pool-smaller-explained",
        b"pool-larger" => "pool-larger-explained",
        b"pool-drain" => glossary::DRAIN.explained,
        _ => "pool-reopen-explained",
    }
}

/// Each worker by its place.
#[component]
fn Workers(panel: Panel) -> impl IntoView {
    let speech = use_speech();
    let status = panel.watched.status;
    let count = Memo::new(move |_| {
        status.with(|status| status.as_ref().map_or(0, |status| status.workers.len()))
    });
    let columns = Signal::derive(move || {
        vec![
            Column::text(speech.say("column-worker")),
            Column::text(speech.say("column-state")),
            Column::number(speech.say("column-jobs-done")),
            Column::number(speech.say("column-restarts")),
        ]
    });
    let row = Callback::new(move |slot: usize| {
        // A worker that is gone has empty cells until its row is.
        let said = move |say: fn(Speech, &WorkerStatus) -> String| {
            Signal::derive(move || {
                status.with(|status| {
                    let worker = status.as_ref().and_then(|status| status.workers.get(slot));
                    worker.map_or_else(String::new, |worker| say(speech, worker))
                })
            })
        };
        view! {
            <tr>
                <th scope="row">{move || speech.thread(timeline::Thread::Worker(slot))}</th>
                <td>{said(|speech, worker| worker_state(speech, &worker.state))}</td>
                <td class="number">
                    {said(|speech, worker| {
                        figures::count(speech.locale(), u64::from(worker.jobs_done))
                    })}
                </td>
                <td class="number">
                    {said(|speech, worker| {
                        figures::count(speech.locale(), u64::from(worker.restarts))
                    })}
                </td>
            </tr>
        }
        .into_any()
    });
    view! {
        <ScrollTable
            label=speech.text("pool-workers")
            columns
            rows=Signal::derive(move || (0..count.get()).collect())
            row
        />
    }
}

fn worker_state(speech: Speech, state: &WorkerState) -> String {
    match state {
        WorkerState::Vacant => speech.say("worker-vacant"),
        WorkerState::Starting { .. } => speech.say("worker-starting"),
        WorkerState::Idle => speech.say("worker-idle"),
        WorkerState::Job { job, .. } => {
            speech.say_with("worker-job", &[("job", job.0.to_string().into())])
        }
        WorkerState::Session { .. } | WorkerState::Stopping { .. } => speech.say("worker-stopping"),
    }
}

/// The jobs that were added here.
#[component]
fn Jobs(panel: Panel) -> impl IntoView {
    let speech = use_speech();
    let line = move |line: Line| {
        let Line { number, fault, .. } = line;
        let name = move || {
            let name = match fault {
                None | Some(Fault::Exit) => "pool-job",
                Some(Fault::Trap) => "pool-job-crash",
                Some(Fault::Hang) => "pool-job-hang",
            };
            speech.say_with(name, &[("number", number.to_string().into())])
        };
        let word = line.state.word();
        let cancel = (line.state == LineState::UnderWay).then(|| {
            view! {
                <button type="button" class="quiet" on:click=move |_| panel.cancel(number)>
                    {speech.text("cancel")}
                </button>
            }
        });
        let details = match &line.state {
            LineState::Ended(failure) => run_words::failure_details(speech, failure),
            LineState::UnderWay | LineState::Done { .. } => None,
        };
        let state = move || match &line.state {
            LineState::UnderWay => speech.say("pool-job-under-way"),
            LineState::Done { after_ms } => speech.say_with(
                "pool-job-done",
                &[("duration", figures::duration(speech, *after_ms).into())],
            ),
            LineState::Ended(RunFailure::Cancelled) => speech.say("ending-cancelled"),
            LineState::Ended(failure) => {
                let message = failures::run_failure(speech.locale(), failure);
                speech.say_with("ending-failed", &[("message", message.into())])
            }
        };
        view! {
            <li data-state=word>
                <span>{name}</span>
                <span>{state}</span>
                {cancel}
                {details}
            </li>
        }
    };
    view! {
        <ol class="pool__jobs" data-testid="pool-jobs" aria-label=speech.text("pool-jobs")>
            // A button stays where it is, and its job's, while others come and end.
            <For
                each=move || panel.lines.get().into_iter().rev()
                key=|line| (line.number, line.state.word())
                children=line
            />
        </ol>
    }
}
