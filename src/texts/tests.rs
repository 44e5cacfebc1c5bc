//! Texts are there, in every language, and used as they are meant.

mod catalogue;
mod check;
mod uses;

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use check::{Place, faults};

/// Where the texts of parts that come later are used: with those that learn them.
const PLACES: [(&str, &[&str]); 6] = [
    (
        "glossary",
        &["glossary", "labs", "start/race", "trust", "ui"],
    ),
    ("keys", &["keys"]),
    ("start", &["start"]),
    ("labs", &["labs", "own_code", "start/race", "trust", "ui"]),
    ("compare", &["labs/compare", "own_code"]),
    (
        "pictures",
        &[
            "ui/axis",
            "ui/browser/before_after",
            "ui/browser/chart",
            "ui/curves",
            "ui/distribution",
            "ui/density",
            "ui/heatmap",
            "ui/intervals",
            "ui/legend",
            "ui/browser/pixels",
            "ui/sample_series",
            "ui/browser/sources",
            "ui/timeline",
            "ui/browser/zoom",
        ],
    ),
];

/// The list above, and for every other lab that its texts are used in its folder.
fn places() -> Vec<Place> {
    let listed = PLACES.map(|(part, places)| {
        let places = places.iter().map(|place| (*place).to_owned());
        (part, places.collect())
    });
    let is_listed = |id| PLACES.iter().any(|(part, _)| *part == id);
    let labs = registry::LABS.iter().filter(|lab| !is_listed(lab.id));
    let labs = labs.map(|lab| {
        let folder = lab.id.replace('-', "_");
        (lab.id, vec![format!("labs/{folder}")])
    });
    listed.into_iter().chain(labs).collect()
}

fn catalogues(locale: Locale) -> Vec<Catalogue> {
    match locale {
        Locale::En => english(),
        Locale::Id => indonesian(),
    }
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

/// What `say` makes of a value in a language, all of whose texts are known.
pub(crate) fn said<T>(locale: Locale, of: &T, say: impl Fn(Locale, &T) -> String) -> String {
    for catalogue in catalogues(locale) {
        learn(catalogue);
    }
    say(locale, of)
}

/// Fails unless `say` finds words for a value in each language, all different, and with all their
/// variables.
pub(crate) fn assert_said_in_every_language<T: std::fmt::Debug>(
    of: &T,
    say: impl Fn(Locale, &T) -> String,
) {
    let all = Locale::ALL.map(|locale| said(locale, of, &say));
    for (index, words) in all.iter().enumerate() {
        // A name stands for a text that is missing, and has no space; a variable has a sign before it.
        assert!(!words.is_empty() && !words.contains('$'), "{of:?}: {words}");
        assert!(
            !words.contains('-') || words.contains(' '),
            "{of:?}: {words}"
        );
        assert!(!all[..index].contains(words), "{of:?}: {words}");
    }
}

#[test]
fn texts_and_code_agree() {
    let catalogues: Vec<Catalogue> = Locale::ALL.into_iter().flat_map(catalogues).collect();
    for catalogue in &catalogues {
        let content = catalogue::read(*catalogue);
        assert!(content.texts.len() > 10, "{catalogue:?}");
        assert!(
            content.referred.is_empty(),
            "each text is read alone, so none may refer to {:?}",
            content.referred
        );
    }
    let faults = faults(&catalogues, &places(), &sources());
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// What the checks say of catalogues in English (of the parts `app` and `later`) and Indonesian, and of
/// a source at `labs/late/view/page.rs`, where alone the part `later` has been learnt.
fn check(english: &'static str, indonesian: &'static str, code: &str) -> Vec<String> {
    check_at("labs/late/view/page.rs", english, indonesian, code)
}

fn check_at(
    path: &str,
    english: &'static str,
    indonesian: &'static str,
    code: &str,
) -> Vec<String> {
    let catalogue = |locale, part, source| Catalogue {
        locale,
        part,
        source,
    };
    let later = "late = Late\n";
    let catalogues = [
        catalogue(Locale::En, "app", english),
        catalogue(Locale::Id, "app", indonesian),
        catalogue(Locale::En, "later", later),
        catalogue(Locale::Id, "later", later),
    ];
    let mut sources = BTreeMap::from([(path.to_owned(), code.to_owned())]);
    let late = r#"fn late(speech: Speech) { speech.say("late") }"#;
    sources.insert("labs/late/words.rs".to_owned(), late.to_owned());
    faults(
        &catalogues,
        &[("later", vec!["labs/late".to_owned()])],
        &sources,
    )
}

/// What the checks say of code that uses these two texts.
fn check_code(code: &str) -> Vec<String> {
    let texts = "plain = Plain\ncounted = { $count } of { $all }\n";
    check(texts, texts, code)
}

const BOTH: &str = r#"
    fn view(speech: Speech) {
        speech.text("plain");
        speech.say_with("counted", &[("count", 1.into()), ("all", 2.into())])
    }
"#;

#[test]
fn uses_are_found_wherever_they_stand() {
    assert_eq!(check_code(BOTH), [""; 0]);
    let in_macros = r#"
        fn view(speech: Speech) {
            view! {
                <p title=speech.text("plain")>
                    {move || speech.say_with(
                        "counted",
                        &[("count", format!("{}", 1).into()), ("all", (1, 2).into())],
                    )}
                </p>
            }
        }
    "#;
    assert_eq!(check_code(in_macros), [""; 0]);
    let by_names = r#"
        const fn name(is: bool) -> &'static str { match is { true => "plain", false => "counted" } }
        fn view(speech: Speech) { speech.say_with(name(true), &[("all", a), ("count", b)]) }
    "#;
    assert_eq!(check_code(by_names), [""; 0]);
}

#[test]
fn a_name_that_is_no_text_is_a_fault() {
    let calls = [
        r#"speech.text("unheard")"#,
        r#"view! { <p>{speech.say(
            "unheard",
        )}</p> }"#,
        r#"speech.say(if is { "plain" } else { "unheard" })"#,
        r#"texts::text(locale, "unheard", &[])"#,
        r#"let of = move |number: u32, name: &'static str| speech.text(name); of(1, "unheard")"#,
        r#"fn of(speech: Speech, name: &str) -> String { speech.say(name) } of(speech, "unheard")"#,
    ];
    for call in calls {
        let faults = check_code(&format!("{BOTH} fn other(speech: Speech) {{ {call} }}"));
        assert_eq!(faults.len(), 1, "{call}: {faults:?}");
        assert!(
            faults[0].ends_with("no text is called unheard"),
            "{faults:?}"
        );
    }
}

