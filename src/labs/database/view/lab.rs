//! The lab's state: its databases, what goes on, what was found, and what was executed.

use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;

use leptos::prelude::*;
use sql_workload::plan::Plan;
use sql_workload::session::{Command, Event, Execution, SessionError};
use sql_workload::{Outcome, Params, Pattern, Spec, Trace};
use wasm_bindgen_futures::spawn_local;

use super::database::{Database, Work};
use super::{storage, trips};
use crate::labs::database::model::form::{Order, Trips};
use crate::labs::database::model::results::{
    Different, ROUNDS, ROUNDS_BELOW, Results, Rounds, Run, agree, sizes_below,
};
use crate::labs::kept::Kept;
use crate::labs::run_control::RunControl;

/// What was executed is kept for those who look at it later: so many commands.
const EXECUTED_MAX: usize = 200;

/// What goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activity {
    /// The worker is fetched and started.
    Opening,
    /// Its module, which is most of it, is on its way.
    Fetching {
        /// So many bytes are here.
        bytes: u32,
        /// All of them.
        bytes_total: u32,
    },
    /// Rows are inserted.
    Loading {
        /// So many are.
        rows: u32,
        /// All of them.
        rows_total: u32,
    },
    /// Patterns read.
    Reading {
        /// So many runs are done.
        done: usize,
        /// All of them.
        all: usize,
    },
    /// A command of the reader's is done.
    Executing,
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Failure {
    /// Somebody ended it.
    Cancelled,
    /// The patterns did not give the same rows.
    Different,
    /// There is no API that reads, or it refused, in these words.
    NoApi(String),
    /// What the session said; it goes on.
    Refused(SessionError),
    /// What the worker, or the browser, said.
    Worker(String),
}

/// One command that executed statements.
#[derive(Clone, Debug)]
pub(super) struct Executed {
    /// Counted from zero, over all.
    pub number: u64,
    /// When it ended, by the clock that page and workers share, in milliseconds.
    pub at_ms: f64,
    /// What it was.
    pub what: Statements,
}

/// The statements of a command.
#[derive(Clone, Debug)]
pub(super) enum Statements {
    /// A pattern's run.
    Run {
        /// Its name in the registry.
        pattern: &'static str,
        /// What it executed.
        trace: Rc<Trace>,
    },
    /// The reader's own.
    Own {
        /// The text.
        sql: Rc<str>,
        /// What became of it.
        ended: Result<Rc<Execution>, SessionError>,
        /// How long all of it took in the worker, in milliseconds.
        elapsed_ms: f64,
    },
}

/// The last commands that executed statements.
#[derive(Clone, Debug, Default)]
pub(super) struct Log {
    pub entries: VecDeque<Rc<Executed>>,
    next: u64,
}

/// What hangs on what is kept.
#[derive(Clone, Copy)]
struct Outliving {
    kept: Kept,
    /// How many presses of the button ended with something to show.
    presses_over: RwSignal<u32>,
    /// How often all was forgotten.
    forgotten: RwSignal<u32>,
}

/// The lab's state. Copies are handles on the same one.
#[derive(Clone, Copy)]
pub(in crate::labs::database) struct Lab {
    pub(super) control: RunControl,
    pub(super) busy: ReadSignal<bool>,
    pub(super) activity: RwSignal<Option<Activity>>,
    pub(super) results: RwSignal<Option<Results>>,
    // By a handle, for a lab is passed by value.
    outliving: StoredValue<Outliving>,
    pub(super) failure: RwSignal<Option<Failure>>,
    /// What patterns run on. Nobody changes a row of it.
    pub(super) library: Database,
    /// The reader's own, for console and files.
    pub(super) own: Database,
    /// What was executed on either.
    pub(super) log: RwSignal<Log, LocalStorage>,
    /// A file that was dropped on the page, until the panel of files takes it.
    pub(super) dropped: RwSignal<Option<web_sys::File>, LocalStorage>,
}

