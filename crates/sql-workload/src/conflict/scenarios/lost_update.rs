//! Both read a balance, think, and write what they made of it, without a transaction: the later write undoes
//! the earlier, and nobody is told.

use super::{both_add, read_then_write};
use crate::conflict::{OnBusy, Scenario, Topic};

pub(in crate::conflict) const SCENARIO: Scenario = Scenario {
    id: "lost-update",
    topic: Topic::LostUpdate,
    scripts: |params| {
        let on_busy = [OnBusy::Statement { patience: 1 }; 2];
        both_add(on_busy, |add| read_then_write(params, add).to_vec())
    },
};
