//! What the labs' folders say of them: `src/labs/<folder>/lab.toml`, which the app reads, too (`build.rs`).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// Where each lab has a folder, relative to the project's root.
const FOLDER: &str = "src/labs";

/// The language of the static pages: the app changes it when it has started.
const LANGUAGE: &str = "en";

/// What a lab's folder says of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lab {
    /// The name of its route, and of its folder but for hyphens: a folder, which is a module, has underscores.
    #[serde(skip)]
    pub(crate) id: String,
    position: u32,
    title: BTreeMap<String, String>,
    question: BTreeMap<String, String>,
    /// What the start page offers of it, which the app alone reads.
    #[serde(default, rename = "example")]
    _examples: Vec<toml::Table>,
    /// The parts of the app that the lab fetches, each with the most that it may weigh, in kB.
    pub(crate) parts: BTreeMap<String, u64>,
}

impl Lab {
    /// Its name, for static pages.
    pub(crate) fn title(&self) -> &str {
        &self.title[LANGUAGE]
    }

    /// The question that it answers.
    pub(crate) fn question(&self) -> &str {
        &self.question[LANGUAGE]
    }

    /// Its route, as a folder of the site.
    pub(crate) fn route(&self) -> String {
        format!("{}/", self.id)
    }

    fn parse(id: &str, text: &str) -> Result<Self> {
        let mut lab: Self = toml::from_str(text)?;
        id.clone_into(&mut lab.id);
        for (what, worded) in [("title", &lab.title), ("question", &lab.question)] {
            if !worded.contains_key(LANGUAGE) {
                bail!("[{what}] has no `{LANGUAGE}`, which static pages are in");
            }
        }
        if !id
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        {
            bail!("the lab is called {id}; a route has small letters and hyphens only");
        }
        Ok(lab)
    }
}

/// All labs below the project's `root`, in the order in which they are offered.
pub(crate) fn read(root: &Path) -> Result<Vec<Lab>> {
    let folder = root.join(FOLDER);
    let entries = fs::read_dir(&folder).with_context(|| format!("{FOLDER} could not be read"))?;
    let mut labs = Vec::new();
    for entry in entries {
        let entry = entry?;
        let file = entry.path().join("lab.toml");
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            continue;
        };
        if file.is_file() {
            let text = fs::read_to_string(&file)?;
            let lab = Lab::parse(&name.replace('_', "-"), &text);
            labs.push(lab.with_context(|| format!("{FOLDER}/{name}/lab.toml"))?);
        }
    }
    labs.sort_by(|a, b| (a.position, &a.id).cmp(&(b.position, &b.id)));
    Ok(labs)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    const TEXT: &str = "position = 3\n[title]\nen = \"Sums\"\n[question]\nen = \"How much?\"\n\
                        [parts]\nsums_page = 40\n";

    /// A lab of that id.
    pub(crate) fn lab(id: &str) -> Lab {
        Lab::parse(id, TEXT).expect("a whole entry")
    }

    #[test]
    fn an_entry_is_read() {
        let lab = lab("sums");
        assert_eq!(
            (lab.title(), lab.question(), lab.route().as_str()),
            ("Sums", "How much?", "sums/")
        );
        assert_eq!(lab.parts["sums_page"], 40);
    }

    #[test]
    fn an_entry_that_lacks_something_or_has_too_much_is_refused() {
        let without = TEXT.replace("[question]\nen = \"How much?\"\n", "");
        assert!(Lab::parse("sums", &without).is_err());
        let other_language = TEXT.replace("en = \"Sums\"", "de = \"Summen\"");
        let error = Lab::parse("sums", &other_language).expect_err("no English");
        assert!(error.to_string().contains("[title]"), "{error}");
        assert!(Lab::parse("sums", &format!("colour = 1\n{TEXT}")).is_err());
        assert!(Lab::parse("Sums of", TEXT).is_err());
    }

    #[test]
    fn the_projects_own_labs_are_read_in_order() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let labs = read(&root).expect("every lab.toml is whole");
        let routes: Vec<String> = labs.iter().map(Lab::route).collect();
        assert_eq!(routes[..2], ["threads/", "event-loop/"]);
    }
}
