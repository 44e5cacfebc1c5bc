//! Doubly linked queues threaded through arrays: what nearly every policy is made of.

use std::hint::black_box;

use super::policy::{Access, Object, Queue};
use crate::Capacity;

/// No object: the end of a queue.
const NONE: Object = Object::MAX;

/// In no queue.
const NOWHERE: u8 = u8::MAX;

/// `N` queues; an object is in one of them at most. Objects enter in front and leave at the back, or wherever they are.
#[derive(Clone, Debug)]
pub(super) struct Queues<const N: usize> {
    /// By object.
    nodes: Vec<Node>,
    sizes: Sizes,
    ends: [Ends; N],
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// Toward the front.
    front: Object,
    /// Toward the back.
    back: Object,
    /// The queue that the object is in.
    place: u8,
    /// What the policy notes of the object: a bit, a frequency. It lies here because it is looked at together with the
    /// rest, and each look at another place of the memory costs more than all that is computed.
    mark: u8,
}

#[derive(Clone, Copy, Debug)]
struct Ends {
    front: Object,
    back: Object,
    len: usize,
    /// In the unit of the capacity.
    used: u64,
}

/// What objects take of a capacity.
#[derive(Clone, Debug)]
pub(super) struct Sizes {
    /// By object, as it was when the object was inserted; empty where objects are counted.
    bytes: Vec<u64>,
}

impl Sizes {
    pub(super) fn new(capacity: Capacity, objects: usize) -> Self {
        Self {
            bytes: vec![0; if capacity.is_in_bytes() { objects } else { 0 }],
        }
    }

    /// What an object takes that was inserted.
    #[inline]
    pub(super) fn of(&self, object: Object) -> u64 {
        if self.bytes.is_empty() {
            1
        } else {
            self.bytes[object as usize]
        }
    }

    /// What an object will take.
    #[inline]
    pub(super) fn of_access(&self, access: Access) -> u64 {
        if self.bytes.is_empty() {
            1
        } else {
            access.size
        }
    }

    /// Remembers the size of an object that is inserted.
    #[inline]
    pub(super) fn insert(&mut self, access: Access) {
        if !self.bytes.is_empty() {
            self.bytes[access.object as usize] = access.size;
        }
    }
}

impl<const N: usize> Queues<N> {
    pub(super) fn new(capacity: Capacity, objects: usize) -> Self {
        const { assert!(N < NOWHERE as usize) };
        Self {
            nodes: vec![
                Node {
                    front: NONE,
                    back: NONE,
                    place: NOWHERE,
                    mark: 0,
                };
                objects
            ],
            sizes: Sizes::new(capacity, objects),
            ends: [Ends {
                front: NONE,
                back: NONE,
                len: 0,
                used: 0,
            }; N],
        }
    }

    /// The queue that an object is in.
    #[inline]
    pub(super) fn place(&self, object: Object) -> Option<usize> {
        let place = self.nodes[object as usize].place;
        (place != NOWHERE).then_some(usize::from(place))
    }

    #[inline]
    pub(super) fn is_in(&self, queue: usize, object: Object) -> bool {
        usize::from(self.nodes[object as usize].place) == queue
    }

    /// What is noted of an object.
    #[inline]
    pub(super) fn mark(&self, object: Object) -> u8 {
        self.nodes[object as usize].mark
    }

    /// What is noted of an object, to be changed. Nothing else changes it.
    #[inline]
    pub(super) fn mark_mut(&mut self, object: Object) -> &mut u8 {
        &mut self.nodes[object as usize].mark
    }

    /// Reads the nodes of objects: see [`Policy::look_at`](super::policy::Policy::look_at).
    #[inline]
    pub(super) fn look_at(&self, objects: &[Object]) {
        let nodes = objects.iter().map(|object| self.nodes[*object as usize]);
        black_box(nodes.fold(0, |all, node| all | node.place));
    }

    /// What an access takes of the capacity.
    #[inline]
    pub(super) fn size(&self, access: Access) -> u64 {
        self.sizes.of_access(access)
    }

    /// What an object takes that is in a queue.
    #[inline]
    pub(super) fn size_of(&self, object: Object) -> u64 {
        self.sizes.of(object)
    }

    /// Gives an object that is in no queue the size that it has now.
    #[inline]
    pub(super) fn resize(&mut self, access: Access) {
        debug_assert!(self.place(access.object).is_none());
        self.sizes.insert(access);
    }

