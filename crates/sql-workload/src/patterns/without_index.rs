//! The same orders by a look at all of them. `NOT INDEXED` forbids the index, so that both read the same
//! table: the plan is that of a table where nobody made one.

use crate::registry::{Pattern, Task};

const ORDERS: &str = "\
SELECT id, user_id, book_id, quantity, placed_at FROM orders NOT INDEXED WHERE user_id = ? ORDER BY id";

pub(crate) const PATTERN: Pattern = Pattern {
    id: "without-index",
    task: Task::OrdersOfUsers,
    statements: &[ORDERS],
    batch: None,
    #[cfg(feature = "engine")]
    run: |recorder, job| super::shared::orders_of_users(recorder, job, ORDERS),
};
