//! The programs: what each queues, and in which ranges its parameters are.

use super::record::{Kind, Priority};

/// Which program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ProgramId {
    /// One callback of each kind, queued in one task.
    Each,
    /// A timer that sets the next one, without delay.
    Nested,
    /// Microtasks that queue the next one, and the same as messages.
    Flood,
    /// How often a timer and a message come round between two frames.
    Rounds,
    /// A long task, and the same work in slices.
    Slices,
    /// Tasks of the three priorities, queued from the lowest.
    Priorities,
}

impl ProgramId {
    /// Its name in the page.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::Nested => "nested",
            Self::Flood => "flood",
            Self::Rounds => "rounds",
            Self::Slices => "slices",
            Self::Priorities => "priorities",
        }
    }
}

/// What a program is parameterised by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parameter {
    /// How long each callback is busy, in milliseconds.
    Work,
    /// How long the task that queues them is busy afterwards, in milliseconds.
    Busy,
    /// How many timers follow one another.
    Timers,
    /// How many microtasks follow one another.
    Microtasks,
    /// For how many frames something comes round.
    Frames,
    /// How much there is to do, in milliseconds.
    Total,
    /// How much of it at once, in milliseconds.
    Slice,
    /// How many tasks of each priority.
    Tasks,
}

impl Parameter {
    /// All of them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Work,
        Self::Busy,
        Self::Timers,
        Self::Microtasks,
        Self::Frames,
        Self::Total,
        Self::Slice,
        Self::Tasks,
    ];

    /// The least and the greatest value.
    pub(crate) const fn range(self) -> (u64, u64) {
        match self {
            Self::Work => (0, 20),
            Self::Busy => (0, BUSY_MS_MAX),
            Self::Timers => (2, 50),
            Self::Microtasks => (1, FLOOD_MAX),
            Self::Frames => (2, 60),
            Self::Total => (50, BUSY_MS_MAX),
            Self::Slice => (5, 100),
            Self::Tasks => (1, 20),
        }
    }

    /// The value at first.
    pub(crate) const fn usual(self) -> u32 {
        match self {
            Self::Work => 1,
            Self::Busy => 0,
            Self::Timers => 12,
            Self::Microtasks => 20_000,
            Self::Frames => 10,
            Self::Total => 400,
            Self::Slice => 5,
            Self::Tasks => 3,
        }
    }
}

/// The longest that the page's main thread is kept busy in one task, in milliseconds.
const BUSY_MS_MAX: u64 = 2_000;

/// The most microtasks that follow one another.
const FLOOD_MAX: u64 = 200_000;

/// A callback, and what it queues when it runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Callback {
    pub kind: Kind,
    pub queues: &'static [Kind],
}

/// What a task does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Action {
    /// Queues one callback, which is busy for so long.
    Queue { callback: Callback, work_ms: u32 },
    /// Computes for so long.
    Busy { ms: u32 },
    /// Queues a timer without delay that queues the next one.
    Nested { timers: u32 },
    /// Queues a callback that queues the next one, so many in all.
    Flood { kind: Kind, count: u32 },
    /// The same until so many frames went by.
    Rounds { kind: Kind, frames: u32 },
    /// Computes in slices, each in a callback of its own.
    Slices {
        kind: Kind,
        total_ms: u32,
        slice_ms: u32,
    },
}

impl Action {
    /// The kind of callback that it needs, if it needs any.
    pub(crate) const fn kind(self) -> Option<Kind> {
        match self {
            Self::Queue { callback, .. } => Some(callback.kind),
            Self::Busy { .. } => None,
            Self::Nested { .. } => Some(Kind::Timer),
            Self::Flood { kind, .. } | Self::Rounds { kind, .. } | Self::Slices { kind, .. } => {
                Some(kind)
            }
        }
    }
}

/// What is queued in one task. The next stage begins when all that came of it has run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stage {
    /// By what it differs from the other stages of its program.
    pub by: Option<Kind>,
    pub actions: Vec<Action>,
}

/// The values of all parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Values([u32; Parameter::ALL.len()]);

impl Default for Values {
    fn default() -> Self {
        Self(Parameter::ALL.map(Parameter::usual))
    }
}

impl Values {
    /// The value of one.
    pub(crate) fn get(&self, parameter: Parameter) -> u32 {
        self.0[parameter as usize]
    }

    /// Changes the value of one.
    pub(crate) fn set(&mut self, parameter: Parameter, value: u32) {
        self.0[parameter as usize] = value;
    }
}

/// A program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Program {
    pub id: ProgramId,
    /// The parameters that it has.
    pub parameters: &'static [Parameter],
    /// What it does.
    pub stages: fn(&Values) -> Vec<Stage>,
}

/// All of them, in the order in which they are offered.
pub(crate) static PROGRAMS: [Program; 6] = [
    Program {
        id: ProgramId::Each,
        parameters: &[Parameter::Work, Parameter::Busy],
        stages: each,
    },
    Program {
        id: ProgramId::Nested,
        parameters: &[Parameter::Timers],
        stages: nested,
    },
    Program {
        id: ProgramId::Flood,
        parameters: &[Parameter::Microtasks],
        stages: flood,
    },
    Program {
        id: ProgramId::Rounds,
        parameters: &[Parameter::Frames],
        stages: rounds,
    },
    Program {
        id: ProgramId::Slices,
        parameters: &[Parameter::Total, Parameter::Slice],
        stages: slices,
    },
    Program {
        id: ProgramId::Priorities,
        parameters: &[Parameter::Tasks, Parameter::Work],
        stages: priorities,
    },
];

