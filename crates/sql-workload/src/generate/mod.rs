//! The rows of a library from its spec: the same on every machine, one after another.

mod words;

use sampling::Random;

use crate::library::{Order, User};
use crate::spec::Spec;
use words::{ADJECTIVES, FIRST_NAMES, LAST_NAMES, NOUNS, PLACES};

/// When the first order is placed: the first second of 2020.
const FIRST_ORDER_AT: i64 = 1_577_836_800;

/// The most seconds that lie between two orders.
const BETWEEN_ORDERS_S: usize = 3_600;

/// The most copies of a book in an order.
const QUANTITY_MAX: usize = 5;

/// One of so many authors has no book yet.
const IDLE: u32 = 16;

/// Words of a blurb.
const BLURB_WORDS: std::ops::Range<usize> = 6..24;

/// A book with all of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullBook {
    /// 1, 2, and so on.
    pub id: i64,
    /// Whose it is.
    pub author_id: i64,
    /// Its title.
    pub title: String,
    /// When it came out.
    pub year: i64,
    /// What stands on its cover.
    pub blurb: String,
}

/// The tables, each with random numbers of its own, so that one can be had without the others.
#[derive(Clone, Copy)]
enum Table {
    Authors = 1,
    Books,
    Users,
    Orders,
    Shares,
}

fn random(seed: u32, table: Table) -> Random {
    // A first number of each seed's own generator sets the tables far apart.
    let start = Random::of(u64::from(seed)).next_u64();
    Random::of(start.wrapping_add((table as u64).wrapping_mul(0xd1b5_4a32_d192_ed03)))
}

