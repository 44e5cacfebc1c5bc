//! Every text of the app, in every language, by name.
//!
//! The texts stand in the Fluent format, one catalogue for each part of the app and language: a lab's own in its
//! folder (`labs/<lab>/texts/<language>.ftl`), the rest in `locales/<language>/`. Tests hold the catalogues against
//! each other, and against the names that the code uses and where it does. The English of the part `app` is always
//! there; other catalogues have to be learnt first.
//!
//! Names are strings that a test reads in the sources, not constants that a build script generates:
//! a constant would make a typo a compile error, but tells neither that a text is used by nobody, nor
//! that its variables are given, nor that its part was learnt there. The test that tells these has
//! to find every use anyway, so it finds typos, too, and each build does without one script more.

use std::cell::RefCell;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::labs::registry;
use crate::ui::figures;

/// A language that the app speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Indonesian.
    Id,
}

impl Locale {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::Id];

    /// The language's BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Id => "id",
        }
    }

    /// The language's name, in itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Id => "Bahasa Indonesia",
        }
    }

    /// The language of a tag such as `id-ID`, or `None` if the app does not speak it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split('-').next()?;
        Self::ALL
            .into_iter()
            .find(|locale| locale.tag().eq_ignore_ascii_case(language))
    }
}

/// The texts of a part of the app, in one language.
#[derive(Clone, Copy, Debug)]
pub struct Catalogue {
    /// In which language.
    pub locale: Locale,
    /// Of which part.
    pub part: &'static str,
    /// In the Fluent format.
    pub source: &'static str,
}

/// A catalogue that belongs to no lab.
macro_rules! catalogue {
    ($locale:ident, $tag:literal, $part:literal) => {
        Catalogue {
            locale: Locale::$locale,
            part: $part,
            source: include_str!(concat!("locales/", $tag, "/", $part, ".ftl")),
        }
    };
}

/// The part whose texts every page has.
const APP: &str = "app";

/// What every page says, in English.
const ENGLISH: Catalogue = catalogue!(En, "en", "app");

/// What labs have in common, in English. It comes with the first of them.
const ENGLISH_LABS: Catalogue = catalogue!(En, "en", "labs");

/// What pictures say, in English. It comes with the first lab, too.
const ENGLISH_PICTURES: Catalogue = catalogue!(En, "en", "pictures");

/// What the start page says in English. It comes with that page.
const ENGLISH_START: Catalogue = catalogue!(En, "en", "start");

/// What the list of keys says in English. It comes with that list.
const ENGLISH_KEYS: Catalogue = catalogue!(En, "en", "keys");

/// What terms mean, in English. It comes with the first lab and with the glossary's page.
const ENGLISH_GLOSSARY: Catalogue = catalogue!(En, "en", "glossary");

/// What belongs to no lab, in Indonesian.
const INDONESIAN: [Catalogue; 6] = [
    catalogue!(Id, "id", "app"),
    catalogue!(Id, "id", "glossary"),
    catalogue!(Id, "id", "keys"),
    catalogue!(Id, "id", "start"),
    catalogue!(Id, "id", "labs"),
    catalogue!(Id, "id", "pictures"),
];

/// Takes in what a lab says in English, its own texts and those that it has in common with others.
pub fn learn_lab(id: &'static str, source: &'static str) {
    learn(ENGLISH_LABS);
    learn(ENGLISH_PICTURES);
    learn_glossary();
    learn(Catalogue {
        locale: Locale::En,
        part: id,
        source,
    });
}

/// Takes in what the start page says in English.
pub fn learn_start() {
    learn(ENGLISH_START);
}

/// Takes in what the list of keys says in English.
pub fn learn_keys() {
    learn(ENGLISH_KEYS);
}

/// Takes in what terms mean, in English.
pub fn learn_glossary() {
    learn(ENGLISH_GLOSSARY);
}

/// Everything in English.
pub fn english() -> Vec<Catalogue> {
    let common = [
        ENGLISH,
        ENGLISH_GLOSSARY,
        ENGLISH_KEYS,
        ENGLISH_START,
        ENGLISH_LABS,
        ENGLISH_PICTURES,
    ];
    common.into_iter().chain(registry::TEXTS_EN).collect()
}

/// Everything in Indonesian.
pub fn indonesian() -> Vec<Catalogue> {
    INDONESIAN.into_iter().chain(registry::TEXTS_ID).collect()
}

/// What stands in for a variable of a text.
#[derive(Clone, Debug)]
pub enum Arg {
    /// Something that is already in words or formatted figures.
    Text(String),
    /// A number by which a text chooses its form.
    Count(u64),
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A count as figures are written, where a text shows the number by which it chose its form.
fn grouped(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(figures::number(locale, number.value, 0)),
        _ => None,
    }
}

