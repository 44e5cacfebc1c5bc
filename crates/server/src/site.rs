//! The folder that is served, and what its build says of itself.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use axum::http::HeaderValue;

/// Why a folder cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The folder, or a file that every build has, is missing.
    #[error("{path} cannot be read ({source}); build the site first: cargo xtask build", path = path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file is there, but was not written by a build.
    #[error("{path} is not of a build ({what}); build the site again: cargo xtask build", path = path.display())]
    NotOfABuild {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
}

/// A built site.
#[derive(Debug)]
pub struct SiteConfig {
    dist: PathBuf,
    build: Mutex<Build>,
}

/// What the build of a site says of itself.
#[derive(Clone, Debug)]
struct Build {
    /// Tells one index.html from the next without reading it.
    stamp: Stamp,
    id: String,
    policy: HeaderValue,
}

/// When a file was written, and how long it is.
type Stamp = (SystemTime, u64);

impl SiteConfig {
    /// The site in `dist`, which a build has to have written.
    pub fn new(dist: impl Into<PathBuf>) -> Result<Self, SiteError> {
        let dist = dist.into();
        let build = Build::read(&dist)?;
        Ok(Self {
            dist,
            build: Mutex::new(build),
        })
    }

    /// The folder of the site.
    pub fn dist(&self) -> &Path {
        &self.dist
    }

    /// The id of the build that was served last.
    pub fn build_id(&self) -> String {
        self.known().id
    }

    /// The content security policy of the build that lies in the folder now.
    pub(crate) fn policy(&self) -> HeaderValue {
        let known = self.known();
        match stamp(&self.dist.join("index.html")) {
            Ok(now) if now != known.stamp => match Build::read(&self.dist) {
                Ok(build) => {
                    tracing::info!(build_id = build.id, "the site has changed");
                    let policy = build.policy.clone();
                    *self.build.lock().unwrap_or_else(PoisonError::into_inner) = build;
                    policy
                }
                // A build that is being moved into its place is whole at the next request.
                Err(error) => {
                    tracing::warn!(%error, "the site has changed and cannot be read");
                    known.policy
                }
            },
            _ => known.policy,
        }
    }

    fn known(&self) -> Build {
        // A poisoned lock only means that a reader panicked; the value is whole.
        self.build
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Build {
    fn read(dist: &Path) -> Result<Self, SiteError> {
        let index = dist.join("index.html");
        let stamp = stamp(&index)?;
        let page = read(&index)?;
        let id = build_id(&page).ok_or_else(|| SiteError::NotOfABuild {
            path: index,
            what: "it has no <meta name=\"build-id\">".to_owned(),
        })?;
        let facts = dist.join(id).join("site.json");
        let policy =
            policy(&read(&facts)?).map_err(|what| SiteError::NotOfABuild { path: facts, what })?;
        Ok(Self {
            stamp,
            id: id.to_owned(),
            policy,
        })
    }
}

fn stamp(file: &Path) -> Result<Stamp, SiteError> {
    std::fs::metadata(file)
        .and_then(|data| Ok((data.modified()?, data.len())))
        .map_err(|source| SiteError::Unreadable {
            path: file.to_owned(),
            source,
        })
}

fn read(file: &Path) -> Result<String, SiteError> {
    std::fs::read_to_string(file).map_err(|source| SiteError::Unreadable {
        path: file.to_owned(),
        source,
    })
}

/// The id that a page of a build names.
fn build_id(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("name=\"build-id\" content=\"")?;
    let (id, _) = rest.split_once('"')?;
    is_build_id(id).then_some(id)
}

/// Twelve lower-case hexadecimal digits.
pub(crate) fn is_build_id(text: &str) -> bool {
    const DIGITS: usize = 12;
    text.len() == DIGITS
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The policy in a build's `site.json`. The header can say one thing more than a page can: that
/// the site is not to be framed.
fn policy(facts: &str) -> Result<HeaderValue, String> {
    let facts: serde_json::Value =
        serde_json::from_str(facts).map_err(|error| error.to_string())?;
    let policy = facts["csp"].as_str().ok_or("it has no csp")?;
    HeaderValue::from_str(&format!("{policy}; frame-ancestors 'none'"))
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_read_from_a_page() {
        let page = "<meta charset=\"utf-8\"><meta name=\"build-id\" content=\"0123456789ab\">";
        assert_eq!(build_id(page), Some("0123456789ab"));
    }

    #[test]
    fn what_is_no_id_is_not_used_as_a_folder() {
        for id in ["__BUILD_ID__", "../../etc/ab", "0123456789AB", "0123", ""] {
            let page = format!("<meta name=\"build-id\" content=\"{id}\">");
            assert_eq!(build_id(&page), None, "{id}");
        }
    }

    #[test]
    fn the_policy_forbids_frames() {
        let header = policy("{\"csp\":\"default-src 'none'\"}").expect("a policy");
        assert_eq!(header, "default-src 'none'; frame-ancestors 'none'");
        assert!(policy("{}").is_err());
        assert!(policy("not json").is_err());
    }
}
