//! How fast this machine computes, found out by short runs.

use kernels::{Engine, Spec};
use timeline::Phase;

use super::jobs::share_out;
use super::{Hooks, Order, Runner, of_a_moment};
use crate::place::{Moving, Place};

/// How often the sample of a calibration is computed; the least time after the first counts.
const CALIBRATION_RUNS: u32 = 4;

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
        // times as slow was seen. So the first time does not count; of the others, those that something else on the
        // machine was in the way of are longer.
        for run in 0..CALIBRATION_RUNS {
            let ran = share_out(&pool, &order, 1, of_a_moment(), &hooks).await;
            let Ok(ran) = ran else { break };
            let ms: f64 = ran
                .lanes
                .iter()
                .map(|lane| lane.total_ms(Phase::Compute))
                .sum();
            if run > 0 {
                compute_ms = Some(compute_ms.map_or(ms, |least: f64| least.min(ms)));
            }
        }
        pool.shutdown(0.0).await;
        Some(compute_ms? / sample.cost())
    }
}
