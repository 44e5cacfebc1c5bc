//! A session whose commands are futures, one answer for each.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::future::Future;
use std::rc::Rc;

use futures_channel::oneshot;
use protocol::flag::Flag;
use protocol::wire::{Attachment, Buffer};
use thiserror::Error;

use super::{Contract, JobError, Pool, Session, SessionEnd, SessionError, SessionEvent};
use crate::outstanding::{Next, Outstanding, Turn};

/// Why a step was not done.
#[derive(Debug, Error)]
pub enum StepError<E: fmt::Display> {
    /// The worker refused it, or it failed; the session goes on.
    #[error("{0}")]
    Failed(E),
    /// The worker is gone, and with it all that the session held.
    #[error(transparent)]
    Lost(#[from] SessionEnd),
    /// It could not be sent, and nothing has happened.
    #[error("it could not be sent: {0}")]
    Unsent(String),
}

type OnEvent<C> = Box<dyn FnMut(<C as Contract>::Event, Vec<Buffer>)>;
/// What becomes of a step.
type Answer<C> = Result<(), StepError<<C as Contract>::Error>>;

/// Someone who waits for a step.
struct Waiting<C: Contract> {
    on_event: OnEvent<C>,
    done: oneshot::Sender<Answer<C>>,
}

/// A step that was handed in while others were ending.
struct Held<C: Contract> {
    command: C::Command,
    attachments: Vec<Attachment>,
    waiting: Waiting<C>,
}

struct Table<C: Contract> {
    waiting: HashMap<u32, Waiting<C>>,
    held: VecDeque<Held<C>>,
    outstanding: Outstanding,
    lost: Option<SessionEnd>,
}

/// A session of which each step is a future: `await` it, or let several queue, which the worker does one after
/// another. Dropping the future of a step does not end the step; dropping the session ends the worker.
pub struct Steps<C: Contract> {
    session: Rc<Session<C>>,
    table: Rc<RefCell<Table<C>>>,
    flag: Option<Flag>,
}

impl<C: Contract> fmt::Debug for Steps<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outstanding = self.table.borrow().outstanding.len();
        formatter.debug_tuple("Steps").field(&outstanding).finish()
    }
}

impl<C: Contract> Pool<C> {
    /// Opens a session whose steps are futures, as [`Pool::open`] does. Where page and worker can share memory,
    /// the worker gets the flag of [`Steps::cancel`] as the last attachment.
    pub async fn open_steps(
        &self,
        open: C::Open,
        mut attachments: Vec<Attachment>,
    ) -> Result<Steps<C>, SessionError<C::Error>> {
        let flag = Flag::new();
        attachments.extend(flag.as_ref().map(Flag::attachment));
        let table = Rc::new(RefCell::new(Table {
            waiting: HashMap::new(),
            held: VecDeque::new(),
            outstanding: Outstanding::default(),
            lost: None,
        }));
        // The session comes to be after the callback that needs it, and goes before it.
        let slot: Rc<RefCell<std::rc::Weak<Session<C>>>> = Rc::default();
        let receiver = (Rc::clone(&table), Rc::clone(&slot), flag.clone());
        let session = self
            .open(open, attachments, move |event| {
                let (table, slot, flag) = &receiver;
                receive(table, &slot.borrow(), flag.as_ref(), event);
            })
            .await?;
        let session = Rc::new(session);
        *slot.borrow_mut() = Rc::downgrade(&session);
        Ok(Steps {
            session,
            table,
            flag,
        })
    }
}

impl<C: Contract> Steps<C> {
    /// Hands a step in, at once and not only when the future is awaited; `on_event` gets what it brings about,
    /// before its answer.
    pub fn step<F>(
        &self,
        command: C::Command,
        attachments: Vec<Attachment>,
        on_event: F,
    ) -> impl Future<Output = Answer<C>> + use<C, F>
    where
        F: FnMut(C::Event, Vec<Buffer>) + 'static,
    {
        let (done, answer) = oneshot::channel();
        let waiting = Waiting {
            on_event: Box::new(on_event),
            done,
        };
        self.hand_in(Held {
            command,
            attachments,
            waiting,
        });
        async {
            let closed = || Err(StepError::Unsent("the session was closed".to_owned()));
            answer.await.unwrap_or_else(|_| closed())
        }
    }

