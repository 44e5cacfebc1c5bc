//! The lab's form: what a person typed or a link says, and the comparison that it means.

mod entry;

use kernels::{Engine, Kernel, Strategy, Variant};
use sampling::Question;
use sampling::experiment::{BUDGET_MS, CANDIDATES, budget_ms_min};
use sampling::verdict::{SAME_WITHIN, SHARE_MAX};

use crate::labs::form::{self, FieldName, Fields, Problems};
use crate::labs::own_form::{self, OwnForm};
use entry::candidate;
pub(crate) use entry::{Candidate, Entry, EntryField};

/// How long a comparison may take, in seconds, unless somebody says otherwise.
const BUDGET_S_DEFAULT: u64 = 30;

/// Candidates in a link are set apart by this.
const NEXT: char = ',';

/// A comparison of kernels that can be carried out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Comparison {
    /// Who takes part; the first is what others are asked about.
    pub candidates: Vec<Candidate>,
    /// What is asked.
    pub settings: SamplingSettings,
}

/// What is asked, and how long the answer may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SamplingSettings {
    /// What is asked.
    pub question: Question,
    /// How long the answer may take, in milliseconds.
    pub budget_ms: f64,
}

/// A field that all candidates share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SettingsField {
    /// `which` or `at-least`.
    Question,
    /// Per cent.
    Share,
    /// Seconds.
    Budget,
}

impl FieldName for SettingsField {
    const ALL: &'static [Self] = &[Self::Question, Self::Share, Self::Budget];

    fn id(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Share => "share",
            Self::Budget => "budget",
        }
    }
}

/// The names of the questions in links.
pub(crate) const QUESTIONS: [&str; 2] = ["which", "at-least"];

/// What kind of thing takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Kernels of the registry.
    Kernels,
    /// The reader's own code.
    Own,
}

impl Mode {
    /// Both, in the order in which they are offered.
    pub(crate) const ALL: [Self; 2] = [Self::Kernels, Self::Own];

    /// The name in a link.
    #[must_use]
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Kernels => "kernels",
            Self::Own => own_form::MODE.1,
        }
    }

    /// What has this name.
    #[must_use]
    pub(crate) fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.id() == id)
    }
}

/// The link's name for [`Form::mode`].
pub(crate) const MODE_FIELD: &str = own_form::MODE.0;

/// The link's name for the list of candidates.
pub(crate) const CANDIDATES_FIELD: &str = "contenders";

/// The form's fields, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    /// What kind of thing takes part.
    mode: Mode,
    /// What a link calls it, if that is none of the kinds.
    unknown_mode: Option<String>,
    /// Which kernels.
    pub entries: Vec<Entry>,
    /// Which code. A link has it behind its `#`, which no server sees.
    pub own: OwnForm,
    settings: Fields<SettingsField>,
}

/// Where something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// In a field of a candidate, counted from zero.
    Entry(usize, EntryField),
    /// In a field that all share.
    Settings(SettingsField),
    /// In their number.
    Candidates,
    /// In what kind of thing they are.
    Mode,
}

/// What is wrong, and where.
pub(crate) type Problem = form::Problem<At>;

