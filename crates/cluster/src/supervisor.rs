//! Carries out what the [`Plan`] decides: starts workers, hears them, drains and ends them.

use std::collections::HashMap;

use std::net::TcpListener;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use command_fds::{CommandFdExt, FdMapping};

use tokio::process::{Child, Command};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::board::{Board, BoardError, Counter, Gauge, SlotField, SupervisorField};
use crate::clock;
use crate::control::{self, FromWorker, ToWorker, Wish};
use crate::growth::Growth;
use crate::health::Counts;
use crate::member::{BOARD_FD, CONTROL_FD, LISTENER_FD, VARIABLE};
use crate::plan::{self, Ending, Event, Limits, Plan, ProcessId, Reason, Seen};

/// How often the plan looks at its workers.
const TICK: Duration = Duration::from_millis(100);

/// How often the supervisor says how it stands itself.
const REPORT_INTERVAL: Duration = Duration::from_secs(30);

/// A worker that does not read within this time is not told.
const SEND_MAX: Duration = Duration::from_millis(500);

/// How long a worker that somebody wants killed may still answer them.
const ASKED_KILL_PAUSE: Duration = Duration::from_millis(100);

/// Messages of all workers that wait to be handled; workers that say more have to wait themselves.
const EVENTS_MAX: usize = 256;

/// What a supervisor needs.
#[derive(Debug)]
pub struct Config {
    /// How many workers, and what they may do.
    pub limits: Limits,
    /// The port, which the supervisor keeps until it is to stop.
    pub listener: TcpListener,
    /// The program of the workers; they get its environment, and the descriptors.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
}

/// Why a supervisor does not run.
#[derive(Debug, thiserror::Error)]
pub enum SupervisorError {
    /// See [`BoardError`].
    #[error(transparent)]
    Board(#[from] BoardError),
    /// The system refuses something that nothing works without.
    #[error("{what} ({source})")]
    System {
        /// What was tried.
        what: &'static str,
        /// What the system says.
        source: std::io::Error,
    },
}

/// What a worker's task hears.
#[derive(Debug)]
enum Told {
    Ready,
    Failed(control::Failure),
    Ask { id: u32, wish: Wish },
    Exited(Option<ExitStatus>),
}

/// What a worker's task is to do.
#[derive(Debug)]
enum Order {
    Send(ToWorker),
    Kill,
}

/// A worker that runs.
struct Running {
    seat: usize,
    slot: usize,
    pid: u32,
    started_ms: u64,
    growth: Growth,
    orders: mpsc::UnboundedSender<Order>,
}

struct Supervisor {
    limits: Limits,
    /// `None` once it is to stop: whoever connects is to be refused at once, and go elsewhere.
    listener: Option<TcpListener>,
    program: PathBuf,
    arguments: Vec<String>,
    plan: Plan,
    board: Board,
    running: HashMap<ProcessId, Running>,
    free_seats: Vec<usize>,
    growth: Growth,
    events: mpsc::Sender<(ProcessId, Told)>,
}

/// Supervises until there is nothing left to supervise. SIGHUP replaces all workers, one after another;
/// SIGTERM and SIGINT end them, the second time at once.
pub async fn supervise(config: Config) -> Result<Ending, SupervisorError> {
    let board = Board::new(config.limits.slots)?;
    board.set_supervisor(SupervisorField::Pid, u64::from(std::process::id()));
    board.set_supervisor(SupervisorField::StartedMs, clock::now_ms());
    let (sender, mut events) = mpsc::channel(EVENTS_MAX);
    let mut reload = heard(SignalKind::hangup())?;
    let mut terminate = heard(SignalKind::terminate())?;
    let mut interrupt = heard(SignalKind::interrupt())?;
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut report = tokio::time::interval(REPORT_INTERVAL);

    let mut supervisor = Supervisor {
        plan: Plan::new(config.limits.clone(), seed()),
        free_seats: (0..board.seats()).rev().collect(),
        board,
        limits: config.limits,
        listener: Some(config.listener),
        program: config.program,
        arguments: config.arguments,
        running: HashMap::new(),
        growth: Growth::default(),
        events: sender,
    };
    loop {
        let ending = tokio::select! {
            _ = tick.tick() => {
                let seen = supervisor.seen();
                supervisor.handle(Event::Tick(seen))
            }
            Some((process, told)) = events.recv() => supervisor.hear(process, told),
            _ = reload.recv() => {
                tracing::info!("all workers are to be replaced");
                supervisor.handle(Event::Reload)
            }
            _ = terminate.recv() => supervisor.stop("SIGTERM"),
            _ = interrupt.recv() => supervisor.stop("SIGINT"),
            _ = report.tick() => {
                supervisor.report();
                None
            }
        };
        if supervisor.plan.is_stopping() {
            // Nobody takes connections from it any longer: they would wait until everything has ended.
            supervisor.listener = None;
        }
        supervisor.write_down();
        if let Some(ending) = ending {
            return Ok(ending);
        }
    }
}

fn heard(kind: SignalKind) -> Result<Signal, SupervisorError> {
    signal(kind).map_err(|source| SupervisorError::System {
        what: "a signal cannot be heard",
        source,
    })
}

/// Supervisors that are started together need not restart their workers together.
fn seed() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let nanoseconds = since.map_or(0, |since| since.subsec_nanos());
    u64::from(nanoseconds) << 32 | u64::from(std::process::id())
}

