//! Which statement is being executed, and where an error was thrown, in the text that the program's author wrote.
//!
//! The engine knows positions in the marked text, and of few operations: calls and reads of properties. Whatever else
//! throws, such as a name that nothing declares, has the position of the function's body. The marks know better: the
//! statement that was executed last is the one that threw.

use std::collections::VecDeque;

use boa_engine::vm::SourcePath;
use boa_engine::{Context, JsObject};

use super::core::PROGRAM_PATH;
use super::instrument::without_marks;

/// What a `CommonJS` module is wrapped into.
pub(super) const WRAPPER: &str = "(function (exports, require, module, __filename, __dirname) {";

/// Errors whose statements are remembered, until somebody asks for their stacks.
const THROWN_MAX: usize = 64;

/// The statements that are being executed, one for each function on the stack.
#[derive(Default)]
pub(super) struct Positions {
    /// Each with the number of functions on the stack below it.
    open: Vec<(usize, u32)>,
    /// The statement that was executed before the last.
    before: Option<u32>,
    /// Errors that nothing has caught, with the statement that threw them.
    thrown: VecDeque<(JsObject, u32)>,
    /// The marked text, and the names of the marks.
    marked: String,
    mark: String,
    await_wrapper: String,
    is_wrapped: bool,
}

impl Positions {
    /// A program is about to run.
    pub(super) fn set_program(
        &mut self,
        marked: &str,
        (mark, await_wrapper): (&str, &str),
        is_wrapped: bool,
    ) {
        marked.clone_into(&mut self.marked);
        mark.clone_into(&mut self.mark);
        await_wrapper.clone_into(&mut self.await_wrapper);
        self.is_wrapped = is_wrapped;
    }

    /// A statement begins, with so many functions on the stack.
    pub(super) fn begin(&mut self, depth: usize, place: u32) {
        self.before = self.open.last().map(|(_, place)| *place);
        while self.open.last().is_some_and(|(of, _)| *of >= depth) {
            self.open.pop();
        }
        self.open.push((depth, place));
    }

    /// A callback begins, with no statement yet.
    pub(super) fn clear(&mut self) {
        self.open.clear();
    }

    /// The statement that is being executed by the topmost function of the program.
    pub(super) fn current(&self, context: &Context) -> Option<u32> {
        let all = depth(context);
        let above = context
            .stack_trace()
            .position(|frame| is_program(&frame.position().path))?;
        let depth = all.checked_sub(above)?;
        let found = self.open.iter().rev().find(|(of, _)| *of <= depth)?;
        (found.0 == depth).then_some(found.1)
    }

    /// Remembers which statement threw an error that nothing has caught so far.
    pub(super) fn throw(&mut self, error: &JsObject) {
        let Some(&(_, place)) = self.open.last() else {
            return;
        };
        if self.thrown_by(error).is_some() {
            return;
        }
        if self.thrown.len() == THROWN_MAX {
            self.thrown.pop_front();
        }
        self.thrown.push_back((error.clone(), place));
    }

    fn thrown_by(&self, error: &JsObject) -> Option<u32> {
        let mut thrown = self.thrown.iter();
        let found = thrown.find(|(other, _)| JsObject::equals(other, error))?;
        Some(found.1)
    }

    /// The statement that threw an error, if the engine's own position is but that of a function.
    pub(super) fn thrower(&self, error: Option<&JsObject>, line: u32, column: u32) -> Option<u32> {
        if !self.is_body(line, column) {
            return None;
        }
        error
            .and_then(|error| self.thrown_by(error))
            .or(self.before)
    }

    /// Whether a position of the marked text is that of a function's body.
    fn is_body(&self, line: u32, column: u32) -> bool {
        match self.before(line, column) {
            None => true,
            Some(before) => {
                let at = self.line(line).get(before.len()..);
                at.is_some_and(|at| at.starts_with('{'))
            }
        }
    }

    /// The column of the author's text that a position of the marked text stands at.
    pub(super) fn written(&self, line: u32, column: u32) -> u32 {
        let before = self.unmarked(self.before(line, column).unwrap_or_default());
        u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX)
    }

    /// The file that the program stands in, and its text.
    pub(super) fn program(&self) -> (&'static str, String) {
        let path = if self.is_wrapped {
            "/home/program.js"
        } else {
            "/home/program.mjs"
        };
        (path, self.unmarked(&self.marked))
    }

    /// A part of the marked text without the marks.
    pub(super) fn unmarked(&self, text: &str) -> String {
        without_marks(text, &self.mark, &self.await_wrapper)
    }

    fn line(&self, line: u32) -> &str {
        let mut lines = self.marked.lines();
        lines
            .nth(line.saturating_sub(1) as usize)
            .unwrap_or_default()
    }

    /// What of its line stands before a position; none within the wrapper, which the first line begins with.
    fn before(&self, line: u32, column: u32) -> Option<&str> {
        let wrapper = if self.is_wrapped && line == 1 {
            WRAPPER.len()
        } else {
            0
        };
        let characters = (column as usize).checked_sub(wrapper + 1)?;
        let line = self.line(line);
        let at = line.char_indices().nth(characters);
        line.get(..at.map_or(line.len(), |(at, _)| at))
    }
}

/// Functions on the stack.
pub(super) fn depth(context: &Context) -> usize {
    context.stack_trace().size_hint().0
}

/// Whether that is the program, rather than the library.
pub(super) fn is_program(path: &SourcePath) -> bool {
    matches!(path, SourcePath::Path(path) if path.to_str() == Some(PROGRAM_PATH))
}
