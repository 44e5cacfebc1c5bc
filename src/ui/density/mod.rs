//! Two counts over two axes, as a mixture of two colours: where both happen, how often, and in which proportion.

mod layout;
mod reading;

#[cfg(target_arch = "wasm32")]
mod view;
#[cfg(target_arch = "wasm32")]
pub(crate) use view::Density;

/// One of the two things that are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    /// What it is called.
    pub name: String,
    /// The custom property that holds its colour.
    pub color: &'static str,
    /// How often it happened, row by row from the lowest, each from the left.
    pub counts: Vec<u32>,
}

/// One axis: things that are numbered from 1 on, in stretches of equal length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Axis {
    /// What is numbered.
    pub title: String,
    /// How many there are.
    pub len: u32,
    /// Into how many stretches they are cut; none is empty unless there are too few things.
    pub cells: u32,
}

impl Axis {
    /// The first and the last number of a stretch.
    fn stretch(&self, cell: u32) -> (u32, u32) {
        let start = |cell: u32| {
            // The first thing whose stretch is this one: `thing * cells / len` rounds down.
            let start =
                (u64::from(cell) * u64::from(self.len)).div_ceil(u64::from(self.cells.max(1)));
            u32::try_from(start).unwrap_or(u32::MAX)
        };
        (start(cell) + 1, start(cell + 1).max(start(cell) + 1))
    }
}

/// A whole picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Model {
    /// What it shows, in a sentence, for those who cannot see it.
    pub summary: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis, upwards.
    pub y: Axis,
    /// What is counted.
    pub kinds: [Kind; 2],
}

impl Model {
    /// How often either happened in a cell.
    fn counts(&self, cell: usize) -> [u32; 2] {
        [0, 1].map(|kind: usize| {
            self.kinds[kind]
                .counts
                .get(cell)
                .copied()
                .unwrap_or_default()
        })
    }

    fn cells(&self) -> usize {
        self.x.cells as usize * self.y.cells as usize
    }

    /// The most that happened in any cell.
    fn most(&self) -> u32 {
        let sums = (0..self.cells()).map(|cell| self.counts(cell).iter().sum());
        sums.max().unwrap_or_default()
    }
}
