//! Key functions of `memoize`: what they make of a call's arguments, and where that goes wrong.
//!
//! Two calls that should share a value and have different keys miss for nothing, and fill the cache with copies. Two
//! that should not and have the same key are worse: one of them gets the other's value. The articles' own key function
//! is a template literal; `JSON.stringify` of the arguments is what generic ones mostly are.

mod examples;
mod value;

use thiserror::Error;

pub use examples::{KEY_EXAMPLES, KeyExample};
pub use value::Js;

/// How a key is made of arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyFunction {
    /// A template literal with the arguments in it and colons between them, after the articles'
    /// `` `user:profile:${userId}` ``.
    Template,
    /// `JSON.stringify` of the list of arguments.
    Json,
    /// A text that says what each argument is: kinds differ, properties are sorted, and arguments at the end that are
    /// undefined are as good as left out.
    Tagged,
}

/// All of them.
pub const KEY_FUNCTIONS: [KeyFunction; 3] = [
    KeyFunction::Template,
    KeyFunction::Json,
    KeyFunction::Tagged,
];

/// Arguments of which no key can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// `JSON.stringify` throws a `TypeError`.
    #[error("a BigInt is no JSON; give a number or a text")]
    BigInt,
    /// Two functions cannot be compared by what they do.
    #[error("a function makes no key; give what tells it from others")]
    Function,
}

/// What a key function makes of two calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Judgement {
    /// They share a value, or do not, as they should.
    Right,
    /// One key for two questions: whoever comes second gets the other's value.
    Collision,
    /// Two keys for one question: the second misses what is there.
    Split,
    /// There is no key, and the call fails.
    Throws,
}

impl KeyFunction {
    /// The key of a call with these arguments.
    pub fn key(self, arguments: &[Js]) -> Result<String, KeyError> {
        match self {
            Self::Template => Ok(joined(arguments, ":", Js::text)),
            Self::Json => {
                let items: Result<Vec<String>, KeyError> =
                    arguments.iter().map(Js::json_item).collect();
                Ok(format!("[{}]", items?.join(",")))
            }
            Self::Tagged => {
                let given = arguments
                    .iter()
                    .rposition(|argument| *argument != Js::Undefined)
                    .map_or(0, |last| last + 1);
                let items: Result<Vec<String>, KeyError> =
                    arguments[..given].iter().map(Js::tagged).collect();
                Ok(items?.join(","))
            }
        }
    }

    /// What it makes of an example's calls.
    #[must_use]
    pub fn judge(self, example: &KeyExample) -> Judgement {
        let [one, other] = example.calls.map(|arguments| self.key(arguments));
        match (one, other) {
            (Ok(one), Ok(other)) if one == other && !example.is_same => Judgement::Collision,
            (Ok(one), Ok(other)) if one != other && example.is_same => Judgement::Split,
            (Ok(_), Ok(_)) => Judgement::Right,
            _ => Judgement::Throws,
        }
    }
}

fn joined(values: &[Js], between: &str, text: impl Fn(&Js) -> String) -> String {
    let texts: Vec<String> = values.iter().map(text).collect();
    texts.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(id: &str, function: KeyFunction) -> [String; 2] {
        let example = KEY_EXAMPLES.iter().find(|one| one.id == id).unwrap();
        example.calls.map(|call| function.key(call).unwrap())
    }

    fn judged(function: KeyFunction) -> Vec<(&'static str, Judgement)> {
        KEY_EXAMPLES
            .iter()
            .map(|example| (example.id, function.judge(example)))
            .filter(|(_, judgement)| *judgement != Judgement::Right)
            .collect()
    }

    #[test]
    fn json_mixes_up_what_it_writes_alike_and_parts_what_it_writes_in_order() {
        use Judgement::{Collision, Split, Throws};
        assert_eq!(
            judged(KeyFunction::Json),
            [
                ("property-order", Split),
                ("argument-order", Split),
                ("default-parameter", Split),
                ("undefined-null", Collision),
                ("nan-null", Collision),
                ("infinity-nan", Collision),
                ("date-text", Collision),
                ("maps", Collision),
                ("functions", Collision),
                ("big-int", Throws),
            ]
        );
    }

    #[test]
    fn a_template_mixes_up_whatever_becomes_the_same_text() {
        use Judgement::{Collision, Split};
        assert_eq!(
            judged(KeyFunction::Template),
            [
                ("argument-order", Split),
                ("default-parameter", Split),
                ("dates", Collision),
                ("maps", Collision),
                ("records", Collision),
                ("undefined-text", Collision),
                ("separator", Collision),
                ("list-text", Collision),
            ]
        );
    }

    #[test]
    fn a_tagged_key_is_wrong_only_where_nobody_can_know() {
        use Judgement::{Split, Throws};
        assert_eq!(
            judged(KeyFunction::Tagged),
            [("argument-order", Split), ("functions", Throws)]
        );
    }

    #[test]
    fn keys_are_what_javascript_makes() {
        use KeyFunction::{Json, Template};
        assert_eq!(
            keys("property-order", Json),
            [
                r#"[{"page":2,"sort":"name"}]"#,
                r#"[{"sort":"name","page":2}]"#
            ]
        );
        assert_eq!(keys("undefined-null", Json), ["[null]", "[null]"]);
        assert_eq!(
            keys("date-text", Json),
            [
                r#"["2024-01-12T00:00:00.000Z"]"#,
                r#"["2024-01-12T00:00:00.000Z"]"#
            ]
        );
        assert_eq!(keys("maps", Json), ["[{}]", "[{}]"]);
        assert_eq!(keys("default-parameter", Json), ["[7]", "[7,null]"]);
        assert_eq!(
            keys("dates", Template)[0],
            "Fri Jan 12 2024 00:00:00 GMT+0000 (Coordinated Universal Time)"
        );
        assert_eq!(keys("records", Template)[0], "[object Object]");
        assert_eq!(keys("separator", Template), ["a:b:c", "a:b:c"]);
    }

    #[test]
    fn errors_say_what_to_give_instead() {
        let refused = KeyFunction::Json.key(&[Js::BigInt(1)]).unwrap_err();
        assert!(refused.to_string().contains("give a number"));
    }
}
