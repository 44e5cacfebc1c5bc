//! Which rows of a long result are here, which are asked for, and where a scroll bar stands.

use std::sync::Arc;

use sql_workload::session::{Cell, Page};

/// Rows that are asked for at once.
pub(crate) const PAGE_ROWS: u32 = 200;

/// Bytes of a text or a blob that come with its row.
pub(crate) const CELL_BYTES: u32 = 256;

/// Rows in sight at once.
pub(crate) const IN_SIGHT: u32 = 14;

/// The height of a row, in CSS pixels, as `database.css` has it.
pub(crate) const ROW_PX: u32 = 28;

/// The greatest height of what is scrolled, in CSS pixels: Firefox lays out 17.8 million, Chromium 33.5.
const HEIGHT_PX_MAX: u32 = 12_000_000;

/// Stretches that are kept; the one that was put in first goes first.
const STRETCHES_MAX: usize = 50;

/// A row.
pub(crate) type Row = Vec<Cell>;

/// The rows of a result that are here.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rows {
    /// How many can be asked for.
    count: u32,
    stretches: Vec<Stretch>,
    /// Whether no more will come.
    is_gone: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct Stretch {
    first: u32,
    rows: Arc<[Row]>,
}

impl Stretch {
    fn row(&self, number: u32) -> Option<&Row> {
        let at = number.checked_sub(self.first)?;
        self.rows.get(usize::try_from(at).ok()?)
    }
}

impl Rows {
    /// Of a result of so many rows, none of which is here yet.
    pub(crate) fn of(count: u32) -> Self {
        Self {
            count,
            ..Self::default()
        }
    }

    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    /// Takes rows in that were asked for; none where there should be some means that the result is gone.
    pub(crate) fn insert(&mut self, first: u32, rows: Vec<Row>) {
        if rows.is_empty() {
            self.is_gone |= first < self.count;
            return;
        }
        if self.stretches.len() >= STRETCHES_MAX {
            self.stretches.remove(0);
        }
        self.stretches.push(Stretch {
            first,
            rows: rows.into(),
        });
    }

    /// What is not here will not come.
    pub(crate) fn give_up(&mut self) {
        self.is_gone = true;
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.is_gone
    }

    /// A row, counted from zero, if it is here.
    pub(crate) fn row(&self, number: u32) -> Option<&Row> {
        let mut newest_first = self.stretches.iter().rev();
        newest_first.find_map(|stretch| stretch.row(number))
    }

    /// What has to be asked for, so that the rows in sight are here; the first of them is `first`. A page begins at
    /// a multiple of its length, unless the one there came short of the row.
    pub(crate) fn wanted(&self, first: u32) -> Option<Page> {
        if self.is_gone {
            return None;
        }
        let end = first.saturating_add(IN_SIGHT).min(self.count);
        let missing = (first..end).find(|row| self.row(*row).is_none())?;
        let aligned = missing - missing % PAGE_ROWS;
        let is_here = self.row(aligned).is_some();
        Some(Page {
            first: if is_here { missing } else { aligned },
            rows: PAGE_ROWS,
            cell_bytes: CELL_BYTES,
        })
    }

    /// The greatest number that the first row in sight may have.
    pub(crate) fn first_max(&self) -> u32 {
        self.count.saturating_sub(IN_SIGHT)
    }

    /// The height of what is scrolled, without the head, in CSS pixels. Of a very long result a pixel is more than its
    /// share of a row.
    pub(crate) fn height_px(&self) -> u32 {
        self.count.saturating_mul(ROW_PX).min(HEIGHT_PX_MAX)
    }
}

/// The first row in sight, where `at_px` of `range_px` pixels are scrolled away.
#[must_use]
pub(crate) fn first_at(at_px: f64, range_px: f64, first_max: u32) -> u32 {
    if range_px <= 0.0 {
        return 0;
    }
    let share = (at_px / range_px).clamp(0.0, 1.0);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to a u32"
    )]
    let first = (share * f64::from(first_max)).round() as u32;
    first
}

/// How many pixels have to be scrolled away, so that a row is the first in sight.
#[must_use]
pub(crate) fn scroll_of(first: u32, range_px: f64, first_max: u32) -> f64 {
    if first_max == 0 {
        return 0.0;
    }
    f64::from(first.min(first_max)) / f64::from(first_max) * range_px
}

