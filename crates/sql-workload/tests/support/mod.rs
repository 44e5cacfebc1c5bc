//! Libraries in memory.

use sql_workload::Spec;
use sql_workload::engine::rusqlite::Connection;
use sql_workload::engine::{create, prepare_connection};

pub(crate) fn library(spec: Spec) -> Connection {
    let mut connection = Connection::open_in_memory().expect("a database");
    prepare_connection(&connection).expect("pragmas");
    create(&mut connection, &spec).expect("a library");
    connection
}

#[allow(dead_code, reason = "not every test needs a small one")]
pub(crate) fn small() -> Spec {
    Spec {
        books: 500,
        seed: 3,
        skew: 1.0,
    }
}