#[test]
fn a_text_that_nobody_uses_is_a_fault() {
    let texts = "plain = Plain\n";
    let elsewhere = [
        "",
        r#"/// "plain"
        fn nothing() {}"#,
        r#"#[cfg(test)] mod tests { fn of(speech: Speech) { speech.text("plain") } }"#,
        r#"fn of(is: &str) -> bool { is == "plain" || matches!(is, "plain" | "other") }"#,
        r#"fn of(is: &str) -> u8 { match is { "plain" => 1, _ => 2 } }"#,
        r#"fn of() { view! { <p class="plain"/> } }"#,
    ];
    for code in elsewhere {
        assert_eq!(
            check(texts, texts, code),
            ["nobody uses the text plain"],
            "{code}"
        );
    }
}

#[test]
fn variables_that_are_missing_or_too_many_are_a_fault() {
    let calls = [
        r#"speech.say("counted")"#,
        r#"speech.text("counted")"#,
        r#"speech.say_with("counted", &[("count", 1.into())])"#,
        r#"speech.say_with("counted", &[("count", a), ("all", b), ("more", c)])"#,
        r#"speech.say_with("plain", &[("count", 1.into())])"#,
        r#"texts::text(locale, "counted", &[("al", b), ("count", a)])"#,
        r#"let of = |name| speech.say_with(name, &[("all", b)]); of("counted")"#,
    ];
    for call in calls {
        let faults = check_code(&format!("{BOTH} fn other(speech: Speech) {{ {call} }}"));
        assert_eq!(faults.len(), 1, "{call}: {faults:?}");
        let is_told = [" needs {", " does not need {"]
            .iter()
            .any(|what| faults[0].contains(what));
        assert!(is_told, "{faults:?}");
    }
    let chosen =
        r#"speech.say_with(if is { "plain" } else { "counted" }, &[("count", a), ("all", b)])"#;
    assert_eq!(
        check_code(&format!("fn view(speech: Speech) {{ {chosen} }}")),
        [""; 0]
    );
    let by_name = r#"fn other(is: bool) -> &'static str { if is { "plain" } else { "counted" } }"#;
    let faults = check_code(by_name);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(
        faults[0].contains("no call gives counted its"),
        "{faults:?}"
    );
}

#[test]
fn variables_are_found_in_every_corner_of_a_text() {
    let texts = "\
-brand = Brand { $case }
other = { $deep }
plain = { $way ->
    [one] { $a } { { $b } } { -brand(case: \"x\") }
   *[two] { other }
}
";
    let code = r#"fn of(speech: Speech) { speech.say("plain") }"#;
    let faults = check(texts, texts, code);
    let needed = r#"plain needs {"a", "b", "deep", "way"}"#;
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].contains(needed), "{faults:?}");
}