impl Lab {
    pub(super) fn new() -> Self {
        let control = RunControl::new();
        let activity = RwSignal::new(None);
        Self {
            control,
            busy: control.busy(),
            activity,
            results: RwSignal::new(None),
            outliving: StoredValue::new(Outliving {
                kept: Kept::new(),
                presses_over: RwSignal::new(0),
                forgotten: RwSignal::new(0),
            }),
            failure: RwSignal::new(None),
            library: Database::new(control, activity),
            own: Database::at(storage::remembered::place(), control, activity),
            log: RwSignal::new_local(Log::default()),
            dropped: RwSignal::new_local(None),
        }
    }

    /// What the page knows of what is kept.
    pub(super) fn kept(self) -> Kept {
        self.outliving.with_value(|outliving| outliving.kept)
    }

    /// How often all that is kept was forgotten; tracks it.
    pub(super) fn forgotten(self) -> u32 {
        self.outliving
            .with_value(|outliving| outliving.forgotten.get())
    }

    /// Forgets what was found, and tells the panels to do so.
    pub(super) fn forget(self) {
        self.results.set(None);
        let forgotten = self.outliving.with_value(|outliving| outliving.forgotten);
        forgotten.update(|times| *times += 1);
    }

    /// How many presses of the button ended with something to show; tracks it.
    pub(super) fn presses_over(self) -> u32 {
        self.outliving
            .with_value(|outliving| outliving.presses_over.get())
    }

    /// Keeps what was executed.
    pub(super) fn record(self, what: Statements) {
        let at_ms = protocol::clock::now_ms();
        self.log.try_update(|log| {
            let number = log.next;
            log.next += 1;
            log.entries.push_back(Rc::new(Executed {
                number,
                at_ms,
                what,
            }));
            if log.entries.len() > EXECUTED_MAX {
                log.entries.pop_front();
            }
        });
    }

    /// Reads with every pattern, unless something runs.
    pub(super) fn run(self, order: Order) {
        let Some(opening) = self.library.begin() else {
            return;
        };
        self.failure.set(None);
        spawn_local(async move {
            let is_measured = Cell::new(false);
            let found = async {
                let work = opening.open().await?;
                self.read(&order, &work, &is_measured).await
            };
            let found = found.await;
            if let Err(failure) = found {
                self.failure.try_set(Some(failure));
            }
            // The page may be gone.
            if let Some(outliving) = self.outliving.try_get_value().filter(|_| is_measured.get()) {
                outliving.presses_over.update(|presses| *presses += 1);
            }
        });
    }

    /// Shows what it finds, and says in `is_measured` whether it did.
    async fn read(
        self,
        order: &Order,
        work: &Work,
        is_measured: &Cell<bool>,
    ) -> Result<(), Failure> {
        load(work, order.spec).await?;
        let rounds = self.rounds(order, work).await?;
        let mut runs = Vec::new();
        for (pattern, rounds) in rounds {
            let mut plans = Vec::new();
            for statement in pattern.statements {
                plans.push(explain(work, (*statement).to_owned()).await?);
            }
            runs.extend(Run::of(pattern, rounds, plans));
        }
        let mut results = Results {
            task: order.task,
            trips: order.trips,
            runs,
        };
        // What was measured stays, whatever becomes of the trips.
        if let Some(outliving) = self.outliving.try_get_value() {
            outliving.kept.origin.set(None);
        }
        self.results.try_set(Some(results.clone()));
        is_measured.set(true);
        if order.trips != Trips::Modelled {
            self.take_trips(order, work, &mut results).await?;
            self.results.try_set(Some(results));
        }
        Ok(())
    }

