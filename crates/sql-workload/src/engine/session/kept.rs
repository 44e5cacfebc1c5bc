//! The rows of the last result, kept so that a person can look through them in any order.

use rusqlite::Row;
use rusqlite::types::ValueRef;

use crate::session::cells;
use crate::session::{LIMITS, Page, SessionError};

/// A result; see [`cells`] for how its rows are kept.
#[derive(Debug, Default)]
pub(super) struct Kept {
    columns: Vec<String>,
    bytes: Vec<u8>,
    /// Behind which byte each kept row ends.
    ends: Vec<u32>,
    rows: u64,
    /// Whether there is room for more.
    is_full: bool,
    /// The row at hand, until it is known to fit.
    row: Vec<u8>,
}

impl Kept {
    pub(super) fn new(columns: Vec<String>) -> Self {
        Self {
            columns,
            ..Self::default()
        }
    }

    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// All rows, those included that are not kept.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    pub(super) fn kept_rows(&self) -> u32 {
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    /// Takes a row, and gives the size of its values as [`crate::trace`] counts it.
    pub(super) fn push(&mut self, row: &Row<'_>) -> rusqlite::Result<u64> {
        self.rows += 1;
        self.row.clear();
        let mut size = 0;
        for column in 0..self.columns.len() {
            size += encode(&mut self.row, row.get_ref(column)?);
        }
        if !self.is_full {
            self.is_full = self.keep().is_none();
        }
        Ok(size)
    }

    /// Keeps the row at hand, if there is room.
    fn keep(&mut self) -> Option<()> {
        let end = self.bytes.len().checked_add(self.row.len())?;
        let end = u32::try_from(end).ok()?;
        if end > LIMITS.kept_bytes || self.kept_rows() >= LIMITS.kept_rows {
            return None;
        }
        self.bytes.try_reserve(self.row.len()).ok()?;
        self.ends.try_reserve(1).ok()?;
        self.bytes.extend_from_slice(&self.row);
        self.ends.push(end);
        Some(())
    }

    /// The rows of a page, and the page as it turned out: it may end before.
    pub(super) fn page(&self, page: Page) -> Result<(Page, Vec<u8>), SessionError> {
        if page.rows > LIMITS.page_rows {
            return Err(SessionError::TooLarge {
                what: "a page's number of rows".to_owned(),
                found: page.rows.into(),
                max: LIMITS.page_rows.into(),
            });
        }
        let first = page.first.min(self.kept_rows());
        let cell_bytes = usize::try_from(page.cell_bytes).unwrap_or(usize::MAX);
        let bytes_max = usize::try_from(LIMITS.page_bytes).unwrap_or(usize::MAX);
        let mut bytes = Vec::new();
        let mut rows = 0;
        while rows < page.rows
            && bytes.len() < bytes_max
            && let Some(row) = self.row(first + rows)
        {
            cells::push_cut(&mut bytes, row, cell_bytes);
            rows += 1;
        }
        let page = Page {
            first,
            rows,
            ..page
        };
        Ok((page, bytes))
    }

    fn row(&self, number: u32) -> Option<&[u8]> {
        let number = usize::try_from(number).ok()?;
        let end = usize::try_from(*self.ends.get(number)?).ok()?;
        let start = match number.checked_sub(1) {
            Some(before) => usize::try_from(*self.ends.get(before)?).ok()?,
            None => 0,
        };
        self.bytes.get(start..end)
    }
}

fn encode(bytes: &mut Vec<u8>, value: ValueRef<'_>) -> u64 {
    let length = |value: &[u8]| 5 + value.len() as u64;
    match value {
        ValueRef::Null => {
            cells::push_null(bytes);
            1
        }
        ValueRef::Integer(value) => {
            cells::push_integer(bytes, value);
            9
        }
        ValueRef::Real(value) => {
            cells::push_real(bytes, value);
            9
        }
        ValueRef::Text(value) => {
            cells::push_text(bytes, value);
            length(value)
        }
        ValueRef::Blob(value) => {
            cells::push_blob(bytes, value);
            length(value)
        }
    }
}
