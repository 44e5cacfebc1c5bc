use proptest::prelude::*;

use super::*;

fn cache(ttl_ms: f64, entries_max: usize) -> ResultCache<u64> {
    ResultCache::new(Limits {
        ttl_ms,
        entries_max,
    })
    .expect("limits")
}

fn tables(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// Asks, and runs the query if nobody did.
fn ask(cache: &mut ResultCache<u64>, key: &str, value: u64, now_ms: f64) -> Option<u64> {
    match cache.lookup(key, &tables(&["t"]), now_ms) {
        Lookup::Hit(value) => Some(*value),
        Lookup::Lead(flight) => {
            assert!(cache.complete(flight, value, now_ms));
            None
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_value_is_used_until_it_is_too_old() {
    let mut cache = cache(100.0, 10);
    assert_eq!(ask(&mut cache, "a", 1, 0.0), None);
    assert_eq!(ask(&mut cache, "a", 2, 99.0), Some(1));
    assert_eq!(ask(&mut cache, "a", 2, 100.0), None);
    assert_eq!(ask(&mut cache, "a", 3, 100.0), Some(2));
    let counts = cache.counts();
    assert_eq!((counts.hits, counts.misses, counts.expired), (2, 2, 1));
    assert_eq!(counts.hit_ratio(), Some(0.5));
    assert_eq!(Counts::default().hit_ratio(), None);
}

#[test]
fn the_value_that_was_used_the_longest_ago_goes() {
    let mut cache = cache(1e6, 2);
    for key in ["a", "b", "a", "c"] {
        ask(&mut cache, key, 1, 0.0);
    }
    assert_eq!(cache.len(), 2);
    assert_eq!(ask(&mut cache, "a", 2, 0.0), Some(1));
    assert_eq!(ask(&mut cache, "b", 2, 0.0), None);
    assert_eq!(cache.counts().evicted, 2);
}

#[test]
fn one_asks_for_all_and_after_a_failure_the_next() {
    let mut cache = cache(1e6, 2);
    let read = tables(&["t"]);
    let Lookup::Lead(first) = cache.lookup("a", &read, 0.0) else {
        panic!("nobody asked before");
    };
    assert_eq!(cache.lookup("a", &read, 1.0), Lookup::Wait(first));
    cache.fail(first);
    let Lookup::Lead(second) = cache.lookup("a", &read, 2.0) else {
        panic!("the first failed");
    };
    assert_eq!(cache.lookup("a", &read, 3.0), Lookup::Wait(second));
    assert!(!cache.complete(first, 1, 4.0));
    assert!(cache.complete(second, 2, 4.0));
    assert_eq!(cache.lookup("a", &read, 5.0), Lookup::Hit(&2));
    // Whoever runs it may be gone.
    let Lookup::Lead(lost) = cache.lookup("b", &read, 10.0) else {
        panic!("nobody asked before");
    };
    assert!(matches!(
        cache.lookup("b", &read, 10.0 + FLIGHT_MS_MAX),
        Lookup::Lead(_)
    ));
    assert!(!cache.complete(lost, 3, 10.0 + FLIGHT_MS_MAX));
}

#[test]
fn a_write_takes_away_what_was_read_and_what_is_being_read() {
    let mut cache = cache(1e6, 9);
    let (books, users) = (tables(&["authors", "books"]), tables(&["users"]));
    for (key, read) in [("books", &books), ("users", &users)] {
        let Lookup::Lead(flight) = cache.lookup(key, read, 0.0) else {
            panic!("nobody asked before");
        };
        cache.complete(flight, 1, 0.0);
    }
    let Lookup::Lead(running) = cache.lookup("more books", &books, 0.0) else {
        panic!("nobody asked before");
    };
    cache.invalidate(&tables(&["books"]));
    assert_eq!(cache.lookup("users", &users, 0.0), Lookup::Hit(&1));
    assert!(matches!(
        cache.lookup("books", &books, 0.0),
        Lookup::Lead(_)
    ));
    let Lookup::Lead(anew) = cache.lookup("more books", &books, 0.0) else {
        panic!("nobody waits for what was read before the write");
    };
    assert!(!cache.complete(running, 1, 0.0));
    assert_eq!(cache.lookup("more books", &books, 0.0), Lookup::Wait(anew));
    assert_eq!(cache.counts().invalidated, 2);
}

#[test]
fn flights_are_bounded() {
    let mut cache = cache(1e6, 9);
    let read = tables(&["t"]);
    for number in 0..FLIGHTS_MAX {
        let found = cache.lookup(&number.to_string(), &read, 0.0);
        assert!(matches!(found, Lookup::Lead(_)));
    }
    assert_eq!(cache.lookup("more", &read, 0.0), Lookup::Alone);
}

#[test]
fn limits_are_refused_with_their_range() {
    let refused = |ttl_ms, entries_max| {
        ResultCache::<u64>::new(Limits {
            ttl_ms,
            entries_max,
        })
        .expect_err("limits that no cache has")
        .to_string()
    };
    assert_eq!(refused(-1.0, 1), "ttl is -1 ms; give 0 to 86400000");
    assert_eq!(refused(1.0, 0), "entries is 0; give 1 to 100000");
}

#[derive(Clone, Debug)]
enum Event {
    Ask(usize),
    Complete(usize),
    Fail(usize),
    Write(usize),
    Wait(u32),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        4 => (0..6_usize).prop_map(Event::Ask),
        3 => (0..8_usize).prop_map(Event::Complete),
        1 => (0..8_usize).prop_map(Event::Fail),
        1 => (0..3_usize).prop_map(Event::Write),
        1 => (0..200_u32).prop_map(Event::Wait),
    ];
    prop::collection::vec(event, 0..120)
}

proptest! {
    /// Values are the versions of their table when their query began: none is ever handed out that is older
    /// than the last write, or too old.
    #[test]
    fn nobody_who_asks_after_a_write_sees_what_was_before_it(events in events()) {
        let mut cache = cache(100.0, 4);
        let mut versions = [0_u64; 3];
        // The flights that run, with the version that each reads.
        let mut running: Vec<(Flight, u64)> = Vec::new();
        let mut now_ms = 0.0;
        for event in events {
            match event {
                Event::Ask(key) => {
                    let table = key % 3;
                    let read = tables(&[&format!("t{table}")]);
                    match cache.lookup(&key.to_string(), &read, now_ms) {
                        Lookup::Hit(version) => prop_assert_eq!(*version, versions[table]),
                        Lookup::Lead(flight) => running.push((flight, versions[table])),
                        Lookup::Wait(flight) => {
                            let version = running.iter().find(|(other, _)| *other == flight);
                            prop_assert_eq!(version.expect("it runs").1, versions[table]);
                        }
                        Lookup::Alone => prop_assert!(false, "there are few"),
                    }
                }
                Event::Complete(at) if at < running.len() => {
                    let (flight, version) = running.remove(at);
                    cache.complete(flight, version, now_ms);
                }
                Event::Fail(at) if at < running.len() => cache.fail(running.remove(at).0),
                Event::Write(table) => {
                    versions[table] += 1;
                    cache.invalidate(&tables(&[&format!("t{table}")]));
                }
                Event::Wait(ms) => now_ms += f64::from(ms),
                _ => {}
            }
            prop_assert!(cache.len() <= 4);
            prop_assert_eq!(cache.used.len(), cache.len());
            prop_assert_eq!(cache.flying.len(), cache.flights.len());
        }
    }
}
