//! Decides what a connection does next, from what came of what it did.

use super::STATEMENT_MS;
use super::backoff::Backoff;
use super::params::ConflictParams;
use super::report::{Answer, Work, WorkEnd};
use super::script::{Action, OnBusy, OnError, Script, Unit};

/// The statement that ends what cannot go on.
pub const ROLLBACK: &str = "ROLLBACK";

/// What kind of answer a statement has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// None.
    Control,
    /// Balances.
    Read,
    /// How many rows it changed.
    Write,
}

/// A statement that is to be executed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// When, in milliseconds.
    pub at_ms: f64,
    /// For which unit.
    pub unit: usize,
    /// The statement.
    pub sql: &'static str,
    /// What its parameter is bound to, if it has one.
    pub parameter: Option<i64>,
    /// What it answers.
    pub kind: Kind,
}

/// What follows a rollback.
#[derive(Clone, Copy, Debug, PartialEq)]
enum After {
    /// All of the unit again, after a back-off.
    Again { backoff_ms: f64 },
    /// The next unit.
    End(WorkEnd),
}

/// A connection in its script.
#[derive(Debug)]
pub struct Player {
    connection: usize,
    units: Vec<Unit>,
    unit: usize,
    action: usize,
    at_ms: f64,
    read: i64,
    busy: u32,
    rolling_back: Option<After>,
    attempts_max: u32,
    backoff: Backoff,
    works: Vec<Work>,
}

impl Player {
    /// At the beginning of its script; `connection` is its number.
    #[must_use]
    pub fn new(connection: usize, script: Script, params: &ConflictParams) -> Self {
        // Two that draw the same waits would go on colliding.
        let seed = u64::from(params.seed) << 8 | connection as u64;
        let mut player = Self {
            connection,
            at_ms: script.units.first().map_or(0.0, |unit| unit.start_ms),
            units: script.units,
            unit: 0,
            action: 0,
            read: 0,
            busy: 0,
            rolling_back: None,
            attempts_max: params.attempts_max,
            backoff: Backoff::new(params.base_ms, params.cap_ms, seed),
            works: Vec::new(),
        };
        player.settle();
        player
    }

    /// What is to be executed next, and when; `None` when all is done.
    #[must_use]
    pub fn turn(&self) -> Option<Turn> {
        let unit = self.units.get(self.unit)?;
        let (sql, parameter, kind) = if self.rolling_back.is_some() {
            (ROLLBACK, None, Kind::Control)
        } else {
            match *unit.actions.get(self.action)? {
                Action::Control(sql) => (sql, None, Kind::Control),
                Action::Read(sql) => (sql, None, Kind::Read),
                Action::Write { sql, parameter } => (sql, parameter, Kind::Write),
                Action::WriteRead { sql, add } => (sql, Some(self.read + add), Kind::Write),
                Action::Pause(_) => return None,
            }
        };
        Some(Turn {
            at_ms: self.at_ms,
            unit: self.unit,
            sql,
            parameter,
            kind,
        })
    }

    /// Takes what came of the turn, and whether the connection is in a transaction now. Gives how long it backs
    /// off, in milliseconds, if it does.
    pub fn told(&mut self, answer: &Answer, in_transaction: bool) -> Option<f64> {
        self.at_ms += STATEMENT_MS;
        let backoff_ms = if let Some(after) = self.rolling_back.take() {
            self.follow(after)
        } else {
            match answer {
                Answer::Busy { .. } => self.busy(in_transaction),
                Answer::Failed { .. } => {
                    self.failed(in_transaction);
                    None
                }
                Answer::Balances { balances } => {
                    self.read = balances.first().copied().unwrap_or(self.read);
                    self.action += 1;
                    None
                }
                Answer::Done | Answer::Changed { .. } => {
                    self.action += 1;
                    None
                }
            }
        };
        self.settle();
        backoff_ms
    }

    /// What came of the units that ended.
    #[must_use]
    pub fn works(&self) -> &[Work] {
        &self.works
    }

    /// By how much all that was acknowledged changes the two balances.
    #[must_use]
    pub fn acknowledged(&self) -> [i64; 2] {
        let done = self
            .works
            .iter()
            .filter(|work| work.end == WorkEnd::Acknowledged);
        let effects = done.filter_map(|work| self.units.get(work.unit));
        effects.fold([0, 0], |[first, second], unit| {
            [first + unit.effect[0], second + unit.effect[1]]
        })
    }

    fn busy(&mut self, in_transaction: bool) -> Option<f64> {
        let on_busy = self.units.get(self.unit)?.on_busy;
        self.busy += 1;
        let patience = match on_busy {
            OnBusy::Statement { patience } => patience,
            OnBusy::Transaction => 1,
        };
        if self.busy >= self.attempts_max.saturating_mul(patience) {
            return self.roll_back(in_transaction, After::End(WorkEnd::GaveUp));
        }
        let backoff_ms = self.backoff.wait_ms(self.busy);
        if on_busy == OnBusy::Transaction {
            return self.roll_back(in_transaction, After::Again { backoff_ms });
        }
        self.at_ms += backoff_ms;
        Some(backoff_ms)
    }

    fn failed(&mut self, in_transaction: bool) {
        let on_error = self.units.get(self.unit).map(|unit| unit.on_error);
        let rolls_back = in_transaction && on_error == Some(OnError::Rollback);
        self.roll_back(rolls_back, After::End(WorkEnd::Failed));
    }

