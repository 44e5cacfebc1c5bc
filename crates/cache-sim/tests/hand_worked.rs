//! Traces worked by hand, which show what is characteristic of each policy.
//!
//! A trace is text: `a` reads a, `a!` writes it, `a:3` reads it with a size of three bytes, `-a` says that it has
//! expired. Below it stands of each access whether it hits, and then what is in the queues at its end: first what
//! entered last. The reference has to agree, too.
#![cfg(feature = "engine")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::unwrap_used,
    reason = "tests, of small numbers"
)]

mod references;
mod support;

use cache_sim::engine::{Setup, start};

use references::{compare, drawn};
use support::{Step, accesses, objects, steps};

fn check(policy: &str, capacity: &str, trace: &str, hits: &str, contents: &str) {
    check_hits(policy, capacity, trace, hits);
    let steps = steps(trace);
    let setup = Setup {
        capacity: capacity.parse().unwrap(),
        objects: objects(&steps),
        seed: 1,
    };
    let mut policy = start(policy.parse().unwrap(), setup);
    let mut accesses = accesses(&steps);
    for step in &steps {
        match *step {
            Step::Access { .. } => drop(policy.access(accesses.next().unwrap())),
            Step::Remove(object) => policy.remove(object),
        }
    }
    assert_eq!(drawn(&policy.queues()), contents, "{trace}");
}

fn check_hits(policy: &str, capacity: &str, trace: &str, hits: &str) {
    let steps = steps(trace);
    let found = compare(policy.parse().unwrap(), capacity.parse().unwrap(), &steps).unwrap();
    let found: Vec<&str> = found
        .iter()
        .map(|hit| if *hit { "h" } else { "-" })
        .collect();
    assert_eq!(found.join(" "), hits, "{policy} over {trace}");
}

#[test]
fn fifo_does_not_mind_hits() {
    // The hit leaves a where it is, so d evicts it, and then a evicts b.
    check("fifo", "3", "a b c a d a", "- - - h - -", "a d c");
    // A write of what is there is a hit like any other.
    check("fifo", "3", "a b c a! d", "- - - h -", "d c b");
}

#[test]
fn fifo_may_miss_more_with_more_room() {
    // Belady, Nelson and Shedler, 1969: nine misses with room for three, ten with room for four.
    let trace = "a b c d a b e a b c d e";
    check("fifo", "3", trace, "- - - - - - - h h - - h", "d c e");
    check("fifo", "4", trace, "- - - - h h - - - - - -", "e d c b");
}

#[test]
fn lru_keeps_what_was_hit() {
    // The same trace as FIFO's first: the hit saves a, and b goes.
    check("lru", "3", "a b c a d a", "- - - h - h", "a d c");
}

#[test]
fn sizes_count_where_the_capacity_is_in_bytes() {
    // b is larger than the cache: it is not admitted, and a stays.
    check("fifo", "4B", "a:3 b:5 a:3", "- - h", "a");
    check("clock", "4B", "a:3 b:5 a:3", "- - h", "a1");
    // c needs the room of both a and b.
    check("lru", "4B", "a:2 b:2 c:3", "- - -", "c");
    // What is in the cache keeps the size that it came with: a takes one, so b and c fit beside it.
    check("lru", "4B", "a:1 a:4 b:2 c:1", "- h - -", "c b a");
    // What has no size always fits, and goes in its turn all the same: a evicts first b, then c; then there is room.
    check("fifo", "2B", "b:0 c:2 d:0 a:2", "- - - -", "a d");
}

#[test]
fn the_articles_map_moves_nothing() {
    // Reading is FIFO.
    check("articles-lru", "3", "a b c a d a", "- - - h - -", "a d c");
    // Overwriting c when the map is full deletes a for nothing. Then there is room for a.
    check("articles-lru", "3", "a b c c! a", "- - - h -", "a c b");
    // Overwriting the oldest deletes it first, so it comes back as the newest.
    check("articles-lru", "3", "a b c a! d", "- - - h -", "d a c");
    // Until it is full, overwriting changes nothing.
    check("articles-lru", "3", "a b a! c", "- - h -", "c b a");
}

#[test]
fn lfu_evicts_the_least_frequent_and_of_those_the_first_to_be_so() {
    // a was used twice. Of b and c, b came first; then of c and d, c.
    check("lfu", "3", "a a b c d b", "- h - - - -", "a2 b1 d1");
    // Both were used twice: b was the first to be, although a came first.
    check("lfu", "2", "a b b a c", "- - h h -", "a2 c1");
    // What comes back has lost its frequency: of b, used once, and a, used once again, b came first.
    check("lfu", "2", "a a -a b a c", "- h - - -", "c1 a1");
}

