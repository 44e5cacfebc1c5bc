//! Shares a run out to a pool's workers, and puts their answers together.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{SharedArrayBuffer, Uint8Array};
use kernels::registry;
use kernels::{Outcome, Request, Response, Schedule, Share};
use protocol::clock::now_ms;
use timeline::{Lane, Phase, Span, Thread};
use wasm_bindgen::JsCast;
use worker_pool::{Attachment, Finished, Job, JobPolicy, Pool};

use super::sink::Sink;
use super::thrown::{internal, stray};
use super::{Compute, Hooks, Order, Ran};
use crate::compute::RunFailure;
use crate::place::{Moving, Place};

/// Hands the work to a pool in so many jobs, and puts their results together.
pub(super) async fn share_out(
    pool: &Pool<Compute>,
    order: &Order,
    jobs: u32,
    policy: JobPolicy,
    hooks: &Hooks,
) -> Result<Ran, RunFailure> {
    let sink = Sink::new(order, jobs)?;
    // The rows of a job get their owner when it has ended.
    let grown = order.spec.extent().filter(|_| jobs > 1);
    let grown = grown.map(|extent| Uint8Array::new_with_length(extent.height));
    let is_seen_here = !matches!(order.place, Place::Parallel { .. });
    if let (Some(view), true) = (sink.view(grown.as_ref()), is_seen_here) {
        (hooks.on_view)(view);
    }
    let fractions = Rc::new(RefCell::new(vec![0.0; jobs as usize]));
    let mut spans = Vec::new();
    let mut under_way: Vec<Job<Compute>> = Vec::new();
    for index in 0..jobs {
        let share = Share { index, of: jobs };
        let (fractions, on_progress) = (Rc::clone(&fractions), Rc::clone(&hooks.on_progress));
        let policy = JobPolicy {
            fault: order.fault.filter(|_| index == jobs / 2),
            ..policy
        };
        let request = Request::Run {
            spec: order.spec,
            share,
            schedule: match order.place {
                Place::Parallel { schedule, .. } => schedule,
                _ => Schedule::default(),
            },
            into_shared: sink.is_shared(),
        };
        let attachments = attachments(order, share, &sink, &mut spans);
        under_way.push(pool.submit(request, attachments, policy, move |fraction| {
            let mut all = fractions.borrow_mut();
            all[index as usize] = fraction;
            on_progress(all.iter().sum::<f64>() / f64::from(jobs));
        }));
    }
    let cancellers: Vec<_> = under_way.iter().map(Job::canceller).collect();
    (hooks.on_cancel)(Rc::new(move || {
        for cancel in &cancellers {
            cancel();
        }
    }));

    let mut outcomes = Vec::new();
    let (mut lanes, mut owners, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    for (index, mut job) in (0..jobs).zip(under_way) {
        let result = (&mut job).await;
        (hooks.on_lost)(job.lost_attempts());
        // Whichever fails, those that follow are dropped, and so cancelled.
        let finished: Finished<Response> = result?;
        let Response::Ran {
            outcome,
            lanes: threads,
            owners: rows,
        } = finished.outcome
        else {
            return Err(stray(&finished.outcome));
        };
        if jobs > 1 {
            fractions.borrow_mut()[index as usize] = 1.0;
            (hooks.on_progress)(fractions.borrow().iter().sum::<f64>() / f64::from(jobs));
        }
        sink.take(
            order,
            Share { index, of: jobs },
            &finished.buffers,
            &mut spans,
        )?;
        outcomes.push(outcome);
        starts.push(finished.start_order);
        if jobs > 1 {
            let owner = u8::try_from(finished.worker.slot + 1).unwrap_or(u8::MAX);
            let rows = order.spec.output_rows(Share { index, of: jobs });
            if let Some(grown) = &grown {
                grown.fill(owner, rows.start, rows.end);
            }
            owners.extend(rows.map(|_| owner));
        }
        lanes.extend(finished.lanes);
        lanes.extend(threads);
        owners.extend(rows.into_iter().map(|thread| thread.saturating_add(1)));
    }
    let outcome = Outcome::of_shares(&order.spec, outcomes)
        .ok_or_else(|| internal("the jobs' results do not belong together".to_owned()))?;
    if !spans.is_empty() {
        lanes.push(Lane::new(Thread::Main, spans));
    }
    Ok(Ran {
        outcome,
        output: sink.bytes(),
        lanes,
        owners,
        starts,
    })
}

/// What a job takes with it: its rows of the picture, and the memory for its output.
fn attachments(order: &Order, share: Share, sink: &Sink, spans: &mut Vec<Span>) -> Vec<Attachment> {
    let mut attachments = Vec::new();
    if let (Some(picture), Some(extent)) = (&order.picture, order.spec.extent()) {
        let row_bytes =
            extent.width * u32::from(registry::kernel(order.spec.kernel).data.point_bytes());
        let rows = order.spec.input_rows(share);
        let band = || {
            picture
                .slice(rows.start * row_bytes, rows.end * row_bytes)
                .buffer()
        };
        match order.moving {
            Moving::Share => attachments.extend(
                picture
                    .buffer()
                    .dyn_into::<SharedArrayBuffer>()
                    .ok()
                    .map(Attachment::Share),
            ),
            Moving::Clone if share.of == 1 => attachments.push(Attachment::Clone(picture.buffer())),
            Moving::Clone | Moving::Transfer => {
                let start_ms = now_ms();
                let band = band();
                // The page keeps the picture for the next run, which whoever hands a picture over
                // does not: for one job this copy is ours, and is not counted.
                if share.of > 1 {
                    spans.push(Span::between(Phase::Copy, start_ms, now_ms()));
                }
                attachments.push(if order.moving == Moving::Clone {
                    Attachment::Clone(band)
                } else {
                    Attachment::Move(band)
                });
            }
        }
    }
    if let Sink::Shared(output) = sink {
        attachments.extend(
            output
                .buffer()
                .dyn_into::<SharedArrayBuffer>()
                .ok()
                .map(Attachment::Share),
        );
    }
    attachments
}
