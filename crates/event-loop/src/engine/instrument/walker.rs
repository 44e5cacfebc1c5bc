//! Walks over a program's text, statement by statement, and notes what is to be inserted where.
//!
//! The parser's tree gives statements no positions. But in a text that the parser takes for JavaScript, statements are
//! found without knowing the precedence of operators: an expression is operands with operators between them, and who
//! walks along it knows at each point which of the two comes next, hence what a slash, a bracket or a line's end means.

use super::scanner::{Fault, Kind, Scanner, Token};

/// The deepest nesting of brackets, functions, statements without braces and prefixes. The engine's parser takes 30 kB of
/// stack for each level of brackets when optimised, natively, and 200 kB when not: callers need a stack of 8 MB, tests
/// that go to the limit one of 64 MB.
pub(super) const NESTING_MAX: u32 = 200;

/// The most nodes of an expression's tree one below the other. A chain of operators or calls is as deep as it is long,
/// and the parser and the compiler of bytecode walk down it.
pub(super) const HEIGHT_MAX: u32 = 1_000;

/// Names of what is inserted.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// The function that is told the statement.
    pub(super) mark: String,
    /// The function that what is awaited goes through; none if it is awaited as it is.
    pub(super) wrapper: Option<String>,
}

/// Text that is to be inserted at a byte.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    /// The byte before which it comes.
    pub(super) at: usize,
    /// What.
    pub(super) text: String,
}

/// What a walk found.
#[derive(Clone, Debug, Default)]
pub(super) struct Edits {
    /// What is to be inserted; of two at one byte, the earlier comes first.
    pub(super) insertions: Vec<Edit>,
    /// Bytes at which each marked statement starts and ends.
    pub(super) spans: Vec<(usize, usize)>,
    /// How many names were inserted for keys ([`Walker::name_keys`]).
    pub(super) keys: u32,
}

/// What is to be inserted into a text.
pub(super) fn walk(text: &str, is_module: bool, names: &Names) -> Result<Edits, Fault> {
    let mut scanner = Scanner::new(text);
    let token = scanner.token()?;
    let mut walker = Walker {
        text,
        scanner,
        token,
        last_end: 0,
        context: Context {
            awaits: is_module,
            yields: false,
        },
        nesting: 0,
        height: 0,
        silenced: false,
        names,
        found: Edits::default(),
    };
    walker.statements(true)?;
    match walker.token.kind {
        Kind::End => Ok(walker.found),
        _ => Err(walker.mismatch()),
    }
}

/// Which words are operators where the walk is.
#[derive(Clone, Copy, Debug)]
struct Context {
    awaits: bool,
    yields: bool,
}

/// Neither; the initial value of a class's field, and the body of a function that is neither.
const PLAIN: Context = Context {
    awaits: false,
    yields: false,
};

/// Whether an expression can go on behind an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operand {
    /// An operator may follow.
    Value,
    /// No operator may follow an arrow function or `yield`.
    Last,
}

struct Walker<'a> {
    text: &'a str,
    /// Behind `token`.
    scanner: Scanner<'a>,
    /// The token that comes next.
    token: Token,
    /// The byte behind the token before.
    last_end: usize,
    context: Context,
    /// How deep the walk is.
    nesting: u32,
    /// How high the tree is of the expression that was walked last.
    height: u32,
    /// Whether nothing is inserted: within `with`, names are looked up in an object first, which may notice.
    silenced: bool,
    names: &'a Names,
    found: Edits,
}

type Walked<T = ()> = Result<T, Fault>;

