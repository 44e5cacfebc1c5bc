//! Where the bytes that the jobs of a run give come together.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use kernels::registry;
use kernels::{Share, Spec};
use protocol::clock::now_ms;
use timeline::{Phase, Span};
use worker_pool::{Buffer, Pool};

use super::thrown::internal;
use super::{Compute, Growing, Order, View};
use crate::compute::RunFailure;
use crate::place::Moving;

/// Where the output of all jobs comes together.
pub(super) enum Sink {
    /// There is none but figures.
    None,
    /// Jobs write into it themselves.
    Shared(Uint8Array),
    /// Bands are copied into it as they arrive.
    Gathered(Uint8Array),
    /// The one job's own buffer.
    Whole(RefCell<Option<Uint8Array>>),
}

impl Sink {
    pub(super) fn new(order: &Order, jobs: u32) -> Result<Self, RunFailure> {
        let Some(bytes) = output_bytes(&order.spec) else {
            return Ok(Self::None);
        };
        Ok(match order.moving {
            Moving::Share => Self::Shared(shared_bytes(bytes).ok_or(RunFailure::NotShareable)?),
            _ if jobs > 1 => Self::Gathered(Uint8Array::new_with_length(bytes)),
            _ => Self::Whole(RefCell::default()),
        })
    }

    pub(super) fn is_shared(&self) -> bool {
        matches!(self, Self::Shared(_))
    }

    /// The output as it grows, with who has computed which row, if anyone writes that down.
    pub(super) fn view(&self, owners: Option<&Uint8Array>) -> Option<View> {
        match self {
            Self::Shared(bytes) | Self::Gathered(bytes) => {
                let (bytes, owners) = (bytes.clone(), owners.cloned());
                Some(Rc::new(move || {
                    Some(Growing {
                        output: bytes.clone(),
                        owners: owners.clone(),
                    })
                }))
            }
            Self::None | Self::Whole(_) => None,
        }
    }

    pub(super) fn take(
        &self,
        order: &Order,
        share: Share,
        buffers: &[Buffer],
        spans: &mut Vec<Span>,
    ) -> Result<(), RunFailure> {
        match self {
            Self::None | Self::Shared(_) => {}
            Self::Gathered(all) => {
                let start_ms = now_ms();
                let band = bytes_of(buffers)?;
                let rows = order.spec.output_rows(share);
                let row_bytes = all.length() / order.spec.extent().map_or(1, |of| of.height);
                all.set(&band, rows.start * row_bytes);
                spans.push(Span::between(Phase::Copy, start_ms, now_ms()));
            }
            Self::Whole(whole) => *whole.borrow_mut() = Some(bytes_of(buffers)?),
        }
        Ok(())
    }

    pub(super) fn bytes(self) -> Option<Uint8Array> {
        match self {
            Self::None => None,
            Self::Shared(bytes) | Self::Gathered(bytes) => Some(bytes),
            Self::Whole(bytes) => bytes.into_inner(),
        }
    }
}

/// The output in the memory that the threads share, as it grows.
pub(super) fn view_of_threads(pool: &Pool<Compute>) -> View {
    let pool = pool.clone();
    Rc::new(move || {
        let control = pool.control(0)?;
        Some(Growing {
            output: control.output()?,
            owners: control.owners(),
        })
    })
}

fn output_bytes(spec: &Spec) -> Option<u32> {
    let extent = spec.extent()?;
    let bytes = extent.pixels() * u64::from(registry::kernel(spec.kernel).data.point_bytes());
    u32::try_from(bytes).ok()
}

/// Fresh memory that threads can share; `None` where the browser gives none. That is found out by trying: a page may be
/// isolated in a browser without shared memory.
pub(super) fn shared_bytes(length: u32) -> Option<Uint8Array> {
    protocol::wire::shared_memory(length).map(|shared| Uint8Array::new(&shared))
}

pub(super) fn bytes_of(buffers: &[Buffer]) -> Result<Uint8Array, RunFailure> {
    buffers
        .first()
        .map(Buffer::bytes)
        .ok_or_else(|| internal("an answer without its bytes".to_owned()))
}
