//! The reader's own database: stored in the browser or not, as a file that comes and goes, in one tab or two.

use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::threads_lab::site;
use e2e::{Browser, Options, Site, frames, journey, untimed_journey};
use serde_json::{Value, json};
use tempfile::TempDir;

/// SQLite's module has to be fetched and compiled at first.
const OPEN_MAX: Duration = Duration::from_mins(1);

const SAID: &str = "[data-testid=storage-said]";
const PLACE: &str = "[data-testid=storage-place]";
const TABLES: &str = "[data-testid=storage-tables] tbody tr";

/// How a browser behaves in its workers that stores nothing for a page. Chromedriver reaches the page alone, so each worker
/// starts with this before its own script.
const NO_STORAGE: &str = "
const Plain = window.Worker;
window.Worker = class extends Plain {
    constructor(url, options) {
        const start = `StorageManager.prototype.getDirectory = () =>
            Promise.reject(new DOMException('no storage in this window', 'SecurityError'));
            await import(${JSON.stringify(String(url))});`;
        super(URL.createObjectURL(new Blob([start], { type: 'text/javascript' })), options);
    }
};";

/// Holds on to what the page saves.
const SAVED: &str = "
const make = URL.createObjectURL;
URL.createObjectURL = (blob) => {
    window.__saved = blob;
    return make.call(URL, blob);
};";

/// Bytes of a page of [`database`].
const PAGE: usize = 512;

/// A database of one table without a key and so many rows of one text, as the file format has it
/// (sqlite.org/fileformat2.html): a page for the schema, and one for the table.
fn database(table: &str, rows: u8) -> Vec<u8> {
    let sql = format!("CREATE TABLE {table}(body)");
    let schema = record(&[
        Field::Text("table"),
        Field::Text(table),
        Field::Text(table),
        Field::Byte(2),
        Field::Text(&sql),
    ]);
    let rows: Vec<Vec<u8>> = (0..rows)
        .map(|_| record(&[Field::Text("a note")]))
        .collect();
    let mut file = leaf(100, &[schema]);
    file.extend(leaf(0, &rows));
    file[..16].copy_from_slice(b"SQLite format 3\0");
    file[16..18].copy_from_slice(&[2, 0]);
    file[18..24].copy_from_slice(&[1, 1, 0, 64, 32, 32]);
    // The change counter, the number of pages, the schema's cookie and format, the encoding, and the counter again.
    for (at, value) in [(27, 1), (31, 2), (43, 1), (47, 4), (59, 1), (95, 1)] {
        file[at] = value;
    }
    file
}

enum Field<'a> {
    Text(&'a str),
    Byte(u8),
}

/// A row: the types of its fields, then their values. All lengths here fit into one byte.
fn record(fields: &[Field<'_>]) -> Vec<u8> {
    let length = |length: usize| u8::try_from(length).expect("short");
    let mut record = vec![length(fields.len() + 1)];
    record.extend(fields.iter().map(|field| match field {
        Field::Text(text) => length(13 + 2 * text.len()),
        Field::Byte(_) => 1,
    }));
    for field in fields {
        match field {
            Field::Text(text) => record.extend(text.bytes()),
            Field::Byte(byte) => record.push(*byte),
        }
    }
    record
}

/// A page of a table with these rows, which begins behind so many bytes of the file's header.
fn leaf(start: usize, rows: &[Vec<u8>]) -> Vec<u8> {
    let mut page = vec![0; PAGE];
    let mut content = PAGE;
    for (index, row) in rows.iter().enumerate() {
        content -= row.len() + 2;
        page[content] = u8::try_from(row.len()).expect("short");
        page[content + 1] = u8::try_from(index + 1).expect("few");
        page[content + 2..content + 2 + row.len()].copy_from_slice(row);
        let pointer = start + 8 + 2 * index;
        page[pointer..pointer + 2].copy_from_slice(&two_bytes(content));
    }
    page[start] = 13;
    page[start + 3..start + 5].copy_from_slice(&two_bytes(rows.len()));
    page[start + 5..start + 7].copy_from_slice(&two_bytes(content));
    page
}

fn two_bytes(number: usize) -> [u8; 2] {
    u16::try_from(number).expect("small").to_be_bytes()
}

async fn open_panel(page: &Browser, site: &Site) -> Result<()> {
    page.goto(&site.url("database/")).await?;
    page.wait_for("#run").await?;
    page.wait_for("#storage").await?;
    page.unfold("#storage").await?;
    page.wait_for("#storage-look").await
}

/// Waits until an element says this.
async fn wait_for_text(page: &Browser, css: &str, part: &str) -> Result<()> {
    let (css, quoted) = (json!(css), json!(part));
    page.wait_until_within(
        OPEN_MAX,
        part,
        &format!("document.querySelector({css})?.textContent.includes({quoted})"),
    )
    .await
}

/// Chooses a file, as a person does.
async fn choose(page: &Browser, folder: &TempDir, name: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes)?;
    page.type_into("#storage-file", &path.display().to_string())
        .await
}

