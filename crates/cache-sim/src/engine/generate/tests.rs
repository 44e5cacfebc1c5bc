use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};

use proptest::prelude::*;

use super::*;
use crate::recipe::PRESETS;

fn recipe(text: &str) -> Recipe {
    text.parse().unwrap()
}

fn all(text: &str) -> Vec<u64> {
    keys(&recipe(text)).collect()
}

#[test]
fn patterns_without_chance_go_as_they_are_called() {
    assert_eq!(all("loop(3)*7"), [0, 1, 2, 0, 1, 2, 0]);
    assert_eq!(all("scan*4"), [0, 1, 2, 3]);
    assert_eq!(all("zigzag(4)*9"), [0, 1, 2, 3, 2, 1, 0, 1, 2]);
    assert_eq!(all("zigzag(2)*5"), [0, 1, 0, 1, 0]);
    assert_eq!(all("zigzag(1)*3"), [0, 0, 0]);
    assert_eq!(all("loop(1)*3"), [0, 0, 0]);
}

#[test]
fn phases_follow_one_another_and_go_on_where_they_were() {
    assert_eq!(
        all("phases(loop(3)*2,scan*2,loop(2)*1,scan*1)*14"),
        [0, 1, 5, 7, 3, 6, 2, 0, 9, 11, 4, 8, 1, 2]
    );
}

#[test]
fn parts_of_a_mixture_come_by_their_weights_and_share_nothing() {
    let keys = all("mix(3*loop(10)+1*scan+4*zigzag(5))*80000");
    let (mut looped, mut scanned, mut swung) = (vec![], vec![], vec![]);
    for key in keys {
        match key {
            0..10 => looped.push(key),
            10..15 => swung.push(key),
            _ => scanned.push(key),
        }
    }
    assert!(
        looped
            .iter()
            .copied()
            .eq((0..10).cycle().take(looped.len()))
    );
    assert!(scanned.iter().copied().eq(15..15 + scanned.len() as u64));
    assert_eq!(swung[..9], [10, 11, 12, 13, 14, 13, 12, 11, 10]);
    // Five standard deviations of 80,000 draws are 660 to 710.
    for (count, expected) in [
        (looped.len(), 30_000),
        (scanned.len(), 10_000),
        (swung.len(), 40_000),
    ] {
        assert!(count.abs_diff(expected) < 710, "{count} {expected}");
    }
}

#[test]
fn what_is_hot_changes_after_each_period() {
    let keys = all("shift(100,0.1,0.9,10000)*120000");
    for (period, keys) in keys.chunks(10_000).enumerate() {
        let start = period as u64 * 10 % 100;
        let hot = keys
            .iter()
            .filter(|key| (start..start + 10).contains(key))
            .count();
        // Five standard deviations of 10,000 draws are 150.
        assert!(hot.abs_diff(9_000) < 150, "{period}: {hot}");
        let seen: BTreeSet<u64> = keys.iter().copied().collect();
        assert_eq!(seen.len(), 100, "{period}");
    }
}

#[test]
fn a_hot_set_may_be_one_object_or_all() {
    assert_eq!(all("shift(3,0,1,2)*7"), [0, 0, 1, 1, 2, 2, 0]);
    assert_eq!(all("shift(1,0,0,2)*3"), [0, 0, 0]);
    let seen: BTreeSet<u64> = all("shift(5,1,0,2)*1000").into_iter().collect();
    assert_eq!(seen, (0..5).collect());
}

/// What a chi-square statistic of so many degrees of freedom exceeds once in a million times (Wilson and Hilferty, “The
/// distribution of chi-square”, 1931).
fn chi_square_max(degrees: f64) -> f64 {
    let scale = 2.0 / (9.0 * degrees);
    degrees * (1.0 - scale + 4.753 * scale.sqrt()).powi(3)
}

/// Holds ranks that were drawn against Zipf's law.
fn assert_zipf(alpha: f64, objects: u32, seed: u32) {
    const DRAWS: f64 = 200_000.0;
    let mut counts = vec![0.0; objects as usize];
    for key in all(&format!("zipf({alpha},{objects})*{DRAWS}@{seed}")) {
        counts[usize::try_from(key).unwrap()] += 1.0;
    }
    let weights: Vec<f64> = (1..=objects)
        .map(|rank| f64::from(rank).powf(-alpha))
        .collect();
    let sum: f64 = weights.iter().sum();
    let statistic: f64 = counts
        .iter()
        .zip(weights)
        .map(|(count, weight)| {
            let expected = DRAWS * weight / sum;
            assert!(expected > 5.0, "too few for the test");
            (count - expected).powi(2) / expected
        })
        .sum();
    let max = chi_square_max(f64::from(objects - 1));
    assert!(
        statistic < max,
        "alpha {alpha}, seed {seed}: {statistic} is over {max}"
    );
}

