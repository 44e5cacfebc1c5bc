//! A lab's form as its page and its fields use it.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::labs::form::{FieldError, FieldName, Problem, TextForm, error_at, is_silent};
use crate::labs::kept::LiveForm;
use crate::labs::link;
use crate::ui::field::NumberField;
use crate::ui::say::Speech;

/// A form with what is wrong with it.
pub(in crate::labs) type Checked<F> =
    Memo<Result<<F as TextForm>::Order, Vec<Problem<<F as TextForm>::Field>>>>;

/// The form of the link that a lab was opened with, which follows the link from then on.
pub(in crate::labs) fn of_link<F: TextForm>() -> LiveForm<F> {
    let query = use_query_map();
    let form = RwSignal::new(query.with_untracked(|query| F::from_query(|name| query.get(name))));
    let silent = query.with_untracked(|query| is_silent::<F::Field>(|name| query.get(name)));
    link::follow(form, move || {
        query.with(|query| {
            if is_silent::<F::Field>(|name| query.get(name)) {
                // Whoever presses the lab's own name means no other form.
                return form.get_untracked();
            }
            F::from_query(|name| query.get(name))
        })
    });
    LiveForm::of(form, silent)
}

/// The form, as its fields use it. Copies are handles on the same one.
pub(in crate::labs) struct Bound<F: TextForm> {
    pub(in crate::labs) speech: Speech,
    pub(in crate::labs) form: RwSignal<F>,
    pub(in crate::labs) checked: Checked<F>,
    /// Says what is wrong with a field where only the lab knows ([`FieldError::OfLab`]).
    pub(in crate::labs) of_lab: fn(Speech, &F, F::Field) -> String,
}

#[allow(
    clippy::expl_impl_clone_on_copy,
    reason = "derived, it would ask the form to be Copy"
)]
impl<F: TextForm> Clone for Bound<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F: TextForm> Copy for Bound<F> {}

impl<F: TextForm> Bound<F> {
    pub(in crate::labs) fn get(self, field: F::Field) -> Signal<String> {
        Signal::derive(move || self.form.with(|form| form.get(field).to_owned()))
    }

    pub(in crate::labs) fn set(self, field: F::Field) -> Callback<String> {
        Callback::new(move |text: String| self.form.update(|form| form.set(field, &text)))
    }

    pub(in crate::labs) fn error(self, field: F::Field) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.checked.with(|checked| {
                let problems = checked.as_ref().err()?;
                Some(match error_at(problems, &field)? {
                    FieldError::OfLab => {
                        (self.form).with(|form| (self.of_lab)(self.speech, form, field))
                    }
                    error => self.speech.field_error(&error),
                })
            })
        })
    }

    /// Whether one of these is wrong.
    pub(in crate::labs) fn is_wrong(self, fields: &'static [F::Field]) -> Signal<bool> {
        Signal::derive(move || {
            self.checked.with(|checked| {
                let problems = checked.as_ref().err().into_iter().flatten();
                problems
                    .into_iter()
                    .any(|problem| fields.contains(&problem.at))
            })
        })
    }

    /// A field for a number.
    pub(in crate::labs) fn number(
        self,
        field: F::Field,
        label: Signal<String>,
        hint: Signal<String>,
    ) -> AnyView {
        self.typed(field, label, hint, false)
    }

    /// A field for a short text.
    pub(in crate::labs) fn text(
        self,
        field: F::Field,
        label: Signal<String>,
        hint: Signal<String>,
    ) -> AnyView {
        self.typed(field, label, hint, true)
    }

    fn typed(
        self,
        field: F::Field,
        label: Signal<String>,
        hint: Signal<String>,
        letters: bool,
    ) -> AnyView {
        view! {
            <NumberField
                id=field.id()
                label
                hint
                value=self.get(field)
                on_input=self.set(field)
                error=self.error(field)
                letters
            />
        }
        .into_any()
    }
}
