//! W-TinyLFU: a small LRU window for what is new, a segmented LRU for the rest, and between them a filter that admits
//! what was accessed more often lately than what would have to go. Parameters are those of Caffeine's simulator.

use sampling::random::Random;

use super::prelude::*;

const WINDOW: usize = 0;
const PROBATION: usize = 1;
const PROTECTED: usize = 2;

/// From this frequency on, a candidate that lost is now and then admitted all the same, so that nobody can keep victims
/// in by making them look frequent.
const WARM: u32 = 6;

/// How often: once in so many times.
const WARM_ADMITTED_ONE_IN: usize = 128;

#[derive(Clone, Debug)]
pub(super) struct WTinyLfu {
    capacity: u64,
    /// What the window holds: a hundredth.
    window_limit: u64,
    /// What is protected: four fifths of the rest.
    protected_limit: u64,
    queues: Queues<3>,
    resident: usize,
    /// Where sizes count, there is none until the cache is half full and shows how many objects it holds.
    sketch: Option<Sketch>,
    in_bytes: bool,
    lots: Random,
}

impl WTinyLfu {
    pub(super) fn new(setup: Setup) -> Self {
        let capacity = setup.capacity.count();
        let main = capacity / 100 * 99 + capacity % 100 * 99 / 100;
        let in_bytes = setup.capacity.is_in_bytes();
        let objects = usize::try_from(capacity).unwrap_or(usize::MAX);
        Self {
            capacity,
            window_limit: capacity - main,
            protected_limit: main / 5 * 4 + main % 5 * 4 / 5,
            queues: Queues::new(setup.capacity, setup.objects),
            resident: 0,
            // More objects than there are need no counters.
            sketch: (!in_bytes).then(|| Sketch::for_objects(objects.min(setup.objects))),
            in_bytes,
            lots: Random::of(setup.seed),
        }
    }

    fn hit(&mut self, object: Object, queue: usize) {
        if queue == PROBATION && self.queues.size_of(object) <= self.protected_limit {
            self.queues.shift(PROTECTED, object);
            while self.queues.used(PROTECTED) > self.protected_limit {
                let Some(demoted) = self.queues.back(PROTECTED) else {
                    break;
                };
                self.queues.shift(PROBATION, demoted);
            }
        } else {
            self.queues.shift(queue, object);
        }
    }

    fn make_room(&mut self) {
        if self.in_bytes && self.used() >= self.capacity / 2 {
            match &self.sketch {
                Some(sketch) if sketch.is_enough_for(self.resident) => {}
                _ => self.sketch = Some(Sketch::for_objects(self.resident)),
            }
        }
        let candidate = self.shrink_window();
        self.evict(candidate);
    }

    /// Moves what is too much for the window into probation; gives the first that was moved.
    fn shrink_window(&mut self) -> Option<Object> {
        let mut first = None;
        while self.queues.used(WINDOW) > self.window_limit {
            let Some(object) = self.queues.back(WINDOW) else {
                break;
            };
            self.queues.shift(PROBATION, object);
            first = first.or(Some(object));
        }
        first
    }

    /// Evicts until all fits: of a candidate and a victim, the one that was accessed less often. Where there is but one of
    /// the two, it goes. The victims are those of probation, then of what is protected, then of the window.
    fn evict(&mut self, mut candidate: Option<Object>) {
        let mut regions = [PROTECTED, WINDOW].into_iter();
        let mut victim = self.queues.back(PROBATION);
        let mut searched_window = false;
        while self.used() > self.capacity {
            if candidate.is_none() && !std::mem::replace(&mut searched_window, true) {
                candidate = self.queues.back(WINDOW);
            }
            match (candidate, victim) {
                (None, None) => match regions.next() {
                    Some(region) => victim = self.queues.back(region),
                    None => return,
                },
                (Some(new), Some(old)) if new == old => {
                    victim = self.evict_one(old);
                    candidate = None;
                }
                (Some(new), Some(old)) if self.admits(new, old) => {
                    victim = self.evict_one(old);
                    candidate = self.queues.toward_front(new);
                }
                (Some(new), _) => candidate = self.evict_one(new),
                (None, Some(old)) => victim = self.evict_one(old),
            }
        }
    }

    /// Evicts an object and gives the one that entered its queue after it.
    fn evict_one(&mut self, object: Object) -> Option<Object> {
        let next = self.queues.toward_front(object);
        self.remove(object);
        next
    }

