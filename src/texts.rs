//! Every text of the app, in every language, by name.
//!
//! The texts stand in `locales/*.ftl` in the Fluent format. A test holds the catalogues against
//! each other and against the names that the code uses. English is always there; other catalogues
//! have to be learnt first.

use std::cell::RefCell;
use std::collections::HashMap;

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

/// The catalogue of [`Locale::En`].
const ENGLISH: &str = include_str!("locales/en.ftl");

/// The catalogue of [`Locale::Id`].
pub const INDONESIAN: &str = include_str!("locales/id.ftl");

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

thread_local! {
    static BUNDLES: RefCell<HashMap<Locale, FluentBundle<FluentResource>>> =
        RefCell::new(HashMap::from([(Locale::En, bundle(Locale::En, ENGLISH))]));
}

/// Takes in the catalogue of a language. Nothing changes if it is known.
pub fn learn(locale: Locale, catalogue: &str) {
    BUNDLES.with_borrow_mut(|bundles| {
        bundles
            .entry(locale)
            .or_insert_with(|| bundle(locale, catalogue));
    });
}

/// Whether the catalogue of a language is here.
#[must_use]
pub fn knows(locale: Locale) -> bool {
    BUNDLES.with_borrow(|bundles| bundles.contains_key(&locale))
}

/// The text of that name, with its variables filled in; in English where the language's catalogue is
/// not here.
///
/// A text that is missing shows its name: better than an empty button. The tests keep that from
/// happening.
#[must_use]
pub fn text(locale: Locale, name: &str, args: &[(&str, Arg)]) -> String {
    BUNDLES.with_borrow(|bundles| {
        let bundle = bundles.get(&locale).or_else(|| bundles.get(&Locale::En));
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

fn bundle(locale: Locale, catalogue: &str) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = locale.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![language]);
    // The app speaks no right-to-left language, so marks between directions would only get in the
    // way of those who search the page.
    bundle.set_use_isolating(false);
    // A line that does not parse is left out, and missed by the tests.
    let resource =
        FluentResource::try_new(catalogue.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let _ = bundle.add_resource(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;

    const fn source(locale: Locale) -> &'static str {
        match locale {
            Locale::En => ENGLISH,
            Locale::Id => INDONESIAN,
        }
    }

    /// Names of a catalogue, each with its variables.
    fn catalogue(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
        let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in source(locale).lines() {
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

    fn rust_files(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                rust_files(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(std::fs::read_to_string(&path).expect("text"));
            }
        }
    }

    #[test]
    fn every_catalogue_parses_without_a_fault() {
        for locale in Locale::ALL {
            if let Err((_, errors)) = FluentResource::try_new(source(locale).to_owned()) {
                panic!("{locale:?}: {errors:?}");
            }
        }
    }

    #[test]
    fn the_catalogues_have_the_same_texts_with_the_same_variables() {
        let english = catalogue(Locale::En);
        assert!(english.len() > 20);
        for locale in Locale::ALL {
            assert_eq!(catalogue(locale), english, "{locale:?}");
        }
    }

    #[test]
    fn the_code_uses_the_texts_that_there_are() {
        let mut files = Vec::new();
        rust_files(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut files,
        );
        let texts = catalogue(Locale::En);
        let code = files.join("\n");
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
    fn variables_are_filled_in() {
        for locale in Locale::ALL {
            learn(locale, source(locale));
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
        learn(Locale::Id, INDONESIAN);
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
