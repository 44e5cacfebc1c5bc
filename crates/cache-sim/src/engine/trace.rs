//! A trace: which objects are accessed, in order.

use std::mem::size_of;

use rustc_hash::FxHashMap;

use super::policy::{Access, NEVER, Object};

/// The most accesses that a trace may have: their numbers stand beside [`NEVER`] in 32 bits.
pub const ACCESSES_MAX: usize = NEVER as usize - 1;

/// Accesses in order. What a source does not tell (sizes, times, which accesses write) takes no memory.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    objects: Vec<Object>,
    /// Bytes, for each access; empty where the source has none.
    sizes: Vec<u64>,
    /// Whole seconds on any clock that does not go back, for each access; empty where the source has none.
    seconds: Vec<u32>,
    /// Numbers of the accesses that write, ascending.
    writes: Vec<u32>,
    keys: Keys,
}

/// What the objects of a trace are called at its source, by their numbers.
#[derive(Clone, Debug)]
pub enum Keys {
    /// Numbers: blocks, hashes.
    Numbers {
        /// By object.
        names: Vec<u64>,
        /// The object with a key; empty until one is looked for.
        objects: FxHashMap<u64, Object>,
    },
    /// Texts: addresses, keys of a store.
    Texts {
        /// By object.
        names: Vec<Box<str>>,
        /// The object with a key.
        objects: FxHashMap<Box<str>, Object>,
        /// Bytes of all names.
        bytes: usize,
    },
}

impl Default for Keys {
    fn default() -> Self {
        Self::numbers()
    }
}

impl Keys {
    /// For keys that are numbers.
    #[must_use]
    pub fn numbers() -> Self {
        Self::Numbers {
            names: Vec::new(),
            objects: FxHashMap::default(),
        }
    }

    /// For keys that are texts.
    #[must_use]
    pub fn texts() -> Self {
        Self::Texts {
            names: Vec::new(),
            objects: FxHashMap::default(),
            bytes: 0,
        }
    }

    /// Number of different keys.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers { names, .. } => names.len(),
            Self::Texts { names, .. } => names.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What an object is called.
    #[must_use]
    pub fn name(&self, object: Object) -> Option<String> {
        match self {
            Self::Numbers { names, .. } => names.get(object as usize).map(u64::to_string),
            Self::Texts { names, .. } => names.get(object as usize).map(ToString::to_string),
        }
    }

    /// Bytes that the keys take, roughly: what a bound on memory is held against.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        // A hash table is at most seven eighths full and doubles; so an entry takes up to about two and a half of its
        // size, its control byte included.
        const ENTRY: usize = 5;
        match self {
            Self::Numbers { names, .. } => {
                names.len() * (size_of::<u64>() + ENTRY * (size_of::<(u64, Object)>() + 1) / 2)
            }
            Self::Texts { names, bytes, .. } => {
                names.len()
                    * (size_of::<Box<str>>() + ENTRY * (size_of::<(Box<str>, Object)>() + 1) / 2)
                    + 2 * bytes
            }
        }
    }

    fn number(&mut self, key: u64) -> Object {
        match self {
            Self::Numbers { names, objects } => {
                if objects.len() < names.len() {
                    *objects = names.iter().copied().zip(0..).collect();
                }
                *objects.entry(key).or_insert_with(|| {
                    names.push(key);
                    number(names.len() - 1)
                })
            }
            Self::Texts { .. } => self.text(&key.to_string()),
        }
    }

    fn text(&mut self, key: &str) -> Object {
        if let Self::Numbers { names, .. } = self {
            let names = std::mem::take(names);
            *self = Self::texts();
            for name in names {
                self.text(&name.to_string());
            }
        }
        let Self::Texts {
            names,
            objects,
            bytes,
        } = self
        else {
            return 0;
        };
        if let Some(object) = objects.get(key) {
            return *object;
        }
        let object = number(names.len());
        names.push(key.into());
        objects.insert(key.into(), object);
        *bytes += key.len();
        object
    }
}

impl Trace {
    /// A trace without accesses, whose keys will be texts.
    #[must_use]
    pub fn of_texts() -> Self {
        Self {
            keys: Keys::texts(),
            ..Self::default()
        }
    }

    /// A trace of numbers without sizes and times.
    #[must_use]
    pub fn of_numbers(keys: impl IntoIterator<Item = u64>) -> Self {
        let mut trace = Self::default();
        for key in keys {
            trace.push_number(key);
        }
        trace
    }

    /// Adds an access to the object with this key.
    pub fn push_number(&mut self, key: u64) -> Object {
        let object = self.keys.number(key);
        self.objects.push(object);
        object
    }

    /// Adds an access to the object with this key.
    pub fn push_text(&mut self, key: &str) -> Object {
        let object = self.keys.text(key);
        self.objects.push(object);
        object
    }

    /// Gives the last access its size in bytes. A source gives one to each access or to none.
    pub fn size_last(&mut self, bytes: u64) {
        self.sizes.push(bytes);
    }

