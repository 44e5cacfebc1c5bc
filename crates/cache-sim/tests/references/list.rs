//! A list of objects, and what bounds it.

use std::collections::VecDeque;

use cache_sim::Capacity;
use cache_sim::engine::{Access, Object, Queue};

/// An object in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub object: Object,
    /// What it takes of the capacity: its bytes when it was inserted, or one.
    pub size: u64,
    /// A bit, a frequency, a status.
    pub mark: u32,
}

/// The capacity of a cache.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    pub capacity: u64,
    in_bytes: bool,
}

impl Bound {
    pub fn of(capacity: Capacity) -> Self {
        Self {
            capacity: capacity.count(),
            in_bytes: capacity.is_in_bytes(),
        }
    }

    /// What an access would insert; nothing if it is larger than the cache.
    pub fn entry(self, access: Access) -> Option<Entry> {
        let size = if self.in_bytes { access.size } else { 1 };
        let entry = Entry {
            object: access.object,
            size,
            mark: 0,
        };
        (size <= self.capacity).then_some(entry)
    }
}

/// Objects from the end at which they enter to the end at which they leave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List(pub VecDeque<Entry>);

impl List {
    /// Where an object is.
    pub fn place(&self, object: Object) -> Option<usize> {
        self.0.iter().position(|entry| entry.object == object)
    }

    pub fn has(&self, object: Object) -> bool {
        self.place(object).is_some()
    }

    pub fn get_mut(&mut self, object: Object) -> Option<&mut Entry> {
        self.0.iter_mut().find(|entry| entry.object == object)
    }

    /// Takes an object out of it.
    pub fn take(&mut self, object: Object) -> Option<Entry> {
        self.place(object).and_then(|place| self.0.remove(place))
    }

    /// Lets an object enter.
    pub fn push(&mut self, entry: Entry) {
        self.0.push_front(entry);
    }

    /// Lets the object leave that is next to.
    pub fn pop(&mut self) -> Option<Entry> {
        self.0.pop_back()
    }

    /// The object that is next to leave.
    pub fn last(&self) -> Option<Entry> {
        self.0.back().copied()
    }

    /// Puts an object where it would enter; false if it is not here.
    pub fn refresh(&mut self, object: Object) -> bool {
        let entry = self.take(object);
        entry.map(|entry| self.push(entry)).is_some()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What all of its objects take.
    pub fn total(&self) -> u64 {
        self.0.iter().map(|entry| entry.size).sum()
    }

    /// Remembers an object that was evicted, in a list of ghosts that has a limit.
    pub fn remember(&mut self, entry: Entry, limit: u64) {
        if entry.size > limit {
            return;
        }
        while self.total() + entry.size > limit {
            self.pop();
        }
        self.push(Entry { mark: 0, ..entry });
    }

    /// Objects and sizes.
    pub fn sized(&self) -> Vec<(Object, u64)> {
        let entries = self.0.iter();
        entries.map(|entry| (entry.object, entry.size)).collect()
    }

    /// As a policy shows a queue.
    pub fn shown(&self, name: &'static str) -> Queue {
        let entries = self.0.iter();
        Queue {
            name,
            ghost: false,
            entries: entries.map(|entry| (entry.object, entry.mark)).collect(),
            hand: None,
            used: self.total(),
            limit: None,
        }
    }

    /// As a policy shows a queue of objects that it has evicted.
    pub fn shown_as_ghosts(&self, name: &'static str) -> Queue {
        Queue {
            ghost: true,
            ..self.shown(name)
        }
    }
}
