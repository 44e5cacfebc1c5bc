//! What several runs of one program come to together. Nothing is certain of runs that did not come to their end.

use event_loop::session::Output;
use event_loop::trace::{Ending, SyntaxError};

use super::versions::first_difference;

/// What the orders come to that were found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Orders<'a> {
    /// The program is no JavaScript.
    Syntax(&'a SyntaxError),
    /// So many orders, and whether these are all.
    Found { count: usize, is_complete: bool },
    /// So many orders of runs of which a limit stopped one.
    Stopped { count: usize, by: &'a Ending },
}

/// What the orders come to.
pub(crate) fn of_orders(outputs: &[Output], is_complete: bool) -> Orders<'_> {
    let endings = outputs.iter().map(|output| &output.ending);
    if let Some(error) = syntax(endings.clone()) {
        return Orders::Syntax(error);
    }
    let count = outputs.len();
    cut_off(endings).map_or(Orders::Found { count, is_complete }, |by| Orders::Stopped {
        count,
        by,
    })
}

/// What the runs under several versions come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Versions<'a> {
    /// The program is JavaScript under none.
    Syntax(&'a SyntaxError),
    /// The first line in which they differ, from 0.
    Differ(usize),
    /// They print the same as far as they came, and one did not come to its end.
    CutOff(&'a Ending),
    /// They print the same, and end with different codes.
    Codes,
    /// They are the same.
    Same,
}

/// What the runs under several versions come to, of which each printed these lines and ended like this.
pub(crate) fn of_versions<'a>(lines: &[Vec<String>], endings: &'a [Ending]) -> Versions<'a> {
    if let Some(error) = syntax(endings.iter()) {
        return Versions::Syntax(error);
    }
    if let Some(line) = first_difference(lines) {
        return Versions::Differ(line);
    }
    if let Some(ending) = cut_off(endings.iter()) {
        return Versions::CutOff(ending);
    }
    if endings.windows(2).any(|pair| pair[0] != pair[1]) {
        return Versions::Codes;
    }
    Versions::Same
}

/// Why none of these runs began.
fn syntax<'a>(mut endings: impl Iterator<Item = &'a Ending> + Clone) -> Option<&'a SyntaxError> {
    let Some(Ending::Syntax(first)) = endings.clone().next() else {
        return None;
    };
    let is_same = endings.all(|ending| matches!(ending, Ending::Syntax(_)));
    is_same.then_some(first)
}

/// The first that is no end of the program's own.
fn cut_off<'a>(mut endings: impl Iterator<Item = &'a Ending>) -> Option<&'a Ending> {
    endings.find(|ending| !matches!(ending, Ending::Exited { .. }))
}

#[cfg(test)]
mod tests {
    use event_loop::trace::Stopped;

    use super::*;

    const ENDED: Ending = Ending::Exited { code: 0 };
    const STOPPED: Ending = Ending::Stopped(Stopped::VirtualTime);

    fn error() -> SyntaxError {
        SyntaxError {
            line: 1,
            column: 5,
            message: "unexpected end".to_owned(),
        }
    }

    fn output(text: &str, ending: Ending) -> Output {
        Output {
            text: text.to_owned(),
            ending,
        }
    }

    #[test]
    fn no_order_is_certain_of_what_does_not_run_to_its_end() {
        let certain = [output("a\n", ENDED)];
        let found = |count, is_complete| Orders::Found { count, is_complete };
        assert_eq!(of_orders(&certain, true), found(1, true));
        assert_eq!(of_orders(&certain, false), found(1, false));
        let wrong = [output("", Ending::Syntax(error()))];
        assert_eq!(of_orders(&wrong, true), Orders::Syntax(&error()));
        let stopped = [output("a\n", ENDED), output("b\n", STOPPED)];
        let expected = Orders::Stopped {
            count: 2,
            by: &STOPPED,
        };
        assert_eq!(of_orders(&stopped, true), expected);
    }

    #[test]
    fn versions_are_the_same_only_if_all_end_alike() {
        let lines = |texts: [&str; 2]| texts.map(|text| vec![text.to_owned()]);
        let same = lines(["a", "a"]);
        let of = |lines: &[Vec<String>], endings: &[Ending; 2]| {
            format!("{:?}", of_versions(lines, endings))
        };
        let said = |verdict: Versions<'_>| format!("{verdict:?}");
        assert_eq!(of(&same, &[ENDED, ENDED]), said(Versions::Same));
        assert_eq!(
            of(&same, &[ENDED, Ending::Exited { code: 1 }]),
            said(Versions::Codes)
        );
        assert_eq!(
            of(&same, &[ENDED, STOPPED]),
            said(Versions::CutOff(&STOPPED))
        );
        assert_eq!(
            of(&lines(["a", "b"]), &[ENDED, STOPPED]),
            said(Versions::Differ(0))
        );
        let wrong = Ending::Syntax(error());
        let both = [wrong.clone(), wrong.clone()];
        assert_eq!(of(&same, &both), said(Versions::Syntax(&error())));
        assert_eq!(
            of(&same, &[wrong.clone(), ENDED]),
            said(Versions::CutOff(&wrong))
        );
    }
}
