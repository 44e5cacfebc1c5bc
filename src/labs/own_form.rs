//! The reader's own code, as a form and a link hold it.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::labs::form::{self, FieldError};
use crate::own_code::{CallMode, Limits, distinct_names};

/// What a link's query says where own code is compared: a field's name, and its value.
pub(crate) const MODE: (&str, &str) = ("what", "own");

/// How many values a parameter can run through.
pub(crate) const PARAMETERS: RangeInclusive<usize> = 1..=8;

/// The values that a parameter can have: numbers that count something exactly.
pub(crate) const PARAMETER: RangeInclusive<u64> = 0..=9_007_199_254_740_991;

/// How long a set-up, a call and a tear-down may take each, in seconds.
pub(crate) const LIMIT_S: RangeInclusive<u64> = 1..=600;

/// The same, unless somebody says otherwise.
const LIMIT_S_DEFAULT: u64 = 10;

/// A snippet's name and the body of its function.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Snippet {
    /// What it is called.
    pub name: String,
    /// JavaScript: the body of a function of `data` and `n` that returns a value.
    pub body: String,
    /// How its calls are made.
    #[serde(default, skip_serializing_if = "is_auto")]
    pub mode: CallMode,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "it is called so")]
fn is_auto(mode: &CallMode) -> bool {
    *mode == CallMode::Auto
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "it is called so")]
fn is_no(answer: &bool) -> bool {
    !answer
}

/// Everything about own code that a link carries, as text. Its field names are those of links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct OwnForm {
    /// JavaScript: the body of a function of `n` that returns `data`.
    pub set_up: String,
    /// JavaScript: the body of a function of `data` and `n`.
    pub tear_down: String,
    /// Values of `n`, set apart by commas.
    pub parameters: String,
    /// Seconds that a call may take.
    pub deadline_s: String,
    /// Seconds that the set-up may take.
    pub set_up_s: String,
    /// Seconds that the tear-down may take.
    pub tear_down_s: String,
    /// Whether each call gets data of its own.
    #[serde(skip_serializing_if = "is_no")]
    pub fresh: bool,
    /// What is compared.
    pub snippets: Vec<Snippet>,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OwnField {
    /// The values of `n`.
    Parameters,
    /// The longest time of a call.
    Deadline,
    /// The longest time of a set-up.
    SetUpLimit,
    /// The longest time of a tear-down.
    TearDownLimit,
}

impl OwnField {
    /// Those that limit a time.
    pub(crate) const LIMITS: [Self; 3] = [Self::SetUpLimit, Self::Deadline, Self::TearDownLimit];
}

impl Default for OwnForm {
    /// Three ways to add up an array.
    fn default() -> Self {
        let snippet = |name: &str, body: &str| Snippet {
            name: name.to_owned(),
            body: body.to_owned(),
            mode: CallMode::Auto,
        };
        Self {
            set_up: "// Runs once in each worker. What it returns is `data` below.\n\
                     return Array.from({ length: n }, (_, index) => index % 10);"
                .to_owned(),
            tear_down: String::new(),
            parameters: "100000".to_owned(),
            deadline_s: LIMIT_S_DEFAULT.to_string(),
            set_up_s: LIMIT_S_DEFAULT.to_string(),
            tear_down_s: LIMIT_S_DEFAULT.to_string(),
            fresh: false,
            snippets: vec![
                snippet(
                    "for",
                    "let sum = 0;\nfor (let index = 0; index < data.length; index++) {\n  \
                     sum += data[index];\n}\nreturn sum;",
                ),
                snippet(
                    "reduce",
                    "return data.reduce((sum, value) => sum + value, 0);",
                ),
                snippet(
                    "forEach",
                    "let sum = 0;\ndata.forEach((value) => {\n  sum += value;\n});\nreturn sum;",
                ),
            ],
        }
    }
}

impl OwnForm {
    /// The values that `n` runs through.
    pub(crate) fn parameters(&self) -> Result<Vec<f64>, FieldError> {
        let texts: Vec<&str> = self.parameters.split([',', ';']).collect();
        let range = *PARAMETERS.start() as u64..=*PARAMETERS.end() as u64;
        form::within(texts.len() as u64, &range)?;
        texts
            .into_iter()
            .map(|text| form::whole(text.trim(), &PARAMETER).map(|value| value as f64))
            .collect()
    }

    /// How long set-up, call and tear-down may take.
    pub(crate) fn limits(&self) -> Result<Limits, FieldError> {
        Ok(Limits {
            set_up_ms: limit_ms(&self.set_up_s)?,
            call_ms: limit_ms(&self.deadline_s)?,
            tear_down_ms: limit_ms(&self.tear_down_s)?,
        })
    }

