//! Ratios of times with their intervals, one below the other: what is faster, by how much, how sure.

mod layout;
mod range;
mod reading;

#[cfg(target_arch = "wasm32")]
mod view;
#[cfg(target_arch = "wasm32")]
pub(crate) use view::Intervals;

use crate::ui::marker::Marker;

/// What is claimed of a ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// It takes less time.
    Faster,
    /// It takes more.
    Slower,
    /// It takes as much, as far as that matters.
    Same,
    /// Nothing yet.
    Unsure,
}

impl Tone {
    /// Its marker, which points to the side of the axis that is claimed.
    #[must_use]
    pub(crate) const fn marker(self) -> Marker {
        match self {
            Self::Faster => Marker::Left,
            Self::Slower => Marker::Right,
            Self::Same => Marker::Square,
            Self::Unsure => Marker::Circle,
        }
    }

    /// The custom property that holds its colour.
    #[must_use]
    pub(crate) const fn color(self) -> &'static str {
        match self {
            Self::Faster => "--series-5",
            Self::Slower => "--series-7",
            Self::Same => "--ink",
            Self::Unsure => "--ink-muted",
        }
    }

    /// Its name in a file.
    #[must_use]
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Faster => "faster",
            Self::Slower => "slower",
            Self::Same => "same",
            Self::Unsure => "unsure",
        }
    }
}

/// One ratio.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// Whose time is compared.
    pub name: String,
    /// Its time as a share of the other's, 1 if they take equally long; `None` until something is known.
    pub value: Option<f64>,
    /// The interval's lower end; without one the interval is open to that side.
    pub low: Option<f64>,
    /// Its upper end.
    pub high: Option<f64>,
    /// What is claimed of it.
    pub tone: Tone,
    /// The claim in words, such as “slower; takes 3–5 % longer”. If it is empty, the tone's word stands there.
    pub note: String,
}

/// A whole picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Model {
    /// What the picture shows, in a sentence, for those who cannot see it.
    pub summary: String,
    /// What the axis counts, such as “time compared with A”; that it is logarithmic, and in per cent where
    /// it is short, is added.
    pub title: String,
    /// The ratios, from the top.
    pub rows: Vec<Row>,
    /// The ratios between which two times count as the same.
    pub band: Option<(f64, f64)>,
    /// The ratio that was asked about.
    pub threshold: Option<f64>,
}

/// Ratios with their intervals and nothing else.
#[cfg(test)]
mod testing {
    use super::*;

    pub(super) fn row(value: f64, low: f64, high: f64) -> Row {
        Row {
            name: String::new(),
            value: Some(value),
            low: Some(low),
            high: Some(high),
            tone: Tone::Unsure,
            note: String::new(),
        }
    }

    pub(super) fn model(rows: Vec<Row>) -> Model {
        Model {
            summary: String::new(),
            title: String::new(),
            rows,
            band: Some((0.98, 1.0 / 0.98)),
            threshold: None,
        }
    }
}