/// Tokens.
impl<'a> Walker<'a> {
    fn slice(&self, token: Token) -> &'a str {
        &self.text[token.start..token.end]
    }

    fn is(&self, what: &str) -> bool {
        self.slice(self.token) == what
    }

    fn is_any(&self, what: &[&str]) -> bool {
        what.contains(&self.slice(self.token))
    }

    fn mismatch(&self) -> Fault {
        Fault::Mismatch(self.token.start)
    }

    fn advance(&mut self) -> Walked {
        match self.token.kind {
            Kind::End => Err(self.mismatch()),
            _ => self.resume(self.token.end),
        }
    }

    /// Goes on at a byte behind the scanner's last token.
    fn resume(&mut self, end: usize) -> Walked {
        self.last_end = end;
        self.scanner.at = end;
        self.token = self.scanner.token()?;
        Ok(())
    }

    fn expect(&mut self, what: &str) -> Walked {
        if self.is(what) {
            self.advance()
        } else {
            Err(self.mismatch())
        }
    }

    /// Advances if that is the next token.
    fn take(&mut self, what: &str) -> Walked<bool> {
        let found = self.is(what);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    /// The token that comes `count` after the next.
    fn ahead(&self, count: u32) -> Walked<Token> {
        let mut scanner = self.scanner.clone();
        let mut token = self.token;
        for _ in 0..count {
            token = scanner.token()?;
        }
        Ok(token)
    }

    fn enter(&mut self) -> Walked {
        self.nesting += 1;
        if self.nesting > NESTING_MAX {
            Err(Fault::TooDeep(self.token.start))
        } else {
            Ok(())
        }
    }

    fn leave(&mut self) {
        self.nesting -= 1;
    }

    fn set_height(&mut self, height: u32) -> Walked {
        self.height = height;
        if height > HEIGHT_MAX {
            Err(Fault::TooDeep(self.token.start))
        } else {
            Ok(())
        }
    }
}

/// Insertions.
impl Walker<'_> {
    fn insert(&mut self, at: usize, text: String) {
        if !self.silenced {
            self.found.insertions.push(Edit { at, text });
        }
    }

    /// Marks what starts here, by text of which `{}` is the call; the place's end is set by [`Self::end_place`].
    fn mark(&mut self, at: usize, before: &str, after: &str) -> usize {
        let place = self.found.spans.len();
        if !self.silenced {
            let start = self.token.start;
            self.found.spans.push((start, start));
            self.insert(at, format!("{before}{}({place}){after}", self.names.mark));
        }
        place
    }

    fn end_place(&mut self, place: usize) {
        let end = self.last_end;
        if let Some(span) = self.found.spans.get_mut(place).filter(|_| !self.silenced) {
            span.1 = end;
        }
    }

    /// Inserts the bracket that closes one which was inserted; the comment tells it from the program's own.
    fn close(&mut self, bracket: char) {
        self.insert(self.last_end, format!("/*{}*/{bracket}", self.names.mark));
    }
}

