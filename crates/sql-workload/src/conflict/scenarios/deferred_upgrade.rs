//! Two deferred transactions read, and then both want to write. One gets the lock, the other is busy however
//! long it waits, since the first cannot commit while the other reads: one has to roll back.

use super::{BEGIN, both_add, transaction};
use crate::conflict::{OnBusy, Scenario, Topic};

pub(in crate::conflict) const SCENARIO: Scenario = Scenario {
    id: "deferred-upgrade",
    topic: Topic::Upgrade,
    scripts: |params| {
        // The first one's commit waits until the other has rolled back.
        let on_busy = [8, 1].map(|patience| OnBusy::Statement { patience });
        both_add(on_busy, |add| transaction(BEGIN, params, add))
    },
};