    fn admits(&mut self, candidate: Object, victim: Object) -> bool {
        let Some(sketch) = &self.sketch else {
            return false;
        };
        let frequency = sketch.frequency(candidate);
        frequency > sketch.frequency(victim)
            || frequency >= WARM && self.lots.below(WARM_ADMITTED_ONE_IN) == 0
    }
}

impl Policy for WTinyLfu {
    #[inline]
    fn access(&mut self, access: Access) -> bool {
        if let Some(sketch) = &mut self.sketch {
            sketch.increment(access.object);
        }
        if let Some(queue) = self.queues.place(access.object) {
            self.hit(access.object, queue);
            return true;
        }
        if self.queues.size(access) <= self.capacity {
            self.queues.insert(WINDOW, access);
            self.resident += 1;
            self.make_room();
        }
        false
    }

    #[inline]
    fn contains(&self, object: Object) -> bool {
        self.queues.place(object).is_some()
    }

    fn look_at(&self, objects: &[Object]) {
        self.queues.look_at(objects);
    }

    fn remove(&mut self, object: Object) {
        self.queues.take(object);
        self.resident -= 1;
    }

    #[inline]
    fn used(&self) -> u64 {
        (WINDOW..=PROTECTED)
            .map(|queue| self.queues.used(queue))
            .sum()
    }

    /// The mark is the sketch's frequency.
    fn queues(&self) -> Vec<Queue> {
        let frequency = |object| {
            self.sketch
                .as_ref()
                .map_or(0, |sketch| sketch.frequency(object))
        };
        let queue = |index, name| self.queues.told(index, name).marked(frequency);
        vec![
            queue(WINDOW, "window").limited(self.window_limit),
            queue(PROBATION, "probation"),
            queue(PROTECTED, "protected").limited(self.protected_limit),
        ]
    }
}

/// How often objects were accessed lately, roughly: a count-min sketch (Cormode and Muthukrishnan, 2005) of four rows
/// with counters of four bits, sixteen of them in a word, all of which are halved from time to time.
#[derive(Clone, Debug)]
struct Sketch {
    words: Vec<u64>,
    /// Accesses that were counted, halved with the counters.
    additions: usize,
}

const ROWS: u32 = 4;
const COUNTER_MAX: u64 = 15;

/// Accesses for each word after which counters are halved.
const SAMPLE: usize = 10;

/// One bit of each counter: the lowest.
const LOWEST_BITS: u64 = 0x1111_1111_1111_1111;

impl Sketch {
    fn for_objects(objects: usize) -> Self {
        Self {
            words: vec![0; objects.max(1).next_power_of_two()],
            additions: 0,
        }
    }

    fn is_enough_for(&self, objects: usize) -> bool {
        self.words.len() >= objects
    }

    /// The word and the shift of an object's counter in a row.
    #[inline]
    fn counter(&self, hash: u64, row: u32) -> (usize, u32) {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "the mask is what is wanted"
        )]
        let word = hash.rotate_left(16 * row) as usize & (self.words.len() - 1);
        // The two highest bits choose one of four groups of counters, in which each row has its own.
        #[allow(clippy::cast_possible_truncation, reason = "two bits")]
        let group = (hash >> 62) as u32;
        (word, 4 * (4 * group + row))
    }

    #[inline]
    fn frequency(&self, object: Object) -> u32 {
        let hash = spread(object);
        (0..ROWS)
            .map(|row| {
                let (word, shift) = self.counter(hash, row);
                self.words[word] >> shift & COUNTER_MAX
            })
            .min()
            .and_then(|least| u32::try_from(least).ok())
            .unwrap_or_default()
    }

    #[inline]
    fn increment(&mut self, object: Object) {
        let hash = spread(object);
        let mut added = false;
        for row in 0..ROWS {
            let (word, shift) = self.counter(hash, row);
            if self.words[word] >> shift & COUNTER_MAX < COUNTER_MAX {
                self.words[word] += 1 << shift;
                added = true;
            }
        }
        self.additions += usize::from(added);
        if self.additions == SAMPLE * self.words.len() {
            self.halve();
        }
    }

    fn halve(&mut self) {
        let mut odd = 0;
        for word in &mut self.words {
            odd += (*word & LOWEST_BITS).count_ones() as usize;
            *word = *word >> 1 & !(LOWEST_BITS << 3);
        }
        // What was rounded off in four rows was counted once.
        self.additions = (self.additions - odd / 4) / 2;
    }
}

/// Spreads an object's number over 64 bits.
#[inline]
fn spread(object: Object) -> u64 {
    Random::of(u64::from(object)).next_u64()
}
