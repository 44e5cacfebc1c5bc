//! A worker's side of the cluster.

use std::collections::HashMap;
use std::env;
use std::net::TcpListener;
use std::os::fd::{FromRawFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};

use crate::board::{Board, BoardError, Counter, Gauge, SlotField};
use crate::clock;
use crate::control::{self, Failure, FromWorker, Inbox, Outbox, ToWorker, Wish};
use crate::plan::State;

/// Names a worker's seat on the scoreboard, and so tells a worker from a supervisor.
pub const VARIABLE: &str = "PERF_PLAYGROUND_MEMBER";

/// The descriptors that a worker is handed, as systemd numbers them.
pub(crate) const LISTENER_FD: i32 = 3;
pub(crate) const CONTROL_FD: i32 = 4;
pub(crate) const BOARD_FD: i32 = 5;

/// What a worker whose supervisor is gone ends with.
pub const ORPHANED: i32 = 70;

/// How often the heart beats.
const BEAT_INTERVAL: Duration = Duration::from_millis(250);

/// Messages that wait to be sent. Reports of failures beyond that are dropped: the counters have them.
const MESSAGES_MAX: usize = 64;

/// What a worker was handed.
#[derive(Debug)]
pub struct Inheritance {
    /// The port of the whole cluster.
    pub listener: TcpListener,
    control: UnixStream,
    board: Board,
    seat: usize,
}

/// Why a process is no worker, though it was started as one.
#[derive(Debug, thiserror::Error)]
pub enum InheritError {
    /// The variable is no number.
    #[error("{VARIABLE} is {0:?}; only the supervisor sets it")]
    Variable(String),
    /// A descriptor is missing, or of another kind.
    #[error("the supervisor handed over no {0}")]
    Missing(&'static str),
    /// See [`BoardError`].
    #[error(transparent)]
    Board(#[from] BoardError),
    /// The system refuses.
    #[error("what the supervisor handed over cannot be used ({0})")]
    Unusable(#[from] std::io::Error),
}

impl Inheritance {
    /// What this process was handed; `None` if it is no worker.
    pub fn of_environment() -> Result<Option<Self>, InheritError> {
        let Ok(text) = env::var(VARIABLE) else {
            return Ok(None);
        };
        let Ok(seat) = text.parse() else {
            return Err(InheritError::Variable(text));
        };
        let mut sockets = listenfd::ListenFd::from_env();
        let listener = sockets
            .take_tcp_listener(0)?
            .ok_or(InheritError::Missing("listener"))?;
        Ok(Some(Self {
            listener,
            control: UnixStream::from(handed_over(&mut sockets, CONTROL_FD, "control socket")?),
            board: Board::open(handed_over(&mut sockets, BOARD_FD, "scoreboard")?)?,
            seat,
        }))
    }

    /// Begins to listen to the supervisor, and to beat. Has to be called within the runtime that serves:
    /// a heart that beats elsewhere would not tell that it hangs.
    pub fn join(self) -> Result<(Arc<Member>, TcpListener), InheritError> {
        self.control.set_nonblocking(true)?;
        let socket = tokio::net::UnixStream::from_std(self.control)?;
        let (inbox, outbox) = control::halves(socket);
        let (sender, receiver) = mpsc::channel(MESSAGES_MAX);
        let (told, draining) = watch::channel(None);
        let member = Arc::new(Member {
            board: self.board,
            seat: self.seat,
            started_ms: clock::now_ms(),
            sender,
            draining,
            asked: Mutex::default(),
        });
        tokio::spawn(listen(inbox, Arc::clone(&member), told));
        tokio::spawn(speak(outbox, receiver));
        tokio::spawn(beat(Arc::clone(&member)));
        Ok((member, self.listener))
    }
}

#[allow(
    unsafe_code,
    reason = "the only way to own a descriptor that another process handed over"
)]
fn handed_over(
    sockets: &mut listenfd::ListenFd,
    wanted: i32,
    what: &'static str,
) -> Result<OwnedFd, InheritError> {
    let index = usize::try_from(wanted - LISTENER_FD).unwrap_or(usize::MAX);
    let descriptor = sockets
        .take_raw_fd(index)?
        .ok_or(InheritError::Missing(what))?;
    // SAFETY: `take_raw_fd` gives each inherited descriptor once, so nobody else owns it.
    Ok(unsafe { OwnedFd::from_raw_fd(descriptor) })
}

/// Ends a process that has no supervisor.
#[derive(Debug)]
pub struct Stop(watch::Sender<Option<Duration>>);

impl Stop {
    /// Lets it finish what it has, within that time.
    pub fn drain(&self, within: Duration) {
        self.0.send_replace(Some(within));
    }
}

/// A worker, as the rest of its process sees it.
#[derive(Debug)]
pub struct Member {
    board: Board,
    seat: usize,
    started_ms: u64,
    sender: mpsc::Sender<FromWorker>,
    draining: watch::Receiver<Option<Duration>>,
    asked: Mutex<Asked>,
}

/// Wishes that the supervisor has not answered yet.
#[derive(Debug, Default)]
struct Asked {
    next: u32,
    waiting: HashMap<u32, oneshot::Sender<Option<String>>>,
}

impl Member {
    /// A process that serves without a supervisor, for debugging. Has to be called within its runtime.
    pub fn alone() -> Result<(Arc<Self>, Stop), BoardError> {
        let board = Board::new(1)?;
        let pid = u64::from(process::id());
        let started_ms = clock::now_ms();
        for (field, value) in [
            (SlotField::State, State::Ready.code()),
            (SlotField::Seat, 1),
            (SlotField::Pid, pid),
            (SlotField::Generation, 1),
            (SlotField::StartedMs, started_ms),
        ] {
            board.set_slot(0, field, value);
        }
        // Nobody hears what it says.
        let (sender, _) = mpsc::channel(1);
        let (told, draining) = watch::channel(None);
        let member = Arc::new(Self {
            board,
            seat: 0,
            started_ms,
            sender,
            draining,
            asked: Mutex::default(),
        });
        tokio::spawn(beat(Arc::clone(&member)));
        Ok((member, Stop(told)))
    }

