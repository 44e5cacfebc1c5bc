//! Transactions that conflict: what is played, and how it is shown.

pub(crate) mod picture;

use std::ops::RangeInclusive;

use sql_workload::conflict::{
    ATTEMPTS_MAX, BASE_MS, CAP_MS, ConflictParams, HOLD_MS, Report, SCENARIOS, Step, WorkEnd,
};

use crate::labs::form::{self, FieldName, Fields, Problem, Problems};

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// A scenario's name.
    Scenario,
    /// Milliseconds.
    Hold,
    /// How often something is tried.
    Attempts,
    /// Milliseconds.
    Base,
    /// Milliseconds.
    Cap,
}

impl FieldName for Field {
    const ALL: &'static [Self] = &[
        Self::Scenario,
        Self::Hold,
        Self::Attempts,
        Self::Base,
        Self::Cap,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Scenario => "conflict-scenario",
            Self::Hold => "conflict-hold",
            Self::Attempts => "conflict-attempts",
            Self::Base => "conflict-base",
            Self::Cap => "conflict-cap",
        }
    }
}

/// The scenario that is chosen at first: the one that most is to be learnt from.
const FIRST: &str = "lost-update";

/// What is to be played.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Order {
    /// The scenario's name.
    pub scenario: &'static str,
    pub params: ConflictParams,
}

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form(Fields<Field>);

impl Default for Form {
    fn default() -> Self {
        let params = ConflictParams::DEFAULT;
        Self(Fields::new(|field| match field {
            Field::Scenario => FIRST.to_owned(),
            Field::Hold => params.hold_ms.to_string(),
            Field::Attempts => params.attempts_max.to_string(),
            Field::Base => params.base_ms.to_string(),
            Field::Cap => params.cap_ms.to_string(),
        }))
    }
}

impl Form {
    /// A field's text.
    pub(crate) fn get(&self, field: Field) -> &str {
        self.0.get(field)
    }

    /// Changes a field's text.
    pub(crate) fn set(&mut self, field: Field, text: &str) {
        self.0.set(field, text);
    }

    /// What is to be played, or all that is wrong.
    pub(crate) fn order(&self) -> Result<Order, Vec<Problem<Field>>> {
        let mut problems = Problems::default();
        let scenario = SCENARIOS.into_iter().map(|scenario| scenario.id);
        let scenario = form::named(self.get(Field::Scenario), scenario, |id| id);
        let scenario = problems.keep(Field::Scenario, scenario);
        let attempts = u64::from(*ATTEMPTS_MAX.start())..=u64::from(*ATTEMPTS_MAX.end());
        let attempts = form::whole(self.get(Field::Attempts), &attempts);
        let attempts = problems.keep(Field::Attempts, attempts);
        let attempts = attempts.and_then(|attempts| u32::try_from(attempts).ok());
        let mut time = |field, range: &RangeInclusive<f64>| {
            problems.keep(field, form::decimal(self.get(field), range))
        };
        let hold_ms = time(Field::Hold, &HOLD_MS);
        // A message names whole numbers: what is shorter than the least is taken for it.
        let base_ms = time(Field::Base, &(1.0..=*BASE_MS.end()));
        let cap_ms = time(Field::Cap, &CAP_MS);
        let times = hold_ms.zip(base_ms).zip(cap_ms);
        let order = scenario.zip(attempts).zip(times).map(
            |((scenario, attempts_max), ((hold_ms, base_ms), cap_ms))| Order {
                scenario,
                params: ConflictParams {
                    attempts_max,
                    base_ms,
                    cap_ms,
                    hold_ms,
                    ..ConflictParams::DEFAULT
                },
            },
        );
        problems.or_else(order)
    }
}

/// A row of the table that does not hold what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// Its key.
    pub id: i64,
    pub found: i64,
    pub expected: i64,
}

/// All of those.
pub(crate) fn differences(report: &Report) -> Vec<Difference> {
    let both = report.found.iter().zip(&report.expected);
    both.filter(|(found, expected)| found != expected)
        .map(|(found, expected)| Difference {
            id: found.id,
            found: found.balance,
            expected: expected.balance,
        })
        .collect()
}

/// How many units ended so.
pub(crate) fn ended(report: &Report, end: WorkEnd) -> usize {
    report.works.iter().filter(|work| work.end == end).count()
}

/// A statement with what its parameter was bound to.
pub(crate) fn statement(step: &Step) -> String {
    step.parameter.map_or_else(
        || step.sql.clone(),
        |parameter| step.sql.replace("?1", &parameter.to_string()),
    )
}

#[cfg(test)]
pub(super) mod tests {
    use sql_workload::conflict::{Account, Answer, LockState};

    use super::*;

    fn step(connection: usize, at_ms: f64, sql: &str, answer: Answer) -> Step {
        Step {
            connection,
            unit: 0,
            at_ms,
            duration_ms: 1.0,
            sql: sql.to_owned(),
            parameter: None,
            answer,
            backoff_ms: None,
            in_transaction: false,
            locks: [LockState::None; 2],
        }
    }

    /// Both read 100 and write, the second after being busy once.
    pub(super) fn report() -> Report {
        let select = "SELECT balance FROM accounts WHERE id = 1";
        let update = "UPDATE accounts SET balance = ?1 WHERE id = 1";
        let balances = || Answer::Balances {
            balances: vec![100],
        };
        let changed = || Answer::Changed { rows: 1 };
        let account = |balance| vec![Account { id: 1, balance }];
        Report {
            scenario: FIRST.to_owned(),
            params: ConflictParams::DEFAULT,
            steps: vec![
                step(0, 0.0, select, balances()),
                Step {
                    locks: [LockState::None, LockState::Shared],
                    ..step(1, 1.5, select, balances())
                },
                Step {
                    parameter: Some(110),
                    locks: [LockState::Reserved, LockState::Shared],
                    ..step(0, 21.0, update, changed())
                },
                Step {
                    backoff_ms: Some(3.0),
                    locks: [LockState::Reserved, LockState::Shared],
                    ..step(1, 22.5, update, Answer::Busy { code: 5 })
                },
                Step {
                    parameter: Some(120),
                    ..step(1, 26.5, update, changed())
                },
            ],
            works: Vec::new(),
            left_open: [false; 2],
            found: account(120),
            expected: account(130),
            integrity: "ok".to_owned(),
        }
    }

    #[test]
    fn what_was_lost_is_named() {
        let report = report();
        let found = differences(&report);
        assert_eq!(
            found,
            [Difference {
                id: 1,
                found: 120,
                expected: 130
            }]
        );
        assert_eq!(
            statement(&report.steps[2]),
            "UPDATE accounts SET balance = 110 WHERE id = 1"
        );
        assert_eq!(ended(&report, WorkEnd::GaveUp), 0);
    }

    #[test]
    fn the_form_takes_every_scenario_and_names_what_is_wrong() {
        let mut form = Form::default();
        for scenario in SCENARIOS {
            form.set(Field::Scenario, scenario.id);
            let order = form.order().expect("right");
            assert_eq!(order.scenario, scenario.id);
            assert_eq!(order.params.check(), Ok(()));
        }
        for field in Field::ALL {
            form.set(*field, "100000");
        }
        let problems = form.order().expect_err("all of it is wrong");
        let wrong: Vec<Field> = problems.iter().map(|problem| problem.at).collect();
        assert_eq!(wrong.len(), Field::ALL.len());
    }
}