/// What is known of a language.
struct Known {
    /// The texts that somebody has asked for.
    bundle: FluentBundle<FluentResource>,
    /// The others by their names. A page says a small part of what it could, and to read all of it takes long.
    unread: HashMap<&'static str, &'static str>,
    parts: BTreeSet<&'static str>,
}

thread_local! {
    static KNOWN: RefCell<HashMap<Locale, Known>> = RefCell::new(HashMap::from([(
        ENGLISH.locale,
        Known::of(ENGLISH),
    )]));
}

/// Takes in a catalogue. Nothing changes if it is known.
pub fn learn(catalogue: Catalogue) {
    KNOWN.with_borrow_mut(|known| match known.entry(catalogue.locale) {
        Entry::Occupied(mut known) => known.get_mut().learn(catalogue),
        Entry::Vacant(place) => {
            place.insert(Known::of(catalogue));
        }
    });
}

/// Whether a language can be spoken: what every page says is here.
#[must_use]
pub fn knows(locale: Locale) -> bool {
    KNOWN.with_borrow(|known| {
        let known = known.get(&locale);
        known.is_some_and(|known| known.parts.contains(APP))
    })
}

/// The text of that name, with its variables filled in; in English where the language's catalogue is
/// not here.
///
/// A text that is missing shows its name: better than an empty button. The tests keep that from
/// happening.
#[must_use]
pub fn text(locale: Locale, name: &str, args: &[(&str, Arg)]) -> String {
    KNOWN.with_borrow_mut(|known| {
        let spoken = if known.contains_key(&locale) {
            locale
        } else {
            Locale::En
        };
        let bundle = known.get_mut(&spoken).map(|known| known.reading(name));
        let pattern = bundle.and_then(|bundle| Some((bundle, bundle.get_message(name)?.value()?)));
        let Some((bundle, pattern)) = pattern else {
            return name.to_owned();
        };
        let mut values = FluentArgs::new();
        for (key, arg) in args {
            let value = match arg {
                Arg::Text(text) => FluentValue::from(text.as_str()),
                Arg::Count(count) => FluentValue::from(*count),
            };
            values.set(*key, value);
        }
        // A variable that is missing is shown by its name, and found by the tests.
        bundle
            .format_pattern(pattern, Some(&values), &mut Vec::new())
            .into_owned()
    })
}

impl Known {
    fn of(catalogue: Catalogue) -> Self {
        let language: LanguageIdentifier = catalogue.locale.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![language]);
        // The app speaks no right-to-left language, so marks between directions would only get in the
        // way of those who search the page.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match catalogue.locale {
            Locale::En => |value, _| grouped(Locale::En, value),
            Locale::Id => |value, _| grouped(Locale::Id, value),
        }));
        let mut known = Self {
            bundle,
            unread: HashMap::new(),
            parts: BTreeSet::new(),
        };
        known.learn(catalogue);
        known
    }

    fn learn(&mut self, catalogue: Catalogue) {
        if !self.parts.insert(catalogue.part) {
            return;
        }
        for (name, message) in messages(catalogue.source) {
            // A name that another part has is left out, and missed by the tests.
            if !self.bundle.has_message(name) {
                self.unread.entry(name).or_insert(message);
            }
        }
    }

    /// The texts, with that one among them if there is such.
    fn reading(&mut self, name: &str) -> &FluentBundle<FluentResource> {
        if let Some(message) = self.unread.remove(name) {
            // A line that does not parse is left out, and missed by the tests.
            let resource = FluentResource::try_new(message.to_owned())
                .unwrap_or_else(|(resource, _)| resource);
            let _ = self.bundle.add_resource(resource);
        }
        &self.bundle
    }
}

/// The messages of a catalogue with their names. None refers to another: the tests see to that. A message begins with a
/// letter at the beginning of a line, which what it consists of, comments and empty lines do not.
fn messages(source: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = source;
    std::iter::from_fn(move || {
        let begins = line_that(rest, |first| first.is_ascii_alphabetic())?;
        let message = &rest[begins..];
        let behind_first_line = message.find('\n').map_or(message.len(), |end| end + 1);
        let continued = &message[behind_first_line..];
        let ends = line_that(continued, |first| {
            first.is_ascii_alphabetic() || first == b'#'
        });
        let ends = ends.map_or(message.len(), |ends| behind_first_line + ends);
        rest = &message[ends..];
        let (name, _) = message.split_once('=')?;
        Some((name.trim_end(), &message[..ends]))
    })
}

/// Where the first line stands of whose first byte that is true.
fn line_that(text: &str, is_it: impl Fn(u8) -> bool) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.bytes().next().is_some_and(&is_it) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod tests;
