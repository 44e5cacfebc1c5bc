//! The lab's form: what a person typed or a link says, and the comparison that it means.
//!
//! As in the Threads lab, fields hold text as it was given, wrong or not.

use kernels::registry::{self, Refusal, VariantEntry};
use kernels::{Engine, Field, Kernel, Schedule, Spec, SpecError, Strategy, Variant};
use sampling::Question;
use sampling::experiment::{BUDGET_MS, CANDIDATES};
use sampling::verdict::{SAME_WITHIN, SHARE_MAX};

use super::own::OwnForm;
use crate::place::{JOBS_MAX, Place, SLICE_MS_MAX, THREADS_MAX};

/// How long a comparison may take, in seconds, unless somebody says otherwise.
const BUDGET_S_DEFAULT: u64 = 30;

/// The slice of candidates on the main thread in slices, in milliseconds.
const SLICE_MS: u32 = 12;

/// Jobs for each worker of a pool.
const JOBS_PER_WORKER: u32 = 4;

/// Parts of a candidate in a link are set apart by this.
const PART: char = ':';

/// Candidates in a link are set apart by this.
const NEXT: char = ',';

/// A candidate that can be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What one call computes: one round.
    pub computation: Spec,
    /// What executes it.
    pub engine: Engine,
    /// Where.
    pub place: Place,
}

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

/// A field of one candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryField {
    /// A kernel's name.
    Kernel,
    /// A variant's name.
    Variant,
    /// An engine's name.
    Engine,
    /// A strategy's name.
    On,
    /// Digits, perhaps grouped.
    Size,
    /// Workers or threads, where there are several.
    Threads,
}

impl EntryField {
    /// Every field, in the order of a link.
    pub const ALL: [Self; 6] = [
        Self::Kernel,
        Self::Variant,
        Self::Engine,
        Self::On,
        Self::Size,
        Self::Threads,
    ];

    /// Names the field in the page.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Kernel => "kernel",
            Self::Variant => "variant",
            Self::Engine => "engine",
            Self::On => "on",
            Self::Size => "size",
            Self::Threads => "threads",
        }
    }
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

/// One candidate's fields, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry([String; EntryField::ALL.len()]);

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

impl Entry {
    /// A candidate with these fields.
    #[must_use]
    pub fn new(
        kernel: Kernel,
        variant: Variant,
        engine: Engine,
        strategy: Strategy,
        size: u64,
    ) -> Self {
        Self([
            kernel.id().to_owned(),
            variant.id().to_owned(),
            engine.id().to_owned(),
            strategy.id().to_owned(),
            size.to_string(),
            String::new(),
        ])
    }

    fn from_link(text: &str) -> Self {
        let mut parts = text.split(PART);
        Self(EntryField::ALL.map(|_| parts.next().unwrap_or_default().to_owned()))
    }

    fn to_link(&self) -> String {
        let needed = if self.0[EntryField::Threads as usize].is_empty() {
            EntryField::Threads as usize
        } else {
            self.0.len()
        };
        self.0[..needed].join(&PART.to_string())
    }

    /// A field's text.
    #[must_use]
    pub fn get(&self, field: EntryField) -> &str {
        &self.0[field as usize]
    }

    /// Changes a field's text; a kernel comes with its first variant and its size, and a place that needs
    /// threads with two of them.
    pub fn set(&mut self, field: EntryField, text: &str) {
        text.clone_into(&mut self.0[field as usize]);
        if field == EntryField::Kernel
            && let Some(kernel) = Kernel::from_id(text)
        {
            let entry = registry::kernel(kernel);
            let variant = &entry.variants[0];
            variant
                .variant
                .id()
                .clone_into(&mut self.0[EntryField::Variant as usize]);
            self.0[EntryField::Size as usize] = variant.size_calibration.to_string();
        }
        if field == EntryField::On {
            let strategy = Strategy::from_id(text);
            let threads = &mut self.0[EntryField::Threads as usize];
            if !matches!(strategy, Some(Strategy::Pool | Strategy::Parallel)) {
                threads.clear();
            } else if threads.is_empty() {
                threads.push('2');
            }
        }
    }

