//! Where Rust sources use texts: calls that name one, and other strings that may be names.
//!
//! Read as tokens, not as a syntax tree: half of the uses stand in macros (`view!`), of which a syntax
//! tree knows no more than their tokens either.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The calls that take a text's name first.
const CALLS: [&str; 3] = ["say", "say_with", "text"];

/// Attributes of HTML whose values are never a text's name.
const ATTRIBUTES: [&str; 9] = [
    "class", "id", "type", "role", "name", "for", "style", "scope", "testid",
];

/// The variables that a call gives: `None` where they do not stand there as a list of literals.
pub(super) type Given = Option<BTreeSet<String>>;

/// A call of a text.
#[derive(Debug)]
pub(super) struct Call {
    /// The text's name and line; several where one is chosen there and then.
    pub(super) names: Vec<(String, usize)>,
    pub(super) given: Given,
}

/// What one source says.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// Names in calls of texts and of helpers that hand a name on to such a call.
    pub(super) calls: Vec<Call>,
    /// All other strings, with their lines: one may be a name that a `match` or a table gives.
    pub(super) strings: Vec<(String, usize)>,
    /// What calls give whose name does not stand there.
    pub(super) unnamed: Vec<Given>,
    /// Modules that only tests have, by name.
    pub(super) test_modules: Vec<String>,
}

/// At which argument a helper takes the name of a text, and the variables that it gives.
type Helper = (usize, Given);

/// A function or closure that hands a parameter on as a text's name: at which place, and what it gives.
type Helpers = BTreeMap<String, Helper>;

/// Reads a source; what tests use is left out.
pub(super) fn read(source: &str) -> Result<Uses, String> {
    let stream: TokenStream = source.parse().map_err(|error| format!("{error}"))?;
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut helpers = Helpers::new();
    find_helpers(&tokens, &mut helpers);
    let mut uses = Uses::default();
    walk(&tokens, &helpers, &mut uses);
    Ok(uses)
}

fn walk(tokens: &[TokenTree], helpers: &Helpers, uses: &mut Uses) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some((after, is_test)) = attribute(tokens, at) {
            at = if is_test {
                skip_item(tokens, after, uses)
            } else {
                after
            };
            continue;
        }
        if let Some(arguments) = call(tokens, at) {
            note_call(&arguments, 0, None, helpers, uses);
            at += 2;
            continue;
        }
        if let Some((arguments, (place, given))) = helper_call(tokens, at, helpers) {
            note_call(&arguments, *place, Some(given), helpers, uses);
            at += 2;
            continue;
        }
        match token {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                walk(&inner, helpers, uses);
            }
            TokenTree::Literal(_) if !is_compared(tokens, at) && !is_attribute(tokens, at) => {
                uses.strings.extend(string(token));
            }
            _ => {}
        }
        at += 1;
    }
}

/// Where an attribute that begins here ends, and whether it leaves what follows to tests.
fn attribute(tokens: &[TokenTree], at: usize) -> Option<(usize, bool)> {
    if !is_punct(tokens.get(at), '#') {
        return None;
    }
    let at = at + 1 + usize::from(is_punct(tokens.get(at + 1), '!'));
    let Some(TokenTree::Group(group)) = tokens.get(at) else {
        return None;
    };
    let text = group.stream().to_string().replace(' ', "");
    let is_test = text == "test" || text == "cfg(test)" || text.starts_with("cfg(all(test,");
    (group.delimiter() == Delimiter::Bracket).then_some((at + 1, is_test))
}

