//! Holds catalogues against each other and against what the sources use.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Catalogue, Locale};
use super::catalogue::{self, Content, Texts};
use super::uses::{self, Call, Uses};

/// A part that comes later, and where it has been learnt: modules below `src`, as `labs/compare` or
/// `labs/threads/results`; folders `model` and `view` within a lab are no part of such a name.
pub(super) type Place = (&'static str, Vec<String>);

/// Everything that is wrong, a sentence each.
pub(super) fn faults(
    catalogues: &[Catalogue],
    places: &[Place],
    sources: &BTreeMap<String, String>,
) -> Vec<String> {
    let mut faults = Vec::new();
    let contents: Vec<(Catalogue, Content)> = catalogues
        .iter()
        .map(|catalogue| (*catalogue, catalogue::read(*catalogue)))
        .collect();
    for (_, content) in &contents {
        faults.extend(content.faults.iter().cloned());
    }
    faults.extend(differences(&contents));

    let english = || contents.iter().filter(|(of, _)| of.locale == Locale::En);
    let mut texts = Texts::new();
    let mut parts: BTreeMap<&str, &str> = BTreeMap::new();
    for (of, content) in english() {
        for (name, variables) in &content.texts {
            texts.insert(name.clone(), variables.clone());
            if let Some(other) = parts.insert(name, of.part) {
                faults.push(format!("{name} stands in {other} and in {}", of.part));
            }
        }
    }
    let sources = read_sources(sources, &mut faults);
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut by_name: BTreeSet<&str> = BTreeSet::new();
    for (_, content) in english() {
        used.extend(content.referred.iter().map(String::as_str));
    }
    for (path, uses) in &sources {
        for call in &uses.calls {
            used.extend(call.names.iter().map(|(name, _)| name.as_str()));
            faults.extend(misgiven(path, call, &texts));
        }
        faults.extend(strangers(path, uses, &parts, places));
    }
    for (path, uses) in &sources {
        let mut named = BTreeSet::new();
        for (name, line) in &uses.strings {
            let Some(needed) = texts.get(name).filter(|_| !used.contains(name.as_str())) else {
                continue;
            };
            named.insert(name.as_str());
            if !needed.is_empty() && !may_give(path, needed, &sources) {
                faults.push(format!(
                    "{path}:{line}: no call gives {name} its {needed:?}"
                ));
            }
        }
        by_name.extend(named);
    }
    used.append(&mut by_name);
    for name in texts.keys().filter(|name| !used.contains(name.as_str())) {
        faults.push(format!("nobody uses the text {name}"));
    }
    faults
}

/// What a call names that is not there, or gives that is not needed. Where a name is chosen there and
/// then, each choice gets all that it needs, and what is given is needed by one of them.
fn misgiven(path: &str, call: &Call, texts: &Texts) -> Vec<String> {
    let mut faults = Vec::new();
    let mut needed_by_any: BTreeSet<String> = BTreeSet::new();
    for (name, line) in &call.names {
        let Some(needed) = texts.get(name) else {
            faults.push(format!("{path}:{line}: no text is called {name}"));
            continue;
        };
        needed_by_any.extend(needed.iter().cloned());
        if let Some(given) = &call.given
            && !given.is_superset(needed)
        {
            faults.push(format!(
                "{path}:{line}: {name} needs {needed:?}, given {given:?}"
            ));
        }
    }
    if let (Some(given), Some((name, line))) = (&call.given, call.names.first()) {
        let surplus: BTreeSet<&String> = given.difference(&needed_by_any).collect();
        if faults.is_empty() && !surplus.is_empty() {
            faults.push(format!("{path}:{line}: {name} does not need {surplus:?}"));
        }
    }
    faults
}

/// Whether a call whose name does not stand there gives just these variables, or, in the same source,
/// may give them.
fn may_give(path: &str, needed: &BTreeSet<String>, sources: &BTreeMap<String, Uses>) -> bool {
    let mut calls = sources.iter().flat_map(|(source, uses)| {
        let is_here = source == path;
        uses.unnamed.iter().map(move |given| (is_here, given))
    });
    calls.any(|(is_here, given)| given.as_ref().map_or(is_here, |given| given == needed))
}

/// Uses of texts where their part need not have been learnt.
fn strangers(
    path: &str,
    uses: &Uses,
    parts: &BTreeMap<&str, &str>,
    places: &[Place],
) -> Vec<String> {
    let module = module_of(path);
    let names = uses.calls.iter().flat_map(|call| &call.names);
    names
        .filter_map(|(name, line)| {
            let part = parts.get(name.as_str())?;
            let (_, homes) = places.iter().find(|(of, _)| of == part)?;
            let is_home = homes.iter().any(|home| {
                let rest = module.strip_prefix(home);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            });
            (!is_home).then(|| format!("{path}:{line}: {name} comes with {part}"))
        })
        .collect()
}

/// A source's module, as `labs/threads/results` for `labs/threads/view/results.rs`. A lab's card stands in the lab's
/// folder, but the start page shows it before the lab has come, so it is a module of that page.
fn module_of(path: &str) -> String {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let steps: Vec<&str> = path.split('/').collect();
    let last = steps.len() - 1;
    let steps = steps
        .into_iter()
        .enumerate()
        .filter(|(index, step)| match *step {
            "model" | "view" => *index == last,
            "mod" => *index < last,
            _ => true,
        });
    let module = steps.map(|(_, step)| step).collect::<Vec<_>>().join("/");
    let name = module.rsplit('/').next().unwrap_or_default();
    if module.starts_with("labs/") && (name == "card" || name.ends_with("_card")) {
        return format!("start/{module}");
    }
    module
}

/// What every source but those of tests uses.
fn read_sources(
    sources: &BTreeMap<String, String>,
    faults: &mut Vec<String>,
) -> BTreeMap<String, Uses> {
    let mut read = BTreeMap::new();
    for (path, source) in sources {
        match uses::read(source) {
            Ok(uses) => {
                read.insert(path.clone(), uses);
            }
            Err(error) => faults.push(format!("{path}: {error}")),
        }
    }
    let tests: Vec<String> = read
        .iter()
        .flat_map(|(path, uses)| {
            let folder = folder_of(path);
            let modules = uses.test_modules.iter();
            modules.map(move |module| format!("{folder}{module}"))
        })
        .collect();
    read.retain(|path, _| {
        !tests.iter().any(|test| {
            let rest = path.strip_prefix(test.as_str());
            rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        })
    });
    read
}

/// Where the modules of a source stand.
fn folder_of(path: &str) -> String {
    for root in ["mod.rs", "lib.rs", "main.rs"] {
        if let Some(folder) = path.strip_suffix(root)
            && (folder.is_empty() || folder.ends_with('/'))
        {
            return folder.to_owned();
        }
    }
    format!("{}/", path.strip_suffix(".rs").unwrap_or(path))
}

/// Where another language says more, less or something else than English.
fn differences(contents: &[(Catalogue, Content)]) -> Vec<String> {
    let texts_of = |locale: Locale, part: &str| {
        let mut all = contents.iter();
        let found = all.find(|(of, _)| of.locale == locale && of.part == part);
        found.map_or_else(Texts::new, |(_, content)| content.texts.clone())
    };
    let parts: BTreeSet<&str> = contents.iter().map(|(of, _)| of.part).collect();
    let mut faults = Vec::new();
    for part in parts {
        let english = texts_of(Locale::En, part);
        for locale in Locale::ALL {
            let other = texts_of(locale, part);
            let names: BTreeSet<&String> = english.keys().chain(other.keys()).collect();
            for name in names {
                let (here, there) = (english.get(name), other.get(name));
                if here != there {
                    let tag = locale.tag();
                    faults.push(format!("{name}: {here:?} in English, {there:?} in {tag}"));
                }
            }
        }
    }
    faults
}
