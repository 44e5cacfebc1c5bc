//! Keeps a person's SQL within the session's own database, and within its share of memory.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;

use super::of_sqlite;
use crate::session::{LIMITS, SessionError};

/// What SQLite itself takes at most, where we want less than it does by default.
const SQLITE_LIMITS: [(Limit, u32); 7] = [
    (Limit::SQLITE_LIMIT_LENGTH, LIMITS.value_bytes),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, LIMITS.sql_bytes),
    // A parser that nests deeper would need more stack than a worker may have.
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 200),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 100),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
    // VACUUM takes one.
    (Limit::SQLITE_LIMIT_ATTACHED, 1),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
];

/// Pragmas that may be asked and set: they concern the connection, or the database's own content.
const PRAGMAS: [&str; 24] = [
    "analysis_limit",
    "application_id",
    "auto_vacuum",
    "automatic_index",
    "cache_size",
    "case_sensitive_like",
    "cell_size_check",
    "defer_foreign_keys",
    "encoding",
    "foreign_keys",
    "ignore_check_constraints",
    "incremental_vacuum",
    "integrity_check",
    "optimize",
    "page_size",
    "query_only",
    "quick_check",
    "read_uncommitted",
    "recursive_triggers",
    "reverse_unordered_selects",
    "secure_delete",
    "shrink_memory",
    "threads",
    "user_version",
];

/// Pragmas that tell something about what they name.
const PRAGMAS_ABOUT: [&str; 8] = [
    "foreign_key_check",
    "foreign_key_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "table_info",
    "table_list",
    "table_xinfo",
];

/// Pragmas that may be asked and not set.
const PRAGMAS_ASKED: [&str; 15] = [
    "busy_timeout",
    "collation_list",
    "compile_options",
    "data_version",
    "database_list",
    "freelist_count",
    "function_list",
    "journal_mode",
    "locking_mode",
    "max_page_count",
    "module_list",
    "page_count",
    "pragma_list",
    "schema_version",
    "synchronous",
];

/// Functions that reach for something outside, whether this SQLite has them or not.
const FUNCTIONS: [&str; 6] = [
    "edit",
    "fts3_tokenizer",
    "load_extension",
    "readfile",
    "sqlite_dbpage",
    "writefile",
];

/// The pages that a database has at most follow from the size of its pages.
const LEAST_PAGES: u64 = 1;

/// What was denied last.
#[derive(Clone, Debug, Default)]
pub(super) struct Guard {
    denied: Arc<Mutex<Option<String>>>,
}

impl Guard {
    /// Sets limits, and lets SQLite ask before it prepares a statement.
    pub(super) fn set_up(&self, connection: &mut Connection) -> Result<(), SessionError> {
        // What it keeps others from is set here.
        connection
            .authorizer(None::<fn(AuthContext<'_>) -> Authorization>)
            .map_err(of_sqlite)?;
        for (limit, value) in SQLITE_LIMITS {
            let value = i32::try_from(value).unwrap_or(i32::MAX);
            connection.set_limit(limit, value).map_err(of_sqlite)?;
        }
        // No statement may write the pages or the schema behind SQLite's back, and a file that somebody sends
        // runs no functions of its choice from within views and triggers.
        for (config, value) in [
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
            (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        ] {
            connection.set_db_config(config, value).map_err(of_sqlite)?;
        }
        let page_bytes: i64 = connection
            .pragma_query_value(None, "page_size", |row| row.get(0))
            .map_err(of_sqlite)?;
        let pages = LIMITS.database_bytes / page_bytes.unsigned_abs().max(1);
        connection
            .execute_batch(&format!(
                "PRAGMA max_page_count = {}; PRAGMA cell_size_check = on",
                pages.max(LEAST_PAGES)
            ))
            .map_err(of_sqlite)?;
        let denied = Arc::clone(&self.denied);
        let authorizer = move |context: AuthContext<'_>| match refusal(&context.action) {
            None => Authorization::Allow,
            Some(what) => {
                *denied.lock().unwrap_or_else(PoisonError::into_inner) = Some(what);
                Authorization::Deny
            }
        };
        connection.authorizer(Some(authorizer)).map_err(of_sqlite)
    }

    /// What the last statement was refused for, if it was.
    pub(super) fn take(&self) -> Option<String> {
        self.denied
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }
}

/// Why an action is refused, if it is.
fn refusal(action: &AuthAction<'_>) -> Option<String> {
    match action {
        // VACUUM does the first within SQLite, with a file of no name in memory.
        AuthAction::Attach { filename: "" } => None,
        AuthAction::Attach { .. } => Some("another file (ATTACH, VACUUM INTO)".to_owned()),
        AuthAction::Pragma {
            pragma_name,
            pragma_value,
        } => {
            let name = pragma_name.to_ascii_lowercase();
            let is_listed = |list: &[&str]| list.contains(&name.as_str());
            let is_allowed = is_listed(&PRAGMAS)
                || is_listed(&PRAGMAS_ABOUT)
                || (pragma_value.is_none() && is_listed(&PRAGMAS_ASKED));
            (!is_allowed).then(|| match pragma_value {
                Some(value) => format!("PRAGMA {name} = {value}"),
                None => format!("PRAGMA {name}"),
            })
        }
        AuthAction::Function { function_name } => FUNCTIONS
            .iter()
            .find(|function| function.eq_ignore_ascii_case(function_name))
            .map(|function| format!("the function {function}")),
        AuthAction::Unknown { code, .. } => Some(format!("an action of the kind {code}")),
        _ => None,
    }
}