impl Supervisor {
    /// Hands an event to the plan and does what it wants.
    fn handle(&mut self, event: Event) -> Option<Ending> {
        match self.plan.handle(event, clock::now_ms()) {
            Ok(commands) => self.carry_out(commands),
            Err(refusal) => {
                tracing::warn!(%refusal, "not done");
                None
            }
        }
    }

    fn stop(&mut self, signal: &str) -> Option<Ending> {
        if self.plan.is_stopping() {
            tracing::warn!(signal, "stopping at once");
        } else {
            tracing::info!(signal, "stopping when all requests are answered");
        }
        self.handle(Event::Stop)
    }

    fn hear(&mut self, process: ProcessId, told: Told) -> Option<Ending> {
        let (slot, pid) = self.name(process);
        match told {
            Told::Ready => {
                tracing::info!(slot, pid, "worker ready");
                self.handle(Event::Ready(process))
            }
            Told::Failed(control::Failure {
                method,
                path,
                status,
                message,
            }) => {
                tracing::error!(slot, pid, method, path, status, message, "request failed");
                None
            }
            Told::Ask { id, wish } => self.answer(process, id, wish),
            Told::Exited(status) => {
                let status = status.map_or_else(|| "not started".to_owned(), |it| it.to_string());
                if self.plan.is_stopping() {
                    tracing::info!(slot, pid, status, "worker ended");
                } else {
                    tracing::warn!(slot, pid, status, "worker ended");
                }
                if let Some(running) = self.running.remove(&process) {
                    self.board.retire(running.seat);
                    self.free_seats.push(running.seat);
                }
                self.handle(Event::Exited(process))
            }
        }
    }

    /// Carries out what somebody asked a worker for, and answers.
    fn answer(&mut self, process: ProcessId, id: u32, wish: Wish) -> Option<Ending> {
        let (asked_by, _) = self.name(process);
        tracing::warn!(asked_by, ?wish, "asked for by an administrator");
        let event = match wish {
            Wish::Restart { slot } => Event::Restart(slot),
            Wish::Kill { slot } => Event::Kill(slot),
            Wish::RestartAll => Event::Reload,
        };
        let result = self.plan.handle(event, clock::now_ms());
        let refusal = result.as_ref().err().map(ToString::to_string);
        // The answer goes first: the worker that asked may be the one that is killed.
        self.order(process, Order::Send(ToWorker::Answer { id, refusal }));
        self.carry_out(result.unwrap_or_default())
    }

