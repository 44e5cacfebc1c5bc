//! What the panel does to the reader's database, and what came of it. Nothing is overwritten, and nothing in memory is
//! given up, unless somebody pressed a button that says so.

use std::future::Future;
use std::pin::Pin;

use js_sys::ArrayBuffer;
use leptos::prelude::*;
use protocol::wire::{Attachment, Buffer};
use sql_workload::session::{
    Command, Description, Event, FileError, Persistence, Place, SessionError, StoreName, Unkept,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;

use super::folder;
use super::remembered::remember;
use crate::labs::database::model::storage::{self, Carry, Whereabouts};
use crate::labs::database::view::database::{Database, Opening, Work};
use crate::labs::database::view::lab::{Activity, Failure, Lab, Log, Statements};
use crate::ui::save;

/// The media type of a database of SQLite, as IANA registers it.
const MEDIA_TYPE: &str = "application/vnd.sqlite3";

/// What is being done.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Doing {
    Looking,
    /// The file's name.
    Importing(String),
    Exporting,
    Moving,
    Deleting,
}

/// What came of what was done last.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    Nothing,
    /// Something else goes on.
    Busy,
    /// So many tables were found.
    Looked(u32),
    Imported {
        name: String,
        tables: u32,
        had_log: bool,
    },
    NotImported {
        name: String,
        error: FileError,
    },
    Unreadable {
        name: String,
        message: String,
    },
    /// Saved under this name, with so many bytes.
    Exported(String, u32),
    NothingToExport,
    /// The browser did not save it; in its words.
    NotSaved(String),
    /// Under this name, with so many tables that were in memory.
    Stored(StoreName, u32),
    /// What was stored under this name, so many tables, is open.
    Found(StoreName, u32),
    NotStored(Unkept),
    /// What was in memory before is there again.
    Back,
    /// What is stored under this name stays there.
    Left(StoreName),
    Deleted(StoreName),
    Failed(Failure),
}

/// What is done only if somebody says so.
#[derive(Clone, Debug)]
pub(super) enum Question {
    /// A file would take the place of so many tables.
    ReplaceByFile { file: File, tables: u32 },
    /// What was in memory would take the place of so many tables that are stored.
    ReplaceStored {
        name: StoreName,
        content: Content,
        tables: u32,
    },
    /// Another tab has the database open.
    InUse { name: StoreName },
    /// All of it would be gone.
    Delete { name: StoreName },
}

/// What somebody says to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Do it.
    Yes,
    /// Leave everything as it is.
    No,
    /// Leave what is stored as it is, and go back to what was in memory.
    Back,
}

impl Question {
    /// What can be said, each with the text of its button.
    pub(super) fn answers(&self) -> &'static [(&'static str, Answer)] {
        match self {
            Self::ReplaceByFile { .. } => &[
                ("storage-replace", Answer::Yes),
                ("storage-keep", Answer::No),
            ],
            Self::ReplaceStored { .. } => &[
                ("storage-replace-stored", Answer::Yes),
                ("storage-keep-stored", Answer::No),
                ("storage-go-back", Answer::Back),
            ],
            Self::InUse { .. } => &[
                ("storage-again", Answer::Yes),
                ("storage-use-memory", Answer::No),
            ],
            Self::Delete { .. } => &[
                ("storage-delete-yes", Answer::Yes),
                ("storage-delete-no", Answer::No),
            ],
        }
    }
}

/// What was in memory.
#[derive(Clone, Debug)]
pub(super) struct Content {
    file: ArrayBuffer,
    pub(super) tables: u32,
}

/// The panel's state. Copies are handles on the same one.
#[derive(Clone, Copy)]
pub(super) struct Keeper {
    own: Database,
    /// Whether anything goes on in the lab.
    pub(super) busy: ReadSignal<bool>,
    /// What that is.
    pub(super) activity: RwSignal<Option<Activity>>,
    log: RwSignal<Log, LocalStorage>,
    pub(super) doing: RwSignal<Option<Doing>>,
    pub(super) said: RwSignal<Said>,
    pub(super) question: RwSignal<Option<Question>, LocalStorage>,
    /// How many statements of the reader's had been executed when the description came.
    described_at: RwSignal<u64>,
}