/// Where a key leads to from the first row in sight; `None` for keys that do not move it.
#[must_use]
pub(crate) fn after_key(key: &str, first: u32, first_max: u32) -> Option<u32> {
    let page = IN_SIGHT - 1;
    let moved = match key {
        "ArrowDown" => first.saturating_add(1),
        "ArrowUp" => first.saturating_sub(1),
        "PageDown" | " " => first.saturating_add(page),
        "PageUp" => first.saturating_sub(page),
        "Home" => 0,
        "End" => first_max,
        _ => return None,
    };
    Some(moved.min(first_max))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(range: std::ops::Range<u32>) -> Vec<Row> {
        range
            .map(|number| vec![Cell::Integer(number.into())])
            .collect()
    }

    #[test]
    fn rows_are_asked_for_when_they_come_into_sight() {
        let mut rows = Rows::of(1_000_000);
        let page = rows.wanted(0).expect("none is here");
        assert_eq!((page.first, page.rows), (0, PAGE_ROWS));
        rows.insert(0, numbers(0..PAGE_ROWS));
        assert_eq!(rows.wanted(PAGE_ROWS - IN_SIGHT), None);
        // One row further the next page begins.
        let page = rows
            .wanted(PAGE_ROWS - IN_SIGHT + 1)
            .expect("one is missing");
        assert_eq!(page.first, PAGE_ROWS);
        let last = rows.wanted(rows.first_max()).expect("far away");
        assert_eq!(last.first, 999_800);
        rows.insert(999_800, numbers(999_800..1_000_000));
        assert_eq!(rows.row(999_999), Some(&vec![Cell::Integer(999_999)]));
        assert_eq!(rows.wanted(rows.first_max()), None);
    }

    #[test]
    fn a_page_that_came_short_is_gone_on_with() {
        let mut rows = Rows::of(1_000);
        rows.insert(0, numbers(0..5));
        assert_eq!(rows.wanted(0).map(|page| page.first), Some(5));
        assert_eq!(rows.wanted(300).map(|page| page.first), Some(200));
    }

    #[test]
    fn a_result_that_is_gone_is_not_asked_for_again() {
        let mut rows = Rows::of(1_000);
        rows.insert(0, numbers(0..200));
        rows.insert(400, Vec::new());
        assert!(rows.is_gone());
        assert_eq!(rows.wanted(400), None);
        assert!(rows.row(0).is_some());
        assert_eq!(Rows::of(0).wanted(0), None);
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let mut rows = Rows::of(u32::MAX);
        for page in 0..100 {
            rows.insert(page * PAGE_ROWS, numbers(0..PAGE_ROWS));
        }
        assert_eq!(rows.stretches.len(), STRETCHES_MAX);
        assert!(rows.row(0).is_none() && rows.row(99 * PAGE_ROWS).is_some());
    }

    #[test]
    fn every_row_has_a_place_of_the_scroll_bar_and_is_found_there() {
        for count in [0, 1, IN_SIGHT, IN_SIGHT + 1, 1_000, 1_000_000] {
            let rows = Rows::of(count);
            let in_sight_px = IN_SIGHT * ROW_PX;
            let range_px = f64::from(rows.height_px().saturating_sub(in_sight_px));
            let max = rows.first_max();
            for first in [0, 1, max / 3, max / 2, max.saturating_sub(1), max] {
                let first = first.min(max);
                // A scroll bar stands at whole pixels.
                let at_px = scroll_of(first, range_px, max).round();
                assert_eq!(first_at(at_px, range_px, max), first, "{count}");
            }
        }
        assert!(Rows::of(1_000_000).height_px() < 17_000_000);
    }

    #[test]
    fn keys_move_by_rows_and_pages_and_stay_within() {
        assert_eq!(after_key("ArrowDown", 0, 5), Some(1));
        assert_eq!(after_key("ArrowUp", 0, 5), Some(0));
        assert_eq!(after_key("PageDown", 0, 100), Some(13));
        assert_eq!(after_key("PageDown", 90, 100), Some(100));
        assert_eq!(after_key("End", 0, 100), Some(100));
        assert_eq!(after_key("Home", 9, 100), Some(0));
        assert_eq!(after_key("ArrowLeft", 9, 100), None);
    }
}
