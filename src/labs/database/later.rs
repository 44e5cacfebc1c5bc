//! The lab is a module of its own, and so is each of its panels; SQLite is one more, which its worker fetches.

use leptos::prelude::{AnyView, Signal};
use sql_workload::wire::Wire;

use super::view::kept::{self, Keeping};
use super::view::lab::Lab;
use super::view::{console, dashboard, page, pool, results, storage, transactions};
use crate::labs::panels::Panel;
use crate::labs::registry::Page;
use crate::texts;
use crate::ui::later::part;

part! {
    /// The lab below its title; what it says comes with it.
    pub(crate) PAGE = database_page: Page => {
        texts::learn_lab("database", include_str!("texts/en.ftl"));
        page::view
    }
}

/// Makes what runs show, over a wire.
pub(super) type Shown = fn(Lab, Signal<Wire>) -> AnyView;

part! {
    /// What runs show.
    pub(super) RESULTS = database_results: Shown => results::view
}

/// Brings back what was kept, and keeps what changes.
pub(super) type Keeper = fn(&Keeping) -> AnyView;

part! {
    /// What brings back form and results, and keeps them.
    pub(super) KEPT = database_kept: Keeper => kept::view
}

part! {
    /// Statements of the reader's own.
    pub(super) CONSOLE = database_console: Panel<Lab> => console::view
}

part! {
    /// The reader's database: where it lies, and its files.
    pub(super) STORAGE = database_storage: Panel<Lab> => storage::view
}

part! {
    /// What was executed, in figures.
    pub(super) DASHBOARD = database_dashboard: Panel<Lab> => dashboard::view
}

part! {
    /// A pool of connections, modelled.
    pub(super) POOL = database_pool: Panel<Lab> => pool::view
}

part! {
    /// Two connections that conflict.
    pub(super) TRANSACTIONS = database_transactions: Panel<Lab> => transactions::view
}
