//! The sketches in Node: what each prints is right, on the main thread and on workers.

use std::path::Path;
use std::process::{Command, Output};

/// What a run printed first of each place: its name, and the result behind it.
fn results(sketch: &str, size: u64, workers: u32) -> Vec<(String, String)> {
    let output = node(sketch, &[&size.to_string(), &workers.to_string()]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{sketch}: {errors}");
    let printed = String::from_utf8(output.stdout).expect("text");
    let (names, figures): (Vec<&str>, Vec<&str>) =
        printed.lines().partition(|line| !line.starts_with(' '));
    for line in figures {
        assert!(
            line.contains("time ") && line.contains("longest event-loop delay "),
            "{sketch}: {line}"
        );
    }
    names
        .into_iter()
        .map(|line| line.split_once(": ").expect("a place and its result"))
        .map(|(place, result)| (place.to_owned(), result.to_owned()))
        .collect()
}

fn node(sketch: &str, arguments: &[&str]) -> Output {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/node");
    Command::new("node")
        .arg(folder.join(format!("{sketch}.mjs")))
        .args(arguments)
        .output()
        .expect("node is installed")
}

/// Both places give this result, whatever the number of workers.
fn check(sketch: &str, size: u64, expected: &str) {
    for workers in [1, 3] {
        let found = results(sketch, size, workers);
        let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, ["main thread", &format!("{workers} workers")]);
        for (place, result) in &found {
            assert!(
                result.starts_with(expected),
                "{sketch} {size}, {place}: {result}, not {expected}"
            );
        }
    }
}

#[test]
fn primes_are_counted() {
    for (limit, count) in [(1, 0), (2, 1), (1_000, 168), (1_000_000, 78_498)] {
        check("primes", limit, &format!("{count} primes up to {limit}"));
    }
}

#[test]
fn fibonacci_numbers_are_right() {
    check("fibonacci", 1, "F(1) = 1");
    check("fibonacci", 20, "F(20) = 6765");
}

#[test]
fn roots_are_summed_to_the_same_bits_by_any_number_of_workers() {
    let block = |from: u32, to: u32| (from..=to).map(|number| f64::from(number).sqrt());
    let sum: f64 = [(1, 65_536), (65_537, 131_072), (131_073, 150_000)]
        .into_iter()
        .map(|(from, to)| block(from, to).sum::<f64>())
        .sum();
    check(
        "roots",
        150_000,
        &format!("sum of roots up to 150000 = {sum}"),
    );
}

#[test]
fn matrices_are_multiplied() {
    let side = 30;
    let entry = |index: i64, factor: i64, modulus: i64| (index * factor) % modulus - modulus / 2;
    let trace: i64 = (0..side)
        .flat_map(|row| (0..side).map(move |inner| (row, inner)))
        .map(|(row, inner)| entry(row * side + inner, 5, 9) * entry(inner * side + row, 7, 11))
        .sum();
    check(
        "matrix",
        30,
        &format!("trace of the product, 30 × 30 = {trace}"),
    );
}

#[test]
fn pictures_are_blurred() {
    let side = 25_i64;
    let pixel = |x: i64, y: i64| {
        let inside = (0..side).contains(&x) && (0..side).contains(&y);
        inside.then(|| (x * 7 + y * 13) % 256)
    };
    let blurred = |x: i64, y: i64| {
        let around: Vec<i64> = (-1..=1)
            .flat_map(|dy| (-1..=1).filter_map(move |dx| pixel(x + dx, y + dy)))
            .collect();
        let (sum, count) = around
            .iter()
            .fold((0, 0), |(sum, count), pixel| (sum + pixel, count + 1));
        // Half up, in whole numbers.
        (2 * sum + count) / (2 * count)
    };
    let total: i64 = (0..side)
        .flat_map(|y| (0..side).map(move |x| (x, y)))
        .map(|(x, y)| blurred(x, y))
        .sum();
    check("blur", 25, &format!("sum of all bytes, 25 × 25 = {total}"));
}

#[test]
fn points_of_the_mandelbrot_set_are_counted() {
    let side = 40_u32;
    let step = 3.0 / f64::from(side);
    let (mut inside, mut total) = (0, 0);
    for y in 0..side {
        for x in 0..side {
            let (c_re, c_im) = (
                -2.2 + (f64::from(x) + 0.5) * step,
                1.2 - (f64::from(y) + 0.5) * step,
            );
            let (mut re, mut im, mut steps) = (0.0_f64, 0.0_f64, 0);
            while steps < 1_000 && re * re + im * im <= 4.0 {
                (re, im) = (re * re - im * im + c_re, 2.0 * re * im + c_im);
                steps += 1;
            }
            inside += u32::from(steps == 1_000);
            total += steps;
        }
    }
    let expected = format!("{inside} points inside, {total} steps in all");
    check("mandelbrot", 40, &expected);
}

#[test]
fn figures_that_make_no_sense_are_refused_with_their_range() {
    for arguments in [
        &["abc"][..],
        &["0"],
        &["1.5"],
        &["100", "0"],
        &["100", "65"],
    ] {
        let output = node("mandelbrot", arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {errors}");
        assert!(errors.contains("no whole number from 1 to"), "{errors}");
    }
}