/// The place after an item, of which a module in another file is noted.
fn skip_item(tokens: &[TokenTree], mut at: usize, uses: &mut Uses) -> usize {
    let mut module = None;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(word) if word == "mod" => {
                module = tokens.get(at + 1).map(ToString::to_string);
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return at + 1,
            TokenTree::Punct(end) if end.as_char() == ';' => {
                uses.test_modules.extend(module);
                return at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    at
}

/// The arguments of a call of a text that begins here.
fn call(tokens: &[TokenTree], at: usize) -> Option<Vec<Vec<TokenTree>>> {
    let TokenTree::Ident(word) = &tokens[at] else {
        return None;
    };
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    let is_method = is_punct(before, '.');
    let is_function = is_punct(before, ':') && word == "text";
    if !CALLS.iter().any(|call| word == call) || !(is_method || is_function) {
        return None;
    }
    let mut arguments = arguments(tokens.get(at + 1)?)?;
    let expected = match word.to_string().as_str() {
        "say_with" => 2,
        // The language comes first.
        "text" if is_function => {
            if !arguments.is_empty() {
                arguments.remove(0);
            }
            2
        }
        // A pen has a method of the same name, with more arguments, and a response one with none.
        _ => 1,
    };
    (arguments.len() == expected).then_some(arguments)
}

/// The arguments of a helper's call that begins here, and the helper.
fn helper_call<'a>(
    tokens: &[TokenTree],
    at: usize,
    helpers: &'a Helpers,
) -> Option<(Vec<Vec<TokenTree>>, &'a Helper)> {
    let TokenTree::Ident(word) = &tokens[at] else {
        return None;
    };
    let helper = helpers.get(&word.to_string())?;
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    if is_punct(before, '.') || is_word(before, "fn") {
        return None;
    }
    Some((arguments(tokens.get(at + 1)?)?, helper))
}

/// Notes the names in a call's argument at a place, and walks through the others.
fn note_call(
    arguments: &[Vec<TokenTree>],
    place: usize,
    by_helper: Option<&Given>,
    helpers: &Helpers,
    uses: &mut Uses,
) {
    let given = by_helper
        .cloned()
        .unwrap_or_else(|| match arguments.get(place + 1) {
            None => Some(BTreeSet::new()),
            Some(list) => given(list),
        });
    let mut named = Uses::default();
    for (index, argument) in arguments.iter().enumerate() {
        if index == place {
            walk(argument, helpers, &mut named);
        } else {
            walk(argument, helpers, uses);
        }
    }
    if named.strings.is_empty() {
        uses.unnamed.push(given);
    } else {
        uses.calls.push(Call {
            names: named.strings,
            given,
        });
    }
    uses.calls.append(&mut named.calls);
    uses.unnamed.append(&mut named.unnamed);
}

/// The variables in `&[("a", …), …]`.
fn given(list: &[TokenTree]) -> Given {
    let [ampersand, TokenTree::Group(group)] = list else {
        return None;
    };
    if !is_punct(Some(ampersand), '&') || group.delimiter() != Delimiter::Bracket {
        return None;
    }
    let pairs = split(group.stream());
    pairs
        .iter()
        .map(|pair| match pair.as_slice() {
            [TokenTree::Group(pair)] => Some(string(&pair.stream().into_iter().next()?)?.0),
            _ => None,
        })
        .collect()
}

/// Finds functions and closures that hand a parameter on as a text's name.
fn find_helpers(tokens: &[TokenTree], helpers: &mut Helpers) {
    for (at, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(group) = token {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            find_helpers(&inner, helpers);
        }
        let Some((name, parameters, body)) = function(tokens, at).or_else(|| closure(tokens, at))
        else {
            continue;
        };
        let mut found = None;
        handed_on(&body, &parameters, &mut found);
        if let Some(found) = found {
            helpers.insert(name, found);
        }
    }
}

type Function = (String, Vec<String>, Vec<TokenTree>);

fn function(tokens: &[TokenTree], at: usize) -> Option<Function> {
    if !is_word(tokens.get(at), "fn") {
        return None;
    }
    let name = tokens.get(at + 1)?.to_string();
    let mut groups = tokens[at + 2..]
        .iter()
        .take_while(|token| !is_punct(Some(token), ';'))
        .filter_map(|token| match token {
            TokenTree::Group(group) => Some(group),
            _ => None,
        });
    let parameters = groups.find(|group| group.delimiter() == Delimiter::Parenthesis)?;
    let body = groups.find(|group| group.delimiter() == Delimiter::Brace)?;
    let parameters = split(parameters.stream())
        .iter()
        .map(|tokens| parameter(tokens))
        .collect();
    Some((name, parameters, body.stream().into_iter().collect()))
}

fn closure(tokens: &[TokenTree], at: usize) -> Option<Function> {
    if !is_word(tokens.get(at), "let") || !is_punct(tokens.get(at + 2), '=') {
        return None;
    }
    let name = tokens.get(at + 1)?.to_string();
    let at = at + 3 + usize::from(is_word(tokens.get(at + 3), "move"));
    if !is_punct(tokens.get(at), '|') {
        return None;
    }
    let length = tokens[at + 1..]
        .iter()
        .position(|token| is_punct(Some(token), '|'))?;
    let stream = tokens[at + 1..at + 1 + length].iter().cloned().collect();
    let parameters = split(stream)
        .iter()
        .map(|tokens| parameter(tokens))
        .collect();
    let body = tokens[at + 2 + length..].iter();
    let body = body
        .take_while(|token| !is_punct(Some(token), ';'))
        .cloned()
        .collect();
    Some((name, parameters, body))
}

/// The parameter's name, empty where it is a pattern.
fn parameter(tokens: &[TokenTree]) -> String {
    let name = tokens
        .iter()
        .take_while(|token| !is_punct(Some(token), ':'))
        .last();
    match name {
        Some(TokenTree::Ident(name)) => name.to_string(),
        _ => String::new(),
    }
}

/// Looks for a call whose name is one of the parameters.
fn handed_on(tokens: &[TokenTree], parameters: &[String], found: &mut Option<(usize, Given)>) {
    for (at, token) in tokens.iter().enumerate() {
        if let Some(arguments) = call(tokens, at)
            && let [TokenTree::Ident(name)] = arguments[0].as_slice()
            && let Some(place) = parameters.iter().position(|parameter| name == parameter)
        {
            let given = arguments
                .get(1)
                .map_or(Some(BTreeSet::new()), |list| given(list));
            *found = Some((place, given));
        }
        if let TokenTree::Group(group) = token {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            handed_on(&inner, parameters, found);
        }
    }
}

fn arguments(token: &TokenTree) -> Option<Vec<Vec<TokenTree>>> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
            Some(split(group.stream()))
        }
        _ => None,
    }
}

