//! What the panel says.

use leptos::prelude::*;
use sql_workload::session::{FileError, KnownFile, Persistence, SessionError, Unkept};

use super::keeper::{Doing, Keeper, Question, Said};
use crate::labs::database::model::storage::Whereabouts;
use crate::labs::database::view::lab::{Activity, Failure};
use crate::labs::database::view::words;
use crate::texts::Arg;
use crate::ui::figures;
use crate::ui::say::Speech;

/// What goes on, what is asked, or what came of it.
pub(super) fn status(speech: Speech, keeper: Keeper) -> String {
    if let Some(doing) = keeper.doing.get() {
        return match keeper.activity.get() {
            Some(activity @ (Activity::Opening | Activity::Fetching { .. })) => {
                words::activity(speech, activity)
            }
            _ => self::doing(speech, &doing),
        };
    }
    let asked = keeper
        .question
        .with(|question| question.as_ref().map(|asked| question_of(speech, asked)));
    asked.unwrap_or_else(|| keeper.said.with(|said| self::said(speech, said)))
}

fn doing(speech: Speech, doing: &Doing) -> String {
    speech.say(match doing {
        Doing::Importing(name) => return named(speech, "storage-importing", name),
        Doing::Looking => "storage-looking",
        Doing::Exporting => "storage-exporting",
        Doing::Moving => "storage-moving",
        Doing::Deleting => "storage-deleting",
    })
}

fn question_of(speech: Speech, question: &Question) -> String {
    match question {
        Question::ReplaceByFile { file, tables } => speech.say_with(
            "storage-ask-file",
            &[
                ("name", file.name().into()),
                ("tables", self::tables(speech, *tables)),
            ],
        ),
        Question::ReplaceStored {
            name,
            content,
            tables,
        } => speech.say_with(
            "storage-ask-stored",
            &[
                ("name", name.as_str().into()),
                ("tables", self::tables(speech, *tables)),
                ("memory", self::tables(speech, content.tables)),
            ],
        ),
        Question::InUse { name } => named(speech, "storage-in-use", name.as_str()),
        Question::Delete { name } => named(speech, "storage-ask-delete", name.as_str()),
    }
}

fn said(speech: Speech, said: &Said) -> String {
    match said {
        Said::Nothing => speech.say("storage-nothing"),
        Said::Busy => speech.say("storage-busy"),
        Said::Looked(tables) => speech.say_with(
            "storage-looked",
            &[("tables", self::tables(speech, *tables))],
        ),
        Said::Imported {
            name,
            tables,
            had_log,
        } => {
            let args = [
                ("name", name.as_str().into()),
                ("tables", self::tables(speech, *tables)),
            ];
            let imported = speech.say_with("storage-imported", &args);
            if *had_log {
                format!("{imported} {}", speech.say("storage-had-log"))
            } else {
                imported
            }
        }
        Said::NotImported { name, error } => speech.say_with(
            "storage-not-imported",
            &[
                ("name", name.as_str().into()),
                ("reason", file_error(speech, error).into()),
            ],
        ),
        Said::Unreadable { name, message } => speech.say_with(
            "storage-unreadable",
            &[
                ("name", name.as_str().into()),
                ("message", message.as_str().into()),
            ],
        ),
        Said::Exported(name, bytes) => speech.say_with(
            "storage-exported",
            &[
                ("name", name.as_str().into()),
                ("bytes", count(speech, (*bytes).into())),
            ],
        ),
        Said::NothingToExport => speech.say("storage-nothing-to-export"),
        Said::NotSaved(message) => {
            speech.say_with("storage-not-saved", &[("message", message.as_str().into())])
        }
        Said::Stored(name, 0) => named(speech, "storage-stored-empty", name.as_str()),
        Said::Stored(name, tables) => {
            named_with_tables(speech, "storage-stored", name.as_str(), *tables)
        }
        Said::Found(name, tables) => {
            named_with_tables(speech, "storage-found", name.as_str(), *tables)
        }
        Said::NotStored(reason) => unkept(speech, reason),
        Said::Back => speech.say("storage-back"),
        Said::Left(name) => named(speech, "storage-left", name.as_str()),
        Said::Deleted(name) => named(speech, "storage-deleted", name.as_str()),
        Said::Failed(failure) => self::failure(speech, failure),
    }
}

