//! Both read, think and write in a deferred transaction, and begin anew, from the read on, if they are busy.

use super::{BEGIN, both_add, transaction};
use crate::conflict::{OnBusy, Scenario, Topic};

pub(in crate::conflict) const SCENARIO: Scenario = Scenario {
    id: "transaction-retry",
    topic: Topic::LostUpdate,
    scripts: |params| {
        both_add([OnBusy::Transaction; 2], |add| {
            transaction(BEGIN, params, add)
        })
    },
};