/// Parts between commas that stand in no group and in no generic argument.
fn split(stream: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    let mut depth = 0_usize;
    let mut is_arrow = false;
    for token in stream {
        let mark = match &token {
            TokenTree::Punct(mark) => mark.as_char(),
            _ => ' ',
        };
        match mark {
            '<' => depth += 1,
            '>' if !is_arrow => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_arrow = mark == '-' || mark == '=';
        match parts.last_mut() {
            Some(part) if mark != ',' || depth > 0 => part.push(token),
            _ => parts.push(Vec::new()),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// A string that is compared with or matched, so not one that is shown.
fn is_compared(tokens: &[TokenTree], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
    let is_equality = is_punct(before(1), '=')
        && matches!(before(2), Some(TokenTree::Punct(mark)) if "=!".contains(mark.as_char()));
    let is_arm = is_punct(tokens.get(at + 1), '=') && is_punct(tokens.get(at + 2), '>');
    let is_alternative = is_punct(tokens.get(at + 1), '|');
    is_equality || is_arm || is_alternative
}

/// The value of an attribute of an element.
fn is_attribute(tokens: &[TokenTree], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
    is_punct(before(1), '=') && ATTRIBUTES.iter().any(|name| is_word(before(2), name))
        // `let name = "…"` gives a variable its value.
        && !is_word(before(3), "let")
}

/// A plain string's value and line.
fn string(token: &TokenTree) -> Option<(String, usize)> {
    let TokenTree::Literal(literal) = token else {
        return None;
    };
    let text = literal.to_string();
    let text = text.strip_prefix('"')?.strip_suffix('"')?;
    Some((text.to_owned(), literal.span().start().line))
}

fn is_punct(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

fn is_word(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident == word)
}
