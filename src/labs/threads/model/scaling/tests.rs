use sampling::Random;

use super::*;

/// Evenly from `1 − spread` to `1 + spread`.
fn factor(random: &mut Random, spread: f64) -> f64 {
    1.0 + spread * (2.0 * random.unit() - 1.0)
}

/// A fresh seed, printed; `SCALING_SEED` repeats a run.
fn seed() -> u64 {
    let fresh = || {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.map_or(1, |now| {
            now.as_secs() * 1_000_000_007 + u64::from(now.subsec_nanos())
        })
    };
    let given = std::env::var("SCALING_SEED").ok();
    let seed = given.map_or_else(fresh, |text| text.parse().expect("a whole number"));
    println!("SCALING_SEED={seed}");
    seed
}

const COUNTS: [u32; 7] = [1, 2, 3, 4, 6, 8, 12];

fn times(law: impl Fn(f64) -> f64, one_ms: f64) -> Vec<Measured> {
    COUNTS
        .iter()
        .map(|&threads| Measured {
            threads,
            time_ms: one_ms / law(f64::from(threads)),
        })
        .collect()
}

fn known_amdahl(serial: f64) -> Amdahl {
    Amdahl {
        serial,
        one_ms: 1.0,
        r_squared: 1.0,
    }
}

fn known_universal(contention: f64, coherence: f64) -> Universal {
    Universal {
        contention,
        coherence,
        one_ms: 1.0,
        r_squared: 1.0,
    }
}

fn close(found: f64, expected: f64, within: f64) {
    assert!(
        (found - expected).abs() <= within,
        "{found}, not {expected}"
    );
}

#[test]
fn exact_times_give_the_law_that_made_them() {
    for serial in [0.0, 0.05, 0.3, 1.0] {
        let points = times(|n| known_amdahl(serial).speed_up(n), 840.0);
        let fit = amdahl(&points).expect("enough");
        close(fit.serial, serial, 1e-9);
        close(fit.r_squared, 1.0, 1e-9);
        close(fit.one_ms / fit.speed_up(4.0), points[3].time_ms, 1e-6);
        let same = universal(&points).expect("enough");
        close(same.contention, serial, 1e-6);
        close(same.coherence, 0.0, 1e-6);
    }
    for (contention, coherence) in [(0.02, 0.005), (0.1, 0.0), (0.0, 0.02), (0.4, 0.001)] {
        let points = times(|n| known_universal(contention, coherence).speed_up(n), 97.0);
        let fit = universal(&points).expect("enough");
        close(fit.contention, contention, 1e-9);
        close(fit.coherence, coherence, 1e-9);
        close(fit.r_squared, 1.0, 1e-9);
    }
}

#[test]
fn the_peak_and_the_limit_are_where_the_formulas_have_them() {
    let fit = known_universal(0.1, 0.009);
    let peak = fit.peak().expect("coherence costs");
    close(peak, 10.0, 1e-9);
    assert!(fit.speed_up(peak) > fit.speed_up(9.0) && fit.speed_up(peak) > fit.speed_up(11.0));
    assert_eq!(known_universal(0.1, 0.0).peak(), None);
    assert_eq!(known_universal(1.5, 0.1).peak(), Some(1.0));
    close(known_amdahl(0.05).speed_up(1e9), 20.0, 1e-6);
    assert!(
        known_amdahl(0.0).speed_up(1e9) > 9e8,
        "all of the work spreads"
    );
}

#[test]
fn noisy_times_give_nearly_the_law() {
    let mut random = Random::of(seed());
    for _ in 0..200 {
        let law = known_universal(0.05 + 0.2 * random.unit(), 0.001 + 0.01 * random.unit());
        let mut points = times(|n| law.speed_up(n), 500.0);
        // Five of each, as an experiment repeats them.
        points = points.repeat(5);
        for point in &mut points {
            point.time_ms *= factor(&mut random, 0.03);
        }
        let fit = universal(&points).expect("enough");
        for threads in [2.0, 5.0, 10.0] {
            let (found, expected) = (fit.speed_up(threads), law.speed_up(threads));
            assert!((found / expected - 1.0).abs() < 0.06, "{law:?} {fit:?}");
        }
        assert!(fit.contention >= 0.0 && fit.coherence >= 0.0);
        assert!(fit.r_squared > 0.9, "{law:?} {fit:?}");

        let law = known_amdahl(0.02 + 0.5 * random.unit());
        let mut points = times(|n| law.speed_up(n), 500.0).repeat(5);
        for point in &mut points {
            point.time_ms *= factor(&mut random, 0.03);
        }
        let fit = amdahl(&points).expect("enough");
        close(fit.serial, law.serial, 0.03);
    }
}

