//! How fast this machine computes, found out by short runs.

use kernels::{Engine, Spec};
use timeline::Phase;
use worker_pool::JobPolicy;

use super::jobs::share_out;
use super::{Hooks, Order, Runner};
use crate::place::{Moving, Place};

/// How often the sample of a calibration is computed; the last time counts.
const CALIBRATION_RUNS: u32 = 2;

impl Runner {
    /// How many milliseconds a unit of the registry's cost takes on this machine, found by short
    /// runs on a worker that is let go afterwards.
    pub(crate) async fn calibrate(&self, spec: Spec, engine: Engine) -> Option<f64> {
        let entry = spec.entry()?;
        let sample = Spec {
            size: entry.size_calibration,
            rounds: 1,
            picture: None,
            ..spec
        };
        let order = Order {
            spec: sample,
            engine,
            place: Place::Worker,
            moving: Moving::Clone,
            fault: None,
            picture: self.picture(sample, None, Moving::Clone).await.ok()?,
        };
        let pool = self.0.new_pool(engine, 1);
        let hooks = Hooks::none();
        let mut compute_ms = None;
        // The first time a module runs, its code is not optimised yet and its memory not there: three
        // times as slow was seen. So the second time counts.
        for _ in 0..CALIBRATION_RUNS {
            let ran = share_out(&pool, &order, 1, JobPolicy::default(), &hooks).await;
            compute_ms = ran.ok().map(|ran| {
                let lanes = ran.lanes.iter();
                lanes.map(|lane| lane.total_ms(Phase::Compute)).sum::<f64>()
            });
        }
        pool.shutdown(0.0).await;
        Some(compute_ms? / sample.cost())
    }
}
