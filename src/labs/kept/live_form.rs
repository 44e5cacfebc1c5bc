//! A lab's form as the page holds it, with the moments that decide what is kept of it.

use leptos::prelude::*;

use super::super::Forms;

/// A form and its moments. Copies are handles on the same one.
#[derive(Debug)]
pub(in crate::labs) struct LiveForm<F: 'static> {
    form: RwSignal<F>,
    moments: StoredValue<Forms<F>>,
}

impl<F: Clone + PartialEq + Send + Sync + 'static> LiveForm<F> {
    /// Of a lab that was just opened, by a link that says nothing of the form or is where `form` comes from.
    pub(in crate::labs) fn of(form: RwSignal<F>, is_link_silent: bool) -> Self {
        let moments = StoredValue::new(Forms::of(is_link_silent, form.get_untracked()));
        Self { form, moments }
    }

    /// The form itself.
    pub(in crate::labs) const fn signal(self) -> RwSignal<F> {
        self.form
    }

    /// The button is pressed with the form as it stands.
    pub(in crate::labs) fn press(self) {
        let form = self.form.get_untracked();
        self.moments.update_value(|moments| moments.press(form));
    }

    /// Puts a form that nobody has chosen into the place of the one that is there.
    pub(in crate::labs) fn offer(self, form: F) {
        self.moments
            .update_value(|moments| moments.offer(form.clone()));
        self.form.set(form);
    }

    /// The form as it stands; tracks it. `None` while nobody has changed it since the lab was opened.
    pub(super) fn changed(self) -> Option<F> {
        let form = self.form.get();
        let is_changed = self.moments.try_update_value(|moments| moments.note(&form));
        (is_changed == Some(true)).then_some(form)
    }

    /// The form as it was when the button was last pressed. The page may be gone.
    pub(super) fn pressed(self) -> Option<F> {
        self.moments
            .try_with_value(|moments| moments.pressed().cloned())
            .flatten()
    }

    /// Whether nobody has changed the form or pressed the button yet.
    pub(super) fn is_untouched(self) -> bool {
        let form = self.form.get_untracked();
        self.moments
            .with_value(|moments| moments.is_untouched(&form))
    }

    /// Whether the link that the lab was opened with says nothing of its form.
    pub(super) fn is_link_silent(self) -> bool {
        self.moments.with_value(Forms::is_link_silent)
    }

    /// Whether that link says a form of which `is_it` is true.
    pub(super) fn is_of_link(self, is_it: impl Fn(&F) -> bool) -> bool {
        self.moments
            .with_value(|moments| moments.of_link().is_some_and(is_it))
    }
}

impl<F> Clone for LiveForm<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for LiveForm<F> {}