type Acting = Pin<Box<dyn Future<Output = Result<Said, Failure>>>>;

impl Keeper {
    pub(super) fn new(lab: Lab) -> Self {
        let keeper = Self {
            own: lab.own,
            busy: lab.busy,
            activity: lab.activity,
            log: lab.log,
            doing: RwSignal::new(None),
            said: RwSignal::new(Said::Nothing),
            question: RwSignal::new_local(None),
            described_at: RwSignal::new(0),
        };
        Effect::new(move || {
            keeper.description().track();
            keeper.described_at.set(untrack(move || keeper.executed()));
        });
        keeper
    }

    /// What it is and holds, while it is open.
    pub(super) fn description(self) -> ReadSignal<Option<Description>> {
        self.own.description()
    }

    /// Where the database lies.
    pub(super) fn whereabouts(self) -> Whereabouts {
        self.own.place().with(|place| {
            self.description()
                .with(|description| Whereabouts::of(place, description.as_ref()))
        })
    }

    /// Whether statements were executed since the tables were looked at.
    pub(super) fn is_stale(self) -> bool {
        self.executed() > self.described_at.get()
    }

    /// The number of the last statements of the reader's own, counted from one.
    fn executed(self) -> u64 {
        self.log.with(|log| {
            let own = |what: &Statements| matches!(what, Statements::Own { .. });
            let last = log.entries.iter().rev().find(|entry| own(&entry.what));
            last.map_or(0, |entry| entry.number + 1)
        })
    }

    /// Whether nothing may be begun: something goes on, or tables of memory wait for an answer.
    pub(super) fn is_blocked(self) -> bool {
        self.busy.get() || self.holds_content()
    }

    fn holds_content(self) -> bool {
        self.question
            .with(|question| matches!(question, Some(Question::ReplaceStored { .. })))
    }

    /// Does one thing, unless something else goes on.
    fn act(self, doing: Doing, act: impl FnOnce(Opening) -> Acting) {
        let Some(opening) = self.own.begin() else {
            self.said.set(Said::Busy);
            return;
        };
        self.question.set(None);
        self.doing.set(Some(doing));
        let acting = act(opening);
        spawn_local(async move {
            let said = acting.await.unwrap_or_else(Said::Failed);
            if let Said::Failed(Failure::Refused(SessionError::InUse { name })) = &said
                && let Ok(name) = storage::name(name)
            {
                self.question.try_set(Some(Question::InUse { name }));
            }
            self.doing.try_set(None);
            self.said.try_set(said);
        });
    }

    /// Opens the database, and looks at what it holds.
    pub(super) fn look(self) {
        self.act(Doing::Looking, |opening| {
            Box::pin(async move {
                let work = opening.open().await?;
                let found = describe(&work).await?;
                Ok(match found.persistence {
                    Persistence::MemoryInstead { reason } => Said::NotStored(reason),
                    _ => Said::Looked(found.table_count),
                })
            })
        });
    }

    /// Takes a file, or asks first where it would take the place of tables.
    pub(super) fn import(self, file: File, replace: bool) {
        if untrack(move || self.holds_content()) {
            return;
        }
        let name = file.name();
        if let Some(error) = storage::unread(file.size()) {
            self.question.set(None);
            self.said.set(Said::NotImported { name, error });
            return;
        }
        self.act(Doing::Importing(name.clone()), move |opening| {
            Box::pin(self.take(opening, file, name, replace))
        });
    }