#[test]
fn parameters_stay_within_bounds_whatever_was_measured() {
    let mut random = Random::of(seed());
    for _ in 0..1_000 {
        let points: Vec<Measured> = COUNTS
            .iter()
            .map(|&threads| Measured {
                threads,
                time_ms: 1e-3 + 1_000.0 * random.unit(),
            })
            .collect();
        let fit = universal(&points).expect("enough");
        assert!(
            fit.contention >= 0.0 && fit.coherence >= 0.0,
            "{points:?} {fit:?}"
        );
        assert!(fit.contention.is_finite() && fit.coherence.is_finite());
        let fit = amdahl(&points).expect("enough");
        assert!((0.0..=1.0).contains(&fit.serial), "{points:?} {fit:?}");
        assert!(fit.r_squared <= 1.0);
    }
}

#[test]
fn more_than_linear_speed_up_is_taken_for_linear() {
    let points = times(|n| n.powf(1.1), 100.0);
    close(amdahl(&points).expect("enough").serial, 0.0, 1e-12);
    let fit = universal(&points).expect("enough");
    close(fit.contention + fit.coherence, 0.0, 1e-12);
}

#[test]
fn what_cannot_be_fitted_is_an_error_that_says_why() {
    let point = |threads, time_ms| Measured { threads, time_ms };
    let two = [point(1, 10.0), point(2, 6.0), point(2, 6.1)];
    assert_eq!(
        amdahl(&two),
        Err(FitError::TooFewPoints {
            found: 2,
            needed: 3
        })
    );
    assert!(matches!(
        amdahl(&[]),
        Err(FitError::TooFewPoints {
            found: 0,
            needed: 3
        })
    ));
    let three = [point(1, 10.0), point(2, 6.0), point(4, 4.0)];
    assert!(amdahl(&three).is_ok());
    assert!(matches!(
        universal(&three),
        Err(FitError::TooFewPoints {
            found: 3,
            needed: 4
        })
    ));
    let no_single = [point(2, 10.0), point(3, 6.0), point(4, 4.0)];
    assert_eq!(amdahl(&no_single), Err(FitError::NoSingleThread));
    for time_ms in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let wrong = [point(1, 10.0), point(2, time_ms), point(4, 4.0)];
        assert!(matches!(
            amdahl(&wrong),
            Err(FitError::NotPositive { threads: 2, .. })
        ));
    }
}

#[test]
fn breaking_even_is_found_between_the_sizes_around_it() {
    // 2 s against 10 + s: even at 10, and 10 is the geometric mean of 5 and 20 only roughly.
    let sizes = [1.0, 5.0, 20.0, 100.0];
    let plain: Vec<(f64, f64)> = sizes.iter().map(|&s| (s, 2.0 * s)).collect();
    let with_overhead: Vec<(f64, f64)> = sizes.iter().map(|&s| (s, 10.0 + s)).collect();
    let Some(BreakEven::From(size)) = break_even(&plain, &with_overhead) else {
        panic!("it crosses");
    };
    assert!((8.0..13.0).contains(&size), "{size}");
    assert_eq!(break_even(&with_overhead, &plain), Some(BreakEven::Never));
    // Power laws cross where the interpolation says, exactly.
    let square: Vec<(f64, f64)> = sizes.iter().map(|&s| (s, s * s)).collect();
    let flat: Vec<(f64, f64)> = sizes.iter().map(|&s| (s, 64.0)).collect();
    let Some(BreakEven::From(size)) = break_even(&square, &flat) else {
        panic!("it crosses");
    };
    close(size, 8.0, 1e-9);
}

#[test]
fn only_the_last_crossing_counts() {
    let a = [(1.0, 10.0), (2.0, 10.0), (4.0, 10.0), (8.0, 10.0)];
    let b = [(8.0, 5.0), (1.0, 5.0), (2.0, 20.0), (4.0, 20.0)];
    let Some(BreakEven::From(size)) = break_even(&a, &b) else {
        panic!("it crosses");
    };
    close(size, 4.0 * 2.0_f64.sqrt(), 1e-9);
    assert_eq!(break_even(&b, &a), Some(BreakEven::Never));
}

#[test]
fn without_a_crossing_it_is_always_or_never() {
    let slow = [(1.0, 10.0), (2.0, 20.0), (3.0, 30.0)];
    let fast = [(1.0, 5.0), (2.0, 6.0), (4.0, 7.0)];
    assert_eq!(break_even(&slow, &fast), Some(BreakEven::Always));
    assert_eq!(break_even(&fast, &slow), Some(BreakEven::Never));
    assert_eq!(break_even(&slow, &slow), Some(BreakEven::Never));
    assert_eq!(break_even(&slow, &fast[..1]), None);
    assert_eq!(break_even(&[], &[]), None);
    let broken = [(1.0, 0.0), (2.0, f64::NAN), (0.0, 1.0)];
    assert_eq!(break_even(&slow, &broken), None);
}
