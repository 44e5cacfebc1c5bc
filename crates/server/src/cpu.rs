//! Threads that compute, so that those that serve never do.
//!
//! The queue is bounded: what does not fit is refused at once. A job whose caller is gone, or whose time is
//! up, ends at its next step, about a millisecond later.

use std::collections::VecDeque;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use kernels::engine::{Input, Task};
use kernels::{Ran, RunError, Share, Spec};
use tokio::sync::oneshot;

/// What takes longer is logged.
pub(crate) const SLOW: Duration = Duration::from_millis(100);

/// A pool of threads that compute.
pub struct Cpu {
    shared: Arc<Shared>,
}

impl fmt::Debug for Cpu {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Cpu({:?})", self.status())
    }
}

struct Shared {
    state: Mutex<State>,
    wake: Condvar,
    queue_max: usize,
}

struct State {
    waiting: VecDeque<Job>,
    /// What each thread computes.
    active: Vec<Option<Active>>,
    /// Jobs that each thread has ended.
    done: Vec<u64>,
    closed: bool,
}

struct Job {
    name: &'static str,
    cancelled: Arc<AtomicBool>,
    /// Computes, and sends what came out to whoever waits.
    work: Box<dyn FnOnce() + Send>,
}

#[derive(Clone, Copy, Debug)]
struct Active {
    name: &'static str,
    since: Instant,
}

/// What became of a job.
#[derive(Debug)]
pub struct Computed<T> {
    /// What came out.
    pub made: T,
    /// How long it waited.
    pub queued: Duration,
    /// How long it was computed.
    pub computed: Duration,
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CpuError {
    /// As many jobs wait as may.
    #[error("{waiting} jobs wait already, which is as many as may")]
    Full {
        /// How many.
        waiting: usize,
    },
    /// The time was up.
    #[error("not done within {} ms", within.as_millis())]
    Late {
        /// How long it might have taken.
        within: Duration,
    },
    /// The pool was closed, or its thread failed.
    #[error("the computation failed")]
    Lost,
}

/// How the pool stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CpuStatus {
    /// Jobs that wait.
    pub queue_length: usize,
    /// The most that may.
    pub queue_max: usize,
    /// Each thread: what it computes and for how long, and how many jobs it has ended.
    pub threads: Vec<(Option<(&'static str, Duration)>, u64)>,
}

/// Nobody waits for the result any longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nobody waits for it any longer")]
pub struct Cancelled;

/// By which a job learns whether it is to go on.
#[derive(Clone, Debug)]
pub struct Going(Arc<AtomicBool>);

impl Going {
    /// To be asked about every millisecond.
    pub fn on(&self) -> Result<(), Cancelled> {
        if self.0.load(Ordering::Relaxed) {
            return Err(Cancelled);
        }
        Ok(())
    }
}

impl Cpu {
    /// Starts so many threads, for which so many jobs may wait.
    pub fn start(threads: usize, queue_max: usize) -> std::io::Result<Self> {
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                waiting: VecDeque::new(),
                active: vec![None; threads],
                done: vec![0; threads],
                closed: false,
            }),
            wake: Condvar::new(),
            queue_max,
        });
        for number in 0..threads {
            let shared = Arc::clone(&shared);
            thread::Builder::new()
                .name(format!("cpu-{number}"))
                .spawn(move || shared.work(number))?;
        }
        Ok(Self { shared })
    }

    /// Computes a kernel. The job ends when the future is dropped.
    pub async fn kernel(
        &self,
        spec: Spec,
        input: Input,
        within: Duration,
    ) -> Result<Computed<Result<Ran, RunError>>, CpuError> {
        let name = spec.kernel.id();
        self.run(name, within, move |going| compute(spec, input, going))
            .await
    }

    /// Does some work, under a name for [`CpuStatus`]. It ends when the future is dropped, if it looks.
    pub async fn run<T: Send + 'static>(
        &self,
        name: &'static str,
        within: Duration,
        work: impl FnOnce(&Going) -> T + Send + 'static,
    ) -> Result<Computed<T>, CpuError> {
        let (reply, answer) = oneshot::channel();
        let cancelled = Arc::new(AtomicBool::new(false));
        let _guard = CancelOnDrop(Arc::clone(&cancelled));
        let going = Going(Arc::clone(&cancelled));
        let entered = Instant::now();
        let work = Box::new(move || {
            let start = Instant::now();
            let made = work(&going);
            // Whoever waited may be gone.
            let _ = reply.send(Computed {
                made,
                queued: start - entered,
                computed: start.elapsed(),
            });
        });
        {
            let mut state = self.shared.lock();
            // Who is gone does not keep others out.
            state
                .waiting
                .retain(|job| !job.cancelled.load(Ordering::Relaxed));
            let idle = state
                .active
                .iter()
                .filter(|active| active.is_none())
                .count();
            let waiting = state.waiting.len();
            if waiting >= self.shared.queue_max + idle {
                return Err(CpuError::Full { waiting });
            }
            state.waiting.push_back(Job {
                name,
                cancelled,
                work,
            });
        }
        self.shared.wake.notify_one();
        match tokio::time::timeout(within, answer).await {
            Ok(Ok(computed)) => {
                if computed.computed >= SLOW {
                    tracing::warn!(
                        operation = name,
                        ms = computed.computed.as_secs_f64() * 1_000.0,
                        queued_ms = computed.queued.as_secs_f64() * 1_000.0,
                        "slow operation"
                    );
                }
                Ok(computed)
            }
            Ok(Err(_)) => Err(CpuError::Lost),
            Err(_) => Err(CpuError::Late { within }),
        }
    }

    /// How the pool stands just now.
    #[must_use]
    pub fn status(&self) -> CpuStatus {
        let state = self.shared.lock();
        let threads = state.active.iter().zip(&state.done);
        CpuStatus {
            queue_length: state.waiting.len(),
            queue_max: self.shared.queue_max,
            threads: threads
                .map(|(active, done)| {
                    let active = active.map(|active| (active.name, active.since.elapsed()));
                    (active, *done)
                })
                .collect(),
        }
    }
}