    /// A field's text.
    #[must_use]
    pub(crate) fn get(&self, field: OwnField) -> &str {
        match field {
            OwnField::Parameters => &self.parameters,
            OwnField::Deadline => &self.deadline_s,
            OwnField::SetUpLimit => &self.set_up_s,
            OwnField::TearDownLimit => &self.tear_down_s,
        }
    }

    /// Changes a field's text.
    pub(crate) fn set(&mut self, field: OwnField, text: String) {
        let of_field = match field {
            OwnField::Parameters => &mut self.parameters,
            OwnField::Deadline => &mut self.deadline_s,
            OwnField::SetUpLimit => &mut self.set_up_s,
            OwnField::TearDownLimit => &mut self.tear_down_s,
        };
        *of_field = text;
    }

    /// What is wrong with a field.
    #[must_use]
    pub(crate) fn error(&self, field: OwnField) -> Option<FieldError> {
        match field {
            OwnField::Parameters => self.parameters().err(),
            limit => limit_ms(self.get(limit)).err(),
        }
    }

    /// No code at all: what stands in the place of a link's that cannot be read, so that nothing else is taken for it.
    #[must_use]
    pub(crate) fn unread() -> Self {
        Self {
            set_up: String::new(),
            snippets: Vec::new(),
            ..Self::default()
        }
    }

    /// One more snippet, like the last.
    pub(crate) fn add(&mut self) {
        let last = self.snippets.last().cloned().unwrap_or_default();
        let taken: Vec<&str> = self.snippets.iter().map(|of| of.name.as_str()).collect();
        let wanted = [format!("{} 2", last.name).trim().to_owned()];
        let name = distinct_names(&taken, &wanted).into_iter().next();
        self.snippets.push(Snippet {
            name: name.unwrap_or_default(),
            ..last
        });
    }

    /// One snippet less.
    pub(crate) fn remove(&mut self, index: usize) {
        if index < self.snippets.len() {
            self.snippets.remove(index);
        }
    }
}

fn limit_ms(text: &str) -> Result<f64, FieldError> {
    form::whole(text.trim(), &LIMIT_S).map(|seconds| seconds as f64 * 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(parameters: &str, deadline_s: &str) -> OwnForm {
        OwnForm {
            parameters: parameters.to_owned(),
            deadline_s: deadline_s.to_owned(),
            ..OwnForm::default()
        }
    }

    #[test]
    fn parameters_are_whole_numbers_set_apart_by_commas() {
        assert_eq!(
            form("10, 1_000,100 000", "5").parameters(),
            Ok(vec![10.0, 1_000.0, 100_000.0])
        );
        for wrong in ["", "10,", "1.5", "-1", "ten"] {
            assert!(
                matches!(
                    form(wrong, "5").parameters(),
                    Err(FieldError::NotWhole { .. })
                ),
                "{wrong}"
            );
        }
        let nine = form("1,2,3,4,5,6,7,8,9", "5").parameters();
        assert!(matches!(nine, Err(FieldError::OutOfRange { max: 8, .. })));
        let large = form("9007199254740992", "5").parameters();
        assert!(matches!(large, Err(FieldError::OutOfRange { .. })));
    }

    #[test]
    fn what_cannot_be_read_leaves_no_code() {
        let unread = OwnForm::unread();
        assert!(unread.snippets.is_empty() && unread.set_up.is_empty());
        assert!(unread.parameters().is_ok() && unread.limits().is_ok());
    }

    #[test]
    fn a_deadline_has_a_range() {
        let limits = form("1", "2").limits().expect("limits");
        assert_eq!((limits.call_ms, limits.set_up_ms), (2_000.0, 10_000.0));
        for field in OwnField::LIMITS {
            let mut form = form("1", "2");
            form.set(field, "0".to_owned());
            assert!(matches!(
                form.error(field),
                Some(FieldError::OutOfRange {
                    min: 1,
                    max: 600,
                    ..
                })
            ));
            assert!(form.limits().is_err());
        }
    }

    #[test]
    fn a_link_leads_back_to_its_code_and_what_it_lacks_is_as_on_a_first_visit() {
        let mut own = OwnForm::default();
        own.add();
        assert_eq!(own.snippets[3].name, "forEach 2");
        // A name of its own, whatever there is already.
        own.snippets.swap(2, 3);
        own.add();
        assert_eq!(own.snippets[4].name, "forEach 2 2");
        own.remove(4);
        own.snippets.swap(2, 3);
        own.remove(0);
        own.snippets[0].body = "return \"ü\\n#&?\";".to_owned();
        let link = serde_json::to_string(&own).expect("text");
        assert_eq!(serde_json::from_str::<OwnForm>(&link).ok(), Some(own));
        let part = serde_json::from_str::<OwnForm>("{\"parameters\":\"5\"}").expect("a form");
        assert_eq!(part.snippets, OwnForm::default().snippets);
    }
}
