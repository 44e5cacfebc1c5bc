//! What a cache holds: entries that expire, and of which the one goes that was used the longest ago.

use super::scenario::Lifetime;

/// What the store has for a key, or that it gave an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    Present,
    /// The store has nothing for this key.
    Absent,
    Error,
}

/// What a cache says of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lookup {
    Fresh(Value),
    /// It has expired, and may be served while the next is read.
    Stale,
    /// Nothing that may be served at once.
    Missing {
        /// Until when what has expired may be served where the store gives an error.
        rescue_until_us: Option<u64>,
    },
}

/// No key: the end of the line.
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Entry {
    value: Option<Value>,
    /// The last instant at which it is fresh.
    until_us: u64,
    newer: u32,
    older: u32,
}

/// Entries by key, linked in the order of their use.
#[derive(Debug)]
pub(super) struct Contents {
    entries: Vec<Entry>,
    newest: u32,
    oldest: u32,
    len: u32,
    max: u32,
    revalidate_us: u64,
    if_error_us: u64,
    pub(super) counts: Counts,
}

/// What became of entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) evicted: u64,
    pub(super) expired: u64,
    /// The most that were there.
    pub(super) len_max: u32,
}

impl Contents {
    pub(super) fn new(keys: u32, max: Option<u32>, lifetime: &Lifetime) -> Self {
        let nothing = Entry {
            value: None,
            until_us: 0,
            newer: NONE,
            older: NONE,
        };
        Self {
            entries: vec![nothing; keys as usize],
            newest: NONE,
            oldest: NONE,
            len: 0,
            max: max.unwrap_or(keys),
            revalidate_us: lifetime.stale_while_revalidate_us,
            if_error_us: lifetime.stale_if_error_us,
            counts: Counts::default(),
        }
    }

    /// Looks a key up, which uses its entry. One that nobody may be served any more goes.
    pub(super) fn lookup(&mut self, key: u32, now_us: u64) -> Lookup {
        let Entry {
            value: Some(value),
            until_us,
            ..
        } = self.entries[key as usize]
        else {
            return Lookup::Missing {
                rescue_until_us: None,
            };
        };
        if now_us <= until_us {
            self.touch(key);
            return Lookup::Fresh(value);
        }
        let late_us = now_us - until_us;
        if value == Value::Error || late_us > self.revalidate_us.max(self.if_error_us) {
            self.counts.expired += 1;
            self.remove(key);
            return Lookup::Missing {
                rescue_until_us: None,
            };
        }
        self.touch(key);
        if late_us <= self.revalidate_us {
            return Lookup::Stale;
        }
        Lookup::Missing {
            rescue_until_us: Some(until_us + self.if_error_us),
        }
    }

    /// Keeps a value; what was there for its key goes, and for another key what was used the longest ago.
    pub(super) fn insert(&mut self, key: u32, value: Value, until_us: u64) {
        if self.entries[key as usize].value.is_some() {
            self.remove(key);
        } else if self.len >= self.max {
            self.counts.evicted += 1;
            self.remove(self.oldest);
        }
        let entry = &mut self.entries[key as usize];
        entry.value = Some(value);
        entry.until_us = until_us;
        self.link(key);
        self.len += 1;
        self.counts.len_max = self.counts.len_max.max(self.len);
    }

    pub(super) fn clear(&mut self) {
        while self.oldest != NONE {
            self.remove(self.oldest);
        }
    }

    fn touch(&mut self, key: u32) {
        if self.newest != key {
            self.unlink(key);
            self.link(key);
        }
    }

    fn remove(&mut self, key: u32) {
        self.unlink(key);
        self.entries[key as usize].value = None;
        self.len -= 1;
    }

    fn link(&mut self, key: u32) {
        let older = self.newest;
        self.newest = key;
        let entry = &mut self.entries[key as usize];
        entry.newer = NONE;
        entry.older = older;
        if older == NONE {
            self.oldest = key;
        } else {
            self.entries[older as usize].newer = key;
        }
    }

