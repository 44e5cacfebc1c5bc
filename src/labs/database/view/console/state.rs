//! The console's state, and what it does with the reader's database.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use sql_workload::session::{Execution, LIMITS, Page, SessionError, StatementReport};
use sql_workload::sql::shape;
use sql_workload::{Cost, Spec, Totals, Trace};
use wasm_bindgen_futures::spawn_local;

use super::super::database::Work;
use super::super::kept::{HISTORY, ID};
use super::super::lab::{Activity, Failure, Lab, Statements, load};
use super::commands::{describe, execute, plan_of, rows_of};
use super::plans::{Explained, Plans};
use crate::environment::clock_step_ms;
use crate::labs::database::model::console::export::Format;
use crate::labs::database::model::console::history::History;
use crate::labs::database::model::console::place::{
    self, Spot, byte_at, only_reads, statement_at, statements,
};
use crate::labs::database::model::console::rows::{CELL_BYTES, PAGE_ROWS, Row, Rows};
use crate::labs::database::model::console::shown::{self, Shown as Cell};
use crate::labs::database::model::console::timing::{Sampler, Timing};
use crate::labs::kept::{recall, remember};
use crate::ui::editor::EditorHandle;
use crate::ui::save;

/// Bytes of a value that are shown as a whole.
const WHOLE_BYTES_MAX: u32 = 256 * 1024;

/// How many rows a press on a table reads.
const TABLE_ROWS: u32 = 100;

const US_PER_MS: f64 = 1e3;

/// The rows that come with what was executed.
const FIRST_PAGE: Page = Page {
    first: 0,
    rows: PAGE_ROWS,
    cell_bytes: CELL_BYTES,
};

/// What was executed last.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) sql: Arc<str>,
    pub(super) execution: Execution,
}

impl Shown {
    /// A statement's text.
    pub(super) fn text(&self, report: &StatementReport) -> &str {
        self.sql.get(bytes(report)).unwrap_or(&self.sql)
    }

    /// The statement whose rows are kept: the last that had any.
    fn with_rows(&self) -> Option<&str> {
        let reads = |report: &&StatementReport| only_reads(self.text(report));
        let last = self.execution.statements.iter().rev().find(reads)?;
        Some(self.text(last))
    }
}

/// A value as a whole.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Whole {
    /// Counted from zero.
    pub(super) row: u32,
    pub(super) column: String,
    pub(super) text: String,
    pub(super) bytes: u32,
    /// Whether even this is only the beginning.
    pub(super) is_cut: bool,
}

/// What there is to say.
#[derive(Clone, Debug)]
pub(super) enum Said {
    Nothing,
    Executed,
    Timed(Timing),
    Explained,
    /// So many rows are in a file.
    Saved(u32),
    /// There is no file, for this reason.
    NotSaved(String),
    /// The editor holds something of the reader's own.
    NotFilled(String),
    NoStatement,
    NotReadOnly,
    Trouble {
        failure: Failure,
        /// Where, in the editor's text as it was then.
        spot: Option<Spot>,
    },
}

/// A part of the editor's text.
#[derive(Clone, Debug)]
struct Source {
    text: String,
    range: Range<usize>,
}

impl Source {
    fn sql(&self) -> &str {
        self.text.get(self.range.clone()).unwrap_or_default()
    }
}

/// The console's state. Copies are handles on the same one.
#[derive(Clone, Copy)]
pub(super) struct Console {
    lab: StoredValue<Lab>,
    pub(super) text: RwSignal<String>,
    editor: StoredValue<EditorHandle>,
    pub(super) said: RwSignal<Said>,
    pub(super) shown: RwSignal<Option<Arc<Shown>>>,
    pub(super) rows: RwSignal<Rows>,
    /// The first row in sight, counted from zero.
    pub(super) first: RwSignal<u32>,
    pub(super) whole: RwSignal<Option<Whole>>,
    pub(super) plans: RwSignal<Plans>,
    /// What was executed since the start, or since it was cleared, for the N+1 detector.
    pub(super) trace: RwSignal<Trace>,
    pub(super) history: RwSignal<History>,
    /// What the last press on a table put into the editor.
    filled: RwSignal<String>,
}

