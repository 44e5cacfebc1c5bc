//! Where a divider stands between two pictures of the same thing, one over the other.

/// How far an arrow key moves it, as a share of the width.
const STEP: f64 = 0.02;

/// How far Page Up and Page Down do.
const LEAP: f64 = 0.1;

/// The share of the width, from the left, that shows the first of the two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Split(f64);

impl Default for Split {
    /// In the middle.
    fn default() -> Self {
        Self(0.5)
    }
}

impl Split {
    /// At a pixel of so many; beyond an edge it is at the edge. Without a width it is in the middle.
    pub(crate) fn at(x: f64, width: f64) -> Self {
        let share = x / width;
        if share.is_nan() {
            return Self::default();
        }
        Self(share.clamp(0.0, 1.0))
    }

    /// Where a key of a slider leads; `None` if the key means nothing.
    pub(crate) fn press(self, key: &str) -> Option<Self> {
        let share = match key {
            "ArrowRight" | "ArrowUp" => self.0 + STEP,
            "ArrowLeft" | "ArrowDown" => self.0 - STEP,
            "PageUp" => self.0 + LEAP,
            "PageDown" => self.0 - LEAP,
            "Home" => 0.0,
            "End" => 1.0,
            _ => return None,
        };
        Some(Self::at(share, 1.0))
    }

    /// The share of the first picture in per cent, and that of the second.
    pub(crate) fn percent(self) -> (f64, f64) {
        let first = (self.0 * 100.0).round();
        (first, 100.0 - first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_follows_the_pointer_and_stays_on_the_picture() {
        for (x, width, percent) in [
            (90.0, 360.0, (25.0, 75.0)),
            (0.0, 360.0, (0.0, 100.0)),
            (-40.0, 360.0, (0.0, 100.0)),
            (900.0, 360.0, (100.0, 0.0)),
            // A picture that is not laid out yet.
            (0.0, 0.0, (50.0, 50.0)),
        ] {
            assert_eq!(Split::at(x, width).percent(), percent, "{x} of {width}");
        }
    }

    #[test]
    fn keys_move_it_and_end_at_the_edges() {
        let after = |keys: &[&str]| {
            let split = keys
                .iter()
                .try_fold(Split::default(), |at, key| at.press(key));
            split.map(|split| split.percent().0)
        };
        assert_eq!(after(&["ArrowRight", "ArrowUp"]), Some(54.0));
        assert_eq!(after(&["ArrowLeft", "ArrowDown", "PageUp"]), Some(56.0));
        assert_eq!(after(&["Home", "ArrowLeft"]), Some(0.0));
        assert_eq!(after(&["End", "PageUp", "PageDown"]), Some(90.0));
        assert_eq!(after(&["a"]), None);
    }
}
