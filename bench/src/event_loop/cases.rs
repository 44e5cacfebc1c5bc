//! What is run, and what has to come of it.

use anyhow::{Context, Result, ensure};
use event_loop::presets::{PRESETS, Preset};
use event_loop::session::{Command, Event};
use event_loop::trace::{self, Ending, Stopped};
use event_loop::{ModuleKind, Program, Settings};
use serde::{Deserialize, Serialize};

/// How often the programs that count do what they count.
const SUMMED: u64 = 200_000;
const CALLBACKS: u64 = 10_000;
const AWAITED: u64 = 20_000;
const TICKS: u64 = 10_000;

/// Milliseconds that the lab's first preset may take in the browser, and an endless loop until its limit stops it.
const PRESET_MS_MAX: f64 = 500.0;
const ENDLESS_MS_MAX: f64 = 1_000.0;

/// What the lab's first preset prints.
const PRESET_OUTPUT: &str = "\
begin
end of the main module
tick 1
microtask 1
immediate
timer
file read
microtask 2
tick 2
";

/// Where a turn is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In this process.
    Native,
    /// In our module's worker.
    Wasm,
}

impl Place {
    /// Both, as the figures of a round stand.
    pub(super) const ALL: [Self; 2] = [Self::Native, Self::Wasm];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Native => "natively",
            Self::Wasm => "in WebAssembly",
        }
    }
}

/// A program that is run as the lab runs it, its steps recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// A loop that adds numbers up.
    Statements,
    /// `setImmediate`, one after the other.
    Callbacks,
    /// `await`, one after the other.
    Promises,
    /// `process.nextTick`, one after the other.
    Ticks,
    /// An empty program: the engine, Node's library and the loop.
    Start,
    /// What the lab begins with.
    Preset,
    /// The same as the first run of a fresh worker.
    FirstPreset,
    /// A loop without end, which a limit stops.
    Endless,
}

impl Case {
    pub(super) const ALL: [Self; 8] = [
        Self::Statements,
        Self::Callbacks,
        Self::Promises,
        Self::Ticks,
        Self::Start,
        Self::Preset,
        Self::FirstPreset,
        Self::Endless,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Statements => "statements",
            Self::Callbacks => "callbacks",
            Self::Promises => "promises",
            Self::Ticks => "ticks",
            Self::Start => "empty program",
            Self::Preset => "default preset",
            Self::FirstPreset => "default preset, first run of a worker",
            Self::Endless => "endless loop",
        }
    }

    /// This process has but one first run, so there is nothing to compare it with.
    pub(super) const fn places(self) -> &'static [Place] {
        match self {
            Self::FirstPreset => &[Place::Wasm],
            _ => &Place::ALL,
        }
    }

    /// What is counted for each second; nothing where the time is told itself.
    pub(super) const fn units(self) -> &'static [Unit] {
        match self {
            Self::Statements => &[Unit::Statements],
            Self::Callbacks => &[Unit::Steps, Unit::Callbacks("callbacks")],
            Self::Promises => &[Unit::Callbacks("microtasks")],
            Self::Ticks => &[Unit::Callbacks("ticks")],
            Self::Start | Self::Preset | Self::FirstPreset | Self::Endless => &[],
        }
    }

    /// The most milliseconds in the browser, where that is promised.
    pub(super) const fn promise(self, place: Place) -> Option<f64> {
        match (place, self) {
            (Place::Wasm, Self::Preset | Self::FirstPreset) => Some(PRESET_MS_MAX),
            (Place::Wasm, Self::Endless) => Some(ENDLESS_MS_MAX),
            _ => None,
        }
    }

    /// What the session is asked.
    pub(super) fn command(self) -> Result<Command> {
        let source = match self {
            Self::Statements => {
                format!(
                    "let sum = 0;\nfor (let i = 0; i < {SUMMED}; i++) sum += i;\nconsole.log(sum);\n"
                )
            }
            Self::Callbacks => one_after_the_other("setImmediate", CALLBACKS),
            Self::Ticks => one_after_the_other("process.nextTick", TICKS),
            Self::Promises => format!(
                "async function main() {{\n  \
                 for (let i = 0; i < {AWAITED}; i++) await null;\n  \
                 console.log('done');\n}}\nmain();\n"
            ),
            Self::Start => String::new(),
            Self::Endless => "for (;;);\n".to_owned(),
            Self::Preset | Self::FirstPreset => {
                let preset = default_preset()?;
                return Ok(Command::Run {
                    program: preset.program(),
                    settings: preset.settings(),
                });
            }
        };
        Ok(Command::Run {
            program: Program {
                source,
                kind: ModuleKind::CommonJs,
            },
            settings: Settings::default(),
        })
    }

    /// Fails unless that is what the program does.
    pub(super) fn check(self, outcome: &Outcome) -> Result<()> {
        let (ending, text) = self.expected();
        ensure!(
            outcome.ending == ending && outcome.text == text,
            "{}: {:?} with the output {:?}, not {ending:?} with {text:?}",
            self.name(),
            outcome.ending,
            outcome.text
        );
        if let Some(callbacks) = self.callbacks() {
            ensure!(
                outcome.callbacks == callbacks,
                "{}: {} callbacks, not {callbacks}",
                self.name(),
                outcome.callbacks
            );
        }
        Ok(())
    }

    fn expected(self) -> (Ending, String) {
        let text = match self {
            Self::Statements => format!("{}\n", SUMMED * (SUMMED - 1) / 2),
            Self::Callbacks | Self::Promises | Self::Ticks => "done\n".to_owned(),
            Self::Start | Self::Endless => String::new(),
            Self::Preset | Self::FirstPreset => PRESET_OUTPUT.to_owned(),
        };
        let ending = match self {
            Self::Endless => Ending::Stopped(Stopped::Statements { line: Some(1) }),
            _ => Ending::Exited { code: 0 },
        };
        (ending, text)
    }

    /// How many have to be run, where the program counts them.
    const fn callbacks(self) -> Option<u64> {
        match self {
            Self::Callbacks => Some(CALLBACKS),
            Self::Promises => Some(AWAITED),
            Self::Ticks => Some(TICKS),
            Self::Statements | Self::Start | Self::Endless => Some(0),
            Self::Preset | Self::FirstPreset => None,
        }
    }
}

