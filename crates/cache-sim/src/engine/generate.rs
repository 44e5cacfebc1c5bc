//! Traces out of recipes, the same on every machine.

mod zipf;

use sampling::Random;

use crate::recipe::{Pattern, Recipe};

use super::trace::Trace;
use zipf::Zipf;

/// The trace that a recipe stands for. Its keys are numbers: those of a pattern follow one another, in the order in
/// which the patterns are written; then come those of scans, by turns.
#[must_use]
pub fn generate(recipe: &Recipe) -> Trace {
    Trace::of_numbers(keys(recipe))
}

/// The keys that are accessed, in order.
fn keys(recipe: &Recipe) -> impl Iterator<Item = u64> {
    let mut source = Source::of(recipe.pattern(), &mut Numbers::of(recipe.pattern()));
    let mut random = Random::of(u64::from(recipe.seed()));
    (0..recipe.accesses()).map(move |_| source.next(&mut random))
}

/// The numbers that no pattern has yet.
struct Numbers {
    next: u64,
    next_of_scan: u64,
    /// How far apart a scan's numbers are, so that others fit between them.
    scans: u64,
}

impl Numbers {
    fn of(pattern: &Pattern) -> Self {
        Self {
            next: 0,
            next_of_scan: pattern.objects(),
            scans: pattern.scans(),
        }
    }

    /// The first of so many.
    fn take(&mut self, objects: u32) -> u64 {
        let first = self.next;
        self.next += u64::from(objects);
        first
    }

    fn take_for_scan(&mut self) -> u64 {
        let first = self.next_of_scan;
        self.next_of_scan += 1;
        first
    }
}

/// A pattern, and how far it is.
enum Source {
    Loop {
        first: u64,
        objects: u64,
        at: u64,
    },
    Scan {
        next: u64,
        step: u64,
    },
    Zigzag {
        first: u64,
        objects: u64,
        /// Steps from the first object, there and back.
        at: u64,
    },
    Zipf {
        first: u64,
        zipf: Zipf,
    },
    Shift(Shift),
    Mix {
        /// The sum of the weights up to each part, its own included.
        bounds: Vec<f64>,
        parts: Vec<Source>,
    },
    Phases {
        phases: Vec<(Source, u32)>,
        phase: usize,
        /// Accesses of that phase that were made.
        made: u32,
    },
}

impl Source {
    fn of(pattern: &Pattern, numbers: &mut Numbers) -> Self {
        match pattern {
            Pattern::Loop { objects } => Self::Loop {
                first: numbers.take(*objects),
                objects: u64::from(*objects),
                at: 0,
            },
            Pattern::Scan => Self::Scan {
                next: numbers.take_for_scan(),
                step: numbers.scans,
            },
            Pattern::Zigzag { objects } => Self::Zigzag {
                first: numbers.take(*objects),
                objects: u64::from(*objects),
                at: 0,
            },
            Pattern::Zipf { alpha, objects } => Self::Zipf {
                first: numbers.take(*objects),
                zipf: Zipf::new(*alpha, *objects),
            },
            Pattern::Shift {
                objects,
                share,
                probability,
                period,
            } => Self::Shift(Shift {
                first: numbers.take(*objects),
                objects: *objects as usize,
                hot: hot(*share, *objects),
                probability: *probability,
                period: *period,
                made: 0,
                start: 0,
            }),
            Pattern::Mix(parts) => Self::Mix {
                bounds: bounds(parts.iter().map(|(weight, _)| *weight)),
                parts: parts
                    .iter()
                    .map(|(_, part)| Self::of(part, numbers))
                    .collect(),
            },
            Pattern::Phases(phases) => Self::Phases {
                phases: phases
                    .iter()
                    .map(|(phase, accesses)| (Self::of(phase, numbers), *accesses))
                    .collect(),
                phase: 0,
                made: 0,
            },
        }
    }

    /// The key that is accessed next.
    fn next(&mut self, random: &mut Random) -> u64 {
        match self {
            Self::Loop { first, objects, at } => {
                let key = *first + *at;
                *at = (*at + 1) % *objects;
                key
            }
            Self::Scan { next, step } => {
                let key = *next;
                *next += *step;
                key
            }
            Self::Zigzag { first, objects, at } => {
                let last = *objects - 1;
                let key = *first + (*at).min(2 * last - *at);
                *at = (*at + 1) % (2 * last).max(1);
                key
            }
            Self::Zipf { first, zipf } => *first + zipf.draw(random) as u64,
            Self::Shift(shift) => shift.next(random),
            Self::Mix { bounds, parts } => {
                let all = bounds.last().copied().unwrap_or_default();
                let drawn = random.unit() * all;
                // Rounded, the product may be all of it.
                let part = bounds
                    .partition_point(|bound| *bound <= drawn)
                    .min(parts.len() - 1);
                parts[part].next(random)
            }
            Self::Phases {
                phases,
                phase,
                made,
            } => {
                if *made == phases[*phase].1 {
                    *phase = (*phase + 1) % phases.len();
                    *made = 0;
                }
                *made += 1;
                phases[*phase].0.next(random)
            }
        }
    }
}

/// Objects in a ring, of which those from `start` on are hot.
struct Shift {
    first: u64,
    objects: usize,
    hot: usize,
    probability: f64,
    period: u32,
    /// Accesses since the hot ones changed.
    made: u32,
    start: usize,
}

impl Shift {
    fn next(&mut self, random: &mut Random) -> u64 {
        if self.made == self.period {
            self.made = 0;
            self.start = (self.start + self.hot) % self.objects;
        }
        self.made += 1;
        let cold = self.objects - self.hot;
        let is_hot = random.unit() < self.probability || cold == 0;
        let from_start = if is_hot {
            random.below(self.hot)
        } else {
            self.hot + random.below(cold)
        };
        self.first + ((self.start + from_start) % self.objects) as u64
    }
}

/// How many of so many objects are a share of them; one at least.
fn hot(share: f64, objects: u32) -> usize {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share is from 0 to 1"
    )]
    let hot = (share * f64::from(objects)).round() as u32;
    hot.clamp(1, objects) as usize
}

/// Sums of numbers up to each, its own included.
fn bounds(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    let sum = |sum: &mut f64, weight| {
        *sum += weight;
        Some(*sum)
    };
    weights.scan(0.0, sum).collect()
}

#[cfg(test)]
mod tests;