#[test]
fn clock_gives_a_second_chance() {
    // d finds the bit of a set, clears it, puts a back to the head, and evicts b; e evicts c.
    check("clock", "3", "a b c a d e", "- - - h - -", "e d a");
    // All bits are set: the hand clears them all, comes back to a, and evicts it.
    check("clock", "3", "a b c a b c d", "- - - h h h -", "d c b");
    // More hits set no more than the one bit: after its second chance a goes, fourth from the end.
    check("clock", "3", "a a a b c d e f", "- h h - - - - -", "f e d");
}

#[test]
fn sieve_leaves_survivors_in_place() {
    // d: the hand clears the bit of a at the tail, evicts b, and stands at c. CLOCK moved a to the head; here it stays.
    check("sieve", "3", "a b c a d", "- - - h -", "d >c a");
    // a is hit again. The hand is past it, and takes the new ones one by one: c for e, d for f.
    check(
        "sieve",
        "3",
        "a b c a d a e f",
        "- - - h - h - -",
        "f >e a1",
    );
    // The victim was the head: the hand begins at the tail again. First e takes c: the bits of a and b are set.
    check("sieve", "3", "a b c a b e", "- - - h h -", "e b >a");
    // The object at which the hand stands expires: the hand moves on to the one before.
    check("sieve", "3", "a b c a d -c", "- - - h -", ">d a");
}

#[test]
fn slru_promotes_by_one_and_demotes_by_one() {
    // With room for one in each segment, the first five each find the lowest with room. The hit takes a from 1 to 2,
    // and b from 2 to 1; so f evicts b, g f and h g. The next hit exchanges a with c.
    check(
        "slru",
        "5",
        "a b c d e a f g h a",
        "- - - - - h - - - h",
        "segment 5[e] segment 4[d] segment 3[a] segment 2[c] segment 1[h]",
    );
    // Segments have 9 bytes, the lowest has 12. No segment has room for k, so the lowest holds 13 afterwards, until
    // something is demoted into it: the hit on b demotes nothing, and h stays.
    check(
        "slru",
        "48B",
        "h:3 k:10 b b",
        "- - - h",
        "segment 5[] segment 4[] segment 3[b] segment 2[] segment 1[k h]",
    );
    // What is larger than the lowest segment is not admitted.
    check(
        "slru",
        "10B",
        "a:2 b:3 a:2",
        "- - h",
        "segment 5[] segment 4[] segment 3[] segment 2[a] segment 1[]",
    );
}

#[test]
fn two_q_takes_only_what_comes_back_for_hot() {
    // A1in has a share of one, A1out of two. The hit in A1in changes nothing: e evicts a all the same.
    check(
        "2q",
        "4",
        "a b c d a e",
        "- - - - h -",
        "Am[] A1in[e d c b] A1out[a]",
    );
    // a comes back while it is remembered, so it goes to Am, and the scan past it evicts from A1in.
    check(
        "2q",
        "4",
        "a b c d e a f g a",
        "- - - - - - - - h",
        "Am[a] A1in[g f e] A1out[d c]",
    );
    // b has been forgotten when it comes back: A1out is a queue of two.
    check(
        "2q",
        "4",
        "a b c d e a f g b",
        "- - - - - - - - -",
        "Am[a] A1in[b g f] A1out[e d]",
    );
    // What has expired was never there: it is no ghost.
    check(
        "2q",
        "4",
        "a b c d -a e f a",
        "- - - - - - -",
        "Am[] A1in[a f e d] A1out[c b]",
    );
}

#[test]
fn arc_moves_its_target_with_the_ghosts_that_are_hit() {
    // a is hit, so it goes to T2. c evicts b from T1, which is above its target of 0. b was in B1: p becomes 1, T1 is
    // not above it, so a goes from T2. a was in B2: p becomes 0, and c goes from T1.
    check(
        "arc",
        "2",
        "a b a c b",
        "- - h - -",
        "T1[c] B1[] T2[b] B2[a]",
    );
    check(
        "arc",
        "2",
        "a b a c b a",
        "- - h - - -",
        "T1[] B1[c] T2[a b] B2[]",
    );
    // T1 alone fills the cache and B1 is empty: what is evicted is not remembered.
    check("arc", "2", "a b c", "- - -", "T1[c b] B1[] T2[] B2[]");
    // A scan only goes through T1.
    check(
        "arc",
        "4",
        "a b a b c d e f a",
        "- - h h - - - - h",
        "T1[f e] B1[d c] T2[a b] B2[]",
    );
    // Once T1 and B1 together are full, B1 forgets its oldest.
    check(
        "arc",
        "4",
        "a b a b c d e f g",
        "- - h h - - - - -",
        "T1[g f] B1[e d] T2[b a] B2[]",
    );
}

