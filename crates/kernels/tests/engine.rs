//! Every variant computes what its reference says, however the work is cut.

mod support;

use kernels::registry::{self, Cut};
use kernels::{
    Engine, Extent, Input, Kernel, Outcome, Ran, RunError, Share, Spec, Task, Variant, check, run,
    samples,
};
use proptest::prelude::*;
use support::{Run, hold, runs, spec, variants};

fn whole(run: &Run) -> Ran {
    kernels::run(run.spec, Share::WHOLE, run.whole_picture(), &mut |_| ()).expect("fits")
}

#[test]
fn every_variant_agrees_with_its_reference_on_any_input() {
    hold(400, &runs(variants(Engine::Wasm)), |run| {
        let ran = whole(&run);
        prop_assert_eq!(
            ran.output.len(),
            run.row_bytes() * run.spec.output_rows(Share::WHOLE).len()
        );
        let samples = run.samples(&ran.output);
        prop_assert_eq!(check(run.spec, &ran.outcome, &samples), Ok(()));
        match ran.outcome {
            Outcome::Blur(blur) => {
                prop_assert_eq!(
                    blur.sum,
                    ran.output.iter().map(|&byte| u64::from(byte)).sum::<u64>()
                );
            }
            Outcome::Mandelbrot(mandelbrot) => {
                let counts = ran
                    .output
                    .chunks_exact(2)
                    .map(|count| u16::from_le_bytes([count[0], count[1]]));
                prop_assert_eq!(mandelbrot.steps, counts.clone().map(u64::from).sum::<u64>());
                prop_assert_eq!(
                    mandelbrot.inside,
                    counts.filter(|&count| count == 1_000).count() as u64
                );
            }
            _ => (),
        }
        Ok(())
    });
}

#[test]
fn variants_of_a_kernel_agree_to_the_last_bit_where_nothing_rounds_differently() {
    hold(150, &runs(variants(Engine::Wasm)), |run| {
        let plain = Run {
            spec: Spec {
                variant: Variant::Plain,
                ..run.spec
            },
            ..run.clone()
        };
        // Several sums round differently from one; the recursion's largest index is a small one.
        let comparable = run.spec.kernel != Kernel::Roots
            && Spec::new(
                run.spec.kernel,
                Variant::Plain,
                Engine::Wasm,
                run.spec.size.min(5_000),
                1,
            )
            .is_ok();
        if comparable && (run.spec.kernel != Kernel::Fibonacci || run.spec.size <= 30) {
            prop_assert_eq!(whole(&run), whole(&plain));
        }
        Ok(())
    });
}

#[test]
fn roots_in_one_instruction_or_in_several_round_alike() {
    for size in [0, 1, 3, 4, 5, 65_535, 65_536, 65_537, 200_003] {
        let [unrolled, simd] = [Variant::Unrolled, Variant::Simd]
            .map(|variant| whole(&Run::on_generated(spec(Kernel::Roots, variant, size, 1))));
        assert_eq!(unrolled, simd, "limit {size}");
    }
}

#[test]
fn shares_give_together_what_the_whole_gives() {
    hold(
        300,
        &(runs(variants(Engine::Wasm)), 1..=12_u32, any::<bool>()),
        |(run, of, sparing)| {
            let all = whole(&run);
            let of = match run.spec.entry().expect("there").cut {
                Cut::Rounds => of.min(run.spec.rounds),
                // More shares than parts leave some with nothing.
                Cut::Parts(_) => of,
            };
            let (mut outcomes, mut output) = (Vec::new(), Vec::new());
            for index in 0..of {
                let share = Share { index, of };
                let input = if sparing {
                    run.input(share)
                } else {
                    run.whole_picture()
                };
                let ran = kernels::run(run.spec, share, input, &mut |_| ()).expect("fits");
                prop_assert_eq!(
                    ran.output.len(),
                    run.row_bytes() * run.spec.output_rows(share).len()
                );
                outcomes.push(ran.outcome);
                output.extend(ran.output);
            }
            prop_assert_eq!(Outcome::of_shares(&run.spec, outcomes), Some(all.outcome));
            prop_assert_eq!(output, all.output);
            Ok(())
        },
    );
}

