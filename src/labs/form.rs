//! What the labs' forms have in common: fields that hold text, how a text is read, and what is said of one
//! that means nothing.
//!
//! Fields hold text as it was given, wrong or not, so that nothing a person wrote is lost and a link with a
//! mistake shows the mistake.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::RangeInclusive;

use kernels::registry::{self, Refusal};
use kernels::{Engine, Kernel, SpecError, Strategy, ungrouped};

/// The fields of a form.
pub(crate) trait FieldName: Copy + PartialEq + 'static {
    /// Every field, in the order of a link.
    const ALL: &'static [Self];

    /// The name in a link and in the page.
    fn id(self) -> &'static str;
}

/// A form whose fields hold text, as a page uses it.
pub(crate) trait TextForm: Clone + PartialEq + Send + Sync + 'static {
    /// Its fields.
    type Field: FieldName + Send + Sync;
    /// What it comes to where nothing is wrong with it.
    type Order: Clone + PartialEq + Send + Sync + 'static;

    /// As a link says, and as is usual where it says nothing.
    fn from_query(get: impl Fn(&str) -> Option<String>) -> Self;

    /// A field's text.
    fn get(&self, field: Self::Field) -> &str;

    /// Changes a field's text, and what goes with it.
    fn set(&mut self, field: Self::Field, text: &str);

    /// What is to be run, or all that is wrong.
    fn order(&self) -> Result<Self::Order, Vec<Problem<Self::Field>>>;
}

/// Whether a link says nothing of a form with these fields.
#[must_use]
pub(crate) fn is_silent<F: FieldName>(link: impl Fn(&str) -> Option<String>) -> bool {
    F::ALL.iter().all(|field| link(field.id()).is_none())
}

/// What a link says, by the names of the fields.
#[must_use]
pub(crate) fn by_names<'a>(
    link: impl Iterator<Item = (&'static str, &'a str)>,
) -> BTreeMap<String, String> {
    link.map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect()
}

/// The fields of a form, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fields<F> {
    /// In the order of [`FieldName::ALL`].
    texts: Vec<String>,
    of: PhantomData<F>,
}

impl<F: FieldName> Fields<F> {
    /// Each field with a text.
    #[must_use]
    pub(crate) fn new(text: impl FnMut(F) -> String) -> Self {
        Self {
            texts: F::ALL.iter().copied().map(text).collect(),
            of: PhantomData,
        }
    }

    /// A field's text.
    #[must_use]
    pub(crate) fn get(&self, field: F) -> &str {
        index(field)
            .and_then(|index| self.texts.get(index))
            .map_or("", String::as_str)
    }

    /// Changes a field's text.
    pub(crate) fn set(&mut self, field: F, text: impl Into<String>) {
        if let Some(slot) = index(field).and_then(|index| self.texts.get_mut(index)) {
            *slot = text.into();
        }
    }

    /// Takes over the texts of those fields that a link names.
    pub(crate) fn read_link(&mut self, get: impl Fn(&str) -> Option<String>) {
        for field in F::ALL {
            if let Some(text) = get(field.id()) {
                self.set(*field, text);
            }
        }
    }

    /// The fields by their names in a link.
    pub(crate) fn to_link(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let fields = F::ALL.iter().zip(&self.texts);
        fields.map(|(field, text)| (field.id(), text.as_str()))
    }
}

fn index<F: FieldName>(field: F) -> Option<usize> {
    F::ALL.iter().position(|other| *other == field)
}

/// Why a field's text means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FieldError {
    /// No whole number.
    NotWhole {
        /// What was given.
        value: String,
        /// The least allowed.
        min: u64,
        /// The greatest allowed.
        max: u64,
    },
    /// No number, where one may have digits behind the point.
    NotANumber {
        /// What was given.
        value: String,
        /// The least allowed.
        min: u64,
        /// The greatest allowed.
        max: u64,
    },
    /// A number that is too small or too large.
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
    /// What is chosen does not run there.
    NotOffered {
        /// Where, if several places are chosen in one field.
        strategy: Option<Strategy>,
        /// Why not.
        reason: Refusal,
    },
    /// No place to run is chosen.
    Nowhere,
    /// What only the lab knows how to say.
    OfLab,
}

/// What is wrong with a form, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem<A> {
    /// Where.
    pub at: A,
    /// What.
    pub error: FieldError,
}

/// Gathers everything that is wrong with a form.
#[derive(Clone, Debug)]
pub(crate) struct Problems<A>(Vec<Problem<A>>);

