//! Results, compared with the reference that the compute module has.

use js_sys::Uint8Array;
use kernels::{CheckError, Request, Response, Sample};
use worker_pool::JobPolicy;

use super::thrown::stray;
use super::{Order, Ran, Runner};
use crate::compute::RunFailure;

/// How long a check may take; it is a small part of the run that it checks.
const CHECK_DEADLINE_MS: f64 = 60_000.0;

impl Runner {
    /// Compares a result, whichever engine gave it, with the reference that the compute module has.
    pub(crate) async fn check(
        &self,
        order: &Order,
        ran: &Ran,
    ) -> Result<Option<CheckError>, RunFailure> {
        let policy = JobPolicy {
            deadline_ms: Some(CHECK_DEADLINE_MS),
            retry: true,
            ..JobPolicy::default()
        };
        let request = Request::Check {
            spec: order.spec,
            outcome: ran.outcome.clone(),
            samples: samples(order, ran),
        };
        let job = self.helper().submit(request, Vec::new(), policy, |_| ());
        match job.await?.outcome {
            Response::Checked { disagreement } => Ok(disagreement),
            other => Err(stray(&other)),
        }
    }
}

/// Points of a result, to be computed once more.
fn samples(order: &Order, ran: &Ran) -> Vec<Sample> {
    let Some(output) = &ran.output else {
        return Vec::new();
    };
    let byte = |bytes: &Uint8Array, index: usize| {
        u32::try_from(index).map_or(0, |index| bytes.get_index(index))
    };
    let input = |index| {
        order
            .picture
            .as_ref()
            .map_or(0, |picture| byte(picture, index))
    };
    kernels::samples(&order.spec, &input, &|index| byte(output, index))
}
