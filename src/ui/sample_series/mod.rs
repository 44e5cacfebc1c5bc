//! Samples in the order in which they were taken: whether the warm-up did its work, and whether there is a
//! trend.

mod drawn;
mod layout;
mod reading;

#[cfg(target_arch = "wasm32")]
mod view;
#[cfg(target_arch = "wasm32")]
pub(crate) use view::SampleSeries;

/// One sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sample {
    /// Whose it is: a place among [`Model::names`].
    pub series: usize,
    /// How many samples were taken before it, of all series.
    pub at: usize,
    /// The block it belongs to.
    pub block: usize,
    /// Whether it was taken to warm up, and does not count.
    pub warm_up: bool,
    /// The time of a call, in milliseconds.
    pub ms: f64,
}

/// A whole picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Model {
    /// What the picture shows, in a sentence, for those who cannot see it.
    pub summary: String,
    /// The names of the series.
    pub names: Vec<String>,
    /// The samples, by [`Sample::at`].
    pub samples: Vec<Sample>,
}
