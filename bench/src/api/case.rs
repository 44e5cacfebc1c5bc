//! What is asked, and what both servers must answer alike.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::load::http::{Answer, Request};

/// By how much numbers may differ: sums of a million roots are rounded in another order.
const RELATIVE_MAX: f64 = 1e-11;

/// Rows and columns of the matrices.
const SIDE: u64 = 32;

/// A request, and the figures of its answer that are compared.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) request: Request,
    agree: Agree,
}

#[derive(Clone, Copy, Debug)]
enum Agree {
    /// The whole text.
    Text,
    /// These members of the document; what takes time or names a process differs.
    Members(&'static [&'static str]),
}

impl Case {
    pub(crate) fn all() -> Vec<Self> {
        let get = |path: &'static str, agree| Self {
            name: path,
            request: Request::get(path),
            agree,
        };
        vec![
            get("/health/live", Agree::Text),
            get("/fibonacci/20", Agree::Members(&["n", "fibonacci"])),
            get(
                "/primes/100000",
                Agree::Members(&["limit", "count", "primes"]),
            ),
            get("/cpu-intensive", Agree::Members(&["result", "iterations"])),
            Self {
                name: "/matrix-multiply 32×32",
                request: Request::post("/matrix-multiply", matrices().to_string()),
                agree: Agree::Members(&["result"]),
            },
            get(
                "/books?strategy=join&authors=50",
                Agree::Members(&["strategy", "authors", "count"]),
            ),
            get(
                "/books?strategy=n-plus-one&authors=50",
                Agree::Members(&["strategy", "authors", "count"]),
            ),
        ]
    }

    /// Compares the answers of both.
    pub(crate) fn compare(&self, ours: &Answer, theirs: &Answer) -> Result<()> {
        match self.agree {
            Agree::Text if ours.body == theirs.body => Ok(()),
            Agree::Text => bail!("ours is {:?}, and Express's {:?}", ours.body, theirs.body),
            Agree::Members(names) => {
                let ours: Value = serde_json::from_str(&ours.body)?;
                let theirs: Value = serde_json::from_str(&theirs.body)?;
                for name in names {
                    let (one, other) = (&ours[name], &theirs[name]);
                    if one.is_null() || !agrees(one, other) {
                        bail!(
                            "{name} is {} in ours, and {} in Express's",
                            shown(one),
                            shown(other)
                        );
                    }
                }
                Ok(())
            }
        }
    }
}

fn agrees(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => match (one.as_f64(), other.as_f64()) {
            (Some(one), Some(other)) => {
                (one - other).abs() <= RELATIVE_MAX * one.abs().max(other.abs())
            }
            _ => false,
        },
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| agrees(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let has = |(name, one): (&String, &Value)| {
                other.get(name).is_some_and(|other| agrees(one, other))
            };
            one.len() == other.len() && one.iter().all(has)
        }
        _ => one == other,
    }
}

fn shown(value: &Value) -> String {
    const CHARACTERS_MAX: usize = 200;
    value.to_string().chars().take(CHARACTERS_MAX).collect()
}

/// Whole numbers below ten and a half of each, so that products are exact and have a fraction.
fn matrices() -> Value {
    let of = |step: u64| -> Vec<Vec<f64>> {
        let row = |i: u64| (0..SIDE).map(move |j| ((i * step + j * 3) % 19) as f64 / 2.0);
        (0..SIDE).map(|i| row(i).collect()).collect()
    };
    json!({ "matrixA": of(7), "matrixB": of(5) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: &str) -> Answer {
        Answer {
            status: 200,
            body: body.to_owned(),
        }
    }

    fn case(name: &str) -> Case {
        let found = Case::all().into_iter().find(|case| case.name == name);
        found.expect("a case")
    }

    #[test]
    fn times_and_processes_may_differ_and_figures_may_not() {
        let case = case("/primes/100000");
        let ours = answer(r#"{"limit": 7, "count": 4, "primes": [2, 3, 5, 7], "worker": 1}"#);
        let theirs = answer(r#"{"worker": 2, "primes": [2, 3, 5, 7], "limit": 7, "count": 4}"#);
        assert!(case.compare(&ours, &theirs).is_ok());
        for wrong in [
            r#"{"limit": 7, "count": 4, "primes": [2, 3, 5]}"#,
            r#"{"limit": 7, "count": 5, "primes": [2, 3, 5, 7]}"#,
            r#"{"limit": 7, "primes": [2, 3, 5, 7]}"#,
            "{}",
            "nothing",
        ] {
            assert!(case.compare(&ours, &answer(wrong)).is_err(), "{wrong}");
            assert!(case.compare(&answer(wrong), &ours).is_err(), "{wrong}");
            assert!(
                case.compare(&answer(wrong), &answer("{}")).is_err(),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_sum_may_be_rounded_otherwise() {
        let case = case("/cpu-intensive");
        let of = |sum: &str| answer(&format!("{{\"result\": {sum}, \"iterations\": 1000000}}"));
        let ours = of("666667166.4588418");
        assert!(case.compare(&ours, &of("666667166.4588421")).is_ok());
        assert!(case.compare(&ours, &of("666667166.47")).is_err());
    }

    #[test]
    fn texts_agree_to_the_letter() {
        let case = case("/health/live");
        assert!(case.compare(&answer("live\n"), &answer("live\n")).is_ok());
        assert!(case.compare(&answer("live\n"), &answer("live")).is_err());
    }
}