#[test]
fn lirs_ranks_by_the_last_but_one_access() {
    // Three LIR (2) and two HIR (1); ghosts have no mark. d comes back while it is in S, so its recency is less than
    // that of a at the bottom: they change places, and e makes room in Q for a.
    check(
        "lirs",
        "5",
        "a b c d e f d",
        "- - - - - - -",
        "S[d2 f1 e c2 b2] Q[a f]",
    );
    // a is hit in Q, outside S: it gets into S and to Q's end, but no LIR goes for it. Its second hit is in S.
    check(
        "lirs",
        "5",
        "a b c d e f d a",
        "- - - - - - - h",
        "S[a1 d2 f1 e c2 b2] Q[a f]",
    );
    check(
        "lirs",
        "5",
        "a b c d e f d a a",
        "- - - - - - - h h",
        "S[a2 d2 f1 e c2] Q[b f]",
    );
    // All LIR are hit after d. At the bottom of S, d tells nothing any more: it is pruned, and only in Q.
    check(
        "lirs",
        "5",
        "a b c d a b c",
        "- - - - h h h",
        "S[c2 b2 a2] Q[d]",
    );
    // A scan leaves all LIR alone; S holds twice the capacity, and forgets d, the first ghost.
    check(
        "lirs",
        "5",
        "a b c d e f g h i j k a",
        "- - - - - - - - - - - h",
        "S[a2 k1 j1 i h g f e c2 b2] Q[k j]",
    );
}

#[test]
fn w_tinylfu_admits_the_more_frequent() {
    // One in the window, four in main, of which three protected. The hit protects c. e leaves the window for f, is as
    // frequent as a, and is not admitted. f was used twice when it leaves, so a goes for it.
    check(
        "w-tinylfu",
        "5",
        "a b c d e c f f g",
        "- - - - - h - h -",
        "window[g1] probation[f2 d1 b1] protected[c2]",
    );
    // What was protected the longest ago goes back to probation, for its second hit to come.
    check(
        "w-tinylfu",
        "5",
        "a b c d e a b c d",
        "- - - - - h h h h",
        "window[e1] probation[a2] protected[d2 c2 b2]",
    );
    // The sketch remembers e, though it is in no queue any more: the third time it is admitted.
    check(
        "w-tinylfu",
        "5",
        "a b c d e f e f",
        "- - - - - - - -",
        "window[f2] probation[e2 d1 c1 b1] protected[]",
    );
}

#[test]
fn s3_fifo_lets_go_quickly_of_what_is_used_once() {
    // Small has a share of one, main of three. Two hits take a to main; b is remembered, and goes to main when back.
    check(
        "s3-fifo",
        "4",
        "a b c d a a e b",
        "- - - - h h - -",
        "main[b a] small[e d] ghost[c]",
    );
    // One hit is not enough.
    check(
        "s3-fifo",
        "4",
        "a b c d a e",
        "- - - - h -",
        "main[] small[e d c b] ghost[a]",
    );
    // Small gives a and b to main, which is above its share then and evicts a. The hit on b in main saves it once,
    // when e comes: it goes round, and c is evicted.
    check(
        "s3-fifo",
        "2",
        "a b a a b b c",
        "- - h h h h -",
        "main[b] small[c] ghost[]",
    );
    check(
        "s3-fifo",
        "2",
        "a b a a b b c b d c",
        "- - h h h h - h - -",
        "main[c b1] small[] ghost[d]",
    );
    check(
        "s3-fifo",
        "2",
        "a b a a b b c b d c e",
        "- - h h h h - h - - -",
        "main[b] small[e] ghost[d]",
    );
}

#[test]
fn opt_evicts_the_farthest_next_use() {
    // Belady's trace: d evicts c, which is read again after a and b; e evicts d. Seven misses, where FIFO has nine.
    check_hits(
        "opt",
        "3",
        "a b c d a b e a b c d e",
        "- - - - h h - h h - - h",
    );
    // A write is no use: b is only overwritten, so it goes, and a stays.
    check_hits("opt", "2", "a b c b! a", "- - - - h");
}
