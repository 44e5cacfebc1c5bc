//! Fingers and buttons that are held down on a picture: one drags it or draws a span over it, two stretch it.

/// A pointer that moves by less has pointed at something, and drawn nothing.
const DRAWN_MIN_PX: f64 = 4.0;

/// Which fingers are held down, and where they were last, in pixels.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Fingers([Option<(i32, f64)>; 2]);

/// What a move of a finger does to the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Drag {
    /// How far everything moves, in pixels.
    pub(crate) by: f64,
    /// How many times wider it gets, and about which pixel.
    pub(crate) spread: f64,
    pub(crate) at: f64,
}

impl Fingers {
    /// Whether there is a hand free for it.
    pub(crate) fn press(&mut self, id: i32, x: f64) -> bool {
        let free = self.0.iter_mut().find(|finger| finger.is_none());
        free.map(|finger| *finger = Some((id, x))).is_some()
    }

    pub(crate) fn release(&mut self, id: i32) {
        for finger in &mut self.0 {
            if finger.is_some_and(|(held, _)| held == id) {
                *finger = None;
            }
        }
    }

    /// `None` if the pointer is not held down.
    pub(crate) fn drag(&mut self, id: i32, x: f64) -> Option<Drag> {
        let at = self
            .0
            .iter()
            .position(|finger| finger.is_some_and(|(held, _)| held == id))?;
        let (_, before) = self.0[at]?;
        self.0[at] = Some((id, x));
        let Some((_, other)) = self.0[1 - at] else {
            return Some(Drag {
                by: x - before,
                spread: 1.0,
                at: x,
            });
        };
        // The other finger stays where it is, so the picture stretches about it.
        let spread = (x - other).abs().max(1.0) / (before - other).abs().max(1.0);
        Some(Drag {
            by: 0.0,
            spread,
            at: other,
        })
    }
}

/// A span that a pointer draws over a picture, in pixels from left to right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct DrawnSpan {
    from: f64,
    to: f64,
    /// Whether the pointer has ever been far enough from where it was pressed.
    is_drawn: bool,
}

impl DrawnSpan {
    /// The pointer is pressed.
    pub(crate) const fn press(x: f64) -> Self {
        Self {
            from: x,
            to: x,
            is_drawn: false,
        }
    }

    /// The pointer moves while it is held down.
    pub(crate) fn drag(&mut self, x: f64) {
        self.to = x;
        self.is_drawn |= (x - self.from).abs() >= DRAWN_MIN_PX;
    }

    /// From its left end to its right one; `None` if it is a mere press.
    pub(crate) fn ends(self) -> Option<(f64, f64)> {
        self.is_drawn
            .then(|| (self.from.min(self.to), self.from.max(self.to)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_finger_drags_while_it_is_held_down() {
        let mut fingers = Fingers::default();
        assert_eq!(fingers.drag(1, 10.0), None);
        assert!(fingers.press(1, 10.0));
        let by = |drag: Option<Drag>| drag.map(|drag| (drag.by, drag.spread));
        assert_eq!(by(fingers.drag(1, 25.0)), Some((15.0, 1.0)));
        assert_eq!(by(fingers.drag(1, 20.0)), Some((-5.0, 1.0)));
        assert_eq!(fingers.drag(2, 20.0), None, "another one");
        fingers.release(1);
        assert_eq!(fingers.drag(1, 30.0), None);
    }

    #[test]
    fn a_press_that_hardly_moves_draws_no_span() {
        let mut span = DrawnSpan::press(100.0);
        span.drag(103.0);
        assert_eq!(span.ends(), None);
        span.drag(40.0);
        assert_eq!(span.ends(), Some((40.0, 100.0)), "to the left as well");
        // Back where it began, it is a span still, of no width.
        span.drag(101.0);
        assert_eq!(span.ends(), Some((100.0, 101.0)));
    }

    #[test]
    fn two_fingers_stretch_about_the_one_that_stays() {
        let mut fingers = Fingers::default();
        assert!(fingers.press(1, 100.0) && fingers.press(2, 150.0));
        assert!(!fingers.press(3, 0.0), "a third one does nothing");
        assert_eq!(fingers.drag(3, 50.0), None);
        let drag = |by, spread, at| Some(Drag { by, spread, at });
        assert_eq!(fingers.drag(2, 200.0), drag(0.0, 2.0, 100.0));
        assert_eq!(fingers.drag(1, 150.0), drag(0.0, 0.5, 200.0));
        // Fingers in one place stretch nothing to infinity.
        assert_eq!(fingers.drag(1, 200.0), drag(0.0, 1.0 / 50.0, 200.0));
        fingers.release(2);
        assert_eq!(fingers.drag(1, 210.0), drag(10.0, 1.0, 210.0));
    }
}