impl Form {
    /// What a first visit offers: the naive recursion in both engines.
    #[must_use]
    pub(crate) fn first() -> Self {
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
            unknown_mode: None,
            entries: vec![of(Engine::Js), of(Engine::Wasm)],
            own: OwnForm::default(),
            settings: Fields::new(|field| match field {
                SettingsField::Question => QUESTIONS[0].to_owned(),
                SettingsField::Share => percent(SAME_WITHIN),
                SettingsField::Budget => BUDGET_S_DEFAULT.to_string(),
            }),
        }
    }

    /// The form of a link's query; what it does not say is as on a first visit.
    #[must_use]
    pub(crate) fn from_query(get: impl Fn(&str) -> Option<String>) -> Self {
        let mut form = Self::first();
        if let Some(id) = get(MODE_FIELD) {
            match Mode::from_id(&id) {
                Some(mode) => form.mode = mode,
                None => form.unknown_mode = Some(id),
            }
        }
        if let Some(list) = get(CANDIDATES_FIELD) {
            form.entries = list.split(NEXT).map(Entry::from_link).collect();
        }
        form.settings.read_link(get);
        form
    }

    /// The fields by their names in a link.
    #[must_use]
    pub(crate) fn to_query(&self) -> Vec<(&'static str, String)> {
        let settings = self.settings.to_link();
        let mut query = vec![match self.mode {
            Mode::Kernels => {
                let entries: Vec<String> = self.entries.iter().map(Entry::to_link).collect();
                (CANDIDATES_FIELD, entries.join(&NEXT.to_string()))
            }
            Mode::Own => (MODE_FIELD, self.mode.id().to_owned()),
        }];
        query.extend(settings.map(|(name, text)| (name, text.to_owned())));
        query
    }

    /// What kind of thing takes part.
    #[must_use]
    pub(crate) const fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether this kind of thing is chosen: none is where a link names one that there is not.
    #[must_use]
    pub(crate) fn is_mode(&self, mode: Mode) -> bool {
        self.unknown_mode.is_none() && self.mode == mode
    }

    /// Chooses what kind of thing takes part.
    pub(crate) fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
        self.unknown_mode = None;
    }

    /// A field's text.
    #[must_use]
    pub(crate) fn get(&self, field: SettingsField) -> &str {
        self.settings.get(field)
    }

    /// Changes a field's text.
    pub(crate) fn set(&mut self, field: SettingsField, text: &str) {
        self.settings.set(field, text);
    }

    /// One more candidate, like the last.
    pub(crate) fn add(&mut self) {
        if let Some(last) = self.entries.last().cloned() {
            self.entries.push(last);
        }
    }

    /// One candidate less.
    pub(crate) fn remove(&mut self, index: usize) {
        if index < self.entries.len() {
            self.entries.remove(index);
        }
    }

    /// The comparison that the form means, or everything that is wrong with it.
    pub(crate) fn comparison(&self) -> Result<Comparison, Vec<Problem>> {
        let mut problems = Problems::default();
        let candidates: Vec<Candidate> = self
            .entries
            .iter()
            .enumerate()
            .filter_map(|(index, entry)| candidate(index, entry, &mut problems))
            .collect();
        let range = *CANDIDATES.start() as u64..=*CANDIDATES.end() as u64;
        let count = form::within(self.entries.len() as u64, &range);
        problems.keep(At::Candidates, count);
        let settings = problems.take_over(self.settings());
        problems.or_else(settings.map(|settings| Comparison {
            candidates,
            settings,
        }))
    }

    /// The least time budget in seconds on a clock of such a step, where the form's is less: samples that such a clock can
    /// read would not fit into it. `None` where it is enough, and where the clock is not known yet or the form is wrong.
    #[must_use]
    pub(crate) fn least_budget_s(&self, clock_step_ms: Option<f64>) -> Option<f64> {
        let budget_ms = self.settings().ok()?.budget_ms;
        let candidates = match self.mode {
            Mode::Kernels => self.entries.len(),
            Mode::Own => self.own.snippets.len(),
        };
        let least_ms = budget_ms_min(candidates, clock_step_ms?);
        (budget_ms < least_ms).then_some((least_ms / 1_000.0).ceil())
    }

    /// What is asked, or what is wrong with it.
    pub(crate) fn settings(&self) -> Result<SamplingSettings, Vec<Problem>> {
        let mut problems = Problems::default();
        let mode = match &self.unknown_mode {
            Some(id) => form::named(id, Mode::ALL, Mode::id),
            None => Ok(self.mode),
        };
        problems.keep(At::Mode, mode);
        let mut keep = |field, read| problems.keep(At::Settings(field), read);
        let share = form::decimal(self.get(SettingsField::Share), &(0.0..=SHARE_MAX * 100.0));
        let share = keep(SettingsField::Share, share);
        let (min, max) = (BUDGET_MS.start() / 1_000.0, BUDGET_MS.end() / 1_000.0);
        let budget = form::decimal(self.get(SettingsField::Budget), &(min..=max));
        let budget = keep(SettingsField::Budget, budget);
        let question = form::named(self.get(SettingsField::Question), QUESTIONS, |name| name);
        let question = problems.keep(At::Settings(SettingsField::Question), question);
        let settings = || {
            let share = share? / 100.0;
            Some(SamplingSettings {
                question: if question? == QUESTIONS[0] {
                    Question::Which { same_within: share }
                } else {
                    Question::AtLeast { faster_by: share }
                },
                budget_ms: budget? * 1_000.0,
            })
        };
        problems.or_else(settings())
    }
}

fn percent(share: f64) -> String {
    (share * 100.0).to_string()
}

#[cfg(test)]
mod tests;