    fn carry_out(&mut self, commands: Vec<plan::Command>) -> Option<Ending> {
        let mut ending = None;
        for command in commands {
            match command {
                plan::Command::Spawn {
                    process,
                    slot,
                    generation,
                } => self.spawn(process, slot, generation),
                plan::Command::Drain(process) => {
                    let within_ms = self.limits.drain_ms_max;
                    self.order(process, Order::Send(ToWorker::Drain { within_ms }));
                }
                plan::Command::Kill(process, reason) => {
                    let (slot, pid) = self.name(process);
                    if matches!(reason, Reason::Asked | Reason::Unneeded) {
                        tracing::info!(slot, pid, ?reason, "worker killed");
                    } else {
                        tracing::error!(slot, pid, ?reason, "worker killed");
                    }
                    if reason == Reason::Asked {
                        self.kill_later(process);
                    } else {
                        self.order(process, Order::Kill);
                    }
                }
                plan::Command::Finish(how) => ending = Some(how),
            }
        }
        ending
    }

    /// Whoever asked for a kill may have asked the very worker, which has to be able to answer.
    fn kill_later(&self, process: ProcessId) {
        if let Some(running) = self.running.get(&process) {
            let orders = running.orders.clone();
            tokio::spawn(async move {
                tokio::time::sleep(ASKED_KILL_PAUSE).await;
                let _ = orders.send(Order::Kill);
            });
        }
    }

    fn order(&self, process: ProcessId, order: Order) {
        if let Some(running) = self.running.get(&process) {
            // A worker that has ended says so itself.
            let _ = running.orders.send(order);
        }
    }

    /// A worker's slot and its process, for the log.
    fn name(&self, process: ProcessId) -> (usize, u32) {
        self.running
            .get(&process)
            .map_or((0, 0), |running| (running.slot, running.pid))
    }

    fn spawn(&mut self, process: ProcessId, slot: usize, generation: u32) {
        // The plan never wants more workers than there are slots, and one that takes over; a seat more
        // is there for one that ends just then.
        let started = match self.free_seats.pop() {
            Some(seat) => self
                .start(process, slot, seat, generation)
                .inspect_err(|_| self.free_seats.push(seat)),
            None => Err(std::io::Error::other("no seat is free")),
        };
        if let Err(error) = started {
            tracing::error!(slot, %error, "a worker could not be started");
            let events = self.events.clone();
            tokio::spawn(async move {
                let _ = events.send((process, Told::Exited(None))).await;
            });
        }
    }

    fn start(
        &mut self,
        process: ProcessId,
        slot: usize,
        seat: usize,
        generation: u32,
    ) -> std::io::Result<()> {
        let (ours, theirs) = UnixStream::pair()?;
        ours.set_nonblocking(true)?;
        let socket = tokio::net::UnixStream::from_std(ours)?;
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .env(VARIABLE, seat.to_string())
            .env("LISTEN_FDS", "3")
            .env_remove("LISTEN_PID")
            // A group of its own, so that Ctrl-C reaches the supervisor alone.
            .process_group(0)
            .kill_on_drop(true);
        let listener = self.listener.as_ref();
        let listener = listener.ok_or_else(|| std::io::Error::other("the port is given up"))?;
        let listener = listener.as_fd().try_clone_to_owned()?;
        let board = self.board.file().as_fd().try_clone_to_owned()?;
        command
            .fd_mappings(vec![
                mapping(listener, LISTENER_FD),
                mapping(OwnedFd::from(theirs), CONTROL_FD),
                mapping(board, BOARD_FD),
            ])
            .map_err(std::io::Error::other)?;
        self.board.set(seat, Gauge::BeatMs, clock::now_ms());
        let child = command.spawn()?;
        tracing::info!(slot, pid = child.id(), generation, "worker started");
        let (orders, to_do) = mpsc::unbounded_channel();
        self.running.insert(
            process,
            Running {
                seat,
                slot,
                pid: child.id().unwrap_or(0),
                started_ms: clock::now_ms(),
                growth: Growth::default(),
                orders,
            },
        );
        tokio::spawn(attend(process, child, socket, to_do, self.events.clone()));
        Ok(())
    }