#[test]
fn ranks_are_drawn_by_zipfs_law() {
    let fresh = (RandomState::new().hash_one("seed") >> 32) as u32;
    println!("seed {fresh}");
    for seed in [1, fresh] {
        for (alpha, objects) in [(0.0, 100), (0.8, 500), (1.0, 1_000), (1.3, 200)] {
            assert_zipf(alpha, objects, seed);
        }
    }
}

/// FNV-1a over the keys' bytes.
fn digest(keys: impl Iterator<Item = u64>) -> u64 {
    keys.flat_map(u64::to_le_bytes)
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

#[test]
fn a_recipe_stands_for_the_same_accesses_everywhere() {
    // A program in another language, with the same arithmetic, computed them.
    for (text, expected) in [
        ("zipf(0.85,100000)*100000", 0x87f1_9631_992b_20ea),
        ("zipf(1,1000)*100000@7", 0xfcaa_7149_b2c0_8be7),
        (
            "mix(0.7*zipf(1.2,1000)+0.3*scan)*50000@3",
            0xb204_7212_a808_185d,
        ),
        ("shift(1000,0.05,0.9,500)*50000", 0xc14c_696a_55d0_30c4),
    ] {
        assert_eq!(digest(keys(&recipe(text))), expected, "{text}");
    }
}

#[test]
fn a_seed_decides_about_all_that_is_left_to_chance() {
    assert_eq!(all("zipf(1,100)*1000@5"), all("zipf(1,100)*1000@5"));
    assert_ne!(all("zipf(1,100)*1000@5"), all("zipf(1,100)*1000@6"));
}

#[test]
fn the_well_known_traces_are_those_that_are_known() {
    let of = |id| generate(&crate::recipe::Preset::find(id).unwrap().recipe());
    let run = of("loop");
    assert_eq!((run.len(), run.objects_count()), (505_500, 1_011));
    let scan = of("scan");
    assert_eq!((scan.len(), scan.objects_count()), (25 * 2_001, 2_001));
    let zigzag = of("zigzag");
    assert_eq!((zigzag.len(), zigzag.objects_count()), (52_001, 2_001));
    assert_eq!(zigzag.keys().name(zigzag.objects()[52_000]).unwrap(), "0");
    assert_eq!(hits_of_lru(&zigzag, 1_000), 24_975);
    assert_eq!(hits_of_lru(&run, 512), 0);
}

/// Least recently used, as plainly as can be.
fn hits_of_lru(trace: &Trace, capacity: usize) -> usize {
    let mut used = BTreeMap::new();
    let mut by_time = BTreeMap::new();
    let mut hits = 0;
    for (time, object) in trace.objects().iter().enumerate() {
        match used.insert(object, time) {
            Some(last) => {
                by_time.remove(&last);
                hits += 1;
            }
            None if by_time.len() == capacity => {
                let (_, oldest) = by_time.pop_first().unwrap();
                used.remove(oldest);
            }
            None => {}
        }
        by_time.insert(time, object);
    }
    hits
}

#[test]
fn lru_loses_where_popular_objects_and_scans_are_mixed() {
    let trace = generate(
        &crate::recipe::Preset::find("zipf-and-scan")
            .unwrap()
            .recipe(),
    );
    let mut counts = BTreeMap::new();
    for object in trace.objects() {
        *counts.entry(object).or_insert(0_usize) += 1;
    }
    let mut counts: Vec<usize> = counts.into_values().collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let hits_of_most_popular: usize = counts[..200].iter().map(|count| count - 1).sum();
    let hits = hits_of_lru(&trace, 200);
    assert!(
        hits * 5 < hits_of_most_popular * 4,
        "{hits} of {hits_of_most_popular}"
    );
}

#[test]
fn each_preset_has_as_many_accesses_as_it_says() {
    for preset in PRESETS {
        let trace = generate(&preset.recipe());
        assert_eq!(trace.len(), preset.accesses as usize, "{}", preset.id);
        assert!(!trace.has_sizes() && !trace.has_times());
    }
}

proptest! {
    #[test]
    fn every_recipe_has_its_accesses_and_no_object_too_many(
        pattern in crate::recipe::tests::pattern(),
        seed in any::<u32>(),
    ) {
        let objects = pattern.objects();
        let scans = pattern.scans();
        let recipe = Recipe::new(pattern, 500, seed).unwrap();
        let keys: Vec<u64> = keys(&recipe).collect();
        prop_assert_eq!(keys.len(), 500);
        prop_assert!(keys.iter().all(|key| *key < objects + 500 * scans));
        // Objects of scans come once.
        let scanned: Vec<u64> = keys.into_iter().filter(|key| *key >= objects).collect();
        let different: BTreeSet<u64> = scanned.iter().copied().collect();
        prop_assert_eq!(different.len(), scanned.len());
    }
}