impl Console {
    pub(super) fn new(lab: Lab) -> Self {
        // The handle is part of what it runs, so the latter comes in afterwards.
        let run: StoredValue<Option<Self>> = StoredValue::new(None);
        let on_run = Callback::new(move |()| {
            if let Some(Some(console)) = run.try_get_value() {
                console.execute();
            }
        });
        let on_escape = Callback::new(move |()| {
            let is_busy = lab.busy.get_untracked();
            if is_busy {
                lab.control.stop();
            }
            is_busy
        });
        let console = Self {
            lab: StoredValue::new(lab),
            text: RwSignal::new(String::new()),
            editor: StoredValue::new(EditorHandle::new(on_run, on_escape)),
            said: RwSignal::new(Said::Nothing),
            shown: RwSignal::new(None),
            rows: RwSignal::new(Rows::default()),
            first: RwSignal::new(0),
            whole: RwSignal::new(None),
            plans: RwSignal::new(Plans::default()),
            trace: RwSignal::new(Trace::default()),
            history: RwSignal::new(History::default()),
            filled: RwSignal::new(String::new()),
        };
        run.set_value(Some(console));
        console.fetch_rows();
        console.keep_history();
        console
    }

    /// What was executed is there again after a reload, until all is forgotten.
    fn keep_history(self) {
        let history = self.history;
        // As it is kept; `None` until that is known.
        let kept: RwSignal<Option<Vec<String>>> = RwSignal::new(None);
        spawn_local(async move {
            let found: Vec<String> = recall(ID, HISTORY).await.unwrap_or_default();
            history.try_update(|history| history.append(found.clone()));
            kept.try_set(Some(found));
        });
        Effect::new(move || {
            let texts: Vec<String> = history.with(|history| {
                let texts = history.texts();
                texts.map(|text| String::from(&**text)).collect()
            });
            if kept.with(|kept| kept.as_ref().is_some_and(|kept| *kept != texts)) {
                kept.set(Some(texts.clone()));
                spawn_local(remember(ID, HISTORY, texts));
            }
        });
        let lab = self.lab();
        Effect::new(move || {
            if lab.forgotten() > 0 {
                kept.set(Some(Vec::new()));
                history.set(History::default());
            }
        });
    }

    /// The lab that it is a part of.
    pub(super) fn lab(self) -> Lab {
        self.lab.get_value()
    }

    /// The field that holds the text.
    pub(super) fn editor(self) -> EditorHandle {
        self.editor.get_value()
    }

    /// Executes all of the editor's text, or what is selected.
    pub(super) fn execute(self) {
        let text = self.text.get_untracked();
        let selected = self.selected(&text);
        let range = if selected.is_empty() {
            0..text.len()
        } else {
            selected
        };
        let source = Source { text, range };
        if statements(source.sql()).is_empty() {
            self.said.set(Said::NoStatement);
            return;
        }
        let Some(opening) = self.lab().own.begin() else {
            return;
        };
        spawn_local(async move {
            let done = async {
                let work = opening.open().await?;
                self.run(&work, source.sql().into()).await
            };
            let done = done.await;
            self.say(done, Some(&source));
        });
    }

