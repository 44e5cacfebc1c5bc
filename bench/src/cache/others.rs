//! Caches that others made, used as a program uses them: it asks, and what is not there it puts there.

use std::num::NonZeroUsize;

use lru::LruCache;

/// Who takes part natively, each with its own hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Other {
    /// `moka::sync::Cache`, which many threads may use.
    Moka,
    /// `quick_cache::sync::Cache`, which many threads may use.
    QuickCache,
    /// `lru::LruCache`.
    Lru,
}

impl Other {
    pub(super) const ALL: [Self; 3] = [Self::Moka, Self::QuickCache, Self::Lru];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Moka => "moka",
            Self::QuickCache => "quick_cache",
            Self::Lru => "lru",
        }
    }

    /// Misses of a cache of so many objects.
    pub(super) fn misses(self, objects: &[u32], size: NonZeroUsize) -> u64 {
        match self {
            Self::Moka => {
                let cache = moka::sync::Cache::new(size.get() as u64);
                count(objects, |object| {
                    let hit = cache.get(&object).is_some();
                    if !hit {
                        cache.insert(object, object);
                    }
                    hit
                })
            }
            Self::QuickCache => {
                let cache = quick_cache::sync::Cache::new(size.get());
                count(objects, |object| {
                    let hit = cache.get(&object).is_some();
                    if !hit {
                        cache.insert(object, object);
                    }
                    hit
                })
            }
            Self::Lru => {
                let mut cache = LruCache::new(size);
                count(objects, |object| {
                    let hit = cache.get(&object).is_some();
                    if !hit {
                        cache.put(object, object);
                    }
                    hit
                })
            }
        }
    }
}

fn count(objects: &[u32], mut hits: impl FnMut(u32) -> bool) -> u64 {
    let misses = objects.iter().map(|object| u64::from(!hits(*object)));
    misses.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_over_one_object_too_many_never_hits_in_lru() {
        let objects: Vec<u32> = (0..5).cycle().take(50).collect();
        let misses = |size| Other::Lru.misses(&objects, NonZeroUsize::new(size).expect("some"));
        assert_eq!(misses(4), 50);
        assert_eq!(misses(5), 5);
    }

    #[test]
    fn what_fits_is_missed_once() {
        let objects: Vec<u32> = (0..5).cycle().take(50).collect();
        for other in Other::ALL {
            let size = NonZeroUsize::new(1_000).expect("some");
            assert_eq!(other.misses(&objects, size), 5, "{}", other.name());
        }
    }
}