    /// Goes on as `after` says, behind a rollback where there is something to roll back.
    fn roll_back(&mut self, in_transaction: bool, after: After) -> Option<f64> {
        if in_transaction {
            self.rolling_back = Some(after);
            return None;
        }
        self.follow(after)
    }

    fn follow(&mut self, after: After) -> Option<f64> {
        match after {
            After::Again { backoff_ms } => {
                self.action = 0;
                self.at_ms += backoff_ms;
                Some(backoff_ms)
            }
            After::End(end) => {
                self.end_unit(end);
                None
            }
        }
    }

    fn end_unit(&mut self, end: WorkEnd) {
        self.works.push(Work {
            connection: self.connection,
            unit: self.unit,
            end_ms: self.at_ms,
            busy: self.busy,
            end,
        });
        (self.unit, self.action, self.busy) = (self.unit + 1, 0, 0);
        if let Some(next) = self.units.get(self.unit) {
            self.at_ms = self.at_ms.max(next.start_ms);
        }
    }

    /// Passes over what is no statement, up to the next.
    fn settle(&mut self) {
        while self.rolling_back.is_none()
            && let Some(unit) = self.units.get(self.unit)
        {
            match unit.actions.get(self.action) {
                None => self.end_unit(WorkEnd::Acknowledged),
                Some(Action::Pause(pause_ms)) => {
                    self.at_ms += pause_ms;
                    self.action += 1;
                }
                Some(_) => break,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUSY: Answer = Answer::Busy { code: 5 };

    fn player(on_busy: OnBusy, on_error: OnError) -> Player {
        let unit = Unit {
            start_ms: 2.0,
            actions: vec![
                Action::Control("BEGIN"),
                Action::Read("SELECT"),
                Action::Pause(10.0),
                Action::WriteRead {
                    sql: "UPDATE",
                    add: 5,
                },
                Action::Control("COMMIT"),
            ],
            effect: [5, 0],
            on_busy,
            on_error,
        };
        let params = ConflictParams {
            attempts_max: 3,
            ..ConflictParams::DEFAULT
        };
        Player::new(0, Script { units: vec![unit] }, &params)
    }

    /// Up to the write.
    fn to_the_write(player: &mut Player) {
        assert_eq!(player.told(&Answer::Done, true), None);
        let balances = vec![100];
        assert_eq!(player.told(&Answer::Balances { balances }, true), None);
    }

    fn next(player: &Player) -> &'static str {
        player.turn().map_or("", |turn| turn.sql)
    }

    #[test]
    fn a_unit_goes_through_its_actions() {
        let mut player = player(OnBusy::Transaction, OnError::Rollback);
        to_the_write(&mut player);
        let turn = player.turn().expect("a write");
        assert_eq!((turn.sql, turn.parameter), ("UPDATE", Some(105)));
        assert!((turn.at_ms - 14.0).abs() < 1e-9);
        player.told(&Answer::Changed { rows: 1 }, true);
        assert_eq!(next(&player), "COMMIT");
        player.told(&Answer::Done, false);
        assert_eq!(player.turn(), None);
        assert_eq!(player.works()[0].end, WorkEnd::Acknowledged);
        assert_eq!(player.acknowledged(), [5, 0]);
    }

    #[test]
    fn a_busy_statement_is_tried_again_until_it_gives_up() {
        let mut player = player(OnBusy::Statement { patience: 1 }, OnError::Rollback);
        to_the_write(&mut player);
        for _ in 0..2 {
            assert!(player.told(&BUSY, true).is_some());
            assert_eq!(next(&player), "UPDATE");
        }
        assert_eq!(player.told(&BUSY, true), None);
        assert_eq!(next(&player), ROLLBACK);
        player.told(&Answer::Done, false);
        assert_eq!(player.turn(), None);
        assert_eq!(player.works()[0].end, WorkEnd::GaveUp);
        assert_eq!(player.works()[0].busy, 3);
        assert_eq!(player.acknowledged(), [0, 0]);
    }

    #[test]
    fn a_busy_transaction_is_rolled_back_and_begun_anew() {
        let mut player = player(OnBusy::Transaction, OnError::Rollback);
        to_the_write(&mut player);
        assert_eq!(player.told(&BUSY, true), None);
        assert_eq!(next(&player), ROLLBACK);
        assert!(player.told(&Answer::Done, false).is_some());
        assert_eq!(next(&player), "BEGIN");
        // Without a transaction there is nothing to roll back.
        assert!(player.told(&BUSY, false).is_some());
        assert_eq!(next(&player), "BEGIN");
    }

    #[test]
    fn an_error_is_rolled_back_or_forgotten() {
        let failed = Answer::Failed {
            code: 275,
            message: "CHECK constraint failed".to_owned(),
        };
        for (on_error, after) in [(OnError::Rollback, ROLLBACK), (OnError::Forget, "")] {
            let mut player = player(OnBusy::Transaction, on_error);
            to_the_write(&mut player);
            player.told(&failed, true);
            assert_eq!(next(&player), after);
            if !after.is_empty() {
                player.told(&Answer::Done, false);
            }
            assert_eq!(player.works()[0].end, WorkEnd::Failed);
        }
    }
}
