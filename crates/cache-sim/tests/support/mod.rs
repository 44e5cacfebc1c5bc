//! Traces to try policies on, written as text or drawn by lot.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file is a crate of its own, and uses a part"
)]

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use cache_sim::Capacity;
use cache_sim::engine::{Access, NEVER, Object};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use sampling::random::Random;

/// What happens to a cache.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// An access.
    Access {
        object: Object,
        size: u64,
        writes: bool,
    },
    /// The object, if it is there, has expired.
    Remove(Object),
}

impl Step {
    fn object(self) -> Object {
        match self {
            Self::Access { object, .. } | Self::Remove(object) => object,
        }
    }

    /// What could stand in its place, the simplest first.
    pub fn simpler(self) -> Vec<Self> {
        let Self::Access {
            object,
            size,
            writes,
        } = self
        else {
            return Vec::new();
        };
        let of = |size, writes| Self::Access {
            object,
            size,
            writes,
        };
        let mut simpler: Vec<Self> = (1..size)
            .chain((size == 0).then_some(1))
            .flat_map(|size| [of(size, false), of(size, writes)])
            .collect();
        if writes {
            simpler.push(of(size, false));
        }
        simpler
    }
}

/// `a` reads a, `a!` writes it, `a:3` reads it with a size of three bytes, `-a` says that it has expired.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Remove(object) => write!(f, "-{}", name(object)),
            Self::Access {
                object,
                size,
                writes,
            } => {
                f.write_str(&name(object))?;
                if size != 1 {
                    write!(f, ":{size}")?;
                }
                f.write_str(if writes { "!" } else { "" })
            }
        }
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Steps as text.
pub fn written(steps: &[Step]) -> String {
    let steps: Vec<String> = steps.iter().map(Step::to_string).collect();
    steps.join(" ")
}

/// Steps from their text.
pub fn steps(text: &str) -> Vec<Step> {
    text.split_whitespace()
        .map(|word| {
            if let Some(object) = word.strip_prefix('-') {
                return Step::Remove(number(object));
            }
            let (word, writes) = match word.strip_suffix('!') {
                Some(word) => (word, true),
                None => (word, false),
            };
            let (object, size) = word.split_once(':').unwrap_or((word, "1"));
            Step::Access {
                object: number(object),
                size: size.parse().unwrap(),
                writes,
            }
        })
        .collect()
}

/// What an object is called: by a letter, or a number where letters end.
pub fn name(object: Object) -> String {
    match u8::try_from(object) {
        Ok(letter) if letter < 26 => char::from(b'a' + letter).to_string(),
        _ => format!("({object})"),
    }
}

fn number(name: &str) -> Object {
    match name.as_bytes() {
        [letter @ b'a'..=b'z'] => Object::from(letter - b'a'),
        _ => name.trim_matches(['(', ')']).parse().unwrap(),
    }
}

/// Number of objects up to the highest that occurs.
pub fn objects(steps: &[Step]) -> usize {
    let highest = steps.iter().map(|step| step.object() as usize + 1).max();
    highest.unwrap_or_default()
}

/// The accesses among steps, each with the number of the next one that reads its object.
pub fn accesses(steps: &[Step]) -> impl Iterator<Item = Access> + use<> {
    let mut accesses: Vec<Access> = (steps.iter())
        .filter_map(|step| match *step {
            Step::Remove(_) => None,
            Step::Access {
                object,
                size,
                writes,
            } => Some(Access {
                object,
                size,
                writes,
                next: NEVER,
            }),
        })
        .collect();
    let mut reads = HashMap::new();
    for (index, access) in accesses.iter_mut().enumerate().rev() {
        access.next = reads.get(&access.object).copied().unwrap_or(NEVER);
        if !access.writes {
            reads.insert(access.object, index as u32);
        }
    }
    accesses.into_iter()
}

/// A cache and what happens to it.
#[derive(Clone)]
pub struct Case {
    pub capacity: Capacity,
    pub steps: Vec<Step>,
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} steps at {}", self.steps.len(), self.capacity)
    }
}

/// How the objects of a stretch of a trace follow each other.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// Each is as likely as any other.
    Uniform,
    /// The nth is accessed about 1/n as often as the first.
    Zipf,
    /// About as many as fit, again and again.
    Loop,
    /// New ones, once each.
    Scan,
    /// To and fro.
    Zigzag,
}