/// Fails unless the database has this table alone, with so many rows.
async fn assert_holds(page: &Browser, table: &str, rows: &str) -> Result<()> {
    page.click("#storage-look").await?;
    wait_for_text(page, SAID, "Open: 1 table.").await?;
    page.wait_until(
        "the table is listed",
        &format!("document.querySelectorAll('{TABLES}').length === 1"),
    )
    .await?;
    let name = page.text(&format!("{TABLES} th")).await?;
    let found = page.text(&format!("{TABLES} td")).await?;
    ensure!(name == table && found == rows, "{name}: {found}");
    Ok(())
}

/// Imports a database, and stores it under this name.
async fn store(page: &Browser, folder: &TempDir, name: &str) -> Result<()> {
    choose(page, folder, "notes.sqlite", &database("notes", 3)).await?;
    wait_for_text(page, SAID, "“notes.sqlite” is imported: 1 table.").await?;
    wait_for_text(page, PLACE, "In memory: gone when").await?;
    page.fill("#storage-name", name).await?;
    page.click("#storage-store").await?;
    let said = format!("Stored as “{name}”; 1 table came from memory.");
    wait_for_text(page, SAID, &said).await?;
    wait_for_text(page, PLACE, "there again after a reload").await
}

#[tokio::test]
async fn a_stored_database_is_there_after_a_reload_until_it_is_deleted() {
    untimed_journey(Options::chromium(), async |page| {
        let (site, folder) = (site()?, TempDir::new()?);
        open_panel(page, &site).await?;
        wait_for_text(page, PLACE, "Not open yet.").await?;
        page.fill("#storage-name", "My notes").await?;
        wait_for_text(page, "#storage-name-error", "The name is “My notes”").await?;
        ensure!(!page.is_enabled("#storage-store").await?);
        store(page, &folder, "notes-1").await?;

        open_panel(page, &site).await?;
        let place = page.text(PLACE).await?;
        ensure!(
            place == "Stored in this browser as “notes-1”; opens on first use.",
            "{place}"
        );
        assert_holds(page, "notes", "3").await?;

        // What is stored is not overwritten by what is in memory unless somebody says so.
        page.click("#storage-leave").await?;
        wait_for_text(page, SAID, "“notes-1” stays stored.").await?;
        choose(page, &folder, "other.db", &database("other", 1)).await?;
        wait_for_text(page, SAID, "“other.db” is imported").await?;
        page.fill("#storage-name", "notes-1").await?;
        page.click("#storage-store").await?;
        wait_for_text(page, SAID, "“notes-1” is stored already and holds 1 table").await?;
        page.click("#storage-go-back").await?;
        wait_for_text(page, SAID, "In memory again").await?;
        assert_holds(page, "other", "1").await?;
        page.click("#storage-store").await?;
        wait_for_text(page, "#storage-keep-stored", "Keep what is stored").await?;
        page.click("#storage-keep-stored").await?;
        wait_for_text(page, SAID, "“notes-1” was there already").await?;
        assert_holds(page, "notes", "3").await?;

        page.click("#storage-delete").await?;
        wait_for_text(page, SAID, "This cannot be undone.").await?;
        page.click("#storage-delete-no").await?;
        assert_holds(page, "notes", "3").await?;
        page.click("#storage-delete").await?;
        page.click("#storage-delete-yes").await?;
        wait_for_text(page, SAID, "“notes-1” is deleted.").await?;
        open_panel(page, &site).await?;
        wait_for_text(page, PLACE, "Not open yet.").await?;
        page.fill("#storage-name", "notes-1").await?;
        page.click("#storage-store").await?;
        wait_for_text(page, SAID, "Stored as “notes-1”, which has no tables yet.").await
    })
    .await;
}

