//! What the panel of transactions says.

use sql_workload::conflict::{Answer, LockState, Report, Step, WorkEnd};

use crate::labs::database::model::transactions::{Difference, differences, ended, picture};
use crate::ui::figures;
use crate::ui::say::Speech;

/// How a step is read.
pub(super) type OfStep = fn(Speech, &Step) -> String;

/// A scenario's name.
pub(super) fn scenario(speech: Speech, id: &str) -> String {
    speech.say(match id {
        "deferred-upgrade" => "scenario-deferred-upgrade",
        "immediate-retry" => "scenario-immediate-retry",
        "lost-update" => "scenario-lost-update",
        "atomic-update" => "scenario-atomic-update",
        "transaction-retry" => "scenario-transaction-retry",
        "rollback-on-error" => "scenario-rollback-on-error",
        "forgotten-rollback" => "scenario-forgotten-rollback",
        _ => "scenario-writer-waits",
    })
}

/// What happens in it.
pub(super) fn explained(speech: Speech, id: &str) -> String {
    speech.say(match id {
        "deferred-upgrade" => "scenario-deferred-upgrade-explained",
        "immediate-retry" => "scenario-immediate-retry-explained",
        "lost-update" => "scenario-lost-update-explained",
        "atomic-update" => "scenario-atomic-update-explained",
        "transaction-retry" => "scenario-transaction-retry-explained",
        "rollback-on-error" => "scenario-rollback-on-error-explained",
        "forgotten-rollback" => "scenario-forgotten-rollback-explained",
        _ => "scenario-writer-waits-explained",
    })
}

/// What came of it, in a sentence or two.
pub(super) fn finding(speech: Speech, report: &Report) -> String {
    let first = differences(report).first().map_or_else(
        || speech.say("transactions-right"),
        |difference| wrong(speech, *difference),
    );
    let count = |figure: usize| figures::count(speech.locale(), figure as u64).into();
    let args = [
        ("busy", count(report.busy())),
        ("done", count(ended(report, WorkEnd::Acknowledged))),
        ("gave_up", count(ended(report, WorkEnd::GaveUp))),
        ("failed", count(ended(report, WorkEnd::Failed))),
    ];
    format!("{first} {}", speech.say_with("transactions-counts", &args))
}

fn wrong(speech: Speech, difference: Difference) -> String {
    let number = |value: i64| figures::number(speech.locale(), value as f64, 0).into();
    let args = [
        ("id", number(difference.id)),
        ("found", number(difference.found)),
        ("expected", number(difference.expected)),
    ];
    speech.say_with("transactions-wrong", &args)
}

/// What the table holds, what is wrong with it, and what was left behind.
pub(super) fn facts(speech: Speech, report: &Report) -> Vec<String> {
    let number = |value: i64| figures::number(speech.locale(), value as f64, 0).into();
    let both = report.found.iter().zip(&report.expected);
    let mut facts: Vec<String> = both
        .map(|(found, expected)| {
            let args = [
                ("id", number(found.id)),
                ("found", number(found.balance)),
                ("expected", number(expected.balance)),
            ];
            speech.say_with("transactions-account", &args)
        })
        .collect();
    for (connection, _) in report.left_open.iter().enumerate().filter(|(_, is)| **is) {
        let connection = (connection + 1).to_string();
        facts.push(speech.say_with(
            "transactions-left-open",
            &[("connection", connection.into())],
        ));
    }
    let integrity = report.integrity.as_str();
    facts.push(speech.say_with("transactions-integrity", &[("said", integrity.into())]));
    facts
}

/// What came of a step, and how long its connection backs off then.
pub(super) fn answer_of(speech: Speech, step: &Step) -> String {
    let answer = answer(speech, &step.answer);
    let Some(backoff_ms) = step.backoff_ms else {
        return answer;
    };
    let backoff = figures::duration(speech, backoff_ms);
    let args = [("answer", answer.into()), ("backoff", backoff.into())];
    speech.say_with("transactions-answer-backoff", &args)
}

/// What both connections have after a step.
pub(super) fn locks_of(speech: Speech, step: &Step) -> String {
    let locks: Vec<String> = step
        .locks
        .iter()
        .map(|state| speech.say(lock(*state)))
        .collect();
    locks.join(" · ")
}

fn answer(speech: Speech, answer: &Answer) -> String {
    let number = |value: i64| figures::number(speech.locale(), value as f64, 0);
    match answer {
        Answer::Done => speech.say("answer-done"),
        Answer::Balances { balances } => {
            let balances: Vec<String> = balances.iter().map(|balance| number(*balance)).collect();
            speech.say_with(
                "answer-balances",
                &[("balances", balances.join(", ").into())],
            )
        }
        Answer::Changed { rows } => {
            let rows = figures::count(speech.locale(), *rows);
            speech.say_with("answer-changed", &[("rows", rows.into())])
        }
        Answer::Busy { code } => {
            speech.say_with("answer-busy", &[("code", code.to_string().into())])
        }
        Answer::Failed { message, .. } => {
            speech.say_with("answer-failed", &[("message", message.as_str().into())])
        }
    }
}

/// SQLite's own names, but for none.
const fn lock(state: LockState) -> &'static str {
    match state {
        LockState::None => "lock-none",
        LockState::Shared => "lock-shared",
        LockState::Reserved => "lock-reserved",
        LockState::Pending => "lock-pending",
        LockState::Exclusive => "lock-exclusive",
    }
}

/// The words of the picture of lanes.
pub(super) struct LaneWords(pub(super) Speech);

impl picture::Words for LaneWords {
    fn statements(&self, connection: usize) -> String {
        let args = [("connection", connection.to_string().into())];
        self.0.say_with("transactions-lane", &args)
    }

    fn locks(&self, connection: usize) -> String {
        let args = [("connection", connection.to_string().into())];
        self.0.say_with("transactions-lane-locks", &args)
    }

    fn step(&self, statement: &str, of: &Answer) -> String {
        format!("{statement}: {}", answer(self.0, of))
    }

    fn backoff(&self) -> String {
        self.0.say("transactions-backoff")
    }

    fn lock(&self, state: LockState) -> String {
        self.0.say(lock(state))
    }
}
