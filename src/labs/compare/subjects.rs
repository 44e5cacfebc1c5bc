//! What is compared, as it runs: fresh instances for each block, and the time that their calls take.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use kernels::{ROUNDS_MAX, Spec};
use timeline::{Lane, Phase};

use super::form::Contender;
use crate::place::{Moving, Place};
use crate::runner::{Assets, Cancel, Hooks, Order, RunFailure, Runner};

/// Ends the sample under way, where it can be ended.
pub(super) type CancelSlot = Rc<RefCell<Option<Cancel>>>;

/// Why there is no sample.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Failure {
    /// Somebody wanted it to end.
    Cancelled,
    /// A contender's result is wrong: whose, and what is wrong.
    Wrong(usize, String),
    /// Anything else, in words, with the contender.
    Failed(usize, String),
}

/// Kernels, each in its place.
pub(super) struct Kernels {
    assets: Assets,
    contenders: Vec<Contender>,
    /// The pictures that kernels of pictures work on, by contender.
    pictures: Vec<Option<Uint8Array>>,
    cancel: CancelSlot,
}

/// One contender's own workers, or the page's thread.
pub(super) struct Instance {
    index: usize,
    runner: Runner,
    order: Order,
    cancel: CancelSlot,
}

impl Kernels {
    /// Makes what the contenders work on.
    pub(super) async fn new(
        assets: Assets,
        contenders: Vec<Contender>,
        cancel: CancelSlot,
    ) -> Result<Self, Failure> {
        let maker = Runner::new(assets.clone());
        let mut pictures = Vec::new();
        for (index, contender) in contenders.iter().enumerate() {
            let picture = maker
                .picture(contender.computation, None, Moving::Transfer)
                .await
                .map_err(|failure| failed(index, failure))?;
            pictures.push(picture);
        }
        maker.close().await;
        Ok(Self {
            assets,
            contenders,
            pictures,
            cancel,
        })
    }

    /// How often each contender can be called for one sample.
    pub(super) fn calls_max(&self) -> Vec<u32> {
        vec![ROUNDS_MAX; self.contenders.len()]
    }

    /// A fresh instance, ready to compute. Its result is checked against the reference, if it `shall be`.
    pub(super) async fn open(&self, index: usize, checked: bool) -> Result<Instance, Failure> {
        let contender = self.contenders[index];
        let instance = Instance {
            index,
            runner: Runner::new(self.assets.clone()),
            order: Order {
                spec: contender.computation,
                engine: contender.engine,
                place: contender.place,
                moving: Moving::Transfer,
                fault: None,
                picture: self.pictures[index].clone(),
            },
            cancel: Rc::clone(&self.cancel),
        };
        if let Err(failure) = instance.prepare(checked).await {
            instance.close().await;
            return Err(failure);
        }
        Ok(instance)
    }
}

impl Instance {
    async fn prepare(&self, checked: bool) -> Result<(), Failure> {
        let fail = |failure| failed(self.index, failure);
        let (place, engine) = (self.order.place, self.order.engine);
        self.runner.warm(place, engine).await.map_err(fail)?;
        if !checked {
            return Ok(());
        }
        let ran = self.runner.run(&self.order, &self.hooks()).await;
        let ran = ran.map_err(fail)?;
        match self.runner.check(&self.order, &ran).await.map_err(fail)? {
            None => Ok(()),
            Some(error) => Err(Failure::Wrong(self.index, error.to_string())),
        }
    }

    /// Computes so many times over; gives the milliseconds from the first moment of computing to the last.
    pub(super) async fn sample(&self, calls: u32) -> Result<f64, Failure> {
        let order = Order {
            spec: Spec {
                rounds: calls,
                ..self.order.spec
            },
            ..self.order.clone()
        };
        let ran = self.runner.run(&order, &self.hooks()).await;
        self.cancel.borrow_mut().take();
        let ran = ran.map_err(|failure| failed(self.index, failure))?;
        Ok(computing_ms(&ran.lanes))
    }

    /// Ends its workers.
    pub(super) async fn close(self) {
        self.runner.close().await;
    }

    fn hooks(&self) -> Hooks {
        let cancel = Rc::clone(&self.cancel);
        Hooks {
            on_cancel: Rc::new(move |handle| *cancel.borrow_mut() = Some(handle)),
            ..Hooks::none()
        }
    }

    /// Whether each block gets an instance of its own: the page has but one thread, and keeps its module.
    pub(super) const fn is_fresh(place: Place) -> bool {
        !matches!(place, Place::Main | Place::Sliced { .. })
    }
}

fn failed(index: usize, failure: RunFailure) -> Failure {
    match failure {
        RunFailure::Cancelled => Failure::Cancelled,
        RunFailure::Failed(message) => Failure::Failed(index, message),
    }
}

/// From the first moment of computing on any thread to the last on any.
fn computing_ms(lanes: &[Lane]) -> f64 {
    let spans = lanes.iter().flat_map(|lane| &lane.spans);
    spans
        .filter(|span| span.phase == Phase::Compute)
        .map(|span| (span.start_ms, span.end_ms()))
        .reduce(|(start, end), (other_start, other_end)| {
            (start.min(other_start), end.max(other_end))
        })
        .map_or(0.0, |(start, end)| end - start)
}
