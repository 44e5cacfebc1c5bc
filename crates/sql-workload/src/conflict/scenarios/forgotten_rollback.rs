//! A payment breaks a rule half-way, and its connection goes back to the pool as it is: within a transaction.
//! All others are busy, and what the connection's next user writes is gone with the transaction.

use super::failed_payment;
use crate::conflict::{OnError, Scenario, Topic};

pub(in crate::conflict) const SCENARIO: Scenario = Scenario {
    id: "forgotten-rollback",
    topic: Topic::Rollback,
    scripts: |params| failed_payment(params, OnError::Forget),
};
