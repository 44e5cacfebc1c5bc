//! Executes the statements of both connections by virtual time, and says what came of it.

use rusqlite::{Connection, Error, ErrorCode, params_from_iter};

use super::{ConflictError, SharedDatabase};
use crate::conflict::player::{Kind, Player, Turn};
use crate::conflict::{
    Account, Answer, BALANCE, CONNECTIONS, ConflictParams, LockState, Report, STATEMENT_MS,
    Scenario, Step, TABLE,
};

/// Plays the scenario of a name, on a database of its own. It ends because scripts do, and because what is busy
/// is tried a limited number of times.
pub fn play(id: &str, params: &ConflictParams) -> Result<Report, ConflictError> {
    params.check()?;
    let scenario =
        Scenario::of_id(id).ok_or_else(|| ConflictError::NoSuchScenario { id: id.to_owned() })?;
    let database = SharedDatabase::new()?;
    set_up(&database)?;
    let connections = [database.connect()?, database.connect()?];
    for connection in &connections {
        // What a connection has not read of the schema it would read later, under a lock that no script has.
        connection.query_row("SELECT count(*) FROM accounts", [], |_| Ok(()))?;
    }
    let [first, second] = (scenario.scripts)(params);
    let mut players = [
        Player::new(0, first, params),
        Player::new(1, second, params),
    ];
    let mut steps = Vec::new();
    while let Some((number, turn)) = next(&players) {
        let connection = &connections[number];
        let answer = execute(connection, &turn)?;
        let in_transaction = !connection.is_autocommit();
        let backoff_ms = players[number].told(&answer, in_transaction);
        steps.push(Step {
            connection: number,
            unit: turn.unit,
            at_ms: turn.at_ms,
            duration_ms: STATEMENT_MS,
            sql: turn.sql.to_owned(),
            parameter: turn.parameter,
            answer,
            backoff_ms,
            in_transaction,
            locks: locks(&database),
        });
    }
    let left_open = [0, 1].map(|number| !connections[number].is_autocommit());
    drop(connections);
    report(id, params, &database, &players, Played { steps, left_open })
}

struct Played {
    steps: Vec<Step>,
    left_open: [bool; CONNECTIONS],
}

fn set_up(database: &SharedDatabase) -> Result<(), ConflictError> {
    let connection = database.connect()?;
    connection.execute_batch(TABLE)?;
    for id in [1, 2] {
        connection.execute(
            "INSERT INTO accounts (id, balance) VALUES (?1, ?2)",
            (id, BALANCE),
        )?;
    }
    Ok(())
}

/// Whose turn it is: of two at one time the first's.
fn next(players: &[Player; CONNECTIONS]) -> Option<(usize, Turn)> {
    let turns = players.iter().map(Player::turn).enumerate();
    turns
        .filter_map(|(number, turn)| Some((number, turn?)))
        .min_by(|(_, one), (_, other)| one.at_ms.total_cmp(&other.at_ms))
}

fn locks(database: &SharedDatabase) -> [LockState; CONNECTIONS] {
    let states = database.lock_states();
    [0, 1].map(|number| states.get(number).copied().unwrap_or_default())
}

/// What SQLite says to a statement; an error is one that no scenario is about.
fn execute(connection: &Connection, turn: &Turn) -> Result<Answer, ConflictError> {
    let error = match answer(connection, turn) {
        Ok(answer) => return Ok(answer),
        Err(error) => error,
    };
    let code = error.sqlite_error().map_or(0, |error| error.extended_code);
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy) => Ok(Answer::Busy { code }),
        Some(ErrorCode::ConstraintViolation) => Ok(Answer::Failed {
            code,
            message: error.to_string(),
        }),
        _ => Err(error.into()),
    }
}

fn answer(connection: &Connection, turn: &Turn) -> Result<Answer, Error> {
    let mut statement = connection.prepare(turn.sql)?;
    let parameters = params_from_iter(turn.parameter);
    Ok(match turn.kind {
        Kind::Control => {
            statement.execute(parameters)?;
            Answer::Done
        }
        Kind::Write => Answer::Changed {
            rows: statement.execute(parameters)? as u64,
        },
        Kind::Read => {
            let balances = statement.query_map(parameters, |row| row.get(0))?;
            Answer::Balances {
                balances: balances.collect::<Result<_, _>>()?,
            }
        }
    })
}

fn report(
    id: &str,
    params: &ConflictParams,
    database: &SharedDatabase,
    players: &[Player; CONNECTIONS],
    played: Played,
) -> Result<Report, ConflictError> {
    let connection = database.connect()?;
    let found = accounts(&connection)?;
    let integrity = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    let mut works: Vec<_> = players.iter().flat_map(Player::works).copied().collect();
    works.sort_by(|one, other| one.end_ms.total_cmp(&other.end_ms));
    let changed = players.iter().map(Player::acknowledged);
    let [first, second] = changed.fold([BALANCE; 2], |[first, second], effect| {
        [first + effect[0], second + effect[1]]
    });
    let account = |id, balance| Account { id, balance };
    Ok(Report {
        scenario: id.to_owned(),
        params: *params,
        steps: played.steps,
        works,
        left_open: played.left_open,
        found,
        expected: vec![account(1, first), account(2, second)],
        integrity,
    })
}

fn accounts(connection: &Connection) -> Result<Vec<Account>, Error> {
    let mut statement = connection.prepare("SELECT id, balance FROM accounts ORDER BY id")?;
    let rows = statement.query_map([], |row| {
        Ok(Account {
            id: row.get(0)?,
            balance: row.get(1)?,
        })
    })?;
    rows.collect()
}
