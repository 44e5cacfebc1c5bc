//! Calls whose keys go wrong.

use super::Js;

/// Two calls of one function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeyExample {
    /// What texts call it.
    pub id: &'static str,
    /// The arguments of each.
    pub calls: [&'static [Js]; 2],
    /// Whether they ask the same, so that one value would do for both.
    pub is_same: bool,
}

impl KeyExample {
    /// The source of both calls, of a function with this name.
    #[must_use]
    pub fn sources(&self, name: &str) -> [String; 2] {
        self.calls.map(|arguments| {
            let arguments = super::joined(arguments, ", ", Js::source);
            format!("{name}({arguments})")
        })
    }
}

const fn same(id: &'static str, one: &'static [Js], other: &'static [Js]) -> KeyExample {
    KeyExample {
        id,
        calls: [one, other],
        is_same: true,
    }
}

const fn different(id: &'static str, one: &'static [Js], other: &'static [Js]) -> KeyExample {
    KeyExample {
        id,
        calls: [one, other],
        is_same: false,
    }
}

/// 12 January 2024, the date of the first article.
const ARTICLE_MS: i64 = 1_705_017_600_000;

/// First those that ask the same.
pub const KEY_EXAMPLES: &[KeyExample] = &[
    same(
        "property-order",
        &[Js::Record(&[
            ("page", Js::Number(2.0)),
            ("sort", Js::Text("name")),
        ])],
        &[Js::Record(&[
            ("sort", Js::Text("name")),
            ("page", Js::Number(2.0)),
        ])],
    ),
    // Of a function such as a distance, to which the order does not matter.
    same(
        "argument-order",
        &[Js::Text("Oslo"), Js::Text("Rome")],
        &[Js::Text("Rome"), Js::Text("Oslo")],
    ),
    same(
        "default-parameter",
        &[Js::Number(7.0)],
        &[Js::Number(7.0), Js::Undefined],
    ),
    // A default parameter stands in for `undefined` and not for `null`.
    different("undefined-null", &[Js::Undefined], &[Js::Null]),
    different("nan-null", &[Js::Number(f64::NAN)], &[Js::Null]),
    different(
        "infinity-nan",
        &[Js::Number(f64::INFINITY)],
        &[Js::Number(f64::NAN)],
    ),
    different(
        "date-text",
        &[Js::Date(ARTICLE_MS)],
        &[Js::Text("2024-01-12T00:00:00.000Z")],
    ),
    different(
        "dates",
        &[Js::Date(ARTICLE_MS)],
        &[Js::Date(ARTICLE_MS + 1)],
    ),
    different(
        "maps",
        &[Js::Map(&[(Js::Text("role"), Js::Text("admin"))])],
        &[Js::Map(&[(Js::Text("role"), Js::Text("guest"))])],
    ),
    different(
        "functions",
        &[Js::Function("user => user.name")],
        &[Js::Function("user => user.salary")],
    ),
    different("big-int", &[Js::BigInt(1)], &[Js::BigInt(2)]),
    different(
        "records",
        &[Js::Record(&[("id", Js::Number(1.0))])],
        &[Js::Record(&[("id", Js::Number(2.0))])],
    ),
    different("undefined-text", &[Js::Undefined], &[Js::Text("undefined")]),
    different(
        "separator",
        &[Js::Text("a:b"), Js::Text("c")],
        &[Js::Text("a"), Js::Text("b:c")],
    ),
    different(
        "list-text",
        &[Js::List(&[Js::Number(1.0), Js::Number(2.0)])],
        &[Js::Text("1,2")],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_has_a_name_of_its_own_and_two_calls_that_look_different() {
        for (index, example) in KEY_EXAMPLES.iter().enumerate() {
            let others = &KEY_EXAMPLES[..index];
            assert!(others.iter().all(|other| other.id != example.id));
            let [one, other] = example.sources("load");
            assert_ne!(one, other, "{}", example.id);
        }
        assert_eq!(
            KEY_EXAMPLES[0].sources("load")[0],
            r#"load({ page: 2, sort: "name" })"#
        );
    }
}
