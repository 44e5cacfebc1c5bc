//! Lines over an axis: how a figure changes with another, measured or modelled.

mod layout;
mod reading;

#[cfg(target_arch = "wasm32")]
mod view;
#[cfg(target_arch = "wasm32")]
pub(crate) use view::Curves;

use crate::ui::figures::Quantity;
pub(crate) use crate::ui::marker::Marker;
use crate::ui::scale::Kind;

/// A point, with the interval that its value lies in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    /// Where it stands.
    pub x: f64,
    /// Its value.
    pub y: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
}

impl Point {
    /// A point whose value is known, or whose interval is not.
    #[must_use]
    pub(crate) const fn exact(x: f64, y: f64) -> Self {
        Self {
            x,
            y,
            low: y,
            high: y,
        }
    }

    fn has_interval(&self) -> bool {
        self.low < self.high
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dash {
    /// In one piece.
    Solid,
    /// In dashes.
    Dashed,
    /// In dots.
    Dotted,
}

impl Dash {
    const fn lengths(self) -> &'static [f64] {
        match self {
            Self::Solid => &[],
            Self::Dashed => &[7.0, 4.0],
            Self::Dotted => &[2.0, 3.0],
        }
    }
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Series {
    /// What it is called.
    pub name: String,
    /// The custom property that holds its colour.
    pub color: &'static str,
    /// How it is drawn.
    pub dash: Dash,
    /// What stands at its points.
    pub marker: Marker,
    /// Whether it was computed from a model: it is named as such, and not read point by point beside what was measured.
    pub modelled: bool,
    /// Its points, by where they stand.
    pub points: Vec<Point>,
}

/// One axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axis {
    /// What it counts; the unit too, where the quantity has none.
    pub title: String,
    /// How its values are spread.
    pub kind: Kind,
    /// How they are written.
    pub quantity: Quantity,
}

/// A line across the picture at a value of the horizontal axis, such as a break-even size.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reference {
    /// Where it stands.
    pub at: f64,
    /// What it means.
    pub label: String,
}

/// A whole picture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Model {
    /// What the picture shows, in a sentence, for those who cannot see it.
    pub summary: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// The lines; later ones lie on top.
    pub series: Vec<Series>,
    /// Lines across.
    pub references: Vec<Reference>,
}

impl Model {
    /// The points that can be read, line by line: those that were measured or, where nothing was, all of them.
    fn readable(&self) -> Vec<(&Series, &Point)> {
        let all_modelled = self.series.iter().all(|series| series.modelled);
        self.series
            .iter()
            .filter(|series| all_modelled || !series.modelled)
            .flat_map(|series| series.points.iter().map(move |point| (series, point)))
            .collect()
    }
}
