//! The reader's own code, as a form and a link hold it.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::labs::form::{self, FieldError};

/// What a link's query says where own code is compared: a field's name, and its value.
pub(crate) const MODE: (&str, &str) = ("what", "own");

/// How many values a parameter can run through.
pub(crate) const PARAMETERS: RangeInclusive<usize> = 1..=8;

/// The values that a parameter can have: numbers that count something exactly.
pub(crate) const PARAMETER: RangeInclusive<u64> = 0..=9_007_199_254_740_991;

/// How long a call may take, in seconds.
pub(crate) const DEADLINE_S: RangeInclusive<u64> = 1..=600;

/// How long a call may take, in seconds, unless somebody says otherwise.
const DEADLINE_S_DEFAULT: u64 = 10;

/// A snippet's name and the body of its function.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Snippet {
    /// What it is called.
    pub name: String,
    /// JavaScript: the body of a function of `data` and `n` that returns a value.
    pub body: String,
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
}

impl Default for OwnForm {
    /// Three ways to add up an array.
    fn default() -> Self {
        let snippet = |name: &str, body: &str| Snippet {
            name: name.to_owned(),
            body: body.to_owned(),
        };
        Self {
            set_up: "// Runs once in each worker. What it returns is `data` below.\n\
                     return Array.from({ length: n }, (_, index) => index % 10);"
                .to_owned(),
            tear_down: String::new(),
            parameters: "100000".to_owned(),
            deadline_s: DEADLINE_S_DEFAULT.to_string(),
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

    /// How long a call may take, in milliseconds.
    pub(crate) fn deadline_ms(&self) -> Result<f64, FieldError> {
        form::whole(self.deadline_s.trim(), &DEADLINE_S).map(|seconds| seconds as f64 * 1_000.0)
    }

    /// What is wrong with a field.
    #[must_use]
    pub(crate) fn error(&self, field: OwnField) -> Option<FieldError> {
        match field {
            OwnField::Parameters => self.parameters().err(),
            OwnField::Deadline => self.deadline_ms().err(),
        }
    }

    /// One more snippet, like the last.
    pub(crate) fn add(&mut self) {
        let mut next = self.snippets.last().cloned().unwrap_or_default();
        next.name.push_str(" 2");
        self.snippets.push(next);
    }

    /// One snippet less.
    pub(crate) fn remove(&mut self, index: usize) {
        if index < self.snippets.len() {
            self.snippets.remove(index);
        }
    }
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
    fn a_deadline_has_a_range() {
        assert_eq!(form("1", "2").deadline_ms(), Ok(2_000.0));
        let wrong = form("1", "0").error(OwnField::Deadline);
        assert!(matches!(
            wrong,
            Some(FieldError::OutOfRange {
                min: 1,
                max: 600,
                ..
            })
        ));
    }

    #[test]
    fn a_link_leads_back_to_its_code_and_what_it_lacks_is_as_on_a_first_visit() {
        let mut own = OwnForm::default();
        own.add();
        assert_eq!(own.snippets[3].name, "forEach 2");
        own.remove(0);
        own.snippets[0].body = "return \"ü\\n#&?\";".to_owned();
        let link = serde_json::to_string(&own).expect("text");
        assert_eq!(serde_json::from_str::<OwnForm>(&link).ok(), Some(own));
        let part = serde_json::from_str::<OwnForm>("{\"parameters\":\"5\"}").expect("a form");
        assert_eq!(part.snippets, OwnForm::default().snippets);
    }
}
