//! Each order by a statement whose text has the values in it, and each in a transaction of its own, because
//! nobody began one.

use super::INSERT;
use crate::registry::{Pattern, Task};

pub(crate) const PATTERN: Pattern = Pattern {
    id: "insert-singly",
    task: Task::Inserts,
    statements: &[INSERT],
    batch: None,
    #[cfg(feature = "engine")]
    run: |recorder, job| {
        super::shared::insert_as_text(recorder, job)?;
        Ok(None)
    },
};
