//! W-TinyLFU, as Caffeine's `WindowTinyLfuPolicy` evicts.
//!
//! The sketch only estimates, by hashes that are the policy's own affair. So frequencies are not counted here but read
//! from the marks that the policy shows, before and after each access. An access raises no estimate by more than one,
//! and halving lowers it by no more than half; where that leaves open which of two is the more frequent, or where a lot
//! decides, either outcome is right, and the one is taken that the policy took.

use std::collections::HashMap;

use cache_sim::Capacity;
use cache_sim::engine::{Access, Object, Policy, Queue};

use super::Reference;
use super::list::{Bound, List};

/// From this frequency on, a candidate is admitted now and then though it is not the more frequent one.
const WARM: u32 = 6;
/// A counter of the sketch has four bits.
const FREQUENCY_MAX: u32 = 15;

pub struct WTinyLfu {
    bound: Bound,
    main: Main,
    window_limit: u64,
    protected_limit: u64,
    /// What the policy showed after the last access.
    frequencies: HashMap<Object, u32>,
    /// What became of the comparisons so far.
    pub comparisons: Comparisons,
}

/// How often a candidate was compared to a victim.
#[derive(Clone, Copy, Debug, Default)]
pub struct Comparisons {
    /// All of them.
    pub all: u64,
    /// Those whose outcome the estimates left open.
    pub open: u64,
    /// Those that went otherwise than the estimates before the access say: it raised one of them, by a collision.
    pub surprising: u64,
    /// Those with a warm candidate that, as it seems, was not the more frequent one.
    pub warm: u64,
    /// Of these, those in which it was admitted.
    pub warm_admitted: u64,
}

/// The three queues.
#[derive(Clone, Debug)]
struct Main {
    window: List,
    probation: List,
    protected: List,
}

/// What a sketch forgets in an access: a half where it ages, all where it grows, as Caffeine's does while it does not
/// know how many objects fit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Loss {
    Nothing,
    Half,
    All,
}

/// The least and the most that an estimate may have been.
type Range = (u32, u32);

/// An eviction that is under way.
#[derive(Clone)]
struct Eviction {
    main: Main,
    candidate: Option<Object>,
    victim: Option<Object>,
    searched_window: bool,
    victims_from: From,
    comparisons: Comparisons,
}

/// Where victims come from: the next queue only once this one has none left.
#[derive(Clone, Copy, PartialEq)]
enum From {
    Probation,
    Protected,
    Window,
}

impl Main {
    fn lists(&self) -> [&List; 3] {
        [&self.window, &self.probation, &self.protected]
    }

    fn total(&self) -> u64 {
        self.lists().into_iter().map(List::total).sum()
    }

    /// The one that entered its queue right after an object.
    fn successor(&self, object: Object) -> Option<Object> {
        let lists = self.lists();
        let (list, place) = lists
            .iter()
            .find_map(|list| Some((list, list.place(object)?)))?;
        Some(list.0[place.checked_sub(1)?].object)
    }

    fn take(&mut self, object: Object) {
        self.window.take(object);
        self.probation.take(object);
        self.protected.take(object);
    }
}

fn oldest(list: &List) -> Option<Object> {
    list.last().map(|entry| entry.object)
}

impl WTinyLfu {
    pub fn new(capacity: Capacity) -> Self {
        let bound = Bound::of(capacity);
        let main_limit = bound.capacity * 99 / 100;
        Self {
            bound,
            main: Main {
                window: List::default(),
                probation: List::default(),
                protected: List::default(),
            },
            window_limit: bound.capacity - main_limit,
            protected_limit: main_limit * 8 / 10,
            frequencies: HashMap::new(),
            comparisons: Comparisons::default(),
        }
    }

    fn hit(&mut self, object: Object) -> bool {
        let main = &mut self.main;
        if main.window.refresh(object) || main.protected.refresh(object) {
            return true;
        }
        let Some(entry) = main.probation.take(object) else {
            return false;
        };
        if entry.size > self.protected_limit {
            main.probation.push(entry);
            return true;
        }
        main.protected.push(entry);
        while main.protected.total() > self.protected_limit {
            if let Some(demoted) = main.protected.pop() {
                main.probation.push(demoted);
            }
        }
        true
    }

    /// Moves what the window holds too much to probation, and returns the first that went.
    fn overflow(&mut self) -> Option<Object> {
        let mut first = None;
        while self.main.window.total() > self.window_limit {
            let candidate = self.main.window.pop()?;
            self.main.probation.push(candidate);
            first = first.or(Some(candidate.object));
        }
        first
    }

    /// What the sketch lost in an access, by what is left of the estimates that were shown.
    fn loss(&self, shown: &HashMap<Object, u32>) -> Loss {
        let losses = (self.frequencies.iter()).filter_map(|(object, before)| {
            let after = shown.get(object)?;
            match (before, after) {
                (0, _) => None,
                (_, 0) => Some(Loss::All),
                _ if after < before => Some(Loss::Half),
                _ => Some(Loss::Nothing),
            }
        });
        losses.max().unwrap_or(Loss::All)
    }

    /// What the estimate of an object may have been when the policy looked at it.
    fn frequency(&self, object: Object, shown: &HashMap<Object, u32>, loss: Loss) -> Range {
        if let Some(frequency) = shown.get(&object) {
            return (*frequency, *frequency);
        }
        let Some(&before) = self.frequencies.get(&object) else {
            return (0, FREQUENCY_MAX);
        };
        let least = match loss {
            Loss::Nothing => before,
            Loss::Half => before / 2,
            Loss::All => 0,
        };
        (least, (before + 1).min(FREQUENCY_MAX))
    }
}

