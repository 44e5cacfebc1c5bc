//! A lab's form at the moments that decide what is kept of it, and what is brought back.

/// A form at moments that matter.
#[derive(Clone, Debug)]
pub(crate) struct Forms<F> {
    /// Whether the link that the lab was opened with says nothing of the form.
    is_link_silent: bool,
    /// What nobody chose: of the link, of a first visit, or as it was kept.
    offered: F,
    /// Whether somebody has chosen anything since.
    is_changed: bool,
    /// As it was when the button was last pressed.
    pressed: Option<F>,
}

impl<F: PartialEq> Forms<F> {
    /// Those of a lab that was just opened.
    pub(crate) const fn of(is_link_silent: bool, offered: F) -> Self {
        Self {
            is_link_silent,
            offered,
            is_changed: false,
            pressed: None,
        }
    }

    /// Whether the link said nothing.
    #[must_use]
    pub(crate) const fn is_link_silent(&self) -> bool {
        self.is_link_silent
    }

    /// What the link said; `None` where it said nothing.
    #[must_use]
    pub(crate) fn of_link(&self) -> Option<&F> {
        // What is kept is offered only where the link is silent.
        (!self.is_link_silent).then_some(&self.offered)
    }

    /// Offers another form, which nobody has chosen either.
    pub(crate) fn offer(&mut self, form: F) {
        self.offered = form;
    }

    /// Takes note of the form as it stands; whether somebody has changed it since the lab was opened.
    pub(crate) fn note(&mut self, form: &F) -> bool {
        self.is_changed |= *form != self.offered;
        self.is_changed
    }

    /// The button is pressed with this form.
    pub(crate) fn press(&mut self, form: F) {
        self.pressed = Some(form);
    }

    /// The form as it was when the button was last pressed.
    #[must_use]
    pub(crate) const fn pressed(&self) -> Option<&F> {
        self.pressed.as_ref()
    }

    /// Whether nobody has changed the form, which stands like this, or pressed the button yet.
    #[must_use]
    pub(crate) fn is_untouched(&self, form: &F) -> bool {
        !self.is_changed && self.pressed.is_none() && *form == self.offered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_changed_once_it_was_another_than_the_one_offered() {
        let mut forms = Forms::of(true, 1);
        assert!(forms.is_untouched(&1) && !forms.is_untouched(&2));
        forms.offer(2);
        assert!(!forms.note(&2));
        assert!(forms.note(&3));
        assert!(forms.note(&2), "it was chosen, though it is the same again");
        assert!(!forms.is_untouched(&2));
    }

    #[test]
    fn a_press_counts_as_a_touch_and_keeps_its_form() {
        let mut forms = Forms::of(true, 1);
        forms.press(1);
        assert!(!forms.is_untouched(&1));
        assert_eq!(forms.pressed(), Some(&1));
    }

    #[test]
    fn only_a_link_that_says_something_has_a_form() {
        assert_eq!(Forms::of(true, 1).of_link(), None);
        assert_eq!(Forms::of(false, 1).of_link(), Some(&1));
    }
}
