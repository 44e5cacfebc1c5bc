//! Runs programs: a JavaScript engine within the model of Node's loop.

mod bytes;
mod choices;
mod context;
mod core;
mod explore;
mod host;
pub mod instrument;
mod library;
mod natives;
mod pool;
mod position;
mod recorder;
pub mod session;
#[cfg(test)]
mod tests;
mod timers;

use std::rc::Rc;

use self::choices::Choices;
pub use self::core::Outside;
use self::core::{Core, Stop};
use self::host::Host;
use self::instrument::Instrumented;
use self::recorder::Recorder;
use crate::trace::{Ending, Place, Race, Step, Stopped, Stream, SyntaxError};
use crate::{ModuleKind, NodeVersion, Program, Settings};

pub use self::explore::{Explored, explore};

/// How close two instants are for chance to decide which comes first: a millisecond, the grain of Node's timers.
pub const SLACK_NS: u64 = 1_000_000;

/// How a run is looked at.
#[derive(Clone, Copy, Default)]
pub struct Look {
    /// Whether its steps are recorded.
    pub has_steps: bool,
    /// From outside.
    pub outside: Outside,
}

/// What a run gives on the way.
#[derive(Debug)]
pub enum Found {
    /// Where the program's statements stand.
    Places(Vec<Place>),
    /// The next steps.
    Steps(Vec<Step>),
    /// It printed something.
    Printed(Stream, String),
}

/// What came of a run.
#[derive(Debug)]
pub struct Ran {
    /// How it ended.
    pub ending: Ending,
    /// The races that it met, each with the step before which it did.
    pub races: Vec<(u32, Race)>,
    /// Statements that were executed.
    pub statements: u64,
    /// Virtual nanoseconds that it took.
    pub virtual_ns: u64,
    /// Whether, on machines that are far slower than usual, timers could come in orders that no exploration finds.
    has_ties: bool,
}

/// Runs a program to its end.
pub fn run(
    program: &Program,
    settings: &Settings,
    look: Look,
    found: &mut dyn FnMut(Found),
) -> Ran {
    match instrumented(program, settings) {
        Err(error) => no_program(error),
        Ok((marked, kind)) => {
            let parts = Parts {
                kind,
                settings,
                marked: &marked,
                slack_ns: SLACK_NS,
            };
            parts.run(look, Choices::default(), found).0
        }
    }
}

fn no_program(error: SyntaxError) -> Ran {
    Ran {
        ending: Ending::Syntax(error),
        races: Vec::new(),
        statements: 0,
        virtual_ns: 0,
        has_ties: false,
    }
}

/// Words by one of which a program may be an ES module.
const MODULE_WORDS: [&str; 3] = ["import", "export", "await"];

/// The program with marks, and how it is loaded: Node 20 tries once more, as an ES module, what is no `CommonJS` because of
/// what only such a module may contain.
fn instrumented(
    program: &Program,
    settings: &Settings,
) -> Result<(Instrumented, ModuleKind), SyntaxError> {
    let options = instrument::Options {
        await_takes_three_ticks: settings.node == NodeVersion::V10,
    };
    let Program { source, kind } = program;
    let error = match instrument::instrument(source, *kind, options) {
        Ok(marked) => return Ok((marked, *kind)),
        Err(error) => error,
    };
    let may_be_module = settings.node == NodeVersion::V20
        && *kind == ModuleKind::CommonJs
        && MODULE_WORDS.iter().any(|word| source.contains(word));
    if may_be_module && let Ok(marked) = instrument::instrument(source, ModuleKind::Module, options)
    {
        return Ok((marked, ModuleKind::Module));
    }
    Err(error)
}

/// What is needed to run a program, once or again and again.
#[derive(Clone, Copy)]
struct Parts<'a> {
    kind: ModuleKind,
    settings: &'a Settings,
    marked: &'a Instrumented,
    slack_ns: u64,
}

impl Parts<'_> {
    fn run(self, look: Look, choices: Choices, found: &mut dyn FnMut(Found)) -> (Ran, Choices) {
        found(Found::Places(self.marked.places.clone()));
        let core = Rc::new(Core::new(
            self.settings.clone(),
            Recorder::new(look.has_steps),
            choices,
            self.slack_ns,
            look.outside,
        ));
        core.places.replace(self.marked.places.clone());
        core.positions.borrow_mut().set_program(
            &self.marked.source,
            (&self.marked.mark, &self.marked.await_wrapper),
            self.kind == ModuleKind::CommonJs,
        );
        let mut between = |core: &Core| fetch(core, found);
        let status = match Host::new(core.clone(), self.marked, &mut between) {
            Ok(mut host) => host.run(self.marked, self.kind),
            Err(error) => {
                core.add_output(Stream::Error, &format!("{error}\n"));
                core.stop(Stop::Exit(1));
                1
            }
        };
        fetch(&core, found);
        let ending = match core.stopped() {
            Some(Stop::Limit(stopped)) => Ending::Stopped(stopped),
            Some(Stop::Exit(status)) => Ending::Exited { code: status },
            None => Ending::Exited { code: status },
        };
        let races = core.recorder.borrow().races().to_vec();
        let ran = Ran {
            ending,
            races,
            statements: core.statements(),
            virtual_ns: core.now_ns(),
            has_ties: core.has_ties(),
        };
        let choices = core.choices.take();
        (ran, choices)
    }
}

fn fetch(core: &Core, found: &mut dyn FnMut(Found)) {
    for (stream, text) in core.take_output() {
        found(Found::Printed(stream, text));
    }
    let steps = core.recorder.borrow_mut().fetch();
    if !steps.is_empty() {
        found(Found::Steps(steps));
    }
}

/// Whether a run was cancelled.
fn is_cancelled(ending: &Ending) -> bool {
    matches!(ending, Ending::Stopped(Stopped::Cancelled))
}
