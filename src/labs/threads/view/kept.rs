//! What of the lab outlives its page: the form, and the runs that are shown.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::experiment::Lab;
use crate::labs::form::FieldName;
use crate::labs::kept::panel::{KeptPanel, KeptPanelProps};
use crate::labs::kept::{Forms, Keeps, Kept, keep};
use crate::labs::threads::later::Results;
use crate::labs::threads::model::form::{Form, FormField, Machine};
use crate::labs::threads::model::kept::KeptRuns;
use crate::trust::Conditions;
use crate::ui::later::Later;

/// All that is kept hangs on these.
#[derive(Clone, Copy)]
pub(in crate::labs::threads) struct Keeping {
    pub(super) lab: Lab,
    pub(super) form: RwSignal<Form>,
    pub(super) machine: Machine,
    pub(super) results: Later<Results>,
    pub(super) forms: StoredValue<Forms<Form>>,
}

/// Whether a link says nothing of the form.
pub(super) fn is_silent(link: impl Fn(&str) -> Option<String>) -> bool {
    FormField::ALL
        .iter()
        .all(|field| link(field.id()).is_none())
}

/// Brings back what was kept, keeps what changes, and shows how that stands.
pub(in crate::labs::threads) fn view(keeping: &Keeping) -> AnyView {
    keep(*keeping);
    KeptPanel(KeptPanelProps { lab: *keeping }).into_any()
}

fn fields(form: &Form) -> BTreeMap<String, String> {
    let fields = form.to_query();
    fields
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect()
}

impl Keeping {
    fn form_of(self, fields: &BTreeMap<String, String>) -> Form {
        Form::from_query(self.machine, |name| fields.get(name).cloned())
    }
}

impl Keeps for Keeping {
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

    fn changed_form(self) -> Option<Self::Form> {
        let form = self.form.get();
        let is_changed = self.forms.try_update_value(|forms| forms.note(&form));
        (is_changed == Some(true)).then(|| fields(&form))
    }

    fn pressed_form(self) -> Option<Self::Form> {
        self.forms
            .try_with_value(|forms| forms.pressed().map(fields))
            .flatten()
    }

    fn is_untouched(self) -> bool {
        let form = self.form.get_untracked();
        self.forms.with_value(|forms| forms.is_untouched(&form))
    }

    fn is_link_silent(self) -> bool {
        self.forms.with_value(Forms::is_link_silent)
    }

    fn is_of_link(self, form: &Self::Form) -> bool {
        let form = self.form_of(form);
        self.forms
            .with_value(|forms| forms.of_link() == Some(&form))
    }

    fn results(self) -> Option<Self::Results> {
        self.lab.runs.with_untracked(|runs| {
            let batch = self.lab.batch.get_untracked();
            (!batch.is_empty()).then(|| KeptRuns::of(runs, &batch))
        })
    }

    fn show_form(self, form: &Self::Form) {
        let form = self.form_of(form);
        self.forms.update_value(|forms| forms.offer(form.clone()));
        self.form.set(form);
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
