//! The lab's state: its worker, what goes on, and the run that is looked at.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use event_loop::session::{Command, Event, SessionError};
use event_loop::trace::{Ending, Place, Race, Step, SyntaxError};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::film::Film;
use super::sessions::Alone;
use crate::labs::event_loop::model::form::{Form, Order};
use crate::labs::event_loop::model::lost::{Lost, lost};
use crate::labs::event_loop::model::run::{Recorded, Run};
use crate::labs::kept::Kept;
use crate::labs::run_control::RunControl;
use crate::ui::editor::{Marks, Span};

/// Why there is no run.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Failure {
    /// Somebody ended it.
    Cancelled,
    /// The link holds no program that can be read; which program is shown.
    Link { shown: String },
    /// What the session said.
    Refused(SessionError),
    /// What the worker, or the browser, said.
    Worker(String),
    /// The worker said nothing for long.
    Silent,
    /// The engine's own functions called each other too deep, where no statement could have noticed.
    TooDeep,
    /// The engine asked for more memory than there is, within one operation.
    NoMemory,
}

impl Failure {
    /// The form gives no link.
    pub(super) const fn no_link(said: String) -> Self {
        Self::Refused(SessionError::Internal(said))
    }

    /// Whether it is about the link that the lab was opened with.
    pub(super) const fn is_of_link(&self) -> bool {
        matches!(self, Self::Link { .. })
    }

    /// How a worker was lost, in the browser's words.
    pub(super) fn of_worker(said: String) -> Self {
        match lost(&said) {
            Some(Lost::TooDeep) => Self::TooDeep,
            Some(Lost::NoMemory) => Self::NoMemory,
            None => Self::Worker(said),
        }
    }
}

/// The lab's state. Copies are handles on the same one.
#[derive(Clone, Copy)]
pub(in crate::labs::event_loop) struct Lab {
    pub(super) control: RunControl,
    pub(super) busy: ReadSignal<bool>,
    pub(super) failure: RwSignal<Option<Failure>>,
    pub(super) run: RwSignal<Option<Arc<Run>>>,
    /// A line that somebody asks for by pointing at what it queued or printed.
    pub(super) asked: RwSignal<Option<u32>>,
    /// The lab's form.
    pub(super) form: RwSignal<Form>,
    // By handles, for a lab is passed by value.
    film: StoredValue<Film>,
    worker: Alone,
    kept: StoredValue<Kept>,
    presses_over: RwSignal<u32>,
}

impl Lab {
    pub(super) fn new(form: RwSignal<Form>) -> Self {
        let control = RunControl::new();
        let run = RwSignal::new(None);
        Self {
            control,
            busy: control.busy(),
            failure: RwSignal::new(None),
            run,
            asked: RwSignal::new(None),
            form,
            film: StoredValue::new(Film::new(run)),
            worker: Alone::new(),
            kept: StoredValue::new(Kept::new()),
            presses_over: RwSignal::new(0),
        }
    }

    /// What the page knows of what is kept.
    pub(super) fn kept(self) -> Kept {
        self.kept.get_value()
    }

    /// Where somebody is who steps through the run.
    pub(super) fn film(self) -> Film {
        self.film.get_value()
    }

    /// How many presses of the button ended with something to show; tracks it.
    pub(super) fn presses_over(self) -> u32 {
        self.presses_over.get()
    }

    /// Forgets the run.
    pub(super) fn forget(self) {
        self.film().pause();
        self.run.set(None);
    }

    /// Shows a run, at its end.
    pub(super) fn show(self, run: Run) {
        let end = run.len();
        self.asked.set(None);
        self.run.set(Some(Arc::new(run)));
        self.film().go_to(end);
    }

    /// Whether the editor holds the program of the run; tracks both.
    pub(super) fn is_of_form(self) -> bool {
        self.run.with(|run| {
            let Some(run) = run else { return false };
            self.form.with(|form| form.source() == run.program.source)
        })
    }

    /// What is wrong with the program in the editor, as far as a run told; tracks it.
    pub(super) fn syntax_error(self) -> Option<SyntaxError> {
        let error = self.run.with(|run| match &run.as_ref()?.ending {
            Ending::Syntax(error) => Some(error.clone()),
            _ => None,
        });
        error.filter(|_| self.is_of_form())
    }

    /// The lines that the editor marks; tracks what they depend on.
    pub(super) fn marks(self) -> Marks {
        if !self.is_of_form() {
            return Marks::default();
        }
        Marks {
            current: self.film().place().map(span),
            asked: self.asked.get(),
        }
    }

    /// Runs a program, unless something runs, and plays what came of it.
    pub(super) fn start(self, order: Order) {
        let Some(active) = self.control.begin() else {
            return;
        };
        self.failure.set(None);
        self.asked.set(None);
        self.film().pause();
        let worker = self.worker;
        *self.control.cancel_slot().borrow_mut() = Some(Rc::new(move || worker.cancel()));
        spawn_local(async move {
            let _active = active;
            match record(worker, &order).await {
                Ok(recorded) => self.play(recorded),
                Err(failure) => {
                    let failure = if self.control.is_stop_asked() {
                        Failure::Cancelled
                    } else {
                        failure
                    };
                    self.failure.try_set(Some(failure));
                }
            }
        });
    }

    fn play(self, recorded: Recorded) {
        // The page may be gone.
        if self.run.is_disposed() {
            return;
        }
        self.kept().origin.set(None);
        let run = Run::of(recorded);
        // What stopped a run is said at once.
        let is_over = matches!(run.ending, Ending::Exited { .. });
        self.run.set(Some(Arc::new(run)));
        self.film().begin(is_over);
        self.presses_over.update(|presses| *presses += 1);
    }
}

fn span(place: Place) -> Span {
    Span {
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
    }
}

/// What a worker tells of a run, piece by piece.
#[derive(Default)]
struct Recording {
    places: Vec<Place>,
    steps: Vec<Step>,
    end: Option<End>,
}

/// How a run ended, the races that it met, and how many statements it executed.
struct End {
    ending: Ending,
    races: Vec<(u32, Race)>,
    statements: u64,
}

/// Runs a program on a worker.
pub(super) async fn record(worker: Alone, order: &Order) -> Result<Recorded, Failure> {
    let recording: Rc<RefCell<Recording>> = Rc::default();
    let sink = Rc::clone(&recording);
    let command = Command::Run {
        program: order.program.clone(),
        settings: order.settings.clone(),
    };
    let done = worker.each(command, move |event| {
        let mut recording = sink.borrow_mut();
        match event {
            Event::Places(places) => recording.places = places,
            Event::Steps(steps) => recording.steps.extend(steps),
            Event::Ended {
                ending,
                races,
                statements,
            } => {
                recording.end = Some(End {
                    ending,
                    races,
                    statements,
                });
            }
            Event::Exploring { .. } | Event::Orders { .. } => {}
        }
    });
    done.await?;
    let recording = recording.take();
    let end = recording.end;
    let end = end.ok_or_else(|| Failure::Worker("no answer".to_owned()))?;
    Ok(Recorded {
        program: order.program.clone(),
        settings: order.settings.clone(),
        places: recording.places,
        steps: recording.steps,
        ending: end.ending,
        races: end.races,
        statements: end.statements,
    })
}
