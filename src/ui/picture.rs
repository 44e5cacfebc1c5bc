//! What every picture is asked, but to draw itself: how high it is, what stands where, what is read there,
//! and the same figures as a table and as a file. None of it needs a browser, so tests ask it, too.

use crate::ui::say::Speech;
use crate::ui::viewport::{Viewport, ZoomAxis};

/// What a picture has to know of the canvas before it can tell where things are. All in CSS pixels.
pub(crate) trait Measure {
    /// How wide the canvas is.
    fn width(&self) -> f64;

    /// How wide a text in a line is.
    fn width_of(&self, text: &str) -> f64;
}

/// The greatest width of some texts.
pub(crate) fn widest<S: AsRef<str>>(
    measure: &dyn Measure,
    texts: impl IntoIterator<Item = S>,
) -> f64 {
    texts
        .into_iter()
        .map(|text| measure.width_of(text.as_ref()))
        .fold(0.0, f64::max)
}

/// The figures of a picture, in words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Each column's heading, and whether it holds numbers.
    pub(crate) columns: Vec<(String, bool)>,
    /// What stands in them; the first is the row's own heading.
    pub(crate) rows: Vec<Vec<String>>,
}

/// How a picture is being looked at.
#[derive(Clone, Copy, Default)]
pub(crate) struct ViewState {
    /// The item that is being read.
    pub(crate) selected: Option<usize>,
    /// How far a high picture is scrolled down.
    pub(crate) scrolled: f64,
    pub(crate) viewport: Viewport,
}

/// What one kind of picture has of its own.
///
/// What can be read in it are its items, which it numbers as it likes.
pub(crate) trait Picture: Send + Sync {
    /// What the picture shows, in a sentence, for those who cannot see it.
    fn summary(&self) -> String;

    /// How to read it, while nothing is being read.
    fn hint(&self, speech: Speech) -> String;

    /// In pixels; there is nothing to measure with until the canvas is on the page.
    fn height(&self, measure: Option<&dyn Measure>, speech: Speech) -> f64;

    /// The item at a pixel.
    fn hit(
        &self,
        measure: &dyn Measure,
        at: (f64, f64),
        view: ViewState,
        speech: Speech,
    ) -> Option<usize>;

    /// The item that a key leads to from another, or from none; `None` if the key means nothing here.
    fn step(&self, from: Option<usize>, key: &str) -> Option<usize>;

    /// An item in words; `None` if it is not there any more.
    fn read(&self, item: usize, speech: Speech) -> Option<String>;

    /// The same figures for those who cannot see the picture.
    fn table(&self, speech: Speech) -> Table;

    /// The same figures for other programs.
    fn csv(&self) -> String;

    /// More classes for the canvas.
    fn class(&self) -> &'static str {
        ""
    }

    /// The value of the horizontal axis at a pixel, where something stands at a value that can be dragged.
    fn value_at(&self, _measure: &dyn Measure, _x: f64, _speech: Speech) -> Option<f64> {
        None
    }

    /// The axis that can be zoomed, in a picture so wide; `None` if there is none.
    fn zoom_axis(&self, _width: f64) -> Option<ZoomAxis> {
        None
    }

    /// The stretch of that axis that an item takes.
    fn span_ms(&self, _item: usize) -> Option<(f64, f64)> {
        None
    }
}

/// What the tests of all pictures ask with.
#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use crate::texts::{self, Locale};

    /// A canvas so wide, on which every character takes seven pixels.
    pub(crate) struct Ruler(pub(crate) f64);

    impl Measure for Ruler {
        fn width(&self) -> f64 {
            self.0
        }

        fn width_of(&self, text: &str) -> f64 {
            text.chars().count() as f64 * 7.0
        }
    }

    /// A wide canvas and a phone's.
    pub(crate) const RULERS: [Ruler; 2] = [Ruler(1_000.0), Ruler(340.0)];

    /// English, with all its texts.
    pub(crate) fn speech() -> Speech {
        texts::english().into_iter().for_each(texts::learn);
        Speech::new(Locale::En)
    }

    /// What is read at a pixel.
    pub(crate) fn read_at(
        picture: &dyn Picture,
        ruler: &Ruler,
        at: (f64, f64),
        view: ViewState,
    ) -> Option<String> {
        let speech = speech();
        let item = picture.hit(ruler, at, view, speech)?;
        Some(picture.read(item, speech).expect("what is hit can be read"))
    }

    /// The records of a file whose fields need no quotes, without its heading.
    pub(crate) fn records(csv: &str) -> Vec<Vec<&str>> {
        assert!(!csv.contains('"'), "{csv}");
        let lines = csv.lines().skip(1);
        lines.map(|line| line.split(',').collect()).collect()
    }

    /// Every key leads from every item that keys lead to, and from items that are not there any more, to one
    /// that can be read, or it means nothing. Says how many items were reached.
    pub(crate) fn walk(picture: &dyn Picture) -> usize {
        const KEYS: [&str; 6] = [
            "ArrowLeft",
            "ArrowRight",
            "ArrowUp",
            "ArrowDown",
            "Home",
            "End",
        ];
        let speech = speech();
        let mut reached = std::collections::BTreeSet::new();
        let mut from = vec![None, Some(1_000), Some(usize::MAX)];
        while let Some(at) = from.pop() {
            for key in KEYS {
                if let Some(next) = picture.step(at, key) {
                    assert!(
                        picture.read(next, speech).is_some(),
                        "{key} leads from {at:?} to {next}, which is not there"
                    );
                    if reached.insert(next) {
                        from.push(Some(next));
                    }
                }
            }
            assert_eq!(picture.step(at, "a"), None, "from {at:?}");
        }
        assert_eq!(picture.read(usize::MAX, speech), None);
        reached.len()
    }

    /// A table has a cell for each of its columns in every row, and a picture words for itself.
    pub(crate) fn table(picture: &dyn Picture) -> Vec<Vec<String>> {
        let speech = speech();
        assert!(!picture.summary().is_empty() && !picture.hint(speech).is_empty());
        let Table { columns, rows } = picture.table(speech);
        assert!(!columns[0].1, "the first column heads its row");
        for row in &rows {
            assert_eq!(row.len(), columns.len(), "{row:?}");
        }
        rows
    }
}
