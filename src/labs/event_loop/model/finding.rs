//! What a run comes to, in one sentence: its words are the view's.

use event_loop::explain::{Line, Precedence};
use event_loop::trace::{Ending, Event, Stopped, SyntaxError};

use super::run::Run;

/// The most lines among which one is looked for that overtakes another.
const LINES_MAX: usize = 200;

/// What a run comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Finding {
    /// The program is no JavaScript.
    Syntax(SyntaxError),
    /// A limit stopped it.
    Stopped(Stopped),
    /// Nothing catches an exception or a rejection.
    Uncaught {
        message: String,
        is_rejection: bool,
        code: i32,
    },
    /// It ran to its end.
    Ended(Ended),
}

/// A run to its end.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ended {
    /// How many pieces it printed.
    pub prints: usize,
    /// How often the loop turned.
    pub turns: u32,
    /// How long it took, in virtual nanoseconds.
    pub took_ns: u64,
    pub code: i32,
    /// The first output that came before another whose callback had been queued earlier.
    pub overtaking: Option<Overtaking>,
    /// Whether Node leaves open which of two lines that follow each other comes first.
    pub is_undetermined: bool,
}

/// An output that came before one that was queued earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Overtaking {
    /// What was printed first.
    pub first: String,
    /// What was queued before that and printed after it.
    pub then: String,
    /// By which rule.
    pub why: Precedence,
}

/// What a run comes to.
pub(crate) fn of(run: &Run) -> Finding {
    let code = match &run.ending {
        Ending::Syntax(error) => return Finding::Syntax(error.clone()),
        Ending::Stopped(stopped) => return Finding::Stopped(*stopped),
        Ending::Exited { code } => *code,
    };
    let steps = run.replay.steps();
    let uncaught = steps.iter().rev().find_map(|step| match &step.event {
        Event::Uncaught {
            message,
            is_rejection,
        } => Some((message.clone(), *is_rejection)),
        _ => None,
    });
    if let Some((message, is_rejection)) = uncaught {
        return Finding::Uncaught {
            message,
            is_rejection,
            code,
        };
    }
    let summary = run.course.summary();
    Finding::Ended(Ended {
        prints: run.prints.iter().filter(|print| !print.is_of_node).count(),
        turns: summary.turns,
        took_ns: summary.total_ns,
        code,
        overtaking: overtaking(run),
        is_undetermined: summary.is_undetermined,
    })
}

fn overtaking(run: &Run) -> Option<Overtaking> {
    let course = &run.course;
    let lines = course.lines();
    let lines = &lines[..lines.len().min(LINES_MAX)];
    let queued = |line: &Line| course.wait(line.run)?.queued();
    lines.iter().enumerate().find_map(|(first, line)| {
        let of = queued(line)?;
        let is_overtaken =
            |other: &Line| other.run != line.run && queued(other).is_some_and(|queued| queued < of);
        let then = first + 1 + lines[first + 1..].iter().position(is_overtaken)?;
        Some(Overtaking {
            first: line.text.clone(),
            then: lines[then].text.clone(),
            why: course.why_line(first, then),
        })
    })
}

#[cfg(test)]
mod tests {
    use event_loop::explain::Reason;

    use super::super::run::tests::{recorded, run};
    use super::*;

    #[test]
    fn a_tick_overtakes_a_timer() {
        let Finding::Ended(ended) = of(&run()) else {
            panic!("it ran to its end");
        };
        assert_eq!(
            (ended.prints, ended.turns, ended.took_ns),
            (3, 2, 1_001_000)
        );
        let overtaking = ended.overtaking.expect("the tick was queued later");
        assert_eq!(
            (overtaking.first, overtaking.then),
            ("tick".to_owned(), "timer".to_owned())
        );
        assert_eq!(overtaking.why.reason, Reason::MicrotasksBeforeLoop);
    }

    #[test]
    fn what_ended_a_run_comes_first() {
        let mut stopped = recorded();
        stopped.ending = Ending::Stopped(Stopped::VirtualTime);
        assert_eq!(
            of(&Run::of(stopped)),
            Finding::Stopped(Stopped::VirtualTime)
        );
        let mut failed = recorded();
        failed.ending = Ending::Exited { code: 1 };
        failed.steps[21].event = Event::Uncaught {
            message: "Error: so".to_owned(),
            is_rejection: true,
        };
        let expected = Finding::Uncaught {
            message: "Error: so".to_owned(),
            is_rejection: true,
            code: 1,
        };
        assert_eq!(of(&Run::of(failed)), expected);
    }
}
