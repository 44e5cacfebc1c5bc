//! What a program is written in that is no JavaScript, as far as the line tells that the parser stopped at.

use event_loop::trace::SyntaxError;

/// A language that is often pasted in place of JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Foreign {
    TypeScript,
    Jsx,
    Html,
}

/// How a page, or what stands in one, begins.
const HTML: [&str; 6] = ["<!doctype", "<!--", "<html", "<head", "<body", "<script"];

/// Types that TypeScript has words for, and the commonest that it has names for.
const TYPES: [&str; 14] = [
    "any", "Array", "bigint", "boolean", "Map", "never", "number", "object", "Promise", "Record",
    "Set", "string", "unknown", "void",
];

/// In what a text is probably written that the parser stopped in; none where nothing tells.
pub(crate) fn foreign(source: &str, error: &SyntaxError) -> Option<Foreign> {
    let start = source.trim_start();
    let begins = |with: &str| {
        let begin = start.get(..with.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(with))
    };
    if HTML.into_iter().any(begins) {
        return Some(Foreign::Html);
    }
    let line = source.lines().nth((error.line as usize).checked_sub(1)?)?;
    let at = (error.column as usize).saturating_sub(1);
    if is_typescript(&tokens(line)) {
        return Some(Foreign::TypeScript);
    }
    if is_tag(line.chars().skip(at)) {
        // Only a page stands outside of any expression.
        let is_page =
            start.starts_with('<') && start.chars().nth(1).is_some_and(char::is_lowercase);
        return Some(if is_page { Foreign::Html } else { Foreign::Jsx });
    }
    let tag = line.trim_start().to_ascii_lowercase();
    let ends = ["<script", "</script", "</body", "</html"];
    ends.iter()
        .any(|end| tag.starts_with(end))
        .then_some(Foreign::Html)
}

/// Whether a tag begins there, or a fragment.
fn is_tag(mut rest: impl Iterator<Item = char>) -> bool {
    rest.next() == Some('<')
        && rest
            .next()
            .is_some_and(|next| next == '>' || next.is_alphabetic())
}

/// The words and signs of a line, without its texts and comments.
fn tokens(line: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' | '\'' | '`' => {
                let body = &rest[1..];
                body.find(first).map_or(rest.len(), |end| end + 2)
            }
            '/' if rest.starts_with("//") => rest.len(),
            first if is_of_word(first) => rest
                .find(|character| !is_of_word(character))
                .unwrap_or(rest.len()),
            first => first.len_utf8(),
        };
        let (token, behind) = rest.split_at(end);
        if !token.starts_with("//") {
            tokens.push(token);
        }
        rest = behind.trim_start();
    }
    tokens
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '$'
}

fn is_word(token: &str) -> bool {
    token.starts_with(is_of_word)
}

fn is_type(token: &str) -> bool {
    TYPES.contains(&token)
}

/// Whether the line has anything that TypeScript has and JavaScript has not.
fn is_typescript(line: &[&str]) -> bool {
    let is_import = matches!(line, ["import" | "export", ..]);
    begins_declaration(line)
        || (0..line.len()).any(|at| is_annotated(&line[at..]) || is_modified(&line[at..]))
        || (!is_import && line.windows(3).any(is_cast))
}

fn begins_declaration(line: &[&str]) -> bool {
    match line {
        ["export" | "default" | "const", rest @ ..] if begins_declaration(rest) => true,
        ["import" | "export", "type", next, ..] => *next != "from" && *next != ",",
        [
            "interface" | "namespace" | "enum" | "declare" | "abstract" | "type",
            name,
            ..,
        ] => is_word(name),
        // A field of a class.
        [name, ":", of, ..] | [name, "?", ":", of, ..] => is_word(name) && is_type(of),
        _ => false,
    }
}