/// A program by its name.
pub(crate) fn program(id: ProgramId) -> &'static Program {
    let found = PROGRAMS.iter().find(|program| program.id == id);
    found.unwrap_or(&PROGRAMS[0])
}

/// What comes last is queued first, so that the order in which they run is not the one in which they were queued.
fn each(values: &Values) -> Vec<Stage> {
    const NONE: &[Kind] = &[];
    let callbacks = [
        (Kind::Idle, NONE),
        (Kind::Idle, NONE),
        (
            Kind::Frame,
            &[Kind::Layout, Kind::Frame, Kind::Microtask][..],
        ),
        (Kind::Frame, NONE),
        (Kind::Task(Priority::Background), NONE),
        (Kind::Task(Priority::UserVisible), NONE),
        (Kind::Task(Priority::UserBlocking), NONE),
        (Kind::Timer, &[Kind::Microtask]),
        (Kind::Timer, NONE),
        (Kind::Message, &[Kind::Promise]),
        (Kind::Message, NONE),
        (Kind::Promise, &[Kind::Microtask]),
        (Kind::Microtask, NONE),
        (Kind::Promise, NONE),
    ];
    let work_ms = values.get(Parameter::Work);
    let queue = callbacks.map(|(kind, queues)| Action::Queue {
        callback: Callback { kind, queues },
        work_ms,
    });
    let busy = Action::Busy {
        ms: values.get(Parameter::Busy),
    };
    one_stage(queue.into_iter().chain([busy]).collect())
}

fn nested(values: &Values) -> Vec<Stage> {
    let timers = values.get(Parameter::Timers);
    one_stage(vec![Action::Nested { timers }])
}

/// A timer and a frame wait beside the flood.
fn flood(values: &Values) -> Vec<Stage> {
    let count = values.get(Parameter::Microtasks);
    let stage = |kind| Stage {
        by: Some(kind),
        actions: vec![
            plain(Kind::Frame),
            plain(Kind::Timer),
            Action::Flood { kind, count },
        ],
    };
    vec![stage(Kind::Microtask), stage(Kind::Message)]
}

fn rounds(values: &Values) -> Vec<Stage> {
    let frames = values.get(Parameter::Frames);
    let stage = |kind| Stage {
        by: Some(kind),
        actions: vec![Action::Rounds { kind, frames }],
    };
    vec![stage(Kind::Timer), stage(Kind::Message)]
}

fn slices(values: &Values) -> Vec<Stage> {
    let total_ms = values.get(Parameter::Total);
    let slice_ms = values.get(Parameter::Slice);
    let stage = |kind| Stage {
        by: Some(kind),
        actions: vec![Action::Slices {
            kind,
            total_ms,
            slice_ms,
        }],
    };
    let whole = Stage {
        by: None,
        actions: vec![Action::Busy { ms: total_ms }],
    };
    vec![
        whole,
        stage(Kind::Timer),
        stage(Kind::Task(Priority::UserVisible)),
        stage(Kind::Continuation),
    ]
}

fn priorities(values: &Values) -> Vec<Stage> {
    let work_ms = values.get(Parameter::Work);
    let queue = move |kind| Action::Queue {
        callback: Callback { kind, queues: &[] },
        work_ms,
    };
    let round = move |_| {
        let priorities = Priority::ALL.into_iter().rev();
        let tasks = priorities.map(move |priority| queue(Kind::Task(priority)));
        tasks.chain([queue(Kind::Timer), queue(Kind::Message)])
    };
    let actions = (0..values.get(Parameter::Tasks)).flat_map(round);
    one_stage(actions.collect())
}

const fn plain(kind: Kind) -> Action {
    Action::Queue {
        callback: Callback { kind, queues: &[] },
        work_ms: 0,
    }
}

fn one_stage(actions: Vec<Action>) -> Vec<Stage> {
    vec![Stage { by: None, actions }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_program_is_found_and_does_something_at_the_ends_of_its_ranges() {
        for of in &PROGRAMS {
            assert_eq!(program(of.id).id, of.id);
            for end in [|range: (u64, u64)| range.0, |range: (u64, u64)| range.1] {
                let mut values = Values::default();
                for parameter in of.parameters {
                    let value = u32::try_from(end(parameter.range())).expect("small");
                    values.set(*parameter, value);
                    assert_eq!(values.get(*parameter), value);
                }
                let stages = (of.stages)(&values);
                assert!(stages.iter().all(|stage| !stage.actions.is_empty()));
            }
        }
    }

    #[test]
    fn what_is_usual_is_in_range() {
        for parameter in Parameter::ALL {
            let (least, most) = parameter.range();
            assert!((least..=most).contains(&parameter.usual().into()));
            assert_eq!(Parameter::ALL[parameter as usize], parameter);
        }
    }

    #[test]
    fn no_action_keeps_the_page_busy_for_longer_than_two_seconds() {
        let mut values = Values::default();
        for parameter in Parameter::ALL {
            let most = u32::try_from(parameter.range().1).expect("small");
            values.set(parameter, most);
        }
        let stages = PROGRAMS.iter().flat_map(|of| (of.stages)(&values));
        for action in stages.flat_map(|stage| stage.actions) {
            match action {
                Action::Busy { ms } => assert!(ms <= 2_000),
                Action::Slices { total_ms, .. } => assert!(total_ms <= 2_000),
                Action::Flood { count, .. } => assert!(count <= 200_000),
                _ => {}
            }
        }
    }
}