    /// All patterns of the task at all sizes, in turns.
    async fn rounds(
        self,
        order: &Order,
        work: &Work,
    ) -> Result<Vec<(&'static Pattern, Vec<Rounds>)>, Failure> {
        let patterns: Vec<&'static Pattern> = order.task.patterns().collect();
        let mut sizes = sizes_below(order.params.n);
        let all = patterns.len() * (sizes.len() * ROUNDS_BELOW + ROUNDS);
        sizes.push(order.params.n);
        let mut done = 0;
        let mut ran: Vec<(&'static Pattern, Vec<Rounds>)> = patterns
            .iter()
            .map(|pattern| (*pattern, Vec::new()))
            .collect();
        for size in sizes {
            let rounds = if size == order.params.n {
                ROUNDS
            } else {
                ROUNDS_BELOW
            };
            let mut outcomes = vec![Vec::new(); patterns.len()];
            for _ in 0..rounds {
                for (pattern, outcomes) in patterns.iter().zip(&mut outcomes) {
                    work.tell(Activity::Reading { done, all })?;
                    let params = Params {
                        n: size,
                        ..order.params
                    };
                    outcomes.push(self.run_once(work, pattern, params).await?);
                    done += 1;
                }
            }
            agree(outcomes.iter().flatten()).map_err(|Different| Failure::Different)?;
            for ((_, rounds), outcomes) in ran.iter_mut().zip(outcomes) {
                rounds.push((size, outcomes));
            }
        }
        Ok(ran)
    }

    async fn run_once(
        self,
        work: &Work,
        pattern: &'static Pattern,
        params: Params,
    ) -> Result<Outcome, Failure> {
        let command = Command::Run {
            pattern: pattern.id.to_owned(),
            params,
        };
        let outcome = work.answer(command, Vec::new(), |event, _| match event {
            Event::Ran(outcome) => Some(outcome),
            _ => None,
        });
        let outcome = outcome.await?;
        self.record(Statements::Run {
            pattern: pattern.id,
            trace: Rc::new(outcome.trace.clone()),
        });
        Ok(outcome)
    }

    /// Takes the round trips for real, if that is asked for.
    async fn take_trips(
        self,
        order: &Order,
        work: &Work,
        results: &mut Results,
    ) -> Result<(), Failure> {
        let all = results.runs.len();
        let mut texts: Vec<String> = Vec::new();
        for (done, run) in results.runs.iter_mut().enumerate() {
            work.tell(Activity::Reading { done, all })?;
            let (pattern, params) = (run.pattern, order.params);
            match order.trips {
                Trips::Modelled => {}
                Trips::Messages => {
                    if let Some((real, digest)) = trips::by_messages(work, pattern, params).await? {
                        // What the page put together is what the pattern finds beside the database.
                        if digest != run.digest {
                            return Err(Failure::Different);
                        }
                        run.real = Some(real);
                    }
                }
                Trips::Http => {
                    let wait_ms = order.wire.round_trip_ms;
                    if let Some((real, text)) = trips::by_http(pattern, params, wait_ms).await? {
                        run.real = Some(real);
                        texts.push(text);
                    }
                }
            }
        }
        if texts.windows(2).all(|pair| pair[0] == pair[1]) {
            Ok(())
        } else {
            Err(Failure::Different)
        }
    }
}

/// How SQLite would go about a statement.
async fn explain(work: &Work, sql: String) -> Result<Plan, Failure> {
    let explained = work.answer(
        Command::Explain { sql },
        Vec::new(),
        |event, _| match event {
            Event::Explained(plan) => Some(plan),
            _ => None,
        },
    );
    explained.await
}

/// Makes the library, unless the database holds it.
pub(super) async fn load(work: &Work, spec: Spec) -> Result<(), Failure> {
    if work.description().and_then(|found| found.library) == Some(spec) {
        return Ok(());
    }
    work.tell(Activity::Loading {
        rows: 0,
        rows_total: spec.rows(),
    })?;
    let progress = work.progress();
    let made = work.answer(
        Command::Generate { spec },
        Vec::new(),
        move |event, _| match event {
            Event::Loading(loading) => {
                progress(Activity::Loading {
                    rows: loading.rows,
                    rows_total: loading.rows_total,
                });
                None
            }
            Event::Described(_) => Some(()),
            _ => None,
        },
    );
    made.await
}
