//! The orders of a user by the index on that column.

use crate::registry::{Pattern, Task};

const ORDERS: &str = "\
SELECT id, user_id, book_id, quantity, placed_at FROM orders WHERE user_id = ? ORDER BY id";

pub(crate) const PATTERN: Pattern = Pattern {
    id: "with-index",
    task: Task::OrdersOfUsers,
    statements: &[ORDERS],
    batch: None,
    #[cfg(feature = "engine")]
    run: |recorder, job| super::shared::orders_of_users(recorder, job, ORDERS),
};