    async fn take(
        self,
        opening: Opening,
        file: File,
        name: String,
        replace: bool,
    ) -> Result<Said, Failure> {
        let read = match JsFuture::from(file.array_buffer()).await {
            Ok(read) => read.unchecked_into(),
            Err(error) => {
                let message = folder::message_of(&error);
                return Ok(Said::Unreadable { name, message });
            }
        };
        let work = opening.open().await?;
        match put(&work, Attachment::Move(read), replace).await {
            Ok(found) => Ok(Said::Imported {
                name,
                tables: found.table_count,
                had_log: found.had_log,
            }),
            Err(Failure::Refused(SessionError::NotEmpty { tables })) => {
                let question = Question::ReplaceByFile { file, tables };
                self.question.try_set(Some(question));
                Ok(Said::Nothing)
            }
            Err(Failure::Refused(SessionError::File(error))) => {
                Ok(Said::NotImported { name, error })
            }
            Err(failure) => Err(failure),
        }
    }

    /// Saves the database as a file.
    pub(super) fn export(self) {
        self.act(Doing::Exporting, |opening| {
            Box::pin(async move {
                let work = opening.open().await?;
                let found = describe(&work).await?;
                if found.table_count == 0 {
                    return Ok(Said::NothingToExport);
                }
                let file = file(&work).await?;
                let name = storage::file_name(&found.persistence);
                Ok(match save::try_save_bytes(&name, MEDIA_TYPE, &file) {
                    Ok(()) => Said::Exported(name, file.byte_length()),
                    Err(message) => Said::NotSaved(message),
                })
            })
        });
    }

    /// Opens the database that is stored under this name, and takes along what is in memory.
    pub(super) fn store(self, name: StoreName) {
        self.act(Doing::Moving, move |opening| {
            Box::pin(self.move_into(opening, name))
        });
    }

    async fn move_into(self, opening: Opening, name: StoreName) -> Result<Said, Failure> {
        let is_open = self.description().try_with_untracked(Option::is_some);
        let content = if is_open == Some(true) {
            let work = opening.open().await?;
            let found = describe(&work).await?;
            let tables = found.table_count;
            if tables > 0 {
                let file = file(&work).await?;
                Some(Content { file, tables })
            } else {
                None
            }
        } else {
            drop(opening);
            None
        };
        let place = Place::Stored { name: name.clone() };
        self.own.move_to(place);
        match self.settle(name, content.clone()).await {
            Ok(said) => Ok(said),
            Err(failure) => {
                self.go_back(content).await?;
                Err(failure)
            }
        }
    }

    /// Puts what was in memory into the stored database that is opened now, or asks first.
    async fn settle(self, name: StoreName, content: Option<Content>) -> Result<Said, Failure> {
        let work = self.begin()?.open().await?;
        let found = work.description().ok_or(Failure::Cancelled)?;
        let carried = content.as_ref().map_or(0, |content| content.tables);
        match (storage::carry(content.is_some(), &found), content) {
            (Carry::Put, Some(content)) => {
                put(&work, Attachment::Clone(content.file), false).await?;
            }
            (Carry::Ask(tables), Some(content)) => {
                remember(Some(&name));
                self.question.try_set(Some(Question::ReplaceStored {
                    name,
                    content,
                    tables,
                }));
                return Ok(Said::Nothing);
            }
            _ => {}
        }
        if let Persistence::MemoryInstead { reason } = found.persistence {
            return Ok(Said::NotStored(reason));
        }
        remember(Some(&name));
        Ok(match found.table_count {
            0 => Said::Stored(name, carried),
            tables => Said::Found(name, tables),
        })
    }

    /// Works in memory again, with what was there.
    async fn go_back(self, content: Option<Content>) -> Result<(), Failure> {
        self.own.move_to(Place::Memory);
        if let Some(content) = content {
            let work = self.begin()?.open().await?;
            put(&work, Attachment::Clone(content.file), false).await?;
        }
        Ok(())
    }

    /// Begins once more what somebody has begun; nothing can have come in between.
    fn begin(self) -> Result<Opening, Failure> {
        self.own.begin().ok_or(Failure::Cancelled)
    }

    /// Puts what was in memory in the place of what is stored.
    fn replace_stored(self, name: StoreName, content: Content) {
        self.act(Doing::Moving, move |opening| {
            Box::pin(async move {
                let kept = content.clone();
                let replaced = async {
                    let work = opening.open().await?;
                    put(&work, Attachment::Clone(content.file), true).await
                };
                match replaced.await {
                    Ok(_) => Ok(Said::Stored(name, kept.tables)),
                    Err(failure) => {
                        remember(None);
                        self.go_back(Some(kept)).await?;
                        Err(failure)
                    }
                }
            })
        });
    }

