//! How samples are spread: for each row a histogram, its samples and its percentiles, all on one axis of
//! time.

mod bins;
mod drawn;
mod layout;
mod reading;

#[cfg(target_arch = "wasm32")]
mod view;
#[cfg(target_arch = "wasm32")]
pub(crate) use view::Distribution;

use crate::ui::scale::{self, Kind};

/// The samples of one series. All times are in milliseconds; what is not known yet is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Row {
    /// Whose they are.
    pub name: String,
    /// The samples, in any order.
    pub samples_ms: Vec<f64>,
    /// Their median.
    pub median_ms: Option<f64>,
    /// The lower end of the median's interval.
    pub low_ms: Option<f64>,
    /// Its upper end.
    pub high_ms: Option<f64>,
    /// What nine of ten samples do not exceed.
    pub p90_ms: Option<f64>,
    /// What ninety-nine of a hundred do not exceed.
    pub p99_ms: Option<f64>,
}

/// A whole picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Model {
    /// What the picture shows, in a sentence, for those who cannot see it.
    pub summary: String,
    /// What the axis counts, such as “time of a call”; its ticks have the unit.
    pub title: String,
    /// How the axis spreads times; [`suiting`] finds what suits them.
    pub kind: Kind,
    /// The series, from the top.
    pub rows: Vec<Row>,
}

/// The axis is logarithmic where medians differ by more than this factor.
const LINEAR_FACTOR_MAX: f64 = 4.0;

/// How an axis should spread the times of these rows: so that each one's spread can be seen.
#[must_use]
pub(crate) fn suiting(rows: &[Row]) -> Kind {
    let medians = rows.iter().filter_map(|row| row.median_ms);
    let (least, greatest) = scale::extent(medians.filter(|median| *median > 0.0));
    if least > 0.0 && greatest > least * LINEAR_FACTOR_MAX {
        Kind::Log
    } else {
        Kind::Linear
    }
}

#[cfg(test)]
mod testing {
    use sampling::Random;

    /// The least first.
    pub(super) fn sorted(mut samples: Vec<f64>) -> Vec<f64> {
        samples.sort_by(f64::total_cmp);
        samples
    }

    /// So many samples of a normal distribution, the least first, and the same every time.
    pub(super) fn normal(count: usize, middle: f64, spread: f64) -> Vec<f64> {
        let mut random = Random::of(7);
        sorted(
            (0..count)
                .map(|_| middle + spread * random.normal())
                .collect(),
        )
    }
}
