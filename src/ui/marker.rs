//! What tells one thing in a picture from another without colour: markers, and a style for each of many.

/// A shape at a place in a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Marker {
    /// A circle.
    Circle,
    /// A square.
    Square,
    /// A triangle that points up.
    Triangle,
    /// A triangle that points down.
    Down,
    /// A triangle that points left.
    Left,
    /// A triangle that points right.
    Right,
    /// A square on its corner.
    Diamond,
    /// Nothing.
    None,
}

impl Marker {
    /// The marker's corners around its middle, as shares of the radius of a circle of about the same area;
    /// a circle has none.
    #[must_use]
    pub(crate) const fn corners(self) -> &'static [(f64, f64)] {
        match self {
            Self::None | Self::Circle => &[],
            Self::Square => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            Self::Triangle => &[(0.0, -1.25), (1.15, 0.85), (-1.15, 0.85)],
            Self::Down => &[(0.0, 1.25), (1.15, -0.85), (-1.15, -0.85)],
            Self::Left => &[(-1.25, 0.0), (0.85, -1.15), (0.85, 1.15)],
            Self::Right => &[(1.25, 0.0), (-0.85, -1.15), (-0.85, 1.15)],
            Self::Diamond => &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
        }
    }
}

/// How one of several things looks in every picture that shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SeriesStyle {
    /// The custom property that holds its colour.
    pub color: &'static str,
    /// Its marker.
    pub marker: Marker,
}

/// Neighbours differ in hue and in brightness.
const COLORS: [&str; 7] = [
    "--series-5",
    "--series-7",
    "--series-2",
    "--series-6",
    "--series-1",
    "--series-4",
    "--series-3",
];

const MARKERS: [Marker; 5] = [
    Marker::Circle,
    Marker::Square,
    Marker::Triangle,
    Marker::Diamond,
    Marker::Down,
];

impl SeriesStyle {
    /// The style of the series at this place, from zero. Thirty-five of them differ.
    #[must_use]
    pub(crate) const fn of(index: usize) -> Self {
        Self {
            color: COLORS[index % COLORS.len()],
            marker: MARKERS[index % MARKERS.len()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_of_many_look_alike() {
        let count = COLORS.len() * MARKERS.len();
        for index in 0..count {
            for other in 0..index {
                assert_ne!(
                    SeriesStyle::of(index),
                    SeriesStyle::of(other),
                    "{index} {other}"
                );
            }
        }
        assert_eq!(SeriesStyle::of(count), SeriesStyle::of(0));
    }

    #[test]
    fn markers_are_about_as_large_as_their_circle() {
        for marker in [
            Marker::Square,
            Marker::Triangle,
            Marker::Down,
            Marker::Left,
            Marker::Right,
            Marker::Diamond,
        ] {
            let corners = marker.corners();
            let ends = corners.iter().cycle().skip(1);
            // The shoelace formula.
            let doubled: f64 = corners
                .iter()
                .zip(ends)
                .map(|((x, y), (next_x, next_y))| x * next_y - next_x * y)
                .sum();
            let share = doubled.abs() / 2.0 / std::f64::consts::PI;
            assert!((0.7..1.3).contains(&share), "{marker:?} {share}");
        }
    }
}
