//! What of the lab outlives its page: the form, and the runs that are shown.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::experiment::Lab;
use crate::labs::form::by_names;
use crate::labs::kept::panel::{KeptPanel, KeptPanelProps};
use crate::labs::kept::{Keeps, Kept, LiveForm, keep};
use crate::labs::threads::later::Results;
use crate::labs::threads::model::form::{Form, Machine};
use crate::labs::threads::model::kept::KeptRuns;
use crate::trust::Conditions;
use crate::ui::later::Later;

/// All that is kept hangs on these.
#[derive(Clone, Copy)]
pub(in crate::labs::threads) struct Keeping {
    pub(super) lab: Lab,
    pub(super) form: LiveForm<Form>,
    pub(super) machine: Machine,
    pub(super) results: Later<Results>,
}

/// Brings back what was kept, keeps what changes, and shows how that stands.
pub(in crate::labs::threads) fn view(keeping: &Keeping) -> AnyView {
    keep(*keeping);
    KeptPanel(KeptPanelProps { lab: *keeping }).into_any()
}

impl Keeps for Keeping {
    type Live = Form;
    type Form = BTreeMap<String, String>;
    type Results = KeptRuns;

    const LAB: &'static str = "threads";

    fn kept(self) -> Kept {
        self.lab.kept
    }

    fn build(self) -> String {
        self.lab.runner().assets().build_id.clone()
    }

    fn conditions(self) -> Conditions {
        self.lab.watch().conditions_now()
    }

    fn busy(self) -> Option<bool> {
        self.lab.busy.try_get()
    }

    fn presses_over(self) -> u32 {
        self.lab.presses_over.get()
    }

    fn form(self) -> LiveForm<Form> {
        self.form
    }

    fn record_of(form: &Form) -> Self::Form {
        by_names(form.to_query())
    }

    fn form_of(self, record: &Self::Form) -> Form {
        Form::from_query(self.machine, |name| record.get(name).cloned())
    }

    fn results(self) -> Option<Self::Results> {
        self.lab.runs.with_untracked(|runs| {
            let batch = self.lab.batch.get_untracked();
            (!batch.is_empty()).then(|| KeptRuns::of(runs, &batch))
        })
    }

    fn show_results(self, results: Self::Results) -> Result<(), String> {
        let (runs, batch) = results.into_runs()?;
        self.results.want();
        self.lab.bring_back(runs, batch);
        Ok(())
    }

    fn forget_results(self) {
        self.lab.forget();
    }
}
