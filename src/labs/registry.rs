//! All labs: what the shell knows of each before anybody opens it.
//!
//! The list is made of the labs' own `lab.toml` files by `build.rs`. Routes, navigation, start page and titles
//! follow from it here; static pages, budgets and the checks of every lab read the same files through the build.

use crate::texts::{Catalogue, Locale};

#[cfg(target_arch = "wasm32")]
use crate::ui::later::Load;

/// Makes a lab below its title. It runs in the scope of the lab's page.
#[cfg(target_arch = "wasm32")]
pub(crate) type Page = fn() -> leptos::prelude::AnyView;

/// A lab.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lab {
    /// The name of its route and of the catalogue of its texts, and of its folder in `src/labs` but for hyphens, where
    /// the folder, which is a module, has underscores.
    pub id: &'static str,
    /// Its address, relative to the site.
    pub folder: &'static str,
    /// In the order of [`Locale::ALL`].
    title: [&'static str; Locale::ALL.len()],
    question: [&'static str; Locale::ALL.len()],
    /// Fetches what it is made of.
    #[cfg(target_arch = "wasm32")]
    pub page: Load<Page>,
}

/// An example of a lab, which runs at one click.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Example {
    title: [&'static str; Locale::ALL.len()],
    /// What stands behind the lab's address, from the question mark on.
    pub link: &'static str,
    /// Code for the lab that takes some, as JSON; empty for none.
    pub code: &'static str,
    /// Which files of the reader's it is for, as HTML's attribute `accept` says it; empty for none.
    pub takes: &'static str,
}

impl Example {
    /// What it shows.
    #[must_use]
    pub(crate) fn title(&self, locale: Locale) -> &'static str {
        self.title[locale as usize]
    }
}

impl Lab {
    /// Its name.
    #[must_use]
    pub(crate) fn title(&self, locale: Locale) -> &'static str {
        self.title[locale as usize]
    }

    /// The question that it answers.
    #[must_use]
    pub(crate) fn question(&self, locale: Locale) -> &'static str {
        self.question[locale as usize]
    }

    /// The lab of that id.
    #[must_use]
    pub(crate) fn from_id(id: &str) -> Option<&'static Self> {
        LABS.iter().find(|lab| lab.id == id)
    }
}

include!(concat!(env!("OUT_DIR"), "/labs.rs"));

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_lab_has_an_id_of_its_own_and_is_found_by_it() {
        let ids: BTreeSet<&str> = LABS.iter().map(|lab| lab.id).collect();
        assert_eq!(ids.len(), LABS.len());
        for lab in &LABS {
            assert_eq!(Lab::from_id(lab.id).map(|found| found.id), Some(lab.id));
            assert_eq!(lab.folder, format!("{}/", lab.id));
        }
        assert!(Lab::from_id("index.html").is_none());
    }

    #[test]
    fn every_lab_is_worded_in_every_language() {
        for (index, locale) in Locale::ALL.into_iter().enumerate() {
            assert_eq!(
                locale as usize, index,
                "titles are in the order of `Locale::ALL`"
            );
            for (lab, examples) in LABS.iter().zip(EXAMPLES) {
                assert!(!lab.title(locale).is_empty(), "{}", lab.id);
                assert!(lab.question(locale).ends_with('?'), "{}", lab.id);
                for example in examples {
                    assert!(!example.title(locale).is_empty(), "{}", example.link);
                    assert!(example.link.starts_with('?'), "{}", example.link);
                }
            }
        }
    }

    #[test]
    fn every_folder_of_a_lab_is_in_the_list() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/labs");
        for entry in std::fs::read_dir(folder).expect("readable") {
            let path = entry.expect("readable").path();
            if path.join("lab.toml").is_file() {
                let name = path.file_name().and_then(|name| name.to_str());
                let id = name.map(|name| name.replace('_', "-"));
                assert!(id.as_deref().and_then(Lab::from_id).is_some(), "{id:?}");
            }
        }
    }
}
