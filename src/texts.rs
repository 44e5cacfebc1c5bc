//! Every text of the app, in every language, by name.
//!
//! The texts stand in `locales/*/*.ftl` in the Fluent format, one catalogue for each part of the app
//! and language. Tests hold the catalogues against each other, and against the names that the code
//! uses and where it does. The English of the part `app` is always there; other catalogues have
//! to be learnt first.

use std::cell::RefCell;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

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

/// The catalogue of a part of the app in a language.
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

/// What runs of the Threads lab and its folded panels say, in English. It comes with those.
pub const ENGLISH_THREADS: Catalogue = catalogue!(En, "en", "threads");

/// What the Compare lab says, in English. It comes with that lab.
pub const ENGLISH_COMPARE: Catalogue = catalogue!(En, "en", "compare");

/// What pictures say, in English. It comes with what shows some.
pub const ENGLISH_PICTURES: Catalogue = catalogue!(En, "en", "pictures");

/// Everything in Indonesian.
pub const INDONESIAN: [Catalogue; 4] = [
    catalogue!(Id, "id", "app"),
    catalogue!(Id, "id", "threads"),
    catalogue!(Id, "id", "compare"),
    catalogue!(Id, "id", "pictures"),
];

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

/// What is known of a language.
struct Known {
    bundle: FluentBundle<FluentResource>,
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
    KNOWN.with_borrow(|known| {
        let known = known.get(&locale).or_else(|| known.get(&Locale::En));
        let bundle = known.map(|known| &known.bundle);
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
        let mut known = Self {
            bundle,
            parts: BTreeSet::new(),
        };
        known.learn(catalogue);
        known
    }

    fn learn(&mut self, catalogue: Catalogue) {
        if !self.parts.insert(catalogue.part) {
            return;
        }
        // A line that does not parse is left out, and missed by the tests; so is a name that another
        // part has.
        let resource = FluentResource::try_new(catalogue.source.to_owned())
            .unwrap_or_else(|(resource, _)| resource);
        let _ = self.bundle.add_resource(resource);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;

    /// Where the texts of parts that come later are used: with those that learn them.
    const PLACES: [(&str, &[&str]); 3] = [
        (
            "threads",
            &[
                "labs/threads/results.rs",
                "labs/threads/run_words.rs",
                "labs/threads/picture_panel.rs",
                "labs/threads/pool_panel.rs",
                "labs/threads/sweep_panel.rs",
                "labs/threads/sources.rs",
            ],
        ),
        (
            "compare",
            &["labs/compare/", "own_code/", "trust/", "ui/editor.rs"],
        ),
        (
            "pictures",
            &[
                "ui/axis.rs",
                "ui/chart.rs",
                "ui/course",
                "ui/curves.rs",
                "ui/distribution",
                "ui/heatmap.rs",
                "ui/intervals",
                "ui/key.rs",
                "ui/pixels.rs",
                "ui/sources.rs",
                "ui/timeline.rs",
                "ui/zoom.rs",
            ],
        ),
    ];

    const fn catalogues(locale: Locale) -> [Catalogue; 4] {
        match locale {
            Locale::En => [ENGLISH, ENGLISH_THREADS, ENGLISH_COMPARE, ENGLISH_PICTURES],
            Locale::Id => INDONESIAN,
        }
    }

    type Texts = BTreeMap<String, BTreeSet<String>>;

    /// Names of all catalogues, each with its variables.
    fn all_texts(locale: Locale) -> Texts {
        let mut all = Texts::new();
        for catalogue in catalogues(locale) {
            for (name, variables) in texts_of(catalogue) {
                let other = all.insert(name.clone(), variables);
                assert!(other.is_none(), "{locale:?}: {name} stands twice");
            }
        }
        all
    }

    /// Names of a catalogue, each with its variables.
    fn texts_of(Catalogue { locale, source, .. }: Catalogue) -> Texts {
        let mut texts = Texts::new();
        let mut current = String::new();
        for line in source.lines() {
            let starts = line.starts_with(|first: char| first.is_ascii_lowercase());
            if let (true, Some((name, _))) = (starts, line.split_once(" =")) {
                name.clone_into(&mut current);
                assert!(
                    texts.insert(current.clone(), BTreeSet::new()).is_none(),
                    "{locale:?}: {current} stands twice"
                );
            }
            for variable in line.split('$').skip(1) {
                let end = variable
                    .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                    .unwrap_or(variable.len());
                let variables = texts.get_mut(&current).expect("a variable within a text");
                variables.insert(variable[..end].to_owned());
            }
        }
        texts
    }

    /// Every source of the app, by its path in `src`.
    fn sources() -> BTreeMap<String, String> {
        fn add(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
            for entry in std::fs::read_dir(folder).expect("readable") {
                let path = entry.expect("readable").path();
                if path.is_dir() {
                    add(root, &path, found);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    let name = path.strip_prefix(root).expect("in it");
                    let name = name.to_string_lossy().replace('\\', "/");
                    found.insert(name, std::fs::read_to_string(&path).expect("text"));
                }
            }
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut found = BTreeMap::new();
        add(&root, &root, &mut found);
        found
    }

    #[test]
    fn every_catalogue_parses_without_a_fault() {
        for catalogue in Locale::ALL.into_iter().flat_map(catalogues) {
            if let Err((_, errors)) = FluentResource::try_new(catalogue.source.to_owned()) {
                panic!("{:?} {}: {errors:?}", catalogue.locale, catalogue.part);
            }
        }
    }

    #[test]
    fn the_catalogues_have_the_same_texts_with_the_same_variables() {
        for locale in Locale::ALL {
            for (english, other) in catalogues(Locale::En).into_iter().zip(catalogues(locale)) {
                assert_eq!((other.locale, other.part), (locale, english.part));
                let texts = texts_of(english);
                assert!(texts.len() > 20, "{}", english.part);
                assert_eq!(texts_of(other), texts, "{locale:?} {}", english.part);
            }
        }
    }

    #[test]
    fn the_code_uses_the_texts_that_there_are() {
        let texts = all_texts(Locale::En);
        let code: String = sources().into_values().collect();
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for call in code
            .split("say(\"")
            .chain(code.split("say_with(\""))
            .skip(1)
        {
            if let Some((name, _)) = call.split_once('"') {
                used.insert(name);
            }
        }
        for name in used.iter().filter(|name| !name.contains(['\n', '(', ' '])) {
            assert!(texts.contains_key(*name), "no text is called {name}");
        }
        for name in texts.keys() {
            assert!(
                code.contains(&format!("\"{name}\"")),
                "nobody uses the text {name}"
            );
        }
    }

    #[test]
    fn texts_are_used_where_they_were_learnt() {
        // A call may stand in several lines.
        let sources = sources().into_iter();
        let sources = sources.map(|(path, code)| (path, code.split_whitespace().collect()));
        let sources: Vec<(String, String)> = sources.collect();
        for (part, places) in PLACES {
            let mut catalogues = catalogues(Locale::En).into_iter();
            let catalogue = catalogues.find(|of| of.part == part);
            for name in texts_of(catalogue.expect("a part")).into_keys() {
                let calls = ["say", "say_with", "text"].map(|call| format!(".{call}(\"{name}\""));
                let elsewhere = sources.iter().find(|(path, code)| {
                    !places.iter().any(|place| path.starts_with(place))
                        && calls.iter().any(|call| code.contains(call))
                });
                let elsewhere = elsewhere.map(|(path, _)| path);
                assert_eq!(elsewhere, None, "{name} comes with {part}");
            }
        }
    }

    #[test]
    fn variables_are_filled_in() {
        for locale in Locale::ALL {
            catalogues(locale).into_iter().for_each(learn);
            assert!(knows(locale));
            let filled = text(
                locale,
                "error-out-of-range",
                &[
                    ("value", "7".into()),
                    ("min", "1".into()),
                    ("max", "5".into()),
                ],
            );
            for figure in ["7", "1", "5"] {
                assert!(filled.contains(figure), "{filled}");
            }
            assert!(!filled.contains('{'), "{filled}");
        }
    }

    #[test]
    fn an_unknown_language_speaks_english() {
        let name = "threads-question";
        assert!(!knows(Locale::Id));
        assert_eq!(text(Locale::Id, name, &[]), text(Locale::En, name, &[]));
        INDONESIAN.into_iter().for_each(learn);
        assert_ne!(text(Locale::Id, name, &[]), text(Locale::En, name, &[]));
    }

    #[test]
    fn tags_lead_to_languages() {
        assert_eq!(Locale::from_tag("id-ID"), Some(Locale::Id));
        assert_eq!(Locale::from_tag("EN"), Some(Locale::En));
        assert_eq!(Locale::from_tag("nl"), None);
        assert_eq!(Locale::from_tag(""), None);
    }
}
