//! The pictures that runs work on: made on a worker, or decoded from a reader's file.

use js_sys::{ArrayBuffer, Uint8Array};
use kernels::registry::{self, Data};
use kernels::{Extent, Request, Response, Spec};
use wasm_bindgen_futures::spawn_local;
use worker_pool::{Attachment, Buffer, JobPolicy, Pool};

use super::sink::{bytes_of, shared_bytes};
use super::thrown::stray;
use super::{Compute, Runner, START_TIMEOUT_MS, of_a_moment};
use crate::compute::RunFailure;
use crate::place::Moving;

/// How long the decoding of a picture may take.
const DECODE_DEADLINE_MS: f64 = 60_000.0;

/// A person's own picture.
#[derive(Clone, Debug)]
pub(crate) struct OwnPicture {
    /// Its extent.
    pub extent: Extent,
    rgba: Uint8Array,
    grey: Uint8Array,
}

impl Runner {
    /// The picture that a run without one of its own works on, as shared memory if it shall travel
    /// so; `None` for kernels that take no picture.
    pub(crate) async fn picture(
        &self,
        spec: Spec,
        own: Option<&OwnPicture>,
        moving: Moving,
    ) -> Result<Option<Uint8Array>, RunFailure> {
        let Data::Picture { channels } = registry::kernel(spec.kernel).data else {
            return Ok(None);
        };
        let picture = if let Some(own) = own {
            if channels == 1 {
                own.grey.clone()
            } else {
                own.rgba.clone()
            }
        } else {
            let key = Spec { rounds: 1, ..spec };
            let kept = self.0.picture.borrow().clone();
            match kept {
                Some((of, picture)) if of == key => picture,
                _ => {
                    let picture = self.generate(spec).await?;
                    *self.0.picture.borrow_mut() = Some((key, picture.clone()));
                    picture
                }
            }
        };
        if moving != Moving::Share {
            return Ok(Some(picture));
        }
        let shared = shared_bytes(picture.length()).ok_or(RunFailure::NotShareable)?;
        shared.set(&picture, 0);
        Ok(Some(shared))
    }

    async fn generate(&self, spec: Spec) -> Result<Uint8Array, RunFailure> {
        let policy = JobPolicy {
            retry: true,
            ..of_a_moment()
        };
        let job = self
            .helper()
            .submit(Request::Generate { spec }, Vec::new(), policy, |_| ());
        let finished = job.await?;
        match finished.outcome {
            Response::Generated { .. } => bytes_of(&finished.buffers),
            other => Err(stray(&other)),
        }
    }

    /// The pixels of an image file, for a run; decoded on a worker that is let go afterwards.
    pub(crate) async fn decode(
        &self,
        spec: Spec,
        file: ArrayBuffer,
    ) -> Result<OwnPicture, RunFailure> {
        let pool: Pool<Compute> = Pool::new(
            self.0.assets.url("workers/picture.js"),
            self.0.config(1, START_TIMEOUT_MS),
        );
        let policy = JobPolicy {
            deadline_ms: Some(DECODE_DEADLINE_MS),
            ..JobPolicy::default()
        };
        let file = vec![Attachment::Move(file)];
        let result = pool
            .submit(Request::Generate { spec }, file, policy, |_| ())
            .await;
        let letting_go = pool.clone();
        spawn_local(async move { letting_go.shutdown(0.0).await });
        let finished = result?;
        let mut buffers = finished.buffers.iter().map(Buffer::bytes);
        let (Response::Generated { extent }, Some(rgba), Some(grey)) =
            (&finished.outcome, buffers.next(), buffers.next())
        else {
            return Err(stray(&finished.outcome));
        };
        let extent = *extent;
        Ok(OwnPicture { extent, rgba, grey })
    }
}