    async fn run(self, work: &Work, sql: Arc<str>) -> Result<Said, Failure> {
        work.tell(Activity::Executing)?;
        let begun_ms = protocol::clock::now_ms();
        let answered = execute(work, &sql, FIRST_PAGE).await;
        self.history.try_update(|history| history.push(&sql));
        let (ended, elapsed_ms) = match &answered {
            Ok((execution, _)) => (
                Some(Ok(Rc::new(execution.clone()))),
                execution.totals.cost.total_us() / US_PER_MS,
            ),
            Err(failure) => (
                refusal(failure).map(Err),
                protocol::clock::now_ms() - begun_ms,
            ),
        };
        // The page may be gone meanwhile, and the log with it.
        if let Some((lab, ended)) = self.lab.try_get_value().zip(ended) {
            lab.record(Statements::Own {
                sql: Rc::from(&*sql),
                ended,
                elapsed_ms,
            });
        }
        match answered {
            Ok((execution, rows)) => {
                let is_changed = may_have_changed(&execution);
                self.learn(&sql, &execution);
                self.show(Shown { sql, execution }, rows);
                if is_changed {
                    describe(work).await?;
                }
                Ok(Said::Executed)
            }
            Err(failure) => {
                // The session keeps no rows of what failed, nor of what was before it.
                self.forget();
                if matches!(failure, Failure::Refused(_)) {
                    // What stood before the statement that failed may have changed something.
                    describe(work).await?;
                }
                Err(failure)
            }
        }
    }

    /// Tells how SQLite would go about the statement at the cursor.
    pub(super) fn explain(self) {
        let Some(source) = self.at_cursor() else {
            self.said.set(Said::NoStatement);
            return;
        };
        self.explain_text(source.sql().into(), Some(source));
    }

    /// Tells how SQLite went about the statement whose rows are shown.
    pub(super) fn explain_shown(self) {
        let shown = self.shown.get_untracked();
        if let Some(sql) = shown.as_ref().and_then(|shown| shown.with_rows()) {
            self.explain_text(sql.into(), None);
        }
    }

    fn explain_text(self, sql: Arc<str>, source: Option<Source>) {
        let Some(opening) = self.lab().own.begin() else {
            return;
        };
        spawn_local(async move {
            let done = async {
                let work = opening.open().await?;
                let plan = plan_of(&work, &sql).await?;
                self.plans
                    .try_update(|plans| plans.show(Explained { sql, plan }));
                Ok(Said::Explained)
            };
            let done = done.await;
            self.say(done, source.as_ref());
        });
    }

    /// Executes the statement at the cursor again and again, and tells how long it takes.
    pub(super) fn time(self) {
        let Some(source) = self.at_cursor() else {
            self.said.set(Said::NoStatement);
            return;
        };
        if !only_reads(source.sql()) {
            self.said.set(Said::NotReadOnly);
            return;
        }
        let Some(opening) = self.lab().own.begin() else {
            return;
        };
        spawn_local(async move {
            let done = async {
                let work = opening.open().await?;
                self.sample(&work, source.sql()).await
            };
            let done = done.await;
            if done.is_err() {
                self.forget();
            }
            self.say(done, Some(&source));
        });
    }

    /// What is executed here is a measurement, and neither in the lab's log nor in the trace.
    async fn sample(self, work: &Work, sql: &str) -> Result<Said, Failure> {
        let once = format!("{sql}\n;\n");
        let mut sampler = Sampler::new(clock_step_ms(), once.len());
        let mut last = None;
        while let Some(calls) = sampler.next() {
            work.tell(Activity::Executing)?;
            let repeated = once.repeat(usize::try_from(calls).unwrap_or(1));
            let (execution, rows) = execute(work, &repeated, FIRST_PAGE).await?;
            sampler.add(execution.totals.cost.service_us() / US_PER_MS);
            last = Some((execution, rows));
        }
        let (timing, (execution, rows)) = sampler
            .timing()
            .zip(last)
            .ok_or_else(|| Failure::Worker("no sample".to_owned()))?;
        // The rows that are kept are those of its last execution.
        self.show(once_of(sql, execution), rows);
        Ok(Said::Timed(timing))
    }

    /// Makes the example library, in the place of one that is there.
    pub(super) fn load_library(self) {
        let Some(opening) = self.lab().own.begin() else {
            return;
        };
        spawn_local(async move {
            let done = async {
                let work = opening.open().await?;
                // The session keeps no rows of what was before it.
                self.forget();
                load(&work, Spec::DEFAULT).await?;
                Ok(Said::Nothing)
            };
            let done = done.await;
            self.say(done, None);
        });
    }