/// What traces are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Kinds {
    pub in_bytes: bool,
    /// Whether some accesses write.
    pub writes: bool,
    /// Whether some objects expire.
    pub expires: bool,
}

/// Cases with small caches.
pub fn cases(kinds: Kinds) -> impl Strategy<Value = Case> {
    let capacity = prop_oneof![4 => 1_u64..=12, 5 => 1_u64..=60, 1 => 61_u64..=450];
    let shape = prop_oneof![
        Just(Shape::Uniform),
        Just(Shape::Zipf),
        Just(Shape::Loop),
        Just(Shape::Scan),
        Just(Shape::Zigzag),
    ];
    let stretches = prop::collection::vec((shape, 1..120_usize), 1..7);
    (capacity, stretches, any::<u64>()).prop_map(move |(capacity, stretches, seed)| Case {
        capacity: if kinds.in_bytes {
            Capacity::Bytes(capacity)
        } else {
            Capacity::Objects(capacity)
        },
        steps: draw(kinds, capacity, &stretches, seed),
    })
}

fn draw(kinds: Kinds, capacity: u64, stretches: &[(Shape, usize)], seed: u64) -> Vec<Step> {
    let mut random = Random::of(seed);
    // The largest object: from all equal to larger than the cache.
    let largest = [1, 2, 3, 6, capacity / 3 + 1, capacity + 2][random.below(6)];
    let largest = if kinds.in_bytes { largest } else { 1 };
    // About so many fit; up to three times as many are accessed.
    let fit = usize::try_from(2 * capacity / (largest + 1)).unwrap_or_default() + 1;
    let population = fit + random.below(2 * fit) + 1;
    let changes = random.below(2) == 0;
    let mut new = population;
    let mut steps = Vec::new();
    for (shape, length) in stretches {
        let first = random.below(population);
        let lap = fit.saturating_sub(2) + random.below(5);
        for place in 0..*length {
            let object = match shape {
                Shape::Uniform => random.below(population),
                Shape::Zipf => zipf(&mut random, population),
                Shape::Loop => (first + place % lap.max(1)) % population,
                Shape::Scan => {
                    new += 1;
                    new - 1
                }
                Shape::Zigzag => zigzag(place, lap.max(2)),
            } as Object;
            let size = if changes {
                random.next_u64()
            } else {
                Random::of(seed ^ u64::from(object)).next_u64()
            } % (largest + 1);
            if kinds.expires && random.below(12) == 0 {
                let any = random.below(population) as Object;
                steps.push(Step::Remove(if random.below(3) == 0 {
                    any
                } else {
                    object
                }));
            }
            steps.push(Step::Access {
                object,
                size: if largest == 1 { 1 } else { size },
                writes: kinds.writes && random.below(8) == 0,
            });
        }
    }
    steps
}

/// A number below a bound, the nth about 1/n as likely as the first.
pub fn zipf(random: &mut Random, bound: usize) -> usize {
    let rank = ((bound as f64).ln() * random.unit()).exp();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 1 to the bound"
    )]
    let rank = rank as usize;
    (rank - 1).min(bound - 1)
}

/// The nth place of a way from 0 to `last` and back, again and again.
pub fn zigzag(place: usize, last: usize) -> usize {
    let place = place % (2 * last);
    place.min(2 * last - place)
}

/// Tries a property on cases from a fixed seed, and on as many from a seed of this run's own, which is printed where it
/// fails, and can be set by `CACHE_SIM_SEED`.
pub fn hold<S: Strategy>(
    cases: u32,
    max_shrink_iters: u32,
    strategy: &S,
    property: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    for seed in seeds() {
        let config = Config {
            cases,
            rng_seed: RngSeed::Fixed(seed),
            failure_persistence: None,
            max_shrink_iters,
            ..Config::default()
        };
        if let Err(error) = TestRunner::new(config).run(strategy, &property) {
            panic!("CACHE_SIM_SEED={seed}: {error}");
        }
    }
}

/// A fixed seed, and the one of this run.
pub fn seeds() -> [u64; 2] {
    static FRESH: OnceLock<u64> = OnceLock::new();
    let fresh = FRESH.get_or_init(|| {
        let seed = std::env::var("CACHE_SIM_SEED").ok();
        let seed = seed.and_then(|seed| seed.parse().ok());
        let seed = seed.unwrap_or_else(|| RandomState::new().hash_one(0));
        println!("CACHE_SIM_SEED={seed}");
        seed
    });
    [1, *fresh]
}