/// Statements.
impl Walker<'_> {
    /// Statements up to a brace or the end; whether one of them was marked.
    fn statements(&mut self, has_prologue: bool) -> Walked<bool> {
        let mut in_prologue = has_prologue;
        let mut has_mark = false;
        while self.token.kind != Kind::End && !self.is_any(&["}", "case", "default"]) {
            in_prologue = in_prologue && self.is_directive()?;
            if in_prologue {
                self.statement()?;
            } else {
                has_mark |= self.item()?;
            }
        }
        Ok(has_mark)
    }

    /// Whether a string stands here as a statement of its own.
    fn is_directive(&self) -> Walked<bool> {
        if self.token.kind != Kind::Text {
            return Ok(false);
        }
        let next = self.ahead(1)?;
        let ends = next.kind == Kind::End || matches!(self.slice(next), ";" | "}");
        Ok(ends || (next.after_line_break && !self.continues(next)))
    }

    /// Whether a token behind an operand, though on another line, belongs to the same expression.
    fn continues(&self, token: Token) -> bool {
        match token.kind {
            Kind::Punctuator => !matches!(self.slice(token), "{" | "++" | "--" | "!" | "~"),
            Kind::Word => matches!(self.slice(token), "in" | "instanceof"),
            _ => false,
        }
    }

    /// A statement or declaration in a list; whether it was marked.
    fn item(&mut self) -> Walked<bool> {
        match self.slice(self.token) {
            ";" => self.advance().map(|()| false),
            "import" if !matches!(self.slice(self.ahead(1)?), "(" | ".") => {
                self.import().map(|()| false)
            }
            "export" => self.export(),
            _ if self.is_declaration(0)? => self.declaration().map(|()| false),
            _ => self.marked(Self::statement),
        }
    }

    fn marked(&mut self, walk: fn(&mut Self) -> Walked) -> Walked<bool> {
        let place = self.mark(self.token.start, "", ";");
        walk(self)?;
        self.end_place(place);
        Ok(true)
    }

    /// Whether a function or class is declared `count` tokens from here.
    fn is_declaration(&self, count: u32) -> Walked<bool> {
        Ok(match self.slice(self.ahead(count)?) {
            "function" | "class" => true,
            "async" => self.is_async_function(count)?,
            _ => false,
        })
    }

    fn is_async_function(&self, count: u32) -> Walked<bool> {
        let next = self.ahead(count + 1)?;
        Ok(!next.after_line_break && self.slice(next) == "function")
    }

    fn declaration(&mut self) -> Walked {
        if self.is("class") {
            return self.class();
        }
        let is_async = self.take("async")?;
        self.function(is_async)
    }

    fn statement(&mut self) -> Walked {
        match self.slice(self.token) {
            "{" => self.block().map(drop),
            ";" => self.advance(),
            "debugger" => self.advance().and_then(|()| self.semicolon()),
            "if" => self.condition(),
            "for" => self.for_loop(),
            "while" => self.while_loop(),
            "do" => self.do_loop(),
            "switch" => self.switch(),
            "try" => self.attempt(),
            "with" => self.with(),
            "return" | "throw" | "break" | "continue" => self.jump(),
            _ if self.is_label()? => self.labelled(),
            _ => self.simple(),
        }
    }

    /// A statement without statements in it.
    fn simple(&mut self) -> Walked {
        if self.declares_variables()? {
            self.variables()?;
        } else {
            self.expression()?;
        }
        self.semicolon()
    }

    fn semicolon(&mut self) -> Walked {
        let ends = self.token.kind == Kind::End || self.token.after_line_break || self.is("}");
        if self.take(";")? || ends {
            Ok(())
        } else {
            Err(self.mismatch())
        }
    }

    /// A block; whether a statement in it was marked.
    fn block(&mut self) -> Walked<bool> {
        self.braced(false)
    }

    fn braced(&mut self, has_prologue: bool) -> Walked<bool> {
        self.enter()?;
        self.expect("{")?;
        let has_mark = self.statements(has_prologue)?;
        self.leave();
        self.expect("}")?;
        Ok(has_mark)
    }

    /// What a condition or label stands before: it gets braces if it has none.
    fn body(&mut self) -> Walked {
        if self.is("{") {
            return self.block().map(drop);
        }
        self.enter()?;
        if self.is_declaration(0)? {
            self.declaration()?;
        } else {
            let before = format!("/*{}*/{{", self.names.mark);
            let place = self.mark(self.token.start, &before, ";");
            self.statement()?;
            self.end_place(place);
            self.close('}');
        }
        self.leave();
        Ok(())
    }

    /// The body of a loop, in which there is at least one mark, so that no loop goes on unseen.
    fn loop_body(&mut self) -> Walked {
        if !self.is("{") {
            return self.body();
        }
        let start = self.token;
        let has_mark = self.block()?;
        if !has_mark && !self.silenced {
            let place = self.found.spans.len();
            self.found.spans.push((start.start, self.last_end));
            self.insert(start.end, format!("{}({place});", self.names.mark));
        }
        Ok(())
    }

    fn parenthesised(&mut self) -> Walked {
        self.enter()?;
        self.expect("(")?;
        self.expression()?;
        self.leave();
        self.expect(")")
    }

    fn condition(&mut self) -> Walked {
        self.advance()?;
        self.parenthesised()?;
        self.body()?;
        if self.take("else")? {
            self.body()
        } else {
            Ok(())
        }
    }

    fn while_loop(&mut self) -> Walked {
        self.advance()?;
        self.parenthesised()?;
        self.loop_body()
    }

    fn do_loop(&mut self) -> Walked {
        self.advance()?;
        self.loop_body()?;
        self.expect("while")?;
        self.parenthesised()?;
        self.take(";").map(drop)
    }

    fn for_loop(&mut self) -> Walked {
        self.advance()?;
        self.take("await")?;
        self.enter()?;
        self.expect("(")?;
        if self.declares_variables()? {
            self.variables()?;
        } else {
            self.expression_before(";")?;
        }
        // Of `a in b`, both were taken for one expression unless `a` is declared.
        if self.is_any(&["of", "in"]) {
            self.advance()?;
            self.expression()?;
        } else if !self.is(")") {
            self.expect(";")?;
            self.expression_before(";")?;
            self.expect(";")?;
            self.expression_before(")")?;
        }
        self.leave();
        self.expect(")")?;
        self.loop_body()
    }

    /// An expression that may be missing.
    fn expression_before(&mut self, end: &str) -> Walked {
        if self.is(end) {
            Ok(())
        } else {
            self.expression()
        }
    }

    fn switch(&mut self) -> Walked {
        self.advance()?;
        self.parenthesised()?;
        self.enter()?;
        self.expect("{")?;
        while !self.is("}") {
            if !self.take("default")? {
                self.expect("case")?;
                self.expression()?;
            }
            self.expect(":")?;
            self.statements(false)?;
        }
        self.leave();
        self.expect("}")
    }

    /// `try A catch (e) B finally C` becomes `try {try A catch (e) B} finally C`, which means the same: the engine keeps
    /// what B throws in a place where functions that C calls find it (boa 0.22).
    fn attempt(&mut self) -> Walked {
        self.advance()?;
        let start = self.token.start;
        self.block()?;
        let has_catch = self.take("catch")?;
        if has_catch {
            if self.is("(") {
                self.group(")")?;
            }
            self.block()?;
        }
        let end = self.token.start;
        if self.take("finally")? {
            if has_catch {
                let mark = self.names.mark.clone();
                self.insert(start, format!("/*{mark}*/{{try"));
                self.insert(end, format!("/*{mark}*/}}"));
            }
            self.block()?;
        }
        Ok(())
    }

    fn with(&mut self) -> Walked {
        self.advance()?;
        self.parenthesised()?;
        let outer = std::mem::replace(&mut self.silenced, true);
        self.body()?;
        self.silenced = outer;
        Ok(())
    }

    fn jump(&mut self) -> Walked {
        self.advance()?;
        let ends =
            self.token.kind == Kind::End || self.token.after_line_break || self.is_any(&[";", "}"]);
        if !ends {
            self.expression()?;
        }
        self.semicolon()
    }

    fn is_label(&self) -> Walked<bool> {
        Ok(self.token.kind == Kind::Word && self.slice(self.ahead(1)?) == ":")
    }

    /// Nothing comes between a label and its loop, or `continue` would not find it.
    fn labelled(&mut self) -> Walked {
        self.advance()?;
        self.advance()?;
        if self.is_any(&["for", "while", "do"]) || self.is_label()? {
            self.enter()?;
            self.statement()?;
            self.leave();
            return Ok(());
        }
        self.body()
    }

    fn declares_variables(&self) -> Walked<bool> {
        Ok(match self.slice(self.token) {
            "var" | "const" => true,
            "let" => {
                let next = self.ahead(1)?;
                matches!(self.slice(next), "[" | "{") || self.is_name(next)
            }
            "using" => self.is_used(1)?,
            "await" if self.context.awaits => {
                self.slice(self.ahead(1)?) == "using" && self.is_used(2)?
            }
            _ => false,
        })
    }

    fn is_name(&self, token: Token) -> bool {
        token.kind == Kind::Word && !matches!(self.slice(token), "in" | "instanceof")
    }

    fn is_used(&self, count: u32) -> Walked<bool> {
        let name = self.ahead(count)?;
        Ok(self.is_name(name) && !name.after_line_break && self.slice(name) != "of")
    }

    /// `let a = 1, [b] = c`: behind a name without a value, a bracket on the next line begins another statement.
    fn variables(&mut self) -> Walked {
        self.take("await")?;
        loop {
            self.advance()?;
            match self.slice(self.token) {
                "[" => self.group("]")?,
                "{" => self.object()?,
                _ if self.token.kind == Kind::Word => self.advance()?,
                _ => return Err(self.mismatch()),
            }
            if self.take("=")? {
                self.assignment()?;
            }
            if !self.is(",") {
                return Ok(());
            }
        }
    }
}

