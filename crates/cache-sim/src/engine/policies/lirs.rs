//! LIRS: what was accessed twice at a short distance (LIR) stays; what was not (HIR) passes through a small queue, and
//! is remembered in the stack for as long as a second access would still be at a shorter distance than some LIR's.

use super::super::policy::Access;
use super::prelude::*;

/// The stack S, the only queue of its `Queues`.
const S: usize = 0;

/// HIR objects that are there.
const Q: usize = 0;
/// HIR objects that are in S and not there any more, in the order in which they left: ghosts.
const GHOSTS: usize = 1;

/// The most that S holds, as a multiple of the capacity. The paper has no bound; this is libCacheSim's.
const STACK_MAX: u64 = 2;

#[derive(Clone, Debug)]
pub(super) struct Lirs {
    /// What HIR objects may take: a hundredth, and two at least.
    q_limit: u64,
    /// What LIR objects may take: the rest.
    lir_limit: u64,
    lir_used: u64,
    stack_limit: u64,
    stack: Queues<1>,
    hir: Queues<2>,
    /// By object.
    is_lir: Vec<bool>,
}

impl Lirs {
    pub(super) fn new(setup: Setup) -> Self {
        let capacity = setup.capacity.count();
        let q_limit = (capacity / 100).max(2).min(capacity);
        Self {
            q_limit,
            lir_limit: capacity - q_limit,
            lir_used: 0,
            stack_limit: STACK_MAX * capacity,
            stack: Queues::new(setup.capacity, setup.objects),
            hir: Queues::new(setup.capacity, setup.objects),
            is_lir: vec![false; setup.objects],
        }
    }

    fn is_on_stack(&self, object: Object) -> bool {
        self.stack.is_in(S, object)
    }

    fn hit_hir(&mut self, object: Object) {
        if self.is_on_stack(object) {
            self.hir.take(object);
            self.stack.shift(S, object);
            self.become_lir(object);
        } else {
            // libCacheSim demotes the lowest LIR object here, too; in the paper nothing has shown that it should go.
            self.stack.push(S, object);
            self.hir.shift(Q, object);
            self.prune();
        }
    }

    /// Makes an object that is on top of S an LIR object; the lowest ones make room.
    fn become_lir(&mut self, object: Object) {
        self.is_lir[object as usize] = true;
        self.lir_used += self.stack.size_of(object);
        while self.lir_used > self.lir_limit {
            self.demote_lowest();
        }
        self.prune();
    }

    /// Moves the LIR object at the bottom of S into Q.
    fn demote_lowest(&mut self) {
        self.prune();
        let Some(lowest) = self.stack.pop(S) else {
            return;
        };
        let size = self.stack.size_of(lowest);
        self.is_lir[lowest as usize] = false;
        self.lir_used -= size;
        if size <= self.q_limit {
            self.make_room_in_q(size);
            self.hir.push(Q, lowest);
        }
    }

    fn make_room_in_q(&mut self, size: u64) {
        while self.hir.used(Q) + size > self.q_limit {
            let Some(object) = self.hir.pop(Q) else {
                return;
            };
            if self.is_on_stack(object) {
                self.hir.push(GHOSTS, object);
            }
        }
    }

    /// Takes HIR objects from the bottom of S until an LIR object is there.
    fn prune(&mut self) {
        while let Some(lowest) = self.stack.back(S) {
            if self.is_lir[lowest as usize] {
                return;
            }
            self.stack.take(lowest);
            if self.hir.is_in(GHOSTS, lowest) {
                self.hir.take(lowest);
            }
        }
    }

    /// Forgets the ghosts that left first, until S is within its bound.
    fn limit_stack(&mut self) {
        while self.stack.used(S) > self.stack_limit {
            let Some(ghost) = self.hir.pop(GHOSTS) else {
                return;
            };
            self.stack.take(ghost);
        }
    }

    /// Inserts an object of which nothing is remembered.
    fn insert_new(&mut self, access: Access) {
        let size = self.stack.size(access);
        if self.lir_used + size <= self.lir_limit {
            self.insert_lir(access);
        } else if size <= self.q_limit {
            self.make_room_in_q(size);
            self.hir.insert(Q, access);
            self.stack.insert(S, access);
            self.prune();
        }
    }

    fn insert_lir(&mut self, access: Access) {
        self.stack.insert(S, access);
        self.hir.resize(access);
        self.become_lir(access.object);
    }
}

impl Policy for Lirs {
    #[inline]
    fn access(&mut self, access: Access) -> bool {
        let object = access.object;
        let hit = self.contains(object);
        if self.is_lir[object as usize] {
            self.stack.shift(S, object);
            self.prune();
        } else if hit {
            self.hit_hir(object);
        } else if self.is_on_stack(object) {
            self.hir.take(object);
            self.stack.take(object);
            if self.stack.size(access) <= self.lir_limit.max(self.q_limit) {
                self.insert_lir(access);
            }
        } else {
            self.insert_new(access);
        }
        self.limit_stack();
        hit
    }

    #[inline]
    fn contains(&self, object: Object) -> bool {
        self.is_lir[object as usize] || self.hir.is_in(Q, object)
    }

    fn remove(&mut self, object: Object) {
        if std::mem::take(&mut self.is_lir[object as usize]) {
            self.lir_used -= self.stack.size_of(object);
        } else {
            self.hir.take(object);
        }
        if self.is_on_stack(object) {
            self.stack.take(object);
        }
        self.prune();
    }

    #[inline]
    fn used(&self) -> u64 {
        self.lir_used + self.hir.used(Q)
    }

    /// In S, the mark is 2 for LIR, 1 for HIR that is there and 0 for ghosts.
    fn queues(&self) -> Vec<Queue> {
        let status = |object: Object| {
            if self.is_lir[object as usize] {
                2
            } else {
                u32::from(self.hir.is_in(Q, object))
            }
        };
        vec![
            self.stack.told(S, "S").marked(status),
            self.hir.told(Q, "Q").limited(self.q_limit),
        ]
    }
}
