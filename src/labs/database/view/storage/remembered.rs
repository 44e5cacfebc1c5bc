//! Which stored database was open last, so that it is opened again after a reload.

use sql_workload::session::{Place, StoreName};

use crate::labs::database::model::storage;
use crate::ui::say::storage as kept;

/// Where the reader's database is opened.
pub(in crate::labs::database::view) fn place() -> Place {
    storage::place(kept().and_then(|kept| kept.get_item(storage::KEY).ok().flatten()))
}

/// Opens this one after a reload, or, without a name, one in memory. A browser that keeps nothing forgets it, and the
/// database, too.
pub(super) fn remember(name: Option<&StoreName>) {
    let Some(kept) = kept() else { return };
    let _ = match name {
        Some(name) => kept.set_item(storage::KEY, name.as_str()),
        None => kept.remove_item(storage::KEY),
    };
}