impl Eviction {
    /// All that an eviction may come to which keeps what the policy kept.
    fn outcomes(
        mut self,
        capacity: u64,
        frequency: &dyn Fn(Object) -> Range,
        kept: &dyn Fn(Object) -> bool,
    ) -> Vec<Self> {
        loop {
            if self.main.total() <= capacity {
                return vec![self];
            }
            if self.candidate.is_none() && !self.searched_window {
                self.candidate = oldest(&self.main.window);
                self.searched_window = true;
            }
            match (self.candidate, self.victim) {
                (None, None) => {
                    if !self.widen() {
                        return vec![self];
                    }
                }
                (Some(candidate), None) => self.evict_candidate(candidate),
                (None, Some(victim)) => self.evict_victim(victim),
                (Some(candidate), Some(victim)) if candidate == victim => {
                    self.evict_victim(victim);
                    self.candidate = None;
                }
                (Some(candidate), Some(victim)) => {
                    return self
                        .compare(candidate, victim, frequency, kept)
                        .into_iter()
                        .flat_map(|outcome| outcome.outcomes(capacity, frequency, kept))
                        .collect();
                }
            }
        }
    }

    fn evict_candidate(&mut self, candidate: Object) {
        self.candidate = self.main.successor(candidate);
        self.main.take(candidate);
    }

    fn evict_victim(&mut self, victim: Object) {
        self.victim = self.main.successor(victim);
        self.main.take(victim);
    }

    /// Looks for victims in the next queue; false if there is none.
    fn widen(&mut self) -> bool {
        let list = match self.victims_from {
            From::Probation => {
                self.victims_from = From::Protected;
                &self.main.protected
            }
            From::Protected => {
                self.victims_from = From::Window;
                &self.main.window
            }
            From::Window => return false,
        };
        self.victim = oldest(list);
        true
    }

    /// The eviction after a comparison: with either outcome that the estimates allow and the policy may have taken.
    fn compare(
        self,
        candidate: Object,
        victim: Object,
        frequency: &dyn Fn(Object) -> Range,
        kept: &dyn Fn(Object) -> bool,
    ) -> Vec<Self> {
        let (challenger, defender) = (frequency(candidate), frequency(victim));
        let surely_more = challenger.0 > defender.1;
        let surely_not = challenger.1 <= defender.0;
        let may_be_warm = challenger.1 >= WARM;
        // As long as no access raises the estimate of another object, which few do.
        let expected = challenger.0 > defender.0;
        let warm = !expected && challenger.0 >= WARM;
        let mut outcomes = Vec::new();
        if (!surely_not || may_be_warm) && !kept(victim) {
            let mut admitted = self.clone();
            admitted.evict_victim(victim);
            admitted.candidate = admitted.main.successor(candidate);
            admitted.comparisons.warm_admitted += u64::from(warm);
            admitted.comparisons.surprising += u64::from(!expected && !may_be_warm);
            outcomes.push(admitted);
        }
        if !surely_more && !kept(candidate) {
            let mut rejected = self;
            rejected.evict_candidate(candidate);
            rejected.comparisons.surprising += u64::from(expected);
            outcomes.push(rejected);
        }
        for outcome in &mut outcomes {
            outcome.comparisons.all += 1;
            outcome.comparisons.open += u64::from(!surely_more && !surely_not);
            outcome.comparisons.warm += u64::from(warm);
        }
        outcomes
    }
}

/// The marks that a policy shows.
fn shown(seen: &dyn Policy) -> HashMap<Object, u32> {
    let queues = seen.queues();
    queues.into_iter().flat_map(|queue| queue.entries).collect()
}

impl Reference for WTinyLfu {
    fn access(&mut self, access: Access, seen: &dyn Policy) -> Result<bool, String> {
        let shown = shown(seen);
        if self.hit(access.object) {
            self.frequencies = shown;
            return Ok(true);
        }
        let Some(entry) = self.bound.entry(access) else {
            self.frequencies = shown;
            return Ok(false);
        };
        self.main.window.push(entry);
        let candidate = self.overflow();
        let loss = self.loss(&shown);
        let eviction = Eviction {
            victim: oldest(&self.main.probation),
            main: self.main.clone(),
            candidate,
            searched_window: false,
            victims_from: From::Probation,
            comparisons: self.comparisons,
        };
        let outcomes = eviction.outcomes(
            self.bound.capacity,
            &|object| self.frequency(object, &shown, loss),
            &|object| seen.contains(object),
        );
        let outcome = outcomes.into_iter().find(|outcome| {
            let lists = outcome.main.lists();
            let mut kept = lists.iter().flat_map(|list| list.0.iter());
            let count: usize = lists.iter().map(|list| list.0.len()).sum();
            count == shown.len() && kept.all(|entry| shown.contains_key(&entry.object))
        });
        let Some(outcome) = outcome else {
            return Err(format!("no eviction keeps these: {shown:?}"));
        };
        self.main = outcome.main;
        self.comparisons = outcome.comparisons;
        self.frequencies = shown;
        Ok(false)
    }

    fn remove(&mut self, object: Object) {
        self.main.take(object);
        self.frequencies.remove(&object);
    }

    fn residents(&self) -> Vec<(Object, u64)> {
        self.main
            .lists()
            .into_iter()
            .flat_map(List::sized)
            .collect()
    }

    fn queues(&self) -> Option<Vec<Queue>> {
        let marked = |list: &List, name, limit| {
            let mut queue = list.shown(name);
            for (object, mark) in &mut queue.entries {
                *mark = self.frequencies.get(object).copied().unwrap_or_default();
            }
            queue.limit = limit;
            queue
        };
        Some(vec![
            marked(&self.main.window, "window", Some(self.window_limit)),
            marked(&self.main.probation, "probation", None),
            marked(
                &self.main.protected,
                "protected",
                Some(self.protected_limit),
            ),
        ])
    }
}