#[tokio::test]
async fn files_that_are_no_databases_are_named_and_change_nothing() {
    untimed_journey(Options::chromium(), async |page| {
        let (site, folder) = (site()?, TempDir::new()?);
        open_panel(page, &site).await?;
        let whole = database("notes", 3);
        choose(page, &folder, "notes.sqlite", &whole).await?;
        wait_for_text(page, SAID, "is imported: 1 table.").await?;

        let mut damaged = whole.clone();
        damaged[PAGE] = 0x77;
        let truncated = &whole[..PAGE + 100];
        for (name, bytes, said) in [
            (
                "picture.sqlite",
                &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
                "it is no SQLite database but a PNG picture.",
            ),
            (
                "notes.sqlite-wal",
                b"\x37\x7f\x06\x82\0\0\0\0",
                "it is the write-ahead log of a database, without the database.",
            ),
            (
                "notes.sqlite.gz",
                b"\x1f\x8b\x08\0",
                "it is no SQLite database but a file compressed by gzip.",
            ),
            (
                "half.sqlite",
                truncated,
                "it ends after 612 bytes, where 1,024 are expected.",
            ),
            ("empty.db", b"", "the file is empty."),
        ] {
            choose(page, &folder, name, bytes).await?;
            let said = format!("“{name}” was not imported: {said}");
            wait_for_text(page, SAID, &said).await?;
            assert_holds(page, "notes", "3").await?;
        }
        // Its header is as it should be; what is wrong is found when all of it is looked through.
        choose(page, &folder, "damaged.sqlite", &damaged).await?;
        wait_for_text(page, SAID, "Replace the 1 table of your database").await?;
        page.click("#storage-replace").await?;
        wait_for_text(page, SAID, "the database in it is damaged").await?;
        assert_holds(page, "notes", "3").await?;

        choose(page, &folder, "other.db", &database("other", 2)).await?;
        wait_for_text(page, SAID, "Replace the 1 table of your database").await?;
        page.click("#storage-keep").await?;
        assert_holds(page, "notes", "3").await?;
        choose(page, &folder, "other.db", &database("other", 2)).await?;
        page.click("#storage-replace").await?;
        wait_for_text(page, SAID, "“other.db” is imported").await?;
        assert_holds(page, "other", "2").await
    })
    .await;
}

#[tokio::test]
async fn what_is_exported_comes_back_as_it_was_wherever_it_is_dropped() {
    untimed_journey(Options::chromium(), async |page| {
        let (site, folder) = (site()?, TempDir::new()?);
        page.before_every_page(SAVED).await?;
        open_panel(page, &site).await?;
        page.click("#storage-export").await?;
        wait_for_text(page, SAID, "there is nothing to export").await?;
        choose(page, &folder, "notes.db", &database("notes", 3)).await?;
        wait_for_text(page, SAID, "is imported").await?;
        page.click("#storage-export").await?;
        wait_for_text(page, SAID, "Saved as “database.sqlite”: 1,024 bytes.").await?;

        // The panel unfolds by itself, and the file takes the place of nothing unless somebody says so.
        page.click("#storage > summary").await?;
        let is_taken: bool = page
            .js(
                "const data = new DataTransfer();
                 data.items.add(new File([window.__saved], 'again.sqlite'));
                 const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data });
                 return !document.querySelector('h1').dispatchEvent(drop);",
            )
            .await?;
        ensure!(is_taken);
        page.wait_for("#storage[open]").await?;
        wait_for_text(page, SAID, "by “again.sqlite”?").await?;
        page.click("#storage-replace").await?;
        wait_for_text(page, SAID, "“again.sqlite” is imported: 1 table.").await?;
        assert_holds(page, "notes", "3").await
    })
    .await;
}

