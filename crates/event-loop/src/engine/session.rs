//! Carries out what a session is asked.

use super::{Found, Look, Outside, Ran, explore, run};
use crate::session::{Command, Event, STEPS_AT_ONCE, SessionError};
use crate::trace::Step;
use crate::{Program, SOURCE_BYTES_MAX, Settings};

/// A session: each command is a run of its own, so it holds nothing but the way out.
pub struct Session {
    outside: Outside,
}

impl Session {
    /// A session that asks `outside` whether it is cancelled.
    #[must_use]
    pub fn new(outside: Outside) -> Self {
        Self { outside }
    }

    /// Carries a command out, and tells what comes of it.
    pub fn command(
        &mut self,
        command: Command,
        emit: &mut dyn FnMut(Event),
    ) -> Result<(), SessionError> {
        match command {
            Command::Run { program, settings } => self.run(&program, &settings, emit),
            Command::Explore { program, settings } => self.explore(&program, &settings, emit),
        }
    }

    fn look(&self, has_steps: bool) -> Look {
        Look {
            has_steps,
            outside: self.outside,
        }
    }

    fn run(
        &self,
        program: &Program,
        settings: &Settings,
        emit: &mut dyn FnMut(Event),
    ) -> Result<(), SessionError> {
        check(program, settings)?;
        let mut waiting: Vec<Step> = Vec::new();
        let Ran {
            ending,
            races,
            statements,
            ..
        } = run(
            program,
            settings,
            self.look(true),
            &mut |found| match found {
                Found::Places(places) => emit(Event::Places(places)),
                Found::Steps(steps) => {
                    waiting.extend(steps);
                    if waiting.len() >= STEPS_AT_ONCE {
                        emit(Event::Steps(std::mem::take(&mut waiting)));
                    }
                }
                Found::Printed(..) => {}
            },
        );
        if !waiting.is_empty() {
            emit(Event::Steps(waiting));
        }
        emit(Event::Ended {
            ending,
            races,
            statements,
        });
        Ok(())
    }

    fn explore(
        &self,
        program: &Program,
        settings: &Settings,
        emit: &mut dyn FnMut(Event),
    ) -> Result<(), SessionError> {
        check(program, settings)?;
        let explored = explore(
            program,
            settings,
            self.look(false),
            None,
            &mut |runs, orders| emit(Event::Exploring { runs, orders }),
        );
        let explored = explored.ok_or(SessionError::Cancelled)?;
        emit(Event::Orders {
            outputs: explored.outputs,
            is_complete: explored.is_complete,
        });
        Ok(())
    }
}

fn check(program: &Program, settings: &Settings) -> Result<(), SessionError> {
    settings.check()?;
    let bytes = program.source.len();
    if bytes > SOURCE_BYTES_MAX {
        return Err(SessionError::TooLong { bytes });
    }
    Ok(())
}
