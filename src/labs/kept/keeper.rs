//! Brings back what was kept of a lab, and keeps what changes.
//!
//! Nothing is written while something is timed: a form when it changes, results when a press of the button is over.

use leptos::prelude::*;
use protocol::clock::now_ms;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

use super::super::{Envelope, Machine, Origin, Record, SCHEMA, Unread};
use super::live_form::LiveForm;
use super::store;
use crate::frames::next_frame;
use crate::trust::Conditions;

/// What a lab tells of itself so that it is kept.
pub(in crate::labs) trait Keeps: Copy + Send + Sync + 'static {
    /// The form as the page holds it.
    type Live: Clone + PartialEq + Send + Sync + 'static;
    /// The form as records hold it.
    type Form: Clone + Serialize + DeserializeOwned + 'static;
    /// The results as records hold them.
    type Results: Serialize + DeserializeOwned + 'static;

    /// The lab's id.
    const LAB: &'static str;

    /// What the page knows of what is kept.
    fn kept(self) -> Kept;

    /// The build that this page is of.
    fn build(self) -> String;

    /// Under what conditions the page measures just now.
    fn conditions(self) -> Conditions;

    /// Whether something runs; tracks it. `None` where the page is gone.
    fn busy(self) -> Option<bool>;

    /// How many presses of the button are over; tracks it.
    fn presses_over(self) -> u32;

    /// The form that is on the page.
    fn form(self) -> LiveForm<Self::Live>;

    /// A form as records hold it.
    fn record_of(form: &Self::Live) -> Self::Form;

    /// The form of a record.
    fn form_of(self, record: &Self::Form) -> Self::Live;

    /// Whether links to the form of a record and to another form say the same.
    fn means(self, record: &Self::Form, form: &Self::Live) -> bool {
        self.form_of(record) == *form
    }

    /// What the last press of the button showed, within the bounds of what is kept.
    fn results(self) -> Option<Self::Results>;

    /// Shows results that were kept; else says what is wrong with them.
    fn show_results(self, results: Self::Results) -> Result<(), String>;

    /// Takes away all results.
    fn forget_results(self);
}

/// How far keeping is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::labs) enum State {
    /// What was kept is being read.
    Reading,
    /// Nothing is to be written.
    Idle,
    /// Something is being written.
    Saving,
    /// What was to be written is.
    Saved,
}

/// Why something is not kept, or not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::labs) enum Trouble {
    Unread(Unread),
    /// The browser did not write, in its own words.
    Unwritten(String),
}

/// What a lab's page knows of what is kept. Copies are handles on the same state.
#[derive(Clone, Copy)]
pub(in crate::labs) struct Kept {
    /// Where the results that are shown come from, if they were kept.
    pub(in crate::labs) origin: RwSignal<Option<Origin>>,
    pub(in crate::labs) state: RwSignal<State>,
    pub(in crate::labs) trouble: RwSignal<Option<Trouble>>,
    /// How often results were written since the page was opened.
    pub(in crate::labs) results_saved: RwSignal<u32>,
    writing: StoredValue<Writing>,
}

#[derive(Default)]
struct Writing {
    /// Whether a form is kept that could not be read: nothing but a run writes over it.
    leaves_form: bool,
    /// Writes that are under way.
    under_way: u32,
}

impl Kept {
    pub(in crate::labs) fn new() -> Self {
        Self {
            origin: RwSignal::new(None),
            state: RwSignal::new(State::Reading),
            trouble: RwSignal::new(None),
            results_saved: RwSignal::new(0),
            writing: StoredValue::new(Writing::default()),
        }
    }

    /// Whether the results that are shown were measured with another build.
    pub(in crate::labs) fn is_of_other_build(self) -> bool {
        self.origin
            .with_untracked(|origin| origin.as_ref().is_some_and(|of| of.is_other_build))
    }

    fn set_leaves_form(self, leaves: bool) {
        self.writing
            .update_value(|writing| writing.leaves_form = leaves);
    }

    /// A write is to follow.
    fn will_write(self) {
        self.writing
            .try_update_value(|writing| writing.under_way += 1);
        self.state.try_set(State::Saving);
    }

    /// Writes records of a lab, and says on the page what came of it, once no other write is under way: whoever types
    /// begins one with each key. The page may be gone.
    async fn write<F: Serialize, R: Serialize>(self, records: &[(Record, Envelope<F, R>)]) -> bool {
        let mut written = Ok(());
        for (record, envelope) in records {
            written = written.and(store::put(&record.key(&envelope.lab), envelope).await);
        }
        let is_written = written.is_ok();
        if let Err(message) = written {
            self.trouble.try_set(Some(Trouble::Unwritten(message)));
        }
        let left = self.writing.try_update_value(|writing| {
            writing.under_way -= 1;
            writing.under_way
        });
        if left == Some(0) {
            self.state.try_set(State::Saved);
        }
        is_written
    }
}

/// Shows what was kept of a lab, and keeps what changes for as long as the scope lives.
pub(in crate::labs) fn keep<L: Keeps>(lab: L) {
    spawn_local(async move {
        bring_back(lab).await;
        // What was typed meanwhile is kept, too: from now on changes are written.
        lab.kept().state.try_update(|state| {
            if *state == State::Reading {
                *state = State::Idle;
            }
        });
    });
    keep_form(lab);
    keep_results(lab);
}