#[tokio::test]
async fn the_second_tab_says_why_it_cannot_have_the_database() {
    untimed_journey(Options::chromium(), async |page| {
        let (site, folder) = (site()?, TempDir::new()?);
        open_panel(page, &site).await?;
        store(page, &folder, "shared").await?;
        let first = page.tab().await?;

        let second = page.open_tab().await?;
        page.switch_to(&second).await?;
        open_panel(page, &site).await?;
        page.click("#storage-look").await?;
        let in_use = "“shared” is open in another tab, and only one can have it.";
        wait_for_text(page, SAID, in_use).await?;
        page.click("#storage-delete").await?;
        page.click("#storage-delete-yes").await?;
        wait_for_text(page, SAID, in_use).await?;
        page.click("#storage-use-memory").await?;
        wait_for_text(page, SAID, "In memory from now on. “shared” stays stored.").await?;
        page.click("#storage-look").await?;
        wait_for_text(page, SAID, "Open: 0 tables.").await?;
        wait_for_text(page, PLACE, "In memory: gone when").await?;
        page.close_tab().await?;

        page.switch_to(&first).await?;
        assert_holds(page, "notes", "3").await?;
        open_panel(page, &site).await?;
        assert_holds(page, "notes", "3").await
    })
    .await;
}

/// Stores what cannot be stored: that is said, and goes on in memory.
pub(crate) async fn works_in_memory_instead(page: &Browser, said: &str) -> Result<()> {
    let (site, folder) = (site()?, TempDir::new()?);
    open_panel(page, &site).await?;
    choose(page, &folder, "notes.db", &database("notes", 3)).await?;
    wait_for_text(page, SAID, "is imported").await?;
    page.click("#storage-store").await?;
    let said = format!("In memory, although it was to be stored: {said}");
    wait_for_text(page, SAID, &said).await?;
    wait_for_text(page, PLACE, &said).await?;
    wait_for_text(page, TABLES, "notes").await?;
    open_panel(page, &site).await?;
    wait_for_text(page, PLACE, "Not open yet.").await
}

#[tokio::test]
async fn a_page_for_which_nothing_is_stored_says_so_and_works_in_memory() {
    untimed_journey(Options::chromium(), async |page| {
        page.before_every_page(NO_STORAGE).await?;
        works_in_memory_instead(page, "the browser stores nothing for this page").await
    })
    .await;
}

#[tokio::test]
async fn a_private_window_of_firefox_says_so_and_works_in_memory() {
    untimed_journey(Options::firefox().private(), async |page| {
        works_in_memory_instead(page, "the browser stores nothing for this page").await
    })
    .await;
}

/// These measure time: nothing runs beside them.
mod timed_tests {
    use super::*;

    /// No task of ours may keep the page for longer.
    const TASK_MS_MAX: f64 = 50.0;

    #[tokio::test]
    async fn a_large_library_loads_with_progress_while_the_page_is_alive() {
        journey(Options::chromium(), async |page| {
            let site = site()?;
            frames::watch(page).await?;
            page.goto(&site.url("database/?books=100000")).await?;
            page.wait_for("#run").await?;
            page.wait_for("#round-trip-slider").await?;
            page.js::<Value>(
                "const finding = document.querySelector('[data-testid=finding]');
                 window.__said = [];
                 new MutationObserver(() => window.__said.push(finding.textContent))
                     .observe(finding, { childList: true, characterData: true, subtree: true });",
            )
            .await?;
            page.click("#run").await?;
            page.wait_until_within(
                OPEN_MAX,
                "the module is on its way",
                "window.__said.some((text) => text.startsWith('Fetching SQLite: '))",
            )
            .await?;
            // What the press itself takes is no part of the loading.
            let start = frames::now(page).await?;
            page.wait_until_within(
                OPEN_MAX,
                "every pattern has its bar and nothing runs",
                "document.querySelectorAll('[data-testid=bars] > li').length >= 3 \
                 && document.querySelector('#cancel').getAttribute('aria-disabled') === 'true'",
            )
            .await?;
            let end = frames::now(page).await?;
            for progress in [
                r"^Fetching SQLite: [\d,]+ of [1-9][\d,]* kB$",
                r"^Inserting rows: [1-9][\d,]* of [\d,]+$",
            ] {
                let is_said: bool = page
                    .js_with(
                        "return window.__said.some((text) => new RegExp(args[0]).test(text))",
                        vec![progress.into()],
                    )
                    .await?;
                let said: Value = page.js("return window.__said").await?;
                ensure!(is_said, "{progress}: {said}");
            }
            let during = frames::seen(page).await?.between(start, end);
            let longest_ms = during.longest_script_ms(&site.url(""));
            ensure!(
                longest_ms <= TASK_MS_MAX,
                "a script of ours ran for {longest_ms} ms: {during:?}"
            );
            Ok(())
        })
        .await;
    }
}
