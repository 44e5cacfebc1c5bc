//! What of the lab outlives its page: the form with the reader's own code, and the samples of what is shown.

use leptos::prelude::*;

use super::session::Lab;
use super::subjects::Remark;
use crate::labs::compare::model::form::Form;
use crate::labs::compare::model::kept::{KeptForm, KeptParts};
use crate::labs::kept::panel::{KeptPanel, KeptPanelProps};
use crate::labs::kept::{Keeps, Kept, keep};
use crate::trust::Conditions;

/// All that is kept hangs on these.
#[derive(Clone, Copy)]
pub(in crate::labs::compare) struct Keeping {
    pub(super) lab: Lab,
    pub(super) form: RwSignal<Form>,
    pub(super) forms: StoredValue<Forms>,
}

/// The form at moments that matter.
#[derive(Clone, Debug)]
pub(super) struct Forms {
    /// Whether the link said nothing.
    is_link_silent: bool,
    /// What nobody chose: of the link, of a first visit, or as it was kept.
    offered: Form,
    /// Whether somebody has chosen anything since.
    is_changed: bool,
    /// As it was when the button was pressed.
    pub(super) pressed: Option<Form>,
}

impl Forms {
    /// Those of a lab that was just opened.
    pub(super) const fn of(is_link_silent: bool, offered: Form) -> Self {
        Self {
            is_link_silent,
            offered,
            is_changed: false,
            pressed: None,
        }
    }
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
        let is_changed = self.forms.try_update_value(|forms| {
            forms.is_changed |= form != forms.offered;
            forms.is_changed
        });
        (is_changed == Some(true)).then(|| KeptForm::of(&form))
    }

    fn pressed_form(self) -> Option<Self::Form> {
        self.forms
            .try_with_value(|forms| forms.pressed.as_ref().map(KeptForm::of))
            .flatten()
    }

    fn is_untouched(self) -> bool {
        let form = self.form.get_untracked();
        self.forms.with_value(|forms| {
            !forms.is_changed && forms.pressed.is_none() && form == forms.offered
        })
    }

    fn is_link_silent(self) -> bool {
        self.forms.with_value(|forms| forms.is_link_silent)
    }

    fn is_of_link(self, form: &Self::Form) -> bool {
        self.forms.with_value(|forms| form.means(&forms.offered))
    }

    fn results(self) -> Option<Self::Results> {
        self.lab.to_keep()
    }

    fn show_form(self, form: &Self::Form) {
        let form = form.form();
        self.forms
            .update_value(|forms| forms.offered.clone_from(&form));
        self.form.set(form);
    }

    fn show_results(self, results: Self::Results) -> Result<(), String> {
        self.lab.bring_back(results)
    }

    fn forget_results(self) {
        self.lab.take_away();
    }
}