#[test]
fn a_task_shows_no_row_that_is_not_final() {
    let slow_enough_to_be_seen = [
        (Kernel::Mandelbrot, Variant::Plain, 250),
        (Kernel::Mandelbrot, Variant::Simd, 500),
        (Kernel::BlurGrey, Variant::Plain, 600),
        (Kernel::BlurRgba, Variant::Separable, 1_000),
        (Kernel::Primes, Variant::Plain, 1_000_000),
        (Kernel::Primes, Variant::Segmented, 8_000_000),
        (Kernel::Matrix, Variant::Plain, 130),
        (Kernel::Roots, Variant::Plain, 4_000_000),
    ];
    for (kernel, variant, size) in slow_enough_to_be_seen {
        let run = Run::on_generated(spec(kernel, variant, size, 2));
        let share = if run.spec.parts() > 1 {
            Share { index: 1, of: 2 }
        } else {
            Share::WHOLE
        };
        let ran = kernels::run(run.spec, share, run.input(share), &mut |_| ()).expect("fits");

        let mut task = Task::new(run.spec, share, run.input(share)).expect("fits");
        let (mut last, mut steps, mut rows_seen) = (0.0, 0, 0);
        while task.step().expect("goes on") {
            let fraction = task.fraction();
            assert!(
                (last..=1.0).contains(&fraction),
                "{kernel:?}: {last}, then {fraction}"
            );
            (last, steps) = (fraction, steps + 1);
            let rows = task.rows_done();
            assert!(
                rows >= rows_seen && (rows == 0 || fraction > 0.49),
                "{kernel:?}"
            );
            rows_seen = rows;
            let bytes = ..rows as usize * run.row_bytes();
            assert_eq!(task.output()[bytes], ran.output[bytes], "{kernel:?}");
        }
        assert!(steps >= 3, "{kernel:?} took {steps} steps");
        assert!((task.fraction() - 1.0).abs() < f64::EPSILON);
        assert_eq!(task.rows_done() as usize, run.spec.output_rows(share).len());
        assert_eq!(task.finish().expect("done"), ran);
    }
}

#[test]
fn a_task_can_be_finished_at_any_time() {
    let run = Run::on_generated(spec(Kernel::Mandelbrot, Variant::Shortcut, 300, 2));
    let mut task = Task::new(run.spec, Share::WHOLE, Input::none()).expect("fits");
    assert_eq!(task.step(), Ok(true));
    assert_eq!(task.finish().expect("fits"), whole(&run));
}

#[test]
fn progress_only_grows_and_ends_at_one() {
    for (kernel, variant) in variants(Engine::Wasm) {
        let entry = registry::kernel(kernel);
        let size = entry.variants[0].size_calibration.min(1_000_000) / 2;
        let run_of_three = Run::on_generated(spec(kernel, variant, size.min(78), 3));
        let mut seen = vec![0.0];
        run(
            run_of_three.spec,
            Share::WHOLE,
            run_of_three.whole_picture(),
            &mut |share| {
                seen.push(share);
            },
        )
        .expect("fits");
        assert!(seen.is_sorted(), "{seen:?}");
        assert!((seen[seen.len() - 1] - 1.0).abs() < f64::EPSILON);
    }
}

#[test]
fn results_of_the_usual_kind_pass_with_the_usual_samples() {
    for (kernel, variant) in variants(Engine::Wasm) {
        let size = match kernel {
            Kernel::Fibonacci => 25,
            Kernel::Matrix | Kernel::BlurGrey | Kernel::BlurRgba | Kernel::Mandelbrot => 150,
            Kernel::Primes | Kernel::Roots => 1_000_000,
        };
        let run = Run::on_generated(spec(kernel, variant, size, 1));
        let ran = whole(&run);
        let samples = samples(&run.spec, &|at| run.picture[at], &|at| ran.output[at]);
        assert_eq!(
            check(run.spec, &ran.outcome, &samples),
            Ok(()),
            "{kernel:?} {variant:?}"
        );
    }
}