    /// What a queue's objects take of the capacity.
    #[inline]
    pub(super) fn used(&self, queue: usize) -> u64 {
        self.ends[queue].used
    }

    #[inline]
    pub(super) fn is_empty(&self, queue: usize) -> bool {
        self.ends[queue].len == 0
    }

    /// The next to leave.
    #[inline]
    pub(super) fn back(&self, queue: usize) -> Option<Object> {
        some(self.ends[queue].back)
    }

    /// The one that entered before.
    #[inline]
    pub(super) fn toward_back(&self, object: Object) -> Option<Object> {
        some(self.nodes[object as usize].back)
    }

    /// The one that entered after.
    #[inline]
    pub(super) fn toward_front(&self, object: Object) -> Option<Object> {
        some(self.nodes[object as usize].front)
    }

    /// Inserts an object that is in no queue, with the size that it has now.
    #[inline]
    pub(super) fn insert(&mut self, queue: usize, access: Access) {
        self.sizes.insert(access);
        self.push(queue, access.object);
    }

    /// Puts an object in front that is in no queue and whose size is known.
    #[inline]
    pub(super) fn push(&mut self, queue: usize, object: Object) {
        debug_assert!(self.place(object).is_none(), "{object} is in a queue");
        let size = self.sizes.of(object);
        let ends = &mut self.ends[queue];
        ends.len += 1;
        ends.used += size;
        self.link(queue, object);
    }

    /// Remembers an object that has left in a queue of ghosts, of which the oldest make room for it; not one that alone is
    /// larger than the limit.
    pub(super) fn remember(&mut self, ghosts: usize, object: Object, limit: u64) {
        let size = self.sizes.of(object);
        if size <= limit {
            while self.used(ghosts) + size > limit {
                self.pop(ghosts);
            }
            self.push(ghosts, object);
        }
    }

    /// Takes an object out of the queue that it is in.
    #[inline]
    pub(super) fn take(&mut self, object: Object) {
        let queue = usize::from(self.nodes[object as usize].place);
        let size = self.sizes.of(object);
        let ends = &mut self.ends[queue];
        ends.len -= 1;
        ends.used -= size;
        self.unlink(queue, object);
        self.nodes[object as usize].place = NOWHERE;
    }

    #[inline]
    fn link(&mut self, queue: usize, object: Object) {
        let ends = &mut self.ends[queue];
        let behind = std::mem::replace(&mut ends.front, object);
        if behind == NONE {
            ends.back = object;
        } else {
            self.nodes[behind as usize].front = object;
        }
        let node = &mut self.nodes[object as usize];
        node.front = NONE;
        node.back = behind;
        #[allow(clippy::cast_possible_truncation, reason = "N is below 255")]
        {
            node.place = queue as u8;
        }
    }

    #[inline]
    fn unlink(&mut self, queue: usize, object: Object) {
        let Node { front, back, .. } = self.nodes[object as usize];
        let ends = &mut self.ends[queue];
        if front == NONE {
            ends.front = back;
        } else {
            self.nodes[front as usize].back = back;
        }
        if back == NONE {
            ends.back = front;
        } else {
            self.nodes[back as usize].front = front;
        }
    }

    /// Takes the object out that is the next to leave.
    #[inline]
    pub(super) fn pop(&mut self, queue: usize) -> Option<Object> {
        let object = self.back(queue)?;
        self.take(object);
        Some(object)
    }

    /// Puts an object in front of a queue, out of the one that it is in, which may be the same.
    #[inline]
    pub(super) fn shift(&mut self, queue: usize, object: Object) {
        if !self.is_in(queue, object) {
            self.take(object);
            self.push(queue, object);
        } else if self.ends[queue].front != object {
            self.unlink(queue, object);
            self.link(queue, object);
        }
    }

    /// Front to back.
    pub(super) fn iter(&self, queue: usize) -> impl Iterator<Item = Object> + '_ {
        std::iter::successors(some(self.ends[queue].front), |object| {
            self.toward_back(*object)
        })
    }

    /// One of them, for a picture.
    pub(super) fn told(&self, queue: usize, name: &'static str) -> Queue {
        Queue::new(name, self.iter(queue), self.used(queue))
    }
}

#[inline]
const fn some(object: Object) -> Option<Object> {
    if object == NONE { None } else { Some(object) }
}