/// Modules.
impl Walker<'_> {
    fn import(&mut self) -> Walked {
        self.advance()?;
        self.origin()?;
        self.semicolon()
    }

    /// Up to the name of a module and what is said of it.
    fn origin(&mut self) -> Walked {
        while self.token.kind != Kind::Text {
            self.names_in_braces()?;
            if self.token.kind != Kind::Text {
                self.advance()?;
            }
        }
        self.advance()?;
        if self.is_any(&["with", "assert"]) && self.slice(self.ahead(1)?) == "{" {
            self.advance()?;
            self.names_in_braces()?;
        }
        Ok(())
    }

    /// `{ a as b, "c" as d }`, if it stands here.
    fn names_in_braces(&mut self) -> Walked {
        if self.is("{") {
            while !self.is("}") {
                self.advance()?;
            }
            self.advance()?;
        }
        Ok(())
    }

    fn export(&mut self) -> Walked<bool> {
        let next = self.ahead(1)?;
        match self.slice(next) {
            "*" => self.export_all().map(|()| false),
            "{" => self.export_names().map(|()| false),
            "default" if self.is_declaration(2)? => self.export_declaration(2).map(|()| false),
            "default" => self.marked(Self::export_default),
            _ if self.is_declaration(1)? => self.export_declaration(1).map(|()| false),
            _ => self.marked(Self::export_variables),
        }
    }

    fn export_all(&mut self) -> Walked {
        self.advance()?;
        self.advance()?;
        if self.take("as")? {
            self.advance()?;
        }
        self.origin()?;
        self.semicolon()
    }

    fn export_names(&mut self) -> Walked {
        self.advance()?;
        self.names_in_braces()?;
        if self.is("from") {
            self.origin()?;
        }
        self.semicolon()
    }

    fn export_declaration(&mut self, words: u32) -> Walked {
        for _ in 0..words {
            self.advance()?;
        }
        self.declaration()
    }

    fn export_default(&mut self) -> Walked {
        self.advance()?;
        self.advance()?;
        self.assignment()?;
        self.semicolon()
    }

    fn export_variables(&mut self) -> Walked {
        self.advance()?;
        self.variables()?;
        self.semicolon()
    }
}