type Spoil = fn(&mut Outcome);

#[test]
fn the_check_finds_each_kind_of_wrong_figure() {
    let spoil: &[(Kernel, u64, Spoil)] = &[
        (Kernel::Primes, 1_000, |outcome| {
            with_primes(outcome).count += 1;
        }),
        (Kernel::Primes, 1_000, |outcome| {
            with_primes(outcome).sum -= 1;
        }),
        (Kernel::Primes, 1_000, |outcome| {
            with_primes(outcome).largest = None;
        }),
        (Kernel::Primes, 1_000, |outcome| {
            with_primes(outcome).first[3] = 9;
        }),
        (Kernel::Primes, 1_000, |outcome| {
            *outcome = Outcome::Blur(kernels::blur::Outcome::default());
        }),
        (Kernel::Fibonacci, 20, |outcome| {
            if let Outcome::Fibonacci(found) = outcome {
                found.value -= 1;
            }
        }),
        (Kernel::Matrix, 50, |outcome| {
            with_floats(outcome)[49] += 1e-6;
        }),
        (Kernel::Matrix, 50, |outcome| {
            with_floats(outcome)[0] = f64::NAN;
        }),
        (Kernel::Matrix, 50, |outcome| {
            with_floats(outcome).swap(3, 4);
        }),
        (Kernel::Matrix, 50, |outcome| {
            with_floats(outcome).truncate(49);
        }),
        (Kernel::Roots, 200_000, |outcome| {
            with_floats(outcome)[1] -= 450.0;
        }),
        (Kernel::Roots, 200_000, |outcome| {
            with_floats(outcome)[3] += 0.01;
        }),
        (Kernel::Roots, 200_000, |outcome| {
            with_floats(outcome).push(0.0);
        }),
    ];
    for (kernel, size, spoil) in spoil {
        let run = Run::on_generated(spec(*kernel, Variant::Plain, *size, 1));
        let right = whole(&run).outcome;
        assert_eq!(check(run.spec, &right, &[]), Ok(()));
        let mut wrong = right;
        spoil(&mut wrong);
        let error = check(run.spec, &wrong, &[]).expect_err("spoilt");
        assert_ne!(error.found, error.expected, "{error}");
    }
}

fn with_primes(outcome: &mut Outcome) -> &mut kernels::primes::Outcome {
    match outcome {
        Outcome::Primes(primes) => primes,
        _ => panic!("{outcome:?}"),
    }
}

fn with_floats(outcome: &mut Outcome) -> &mut Vec<f64> {
    match outcome {
        Outcome::Matrix(matrix) => &mut matrix.fingerprint,
        Outcome::Roots(roots) => &mut roots.blocks,
        _ => panic!("{outcome:?}"),
    }
}

