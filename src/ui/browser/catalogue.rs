//! Catalogues of texts, fetched when somebody reads that language.

use crate::texts::{self, Catalogue, Locale};
use crate::ui::later::{NotLoaded, part};

/// Fetches the texts of a language, unless they are here. Returns whether they are then.
pub(crate) async fn fetch(locale: Locale) -> bool {
    if !texts::knows(locale) {
        let catalogues = match locale {
            Locale::En => return true,
            Locale::Id => INDONESIAN().await,
        };
        match catalogues {
            Ok(catalogues) => catalogues.into_iter().for_each(texts::learn),
            Err(NotLoaded) => return false,
        }
    }
    true
}

part!(INDONESIAN = locale_id: Vec<Catalogue> => texts::indonesian());
