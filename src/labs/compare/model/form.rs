//! The lab's form: what a person typed or a link says, and the comparison that it means.
//!
//! As in the Threads lab, fields hold text as it was given, wrong or not.

mod entry;

use kernels::registry::Refusal;
use kernels::{Engine, Kernel, SpecError, Strategy, Variant};
use sampling::Question;
use sampling::experiment::{BUDGET_MS, CANDIDATES};
use sampling::verdict::{SAME_WITHIN, SHARE_MAX};

use super::own::OwnForm;
use entry::candidate;
pub use entry::{Candidate, Entry, EntryField};

/// How long a comparison may take, in seconds, unless somebody says otherwise.
const BUDGET_S_DEFAULT: u64 = 30;

/// Candidates in a link are set apart by this.
const NEXT: char = ',';

/// A comparison of kernels that can be carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Who takes part; the first is what others are asked about.
    pub candidates: Vec<Candidate>,
    /// What is asked.
    pub settings: SamplingSettings,
}

/// What is asked, and how long the answer may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SamplingSettings {
    /// What is asked.
    pub question: Question,
    /// How long the answer may take, in milliseconds.
    pub budget_ms: f64,
}

/// A field that all candidates share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsField {
    /// `which` or `at-least`.
    Question,
    /// Per cent.
    Share,
    /// Seconds.
    Budget,
}

impl SettingsField {
    /// Every field, in the order of a link.
    pub const ALL: [Self; 3] = [Self::Question, Self::Share, Self::Budget];

    /// The name in a link.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Share => "share",
            Self::Budget => "budget",
        }
    }
}

/// The names of the questions in links.
pub const QUESTIONS: [&str; 2] = ["which", "at-least"];

/// What kind of thing takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Kernels of the registry.
    Kernels,
    /// The reader's own code.
    Own,
}

impl Mode {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Kernels, Self::Own];

    /// The name in a link.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Kernels => "kernels",
            Self::Own => "own",
        }
    }

    /// What has this name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.id() == id)
    }
}

/// The link's name for [`Form::mode`].
pub const MODE_FIELD: &str = "what";

/// The link's name for the list of candidates.
pub const CANDIDATES_FIELD: &str = "contenders";

/// The form's fields, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What kind of thing takes part.
    pub mode: Mode,
    /// Which kernels.
    pub entries: Vec<Entry>,
    /// Which code. A link has it behind its `#`, which no server sees.
    pub own: OwnForm,
    settings: [String; SettingsField::ALL.len()],
}

/// Where something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// In a field of a candidate, counted from zero.
    Entry(usize, EntryField),
    /// In a field that all share.
    Settings(SettingsField),
    /// In their number.
    Candidates,
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Where.
    pub at: At,
    /// What.
    pub fault: Fault,
}

/// Why a text means nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// No number, or no whole one where a whole one is wanted.
    NotANumber {
        /// What was given.
        value: String,
        /// The least allowed.
        min: u64,
        /// The greatest allowed.
        max: u64,
    },
    /// Too small or too large.
    OutOfRange {
        /// What was given.
        value: String,
        /// The least allowed.
        min: u64,
        /// The greatest allowed.
        max: u64,
    },
    /// None of the names that there are.
    Unknown {
        /// What was given.
        value: String,
        /// The names that there are.
        allowed: Vec<&'static str>,
    },
    /// This variant does not run there.
    NotOffered(Refusal),
}

impl Form {
    /// What a first visit offers: the naive recursion in both engines.
    #[must_use]
    pub fn first() -> Self {
        const INDEX: u64 = 27;
        let of = |engine| {
            Entry::new(
                Kernel::Fibonacci,
                Variant::Plain,
                engine,
                Strategy::Worker,
                INDEX,
            )
        };
        Self {
            mode: Mode::Kernels,
            entries: vec![of(Engine::Js), of(Engine::Wasm)],
            own: OwnForm::default(),
            settings: SettingsField::ALL.map(|field| match field {
                SettingsField::Question => QUESTIONS[0].to_owned(),
                SettingsField::Share => percent(SAME_WITHIN),
                SettingsField::Budget => BUDGET_S_DEFAULT.to_string(),
            }),
        }
    }

    /// The form of a link's query; what it does not say is as on a first visit.
    #[must_use]
    pub fn from_query(get: impl Fn(&str) -> Option<String>) -> Self {
        let mut form = Self::first();
        if let Some(mode) = get(MODE_FIELD).and_then(|id| Mode::from_id(&id)) {
            form.mode = mode;
        }
        if let Some(list) = get(CANDIDATES_FIELD) {
            form.entries = list.split(NEXT).map(Entry::from_link).collect();
        }
        for field in SettingsField::ALL {
            if let Some(text) = get(field.id()) {
                form.set(field, &text);
            }
        }
        form
    }