/// Forgets all that is kept of all labs, and takes this one's results off the page.
pub(in crate::labs) async fn forget<L: Keeps>(lab: L) -> Result<(), String> {
    store::clear().await?;
    let kept = lab.kept();
    if kept.state.is_disposed() {
        return Ok(());
    }
    lab.forget_results();
    kept.origin.set(None);
    kept.trouble.set(None);
    kept.set_leaves_form(false);
    kept.state.set(State::Idle);
    Ok(())
}

/// Something small of a lab that has a record of its own.
#[derive(Serialize, Deserialize)]
struct Note<T> {
    schema: u32,
    what: T,
}

/// Keeps something small of a lab, under a name of its own. Whether anything can be kept the lab's panel says.
pub(in crate::labs) async fn remember<T: Serialize>(lab: &str, name: &str, what: T) {
    let note = Note {
        schema: SCHEMA,
        what,
    };
    let _ = store::put(&format!("{lab}/{name}"), &note).await;
}

/// What was remembered under that name, if it can be read.
pub(in crate::labs) async fn recall<T: DeserializeOwned>(lab: &str, name: &str) -> Option<T> {
    let note = store::get::<Note<T>>(&format!("{lab}/{name}")).await;
    Some(note.ok()??.what)
}

/// A lab's record.
type Of<L> = Envelope<<L as Keeps>::Form, <L as Keeps>::Results>;

async fn bring_back<L: Keeps>(lab: L) {
    let kept = lab.kept();
    let form = store::get::<Of<L>>(&Record::Form.key(L::LAB)).await;
    let results = store::get::<Of<L>>(&Record::Results.key(L::LAB)).await;
    // Whoever was quicker than the database has begun anew.
    if kept.state.is_disposed() || !lab.form().is_untouched() {
        return;
    }
    let mut trouble = None;
    match form {
        Ok(Some(record)) if lab.form().is_link_silent() => {
            lab.form().offer(lab.form_of(&record.form));
        }
        Ok(_) => {}
        Err(unread) => {
            kept.set_leaves_form(true);
            trouble = Some(unread);
        }
    }
    match results {
        Ok(Some(record)) => {
            let origin = origin(lab, &record);
            if let Some(results) = record.results
                && (lab.form().is_link_silent()
                    || lab.form().is_of_link(|form| lab.means(&record.form, form)))
            {
                match lab.show_results(results) {
                    Ok(()) => kept.origin.set(Some(origin)),
                    Err(message) => trouble = Some(Unread::Damaged(message)),
                }
            }
        }
        Ok(None) => {}
        Err(unread) => trouble = Some(unread),
    }
    kept.trouble.set(trouble.map(Trouble::Unread));
}

fn origin<L: Keeps>(lab: L, record: &Of<L>) -> Origin {
    Origin {
        is_other_build: record.build != lab.build(),
        build: record.build.clone(),
        at_ms: record.saved_at_ms,
        machine: record.machine.clone(),
    }
}

/// Writes the form when it changes, and nothing runs. What could not be read is left alone until somebody runs
/// something or forgets it.
fn keep_form<L: Keeps>(lab: L) {
    let kept = lab.kept();
    let is_read = Memo::new(move |_| kept.state.with(|state| *state != State::Reading));
    Effect::new(move || {
        let (is_read, busy) = (is_read.get(), lab.busy());
        let Some(form) = lab.form().changed() else {
            return;
        };
        if is_read && busy == Some(false) && !kept.writing.with_value(|writing| writing.leaves_form)
        {
            kept.will_write();
            let record = envelope(lab, L::record_of(&form), None);
            spawn_local(async move {
                kept.write(&[(Record::Form, record)]).await;
            });
        }
    });
    on_cleanup(move || {
        // A press that was left under way can be asked for again by its form.
        let is_under_way = untrack(|| lab.busy()) == Some(true);
        if let Some(form) = lab.form().pressed().filter(|_| is_under_way) {
            kept.will_write();
            let record = envelope(lab, L::record_of(&form), None);
            spawn_local(async move {
                kept.write(&[(Record::Form, record)]).await;
            });
        }
    });
}

/// Writes the results when a press of the button is over.
fn keep_results<L: Keeps>(lab: L) {
    let kept = lab.kept();
    Effect::new(move || {
        if lab.presses_over() == 0 {
            return;
        }
        spawn_local(async move {
            // What the page draws of the last run is no part of keeping it.
            next_frame().await;
            let (Some(false), Some(form)) = (untrack(|| lab.busy()), lab.form().pressed()) else {
                return;
            };
            let form = L::record_of(&form);
            kept.set_leaves_form(false);
            kept.will_write();
            let records = [
                (Record::Results, envelope(lab, form.clone(), lab.results())),
                (Record::Form, envelope(lab, form, None)),
            ];
            if kept.write(&records).await {
                kept.trouble.try_set(None);
                kept.results_saved.try_update(|count| *count += 1);
            }
        });
    });
}

fn envelope<L: Keeps>(lab: L, form: L::Form, results: Option<L::Results>) -> Of<L> {
    Envelope {
        schema: SCHEMA,
        build: lab.build(),
        saved_at_ms: now_ms(),
        machine: machine(&lab.conditions()),
        lab: L::LAB.to_owned(),
        form,
        results,
    }
}

/// What this page measures on.
pub(in crate::labs) fn machine(conditions: &Conditions) -> Machine {
    Machine {
        browser: window().navigator().user_agent().unwrap_or_default(),
        cores: conditions.cores,
        isolated: conditions.isolated,
        clock_step_us: conditions
            .worker_clock_step_us
            .or(conditions.page_clock_step_us),
        device_index: conditions.device_index,
        pressure_source: conditions.pressure_source,
    }
}
