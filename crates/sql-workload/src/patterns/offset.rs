//! Each page by the number of rows before it, which are read again and thrown away.

use crate::registry::{Pattern, Task};
use crate::spec::Extent;

/// Rows of a page.
pub(super) const PAGE: Extent = Extent {
    min: 1,
    max: 10_000,
    default: 50,
};

const ORDERS: &str = "\
SELECT id, user_id, book_id, quantity, placed_at FROM orders \
ORDER BY placed_at DESC, id DESC LIMIT ? OFFSET ?";

pub(crate) const PATTERN: Pattern = Pattern {
    id: "offset",
    task: Task::Pages,
    statements: &[ORDERS],
    batch: Some(PAGE),
    #[cfg(feature = "engine")]
    run: engine::run,
};

#[cfg(feature = "engine")]
mod engine {
    use crate::engine::{EngineError, Found, Job, Preparing, Recorder, order};
    use crate::library::Order;

    pub(super) fn run(
        recorder: &mut Recorder<'_, '_>,
        job: &Job,
    ) -> Result<Option<Found>, EngineError> {
        let mut orders: Vec<Order> = Vec::new();
        let n = job.params.n as usize;
        while orders.len() < n {
            let before = orders.len();
            let page = job
                .params
                .batch
                .min(job.params.n - u32::try_from(before).unwrap_or(0));
            let offset = i64::try_from(before).unwrap_or(i64::MAX);
            let parameters = [page.into(), offset.into()];
            recorder.query(super::ORDERS, Preparing::Kept, &parameters, |row| {
                orders.push(order(row)?);
                Ok(())
            })?;
            if orders.len() == before {
                break;
            }
        }
        Ok(Some(Found::Orders(orders)))
    }
}