    /// The fields by their names in a link.
    #[must_use]
    pub fn to_query(&self) -> Vec<(&'static str, String)> {
        let settings = SettingsField::ALL.map(|field| (field.id(), self.get(field).to_owned()));
        let mut query = vec![match self.mode {
            Mode::Kernels => {
                let entries: Vec<String> = self.entries.iter().map(Entry::to_link).collect();
                (CANDIDATES_FIELD, entries.join(&NEXT.to_string()))
            }
            Mode::Own => (MODE_FIELD, self.mode.id().to_owned()),
        }];
        query.extend(settings);
        query
    }

    /// A field's text.
    #[must_use]
    pub fn get(&self, field: SettingsField) -> &str {
        &self.settings[field as usize]
    }

    /// Changes a field's text.
    pub fn set(&mut self, field: SettingsField, text: &str) {
        text.clone_into(&mut self.settings[field as usize]);
    }

    /// One more candidate, like the last.
    pub fn add(&mut self) {
        if let Some(last) = self.entries.last().cloned() {
            self.entries.push(last);
        }
    }

    /// One candidate less.
    pub fn remove(&mut self, index: usize) {
        if index < self.entries.len() {
            self.entries.remove(index);
        }
    }

    /// The comparison that the form means, or everything that is wrong with it.
    pub fn comparison(&self) -> Result<Comparison, Vec<Problem>> {
        let mut problems = Vec::new();
        let candidates: Vec<Candidate> = self
            .entries
            .iter()
            .enumerate()
            .filter_map(|(index, entry)| candidate(index, entry, &mut problems))
            .collect();
        let count = self.entries.len();
        if !CANDIDATES.contains(&count) {
            let fault = Fault::OutOfRange {
                value: count.to_string(),
                min: *CANDIDATES.start() as u64,
                max: *CANDIDATES.end() as u64,
            };
            problems.push(Problem {
                at: At::Candidates,
                fault,
            });
        }
        match self.settings() {
            Ok(settings) if problems.is_empty() => Ok(Comparison {
                candidates,
                settings,
            }),
            Ok(_) => Err(problems),
            Err(others) => {
                problems.extend(others);
                Err(problems)
            }
        }
    }

    /// What is asked, or what is wrong with it.
    pub fn settings(&self) -> Result<SamplingSettings, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut wrong = |field, fault| {
            problems.push(Problem {
                at: At::Settings(field),
                fault,
            });
        };
        let share = match decimal(self.get(SettingsField::Share), 0.0, SHARE_MAX * 100.0) {
            Ok(percent) => percent / 100.0,
            Err(fault) => {
                wrong(SettingsField::Share, fault);
                0.0
            }
        };
        let question = match self.get(SettingsField::Question) {
            text if text == QUESTIONS[0] => Question::Which { same_within: share },
            text if text == QUESTIONS[1] => Question::AtLeast { faster_by: share },
            other => {
                let fault = Fault::Unknown {
                    value: other.to_owned(),
                    allowed: QUESTIONS.to_vec(),
                };
                wrong(SettingsField::Question, fault);
                Question::default()
            }
        };
        let (min, max) = (BUDGET_MS.start() / 1_000.0, BUDGET_MS.end() / 1_000.0);
        let budget_ms = match decimal(self.get(SettingsField::Budget), min, max) {
            Ok(seconds) => seconds * 1_000.0,
            Err(fault) => {
                wrong(SettingsField::Budget, fault);
                0.0
            }
        };
        if problems.is_empty() {
            Ok(SamplingSettings {
                question,
                budget_ms,
            })
        } else {
            Err(problems)
        }
    }
}

fn percent(share: f64) -> String {
    (share * 100.0).to_string()
}

/// A number that may have digits behind a point or a comma.
fn decimal(text: &str, min: f64, max: f64) -> Result<f64, Fault> {
    let value = text.trim().to_owned();
    let plain = value.replace(',', ".");
    let is_decimal = plain
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = plain.parse::<f64>().ok().filter(|_| is_decimal);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "both ends of every range are small whole numbers"
    )]
    let (least, greatest) = (min as u64, max.round() as u64);
    match number {
        Some(number) if (min..=max).contains(&number) => Ok(number),
        Some(_) => Err(Fault::OutOfRange {
            value,
            min: least,
            max: greatest,
        }),
        None => Err(Fault::NotANumber {
            value,
            min: least,
            max: greatest,
        }),
    }
}

impl From<SpecError> for Fault {
    fn from(error: SpecError) -> Self {
        match error {
            SpecError::NotANumber {
                value, min, max, ..
            } => Self::NotANumber { value, min, max },
            SpecError::OutOfRange {
                value, min, max, ..
            } => Self::OutOfRange { value, min, max },
            SpecError::NoSuchVariant { variant, .. } => Self::Unknown {
                value: variant.to_owned(),
                allowed: Vec::new(),
            },
            SpecError::NoSuchEngine { .. } | SpecError::TakesNoPicture { .. } => {
                Self::NotOffered(Refusal::NotOnEngine)
            }
        }
    }
}

#[cfg(test)]
mod tests;
