//! Which SQLite it is: the same release with the same options natively and in the browser, so that a statement
//! has the same plan and takes the same steps.

use serde::{Deserialize, Serialize};

/// What a build of SQLite says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Build {
    /// Its release, as `sqlite_version()` has it.
    pub version: String,
    /// The check-in that it was made from, as `sqlite_source_id()` has it.
    pub source_id: String,
    /// What it was compiled with, as `PRAGMA compile_options` has it.
    pub options: Vec<String>,
}

impl Build {
    /// How this build differs from the one that every target has; nothing where it does not.
    #[must_use]
    pub fn differences(&self) -> Vec<String> {
        let mut differences = Vec::new();
        if self.version != VERSION {
            differences.push(format!("version {} for {VERSION}", self.version));
        }
        if self.source_id != SOURCE_ID {
            differences.push(format!("source {} for {SOURCE_ID}", self.source_id));
        }
        let own = || {
            self.options
                .iter()
                .map(String::as_str)
                .filter(|option| !is_of_machine(option))
        };
        differences.extend(
            own()
                .filter(|option| !OPTIONS.contains(option))
                .map(|option| format!("{option} is set")),
        );
        differences.extend(
            OPTIONS
                .iter()
                .filter(|option| !own().any(|other| other == **option))
                .map(|option| format!("{option} is not set")),
        );
        differences
    }
}

/// Whether an option is of the machine, its compiler and its threads, and so no matter of plans and results.
fn is_of_machine(option: &str) -> bool {
    OF_MACHINE.iter().any(|start| option.starts_with(start))
}

/// How options begin that each target has its own of.
const OF_MACHINE: [&str; 7] = [
    "ATOMIC_INTRINSICS",
    "COMPILER",
    "HAVE_ISNAN",
    "MAX_MMAP_SIZE",
    "MAX_WORKER_THREADS",
    "MUTEX_",
    "THREADSAFE",
];

/// The release.
pub const VERSION: &str = "3.54.1";

/// The check-in that it was made from.
pub const SOURCE_ID: &str =
    "2026-10-16 14:45:20 555e07ef33f69a0957d24d8e555b702464a131d6f1607f4c3c1e4551e8e6ca76";

/// The options: those that `.cargo/config.toml` sets, and what is so unless somebody says otherwise.
pub const OPTIONS: [&str; 43] = [
    "DEFAULT_AUTOVACUUM",
    "DEFAULT_CACHE_SIZE=-16384",
    "DEFAULT_FILE_FORMAT=4",
    "DEFAULT_FOREIGN_KEYS",
    "DEFAULT_JOURNAL_SIZE_LIMIT=-1",
    "DEFAULT_MEMSTATUS=0",
    "DEFAULT_MMAP_SIZE=0",
    "DEFAULT_PAGE_SIZE=4096",
    "DEFAULT_PCACHE_INITSZ=20",
    "DEFAULT_RECURSIVE_TRIGGERS",
    "DEFAULT_SECTOR_SIZE=4096",
    "DEFAULT_SYNCHRONOUS=2",
    "DEFAULT_WAL_AUTOCHECKPOINT=1000",
    "DEFAULT_WAL_SYNCHRONOUS=2",
    "DEFAULT_WORKER_THREADS=0",
    "DIRECT_OVERFLOW_READ",
    "DQS=0",
    "ENABLE_DBSTAT_VTAB",
    "ENABLE_MATH_FUNCTIONS",
    "ENABLE_STAT4",
    "LIKE_DOESNT_MATCH_BLOBS",
    "MALLOC_SOFT_LIMIT=1024",
    "MAX_ATTACHED=10",
    "MAX_COLUMN=2000",
    "MAX_COMPOUND_SELECT=500",
    "MAX_DEFAULT_PAGE_SIZE=8192",
    "MAX_EXPR_DEPTH=1000",
    "MAX_FUNCTION_ARG=1000",
    "MAX_LENGTH=1000000000",
    "MAX_LIKE_PATTERN_LENGTH=50000",
    "MAX_PAGE_COUNT=0xfffffffe",
    "MAX_PAGE_SIZE=65536",
    "MAX_SCHEMA=10000000",
    "MAX_SQL_LENGTH=1000000000",
    "MAX_TRIGGER_DEPTH=1000",
    "MAX_VARIABLE_NUMBER=32766",
    "MAX_VDBE_OP=250000000",
    "OMIT_DEPRECATED",
    "OMIT_LOAD_EXTENSION",
    "OMIT_SHARED_CACHE",
    "SYSTEM_MALLOC",
    "TEMP_STORE=2",
    "USE_URI",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn common() -> Build {
        Build {
            version: VERSION.to_owned(),
            source_id: SOURCE_ID.to_owned(),
            options: OPTIONS.map(str::to_owned).to_vec(),
        }
    }

    #[test]
    fn a_build_differs_by_all_but_its_machine() {
        let mut build = common();
        build.options.push("COMPILER=clang-99".to_owned());
        build.options.push("THREADSAFE=2".to_owned());
        assert!(build.differences().is_empty(), "{:?}", build.differences());
        build.options.push("ENABLE_FTS5".to_owned());
        build.options.retain(|option| option != "ENABLE_STAT4");
        build.version = "3.0.0".to_owned();
        assert_eq!(
            build.differences(),
            [
                "version 3.0.0 for 3.54.1",
                "ENABLE_FTS5 is set",
                "ENABLE_STAT4 is not set"
            ]
        );
    }
}