#[test]
fn languages_that_differ_are_a_fault() {
    let texts = "plain = Plain\ncounted = { $count } of { $all }\n";
    for other in [
        "plain = Plain\n",
        "plain = Plain\ncounted = { $count }\n",
        "plain = Plain\ncounted = { $count } of { $all }\nmore = More\n",
        "plain = Plain\ncounted = { $count } of { $al }\n",
    ] {
        let faults = check(texts, other, BOTH);
        assert_eq!(faults.len(), 1, "{other}: {faults:?}");
        assert!(faults[0].ends_with(" in id"), "{faults:?}");
    }
}

#[test]
fn a_catalogue_with_a_fault_is_one() {
    let cases = [
        ("plain = Plain\nplain = Again\n", "plain stands twice"),
        (
            "plain = { missing }\n",
            "plain refers to missing, which is not there",
        ),
        (
            "plain = { -missing }\n",
            "plain refers to -missing, which is not there",
        ),
        (
            "plain = { NUMBER(1) }\n",
            "plain calls NUMBER, which the app does not have",
        ),
        (
            "plain = Plain\n    .title = Title\n",
            "nothing reads the attribute plain.title",
        ),
        ("plain = Plain\nnothing\n", ""),
    ];
    for (texts, what) in cases {
        let faults = check(
            texts,
            texts,
            r#"fn of(speech: Speech) { speech.say("plain") }"#,
        );
        assert_eq!(faults.len(), 2, "once in each language: {faults:?}");
        assert!(
            faults.iter().all(|fault| fault.ends_with(what)),
            "{faults:?}"
        );
    }
    let twice = "late = Late\n";
    assert_eq!(check(twice, twice, ""), ["late stands in app and in later"]);
}

#[test]
fn a_text_that_was_not_learnt_is_a_fault() {
    let texts = "plain = Plain\n";
    let code =
        r#"fn of(speech: Speech) { view! { {speech.text("late")} {speech.text("plain")} } }"#;
    for home in [
        "labs/late/mod.rs",
        "labs/late/page.rs",
        "labs/late/view/page/table.rs",
    ] {
        assert_eq!(check_at(home, texts, texts, code), [""; 0], "{home}");
    }
    for elsewhere in [
        "app.rs",
        "labs/later.rs",
        "labs/mod.rs",
        "ui/late.rs",
        // The start page shows it, which has not learnt what the lab says.
        "labs/late/view/card.rs",
        "labs/late/view/small_card.rs",
    ] {
        let faults = check_at(elsewhere, texts, texts, code);
        assert_eq!(faults, [format!("{elsewhere}:1: late comes with later")]);
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
fn every_text_of_a_catalogue_is_found_without_reading_it() {
    for catalogue in Locale::ALL.into_iter().flat_map(catalogues) {
        let found: BTreeMap<&str, &str> = messages(catalogue.source).collect();
        let content = catalogue::read(catalogue);
        let names: Vec<&str> = content.texts.keys().map(String::as_str).collect();
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), names);
        for (name, message) in found {
            let alone = catalogue::read(Catalogue {
                source: message,
                ..catalogue
            });
            assert_eq!(alone.faults, [""; 0], "{message}");
            assert_eq!(alone.texts.get(name), content.texts.get(name), "{message}");
        }
    }
}

#[test]
fn a_text_ends_where_the_next_or_a_comment_begins() {
    let source = "# About\n\nplain = Plain\n    and more\n\n    and still\n# Between\nother={ $is ->\n    \
                  [one] One\n   *[two] Two\n}\n\nlast = Last";
    let found: Vec<(&str, &str)> = messages(source).collect();
    let expected = [
        ("plain", "plain = Plain\n    and more\n\n    and still\n"),
        (
            "other",
            "other={ $is ->\n    [one] One\n   *[two] Two\n}\n\n",
        ),
        ("last", "last = Last"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_unknown_language_speaks_english() {
    let name = "language";
    assert!(!knows(Locale::Id));
    assert_eq!(text(Locale::Id, name, &[]), text(Locale::En, name, &[]));
    indonesian().into_iter().for_each(learn);
    assert_ne!(text(Locale::Id, name, &[]), text(Locale::En, name, &[]));
}

#[test]
fn tags_lead_to_languages() {
    assert_eq!(Locale::from_tag("id-ID"), Some(Locale::Id));
    assert_eq!(Locale::from_tag("EN"), Some(Locale::En));
    assert_eq!(Locale::from_tag("nl"), None);
    assert_eq!(Locale::from_tag(""), None);
}