    /// The whole cluster's scoreboard.
    #[must_use]
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// Which seat of the scoreboard is its own.
    #[must_use]
    pub fn seat(&self) -> usize {
        self.seat
    }

    /// How long this worker has been there, in milliseconds.
    #[must_use]
    pub fn uptime_ms(&self) -> u64 {
        clock::now_ms().saturating_sub(self.started_ms)
    }

    /// Counts one more.
    pub fn count(&self, counter: Counter) {
        self.board.count(self.seat, counter);
    }

    /// Sets a gauge.
    pub fn set(&self, gauge: Gauge, value: u64) {
        self.board.set(self.seat, gauge, value);
    }

    /// Tells the supervisor that this worker takes connections.
    pub async fn ready(&self) {
        // Where nobody listens any longer, `listen` ends this process.
        let _ = self.sender.send(FromWorker::Ready).await;
    }

    /// Tells the supervisor of a request that failed, unless there is too much to tell.
    pub fn report(&self, failure: Failure) {
        let _ = self.sender.try_send(FromWorker::Failed(failure));
    }

    /// Asks something of the supervisor; the error is why it is not done.
    pub async fn ask(&self, wish: Wish) -> Result<(), String> {
        const NO_ANSWER: &str = "the supervisor does not answer";
        let (sender, answer) = oneshot::channel();
        let id = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            let id = asked.next;
            asked.next = id.wrapping_add(1);
            asked.waiting.insert(id, sender);
            id
        };
        if self.sender.try_send(FromWorker::Ask { id, wish }).is_err() {
            self.answered(id, None);
            return Err(NO_ANSWER.to_owned());
        }
        match answer.await {
            Ok(None) => Ok(()),
            Ok(Some(refusal)) => Err(refusal),
            Err(_) => Err(NO_ANSWER.to_owned()),
        }
    }

    fn answered(&self, id: u32, refusal: Option<String>) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = asked.waiting.remove(&id) {
            // Whoever asked may be gone.
            let _ = sender.send(refusal);
        }
    }

    /// Whether this worker is to take no more.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.draining.borrow().is_some()
    }

    /// Waits until this worker is to stop, and gives how long that may take.
    pub async fn drained(&self) -> Duration {
        let mut draining = self.draining.clone();
        match draining.wait_for(Option::is_some).await {
            Ok(within) => within.unwrap_or_default(),
            // The supervisor is gone, and `listen` ends this process.
            Err(_) => std::future::pending().await,
        }
    }
}

async fn listen(mut inbox: Inbox, member: Arc<Member>, told: watch::Sender<Option<Duration>>) {
    loop {
        match inbox.next().await {
            Ok(Some(ToWorker::Drain { within_ms })) => {
                told.send_replace(Some(Duration::from_millis(within_ms)));
            }
            Ok(Some(ToWorker::Answer { id, refusal })) => member.answered(id, refusal),
            // Without a supervisor nobody would ever end this process, and it would keep the port.
            Ok(None) => process::exit(ORPHANED),
            Err(error) => {
                tracing::error!(%error, "the supervisor cannot be understood");
                process::exit(ORPHANED);
            }
        }
    }
}

async fn speak(mut outbox: Outbox, mut messages: mpsc::Receiver<FromWorker>) {
    while let Some(message) = messages.recv().await {
        if let Err(error) = outbox.send(&message).await {
            tracing::warn!(%error, "the supervisor cannot be told something");
        }
    }
}

async fn beat(member: Arc<Member>) {
    let mut interval = tokio::time::interval(BEAT_INTERVAL);
    loop {
        interval.tick().await;
        member.set(Gauge::BeatMs, clock::now_ms());
        member.set(Gauge::MemoryBytes, clock::resident_bytes());
    }
}
