//! The JavaScript baselines compute what the engine computes, to the last bit.

mod support;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use kernels::registry::Cut;
use kernels::{Engine, Input, Kernel, Outcome, RunError, Share, Spec, Variant, run};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde::Serialize;
use support::{Run, fresh_seed, runs, spec, variants};

/// Random cases from each of the two seeds.
const RANDOM_CASES: usize = 250;

#[derive(Serialize)]
struct Case {
    spec: Spec,
    share: Share,
    input: Option<String>,
    first_row: u32,
    row_bytes: usize,
    outcome: Option<Outcome>,
    output: String,
    error: Option<RunError>,
}

impl Case {
    fn new(run: &Run, share: Share, input: Input) -> Self {
        let input_hex = (!run.picture.is_empty()).then(|| hex(&input.bytes));
        let first_row = input.first_row;
        let ran = kernels::run(run.spec, share, input, &mut |_| ());
        let (ran, error) = match ran {
            Ok(ran) => (Some(ran), None),
            Err(error) => (None, Some(error)),
        };
        Self {
            spec: run.spec,
            share,
            input: input_hex,
            first_row,
            row_bytes: run.row_bytes(),
            output: ran.as_ref().map(|ran| hex(&ran.output)).unwrap_or_default(),
            outcome: ran.map(|ran| ran.outcome),
            error,
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes everything");
        text
    })
}

/// Has Node compute all cases and compare.
fn compare(cases: &[Case]) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut node = Command::new("node")
        .arg(here.join("tests/baselines.mjs"))
        .arg(
            here.join("../../www/baselines/index.js")
                .canonicalize()
                .expect("there"),
        )
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("node, which this test needs, starts");
    let mut lines = String::new();
    for case in cases {
        lines += &serde_json::to_string(case).expect("plain data");
        lines.push('\n');
    }
    // Node reads all of it before it writes more than a pipe holds.
    let mut stdin = node.stdin.take().expect("piped");
    stdin.write_all(lines.as_bytes()).expect("node reads");
    drop(stdin);
    let answer = node.wait_with_output().expect("node ends");
    let (said, wrong) = (
        String::from_utf8_lossy(&answer.stdout),
        String::from_utf8_lossy(&answer.stderr),
    );
    assert!(answer.status.success(), "{said}{wrong}");
    assert!(
        said.contains(&format!("{} cases, 0 failures", cases.len())),
        "{said}{wrong}"
    );
}

#[test]
fn every_baseline_agrees_on_sizes_that_take_several_steps() {
    let cases: Vec<Case> = variants(Engine::Js)
        .into_iter()
        .flat_map(|(kernel, variant)| {
            let size = match (kernel, variant) {
                (Kernel::Primes, _) => 1_500_000,
                (Kernel::Fibonacci, Variant::Plain) => 29,
                (Kernel::Fibonacci, _) => 78,
                (Kernel::Matrix, _) => 130,
                (Kernel::BlurGrey | Kernel::BlurRgba, _) => 300,
                (Kernel::Roots, _) => 1_000_000,
                (Kernel::Mandelbrot, _) => 120,
            };
            let run = Run::on_generated(spec(kernel, variant, size, 2));
            [Share::WHOLE, Share { index: 1, of: 2 }].map(|share| {
                let input = run.input(share);
                Case::new(&run, share, input)
            })
        })
        .collect();
    compare(&cases);
}

#[test]
fn every_baseline_agrees_on_any_share_of_any_run() {
    let mut cases = Vec::new();
    let seeds = [1, fresh_seed()];
    for seed in seeds {
        let mut runner = TestRunner::new(Config {
            rng_seed: RngSeed::Fixed(seed),
            failure_persistence: None,
            ..Config::default()
        });
        let strategy = (runs(variants(Engine::Js)), 0..8_u32, 0..8_u32);
        for _ in 0..RANDOM_CASES {
            let tree = strategy.new_tree(&mut runner).expect("none is rejected");
            let (run, index, more) = tree.current();
            let of = match run.spec.entry().expect("there").cut {
                Cut::Rounds => (index + 1 + more).min(run.spec.rounds),
                Cut::Parts(_) => index + 1 + more,
            };
            let share = Share {
                index: index.min(of - 1),
                of,
            };
            let input = if more % 2 == 0 {
                run.input(share)
            } else {
                run.whole_picture()
            };
            cases.push(Case::new(&run, share, input));
        }
    }
    println!("KERNELS_SEED={}", seeds[1]);
    compare(&cases);
}

#[test]
fn a_baseline_refuses_what_the_engine_refuses() {
    let run_on = |kernel, size| Run::on_generated(spec(kernel, Variant::Plain, size, 1));
    let blur = run_on(Kernel::BlurRgba, 10);
    let short = Input {
        bytes: blur.picture[..350].to_vec(),
        first_row: 0,
    };
    let late = Input {
        bytes: blur.picture[40..].to_vec(),
        first_row: 1,
    };
    let mut cases = vec![
        Case::new(&blur, Share::WHOLE, short),
        Case::new(&blur, Share::WHOLE, late),
        Case::new(
            &run_on(Kernel::Primes, 10),
            Share { index: 0, of: 2 },
            Input::none(),
        ),
    ];
    assert!(cases.iter().all(|case| case.error.is_some()));

    // This one only JavaScript lacks.
    let simd = Run::on_generated(spec(Kernel::Roots, Variant::Simd, 10, 1));
    assert!(run(simd.spec, Share::WHOLE, Input::none(), &mut |_| ()).is_ok());
    let mut lacking = Case::new(&simd, Share::WHOLE, Input::none());
    lacking.outcome = None;
    lacking.error = Some(RunError::Refused {
        message: "no JavaScript baseline for roots (simd)".to_owned(),
    });
    cases.push(lacking);
    compare(&cases);
}
