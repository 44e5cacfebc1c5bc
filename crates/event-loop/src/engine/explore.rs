//! All orders in which Node may run a program, as far as they can be gone through.
//!
//! A run follows a list of decisions wherever Node leaves something to chance. Going through all lists, the last decision
//! first, gives every order that follows from them; each run begins anew.

use super::choices::Choices;
use super::{Look, Parts, SLACK_NS, instrumented, is_cancelled, no_program};
use crate::session::{ORDERS_MAX, Output};
use crate::trace::Ending;
use crate::{Program, Settings};

use super::Found;

/// The most runs of one exploration.
const RUNS_MAX: u32 = 400;

/// What came of an exploration.
#[derive(Clone, Debug, PartialEq)]
pub struct Explored {
    /// Each output once, in the order in which they were found: the first is that of a plain run.
    pub outputs: Vec<Output>,
    /// Whether these are all that follow from the decisions.
    pub is_complete: bool,
    /// Runs that were made.
    pub runs: u32,
}

/// Runs a program in every order that Node allows. `progress` is told the runs and the outputs so far; gives nothing if
/// somebody cancelled it.
pub fn explore(
    program: &Program,
    settings: &Settings,
    look: Look,
    slack_ns: Option<u64>,
    progress: &mut dyn FnMut(u32, u32),
) -> Option<Explored> {
    let (marked, kind) = match instrumented(program, settings) {
        Ok(marked) => marked,
        Err(error) => {
            let ending = no_program(error).ending;
            return Some(Explored {
                outputs: vec![Output {
                    text: String::new(),
                    ending,
                }],
                is_complete: true,
                runs: 0,
            });
        }
    };
    let parts = Parts {
        kind,
        settings,
        marked: &marked,
        slack_ns: slack_ns.unwrap_or(SLACK_NS),
    };
    let look = Look {
        has_steps: false,
        ..look
    };
    let mut outputs: Vec<Output> = Vec::new();
    let mut choices = Choices::default();
    let mut has_ties = false;
    for runs in 1..=RUNS_MAX {
        let (output, made, is_tied) = one(parts, look, choices);
        has_ties |= is_tied;
        if is_cancelled(&output.ending) {
            return None;
        }
        if !outputs.contains(&output) {
            outputs.push(output);
        }
        progress(runs, u32::try_from(outputs.len()).unwrap_or(u32::MAX));
        let next = made.next();
        let is_over = next.is_none();
        if is_over || outputs.len() >= ORDERS_MAX {
            return Some(Explored {
                outputs,
                is_complete: is_over && !has_ties,
                runs,
            });
        }
        choices = next.unwrap_or_default();
    }
    Some(Explored {
        outputs,
        is_complete: false,
        runs: RUNS_MAX,
    })
}

fn one(parts: Parts<'_>, look: Look, choices: Choices) -> (Output, Choices, bool) {
    let mut text = String::new();
    let (ran, choices) = parts.run(look, choices, &mut |found| {
        if let Found::Printed(_, printed) = found {
            text.push_str(&printed);
        }
    });
    let ending: Ending = ran.ending;
    (Output { text, ending }, choices, ran.has_ties)
}
