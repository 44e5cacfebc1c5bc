//! The names of SQLite's result codes (sqlite.org/rescode.html).

/// Bits of an extended code that are the primary one.
const PRIMARY: i32 = 0xff;

/// The name of an extended result code. One that is not in the lists has the name of its primary code, with the
/// number behind it; `None` for zero, which is no error.
#[must_use]
pub(crate) fn name(code: i32) -> Option<String> {
    if code == 0 {
        return None;
    }
    let primary = primary(code & PRIMARY);
    Some(match (primary, detail(code)) {
        (Some(primary), Some(detail)) => format!("SQLITE_{primary}_{detail}"),
        (Some(primary), None) if code & PRIMARY == code => format!("SQLITE_{primary}"),
        (Some(primary), None) => format!("SQLITE_{primary} ({code})"),
        (None, _) => code.to_string(),
    })
}

const fn primary(code: i32) -> Option<&'static str> {
    Some(match code {
        1 => "ERROR",
        2 => "INTERNAL",
        3 => "PERM",
        4 => "ABORT",
        5 => "BUSY",
        6 => "LOCKED",
        7 => "NOMEM",
        8 => "READONLY",
        9 => "INTERRUPT",
        10 => "IOERR",
        11 => "CORRUPT",
        12 => "NOTFOUND",
        13 => "FULL",
        14 => "CANTOPEN",
        15 => "PROTOCOL",
        17 => "SCHEMA",
        18 => "TOOBIG",
        19 => "CONSTRAINT",
        20 => "MISMATCH",
        21 => "MISUSE",
        22 => "NOLFS",
        23 => "AUTH",
        25 => "RANGE",
        26 => "NOTADB",
        _ => return None,
    })
}

/// What an extended code adds to its primary one.
const fn detail(code: i32) -> Option<&'static str> {
    Some(match (code & PRIMARY, code >> 8) {
        (1, 1) => "MISSING_COLLSEQ",
        (1, 2) => "RETRY",
        (4, 2) => "ROLLBACK",
        (5, 2) => "SNAPSHOT",
        (6, 1) => "SHAREDCACHE",
        (6, 2) | (11, 1) | (19, 9) => "VTAB",
        (11, 2) => "SEQUENCE",
        (11, 3) => "INDEX",
        (19, 1) => "CHECK",
        (19, 2) => "COMMITHOOK",
        (19, 3) => "FOREIGNKEY",
        (19, 4) => "FUNCTION",
        (19, 5) => "NOTNULL",
        (19, 6) => "PRIMARYKEY",
        (19, 7) => "TRIGGER",
        (19, 8) => "UNIQUE",
        (19, 10) => "ROWID",
        (19, 11) => "PINNED",
        (19, 12) => "DATATYPE",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_the_names_of_the_documentation() {
        for (code, expected) in [
            (1, "SQLITE_ERROR"),
            (9, "SQLITE_INTERRUPT"),
            (275, "SQLITE_CONSTRAINT_CHECK"),
            (787, "SQLITE_CONSTRAINT_FOREIGNKEY"),
            (1299, "SQLITE_CONSTRAINT_NOTNULL"),
            (1555, "SQLITE_CONSTRAINT_PRIMARYKEY"),
            (2067, "SQLITE_CONSTRAINT_UNIQUE"),
            (3091, "SQLITE_CONSTRAINT_DATATYPE"),
            (517, "SQLITE_BUSY_SNAPSHOT"),
            (516, "SQLITE_ABORT_ROLLBACK"),
            (778, "SQLITE_IOERR (778)"),
            (255, "255"),
        ] {
            assert_eq!(name(code).as_deref(), Some(expected));
        }
        assert_eq!(name(0), None);
    }
}
