//! What the engine's parser says of a text: whether it is a program, and where its functions start.

use super::lines::Lines;
use super::walker::{Edit, Edits, Names};
use crate::program::ModuleKind;
use crate::trace::SyntaxError;
use boa_ast::expression::{Expression, literal::LiteralKind};
use boa_ast::function::FunctionBody;
use boa_ast::scope::Scope;
use boa_ast::statement::Statement;
use boa_ast::visitor::{VisitWith, Visitor};
use boa_ast::{Module, Position, Script, Spanned, StatementListItem};
use boa_interner::Interner;
use boa_parser::lexer::Error as LexError;
use boa_parser::{Error, Parser, Source};
use std::ops::ControlFlow;

/// What Node puts around a `CommonJS` module, as far as it allows what a script does not: `return`.
const WRAPPER: (&str, &str) = ("(function(){", "\n})");

pub(super) enum Tree {
    Script(Script),
    Module(Module),
}

/// Whether a text is a program. `is_closed` says that its brackets close each other.
pub(super) fn check(source: &str, kind: ModuleKind, is_closed: bool) -> Result<(), SyntaxError> {
    let Err(error) = parse(source, kind) else {
        return Ok(());
    };
    let error = described(&error, source);
    let stumbled_over_return = kind == ModuleKind::CommonJs && error.message.contains("'return'");
    if !stumbled_over_return {
        return Err(error);
    }
    match check_wrapped(source) {
        Ok(()) if !is_closed => Err(error),
        wrapped => wrapped,
    }
}

/// Whether a text is a function's body.
fn check_wrapped(source: &str) -> Result<(), SyntaxError> {
    let (before, after) = WRAPPER;
    let wrapped = wrapped(source);
    let Err(error) = parse(&wrapped, ModuleKind::CommonJs) else {
        return Ok(());
    };
    let mut error = described(&error, &wrapped[..wrapped.len() - after.len()]);
    if error.line == 1 {
        let shift = u32::try_from(before.len()).unwrap_or(0);
        error.column = error.column.saturating_sub(shift).max(1);
    }
    Err(error)
}

pub(super) fn wrapped(source: &str) -> String {
    let (before, after) = WRAPPER;
    match source.strip_prefix("#!") {
        Some(rest) => format!("{before}//{rest}{after}"),
        None => format!("{before}{source}{after}"),
    }
}

pub(super) fn parse(source: &str, kind: ModuleKind) -> Result<(Tree, Interner), Error> {
    let mut interner = Interner::default();
    let scope = Scope::new_global();
    let mut parser = Parser::new(Source::from_bytes(source));
    let tree = match kind {
        ModuleKind::CommonJs => Tree::Script(parser.parse_script(&scope, &mut interner)?),
        ModuleKind::Module => Tree::Module(parser.parse_module(&scope, &mut interner)?),
    };
    Ok((tree, interner))
}

/// An error without what the parser adds of itself.
fn described(error: &Error, source: &str) -> SyntaxError {
    let position = match error {
        Error::Expected { span, .. } | Error::Unexpected { span, .. } => Some(span.start()),
        Error::General { position, .. }
        | Error::Lex {
            err: LexError::Syntax(_, position),
        } => Some(*position),
        Error::AbruptEnd => None,
        Error::Lex {
            err: LexError::IO(_),
        }
        | Error::ScopeAnalysis { .. } => Some(Position::new(1, 1)),
    };
    let text = error.to_string();
    let message = match (position, error) {
        (None, _) => "unexpected end of input".to_owned(),
        (Some(at), _) => {
            let suffix = format!(" at line {}, col {}", at.line_number(), at.column_number());
            text.strip_suffix(&suffix).unwrap_or(&text).replacen(
                "expected token '",
                "expected '",
                1,
            )
        }
    };
    let end = || Lines::new(source).position(source.len());
    let (line, column) = position.map_or_else(end, |at| (at.line_number(), at.column_number()));
    SyntaxError {
        line,
        column,
        message,
    }
}

/// Marks at the starts of function bodies alone, as the parser's tree knows them.
pub(super) fn function_starts(
    source: &str,
    kind: ModuleKind,
    names: &Names,
    lines: &Lines,
) -> Edits {
    let Ok((tree, _)) = parse(source, kind) else {
        return Edits::default();
    };
    let mut starts = Starts {
        source,
        lines,
        names,
        found: Edits::default(),
    };
    let _: ControlFlow<()> = match &tree {
        Tree::Script(script) => starts.visit_script(script),
        Tree::Module(module) => starts.visit_module(module),
    };
    starts.found
}

struct Starts<'a> {
    source: &'a str,
    lines: &'a Lines,
    names: &'a Names,
    found: Edits,
}

impl Starts<'_> {
    fn mark(&mut self, body: &FunctionBody) -> Option<()> {
        let (start, end) = (body.span().start(), body.span().end());
        let start = self
            .lines
            .byte(self.source, start.line_number(), start.column_number())?;
        let end = self
            .lines
            .byte(self.source, end.line_number(), end.column_number())?;
        let starts_with_brace = self.source.get(start..)?.starts_with('{');
        if starts_with_brace && !body.statements().first().is_some_and(is_text) {
            let text = format!("{}({});", self.names.mark, self.found.spans.len());
            self.found.spans.push((start, end));
            self.found.insertions.push(Edit {
                at: start + 1,
                text,
            });
        }
        Some(())
    }
}

impl<'ast> Visitor<'ast> for Starts<'_> {
    type BreakTy = ();

    fn visit_function_body(&mut self, body: &'ast FunctionBody) -> ControlFlow<()> {
        // A function whose place is unknown goes without.
        let _ = self.mark(body);
        body.visit_with(self)
    }
}

/// Whether it may be a directive, before which nothing may stand.
pub(super) fn is_text(item: &StatementListItem) -> bool {
    let StatementListItem::Statement(statement) = item else {
        return false;
    };
    let Statement::Expression(Expression::Literal(literal)) = &**statement else {
        return false;
    };
    matches!(literal.kind(), LiteralKind::String(_))
}
