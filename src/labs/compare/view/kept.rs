//! What of the lab outlives its page: the form with the reader's own code, and the samples of what is shown.

use leptos::prelude::*;

use super::session::Lab;
use super::subjects::Remark;
use crate::labs::compare::model::form::Form;
use crate::labs::compare::model::kept::{KeptForm, KeptParts};
use crate::labs::kept::panel::{KeptPanel, KeptPanelProps};
use crate::labs::kept::{Keeps, Kept, LiveForm, keep};
use crate::trust::Conditions;

/// All that is kept hangs on these.
#[derive(Clone, Copy)]
pub(in crate::labs::compare) struct Keeping {
    pub(super) lab: Lab,
    pub(super) form: LiveForm<Form>,
}

/// Brings back what was kept, keeps what changes, and shows how that stands.
pub(in crate::labs::compare) fn view(keeping: &Keeping) -> AnyView {
    keep(*keeping);
    KeptPanel(KeptPanelProps { lab: *keeping }).into_any()
}

impl Keeps for Keeping {
    type Live = Form;
    type Form = KeptForm;
    type Results = KeptParts<Remark>;

    const LAB: &'static str = "compare";

    fn kept(self) -> Kept {
        self.lab.kept
    }

    fn build(self) -> String {
        self.lab.build_id()
    }

    fn conditions(self) -> Conditions {
        self.lab.conditions_now()
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

    fn record_of(form: &Form) -> KeptForm {
        KeptForm::of(form)
    }

    fn form_of(self, record: &KeptForm) -> Form {
        record.form()
    }

    fn means(self, record: &KeptForm, form: &Form) -> bool {
        record.means(form)
    }

    fn results(self) -> Option<Self::Results> {
        self.lab.to_keep()
    }

    fn show_results(self, results: Self::Results) -> Result<(), String> {
        self.lab.bring_back(results)
    }

    fn forget_results(self) {
        self.lab.take_away();
    }
}
