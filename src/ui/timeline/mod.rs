//! A picture of what happened when: rows of blocks over one axis of time.
//!
//! Drawn on a canvas, since a run has hundreds of frames and is drawn while it goes on.

mod layout;
mod reading;

#[cfg(target_arch = "wasm32")]
mod view;
#[cfg(target_arch = "wasm32")]
pub(crate) use view::Timeline;

/// How a block is filled; never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fill {
    /// All over.
    Solid,
    /// In slanting lines.
    Hatched,
    /// A thin dashed line, for a time in which nothing is done.
    Waiting,
    /// In slanting lines, with a jagged end and a cross at it: it broke off.
    Lost,
    /// All over, with slanting stripes in it.
    Striped,
}

/// Something that took a while.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    /// When it began, in milliseconds on the axis.
    pub start_ms: f64,
    /// How long it took.
    pub duration_ms: f64,
    /// How much of the row's height it fills, from 0 to 1.
    pub height: f64,
    /// The custom property that holds its colour.
    pub color: &'static str,
    /// How it is filled.
    pub fill: Fill,
    /// What is written into it if there is room.
    pub caption: String,
    /// What it was, for those who point at it or read the table.
    pub name: String,
    /// Whether it can be pointed at; frames by the hundred are not worth it.
    pub readable: bool,
}

/// What one thing did.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// Whose row it is.
    pub label: String,
    /// Its blocks, by start.
    pub blocks: Vec<Block>,
}

/// A whole picture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Model {
    /// What the picture shows, in a sentence, for those who cannot see it.
    pub summary: String,
    /// Where the axis ends.
    pub end_ms: f64,
    /// The rows, from the top.
    pub rows: Vec<Row>,
}

impl Model {
    fn axis_end(&self) -> f64 {
        self.end_ms.max(1e-3)
    }

    fn readable(&self) -> Vec<(&Row, &Block)> {
        self.rows
            .iter()
            .flat_map(|row| row.blocks.iter().map(move |block| (row, block)))
            .filter(|(_, block)| block.readable)
            .collect()
    }
}
