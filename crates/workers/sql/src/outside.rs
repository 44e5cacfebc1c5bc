//! What a session sees of the browser: the time, and the flag by which the page cancels.

use std::cell::RefCell;

use protocol::clock::now_ms;
use protocol::flag::Flag;
use sql_workload::engine::session::Outside;

thread_local! {
    /// SQLite's handlers may hold nothing of JavaScript's, so the flag waits here for them.
    static FLAG: RefCell<Option<Flag>> = const { RefCell::new(None) };
}

/// For every session.
pub(crate) const OUTSIDE: Outside = Outside {
    now_ms,
    is_cancelled: || FLAG.with_borrow(|flag| flag.as_ref().is_some_and(Flag::is_up)),
};

/// Looks at this flag from now on, or at none.
pub(crate) fn listen(flag: Option<Flag>) {
    FLAG.set(flag);
}
