//! Requests that have not been answered, each with its deadline.

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::Future;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::*;

use crate::own_code::CodeError;

/// What comes of a request.
pub(super) enum Reply {
    /// What was answered.
    Answer(JsValue),
    /// The code cannot be compiled.
    Failed(CodeError),
    /// Nothing, until its deadline.
    Late,
}

/// Requests that have not been answered, each with its deadline. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Waiting(Rc<RefCell<HashMap<u32, Request>>>);

struct Request {
    reply: oneshot::Sender<Reply>,
    _deadline: Timeout,
}

impl Waiting {
    /// Resolves with what comes of the request, or with nothing if nobody is left to answer it.
    pub(super) fn wait(
        &self,
        id: u32,
        deadline_ms: f64,
    ) -> impl Future<Output = Option<Reply>> + use<> {
        let (reply, replied) = oneshot::channel();
        let late = Rc::downgrade(&self.0);
        let deadline = Timeout::new(timer_ms(deadline_ms), move || {
            if let Some(requests) = late.upgrade() {
                Self(requests).settle(id, Reply::Late);
            }
        });
        let request = Request {
            reply,
            _deadline: deadline,
        };
        self.0.borrow_mut().insert(id, request);
        async move { replied.await.ok() }
    }

    pub(super) fn settle(&self, id: u32, reply: Reply) {
        let request = self.0.borrow_mut().remove(&id);
        if let Some(request) = request {
            // Nobody listens any more if the one who asked was dropped.
            let _ = request.reply.send(reply);
        }
    }

    pub(super) fn settle_all(&self, error: &CodeError) {
        let ids: Vec<u32> = self.0.borrow().keys().copied().collect();
        for id in ids {
            self.settle(id, Reply::Failed(error.clone()));
        }
    }

    pub(super) fn clear(&self) {
        self.0.borrow_mut().clear();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }
}

/// A deadline as a timer takes it.
fn timer_ms(deadline_ms: f64) -> u32 {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is within the range of a timer, whose sign bit is not used"
    )]
    let ms = deadline_ms.clamp(0.0, f64::from(i32::MAX)) as u32;
    ms
}