    fn unlink(&mut self, key: u32) {
        let Entry { newer, older, .. } = self.entries[key as usize];
        if newer == NONE {
            self.newest = older;
        } else {
            self.entries[newer as usize].older = older;
        }
        if older == NONE {
            self.oldest = newer;
        } else {
            self.entries[older as usize].newer = newer;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MISSING: Lookup = Lookup::Missing {
        rescue_until_us: None,
    };

    fn contents(max: Option<u32>, revalidate_us: u64, if_error_us: u64) -> Contents {
        let lifetime = Lifetime {
            stale_while_revalidate_us: revalidate_us,
            stale_if_error_us: if_error_us,
            ..Lifetime::DEFAULT
        };
        Contents::new(10, max, &lifetime)
    }

    #[test]
    fn an_entry_is_fresh_to_its_last_microsecond_and_goes_after_it() {
        let mut contents = contents(None, 0, 0);
        contents.insert(3, Value::Present, 100);
        assert_eq!(contents.lookup(3, 100), Lookup::Fresh(Value::Present));
        assert_eq!(contents.len, 1);
        assert_eq!(contents.lookup(3, 101), MISSING);
        assert_eq!((contents.len, contents.counts.expired), (0, 1));
        assert_eq!(contents.lookup(3, 102), MISSING);
        assert_eq!(contents.counts.expired, 1);
    }

    #[test]
    fn an_expired_entry_is_stale_and_then_a_rescue() {
        let mut contents = contents(None, 10, 30);
        contents.insert(0, Value::Present, 100);
        assert_eq!(contents.lookup(0, 110), Lookup::Stale);
        let rescue = Lookup::Missing {
            rescue_until_us: Some(130),
        };
        assert_eq!(contents.lookup(0, 111), rescue);
        assert_eq!(contents.lookup(0, 130), rescue);
        assert_eq!(contents.lookup(0, 131), MISSING);
        assert_eq!(contents.len, 0);
    }

    #[test]
    fn an_error_is_never_served_stale() {
        let mut contents = contents(None, 10, 30);
        contents.insert(0, Value::Error, 100);
        assert_eq!(contents.lookup(0, 100), Lookup::Fresh(Value::Error));
        assert_eq!(contents.lookup(0, 101), MISSING);
    }

    #[test]
    fn the_entry_goes_that_was_used_the_longest_ago() {
        let mut contents = contents(Some(2), 0, 0);
        contents.insert(0, Value::Present, 100);
        contents.insert(1, Value::Present, 100);
        assert_eq!(contents.lookup(0, 1), Lookup::Fresh(Value::Present));
        contents.insert(2, Value::Present, 100);
        assert_eq!(contents.lookup(1, 2), MISSING);
        assert_eq!(contents.lookup(0, 2), Lookup::Fresh(Value::Present));
        assert_eq!(contents.counts.evicted, 1);
        assert_eq!(contents.counts.len_max, 2);
    }

    #[test]
    fn writing_a_key_again_takes_no_other_entry_its_place() {
        let mut contents = contents(Some(2), 0, 0);
        contents.insert(0, Value::Present, 100);
        contents.insert(1, Value::Present, 100);
        contents.insert(0, Value::Absent, 200);
        assert_eq!(contents.lookup(0, 150), Lookup::Fresh(Value::Absent));
        assert_eq!(contents.lookup(1, 100), Lookup::Fresh(Value::Present));
        assert_eq!(contents.counts.evicted, 0);
    }

    #[test]
    fn after_clearing_nothing_is_there_and_all_works_again() {
        let mut contents = contents(Some(3), 0, 0);
        for key in 0..3 {
            contents.insert(key, Value::Present, 100);
        }
        contents.clear();
        assert_eq!(contents.len, 0);
        assert_eq!(contents.lookup(1, 1), MISSING);
        contents.insert(1, Value::Present, 100);
        assert_eq!(contents.lookup(1, 1), Lookup::Fresh(Value::Present));
        assert_eq!((contents.newest, contents.oldest), (1, 1));
    }
}
