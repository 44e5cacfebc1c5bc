//! What of the lab outlives its page: the form, and what was found.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::lab::Lab;
use crate::compute::Assets;
use crate::environment::Environment;
use crate::labs::database::later::Shown;
use crate::labs::database::model::form::Form;
use crate::labs::database::model::kept::checked;
use crate::labs::database::model::results::Results;
use crate::labs::form::{TextForm, by_names};
use crate::labs::kept::panel::{KeptPanel, KeptPanelProps};
use crate::labs::kept::{Keeps, Kept, LiveForm, keep};
use crate::trust::Conditions;
use crate::ui::later::Later;

/// By this the lab is known to what is kept.
pub(super) const ID: &str = "database";

/// What keeps what was executed in the console.
pub(super) const HISTORY: &str = "history";

/// All that is kept hangs on these.
#[derive(Clone, Copy)]
pub(in crate::labs::database) struct Keeping {
    pub(super) lab: Lab,
    pub(super) form: LiveForm<Form>,
    pub(super) results: Later<Shown>,
    pub(super) environment: Environment,
}

/// Brings back what was kept, keeps what changes, and shows how that stands.
pub(in crate::labs::database) fn view(keeping: &Keeping) -> AnyView {
    keep(*keeping);
    KeptPanel(KeptPanelProps { lab: *keeping }).into_any()
}

impl Keeps for Keeping {
    type Live = Form;
    type Form = BTreeMap<String, String>;
    type Results = Results;

    const LAB: &'static str = ID;

    fn kept(self) -> Kept {
        self.lab.kept()
    }

    fn build(self) -> String {
        Assets::of_page().build_id
    }

    fn conditions(self) -> Conditions {
        self.environment.conditions()
    }

    fn busy(self) -> Option<bool> {
        self.lab.busy.try_get()
    }

    fn presses_over(self) -> u32 {
        self.lab.presses_over()
    }

    fn form(self) -> LiveForm<Form> {
        self.form
    }

    fn record_of(form: &Form) -> Self::Form {
        by_names(form.to_query())
    }

    fn form_of(self, record: &Self::Form) -> Form {
        Form::from_query(|name| record.get(name).cloned())
    }

    fn results(self) -> Option<Self::Results> {
        self.lab.results.get_untracked()
    }

    fn show_results(self, results: Self::Results) -> Result<(), String> {
        let results = checked(results)?;
        self.results.want();
        self.lab.results.set(Some(results));
        Ok(())
    }

    fn forget_results(self) {
        self.lab.forget();
    }
}