    /// Leaves what is stored as it is, and works on with what was in memory.
    fn return_to_memory(self, content: Content) {
        self.act(Doing::Moving, move |opening| {
            drop(opening);
            Box::pin(async move {
                remember(None);
                self.go_back(Some(content)).await?;
                Ok(Said::Back)
            })
        });
    }

    /// Works in memory from now on; what is stored stays.
    pub(super) fn leave(self, name: StoreName) {
        let Some(opening) = self.own.begin() else {
            self.said.set(Said::Busy);
            return;
        };
        // Where another tab has it, that tab opens it again after a reload.
        if self.description().with_untracked(Option::is_some) {
            remember(None);
        }
        self.own.move_to(Place::Memory);
        self.question.set(None);
        self.said.set(Said::Left(name));
        drop(opening);
    }

    /// Deletes what is stored, and works in memory from then on.
    fn delete(self, name: StoreName) {
        self.act(Doing::Deleting, move |opening| {
            Box::pin(async move {
                self.own.move_to(Place::Memory);
                let deleted = folder::delete(&name).await;
                drop(opening);
                match deleted {
                    Ok(()) => {
                        remember(None);
                        Ok(Said::Deleted(name))
                    }
                    Err(error) => {
                        self.own.move_to(Place::Stored { name });
                        Err(Failure::Refused(error))
                    }
                }
            })
        });
    }

    /// Asks whether what is stored shall be deleted.
    pub(super) fn ask_to_delete(self, name: StoreName) {
        self.question.set(Some(Question::Delete { name }));
    }

    /// Does what somebody says to the question.
    pub(super) fn answer(self, answer: Answer) {
        let Some(question) = self.question.try_update(Option::take).flatten() else {
            return;
        };
        let is_stored = untrack(move || self.whereabouts().stored().is_some());
        match (question, answer) {
            (Question::ReplaceByFile { file, .. }, Answer::Yes) => self.import(file, true),
            (Question::ReplaceStored { name, content, .. }, Answer::Yes) => {
                self.replace_stored(name, content);
            }
            (Question::ReplaceStored { content, .. }, Answer::Back) => {
                self.return_to_memory(content);
            }
            (Question::ReplaceStored { name, tables, .. }, Answer::No) => {
                self.said.set(Said::Found(name, tables));
            }
            (Question::InUse { .. }, Answer::Yes) if is_stored => self.look(),
            (Question::InUse { name }, Answer::Yes) => self.store(name),
            (Question::InUse { name }, _) if is_stored => self.leave(name),
            (Question::InUse { .. }, _) => self.said.set(Said::Nothing),
            (Question::Delete { name }, Answer::Yes) => self.delete(name),
            (Question::ReplaceByFile { .. } | Question::Delete { .. }, _) => {}
        }
    }
}

async fn describe(work: &Work) -> Result<Description, Failure> {
    described(work, Command::Describe, Vec::new()).await
}

async fn put(work: &Work, file: Attachment, replace: bool) -> Result<Description, Failure> {
    work.tell(Activity::Executing)?;
    described(work, Command::Import { replace }, vec![file]).await
}

async fn described(
    work: &Work,
    command: Command,
    attachments: Vec<Attachment>,
) -> Result<Description, Failure> {
    let pick = |event, _| match event {
        Event::Described(description) => Some(description),
        _ => None,
    };
    work.answer(command, attachments, pick).await
}

/// The database as a file.
async fn file(work: &Work) -> Result<ArrayBuffer, Failure> {
    work.tell(Activity::Executing)?;
    let pick = |event, buffers: Vec<Buffer>| match (event, buffers.into_iter().next()) {
        (Event::Exported(_), Some(Buffer::Own(file))) => Some(file),
        _ => None,
    };
    work.answer(Command::Export, Vec::new(), pick).await
}
