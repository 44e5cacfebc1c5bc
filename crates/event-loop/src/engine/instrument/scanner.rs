//! Splits a program's text into tokens, as far as its statements have to be told apart.

/// Why a text cannot be walked; both with the byte at which that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// What stands there is not what a program has there.
    Mismatch(usize),
    /// It is nested deeper than the parser's stack bears.
    TooDeep(usize),
}

/// What sort of token it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier or keyword.
    Word,
    /// A number.
    Number,
    /// A string in quotes.
    Text,
    /// `#name`.
    Private,
    /// An operator or bracket; also the backtick that opens a template, and the slash that opens a regular expression.
    Punctuator,
    /// There is nothing more.
    End,
}

/// A token, in bytes of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Its sort.
    pub(super) kind: Kind,
    /// Its first byte.
    pub(super) start: usize,
    /// The byte behind it.
    pub(super) end: usize,
    /// Whether a line ends between it and the token before.
    pub(super) after_line_break: bool,
}

/// Operators of more than one character, longest first.
const LONG: [&str; 33] = [
    ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=",
    "<=", ">=", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
    "<<", ">>", "**",
];

/// Reads tokens one after the other.
#[derive(Clone, Debug)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    /// The byte at which the next token is looked for.
    pub(super) at: usize,
}

impl<'a> Scanner<'a> {
    /// At the start of a text, behind its `#!` line if it has one.
    pub(super) fn new(text: &'a str) -> Self {
        let mut scanner = Self { text, at: 0 };
        if text.starts_with("#!") {
            scanner.skip_line();
        }
        scanner
    }

    /// The next token. A slash is read as an operator, a backtick on its own: only who knows what comes before them can
    /// tell, and calls [`Self::regular_expression`] or [`Self::template_part`].
    pub(super) fn token(&mut self) -> Result<Token, Fault> {
        let after_line_break = self.skip_blanks()?;
        let start = self.at;
        let kind = match self.peek() {
            None => Kind::End,
            Some('"' | '\'') => self.quoted()?,
            Some('#') => {
                self.at += 1;
                self.word();
                Kind::Private
            }
            Some(first) if is_word(first) && !first.is_ascii_digit() => {
                self.word();
                Kind::Word
            }
            Some(first) if first.is_ascii_digit() || (first == '.' && self.digit_at(1)) => {
                self.number();
                Kind::Number
            }
            Some(first) => {
                self.punctuator(first);
                Kind::Punctuator
            }
        };
        Ok(Token {
            kind,
            start,
            end: self.at,
            after_line_break,
        })
    }

    /// The byte behind the regular expression that begins at `start`.
    pub(super) fn regular_expression(&self, start: usize) -> Result<usize, Fault> {
        let mut within = Self {
            text: self.text,
            at: start + 1,
        };
        let mut in_class = false;
        loop {
            match within.bump() {
                None => return Err(Fault::Mismatch(start)),
                Some(line) if is_line_break(line) => return Err(Fault::Mismatch(start)),
                Some('\\') => drop(within.bump()),
                Some('[') => in_class = true,
                Some(']') => in_class = false,
                Some('/') if !in_class => break,
                Some(_) => {}
            }
        }
        within.word();
        Ok(within.at)
    }

    /// The byte behind the characters of a template that begin at `start`, and whether an expression follows there
    /// rather than the template's end.
    pub(super) fn template_part(&self, start: usize) -> Result<(usize, bool), Fault> {
        let mut within = Self {
            text: self.text,
            at: start,
        };
        loop {
            match within.bump() {
                None => return Err(Fault::Mismatch(start)),
                Some('\\') => drop(within.bump()),
                Some('`') => return Ok((within.at, false)),
                Some('$') if within.peek() == Some('{') => return Ok((within.at + 1, true)),
                Some(_) => {}
            }
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn digit_at(&self, offset: usize) -> bool {
        self.text
            .as_bytes()
            .get(self.at + offset)
            .is_some_and(u8::is_ascii_digit)
    }

    fn skip_line(&mut self) {
        while self.peek().is_some_and(|next| !is_line_break(next)) {
            self.bump();
        }
    }

    /// Skips white space and comments; whether a line ended among them.
    fn skip_blanks(&mut self) -> Result<bool, Fault> {
        let mut line_break = false;
        loop {
            let rest = &self.text[self.at..];
            match self.peek() {
                Some('/') if rest.starts_with("//") => self.skip_line(),
                Some('/') if rest.starts_with("/*") => {
                    let length = rest.find("*/").ok_or(Fault::Mismatch(self.at))?;
                    line_break |= rest[..length].contains(is_line_break);
                    self.at += length + 2;
                }
                Some(next) if is_blank(next) => {
                    line_break |= is_line_break(next);
                    self.bump();
                }
                _ => return Ok(line_break),
            }
        }
    }

    fn quoted(&mut self) -> Result<Kind, Fault> {
        let start = self.at;
        let quote = self.bump();
        loop {
            match self.bump() {
                None | Some('\n' | '\r') => return Err(Fault::Mismatch(start)),
                // `\` and the two characters of a line's end on Windows are one continuation.
                Some('\\') => {
                    if self.bump() == Some('\r') && self.peek() == Some('\n') {
                        self.bump();
                    }
                }
                next if next == quote => return Ok(Kind::Text),
                Some(_) => {}
            }
        }
    }

    /// Skips what may stand in an identifier.
    fn word(&mut self) {
        while let Some(next) = self.peek() {
            if next == '\\' && self.text[self.at..].starts_with("\\u{") {
                self.at += self.text[self.at..]
                    .find('}')
                    .map_or(1, |length| length + 1);
            } else if is_word(next) {
                self.bump();
            } else {
                return;
            }
        }
    }

    fn number(&mut self) {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let second = bytes.get(start + 1).copied().unwrap_or(0);
        if bytes[start] == b'0' && (second.is_ascii_alphabetic() && !matches!(second, b'e' | b'E'))
        {
            return self.word();
        }
        self.digits();
        // `010.name` is a member of an octal number, but `09.5` is decimal.
        let is_octal = second.is_ascii_digit()
            && bytes[start] == b'0'
            && bytes[start..self.at]
                .iter()
                .all(|digit| (b'0'..b'8').contains(digit));
        if self.peek() == Some('.') && !is_octal {
            self.at += 1;
            self.digits();
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            self.at += 1;
            if matches!(self.peek(), Some('+' | '-')) {
                self.at += 1;
            }
            self.digits();
        }
        // The `n` of a whole number of any size.
        self.word();
    }

    fn digits(&mut self) {
        while self
            .peek()
            .is_some_and(|next| next.is_ascii_digit() || next == '_')
        {
            self.at += 1;
        }
    }

    fn punctuator(&mut self, first: char) {
        let rest = &self.text[self.at..];
        let long = LONG.iter().find(|operator| rest.starts_with(**operator));
        self.at += match long {
            // `a ?.5 : b` is a condition.
            Some(&"?.") if self.digit_at(2) => 1,
            Some(operator) => operator.len(),
            None => first.len_utf8(),
        };
    }
}

/// Whether a character ends a line.
pub(super) fn is_line_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// Whether a character is white space or ends a line.
fn is_blank(character: char) -> bool {
    is_line_break(character)
        || character == '\u{feff}'
        || (character.is_whitespace() && character != '\u{85}')
}

/// Whether a character may stand in an identifier; the parser has seen to it that it stands there rightly.
fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, '$' | '_' | '\\')
        || (!character.is_ascii() && !is_blank(character))
}
