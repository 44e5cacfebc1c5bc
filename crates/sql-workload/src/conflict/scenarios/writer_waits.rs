//! A writer wants to commit while somebody reads. It waits, and nobody else may begin to read meanwhile, so
//! that readers who come one after another do not keep it for ever.

use super::{BEGIN, BEGIN_IMMEDIATE, COMMIT, READ, add};
use crate::conflict::{Action, OnBusy, OnError, Scenario, Script, Topic, Unit};

pub(in crate::conflict) const SCENARIO: Scenario = Scenario {
    id: "writer-waits",
    topic: Topic::Readers,
    scripts: |params| {
        let unit = |start_ms, actions, change| Unit {
            start_ms,
            actions,
            effect: [change, 0],
            on_busy: OnBusy::Statement { patience: 1 },
            on_error: OnError::Rollback,
        };
        let reads = vec![BEGIN, READ, Action::Pause(params.hold_ms), COMMIT];
        [
            Script {
                units: vec![unit(2.5, vec![BEGIN_IMMEDIATE, add(50), COMMIT], 50)],
            },
            // Two readers, one after the other.
            Script {
                units: vec![unit(0.0, reads, 0), unit(0.0, vec![READ], 0)],
            },
        ]
    },
};
