//! Makes a program smaller as long as it fails.

use crate::program::{Block, Gives, Link, Over, Source, Stmt, When};

/// The smallest program that was found, a change at a time, to fail as `fails` says; `goes_on` says whether there is time.
pub(crate) fn shrink(
    program: &Block,
    mut fails: impl FnMut(&Block) -> bool,
    mut goes_on: impl FnMut() -> bool,
) -> Block {
    let mut best = program.clone();
    let mut at = 0;
    while goes_on() {
        let mut smaller = best.clone();
        if !(Cut { left: at }).block(&mut smaller) {
            break;
        }
        // What stood behind a part that could go is at the same place now.
        if fails(&smaller) {
            best = smaller;
        } else {
            at += 1;
        }
    }
    best
}

/// Makes one change: the one before which so many others could have been made.
struct Cut {
    left: usize,
}

impl Cut {
    fn takes(&mut self) -> bool {
        if self.left == 0 {
            return true;
        }
        self.left -= 1;
        false
    }

    fn block(&mut self, block: &mut Block) -> bool {
        for at in 0..block.len() {
            if self.takes() {
                block.remove(at);
                return true;
            }
            for inner in blocks(&block[at]) {
                if self.takes() {
                    block.splice(at..=at, inner);
                    return true;
                }
            }
            if self.stmt(&mut block[at]) {
                return true;
            }
        }
        false
    }

    fn stmt(&mut self, stmt: &mut Stmt) -> bool {
        match stmt {
            Stmt::Print | Stmt::Throw | Stmt::Busy(_) => false,
            Stmt::Timer { body, .. }
            | Stmt::Immediate(body)
            | Stmt::Tick(body)
            | Stmt::Micro(body)
            | Stmt::Cleared { body, .. }
            | Stmt::ClearedByOther(body)
            | Stmt::Read(body) => self.block(body),
            Stmt::Interval { times, body, .. } => self.count(times) || self.block(body),
            Stmt::Emitter { listeners, emits } => {
                self.count(emits)
                    || self.part(listeners)
                    || listeners
                        .iter_mut()
                        .any(|listener| self.block(&mut listener.body))
            }
            Stmt::Promise(source) | Stmt::Await(source) | Stmt::Yield(source) => {
                self.source(source)
            }
            Stmt::Return { source, is_awaited } => self.flag(is_awaited) || self.source(source),
            Stmt::Generator { body, calls } => self.part(calls) || self.block(body),
            Stmt::Try {
                body,
                catch,
                finally,
            } => self.optional(catch) || self.optional(finally) || self.block(body),
            Stmt::ForAwait {
                over,
                body,
                is_left,
            } => self.flag(is_left) || self.over(over) || self.block(body),
        }
    }

    fn over(&mut self, over: &mut Over) -> bool {
        match over {
            Over::Array(sources) => {
                self.part(sources) || sources.iter_mut().any(|source| self.source(source))
            }
            Over::Sync(count) => self.count(count),
            Over::Async(body) => self.block(body),
        }
    }

    fn source(&mut self, source: &mut Source) -> bool {
        if !matches!(source, Source::Value | Source::Resolved | Source::Rejected) {
            for simple in simpler(source) {
                if self.takes() {
                    *source = simple;
                    return true;
                }
            }
        }
        match source {
            Source::Value | Source::Resolved | Source::Rejected | Source::Read => false,
            Source::Thenable(body) | Source::Call(body) => self.block(body),
            Source::New {
                body, when, inner, ..
            } => {
                if !matches!(when, When::Now) && self.takes() {
                    *when = When::Now;
                    return true;
                }
                self.block(body) || self.source(inner)
            }
            Source::Chain(start, links) => {
                (links.len() > 1 && self.part(links))
                    || self.source(start)
                    || links.iter_mut().any(|link| self.link(link))
            }
            Source::Combine(_, sources) => {
                self.part(sources) || sources.iter_mut().any(|source| self.source(source))
            }
        }
    }

    fn link(&mut self, link: &mut Link) -> bool {
        if !matches!(link.gives, Gives::Nothing) && self.takes() {
            link.gives = Gives::Nothing;
            return true;
        }
        match &mut link.gives {
            Gives::Source(source) => self.source(source) || self.block(&mut link.body),
            _ => self.block(&mut link.body),
        }
    }

    fn part<T>(&mut self, parts: &mut Vec<T>) -> bool {
        for at in 0..parts.len() {
            if self.takes() {
                parts.remove(at);
                return true;
            }
        }
        false
    }

    fn optional(&mut self, block: &mut Option<Block>) -> bool {
        if block.is_some() && self.takes() {
            *block = None;
            return true;
        }
        block.as_mut().is_some_and(|block| self.block(block))
    }

    fn count(&mut self, count: &mut u32) -> bool {
        let can = *count > 1 && self.takes();
        *count -= u32::from(can);
        can
    }

    fn flag(&mut self, flag: &mut bool) -> bool {
        let can = *flag && self.takes();
        *flag &= !can;
        can
    }
}

/// Blocks that could stand in a statement's place.
fn blocks(stmt: &Stmt) -> Vec<Block> {
    match stmt {
        Stmt::Timer { body, .. }
        | Stmt::Interval { body, .. }
        | Stmt::Immediate(body)
        | Stmt::Tick(body)
        | Stmt::Micro(body)
        | Stmt::Cleared { body, .. }
        | Stmt::ClearedByOther(body)
        | Stmt::Read(body)
        | Stmt::Generator { body, .. }
        | Stmt::ForAwait { body, .. }
        | Stmt::Promise(Source::Call(body) | Source::Thenable(body)) => vec![body.clone()],
        Stmt::Emitter { listeners, .. } => listeners
            .iter()
            .map(|listener| listener.body.clone())
            .collect(),
        Stmt::Try {
            body,
            catch,
            finally,
        } => [Some(body), catch.as_ref(), finally.as_ref()]
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
        _ => Vec::new(),
    }
}

/// Sources that could stand in another's place, the simplest first.
fn simpler(source: &Source) -> Vec<Source> {
    let mut simpler = vec![Source::Value, Source::Resolved];
    match source {
        Source::New { inner, .. } => simpler.push((**inner).clone()),
        Source::Chain(start, _) => simpler.push((**start).clone()),
        Source::Combine(_, sources) => simpler.extend(sources.iter().cloned()),
        _ => {}
    }
    simpler
}
