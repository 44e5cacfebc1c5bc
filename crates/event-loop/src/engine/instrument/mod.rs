//! Marks a program's statements, so that it tells which one it is about to execute.
//!
//! The engine compiles text alone, so marks are inserted into the text: `__at(N);` before each statement. Lines keep
//! their numbers. What is inserted can be told from what the program's author wrote, hence be removed again
//! ([`without_marks`]): the names occur nowhere in the program, and brackets that are inserted stand beside a comment
//! with such a name.

mod lines;
mod parse;
mod scanner;
#[cfg(test)]
mod tests;
mod walker;

use self::lines::Lines;
use self::scanner::Fault;
use self::walker::{Edit, Edits, NESTING_MAX, Names};
use crate::program::ModuleKind;
use crate::trace::{Place, SyntaxError};

/// A program with marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrumented {
    /// Its text, which calls [`Self::mark`] with an index into [`Self::places`] before it executes what stands there.
    pub source: String,
    /// Where the marked statements stand in the text that was given.
    pub places: Vec<Place>,
    /// Name of the function that is called before each statement.
    pub mark: String,
    /// Name of the function through which what is awaited goes, if [`Options::await_takes_three_ticks`].
    pub await_wrapper: String,
    /// How many variables it takes, named as [`Self::key`] says, that hold nothing.
    pub keys: u32,
    /// How much is marked.
    pub coverage: Coverage,
}

impl Instrumented {
    /// The name of a variable that was inserted.
    #[must_use]
    pub fn key(&self, number: u32) -> String {
        format!("{}Key{number}", self.mark)
    }
}

/// How much of a program is marked. Anything but [`Coverage::Statements`] is a defect here, which costs the run its
/// steps but leaves the program what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// Each statement.
    Statements,
    /// The start of each function.
    Functions,
    /// Nothing.
    Nothing,
}

/// What else is inserted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `await x` becomes `await __await(x)`, so that it can take as many ticks as it did before Node 12.
    pub await_takes_three_ticks: bool,
}

/// Inserts marks before the statements of a program.
pub fn instrument(
    source: &str,
    kind: ModuleKind,
    options: Options,
) -> Result<Instrumented, SyntaxError> {
    let (mark, await_wrapper) = (free_name(source, "__at"), free_name(source, "__await"));
    let wrapper = options
        .await_takes_three_ticks
        .then(|| await_wrapper.clone());
    let names = Names { mark, wrapper };
    let lines = Lines::new(source);
    // The walk comes before the parser, which has no limit on what it puts on the stack.
    let walked = walker::walk(source, kind == ModuleKind::Module, &names);
    if let Some(at) = too_deep(source, walked.as_ref().err()) {
        let (line, column) = lines.position(at);
        return Err(SyntaxError {
            line,
            column,
            message: format!("nested more than {NESTING_MAX} deep"),
        });
    }
    parse::check(source, kind, walked.is_ok())?;
    let of_statements = walked
        .ok()
        .and_then(|edits| attempt(source, kind, edits, Coverage::Statements));
    let of_functions = || {
        let edits = parse::function_starts(source, kind, &names, &lines);
        attempt(source, kind, edits, Coverage::Functions)
    };
    let nothing = || Attempt {
        source: source.to_owned(),
        spans: Vec::new(),
        keys: 0,
        coverage: Coverage::Nothing,
    };
    let Attempt {
        source,
        spans,
        keys,
        coverage,
    } = of_statements.or_else(of_functions).unwrap_or_else(nothing);
    let places = spans.into_iter().map(|span| lines.place(span)).collect();
    Ok(Instrumented {
        source,
        places,
        mark: names.mark,
        await_wrapper,
        keys,
        coverage,
    })
}

struct Attempt {
    source: String,
    spans: Vec<(usize, usize)>,
    keys: u32,
    coverage: Coverage,
}

/// The text with insertions, if it is a program still.
fn attempt(source: &str, kind: ModuleKind, edits: Edits, coverage: Coverage) -> Option<Attempt> {
    let Edits {
        insertions,
        spans,
        keys,
    } = edits;
    let source = apply(source, insertions)?;
    parse::check(&source, kind, true).ok()?;
    Some(Attempt {
        source,
        spans,
        keys,
        coverage,
    })
}

