//! A run, as the worker recorded it, with what follows from it.

use event_loop::explain::{Course, Precedence};
use event_loop::replay::{Replay, State};
use event_loop::trace::{Ending, Place, Race, Step, TaskId};
use event_loop::{Program, Settings};
use serde::{Deserialize, Serialize};

use super::console::{Print, prints};
use super::film;

/// The most steps of a run that is kept from one visit to the next.
pub(crate) const KEPT_STEPS_MAX: usize = 20_000;

/// The most characters of a statement that are shown beside a callback.
const CODE_CHARS_MAX: usize = 80;

/// A run, as records hold it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Recorded {
    pub program: Program,
    pub settings: Settings,
    /// Where the program's statements stand.
    pub places: Vec<Place>,
    pub steps: Vec<Step>,
    pub ending: Ending,
    /// Points at which Node does not say what comes first, each with the step before which it was.
    pub races: Vec<(u32, Race)>,
    /// How many statements were executed.
    pub statements: u64,
}

/// A run that is looked at.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub program: Program,
    pub settings: Settings,
    pub places: Vec<Place>,
    pub replay: Replay,
    pub ending: Ending,
    pub races: Vec<(u32, Race)>,
    pub statements: u64,
    /// What waited and ran, and by which rules.
    pub course: Course,
    /// What was printed.
    pub prints: Vec<Print>,
    /// Numbers of steps after which there is something new to see, in order.
    pub moves: Vec<usize>,
    /// Those of them that tell what the run is about.
    pub highlights: Vec<usize>,
}

/// A statement of the program, as it is shown beside what will execute it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Code {
    pub line: u32,
    /// Its first line, cut off where it is long.
    pub text: String,
}

impl Run {
    /// Of what was recorded.
    pub(crate) fn of(recorded: Recorded) -> Self {
        Self {
            course: Course::new(&recorded.steps, &recorded.races),
            prints: prints(&recorded.steps, &recorded.places),
            moves: film::moves(&recorded.steps),
            highlights: film::highlights(&recorded.steps),
            replay: Replay::new(recorded.steps),
            program: recorded.program,
            settings: recorded.settings,
            places: recorded.places,
            ending: recorded.ending,
            races: recorded.races,
            statements: recorded.statements,
        }
    }

    /// What is kept of it; nothing of a run that is too long for that.
    pub(crate) fn recorded(&self) -> Option<Recorded> {
        (self.len() <= KEPT_STEPS_MAX).then(|| Recorded {
            program: self.program.clone(),
            settings: self.settings.clone(),
            places: self.places.clone(),
            steps: self.replay.steps().to_vec(),
            ending: self.ending.clone(),
            races: self.races.clone(),
            statements: self.statements,
        })
    }

    /// Number of its steps.
    pub(crate) fn len(&self) -> usize {
        self.replay.steps().len()
    }

    /// The state after so many steps.
    pub(crate) fn state(&self, at: usize) -> State {
        self.replay.state_after(at)
    }

    /// A statement of the program.
    pub(crate) fn place(&self, place: u32) -> Option<Place> {
        self.places.get(place as usize).copied()
    }

    /// The text of a statement.
    pub(crate) fn code(&self, place: u32) -> Option<Code> {
        code_at(&self.program.source, self.place(place)?)
    }

    /// The statement that a callback executes first.
    pub(crate) fn first_code(&self, task: TaskId) -> Option<Code> {
        self.code(self.replay.first_statement(task)?)
    }

    /// Why the callback runs that runs after so many steps; none for the main module, and where nothing runs.
    pub(crate) fn why(&self, at: usize) -> Option<(TaskId, Precedence)> {
        let id = self.course.run_at(at.checked_sub(1)?)?;
        let task = self.course.runs().get(id)?.task()?;
        Some((task, self.course.why(id)?))
    }

    /// All that it printed, on both streams.
    pub(crate) fn output(&self) -> String {
        self.prints
            .iter()
            .map(|print| print.text.as_str())
            .collect()
    }
}

/// Refuses what no run can have come to.
pub(crate) fn checked(recorded: Recorded) -> Result<Recorded, String> {
    if recorded.steps.len() > KEPT_STEPS_MAX {
        return Err(format!("{} steps", recorded.steps.len()));
    }
    let mut at_ns = 0;
    for step in &recorded.steps {
        if step.at_ns < at_ns {
            return Err(format!("{} ns after {at_ns} ns", step.at_ns));
        }
        at_ns = step.at_ns;
    }
    Ok(recorded)
}

