//! What stands in the library, and what reading it gives.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::trace::{Digest, Totals};

/// The years in which a book can have come out: since books are printed.
pub const YEARS: RangeInclusive<i64> = 1_450..=2_100;

/// Characters of a title.
const TITLE_MAX: usize = 200;

/// A way to read authors with their books, by the name that a server gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// A query for the authors, and then one for the books of each: what a loop over objects that load
    /// themselves does.
    NPlusOne,
    /// One query, which repeats an author in the row of each of their books.
    Join,
    /// A query for the authors, and one for the books of all of them.
    Batched,
}

impl Strategy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::NPlusOne, Self::Join, Self::Batched];

    /// Its name in links and requests.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::NPlusOne => "n-plus-one",
            Self::Join => "join",
            Self::Batched => "batched",
        }
    }

    /// How many statements it executes to read so many authors.
    #[must_use]
    pub const fn statements(self, authors: u32) -> u64 {
        match self {
            Self::NPlusOne => 1 + authors as u64,
            Self::Join => 1,
            Self::Batched => 2,
        }
    }

    /// The way that a server has for a pattern, by the pattern's id; it has none for most. What it calls
    /// batched is one batch of all.
    #[must_use]
    pub fn of_pattern(id: &str) -> Option<Self> {
        match id {
            "n-plus-one" => Some(Self::NPlusOne),
            "join" => Some(Self::Join),
            "in-batches" => Some(Self::Batched),
            _ => None,
        }
    }

    /// The strategy of that name.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|strategy| strategy.id() == id)
    }
}

/// An author with all of their books, ordered by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Author {
    pub id: i64,
    pub name: String,
    pub books: Vec<Book>,
}

/// A book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Book {
    pub id: i64,
    pub title: String,
    pub year: i64,
}

/// A fingerprint of authors with their books, in their order.
#[must_use]
pub fn authors_digest(authors: &[Author]) -> Digest {
    authors.iter().fold(Digest::EMPTY, |digest, author| {
        let start = digest.integer(author.id).text(&author.name);
        author.books.iter().fold(start, Book::added_to)
    })
}

impl Book {
    /// A fingerprint with the book behind what was there.
    pub(crate) fn added_to(digest: Digest, book: &Self) -> Digest {
        digest.integer(book.id).text(&book.title).integer(book.year)
    }
}

/// A user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct User {
    pub id: i64,
    pub name: String,
    pub email: String,
}

/// An order of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub struct Order {
    pub id: i64,
    pub user_id: i64,
    pub book_id: i64,
    pub quantity: i64,
    /// In seconds since the Unix epoch.
    pub placed_at: i64,
}

/// What a read gives: the same for every strategy, but for what it took.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// Ordered by id.
    pub authors: Vec<Author>,
    /// What it took.
    pub totals: Totals,
}

/// A book that somebody wants to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBook {
    author_id: i64,
    title: String,
    year: i64,
}

/// Why a book is none.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NewBookError {
    /// The title is empty or too long.
    #[error("title has {found} characters; give 1 to {TITLE_MAX}")]
    Title {
        /// How many characters it has.
        found: usize,
    },
    /// A character that cannot be read.
    #[error("title has the control character {found:?}")]
    Control {
        /// Which.
        found: char,
    },
    /// No book can be from that year.
    #[error("year is {found}; give {} to {}", YEARS.start(), YEARS.end())]
    Year {
        /// Which.
        found: i64,
    },
}

impl NewBook {
    /// Checks what can be checked without the library.
    pub fn new(author_id: i64, title: &str, year: i64) -> Result<Self, NewBookError> {
        let found = title.chars().count();
        if !(1..=TITLE_MAX).contains(&found) {
            return Err(NewBookError::Title { found });
        }
        if let Some(found) = title.chars().find(|character| character.is_control()) {
            return Err(NewBookError::Control { found });
        }
        if !YEARS.contains(&year) {
            return Err(NewBookError::Year { found: year });
        }
        Ok(Self {
            author_id,
            title: title.to_owned(),
            year,
        })
    }

    /// Whose it is.
    #[must_use]
    pub const fn author_id(&self) -> i64 {
        self.author_id
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// When it came out.
    #[must_use]
    pub const fn year(&self) -> i64 {
        self.year
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strategy_has_one_name_everywhere() {
        for strategy in Strategy::ALL {
            assert_eq!(Strategy::of_id(strategy.id()), Some(strategy));
        }
        assert_eq!(Strategy::of_id("Join"), None);
    }

    #[test]
    fn a_server_has_each_strategy_for_one_pattern() {
        let of_patterns: Vec<_> = crate::PATTERNS
            .into_iter()
            .filter_map(|pattern| Strategy::of_pattern(pattern.id))
            .collect();
        assert_eq!(
            of_patterns,
            [Strategy::NPlusOne, Strategy::Batched, Strategy::Join]
        );
    }

    #[test]
    fn a_book_is_refused_with_its_reason() {
        let reason = |title: &str, year| match NewBook::new(1, title, year) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        };
        assert_eq!(reason("Ä", 1_450), "");
        assert_eq!(reason(&"ä".repeat(200), 2_100), "");
        assert_eq!(reason("", 2_000), "title has 0 characters; give 1 to 200");
        assert_eq!(
            reason(&"ä".repeat(201), 2_000),
            "title has 201 characters; give 1 to 200"
        );
        assert_eq!(
            reason("a\0b", 2_000),
            "title has the control character '\\0'"
        );
        assert_eq!(reason("a", 1_449), "year is 1449; give 1450 to 2100");
        assert_eq!(reason("a", -1), "year is -1; give 1450 to 2100");
    }
}
