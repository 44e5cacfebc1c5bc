//! A payment breaks a rule half-way and is rolled back: its first half is undone, and the others go on.

use super::failed_payment;
use crate::conflict::{OnError, Scenario, Topic};

pub(in crate::conflict) const SCENARIO: Scenario = Scenario {
    id: "rollback-on-error",
    topic: Topic::Rollback,
    scripts: |params| failed_payment(params, OnError::Rollback),
};
