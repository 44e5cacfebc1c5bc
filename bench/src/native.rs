//! Samples in this process.

use std::time::Instant;

use anyhow::Result;
use kernels::engine::{self, Input};
use kernels::{Ran, Share, Spec};

use crate::case::{Case, Found};

/// From which time on the time of some rounds tells that of one.
const MEASURED_MS_MIN: f64 = 10.0;

/// The rounds after which it has to do, however short they are.
const MEASURED_ROUNDS_MAX: u32 = 1_000;

/// A time and what came out.
pub(crate) struct Sample {
    pub(crate) ms: f64,
    pub(crate) found: Found,
}

/// One sample of a case: its jobs, after as many that are not timed.
pub(crate) fn sample(case: &Case) -> Result<Sample> {
    for _ in 0..case.jobs {
        run(case, case.spec)?;
    }
    let (mut ms, mut ran) = run(case, case.spec)?;
    for _ in 1..case.jobs {
        let (job_ms, again) = run(case, case.spec)?;
        anyhow::ensure!(
            again.outcome == ran.outcome,
            "{} gave {:?}, then {:?}",
            case.name(),
            ran.outcome,
            again.outcome
        );
        ms += job_ms;
        ran = again;
    }
    Ok(Sample {
        ms,
        found: Found {
            bytes: case.looked_at.iter().map(|&at| ran.output[at]).collect(),
            outcome: ran.outcome,
        },
    })
}

/// About how long a round of a case takes.
pub(crate) fn round_ms(case: &Case) -> Result<f64> {
    let mut rounds = 1;
    run(case, case.spec)?;
    loop {
        let (ms, _) = run(
            case,
            Spec {
                rounds,
                ..case.spec
            },
        )?;
        if ms >= MEASURED_MS_MIN || rounds == MEASURED_ROUNDS_MAX {
            return Ok(ms / f64::from(rounds));
        }
        rounds = (rounds * 4).min(MEASURED_ROUNDS_MAX);
    }
}

fn run(case: &Case, spec: Spec) -> Result<(f64, Ran)> {
    let input = Input {
        bytes: case.input.clone(),
        first_row: 0,
    };
    let start = Instant::now();
    let ran = engine::run(spec, Share::WHOLE, input, &mut |_| ())?;
    Ok((start.elapsed().as_secs_f64() * 1e3, ran))
}
