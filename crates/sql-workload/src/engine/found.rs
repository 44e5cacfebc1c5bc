//! What the patterns of a task give.

use crate::library::{self, Author, Book, Order};
use crate::trace::Digest;

/// The rows of a task, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// By id, each with its books by id.
    Authors(Vec<Author>),
    /// As they were asked for.
    Books(Vec<Book>),
    /// As they were asked for, or as they were inserted.
    Orders(Vec<Order>),
    /// Ids and titles of books, by id.
    Titles(Vec<(i64, String)>),
}

impl Found {
    /// How many, without the books of authors.
    #[must_use]
    pub fn items(&self) -> u64 {
        let items = match self {
            Self::Authors(authors) => authors.len(),
            Self::Books(books) => books.len(),
            Self::Orders(orders) => orders.len(),
            Self::Titles(titles) => titles.len(),
        };
        items as u64
    }

    /// A fingerprint of all of them in their order.
    #[must_use]
    pub fn digest(&self) -> Digest {
        match self {
            Self::Authors(authors) => library::authors_digest(authors),
            Self::Books(books) => books.iter().fold(Digest::EMPTY, Book::added_to),
            Self::Orders(orders) => orders.iter().fold(Digest::EMPTY, |digest, order| {
                digest
                    .integer(order.id)
                    .integer(order.user_id)
                    .integer(order.book_id)
                    .integer(order.quantity)
                    .integer(order.placed_at)
            }),
            Self::Titles(titles) => titles.iter().fold(Digest::EMPTY, |digest, (id, title)| {
                digest.integer(*id).text(title)
            }),
        }
    }
}