    /// What is seen of the workers on the scoreboard.
    fn seen(&self) -> Vec<(ProcessId, Seen)> {
        let now_ms = clock::now_ms();
        let see = |(&process, running): (&ProcessId, &Running)| {
            let counter = |counter| self.board.counter(running.seat, counter);
            let seen = Seen {
                beat_age_ms: now_ms.saturating_sub(self.board.gauge(running.seat, Gauge::BeatMs)),
                counts: Counts {
                    requests: counter(Counter::Requests),
                    errors: counter(Counter::Status5xx),
                },
            };
            (process, seen)
        };
        self.running.iter().map(see).collect()
    }

    /// Puts onto the scoreboard how the slots stand, so that any worker can tell.
    fn write_down(&self) {
        for (slot, view) in self.plan.slots().into_iter().enumerate() {
            let running = view.process.and_then(|process| self.running.get(&process));
            let of_worker = |read: fn(&Running) -> u64| running.map_or(0, read);
            let fields = [
                (SlotField::State, view.state.code()),
                (SlotField::Seat, of_worker(|it| it.seat as u64 + 1)),
                (SlotField::Pid, of_worker(|it| it.pid.into())),
                (SlotField::Generation, view.generation.into()),
                (SlotField::Crashes, view.crashes.into()),
                (SlotField::StartedMs, of_worker(|it| it.started_ms)),
            ];
            for (field, value) in fields {
                self.board.set_slot(slot, field, value);
            }
        }
    }

    /// Logs how much memory each process has, and whether that grows.
    fn report(&mut self) {
        let bytes = clock::resident_bytes();
        self.board
            .set_supervisor(SupervisorField::MemoryBytes, bytes);
        let now_ms = clock::now_ms();
        let verdict = self.growth.add(now_ms, bytes);
        tracing::info!(bytes, %verdict, "memory of the supervisor");
        for running in self.running.values_mut() {
            let bytes = self.board.gauge(running.seat, Gauge::MemoryBytes);
            let verdict = running.growth.add(now_ms, bytes);
            let (slot, pid) = (running.slot, running.pid);
            tracing::info!(slot, pid, bytes, %verdict, "memory of a worker");
        }
    }
}

fn mapping(parent_fd: OwnedFd, child_fd: i32) -> FdMapping {
    FdMapping {
        parent_fd,
        child_fd,
    }
}

/// Stands between a worker and the plan until the worker has ended.
async fn attend(
    process: ProcessId,
    mut child: Child,
    socket: tokio::net::UnixStream,
    mut orders: mpsc::UnboundedReceiver<Order>,
    events: mpsc::Sender<(ProcessId, Told)>,
) {
    let (mut inbox, mut outbox) = control::halves(socket);
    let mut listens = true;
    let status = loop {
        tokio::select! {
            status = child.wait() => break status,
            message = inbox.next(), if listens => match message {
                Ok(Some(message)) => {
                    let _ = events.send((process, told(message))).await;
                }
                Ok(None) => listens = false,
                Err(error) => {
                    tracing::error!(%error, "a worker cannot be understood");
                    listens = false;
                }
            },
            order = orders.recv() => match order {
                Some(Order::Send(message)) => {
                    let sent = timeout(SEND_MAX, outbox.send(&message)).await;
                    if !matches!(sent, Ok(Ok(()))) {
                        tracing::warn!(?message, "a worker could not be told");
                    }
                }
                Some(Order::Kill) | None => {
                    if let Err(error) = child.start_kill() {
                        tracing::error!(%error, "a worker could not be killed");
                    }
                }
            },
        }
    };
    // What it said last is heard, though it is gone.
    while listens && let Ok(Ok(Some(message))) = timeout(SEND_MAX, inbox.next()).await {
        let _ = events.send((process, told(message))).await;
    }
    let _ = events.send((process, Told::Exited(status.ok()))).await;
}

fn told(message: FromWorker) -> Told {
    match message {
        FromWorker::Ready => Told::Ready,
        FromWorker::Failed(failure) => Told::Failed(failure),
        FromWorker::Ask { id, wish } => Told::Ask { id, wish },
    }
}