/// Where the database lies, and whether it is there again after a reload.
pub(super) fn whereabouts(speech: Speech, whereabouts: &Whereabouts) -> String {
    match whereabouts {
        Whereabouts::Nowhere => speech.say("storage-at-nowhere"),
        Whereabouts::Closed(name) => named(speech, "storage-at-closed", name.as_str()),
        Whereabouts::Open(Persistence::Memory) => speech.say("storage-at-memory"),
        Whereabouts::Open(Persistence::Stored { name }) => {
            named(speech, "storage-at-stored", name.as_str())
        }
        Whereabouts::Open(Persistence::MemoryInstead { reason }) => unkept(speech, reason),
    }
}

fn unkept(speech: Speech, reason: &Unkept) -> String {
    match reason {
        Unkept::Unsupported => speech.say("storage-unsupported"),
        Unkept::Denied { message } => {
            speech.say_with("storage-denied", &[("message", message.as_str().into())])
        }
    }
}

fn failure(speech: Speech, failure: &Failure) -> String {
    match failure {
        Failure::Refused(SessionError::InUse { name }) => named(speech, "storage-in-use", name),
        Failure::Refused(SessionError::Storage { message }) => {
            speech.say_with("storage-broken", &[("message", message.as_str().into())])
        }
        Failure::Refused(SessionError::File(error)) => speech.say_with(
            "storage-damaged",
            &[("reason", file_error(speech, error).into())],
        ),
        other => words::failure(speech, other),
    }
}

/// Why a file is no database that can be opened.
fn file_error(speech: Speech, error: &FileError) -> String {
    match error {
        FileError::Empty => speech.say("storage-file-empty"),
        FileError::TooLarge { bytes, bytes_max } => speech.say_with(
            "storage-file-too-large",
            &[
                ("bytes", count(speech, *bytes)),
                ("max", count(speech, *bytes_max)),
            ],
        ),
        FileError::Foreign { found } => speech.say_with(
            "storage-file-foreign",
            &[("kind", kind(speech, *found).into())],
        ),
        FileError::LogAlone => speech.say("storage-file-log-alone"),
        FileError::Truncated {
            bytes,
            bytes_expected,
        } => speech.say_with(
            "storage-file-truncated",
            &[
                ("bytes", count(speech, *bytes)),
                ("expected", count(speech, *bytes_expected)),
            ],
        ),
        FileError::Header { field, found } => speech.say_with(
            "storage-file-header",
            &[
                ("field", field.as_str().into()),
                ("found", found.to_string().into()),
            ],
        ),
        FileError::TooNew { version } => speech.say_with(
            "storage-file-too-new",
            &[("version", version.to_string().into())],
        ),
        FileError::Damaged { message } => speech.say_with(
            "storage-file-damaged",
            &[("message", message.as_str().into())],
        ),
    }
}

fn kind(speech: Speech, found: KnownFile) -> String {
    speech.say(match found {
        KnownFile::Png => "storage-kind-png",
        KnownFile::Jpeg => "storage-kind-jpeg",
        KnownFile::Zip => "storage-kind-zip",
        KnownFile::Gzip => "storage-kind-gzip",
        KnownFile::Pdf => "storage-kind-pdf",
        KnownFile::Journal => "storage-kind-journal",
        KnownFile::Text => "storage-kind-text",
        KnownFile::Unknown => "storage-kind-unknown",
    })
}

/// A text about a file or a database.
fn named(speech: Speech, text: &str, name: &str) -> String {
    speech.say_with(text, &[("name", name.into())])
}

fn named_with_tables(speech: Speech, text: &str, name: &str, tables: u32) -> String {
    let tables = self::tables(speech, tables);
    speech.say_with(text, &[("name", name.into()), ("tables", tables)])
}

/// So many tables.
pub(super) fn tables(speech: Speech, tables: u32) -> Arg {
    let args = [("tables", Arg::Count(tables.into()))];
    speech.say_with("storage-count", &args).into()
}

fn count(speech: Speech, figure: u64) -> Arg {
    figures::count(speech.locale(), figure).into()
}
