//! What a session sees of the browser: the time, and the flag by which the page cancels.

use protocol::clock::now_ms;
use protocol::flag;
use sql_workload::engine::session::Outside;

/// For every session.
pub(crate) const OUTSIDE: Outside = Outside {
    now_ms,
    is_cancelled: flag::is_raised,
};
