//! What the panel of the reader's database decides: where it is opened, what becomes of its content when it moves, and
//! which files are worth reading.

use sql_workload::session::{
    Description, FileError, LIMITS, Persistence, Place, SessionError, StoreName,
};

/// Where the browser keeps the name of the stored database that was open last.
pub(crate) const KEY: &str = "pp-database-stored";

/// The name that the field has at first.
pub(crate) const NAME: &str = "my-database";

/// What a database in memory is called when it is saved as a file.
const UNNAMED: &str = "database";

/// Where the reader's database is opened, by what the browser has kept: a name that somebody changed by hand so that no
/// database can have it counts as none.
pub(crate) fn place(kept: Option<String>) -> Place {
    let name = kept.and_then(|name| StoreName::try_from(name).ok());
    name.map_or(Place::Memory, |name| Place::Stored { name })
}

/// The name that was typed.
pub(crate) fn name(text: &str) -> Result<StoreName, SessionError> {
    StoreName::try_from(text.trim().to_owned())
}

/// What the file is called that the database is saved as.
pub(crate) fn file_name(persistence: &Persistence) -> String {
    let name = match persistence {
        Persistence::Stored { name } => name.as_str(),
        Persistence::Memory | Persistence::MemoryInstead { .. } => UNNAMED,
    };
    format!("{name}.sqlite")
}

/// Why a file of so many bytes is not read at all.
pub(crate) fn unread(bytes: f64) -> Option<FileError> {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a file's size is a whole number, and not negative"
    )]
    let bytes = bytes as u64;
    (bytes > LIMITS.database_bytes).then_some(FileError::TooLarge {
        bytes,
        bytes_max: LIMITS.database_bytes,
    })
}

/// What becomes of the content of memory once the database is open at its new place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carry {
    /// There is none.
    Nothing,
    /// It is put there.
    Put,
    /// Somebody has to say so first, for there are so many tables.
    Ask(u32),
}

/// See [`Carry`].
pub(crate) fn carry(has_content: bool, there: &Description) -> Carry {
    match there.table_count {
        _ if !has_content => Carry::Nothing,
        0 => Carry::Put,
        tables => Carry::Ask(tables),
    }
}

/// Where the reader's database lies, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whereabouts {
    /// Not open yet, and nowhere.
    Nowhere,
    /// Not open yet, but stored under this name.
    Closed(StoreName),
    /// Open.
    Open(Persistence),
}

impl Whereabouts {
    /// By the place where it is opened next, and what it was told to be if it is open.
    pub(crate) fn of(place: &Place, description: Option<&Description>) -> Self {
        match (description, place) {
            (Some(description), _) => Self::Open(description.persistence.clone()),
            (None, Place::Stored { name }) => Self::Closed(name.clone()),
            (None, Place::Memory) => Self::Nowhere,
        }
    }

    /// The name under which it is stored, if it is.
    pub(crate) fn stored(&self) -> Option<&StoreName> {
        match self {
            Self::Closed(name) | Self::Open(Persistence::Stored { name }) => Some(name),
            Self::Nowhere | Self::Open(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use sql_workload::session::{Build, Unkept};

    use super::*;

    fn stored(name: &str) -> Persistence {
        let name = StoreName::try_from(name.to_owned()).expect("plain");
        Persistence::Stored { name }
    }

    fn description(persistence: Persistence, table_count: u32) -> Description {
        Description {
            build: Build {
                version: String::new(),
                source_id: String::new(),
                options: Vec::new(),
            },
            persistence,
            bytes: 0,
            tables: Vec::new(),
            table_count,
            library: None,
            had_log: false,
        }
    }

    #[test]
    fn a_kept_name_leads_back_to_its_database_unless_it_is_none() {
        assert_eq!(place(None), Place::Memory);
        assert_eq!(place(Some("../x".to_owned())), Place::Memory);
        let Place::Stored { name } = place(Some("mine".to_owned())) else {
            panic!("stored");
        };
        assert_eq!(name.as_str(), "mine");
    }

    #[test]
    fn space_around_a_typed_name_does_not_count() {
        assert_eq!(name(" a-1 ").expect("plain").as_str(), "a-1");
        assert!(matches!(name("Mine"), Err(SessionError::Name { found }) if found == "Mine"));
        assert!(name("").is_err());
        assert!(name(NAME).is_ok());
    }

    #[test]
    fn a_file_is_called_by_what_is_stored() {
        assert_eq!(file_name(&stored("mine")), "mine.sqlite");
        assert_eq!(file_name(&Persistence::Memory), "database.sqlite");
    }

    #[test]
    fn a_file_beyond_the_limit_is_not_read() {
        let most = LIMITS.database_bytes as f64;
        assert_eq!(unread(most), None);
        let error = unread(most + 1.0).expect("too large");
        assert!(
            matches!(error, FileError::TooLarge { bytes, .. } if bytes == LIMITS.database_bytes + 1)
        );
    }

    #[test]
    fn content_is_carried_over_nothing_and_asked_about_over_tables() {
        let empty = description(stored("a"), 0);
        let full = description(stored("a"), 3);
        assert_eq!(carry(true, &empty), Carry::Put);
        assert_eq!(carry(true, &full), Carry::Ask(3));
        assert_eq!(carry(false, &full), Carry::Nothing);
    }

    #[test]
    fn a_database_that_is_open_lies_where_it_says() {
        let closed = place(Some("a".to_owned()));
        let unkept = Persistence::MemoryInstead {
            reason: Unkept::Unsupported,
        };
        let instead = description(unkept.clone(), 0);
        let whereabouts = Whereabouts::of(&closed, Some(&instead));
        assert_eq!(whereabouts, Whereabouts::Open(unkept));
        assert_eq!(whereabouts.stored(), None);
        let whereabouts = Whereabouts::of(&closed, None);
        assert_eq!(whereabouts.stored().map(StoreName::as_str), Some("a"));
        let whereabouts = Whereabouts::of(&Place::Memory, None);
        assert_eq!(whereabouts, Whereabouts::Nowhere);
    }
}