fn one_of(random: &mut Random, words: &[&'static str; 16]) -> &'static str {
    words[random.below(16)]
}

fn name(random: &mut Random) -> (&'static str, &'static str) {
    let first = one_of(random, &FIRST_NAMES);
    (first, one_of(random, &LAST_NAMES))
}

/// Names of authors, whose ids are 1, 2, and so on.
pub fn authors(spec: &Spec) -> impl Iterator<Item = (i64, String)> + use<> {
    let mut random = random(spec.seed, Table::Authors);
    (1..=i64::from(spec.authors())).map(move |id| {
        let (first, last) = name(&mut random);
        (id, format!("{first} {last}"))
    })
}

/// Users, whose ids are 1, 2, and so on.
pub fn users(spec: &Spec) -> impl Iterator<Item = User> + use<> {
    let mut random = random(spec.seed, Table::Users);
    (1..=i64::from(spec.users())).map(move |id| {
        let (first, last) = name(&mut random);
        User {
            id,
            name: format!("{first} {last}"),
            email: format!("user{id}@example.com"),
        }
    })
}

/// Books, whose ids are 1, 2, and so on. Those of an author lie scattered among the others', as in a shop
/// that takes books in as they come out.
pub fn books(spec: &Spec) -> impl Iterator<Item = FullBook> + use<> {
    let mut random = random(spec.seed, Table::Books);
    let shares = Shares::of(spec);
    (1..=i64::from(spec.books)).map(move |id| {
        let author_id = shares.author(random.unit());
        let title = format!(
            "The {} {} of the {}",
            one_of(&mut random, &ADJECTIVES),
            one_of(&mut random, &NOUNS),
            one_of(&mut random, &PLACES)
        );
        let year = 1_900 + i64::try_from(random.below(126)).unwrap_or_default();
        FullBook {
            id,
            author_id,
            title,
            year,
            blurb: blurb(&mut random),
        }
    })
}

fn blurb(random: &mut Random) -> String {
    let words = BLURB_WORDS.start + random.below(BLURB_WORDS.len());
    let mut blurb = String::with_capacity(words * 8);
    for word in 0..words {
        if word > 0 {
            blurb.push(' ');
        }
        let list = [&ADJECTIVES, &NOUNS, &PLACES][word % 3];
        blurb.push_str(one_of(random, list));
    }
    blurb
}

/// Orders, whose ids are 1, 2, and so on, by time.
pub fn orders(spec: &Spec) -> impl Iterator<Item = Order> + use<> {
    orders_of(spec, random(spec.seed, Table::Orders), spec.orders())
}

/// So many orders that are none of the library's, from another seed.
pub fn incoming(spec: &Spec, seed: u32, count: u32) -> impl Iterator<Item = Order> + use<> {
    let seed = spec.seed.rotate_left(16) ^ seed;
    orders_of(spec, random(!seed, Table::Orders), count)
}

fn orders_of(spec: &Spec, mut random: Random, count: u32) -> impl Iterator<Item = Order> + use<> {
    let (users, books) = (spec.users(), spec.books);
    let mut placed_at = FIRST_ORDER_AT;
    (1..=i64::from(count)).map(move |id| {
        let mut up_to = |count: usize| 1 + i64::try_from(random.below(count)).unwrap_or_default();
        // An order may come within the second of the one before.
        placed_at += up_to(BETWEEN_ORDERS_S) - 1;
        Order {
            id,
            user_id: up_to(users as usize),
            book_id: up_to(books as usize),
            quantity: up_to(QUANTITY_MAX),
            placed_at,
        }
    })
}

/// Which author writes how much, by Zipf's law; the last ranks have written nothing yet.
struct Shares {
    /// For each rank that writes, the share of all books that it and those before it have, times `total`.
    sums: Vec<f64>,
    total: f64,
    /// Ids are ranks in another order, so that the first authors by id are like all others: rank times
    /// `step`, which has no divisor in common with their number, and moved by `first`.
    authors: u64,
    step: u64,
    first: u64,
}

impl Shares {
    fn of(spec: &Spec) -> Self {
        let authors = spec.authors();
        let mut total = 0.0;
        let sums = (1..=authors - authors.div_ceil(IDLE))
            .map(|rank| {
                total += 1.0 / power(f64::from(rank), spec.skew);
                total
            })
            .collect();
        let authors = u64::from(authors);
        // The golden ratio sets ranks that follow each other far apart.
        let mut step = (authors * 618 / 1_000).max(1);
        while gcd(step, authors) != 1 {
            step += 1;
        }
        let first = random(spec.seed, Table::Shares).next_u64() % authors;
        Self {
            sums,
            total,
            authors,
            step,
            first,
        }
    }

    /// The id of the author of a book, for a number from 0 to 1.
    fn author(&self, unit: f64) -> i64 {
        let at = unit * self.total;
        let rank = self.sums.partition_point(|sum| *sum <= at);
        let rank = rank.min(self.sums.len().saturating_sub(1)) as u64;
        let id = (rank * self.step + self.first) % self.authors;
        1 + i64::try_from(id).unwrap_or_default()
    }
}

/// A power whose exponent is a multiple of a quarter, of roots and products only: see
/// [`SKEW_STEP`](crate::spec::SKEW_STEP).
fn power(base: f64, exponent: f64) -> f64 {
    let root = base.sqrt().sqrt();
    let mut left = exponent / crate::spec::SKEW_STEP;
    let mut product = 1.0;
    while left >= 1.0 {
        product *= root;
        left -= 1.0;
    }
    product
}

fn gcd(one: u64, other: u64) -> u64 {
    if other == 0 {
        one
    } else {
        gcd(other, one % other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(books: u32, seed: u32, skew: f64) -> Spec {
        Spec { books, seed, skew }
    }

    fn of_authors(spec: &Spec) -> Vec<u32> {
        let mut counts = vec![0; spec.authors() as usize];
        for book in books(spec) {
            counts[usize::try_from(book.author_id).expect("positive") - 1] += 1;
        }
        counts
    }

    #[test]
    fn a_seed_gives_one_library() {
        let all = |seed| {
            let spec = spec(500, seed, 1.0);
            let rows = (authors(&spec).collect(), books(&spec).collect());
            let (authors, books): (Vec<_>, Vec<_>) = rows;
            let users: Vec<_> = users(&spec).collect();
            let orders: Vec<_> = orders(&spec).collect();
            (authors, books, users, orders)
        };
        assert_eq!(all(7), all(7));
        let (one, other) = (all(7), all(8));
        assert!(one.0 != other.0 && one.1 != other.1 && one.2 != other.2 && one.3 != other.3);
    }

    #[test]
    fn books_fall_on_authors_by_the_skew() {
        let greatest = |skew| {
            let counts = of_authors(&spec(100_000, 1, skew));
            assert_eq!(counts.iter().sum::<u32>(), 100_000);
            assert!(counts.iter().filter(|count| **count == 0).count() >= 625);
            counts.into_iter().max().expect("authors")
        };
        // Of 9375 authors who write: even, 10.7 books each; by Zipf's law the first has 1 in 9.7 books.
        assert!((20..50).contains(&greatest(0.0)));
        assert!(
            (9_900..10_700).contains(&greatest(1.0)),
            "{}",
            greatest(1.0)
        );
        // 1 in π²/6.
        assert!((60_000..61_600).contains(&greatest(2.0)));
    }

    #[test]
    fn the_most_read_authors_are_not_the_first() {
        let counts = of_authors(&spec(100_000, 1, 1.0));
        let first: u32 = counts[..1_000].iter().sum();
        assert!((2_000..20_000).contains(&first), "{first}");
    }

    #[test]
    fn every_rank_is_another_author() {
        for books in [100, 110, 990, 1_000, 12_340] {
            let shares = Shares::of(&spec(books, 3, 0.0));
            let ids: std::collections::BTreeSet<_> = (0..shares.authors)
                .map(|rank| (rank * shares.step + shares.first) % shares.authors)
                .collect();
            assert_eq!(ids.len() as u64, shares.authors);
        }
    }

    #[test]
    fn powers_are_those_of_the_library() {
        for exponent in [0.0, 0.25, 0.5, 1.0, 1.75, 2.0] {
            for base in [1.0, 2.0, 1_000.0, 93_750.0_f64] {
                let ratio = power(base, exponent) / base.powf(exponent);
                assert!((ratio - 1.0).abs() < 1e-12, "{base}^{exponent}");
            }
        }
    }

    #[test]
    fn orders_come_by_time_and_refer_to_what_is_there() {
        let spec = spec(1_000, 1, 0.0);
        let all: Vec<_> = orders(&spec).collect();
        assert!(all.is_sorted_by_key(|order| (order.placed_at, order.id)));
        assert!(all.iter().all(|order| (1..=100).contains(&order.user_id)
            && (1..=1_000).contains(&order.book_id)
            && (1..=5).contains(&order.quantity)));
        let others: Vec<_> = incoming(&spec, 1, 1_000).collect();
        assert_ne!(all, others);
    }
}