    /// Puts a query for a table into the editor, unless that holds something else.
    pub(super) fn fill_with_table(self, table: &str) {
        let text = self.text.get_untracked();
        let is_own = !text.trim().is_empty() && text != self.filled.get_untracked();
        if is_own {
            self.said.set(Said::NotFilled(table.to_owned()));
            return;
        }
        let name = place::quoted(table);
        let query = format!("SELECT * FROM {name} LIMIT {TABLE_ROWS}");
        self.filled.set(query.clone());
        self.text.set(query);
        self.editor().focus();
    }

    /// Fetches all of a value.
    pub(super) fn show_whole(self, row: u32, column: usize) {
        let Some(opening) = self.lab().own.begin() else {
            return;
        };
        spawn_local(async move {
            let done = async {
                let work = opening.open().await?;
                let page = Page {
                    first: row,
                    rows: 1,
                    cell_bytes: WHOLE_BYTES_MAX,
                };
                let columns = untrack(|| self.columns());
                let rows = rows_of(&work, page, columns.len()).await?;
                let no_rows = Failure::Refused(SessionError::NoResult);
                let cell = rows.first().and_then(|row| row.get(column));
                let cell = cell.ok_or(no_rows)?;
                let bytes = Cell::of(cell).bytes;
                self.whole.try_set(Some(Whole {
                    row,
                    column: columns.get(column).cloned().unwrap_or_default(),
                    text: shown::whole(cell),
                    bytes,
                    is_cut: bytes > WHOLE_BYTES_MAX,
                }));
                Ok(())
            };
            if let Err(failure) = done.await {
                self.say(Err(failure), None);
            }
        });
    }

    /// Saves all rows that are kept.
    pub(super) fn save(self, format: Format) {
        let Some(opening) = self.lab().own.begin() else {
            return;
        };
        spawn_local(async move {
            let done = async {
                let work = opening.open().await?;
                self.write(&work, format).await
            };
            let done = done.await;
            self.say(done, None);
        });
    }

    async fn write(self, work: &Work, format: Format) -> Result<Said, Failure> {
        let columns = untrack(|| self.columns());
        let count = self.rows.with_untracked(Rows::count);
        let parts = js_sys::Array::of1(&format.head(&columns).into());
        let mut first = 0;
        while first < count {
            work.tell(Activity::Executing)?;
            let page = Page {
                first,
                rows: LIMITS.page_rows,
                cell_bytes: u32::MAX,
            };
            let rows = rows_of(work, page, columns.len()).await?;
            if rows.is_empty() {
                return Err(Failure::Refused(SessionError::NoResult));
            }
            let mut text = String::new();
            for (at, row) in rows.iter().enumerate() {
                text.push_str(&format.row(row, first == 0 && at == 0));
            }
            parts.push(&text.into());
            first += u32::try_from(rows.len()).unwrap_or(u32::MAX);
        }
        parts.push(&format.end().into());
        let saved = save::try_save_parts(format.file_name(), format.media_type(), &parts);
        Ok(saved.map_or_else(Said::NotSaved, |()| Said::Saved(count)))
    }

    /// Asks for the rows in sight that are not here, whenever the database is free.
    fn fetch_rows(self) {
        Effect::new(move || {
            let first = self.first.get();
            let Some(page) = self.rows.with(|rows| rows.wanted(first)) else {
                return;
            };
            if self.lab().busy.get() {
                return;
            }
            if self.lab().own.description().with(Option::is_none) {
                // The rows were in the worker that is no more.
                self.rows.update(Rows::give_up);
                return;
            }
            let Some(opening) = self.lab().own.begin() else {
                return;
            };
            let columns = untrack(|| self.columns().len());
            spawn_local(async move {
                let done = async {
                    let work = opening.open().await?;
                    rows_of(&work, page, columns).await
                };
                match done.await {
                    Ok(rows) => {
                        self.rows.try_update(|kept| kept.insert(page.first, rows));
                    }
                    // Whatever it was for, the rows are still wanted.
                    Err(Failure::Cancelled) => {}
                    Err(failure) => {
                        self.rows.try_update(Rows::give_up);
                        self.say(Err(failure), None);
                    }
                }
            });
        });
    }

