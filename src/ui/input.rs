//! What a person points with, so that instructions fit it.

/// What was used last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    /// A mouse, a touchpad or a pen.
    Mouse,
    /// Fingers on the screen.
    Touch,
    /// The keyboard.
    Keys,
}

impl Input {
    /// What to expect of a device before anything was used, by whether its main pointer is coarse.
    pub(crate) const fn expected(is_coarse: bool) -> Self {
        if is_coarse { Self::Touch } else { Self::Mouse }
    }

    /// By the type that a pointer's event has; a pen is as exact as a mouse, and hovers.
    pub(crate) fn of_pointer(pointer_type: &str) -> Self {
        Self::expected(pointer_type == "touch")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fingers_are_coarse() {
        assert_eq!(Input::expected(true), Input::Touch);
        for (pointer_type, input) in [
            ("mouse", Input::Mouse),
            ("pen", Input::Mouse),
            ("touch", Input::Touch),
            // A browser that does not say.
            ("", Input::Mouse),
        ] {
            assert_eq!(Input::of_pointer(pointer_type), input, "{pointer_type:?}");
        }
    }
}