fn code_at(source: &str, place: Place) -> Option<Code> {
    let line = source.lines().nth((place.line as usize).checked_sub(1)?)?;
    let from = (place.column as usize).saturating_sub(1);
    let to = if place.end_line == place.line {
        (place.end_column as usize).saturating_sub(1)
    } else {
        usize::MAX
    };
    let statement: String = line.chars().take(to).skip(from).collect();
    let statement = statement.trim();
    let mut text: String = statement.chars().take(CODE_CHARS_MAX).collect();
    let is_cut = place.end_line > place.line || statement.chars().count() > CODE_CHARS_MAX;
    if is_cut {
        text.push_str(" …");
    }
    Some(Code {
        line: place.line,
        text,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use event_loop::explain::Reason;
    use event_loop::trace::{Event, Frame, Origin, Phase, Queue, Stream};
    use event_loop::{ModuleKind, NodeVersion};

    use super::*;

    /// The program of [`run`].
    pub(crate) const SOURCE: &str = "setTimeout(() => console.log('timer'), 0);\n\
                                     process.nextTick(() => console.log('tick'));\n\
                                     console.log('main');\n";

    fn place(line: u32, column: u32, end_column: u32) -> Place {
        Place {
            line,
            column,
            end_line: line,
            end_column,
        }
    }

    fn queued(task: TaskId, queue: Queue, origin: Origin, line: u32) -> Event {
        Event::Queued {
            task,
            queue,
            origin,
            label: String::new(),
            line: Some(line),
            due_ns: (queue == Queue::Timers).then_some(1_000_000),
        }
    }

    fn statement(place: u32) -> Event {
        Event::Statement {
            place,
            stack: Some(vec![Frame {
                function: String::new(),
                line: 1,
            }]),
        }
    }

    fn printed(text: &str) -> Event {
        Event::Printed {
            stream: Stream::Out,
            text: format!("{text}\n"),
        }
    }

    /// A timer that a tick overtakes, by hand.
    pub(crate) fn recorded() -> Recorded {
        let events = [
            (0, Event::Phase(Phase::Main)),
            (0, Event::Started(0)),
            (0, statement(0)),
            (1_000, queued(1, Queue::Timers, Origin::Timeout, 1)),
            (1_000, statement(1)),
            (2_000, queued(2, Queue::NextTick, Origin::NextTick, 2)),
            (2_000, statement(2)),
            (3_000, printed("main")),
            (3_000, Event::Ended(0)),
            (3_000, Event::Started(2)),
            (3_000, statement(3)),
            (4_000, printed("tick")),
            (4_000, Event::Ended(2)),
            (4_000, Event::Turn(1)),
            (4_000, Event::Phase(Phase::Timers)),
            (4_000, Event::Phase(Phase::Poll)),
            (
                4_000,
                Event::Slept {
                    until_ns: 1_000_000,
                },
            ),
            (1_000_000, Event::Turn(2)),
            (1_000_000, Event::Phase(Phase::Timers)),
            (1_000_000, Event::Started(1)),
            (1_000_000, statement(4)),
            (1_001_000, printed("timer")),
            (1_001_000, Event::Ended(1)),
        ];
        Recorded {
            program: Program {
                source: SOURCE.to_owned(),
                kind: ModuleKind::CommonJs,
            },
            settings: Settings {
                node: NodeVersion::V20,
                ..Settings::default()
            },
            places: vec![
                place(1, 1, 43),
                place(2, 1, 46),
                place(3, 1, 21),
                place(2, 24, 43),
                place(1, 18, 38),
            ],
            steps: events
                .into_iter()
                .map(|(at_ns, event)| Step { at_ns, event })
                .collect(),
            ending: Ending::Exited { code: 0 },
            races: Vec::new(),
            statements: 5,
        }
    }

    /// The same, to be looked at.
    pub(crate) fn run() -> Run {
        Run::of(recorded())
    }

    #[test]
    fn a_callback_is_told_by_its_first_statement() {
        let run = run();
        let code = run.first_code(2).expect("it has one");
        assert_eq!((code.line, code.text.as_str()), (2, "console.log('tick')"));
        assert_eq!(run.first_code(7), None);
        assert_eq!(run.output(), "main\ntick\ntimer\n");
    }

    #[test]
    fn what_runs_is_told_with_the_reason() {
        let run = run();
        assert_eq!(run.why(0), None);
        assert_eq!(run.why(4), None);
        let (task, why) = run.why(11).expect("the tick runs");
        assert_eq!((task, why.second), (2, Some(1)));
        assert_eq!(why.reason, Reason::MicrotasksBeforeLoop);
    }

    #[test]
    fn a_record_gives_the_same_run() {
        let kept = run().recorded().expect("it is short");
        assert_eq!(checked(kept), Ok(recorded()));
        let mut backwards = recorded();
        backwards.steps.reverse();
        assert!(checked(backwards).is_err());
        let mut long = recorded();
        let last = long.steps[22].clone();
        long.steps.resize(KEPT_STEPS_MAX + 1, last);
        assert_eq!(Run::of(long.clone()).recorded(), None);
        assert!(checked(long).is_err());
    }

    #[test]
    fn a_statement_over_several_lines_is_cut_off() {
        let place = Place {
            line: 1,
            column: 3,
            end_line: 2,
            end_column: 2,
        };
        let code = code_at("  if (so) {\n}", place).expect("it is there");
        assert_eq!(code.text, "if (so) { …");
        assert_eq!(code_at("one", Place { line: 2, ..place }), None);
        assert_eq!(code_at("one", Place::default()), None);
    }
}
