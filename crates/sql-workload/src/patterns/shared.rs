//! What several patterns do.

use rusqlite::types::Value;
use sampling::Random;

use crate::engine::{EngineError, Found, Job, Preparing, Recorder, order};
use crate::generate;
use crate::library::{Author, Order};

/// The first authors by id, without books.
pub(super) fn first_authors(
    recorder: &mut Recorder<'_, '_>,
    limit: u32,
) -> Result<Vec<Author>, EngineError> {
    let mut authors = Vec::new();
    let limit = [Value::from(limit)];
    recorder.query(super::AUTHORS, Preparing::Kept, &limit, |row| {
        authors.push(Author {
            id: row.get(0)?,
            name: row.get(1)?,
            books: Vec::new(),
        });
        Ok(())
    })?;
    Ok(authors)
}

/// As many ids from 1 to `up_to` as the job asks for, by chance, some more than once.
pub(super) fn ids(job: &Job, up_to: u32) -> impl Iterator<Item = i64> + use<> {
    let mut random = Random::of(u64::from(job.params.seed));
    (0..job.params.n)
        .map(move |_| 1 + i64::try_from(random.below(up_to as usize)).unwrap_or_default())
}

/// The orders that are to be inserted.
pub(super) fn orders(job: &Job) -> impl Iterator<Item = Order> + use<> {
    generate::incoming(&job.spec, job.params.seed, job.params.n)
}

/// The columns of an order as parameters.
pub(super) fn values(order: &Order) -> [Value; 5] {
    [
        order.id,
        order.user_id,
        order.book_id,
        order.quantity,
        order.placed_at,
    ]
    .map(Value::from)
}

/// Inserts each order by a statement of its own, whose text has the values in it.
pub(super) fn insert_as_text(
    recorder: &mut Recorder<'_, '_>,
    job: &Job,
) -> Result<(), EngineError> {
    for order in orders(job) {
        let Order {
            id,
            user_id,
            book_id,
            quantity,
            placed_at,
        } = order;
        let sql = format!(
            "INSERT INTO incoming (id, user_id, book_id, quantity, placed_at) \
             VALUES ({id}, {user_id}, {book_id}, {quantity}, {placed_at})"
        );
        let text = crate::engine::Text {
            shape: super::INSERT,
            sql: &sql,
        };
        recorder.query(text, Preparing::Anew, &[], |_| Ok(()))?;
    }
    Ok(())
}

/// The orders of users whom chance chooses, by a statement for each.
pub(super) fn orders_of_users(
    recorder: &mut Recorder<'_, '_>,
    job: &Job,
    sql: &str,
) -> Result<Option<Found>, EngineError> {
    let mut orders = Vec::new();
    for user in ids(job, job.spec.users()) {
        recorder.query(sql, Preparing::Kept, &[user.into()], |row| {
            orders.push(order(row)?);
            Ok(())
        })?;
    }
    Ok(Some(Found::Orders(orders)))
}
