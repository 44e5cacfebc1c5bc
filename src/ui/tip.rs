//! Where an explanation stands beside what it explains.

/// Between the two, and between an explanation and the window's edge, in pixels.
const GAP: f64 = 4.0;
const MARGIN: f64 = 8.0;

/// A rectangle within the window, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

/// Left and top of an explanation of that size: below `anchor`, or above it where there is room only there, and within
/// the window.
#[must_use]
pub(crate) fn place(
    anchor: Rect,
    (width, height): (f64, f64),
    (window_width, window_height): (f64, f64),
) -> (f64, f64) {
    let left = anchor.left.min(window_width - width - MARGIN).max(MARGIN);
    let below = anchor.top + anchor.height + GAP;
    let above = anchor.top - GAP - height;
    let fits_below = below + height + MARGIN <= window_height;
    let top = if fits_below || above < MARGIN {
        below
    } else {
        above
    };
    (left, top)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: (f64, f64) = (360.0, 780.0);

    fn at(left: f64, top: f64) -> Rect {
        Rect {
            left,
            top,
            width: 80.0,
            height: 20.0,
        }
    }

    #[test]
    fn it_stands_below_and_begins_where_the_term_does() {
        assert_eq!(place(at(40.0, 100.0), (200.0, 60.0), WINDOW), (40.0, 124.0));
    }

    #[test]
    fn it_stays_in_the_window_sideways() {
        let found = place(at(300.0, 100.0), (200.0, 60.0), WINDOW);
        assert_eq!(found, (152.0, 124.0));
        // Of one as wide as the window the beginning is seen.
        let found = place(at(-20.0, 100.0), (400.0, 60.0), WINDOW);
        assert_eq!(found, (8.0, 124.0));
    }

    #[test]
    fn it_stands_above_where_there_is_room_only_there() {
        let found = place(at(40.0, 740.0), (200.0, 60.0), WINDOW);
        assert_eq!(found, (40.0, 676.0));
        // There is room nowhere, and the term stays in sight.
        let found = place(at(40.0, 20.0), (200.0, 760.0), WINDOW);
        assert_eq!(found, (40.0, 44.0));
    }
}
