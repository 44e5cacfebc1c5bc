//! Recipes worth a look, for the page and the command line.

use super::{Pattern, Recipe, SEED_DEFAULT};

/// A recipe with a name.
#[derive(Debug)]
pub struct Preset {
    /// What links and the command line call it.
    pub id: &'static str,
    /// What can be seen with it.
    pub shows: &'static str,
    /// Number of accesses.
    pub accesses: u32,
    pattern: fn() -> Pattern,
}

impl Preset {
    /// The preset with a name.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.id == id)
    }

    /// What it stands for.
    #[must_use]
    pub fn recipe(&self) -> Recipe {
        Recipe {
            pattern: (self.pattern)(),
            accesses: self.accesses,
            seed: SEED_DEFAULT,
        }
    }
}

/// All presets. The first three are those that papers on LIRS and ARC draw, with the numbers that others run them with.
pub const PRESETS: &[Preset] = &[
    Preset {
        id: "loop",
        shows: "A loop over 1,011 objects: with room for all but one, LRU still evicts each just before its turn",
        accesses: 505_500,
        pattern: || Pattern::Loop { objects: 1_011 },
    },
    Preset {
        id: "scan",
        shows: "A loop over 2,001 objects, 25 times: policies that keep what they have hit, those that make room for the \
                newest do not",
        accesses: 50_025,
        pattern: || Pattern::Loop { objects: 2_001 },
    },
    Preset {
        id: "zigzag",
        shows: "There and back over 2,001 objects: what was used last is needed first, so LRU is as good as the oracle",
        accesses: 52_001,
        pattern: || Pattern::Zigzag { objects: 2_001 },
    },
    Preset {
        id: "zipf",
        shows: "A few objects are popular and stay so, as on the web: what counts is frequency",
        accesses: 200_000,
        pattern: || Pattern::Zipf {
            alpha: 1.0,
            objects: 10_000,
        },
    },
    Preset {
        id: "shift",
        shows: "A twentieth of the objects is hot, and every 20,000 accesses another: what was frequent is of no use now",
        accesses: 200_000,
        pattern: || Pattern::Shift {
            objects: 10_000,
            share: 0.05,
            probability: 0.9,
            period: 20_000,
        },
    },
    Preset {
        id: "zipf-and-scan",
        shows: "Popular objects, and between them many that come once: LRU gives these as much room, and loses",
        accesses: 200_000,
        pattern: || {
            let popular = Pattern::Zipf {
                alpha: 1.0,
                objects: 2_000,
            };
            Pattern::Mix(vec![(0.6, popular), (0.4, Pattern::Scan)])
        },
    },
    Preset {
        id: "phases",
        shows: "Popular objects and a loop by turns: a policy that adapts has to do so again each time",
        accesses: 200_000,
        pattern: || {
            let popular = Pattern::Zipf {
                alpha: 1.0,
                objects: 2_000,
            };
            let run = Pattern::Loop { objects: 1_000 };
            Pattern::Phases(vec![(popular, 25_000), (run, 25_000)])
        },
    },
];
