//! Both let the database do the sum: a statement of its own is a transaction, and loses nothing.

use super::{add, both_add};
use crate::conflict::{Action, OnBusy, Scenario, Topic};

pub(in crate::conflict) const SCENARIO: Scenario = Scenario {
    id: "atomic-update",
    topic: Topic::LostUpdate,
    scripts: |params| {
        let on_busy = [OnBusy::Statement { patience: 1 }; 2];
        both_add(on_busy, |amount| {
            vec![Action::Pause(params.hold_ms), add(amount)]
        })
    },
};
