//! Both say at the beginning that they will write. The second is busy before it has read anything, so waiting
//! helps, and both are done.

use super::{BEGIN_IMMEDIATE, both_add, transaction};
use crate::conflict::{OnBusy, Scenario, Topic};

pub(in crate::conflict) const SCENARIO: Scenario = Scenario {
    id: "immediate-retry",
    topic: Topic::Upgrade,
    scripts: |params| {
        let on_busy = [OnBusy::Statement { patience: 1 }; 2];
        both_add(on_busy, |add| transaction(BEGIN_IMMEDIATE, params, add))
    },
};