    /// Gives the last access its time. A source gives one to each access or to none.
    pub fn time_last(&mut self, seconds: u32) {
        self.seconds.push(seconds);
    }

    /// Says of the last access that it writes.
    pub fn write_last(&mut self) {
        if let Some(last) = self.objects.len().checked_sub(1) {
            self.writes.push(number(last));
        }
    }

    /// Number of accesses, those that write included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Whether nothing is accessed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// Number of different objects. They are numbered from zero as they first appear.
    #[must_use]
    pub fn objects_count(&self) -> usize {
        self.keys.len()
    }

    /// The objects, by access.
    #[must_use]
    pub fn objects(&self) -> &[Object] {
        &self.objects
    }

    /// What objects are called.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Whether its source tells how large objects are.
    #[must_use]
    pub fn has_sizes(&self) -> bool {
        !self.sizes.is_empty()
    }

    /// Whether its source tells when objects are accessed.
    #[must_use]
    pub fn has_times(&self) -> bool {
        !self.seconds.is_empty()
    }

    /// Number of accesses that read: those of which a cache hits or misses.
    #[must_use]
    pub fn reads(&self) -> usize {
        self.objects.len() - self.writes.len()
    }

    /// Which accesses write, ascending.
    #[must_use]
    pub fn writes(&self) -> &[u32] {
        &self.writes
    }

    /// The size of an access, in bytes: one where the source has none.
    #[must_use]
    pub fn size(&self, access: usize) -> u64 {
        self.sizes.get(access).copied().unwrap_or(1)
    }

    /// When an access happens, in seconds: its number where the source has no times.
    #[must_use]
    pub fn seconds(&self, access: usize) -> u32 {
        self.seconds.get(access).copied().unwrap_or(number(access))
    }

    /// An access as a policy sees it, but for what only an oracle knows.
    #[must_use]
    pub fn access(&self, index: usize) -> Access {
        Access {
            object: self.objects[index],
            size: self.size(index),
            writes: !self.writes.is_empty() && self.writes.binary_search(&number(index)).is_ok(),
            next: NEVER,
        }
    }

    /// For each access, the number of the next one that reads its object, or [`NEVER`]: what OPT needs.
    #[must_use]
    pub fn next_reads(&self) -> Vec<u32> {
        let mut next = vec![NEVER; self.len()];
        let mut seen = vec![NEVER; self.objects_count()];
        let mut writes = self.writes.iter().rev().copied().peekable();
        for (index, object) in self.objects.iter().enumerate().rev() {
            let seen = &mut seen[*object as usize];
            next[index] = *seen;
            if writes.peek() == Some(&number(index)) {
                writes.next();
            } else {
                *seen = number(index);
            }
        }
        next
    }

    /// The accesses to some of the objects, which are numbered anew.
    #[must_use]
    pub fn of_objects(&self, keep: impl Fn(Object) -> bool) -> Self {
        let mut parts = self.split(1, |object| keep(object).then_some(0));
        parts.pop().unwrap_or_default()
    }

    /// Several such parts, in one pass, by the part that an object belongs to.
    #[must_use]
    pub fn split(&self, parts: usize, part_of: impl Fn(Object) -> Option<usize>) -> Vec<Self> {
        let mut names = vec![Vec::new(); parts];
        // Objects are numbered as they first appear, and so they are in each part.
        let places: Vec<Option<(u32, Object)>> = (0..number(self.objects_count()))
            .map(|object| {
                let part = part_of(object)?;
                names[part].push(u64::from(object));
                Some((number(part), number(names[part].len() - 1)))
            })
            .collect();
        let mut parts: Vec<Self> = names.into_iter().map(Self::of_named).collect();
        let mut writes = self.writes.iter().copied().peekable();
        for (index, object) in self.objects.iter().enumerate() {
            let is_write = writes.next_if(|write| *write as usize == index).is_some();
            let Some((part, object)) = places[*object as usize] else {
                continue;
            };
            let part = &mut parts[part as usize];
            part.objects.push(object);
            if self.has_sizes() {
                part.size_last(self.size(index));
            }
            if self.has_times() {
                part.time_last(self.seconds(index));
            }
            if is_write {
                part.write_last();
            }
        }
        parts
    }

    /// Without accesses, but with objects.
    fn of_named(names: Vec<u64>) -> Self {
        Self {
            keys: Keys::Numbers {
                names,
                objects: FxHashMap::default(),
            },
            ..Self::default()
        }
    }

    /// Bytes that the trace takes, roughly.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        size_of::<Object>() * self.objects.capacity()
            + size_of::<u64>() * self.sizes.capacity()
            + size_of::<u32>() * (self.seconds.capacity() + self.writes.capacity())
            + self.keys.memory_bytes()
    }
}

/// An index as it is stored.
#[allow(
    clippy::cast_possible_truncation,
    reason = "whoever fills a trace keeps it below ACCESSES_MAX"
)]
const fn number(index: usize) -> u32 {
    index as u32
}
