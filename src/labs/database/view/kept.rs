//! What of the lab outlives its page: the form, and what was found.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::lab::Lab;
use crate::compute::Assets;
use crate::environment::{Environment, Isolation};
use crate::labs::database::later::Shown;
use crate::labs::database::model::form::{Field, Form};
use crate::labs::database::model::kept::KeptResults;
use crate::labs::form::FieldName;
use crate::labs::kept::panel::{KeptPanel, KeptPanelProps};
use crate::labs::kept::{Forms, Keeps, Kept, keep};
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
    pub(super) form: RwSignal<Form>,
    pub(super) forms: StoredValue<Forms<Form>>,
    pub(super) results: Later<Shown>,
    pub(super) environment: Environment,
}

/// Whether a link says nothing of the form.
pub(super) fn is_silent(link: impl Fn(&str) -> Option<String>) -> bool {
    Field::ALL.iter().all(|field| link(field.id()).is_none())
}

/// Brings back what was kept, keeps what changes, and shows how that stands.
pub(in crate::labs::database) fn view(keeping: &Keeping) -> AnyView {
    keep(*keeping);
    KeptPanel(KeptPanelProps { lab: *keeping }).into_any()
}

fn fields(form: &Form) -> BTreeMap<String, String> {
    let fields = form.to_query();
    fields
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect()
}

fn form_of(fields: &BTreeMap<String, String>) -> Form {
    Form::from_query(|name| fields.get(name).cloned())
}

impl Keeps for Keeping {
    type Form = BTreeMap<String, String>;
    type Results = KeptResults;

    const LAB: &'static str = ID;

    fn kept(self) -> Kept {
        self.lab.kept()
    }

    fn build(self) -> String {
        Assets::of_page().build_id
    }

    fn conditions(self) -> Conditions {
        // The lab watches nothing while it measures; what the page knows anyway is kept.
        Conditions {
            isolated: self
                .environment
                .isolation
                .with_untracked(|isolation| *isolation == Isolation::Isolated),
            page_clock_step_us: self.environment.clock_step_us.get_untracked(),
            cores: self.environment.cores,
            ..Conditions::default()
        }
    }

    fn busy(self) -> Option<bool> {
        self.lab.busy.try_get()
    }

    fn presses_over(self) -> u32 {
        self.lab.presses_over()
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
        let form = form_of(form);
        self.forms
            .with_value(|forms| forms.of_link() == Some(&form))
    }

    fn results(self) -> Option<Self::Results> {
        self.lab
            .results
            .with_untracked(|results| results.as_ref().map(KeptResults::of))
    }

    fn show_form(self, form: &Self::Form) {
        let form = form_of(form);
        self.forms.update_value(|forms| forms.offer(form.clone()));
        self.form.set(form);
    }

    fn show_results(self, results: Self::Results) -> Result<(), String> {
        let results = results.into_results()?;
        self.results.want();
        self.lab.results.set(Some(results));
        Ok(())
    }

    fn forget_results(self) {
        self.lab.results.set(None);
        self.lab.forgotten().update(|times| *times += 1);
    }
}