    /// The columns of the result that is kept.
    pub(super) fn columns(self) -> Vec<String> {
        self.shown.with(|shown| {
            let shown = shown.as_ref();
            shown.map_or_else(Vec::new, |shown| shown.execution.columns.clone())
        })
    }

    fn show(self, shown: Shown, rows: Vec<Row>) {
        let mut kept = Rows::of(shown.execution.kept_rows);
        if !rows.is_empty() {
            kept.insert(0, rows);
        }
        self.whole.try_set(None);
        self.first.try_set(0);
        self.shown.try_set(Some(Arc::new(shown)));
        self.rows.try_set(kept);
    }

    fn forget(self) {
        self.whole.try_set(None);
        self.rows.try_set(Rows::default());
        self.shown.try_set(None);
    }

    fn learn(self, sql: &str, execution: &Execution) {
        self.trace.try_update(|trace| {
            for report in &execution.statements {
                let text = sql.get(bytes(report)).unwrap_or_default();
                trace.push(&shape(text), report.cost);
            }
        });
    }

    fn say(self, done: Result<Said, Failure>, source: Option<&Source>) {
        let said = done.unwrap_or_else(|failure| Said::Trouble {
            spot: source.and_then(|source| spot(&failure, source)),
            failure,
        });
        self.said.try_set(said);
    }

    /// What is selected, in bytes.
    fn selected(self, text: &str) -> Range<usize> {
        let (anchor, head) = self.editor().selection();
        byte_at(text, anchor.min(head))..byte_at(text, anchor.max(head))
    }

    /// The first statement of what is selected, or the one at the cursor.
    fn at_cursor(self) -> Option<Source> {
        let text = self.text.get_untracked();
        let selected = self.selected(&text);
        let range = if selected.is_empty() {
            statement_at(&text, selected.start)?
        } else {
            let first = statements(text.get(selected.clone())?).into_iter().next()?;
            selected.start + first.start..selected.start + first.end
        };
        Some(Source { text, range })
    }
}

fn bytes(report: &StatementReport) -> Range<usize> {
    let at = |byte| usize::try_from(byte).unwrap_or(usize::MAX);
    at(report.start)..at(report.end)
}

/// Whether tables or their rows may be others than before.
fn may_have_changed(execution: &Execution) -> bool {
    let reported = execution.statements.len() as u64;
    execution.totals.statements > reported
        || execution
            .statements
            .iter()
            .any(|report| !report.is_read_only)
}

/// What the session said, for the log; `None` where it said nothing.
fn refusal(failure: &Failure) -> Option<SessionError> {
    match failure {
        Failure::Refused(error) => Some(error.clone()),
        Failure::Cancelled => Some(SessionError::Cancelled),
        Failure::Different | Failure::NoApi(_) | Failure::Worker(_) => None,
    }
}

/// The last of many executions of one statement.
fn once_of(sql: &str, execution: Execution) -> Shown {
    let last = execution.statements.last().map(|report| report.cost);
    let cost: Cost = last.unwrap_or_default();
    let mut totals = Totals::default();
    totals.add(&cost);
    Shown {
        sql: sql.into(),
        execution: Execution {
            statements: vec![StatementReport {
                start: 0,
                end: u32::try_from(sql.len()).unwrap_or(u32::MAX),
                is_read_only: true,
                cost,
            }],
            totals,
            ..execution
        },
    }
}

/// Where in the editor's text something failed.
fn spot(failure: &Failure, source: &Source) -> Option<Spot> {
    let offset = match failure {
        Failure::Refused(SessionError::Sqlite { offset, .. }) => (*offset)?,
        Failure::Refused(SessionError::NotAllowed { offset, .. }) => *offset,
        _ => return None,
    };
    let byte = source.range.start + usize::try_from(offset).ok()?;
    Some(place::spot(&source.text, byte))
}