impl<A> Default for Problems<A> {
    /// None so far.
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<A> Problems<A> {
    /// What was read; what is wrong with it is kept.
    pub(crate) fn keep<T>(&mut self, at: A, read: Result<T, FieldError>) -> Option<T> {
        read.map_err(|error| self.0.push(Problem { at, error }))
            .ok()
    }

    /// What was made of all that was read, if nothing is wrong.
    pub(crate) fn or_else<T>(self, made: Option<T>) -> Result<T, Vec<Problem<A>>> {
        match made {
            Some(made) if self.0.is_empty() => Ok(made),
            _ => Err(self.0),
        }
    }

    /// Takes over what is wrong elsewhere.
    pub(crate) fn take_over<T>(&mut self, read: Result<T, Vec<Problem<A>>>) -> Option<T> {
        read.map_err(|others| self.0.extend(others)).ok()
    }
}

/// What is wrong in one place, if anything is.
#[must_use]
pub(crate) fn error_at<A: PartialEq>(problems: &[Problem<A>], at: &A) -> Option<FieldError> {
    let problem = problems.iter().find(|problem| problem.at == *at)?;
    Some(problem.error.clone())
}

/// A whole number, whose digits may be grouped as people paste them. Anything else is refused whole:
/// `10abc` is not ten.
pub(crate) fn whole(text: &str, range: &RangeInclusive<u64>) -> Result<u64, FieldError> {
    let (min, max) = (*range.start(), *range.end());
    let Some(digits) = ungrouped(text) else {
        return Err(FieldError::NotWhole {
            value: text.to_owned(),
            min,
            max,
        });
    };
    // More digits than a u64 holds are a number all the same, only far too large.
    match digits.parse() {
        Ok(number) => within(number, range),
        Err(_) => Err(FieldError::OutOfRange {
            value: digits,
            min,
            max,
        }),
    }
}

/// A number, if it is in range.
pub(crate) fn within(number: u64, range: &RangeInclusive<u64>) -> Result<u64, FieldError> {
    if range.contains(&number) {
        return Ok(number);
    }
    Err(FieldError::OutOfRange {
        value: number.to_string(),
        min: *range.start(),
        max: *range.end(),
    })
}

/// A number that may have digits behind a point or a comma. Both ends of a range are small whole numbers.
pub(crate) fn decimal(text: &str, range: &RangeInclusive<f64>) -> Result<f64, FieldError> {
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
    let (min, max) = (*range.start() as u64, range.end().round() as u64);
    match number {
        Some(number) if range.contains(&number) => Ok(number),
        Some(_) => Err(FieldError::OutOfRange { value, min, max }),
        None => Err(FieldError::NotANumber { value, min, max }),
    }
}

/// What has this name, among all that there are.
pub(crate) fn named<T: Copy>(
    text: &str,
    all: impl IntoIterator<Item = T>,
    id: impl Fn(T) -> &'static str,
) -> Result<T, FieldError> {
    let mut allowed = Vec::new();
    for value in all {
        let name = id(value);
        if name == text {
            return Ok(value);
        }
        allowed.push(name);
    }
    Err(FieldError::Unknown {
        value: text.to_owned(),
        allowed,
    })
}

/// What stands between the names of a list.
const LIST_SEPARATOR: char = ',';

/// The names of a list in one field.
pub(crate) fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split(LIST_SEPARATOR).filter(|name| !name.is_empty())
}

/// A list of names as the text of one field.
#[must_use]
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    names.join(&LIST_SEPARATOR.to_string())
}

impl From<SpecError> for FieldError {
    fn from(error: SpecError) -> Self {
        let unknown = |value: &str, allowed| Self::Unknown {
            value: value.to_owned(),
            allowed,
        };
        match error {
            SpecError::NotANumber {
                value, min, max, ..
            } => Self::NotWhole { value, min, max },
            SpecError::OutOfRange {
                value, min, max, ..
            } => Self::OutOfRange { value, min, max },
            SpecError::NoSuchVariant { kernel, variant } => {
                let kernel = Kernel::from_id(kernel);
                let variants = kernel.map(|kernel| registry::kernel(kernel).variants);
                let variants = variants.unwrap_or_default().iter();
                unknown(variant, variants.map(|entry| entry.variant.id()).collect())
            }
            SpecError::TakesNoPicture { kernel } => {
                unknown(kernel, vec![Kernel::BlurGrey.id(), Kernel::BlurRgba.id()])
            }
            SpecError::NoSuchEngine { engine, .. } => {
                let others = Engine::ALL.iter().map(|engine| engine.id());
                unknown(engine, others.filter(|id| *id != engine).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests;
