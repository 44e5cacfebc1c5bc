//! What of the lab outlives its page: the form with the reader's own code, and the samples of what is shown.

use leptos::prelude::*;

use super::session::Lab;
use super::subjects::Remark;
use crate::labs::compare::model::form::Form;
use crate::labs::compare::model::kept::{KeptForm, KeptParts};
use crate::labs::kept::panel::{KeptPanel, KeptPanelProps};
use crate::labs::kept::{Forms, Keeps, Kept, keep};
use crate::trust::Conditions;

/// All that is kept hangs on these.
#[derive(Clone, Copy)]
pub(in crate::labs::compare) struct Keeping {
    pub(super) lab: Lab,
    pub(super) form: RwSignal<Form>,
    pub(super) forms: StoredValue<Forms<Form>>,
}

/// Brings back what was kept, keeps what changes, and shows how that stands.
pub(in crate::labs::compare) fn view(keeping: &Keeping) -> AnyView {
    keep(*keeping);
    KeptPanel(KeptPanelProps { lab: *keeping }).into_any()
}

impl Keeps for Keeping {
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

    fn changed_form(self) -> Option<Self::Form> {
        let form = self.form.get();
        let is_changed = self.forms.try_update_value(|forms| forms.note(&form));
        (is_changed == Some(true)).then(|| KeptForm::of(&form))
    }

    fn pressed_form(self) -> Option<Self::Form> {
        self.forms
            .try_with_value(|forms| forms.pressed().map(KeptForm::of))
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
        self.forms
            .with_value(|forms| forms.of_link().is_some_and(|of_link| form.means(of_link)))
    }

    fn results(self) -> Option<Self::Results> {
        self.lab.to_keep()
    }

    fn show_form(self, form: &Self::Form) {
        let form = form.form();
        self.forms.update_value(|forms| forms.offer(form.clone()));
        self.form.set(form);
    }

    fn show_results(self, results: Self::Results) -> Result<(), String> {
        self.lab.bring_back(results)
    }

    fn forget_results(self) {
        self.lab.take_away();
    }
}
