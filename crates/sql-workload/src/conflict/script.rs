//! What a connection is to do.

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    /// A statement that begins or ends a transaction.
    Control(&'static str),
    /// A statement that reads a balance, which is remembered.
    Read(&'static str),
    /// A statement that writes.
    Write {
        /// The statement.
        sql: &'static str,
        /// What its parameter is bound to, if it has one.
        parameter: Option<i64>,
    },
    /// A statement whose one parameter is the balance that was read last and so much more.
    WriteRead {
        /// The statement.
        sql: &'static str,
        /// How much more.
        add: i64,
    },
    /// The program does something else for so many milliseconds.
    Pause(f64),
}

/// What is done if the database is busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnBusy {
    /// The statement is tried again after a back-off, `patience` times as often as the parameters say; then
    /// the connection rolls back and gives up.
    Statement {
        /// How many times as often.
        patience: u32,
    },
    /// The connection rolls back, and tries all of the unit again after a back-off, as often as the
    /// parameters say.
    Transaction,
}

/// What is done if a statement fails for another reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnError {
    /// The connection rolls back.
    Rollback,
    /// Nothing: the connection goes to whoever is next as it is.
    Forget,
}

/// What somebody does with a connection from when they get it until they give it back.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Not before, in milliseconds.
    pub start_ms: f64,
    /// What is done, in order.
    pub actions: Vec<Action>,
    /// By how much it changes the balances of the two accounts, if all of it is done.
    pub effect: [i64; 2],
    /// If the database is busy.
    pub on_busy: OnBusy,
    /// If something fails.
    pub on_error: OnError,
}

/// What a connection does.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    /// For one after another.
    pub units: Vec<Unit>,
}