/// Whether a variable, a parameter or a function has a type there, or takes one.
fn is_annotated(tokens: &[&str]) -> bool {
    match tokens {
        ["let" | "const" | "var" | "(", name, ":", ..]
        | ["(" | ",", name, "?", ":", ..]
        | [".", ".", ".", name, ":", ..]
        | ["function" | "class", name, "<", ..]
        | ["class", name, "implements", ..] => is_word(name),
        [",", name, ":", of, ..] | [name, "<", of, ..] => is_word(name) && is_type(of),
        [")", ":", of, ..] => is_type(of),
        _ => false,
    }
}

/// Whether a word or sign stands there that JavaScript does not have.
fn is_modified(tokens: &[&str]) -> bool {
    match tokens {
        ["private" | "public" | "protected" | "readonly", name, ..] => is_word(name),
        [value, "!", ".", ..] => is_word(value) || *value == ")" || *value == "]",
        _ => false,
    }
}

fn is_cast(tokens: &[&str]) -> bool {
    let [value, "as", of] = tokens else {
        return false;
    };
    let is_value = is_word(value) || [")", "]", "}"].contains(value);
    is_value && (is_type(of) || *of == "const" || of.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str, line: u32, column: u32) -> Option<Foreign> {
        let error = SyntaxError {
            line,
            column,
            message: "unexpected".to_owned(),
        };
        foreign(source, &error)
    }

    #[test]
    fn typescript_is_told_by_what_only_it_has() {
        for line in [
            "interface X {",
            "export interface X {",
            "type X = { a: string };",
            "const enum X { A }",
            "declare const x: number;",
            "abstract class A {}",
            "import type { X } from 'x';",
            "const x: string = 'a';",
            "let x: Whatever;",
            "function f(a: number) {}",
            "function f(a, b?: number) {}",
            "function f(...a: number[]) {}",
            "app.get('/', (request: Request, response: Response) => {});",
            "const f = async (x): Promise<void> => {};",
            "function f<T>(x) {}",
            "class A implements B {}",
            "  private x = 1;",
            "  name: string;",
            "  name?: string;",
            "const x = y as string;",
            "const x = [1] as const;",
            "const m = new Map<string, number>();",
            "foo!.bar();",
        ] {
            assert_eq!(
                of(&format!("// x\n{line}"), 2, 1),
                Some(Foreign::TypeScript),
                "{line}"
            );
        }
    }

    #[test]
    fn jsx_is_told_by_a_tag_where_the_parser_stopped() {
        for (source, column) in [
            ("const x = <div>a</div>;", 11),
            ("render(<App />, root);", 8),
            ("const f = () => <>hi</>;", 17),
            ("<App />", 1),
        ] {
            assert_eq!(of(source, 1, column), Some(Foreign::Jsx), "{source}");
        }
        assert_eq!(
            of("return (\n  <div>\n  </div>\n);", 2, 3),
            Some(Foreign::Jsx)
        );
    }

    #[test]
    fn html_is_told_by_how_it_begins() {
        for source in [
            "<!DOCTYPE html>\n<html>",
            "\n<html lang=\"en\">",
            "<script>\nfoo();\n</script>",
            "<div>a</div>",
            "<!-- page -->",
        ] {
            let line = 1 + u32::from(source.starts_with('\n'));
            assert_eq!(of(source, line, 1), Some(Foreign::Html), "{source}");
        }
        assert_eq!(of("foo();\n</script>", 2, 10), Some(Foreign::Html));
    }

    #[test]
    fn what_is_javascript_with_a_mistake_is_not_taken_for_anything_else() {
        for (source, column) in [
            ("foo(", 5),
            ("let = = 3;", 7),
            ("const a = { b: string, c: 1 ];", 29),
            ("f(a ? b : c]", 12),
            ("if (a < b {", 11),
            ("console.log('let x: string = <div>'", 36),
            ("foo( // const x: string", 5),
            ("import { a as B } frm 'x';", 19),
            ("for (let i = 0; i <; i++) {}", 20),
            ("switch (a) { case f(x): break", 30),
            ("label: for (;;", 15),
            ("a = type + enumerate(", 22),
            ("", 1),
        ] {
            assert_eq!(of(source, 1, column), None, "{source}");
        }
        assert_eq!(of("foo(", 2, 1), None, "the end of the file");
    }
}