    fn hand_in(&self, step: Held<C>) {
        let (lost, turn) = {
            let table = self.table.borrow();
            (table.lost.clone(), table.outstanding.turn())
        };
        match (lost, turn) {
            (Some(lost), _) => {
                // Whoever has dropped the future does not want to know.
                let _ = step.waiting.done.send(Err(StepError::Lost(lost)));
            }
            (None, Turn::Now) => send(&self.session, &self.table, step),
            (None, Turn::Later) => self.table.borrow_mut().held.push_back(step),
        }
    }

    /// Whether [`Self::cancel`] reaches the worker: only pages that are isolated share memory with it.
    #[must_use]
    pub fn can_cancel(&self) -> bool {
        self.flag.is_some()
    }

    /// Asks the worker to end all steps that were handed in so far; each is then answered by the domain's own
    /// error, and the session goes on. False where nothing is at work, or nothing can be shared.
    #[allow(
        clippy::must_use_candidate,
        reason = "most callers only want it to end"
    )]
    pub fn cancel(&self) -> bool {
        let Some(flag) = &self.flag else {
            return false;
        };
        let goes_up = self.table.borrow_mut().outstanding.cancel();
        if goes_up {
            flag.set(true);
        }
        goes_up
    }

    /// How the session was lost, if it was.
    #[must_use]
    pub fn lost(&self) -> Option<SessionEnd> {
        self.table.borrow().lost.clone()
    }

    /// Ends the session in order, once all steps are answered; the worker goes back to the pool.
    pub async fn close(self) {
        if let Some(session) = Rc::into_inner(self.session) {
            session.close().await;
        }
    }
}

fn send<C: Contract>(session: &Session<C>, table: &RefCell<Table<C>>, step: Held<C>) {
    let Held {
        command,
        attachments,
        waiting,
    } = step;
    match session.send(command, &attachments) {
        Ok(seq) => {
            let mut table = table.borrow_mut();
            table.outstanding.sent(seq);
            table.waiting.insert(seq, waiting);
        }
        Err(error) => {
            let error = match error {
                JobError::Failed(error) => StepError::Failed(error),
                other => StepError::Unsent(other.to_string()),
            };
            let _ = waiting.done.send(Err(error));
        }
    }
}

fn receive<C: Contract>(
    table: &RefCell<Table<C>>,
    session: &std::rc::Weak<Session<C>>,
    flag: Option<&Flag>,
    event: SessionEvent<C>,
) {
    match event {
        SessionEvent::Event {
            seq,
            event,
            buffers,
        } => {
            // Taken out, because the callback may hand in another step.
            let waiting = table.borrow_mut().waiting.remove(&seq);
            if let Some(mut waiting) = waiting {
                (waiting.on_event)(event, buffers);
                table.borrow_mut().waiting.insert(seq, waiting);
            }
        }
        SessionEvent::Done { seq, error } => {
            let waiting = table.borrow_mut().waiting.remove(&seq);
            if let Some(waiting) = waiting {
                let answer = error.map_or(Ok(()), |error| Err(StepError::Failed(error)));
                let _ = waiting.done.send(answer);
            }
            let next = table.borrow_mut().outstanding.done(seq);
            if next == Next::Resume {
                resume(table, session, flag);
            }
        }
        SessionEvent::Ended(end) => lose(table, &end),
    }
}

/// Lowers the flag, and sends what waited for that.
fn resume<C: Contract>(
    table: &RefCell<Table<C>>,
    session: &std::rc::Weak<Session<C>>,
    flag: Option<&Flag>,
) {
    if let Some(flag) = flag {
        flag.set(false);
    }
    let Some(session) = session.upgrade() else {
        return;
    };
    let held = std::mem::take(&mut table.borrow_mut().held);
    for step in held {
        send(&session, table, step);
    }
}

/// Tells all who wait that the session is lost.
fn lose<C: Contract>(table: &RefCell<Table<C>>, end: &SessionEnd) {
    let (waiting, held) = {
        let mut table = table.borrow_mut();
        table.lost = Some(end.clone());
        (
            std::mem::take(&mut table.waiting),
            std::mem::take(&mut table.held),
        )
    };
    let held = held.into_iter().map(|step| step.waiting);
    for waiting in waiting.into_values().chain(held) {
        let _ = waiting.done.send(Err(StepError::Lost(end.clone())));
    }
}
