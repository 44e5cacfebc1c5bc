//! Catalogues of texts, fetched when somebody reads that language.
#![allow(
    unsafe_code,
    clippy::unnecessary_wraps,
    reason = "a function in another module is a foreign one, and fails if that module does not come"
)]

use crate::texts::{self, Catalogue, INDONESIAN, Locale};
use crate::ui::later::NotLoaded;

/// Fetches the texts of a language, unless they are here. Returns whether they are then.
pub async fn fetch(locale: Locale) -> bool {
    if !texts::knows(locale) {
        let catalogues = match locale {
            Locale::En => return true,
            Locale::Id => indonesian().await,
        };
        match catalogues {
            Ok(catalogues) => catalogues.into_iter().for_each(texts::learn),
            Err(NotLoaded) => return false,
        }
    }
    true
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(locale_id, fallible)]
fn indonesian() -> Result<[Catalogue; 4], NotLoaded> {
    Ok(INDONESIAN)
}

#[cfg(not(feature = "split"))]
#[allow(
    clippy::unused_async,
    reason = "where modules are split, it has to wait"
)]
async fn indonesian() -> Result<[Catalogue; 4], NotLoaded> {
    Ok(INDONESIAN)
}