impl Drop for Cpu {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.closed = true;
        state.waiting.clear();
        drop(state);
        self.shared.wake.notify_all();
    }
}

struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Shared {
    /// Nothing panics while it holds the lock, so what is poisoned is whole.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, number: usize) {
        while let Some(job) = self.next(number) {
            // A panic has said what it was, and dropped the reply, from which the caller learns of it.
            let _ = catch_unwind(AssertUnwindSafe(job.work));
            let mut state = self.lock();
            state.active[number] = None;
            state.done[number] += 1;
        }
    }

    /// The next job that somebody waits for; `None` when there will be none.
    fn next(&self, number: usize) -> Option<Job> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            match state.waiting.pop_front() {
                Some(job) if job.cancelled.load(Ordering::Relaxed) => {}
                Some(job) => {
                    state.active[number] = Some(Active {
                        name: job.name,
                        since: Instant::now(),
                    });
                    return Some(job);
                }
                None => {
                    state = self
                        .wake
                        .wait(state)
                        .unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }
}

fn compute(spec: Spec, input: Input, going: &Going) -> Result<Ran, RunError> {
    let mut task = Task::new(spec, Share::WHOLE, input)?;
    while task.step()? {
        going.on().map_err(|Cancelled| RunError::Cancelled)?;
    }
    task.finish()
}

#[cfg(test)]
mod tests {
    use kernels::{Engine, Kernel, Outcome, Variant};

    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    fn fibonacci(index: u64) -> Spec {
        Spec::new(Kernel::Fibonacci, Variant::Plain, Engine::Wasm, index, 1).expect("in range")
    }

    async fn wait_until(cpu: &Cpu, is_so: impl Fn(&CpuStatus) -> bool) {
        let look = async {
            while !is_so(&cpu.status()) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(10), look).await;
        assert!(waited.is_ok(), "{:?}", cpu.status());
    }

    fn active(status: &CpuStatus) -> usize {
        status
            .threads
            .iter()
            .filter(|(active, _)| active.is_some())
            .count()
    }

    #[tokio::test]
    async fn jobs_are_computed() {
        let cpu = Cpu::start(2, 4).expect("threads");
        let computed = cpu
            .kernel(fibonacci(20), Input::none(), LONG)
            .await
            .expect("done");
        let ran = computed.made.expect("fits");
        let Outcome::Fibonacci(outcome) = ran.outcome else {
            panic!("{ran:?}");
        };
        assert_eq!(outcome.value, 6_765);
    }

    #[tokio::test]
    async fn what_does_not_fit_is_refused_and_who_goes_away_makes_room() {
        let cpu = Cpu::start(1, 1).expect("threads");
        let busy = cpu.kernel(fibonacci(45), Input::none(), LONG);
        let waiting = cpu.kernel(fibonacci(45), Input::none(), LONG);
        {
            let mut both = std::pin::pin!(futures_util::future::join(busy, waiting));
            tokio::select! {
                _ = &mut both => panic!("45 takes seconds"),
                () = wait_until(&cpu, |status| active(status) == 1 && status.queue_length == 1) => {}
            }
            let refused = cpu.kernel(fibonacci(1), Input::none(), LONG).await;
            assert_eq!(refused.err(), Some(CpuError::Full { waiting: 1 }));
        }
        // Both callers are gone.
        wait_until(&cpu, |status| active(status) == 0).await;
        assert!(cpu.kernel(fibonacci(1), Input::none(), LONG).await.is_ok());
    }

    #[tokio::test]
    async fn a_panic_costs_its_job_alone() {
        let cpu = Cpu::start(1, 1).expect("threads");
        let lost = cpu.run("panic", LONG, |_| panic!("on purpose")).await;
        assert_eq!(
            lost.map(|computed| computed.made),
            Err::<(), _>(CpuError::Lost)
        );
        assert!(cpu.kernel(fibonacci(1), Input::none(), LONG).await.is_ok());
        assert_eq!(cpu.status().threads[0].1, 2);
    }

    #[tokio::test]
    async fn when_the_time_is_up_the_computation_ends_too() {
        let cpu = Cpu::start(1, 1).expect("threads");
        let within = Duration::from_millis(20);
        let late = cpu.kernel(fibonacci(45), Input::none(), within).await;
        assert_eq!(late.err(), Some(CpuError::Late { within }));
        wait_until(&cpu, |status| active(status) == 0).await;
    }
}
