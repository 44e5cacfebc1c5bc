//! What was executed before, the last first.

use std::collections::VecDeque;
use std::sync::Arc;

/// Texts that are remembered.
pub(crate) const TEXTS_MAX: usize = 50;

/// The last texts, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct History(VecDeque<Arc<str>>);

impl History {
    /// Puts a text first.
    pub(crate) fn push(&mut self, text: &Arc<str>) {
        self.0.retain(|other| other != text);
        self.0.push_front(Arc::clone(text));
        self.0.truncate(TEXTS_MAX);
    }

    /// Puts texts behind those that are here, in their order.
    pub(crate) fn append(&mut self, older: Vec<String>) {
        for text in older {
            if self.0.len() < TEXTS_MAX && !self.0.iter().any(|other| **other == *text) {
                self.0.push_back(text.into());
            }
        }
    }

    /// From the last on.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &Arc<str>> {
        self.0.iter()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Letters of a text's summary.
const SUMMARY_MAX: usize = 100;

/// A text in one line.
#[must_use]
pub(crate) fn summary(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SUMMARY_MAX) {
        Some((end, _)) => format!("{} …", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_texts_are_remembered_once_each() {
        let mut history = History::default();
        assert!(history.is_empty());
        for number in 0..60 {
            history.push(&number.to_string().into());
        }
        history.push(&"58".into());
        let texts: Vec<&str> = history.texts().map(AsRef::as_ref).collect();
        assert_eq!(texts.len(), TEXTS_MAX);
        assert_eq!(texts[..3], ["58", "59", "57"]);
    }

    #[test]
    fn what_was_before_stands_behind() {
        let mut history = History::default();
        history.push(&"new".into());
        let older = ["older", "new", "oldest"].map(str::to_owned);
        history.append(older.to_vec());
        let texts: Vec<&str> = history.texts().map(AsRef::as_ref).collect();
        assert_eq!(texts, ["new", "older", "oldest"]);
        history.append((0..60).map(|number| number.to_string()).collect());
        assert_eq!(history.texts().count(), TEXTS_MAX);
        assert_eq!(history.texts().last().map(AsRef::as_ref), Some("46"));
    }

    #[test]
    fn a_summary_is_one_line() {
        assert_eq!(summary(" SELECT\n  1 "), "SELECT 1");
        assert_eq!(summary(&"é".repeat(101)), format!("{} …", "é".repeat(100)));
    }
}
