//! Runs in this process: the same session that our worker holds.

use std::time::Instant;

use anyhow::{Result, anyhow};
use event_loop::engine::Outside;
use event_loop::engine::session::Session;
use event_loop::session::Command;

use super::Ran;
use super::cases::Outcome;

/// Carries a command out.
pub(super) fn run(command: &Command) -> Result<Ran> {
    let (mut session, command) = (Session::new(Outside::default()), command.clone());
    let mut events = Vec::new();
    let start = Instant::now();
    session
        .command(command, &mut |event| events.push(event))
        .map_err(|error| anyhow!("{error}"))?;
    let ms = start.elapsed().as_secs_f64() * 1e3;
    Ok(Ran {
        ms,
        outcome: Outcome::of(&events)?,
    })
}
