//! Each page by the last row of the one before, which an index finds at once.

use super::offset::PAGE;
use crate::registry::{Pattern, Task};

const FIRST: &str = "\
SELECT id, user_id, book_id, quantity, placed_at FROM orders \
ORDER BY placed_at DESC, id DESC LIMIT ?";

const NEXT: &str = "\
SELECT id, user_id, book_id, quantity, placed_at FROM orders WHERE (placed_at, id) < (?, ?) \
ORDER BY placed_at DESC, id DESC LIMIT ?";

pub(crate) const PATTERN: Pattern = Pattern {
    id: "keyset",
    task: Task::Pages,
    statements: &[FIRST, NEXT],
    batch: Some(PAGE),
    #[cfg(feature = "engine")]
    run: engine::run,
};

#[cfg(feature = "engine")]
mod engine {
    use super::{FIRST, NEXT};
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
            let (sql, parameters) = match orders.last() {
                None => (FIRST, vec![page.into()]),
                Some(last) => (
                    NEXT,
                    vec![last.placed_at.into(), last.id.into(), page.into()],
                ),
            };
            recorder.query(sql, Preparing::Kept, &parameters, |row| {
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