/// The byte at which a text is nested too deep for the parser.
fn too_deep(source: &str, fault: Option<&Fault>) -> Option<usize> {
    match fault? {
        Fault::TooDeep(at) => Some(*at),
        // Nobody knows what follows, so brackets in strings count too.
        Fault::Mismatch(_) => too_many_brackets(source),
    }
}

fn too_many_brackets(source: &str) -> Option<usize> {
    let mut nesting = 0_u32;
    source.bytes().position(|byte| {
        match byte {
            b'(' | b'[' | b'{' => nesting += 1,
            b')' | b']' | b'}' => nesting = nesting.saturating_sub(1),
            _ => {}
        }
        nesting > NESTING_MAX
    })
}

/// A text with insertions; `None` if one of them is not between two characters.
fn apply(source: &str, mut edits: Vec<Edit>) -> Option<String> {
    edits.sort_by_key(|edit| edit.at);
    let inserted: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut text = String::with_capacity(source.len() + inserted);
    let mut done = 0;
    for edit in edits {
        text.push_str(source.get(done..edit.at)?);
        text.push_str(&edit.text);
        done = edit.at;
    }
    text.push_str(source.get(done..)?);
    Some(text)
}

/// A name that a text contains neither as it is nor written in escapes: `stem`, if need be with a number.
fn free_name(source: &str, stem: &str) -> String {
    let readable = unescaped(source);
    let is_free = |name: &String| !source.contains(name) && !readable.contains(name);
    let numbered = (0_u32..).map(|number| format!("{stem}{number}"));
    std::iter::once(stem.to_owned())
        .chain(numbered)
        .find(is_free)
        .unwrap_or_default()
}

/// A text in which `\u0061` and `\u{61}` are the characters that they stand for.
fn unescaped(source: &str) -> String {
    let mut parts = source.split("\\u");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let braced = part.strip_prefix('{').and_then(|part| part.split_once('}'));
        let (digits, rest) = braced
            .or_else(|| part.split_at_checked(4))
            .unwrap_or(("", part));
        let character = u32::from_str_radix(digits, 16)
            .ok()
            .and_then(char::from_u32);
        text.extend(character);
        text.push_str(if character.is_some() { rest } else { part });
    }
    text
}

/// Removes what [`instrument`] inserted, given the names of [`Instrumented::mark`] and [`Instrumented::await_wrapper`],
/// from a program or a part of it, such as a function's text.
#[must_use]
pub fn without_marks(text: &str, mark: &str, await_wrapper: &str) -> String {
    without_wrappers(&without_calls(text, mark), await_wrapper)
}

fn without_calls(text: &str, mark: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(mark) {
        // `/*__at*/`, and the bracket or the key behind it.
        if let Some(inserted) = after.strip_prefix("*/") {
            kept.push_str(before.strip_suffix("/*").unwrap_or(before));
            rest = inserted
                .strip_prefix("{try")
                .or_else(|| inserted.strip_prefix(['{', '}', ')']))
                .unwrap_or_else(|| behind_key(inserted, mark));
            continue;
        }
        let (call, behind) = after.split_once(')').unwrap_or((after, ""));
        debug_assert!(call.starts_with('('), "a mark that is no call");
        let is_in_arrow = behind.starts_with(',');
        kept.push_str(if is_in_arrow {
            before.strip_suffix('(').unwrap_or(before)
        } else {
            before
        });
        rest = behind.strip_prefix([',', ';']).unwrap_or(behind);
    }
    kept.push_str(rest);
    kept
}

/// What follows `key:__atKey0,`.
fn behind_key<'a>(text: &'a str, mark: &str) -> &'a str {
    let name = text.split_once(mark);
    let behind = name.and_then(|(_, name)| name.split_once(','));
    behind.map_or("", |(_, behind)| behind)
}

fn without_wrappers(text: &str, wrapper: &str) -> String {
    let closing = format!("/*{wrapper}*/)");
    let gap = format!("/*{wrapper}*/");
    text.replace(&closing, "")
        .replace(&gap, "")
        .replace(&format!("{wrapper}("), "")
}
