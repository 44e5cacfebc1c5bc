//! What Node leaves to chance, and who decides it: a run follows a list of decisions, and whoever explores all orders
//! makes the next list of them.

/// A decision that a run met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Decision {
    taken: u8,
    options: u8,
}

/// The decisions of a run: first those that are given, then always the first option.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choices {
    decisions: Vec<Decision>,
    met: usize,
}

impl Choices {
    /// Decides between so many options, which are at least one.
    pub(super) fn choose(&mut self, options: usize) -> usize {
        let options = u8::try_from(options).unwrap_or(u8::MAX);
        if options < 2 {
            return 0;
        }
        if self.met == self.decisions.len() {
            self.decisions.push(Decision { taken: 0, options });
        }
        let decision = self.decisions[self.met];
        self.met += 1;
        usize::from(decision.taken.min(options - 1))
    }

    /// The decisions that follow these when all are gone through: the last that has another option takes it, and what comes
    /// behind it is forgotten. None when all were taken.
    pub(super) fn next(mut self) -> Option<Self> {
        self.decisions.truncate(self.met);
        loop {
            let last = self.decisions.last_mut()?;
            if last.taken + 1 < last.options {
                last.taken += 1;
                self.met = 0;
                return Some(self);
            }
            self.decisions.pop();
        }
    }
}