#[test]
fn the_check_finds_each_kind_of_wrong_byte() {
    for kernel in [Kernel::BlurGrey, Kernel::BlurRgba, Kernel::Mandelbrot] {
        let run = Run::on_generated(spec(kernel, Variant::Plain, 20, 1));
        let ran = whole(&run);
        let right = run.samples(&ran.output);
        assert_eq!(check(run.spec, &ran.outcome, &right), Ok(()));
        assert!(
            check(run.spec, &ran.outcome, &[]).is_err(),
            "nothing to judge by"
        );

        for point in [0, 19, 210, 399] {
            let mut wrong = right.clone();
            wrong[point].output[0] ^= 1;
            assert!(
                check(run.spec, &ran.outcome, &wrong).is_err(),
                "{kernel:?} {point}"
            );
            let mut outside = right.clone();
            outside[point].x = 20;
            assert!(
                check(run.spec, &ran.outcome, &outside).is_err(),
                "{kernel:?} {point}"
            );
        }
        let impossible = match ran.outcome {
            Outcome::Blur(_) => vec![Outcome::Blur(kernels::blur::Outcome { sum: u64::MAX })],
            Outcome::Mandelbrot(found) => {
                [(0, found.inside), (found.steps, 401), (found.steps, 400)]
                    .map(|(steps, inside)| {
                        Outcome::Mandelbrot(kernels::mandelbrot::Outcome { steps, inside })
                    })
                    .into()
            }
            _ => panic!("{kernel:?}"),
        };
        for wrong in impossible {
            assert!(check(run.spec, &wrong, &right).is_err(), "{wrong:?}");
        }
    }
}

#[test]
fn a_picture_that_is_too_short_or_too_long_is_refused_with_both_lengths() {
    let blur = spec(Kernel::BlurRgba, Variant::Separable, 10, 1)
        .on_picture(Extent {
            width: 5,
            height: 8,
        })
        .expect("small");
    let share = Share { index: 1, of: 2 };
    // Rows 3 to 7 are needed, of 20 bytes each.
    for (len, first_row, fits) in [
        (5 * 20, 3, true),
        (8 * 20, 0, true),
        (6 * 20, 2, true),
        (4 * 20, 3, false),
        (5 * 20 + 1, 3, false),
        (5 * 20, 4, false),
        (6 * 20, 3, false),
        (0, 0, false),
        (9 * 20, 0, false),
    ] {
        let input = Input {
            bytes: vec![7; len],
            first_row,
        };
        let ran = run(blur, share, input, &mut |_| ());
        if fits {
            assert_eq!(ran.expect("fits").output, vec![7; 4 * 20]);
        } else {
            let (found, expected) = (len as u64, 100);
            assert_eq!(ran, Err(RunError::WrongPicture { found, expected }));
        }
    }
}

#[test]
fn what_the_registry_does_not_offer_is_refused_in_words() {
    let primes = spec(Kernel::Primes, Variant::Plain, 10, 1);
    let refuse = |spec, share| {
        let error = Task::new(spec, share, Input::none()).expect_err("not offered");
        assert!(matches!(error, RunError::Refused { .. }), "{error}");
    };
    refuse(
        Spec {
            variant: Variant::Simd,
            ..primes
        },
        Share::WHOLE,
    );
    refuse(
        Spec {
            size: u64::MAX,
            ..primes
        },
        Share::WHOLE,
    );
    refuse(
        Spec {
            rounds: 0,
            ..primes
        },
        Share::WHOLE,
    );
    refuse(primes, Share { index: 2, of: 2 });
    refuse(primes, Share { index: 0, of: 0 });
    // One round for two.
    refuse(primes, Share { index: 0, of: 2 });
    let picture = Some(Extent {
        width: 1,
        height: 1,
    });
    refuse(Spec { picture, ..primes }, Share::WHOLE);
    assert!(kernels::generate(primes).is_err());
}

#[test]
fn a_generated_picture_is_the_same_every_time_and_not_dull() {
    for (kernel, channels) in [(Kernel::BlurGrey, 1), (Kernel::BlurRgba, 4)] {
        let spec = spec(kernel, Variant::Plain, 300, 1);
        let picture = kernels::generate(spec).expect("fits");
        assert_eq!(picture.len(), 300 * 300 * channels);
        assert_eq!(kernels::generate(spec), Ok(picture.clone()));
        for channel in 0..channels {
            let mut seen = [false; 256];
            for &byte in picture.iter().skip(channel).step_by(channels) {
                seen[usize::from(byte)] = true;
            }
            let levels = seen.iter().filter(|&&seen| seen).count();
            assert!(levels > 60, "channel {channel} has {levels} levels");
        }
    }
}
