//! What of the lab outlives its page: the form, and what was found.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::lab::Lab;
use crate::compute::Assets;
use crate::environment::Environment;
use crate::labs::event_loop::later::Shown;
use crate::labs::event_loop::model::form::Form;
use crate::labs::event_loop::model::run::{Recorded, Run, checked};
use crate::labs::form::by_names;
use crate::labs::kept::panel::{KeptPanel, KeptPanelProps};
use crate::labs::kept::{Keeps, Kept, LiveForm, keep};
use crate::trust::Conditions;
use crate::ui::later::Later;

/// All that is kept hangs on these.
#[derive(Clone, Copy)]
pub(in crate::labs::event_loop) struct Keeping {
    pub(super) lab: Lab,
    pub(super) form: LiveForm<Form>,
    pub(super) results: Later<Shown>,
    pub(super) environment: Environment,
}

/// Brings back what was kept, keeps what changes, and shows how that stands.
pub(in crate::labs::event_loop) fn view(keeping: &Keeping) -> AnyView {
    keep(*keeping);
    KeptPanel(KeptPanelProps { lab: *keeping }).into_any()
}

impl Keeps for Keeping {
    type Live = Form;
    type Form = BTreeMap<String, String>;
    type Results = Recorded;

    const LAB: &'static str = "event-loop";

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
        by_names(form.to_query().chain(form.beside_query()))
    }

    fn form_of(self, record: &Self::Form) -> Form {
        Form::from_record(|name| record.get(name).cloned())
    }

    fn means(self, record: &Self::Form, form: &Form) -> bool {
        self.form_of(record).means(form)
    }

    fn results(self) -> Option<Self::Results> {
        let run = self.lab.run.get_untracked()?;
        run.recorded()
    }

    fn show_results(self, results: Self::Results) -> Result<(), String> {
        let recorded = checked(results)?;
        self.results.want();
        self.lab.show(Run::of(recorded));
        Ok(())
    }

    fn forget_results(self) {
        self.lab.forget();
    }
}
