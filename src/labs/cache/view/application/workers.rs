//! The worker that simulates: started at the first run, and let go with the panel.

use std::cell::RefCell;
use std::rc::Rc;

use cache_sim::application::{Outcome, Scenario};
use cache_sim::session::SessionError;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use worker_pool::{JobError, JobPolicy, Loss, Pool};

use crate::compute::cache::{self, Cache};
use crate::compute::{Assets, Cancel, RunFailure};

/// Holds the worker and what ends its job. Copies are handles on the same ones.
#[derive(Clone, Copy)]
pub(super) struct Workers(StoredValue<Rc<RefCell<Held>>, LocalStorage>);

#[derive(Default)]
struct Held {
    pool: Option<Pool<Cache>>,
    cancel: Option<Cancel>,
}

impl Workers {
    /// Starts nothing yet.
    pub(super) fn new() -> Self {
        let workers = Self(StoredValue::new_local(Rc::default()));
        on_cleanup(move || {
            let held = workers.0.try_with_value(|held| held.take());
            if let Some(pool) = held.and_then(|held| held.pool) {
                spawn_local(async move { pool.shutdown(0.0).await });
            }
        });
        workers
    }

    /// Ends the job that runs, if one does.
    pub(super) fn cancel(self) {
        let held = self.0.try_with_value(Rc::clone);
        let cancel = held.and_then(|held| held.borrow_mut().cancel.take());
        if let Some(cancel) = cancel {
            cancel();
        }
    }

    /// Simulates a scenario in the worker.
    pub(super) async fn simulate(self, scenario: Scenario) -> Result<Outcome, RunFailure> {
        let held = self.0.try_with_value(Rc::clone);
        let held = held.ok_or(RunFailure::Cancelled)?;
        let pool = {
            let mut held = held.borrow_mut();
            let pool = held
                .pool
                .get_or_insert_with(|| cache::pool(&Assets::of_page(), 1));
            pool.clone()
        };
        let job = pool.submit(scenario, Vec::new(), JobPolicy::default(), |_| ());
        held.borrow_mut().cancel = Some(Rc::new(job.canceller()));
        let finished = job.await.map_err(failure)?;
        Ok(finished.outcome)
    }
}

fn failure(error: JobError<SessionError>) -> RunFailure {
    match error {
        // The form lets no scenario through that is refused.
        JobError::Failed(refused) => internal(refused.to_string()),
        JobError::Lost(loss @ Loss::Protocol(_)) => internal(loss.to_string()),
        JobError::Lost(loss) => RunFailure::Lost(loss),
        JobError::Refused(refusal) => RunFailure::Refused(refusal),
        JobError::Cancelled => RunFailure::Cancelled,
        JobError::Unencodable(message) => internal(message),
        JobError::Unsendable(message) => RunFailure::Browser(message),
    }
}

/// A fault of this app, which those who mend it find in the console, too.
fn internal(message: String) -> RunFailure {
    leptos::logging::error!("internal error: {message}");
    RunFailure::Internal(message)
}