/// Expressions.
impl Walker<'_> {
    fn expression(&mut self) -> Walked {
        let mut height = 0;
        loop {
            self.assignment()?;
            height = self.height.max(height) + 1;
            self.set_height(height)?;
            if !self.take(",")? {
                return Ok(());
            }
        }
    }

    /// What may stand between commas.
    fn assignment(&mut self) -> Walked {
        let outer = self.nesting;
        let mut height = 0;
        loop {
            let operand = self.operand()?;
            height = self.height.max(height) + 1;
            self.set_height(height)?;
            if operand == Operand::Last || !self.is_operator() {
                break;
            }
            // The parser descends into what stands right of these.
            if self.is_any(&["?", "**"]) || self.is_assignment() {
                self.enter()?;
            }
            if self.take("?")? {
                self.assignment()?;
                height = height.max(self.height);
                self.expect(":")?;
            } else {
                self.advance()?;
            }
        }
        self.nesting = outer;
        Ok(())
    }

    fn is_assignment(&self) -> bool {
        let comparisons = ["==", "===", "!=", "!==", "<=", ">="];
        self.slice(self.token).ends_with('=') && !self.is_any(&comparisons)
    }

    /// Whether an operator that has an operand on either side stands here.
    fn is_operator(&self) -> bool {
        let ends = [")", "]", "}", ",", ";", ":", "=>", "...", "@"];
        self.continues(self.token) && !self.is_any(&ends)
    }

    /// An operand with what stands before and behind it.
    fn operand(&mut self) -> Walked<Operand> {
        let outer = self.nesting;
        let prefixes = [
            "!", "~", "+", "-", "++", "--", "typeof", "void", "delete", "new",
        ];
        while self.is_any(&prefixes) {
            let is_new = self.take("new")?;
            if is_new && self.is(".") {
                break;
            }
            if !is_new {
                self.advance()?;
            }
            self.enter()?;
        }
        let operand = match self.slice(self.token) {
            "await" if self.context.awaits => self.awaited()?,
            "yield" if self.context.yields => self.yielded()?,
            // Of `new.target`, `new` was taken for a prefix.
            "." => self.members().map(|()| Operand::Value)?,
            _ => self.primary_and_members()?,
        };
        self.nesting = outer;
        Ok(operand)
    }

    fn awaited(&mut self) -> Walked<Operand> {
        self.enter()?;
        self.advance()?;
        let wrapper = self.names.wrapper.clone();
        if let Some(name) = &wrapper {
            // `await[a]` would become a longer word.
            let gap = if self.token.start == self.last_end {
                format!("/*{name}*/")
            } else {
                String::new()
            };
            self.insert(self.token.start, format!("{gap}{name}("));
        }
        let operand = self.operand()?;
        if let Some(name) = wrapper {
            self.insert(self.last_end, format!("/*{name}*/)"));
        }
        self.leave();
        Ok(operand)
    }

    fn yielded(&mut self) -> Walked<Operand> {
        self.advance()?;
        let ends = [")", "]", "}", ",", ";", ":", "in", "of"];
        let is_alone =
            self.token.kind == Kind::End || self.token.after_line_break || self.is_any(&ends);
        if self.take("*")? || !is_alone {
            self.enter()?;
            self.assignment()?;
            self.leave();
        } else {
            self.height = 0;
        }
        Ok(Operand::Last)
    }

    fn primary_and_members(&mut self) -> Walked<Operand> {
        let operand = self.primary()?;
        if operand == Operand::Value {
            self.members()?;
        }
        Ok(operand)
    }

    /// Members, calls and `++` behind an operand.
    fn members(&mut self) -> Walked {
        loop {
            let height = self.height;
            match self.slice(self.token) {
                "." => {
                    self.advance()?;
                    self.advance()?;
                }
                "?." => {
                    self.advance()?;
                    if !self.is_any(&["(", "[", "`"]) {
                        self.advance()?;
                    }
                }
                "(" => self.group(")")?,
                "[" => self.group("]")?,
                "`" => self.template()?,
                "++" | "--" if !self.token.after_line_break => return self.advance(),
                _ => return Ok(()),
            }
            self.set_height(height.max(self.height) + 1)?;
        }
    }

    fn primary(&mut self) -> Walked<Operand> {
        self.height = 0;
        match self.slice(self.token) {
            "(" => return self.group_or_arrow(false),
            "[" => self.group("]")?,
            "{" => self.object()?,
            "`" => self.template()?,
            "/" | "/=" => self.resume(self.scanner.regular_expression(self.token.start)?)?,
            "class" => self.class()?,
            "function" => self.function(false)?,
            "async" if self.is_async_function(0)? => {
                self.advance()?;
                self.function(true)?;
            }
            "async" if !self.ahead(1)?.after_line_break => return self.async_arrow_or_name(),
            _ if self.token.kind == Kind::Word => {
                self.advance()?;
                return self.arrow_or_value(false);
            }
            _ if matches!(self.token.kind, Kind::Number | Kind::Text | Kind::Private) => {
                self.advance()?;
            }
            _ => return Err(self.mismatch()),
        }
        Ok(Operand::Value)
    }

    fn async_arrow_or_name(&mut self) -> Walked<Operand> {
        let is_before_name =
            self.ahead(1)?.kind == Kind::Word && self.slice(self.ahead(2)?) == "=>";
        self.advance()?;
        if self.is("(") {
            return self.group_or_arrow(true);
        }
        if is_before_name {
            self.advance()?;
        }
        self.arrow_or_value(is_before_name)
    }

    fn group_or_arrow(&mut self, is_async: bool) -> Walked<Operand> {
        self.group(")")?;
        self.arrow_or_value(is_async)
    }

    fn arrow_or_value(&mut self, is_async: bool) -> Walked<Operand> {
        if !self.is("=>") || self.token.after_line_break {
            return Ok(Operand::Value);
        }
        self.advance()?;
        let outer = std::mem::replace(
            &mut self.context,
            Context {
                awaits: is_async,
                yields: false,
            },
        );
        if self.is("{") {
            self.function_body()?;
        } else {
            self.arrow_expression()?;
        }
        self.context = outer;
        Ok(Operand::Last)
    }

    fn arrow_expression(&mut self) -> Walked {
        self.enter()?;
        let place = self.mark(self.token.start, "(", ",");
        self.assignment()?;
        self.end_place(place);
        self.close(')');
        self.leave();
        Ok(())
    }

    /// Expressions between brackets, among them the patterns and values that parameters may be.
    fn group(&mut self, end: &str) -> Walked {
        self.enter()?;
        self.advance()?;
        let mut height = 0;
        while !self.is(end) {
            if self.take(",")? {
                continue;
            }
            self.take("...")?;
            self.assignment()?;
            height = height.max(self.height);
            if !self.is(",") && !self.is(end) {
                return Err(self.mismatch());
            }
        }
        self.leave();
        self.set_height(height + 1)?;
        self.advance()
    }

    fn template(&mut self) -> Walked {
        self.enter()?;
        let mut start = self.token.end;
        let mut height = 0;
        loop {
            let (end, has_expression) = self.scanner.template_part(start)?;
            self.resume(end)?;
            if !has_expression {
                break;
            }
            self.expression()?;
            height = height.max(self.height);
            if !self.is("}") {
                return Err(self.mismatch());
            }
            start = self.token.end;
        }
        self.leave();
        self.set_height(height + 1)
    }

    fn object(&mut self) -> Walked {
        self.enter()?;
        self.advance()?;
        let mut height = 0;
        let mut keys = Vec::new();
        while !self.is("}") {
            if self.take(",")? {
                continue;
            }
            if self.take("...")? {
                self.assignment()?;
                if self.is("}") {
                    self.name_keys(&keys);
                }
            } else {
                keys.extend(self.key_of_pattern()?);
                self.member(false)?;
            }
            height = height.max(self.height);
        }
        self.leave();
        self.set_height(height + 1)?;
        self.advance()
    }

    /// The bytes of the key that comes next, if what it is of may be taken apart in turn, and the key can be read twice.
    fn key_of_pattern(&self) -> Walked<Option<(usize, usize)>> {
        let (key, behind) = if self.is("[") {
            (self.ahead(1)?, 3)
        } else {
            (self.token, 1)
        };
        let is_plain = matches!(key.kind, Kind::Word | Kind::Number | Kind::Text)
            && !self.slice(key).contains("__proto__");
        if !is_plain || (behind == 3 && self.slice(self.ahead(2)?) != "]") {
            return Ok(None);
        }
        if self.slice(self.ahead(behind)?) != ":" {
            return Ok(None);
        }
        let is_pattern = matches!(self.slice(self.ahead(behind + 1)?), "{" | "[");
        let end = self.ahead(behind)?.start;
        Ok(is_pattern.then_some((self.token.start, end)))
    }

    /// Where a pattern collects the rest of an object, the engine leaves out those keys alone whose values get a name
    /// themselves: of `{ a: { b }, ...rest }` the rest has `a` still. So each such key gets one: `{ a: name, a: { b },
    /// ...rest }`. Nobody knows here whether this is a pattern or an object, where a name that is overwritten changes
    /// nothing.
    fn name_keys(&mut self, keys: &[(usize, usize)]) {
        for &(start, end) in keys {
            let key = self.text[start..end].trim_end();
            let (mark, number) = (&self.names.mark, self.found.keys);
            let text = format!("/*{mark}*/{key}:{mark}Key{number},");
            if !self.silenced {
                self.found.keys += 1;
                self.insert(start, text);
            }
        }
    }
}

