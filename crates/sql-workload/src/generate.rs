//! Authors and books from a seed: the same on every machine.

use crate::library::{Author, Book};

/// How large a library is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// How many authors, with the ids 1, 2, and so on.
    pub authors: u32,
    /// The most books that one has; some have none, and half of this on average.
    pub books_max: u32,
}

/// The authors of a library, one after another, with their books. Ids of books go on from author to author.
#[derive(Clone, Debug)]
pub struct Books {
    size: Size,
    random: SplitMix,
    author: u32,
    book: i64,
}

impl Books {
    /// What that seed gives.
    #[must_use]
    pub const fn of(size: Size, seed: u64) -> Self {
        Self {
            size,
            random: SplitMix(seed),
            author: 0,
            book: 0,
        }
    }

    fn book(&mut self) -> Book {
        self.book += 1;
        let random = &mut self.random;
        let title = format!(
            "The {} {} of the {}",
            random.one_of(&ADJECTIVES),
            random.one_of(&NOUNS),
            random.one_of(&PLACES)
        );
        Book {
            id: self.book,
            title,
            year: 1_900 + i64::from(random.below(126)),
        }
    }
}

impl Iterator for Books {
    type Item = Author;

    fn next(&mut self) -> Option<Author> {
        if self.author >= self.size.authors {
            return None;
        }
        self.author += 1;
        let name = format!(
            "{} {}",
            self.random.one_of(&FIRST_NAMES),
            self.random.one_of(&LAST_NAMES)
        );
        let books = self.random.below(self.size.books_max.saturating_add(1));
        Some(Author {
            id: i64::from(self.author),
            name,
            books: (0..books).map(|_| self.book()).collect(),
        })
    }
}

/// `SplitMix64` (Steele, Lea and Flood 2014), which is plenty for names.
#[derive(Clone, Debug)]
struct SplitMix(u64);

impl SplitMix {
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, by the upper half of a product (Lemire 2019); its bias is below 2⁻³² × `end`.
    #[allow(clippy::cast_possible_truncation, reason = "the upper half of 64 bits")]
    const fn below(&mut self, end: u32) -> u32 {
        (((self.next() >> 32) * end as u64) >> 32) as u32
    }

    fn one_of(&mut self, words: &[&'static str; 16]) -> &'static str {
        words[self.below(16) as usize]
    }
}

const FIRST_NAMES: [&str; 16] = [
    "Ada", "Béla", "Chidi", "Dewi", "Emre", "Freya", "Goran", "Hedda", "Ingrid", "Jun", "Kofi",
    "Lucía", "Mei", "Noor", "Olga", "Putu",
];
const LAST_NAMES: [&str; 16] = [
    "Adeyemi",
    "Bauer",
    "Castro",
    "Dahl",
    "Eriksen",
    "Fujita",
    "Gupta",
    "Hartono",
    "Ito",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Moreau",
    "Novák",
    "Okafor",
    "Park",
];
const ADJECTIVES: [&str; 16] = [
    "Borrowed",
    "Broken",
    "Distant",
    "Endless",
    "Forgotten",
    "Glass",
    "Hidden",
    "Last",
    "Little",
    "Patient",
    "Quiet",
    "Seventh",
    "Silver",
    "Stolen",
    "Winter",
    "Wooden",
];
const NOUNS: [&str; 16] = [
    "Bridge", "Clock", "Daughter", "Garden", "House", "Key", "Lantern", "Letter", "Map", "Mirror",
    "Orchard", "Recipe", "River", "Song", "Tower", "Voyage",
];
const PLACES: [&str; 16] = [
    "Archipelago",
    "Attic",
    "Border",
    "Coast",
    "Delta",
    "Desert",
    "Forest",
    "Harbour",
    "Island",
    "Lake",
    "Marsh",
    "Mountain",
    "North",
    "Plain",
    "Steppe",
    "Valley",
];

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size {
        authors: 200,
        books_max: 12,
    };

    #[test]
    fn a_seed_gives_one_library() {
        let of = |seed| Books::of(SIZE, seed).collect::<Vec<_>>();
        assert_eq!(of(7), of(7));
        assert_ne!(of(7), of(8));
    }

    #[test]
    fn ids_go_on_and_some_authors_have_no_book() {
        let authors: Vec<_> = Books::of(SIZE, 1).collect();
        assert!(authors.iter().map(|author| author.id).eq(1..=200));
        let books = authors.iter().flat_map(|author| &author.books);
        let ids: Vec<_> = books.map(|book| book.id).collect();
        assert!(
            ids.iter()
                .copied()
                .eq(1..=i64::try_from(ids.len()).expect("small"))
        );
        assert!((900..1_500).contains(&ids.len()), "{}", ids.len());
        let counts = authors.iter().map(|author| author.books.len());
        assert_eq!(counts.clone().min(), Some(0));
        assert_eq!(counts.max(), Some(12));
    }
}