    /// The kernel that is chosen, if there is such.
    #[must_use]
    pub fn kernel(&self) -> Option<Kernel> {
        Kernel::from_id(self.get(EntryField::Kernel))
    }

    /// The engine that is chosen, if there is such.
    #[must_use]
    pub fn engine(&self) -> Option<Engine> {
        Engine::from_id(self.get(EntryField::Engine))
    }

    /// What the registry says of the variant that is chosen.
    #[must_use]
    pub fn variant(&self) -> Option<&'static VariantEntry> {
        let variant = Variant::from_id(self.get(EntryField::Variant))?;
        registry::variant(self.kernel()?, variant)
    }

    /// Whether several workers or threads take part.
    #[must_use]
    pub fn has_threads(&self) -> bool {
        let strategy = Strategy::from_id(self.get(EntryField::On));
        matches!(strategy, Some(Strategy::Pool | Strategy::Parallel))
    }
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

fn candidate(index: usize, entry: &Entry, problems: &mut Vec<Problem>) -> Option<Candidate> {
    let mut wrong = |field, fault| {
        problems.push(Problem {
            at: At::Entry(index, field),
            fault,
        });
    };
    let mut unknown = |field, allowed| {
        let value = entry.get(field).to_owned();
        wrong(field, Fault::Unknown { value, allowed });
    };
    let ids = |all: &mut dyn Iterator<Item = &'static str>| all.collect::<Vec<_>>();
    let kernel = entry.kernel();
    if kernel.is_none() {
        let all = ids(&mut Kernel::ALL.iter().map(|of| of.id()));
        unknown(EntryField::Kernel, all);
    }
    let engine = entry.engine();
    if engine.is_none() {
        let all = ids(&mut Engine::ALL.iter().map(|of| of.id()));
        unknown(EntryField::Engine, all);
    }
    let strategy = Strategy::from_id(entry.get(EntryField::On));
    if strategy.is_none() {
        let all = ids(&mut Strategy::ALL.iter().map(|of| of.id()));
        unknown(EntryField::On, all);
    }
    let variant = entry.variant();
    if let (None, Some(kernel)) = (variant, kernel) {
        let variants = registry::kernel(kernel).variants.iter();
        let all = ids(&mut variants.map(|of| of.variant.id()));
        unknown(EntryField::Variant, all);
    }
    let (kernel, engine, strategy, variant) = (kernel?, engine?, strategy?, variant?);
    if let Some(refusal) = variant.refusal(engine, strategy) {
        let field = match refusal {
            Refusal::NotOnEngine => EntryField::Engine,
            Refusal::NoSharedValues | Refusal::CannotBeCut => EntryField::On,
        };
        wrong(field, Fault::NotOffered(refusal));
        return None;
    }
    let sizes = variant.sizes(engine)?;
    let size = Field::Size.parse(entry.get(EntryField::Size), sizes);
    let size = size.map_err(|error| wrong(EntryField::Size, error.into()));
    let threads = if entry.has_threads() {
        let range = 1..=u64::from(THREADS_MAX);
        let threads = Field::Threads.parse(entry.get(EntryField::Threads), &range);
        threads.map_err(|error| wrong(EntryField::Threads, error.into()))
    } else {
        Ok(1)
    };
    let (size, threads) = (size.ok()?, threads.ok()?);
    let computation = Spec::new(kernel, variant.variant, engine, size, 1)
        .map_err(|error| wrong(EntryField::Size, error.into()))
        .ok()?;
    let threads = u32::try_from(threads).unwrap_or(THREADS_MAX);
    let place = match strategy {
        Strategy::Main => Place::Main,
        Strategy::Sliced => Place::Sliced {
            slice_ms: SLICE_MS.min(SLICE_MS_MAX),
        },
        Strategy::Worker => Place::Worker,
        Strategy::Pool => {
            let parts = u32::try_from(computation.parts()).unwrap_or(JOBS_MAX);
            let jobs = (threads * JOBS_PER_WORKER).min(parts).clamp(1, JOBS_MAX);
            Place::Pool {
                workers: threads,
                jobs,
            }
        }
        Strategy::Parallel => Place::Parallel {
            threads,
            schedule: Schedule::default(),
        },
    };
    Some(Candidate {
        computation,
        engine,
        place,
    })
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
mod tests {
    use super::*;

    fn from_link(link: &str) -> Form {
        Form::from_query(|name| {
            let pairs = link.split('&');
            let value = pairs.filter_map(|pair| pair.split_once('='));
            value
                .filter(|(key, _)| *key == name)
                .map(|(_, value)| value.to_owned())
                .next()
        })
    }

    #[test]
    fn a_first_visit_compares_the_engines_at_the_naive_recursion() {
        let comparison = Form::first().comparison().expect("valid");
        let engines: Vec<Engine> = comparison.candidates.iter().map(|of| of.engine).collect();
        assert_eq!(engines, [Engine::Js, Engine::Wasm]);
        assert!(
            comparison
                .candidates
                .iter()
                .all(|of| of.computation.size == 27 && of.computation.rounds == 1)
        );
        assert!((comparison.settings.budget_ms - 30_000.0).abs() < 1e-9);
        assert_eq!(comparison.settings.question, Question::default());
    }

    #[test]
    fn a_link_leads_back_to_its_form() {
        let mut form = Form::first();
        form.add();
        form.entries[2].set(EntryField::Kernel, "mandelbrot");
        form.entries[2].set(EntryField::On, "parallel");
        form.set(SettingsField::Question, "at-least");
        form.set(SettingsField::Share, "12.5");
        let link: Vec<String> = form
            .to_query()
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(from_link(&link.join("&")), form);
    }

    #[test]
    fn a_place_with_threads_has_so_many_and_others_have_none() {
        let mut entry = Form::first().entries[1].clone();
        entry.set(EntryField::Kernel, "mandelbrot");
        entry.set(EntryField::On, "pool");
        entry.set(EntryField::Threads, "3");
        let place = |entry: &Entry| {
            candidate(0, entry, &mut Vec::new())
                .expect("a candidate")
                .place
        };
        assert!(matches!(
            place(&entry),
            Place::Pool {
                workers: 3,
                jobs: 12
            }
        ));
        entry.set(EntryField::On, "worker");
        assert_eq!(
            (place(&entry), entry.get(EntryField::Threads)),
            (Place::Worker, "")
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let form = from_link(
            "contenders=fibonacci:plain:js:worker:99,primes:plain:wasm:parallel:100:2,x&share=91&budget=1e3",
        );
        let problems = form.comparison().expect_err("all is wrong");
        let at: Vec<At> = problems.iter().map(|problem| problem.at).collect();
        assert_eq!(
            at,
            [
                At::Entry(0, EntryField::Size),
                At::Entry(1, EntryField::On),
                At::Entry(2, EntryField::Kernel),
                At::Entry(2, EntryField::Engine),
                At::Entry(2, EntryField::On),
                At::Settings(SettingsField::Share),
                At::Settings(SettingsField::Budget),
            ]
        );
        assert!(matches!(&problems[0].fault, Fault::OutOfRange { value, .. } if value == "99"));
        assert_eq!(problems[1].fault, Fault::NotOffered(Refusal::CannotBeCut));
        assert!(matches!(
            &problems[5].fault,
            Fault::OutOfRange { max: 90, .. }
        ));
    }

    #[test]
    fn one_candidate_is_too_few_and_nine_are_too_many() {
        let mut form = Form::first();
        form.remove(0);
        let number = |form: &Form| {
            let problems = form.comparison().err().unwrap_or_default();
            problems.iter().any(|problem| problem.at == At::Candidates)
        };
        assert!(number(&form));
        for _ in 0..7 {
            form.add();
        }
        assert!(!number(&form));
        form.add();
        assert!(number(&form));
    }
}
