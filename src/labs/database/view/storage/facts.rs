//! What the database holds, and by which SQLite it is held.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sql_workload::session::{Build, Description};

use super::keeper::Keeper;
use super::words;
use crate::labs::table::{Column, ScrollTable};
use crate::ui::figures;
use crate::ui::say::use_speech;

/// Size and tables.
#[component]
pub(super) fn Tables(keeper: Keeper) -> impl IntoView {
    let speech = use_speech();
    let description = keeper.description();
    let count = move |figure: u64| figures::count(speech.locale(), figure);
    let size = move || {
        let size = description.with(|found| found.as_ref().map(|it| (it.bytes, it.table_count)));
        let (bytes, tables) = size.unwrap_or_default();
        let args = [
            ("bytes", count(bytes).into()),
            ("tables", words::tables(speech, tables)),
        ];
        speech.say_with("storage-size", &args)
    };
    let more = move || {
        let is_cut = |it: &Description| it.tables.len() < it.table_count as usize;
        let listed = description.with(|found| {
            let found = found.as_ref().filter(|it| is_cut(it))?;
            Some(found.tables.len() as u64)
        })?;
        Some(speech.say_with("storage-listed", &[("listed", count(listed).into())]))
    };
    let stale = move || keeper.is_stale().then(|| speech.say("storage-stale"));
    let columns = Signal::derive(move || {
        vec![
            Column::text(speech.say("storage-table")),
            Column::number(speech.say("storage-rows")),
        ]
    });
    let listed = Memo::new(move |_| {
        description.with(|found| found.as_ref().map_or(0, |it| it.tables.len()))
    });
    let rows = Signal::derive(move || (0..listed.get()).collect::<Vec<usize>>());
    let row = Callback::new(move |index: usize| {
        // The last one to go is still drawn while the table is made anew.
        let of = move |get: fn(&sql_workload::session::Table) -> (String, u64)| {
            description.with(|found| found.as_ref()?.tables.get(index).map(get))
        };
        let get = |table: &sql_workload::session::Table| (table.name.clone(), table.rows);
        let name = move || of(get).map(|(name, _)| name);
        let rows = move || of(get).map(|(_, rows)| count(rows));
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="number">{rows}</td>
            </tr>
        }
        .into_any()
    });
    view! {
        <p class="storage__size" data-testid="storage-size">
            {size}
        </p>
        <p class="note">{more}</p>
        <p class="note" data-testid="storage-stale">
            {stale}
        </p>
        <ScrollTable
            label=speech.text("storage-tables")
            testid="storage-tables"
            columns
            rows
            row
        />
    }
}

/// Release and options of SQLite.
#[component]
pub(super) fn Engine(keeper: Keeper) -> impl IntoView {
    let speech = use_speech();
    let build = Memo::new(move |_| {
        keeper
            .description()
            .with(|found| found.as_ref().map(|it| it.build.clone()))
    });
    let read = move |of: fn(&Build) -> String| {
        build.with(|build| build.as_ref().map(of).unwrap_or_default())
    };
    let title = move || {
        let args = [
            ("version", read(|build| build.version.clone()).into()),
            (
                "options",
                read(|build| build.options.len().to_string()).into(),
            ),
        ];
        speech.say_with("storage-engine", &args)
    };
    let same = move || {
        let differences = read(|build| build.differences().join("; "));
        if differences.is_empty() {
            speech.say("storage-engine-same")
        } else {
            speech.say_with(
                "storage-engine-differs",
                &[("differences", differences.into())],
            )
        }
    };
    let source = move || {
        let source = read(|build| build.source_id.clone());
        speech.say_with("storage-engine-source", &[("source", source.into())])
    };
    view! {
        <details class="storage__engine">
            <summary>{title}</summary>
            <p>{same}</p>
            <p class="note storage__source">{source}</p>
            <pre class="sql" tabindex="0" role="region" aria-label=speech.text("storage-engine-options")>
                {move || read(|build| build.options.join("\n"))}
            </pre>
        </details>
    }
}