/// Functions and classes.
impl Walker<'_> {
    fn function(&mut self, is_async: bool) -> Walked {
        self.expect("function")?;
        let is_generator = self.take("*")?;
        if self.token.kind == Kind::Word {
            self.advance()?;
        }
        self.parameters_and_body(Context {
            awaits: is_async,
            yields: is_generator,
        })
    }

    fn parameters_and_body(&mut self, context: Context) -> Walked {
        let outer = std::mem::replace(&mut self.context, context);
        if !self.is("(") {
            return Err(self.mismatch());
        }
        self.group(")")?;
        self.function_body()?;
        self.context = outer;
        Ok(())
    }

    fn function_body(&mut self) -> Walked {
        self.braced(true)?;
        self.height = 0;
        Ok(())
    }

    fn class(&mut self) -> Walked {
        self.advance()?;
        if self.token.kind == Kind::Word && !self.is("extends") {
            self.advance()?;
        }
        self.enter()?;
        if self.take("extends")? {
            self.operand()?;
        }
        self.expect("{")?;
        while !self.is("}") {
            if !self.take(";")? {
                self.member(true)?;
            }
        }
        self.leave();
        self.height = 0;
        self.advance()
    }

    /// A member of a class or an object.
    fn member(&mut self, of_class: bool) -> Walked {
        self.height = 0;
        let mut is_async = false;
        while self.is_modifier(of_class)? {
            is_async |= self.is("async");
            let is_static = self.take("static")?;
            if is_static && self.is("{") {
                return self.static_block();
            }
            if !is_static {
                self.advance()?;
            }
        }
        let is_generator = self.take("*")?;
        self.member_name()?;
        match self.slice(self.token) {
            "(" => self.parameters_and_body(Context {
                awaits: is_async,
                yields: is_generator,
            }),
            "=" if of_class => self.field_value(),
            "=" | ":" => self.advance().and_then(|()| self.assignment()),
            _ => Ok(()),
        }
    }

    /// Whether `get`, `set`, `async` or `static` says something of the name behind it, rather than being the name.
    fn is_modifier(&self, of_class: bool) -> Walked<bool> {
        let word = self.slice(self.token);
        let may_modify = matches!(word, "get" | "set" | "async") || (of_class && word == "static");
        if !may_modify {
            return Ok(false);
        }
        let next = self.ahead(1)?;
        if word == "async" && next.after_line_break {
            return Ok(false);
        }
        Ok(match self.slice(next) {
            "[" => true,
            "*" => matches!(word, "async" | "static"),
            "{" => word == "static",
            _ => !matches!(next.kind, Kind::Punctuator | Kind::End),
        })
    }

    fn member_name(&mut self) -> Walked {
        match self.token.kind {
            Kind::Punctuator if self.is("[") => self.group("]"),
            Kind::Punctuator | Kind::End => Err(self.mismatch()),
            _ => self.advance(),
        }
    }

    fn field_value(&mut self) -> Walked {
        self.advance()?;
        let outer = std::mem::replace(&mut self.context, PLAIN);
        self.assignment()?;
        self.context = outer;
        Ok(())
    }

    fn static_block(&mut self) -> Walked {
        let outer = std::mem::replace(&mut self.context, PLAIN);
        self.braced(false)?;
        self.context = outer;
        Ok(())
    }
}