/// Callbacks each of which queues the next.
fn one_after_the_other(queue: &str, count: u64) -> String {
    format!(
        "let left = {count};\nfunction next() {{\n  left -= 1;\n  \
         if (left > 0) {queue}(next);\n  else console.log('done');\n}}\n{queue}(next);\n"
    )
}

fn default_preset() -> Result<&'static Preset> {
    PRESETS.first().context("the lab has no presets")
}

/// What a case is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Statements of the program.
    Statements,
    /// Recorded steps.
    Steps,
    /// Callbacks, by what the case calls them.
    Callbacks(&'static str),
}

impl Unit {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Statements => "statements",
            Self::Steps => "recorded steps",
            Self::Callbacks(name) => name,
        }
    }

    /// How many of them a run has.
    pub(super) const fn of(self, outcome: &Outcome) -> u64 {
        match self {
            Self::Statements => outcome.statements,
            Self::Steps => outcome.steps,
            Self::Callbacks(_) => outcome.callbacks,
        }
    }
}

/// What came of a run: the same wherever and whenever it is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Outcome {
    pub(super) ending: Ending,
    /// What it printed, on both streams.
    pub(super) text: String,
    pub(super) statements: u64,
    /// Recorded ones.
    pub(super) steps: u64,
    /// Those that were run, without the main module.
    pub(super) callbacks: u64,
}

impl Outcome {
    /// From what a session tells of a run.
    pub(super) fn of(events: &[Event]) -> Result<Self> {
        let Some(Event::Ended {
            ending, statements, ..
        }) = events.last()
        else {
            anyhow::bail!("a run that does not end");
        };
        let mut outcome = Self {
            ending: ending.clone(),
            text: String::new(),
            statements: *statements,
            steps: 0,
            callbacks: 0,
        };
        let steps = events.iter().filter_map(|event| match event {
            Event::Steps(steps) => Some(steps),
            _ => None,
        });
        for step in steps.flatten() {
            outcome.steps += 1;
            match &step.event {
                trace::Event::Started(task) if *task > 0 => outcome.callbacks += 1,
                trace::Event::Printed { text, .. } => outcome.text.push_str(text),
                _ => {}
            }
        }
        Ok(outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::super::native;
    use super::*;

    #[test]
    fn each_program_does_what_it_is_to_do() {
        for case in Case::ALL {
            let command = case.command().expect("a preset");
            let ran = native::run(&command).expect("a run");
            case.check(&ran.outcome).expect("what it is to do");
            for unit in case.units() {
                assert!(unit.of(&ran.outcome) >= CALLBACKS, "{}", unit.name());
            }
        }
    }

    #[test]
    fn another_ending_output_or_number_of_callbacks_is_refused() {
        let right = Outcome {
            ending: Ending::Exited { code: 0 },
            text: "done\n".to_owned(),
            statements: 1,
            steps: 1,
            callbacks: TICKS,
        };
        assert!(Case::Ticks.check(&right).is_ok());
        let ending = Ending::Exited { code: 1 };
        let text = "don".to_owned();
        let callbacks = TICKS - 1;
        for wrong in [
            Outcome {
                ending,
                ..right.clone()
            },
            Outcome {
                text,
                ..right.clone()
            },
            Outcome {
                callbacks,
                ..right.clone()
            },
        ] {
            assert!(Case::Ticks.check(&wrong).is_err(), "{wrong:?}");
        }
    }
}
