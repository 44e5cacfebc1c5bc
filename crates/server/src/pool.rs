//! Threads that work, so that those that serve never do: with the processor, or with a database.
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

use tokio::sync::oneshot;

/// What takes longer is logged.
pub(crate) const SLOW: Duration = Duration::from_millis(100);

/// A pool of threads, each of which has an `S` of its own.
pub struct Pool<S> {
    shared: Arc<Shared<S>>,
}

impl<S> fmt::Debug for Pool<S> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Pool({:?})", self.status())
    }
}

struct Shared<S> {
    state: Mutex<State<S>>,
    wake: Condvar,
    queue_max: usize,
}

struct State<S> {
    waiting: VecDeque<Job<S>>,
    /// What each thread does.
    active: Vec<Option<Active>>,
    /// Jobs that each thread has ended.
    done: Vec<u64>,
    closed: bool,
}

struct Job<S> {
    name: &'static str,
    cancelled: Arc<AtomicBool>,
    /// Works, and sends what came out to whoever waits.
    work: Box<dyn FnOnce(&mut S) + Send>,
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
    /// How long it was worked on.
    pub computed: Duration,
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PoolError {
    /// As many jobs wait as may.
    #[error("{waiting} jobs wait already, which is as many as may")]
    Full {
        /// How many.
        waiting: usize,
    },
    /// The time was up before a thread was free.
    #[error("no thread was free within {} ms", within.as_millis())]
    Unbegun {
        /// How long it might have taken.
        within: Duration,
    },
    /// The time was up.
    #[error("not done within {} ms", within.as_millis())]
    Late {
        /// How long it might have taken.
        within: Duration,
    },
    /// The pool was closed, or its thread failed.
    #[error("the work failed")]
    Lost,
}

/// How the pool stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolStatus {
    /// Jobs that wait.
    pub queue_length: usize,
    /// The most that may.
    pub queue_max: usize,
    /// Each thread: what it does and for how long, and how many jobs it has ended.
    pub threads: Vec<(Option<(&'static str, Duration)>, u64)>,
}

impl PoolStatus {
    /// How many threads are at work.
    #[must_use]
    pub fn active(&self) -> usize {
        let threads = self.threads.iter();
        threads.filter(|(job, _)| job.is_some()).count()
    }
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

impl<S: Send + 'static> Pool<S> {
    /// Starts a thread for each of `states`, for which so many jobs may wait.
    pub fn start(
        name: &str,
        states: impl IntoIterator<Item = S>,
        queue_max: usize,
    ) -> std::io::Result<Self> {
        let states: Vec<S> = states.into_iter().collect();
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                waiting: VecDeque::new(),
                active: vec![None; states.len()],
                done: vec![0; states.len()],
                closed: false,
            }),
            wake: Condvar::new(),
            queue_max,
        });
        for (number, state) in states.into_iter().enumerate() {
            let shared = Arc::clone(&shared);
            thread::Builder::new()
                .name(format!("{name}-{number}"))
                .spawn(move || shared.work(number, state))?;
        }
        Ok(Self { shared })
    }

    /// Does some work, under a name for [`PoolStatus`]. It ends when the future is dropped, if it looks.
    pub async fn run<T: Send + 'static>(
        &self,
        name: &'static str,
        within: Duration,
        work: impl FnOnce(&mut S, &Going) -> T + Send + 'static,
    ) -> Result<Computed<T>, PoolError> {
        let (reply, answer) = oneshot::channel();
        let cancelled = Arc::new(AtomicBool::new(false));
        let _guard = CancelOnDrop(Arc::clone(&cancelled));
        let going = Going(Arc::clone(&cancelled));
        let entered = Instant::now();
        let begun = Arc::new(AtomicBool::new(false));
        let begins = Arc::clone(&begun);
        let work = Box::new(move |state: &mut S| {
            begins.store(true, Ordering::Relaxed);
            let start = Instant::now();
            let made = work(state, &going);
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
                return Err(PoolError::Full { waiting });
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
            Ok(Err(_)) => Err(PoolError::Lost),
            // That there is too much to do is no fault of the work.
            Err(_) if !begun.load(Ordering::Relaxed) => Err(PoolError::Unbegun { within }),
            Err(_) => Err(PoolError::Late { within }),
        }
    }
}

impl<S> Pool<S> {
    /// How the pool stands just now.
    #[must_use]
    pub fn status(&self) -> PoolStatus {
        let state = self.shared.lock();
        let threads = state.active.iter().zip(&state.done);
        PoolStatus {
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

impl<S> Drop for Pool<S> {
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

impl<S> Shared<S> {
    /// Nothing panics while it holds the lock, so what is poisoned is whole.
    fn lock(&self) -> MutexGuard<'_, State<S>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, number: usize, mut its: S) {
        while let Some(job) = self.next(number) {
            // A panic has said what it was, and dropped the reply, from which the caller learns of it.
            let _ = catch_unwind(AssertUnwindSafe(|| (job.work)(&mut its)));
            let mut state = self.lock();
            state.active[number] = None;
            state.done[number] += 1;
        }
    }

    /// The next job that somebody waits for; `None` when there will be none.
    fn next(&self, number: usize) -> Option<Job<S>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    /// Of threads that count their jobs.
    fn pool(threads: usize, queue_max: usize) -> Pool<u32> {
        Pool::start("test", vec![0; threads], queue_max).expect("threads")
    }

    /// Goes on until nobody waits any longer.
    fn endless(_: &mut u32, going: &Going) {
        while going.on().is_ok() {
            thread::sleep(Duration::from_millis(1));
        }
    }

    async fn wait_until(pool: &Pool<u32>, is_so: impl Fn(&PoolStatus) -> bool) {
        let look = async {
            while !is_so(&pool.status()) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(10), look).await;
        assert!(waited.is_ok(), "{:?}", pool.status());
    }

    #[tokio::test]
    async fn a_thread_keeps_what_is_its_own() {
        let pool = pool(1, 4);
        for expected in 1..=3 {
            let job = pool.run("count", LONG, |count, _| {
                *count += 1;
                *count
            });
            assert_eq!(job.await.expect("done").made, expected);
        }
    }

    #[tokio::test]
    async fn what_does_not_fit_is_refused_and_who_goes_away_makes_room() {
        let pool = pool(1, 1);
        let busy = pool.run("busy", LONG, endless);
        let waiting = pool.run("waiting", LONG, endless);
        {
            let mut both = std::pin::pin!(futures_util::future::join(busy, waiting));
            tokio::select! {
                _ = &mut both => panic!("they end when nobody waits"),
                () = wait_until(&pool, |status| status.active() == 1 && status.queue_length == 1) => {}
            }
            let refused = pool.run("refused", LONG, |_, _| ()).await;
            assert_eq!(refused.err(), Some(PoolError::Full { waiting: 1 }));
        }
        // Both callers are gone.
        wait_until(&pool, |status| status.active() == 0).await;
        assert!(pool.run("next", LONG, |_, _| ()).await.is_ok());
    }

    #[tokio::test]
    async fn a_panic_costs_its_job_alone() {
        let pool = pool(1, 1);
        let lost = pool.run("panic", LONG, |_, _| panic!("on purpose")).await;
        assert_eq!(
            lost.map(|computed| computed.made),
            Err::<(), _>(PoolError::Lost)
        );
        assert!(pool.run("next", LONG, |_, _| ()).await.is_ok());
        wait_until(&pool, |status| status.threads[0].1 == 2).await;
    }

    #[tokio::test]
    async fn when_the_time_is_up_the_work_ends_too() {
        let pool = pool(1, 1);
        let within = Duration::from_millis(20);
        let late = pool.run("late", within, endless).await;
        assert_eq!(late.err(), Some(PoolError::Late { within }));
        wait_until(&pool, |status| status.active() == 0).await;
    }

    #[tokio::test]
    async fn when_the_time_is_up_before_a_thread_is_free_that_is_said() {
        let pool = pool(1, 1);
        let mut busy = std::pin::pin!(pool.run("busy", LONG, endless));
        tokio::select! {
            _ = &mut busy => panic!("it ends when nobody waits"),
            () = wait_until(&pool, |status| status.active() == 1) => {}
        }
        let within = Duration::from_millis(20);
        let unbegun = pool.run("waiting", within, |_, _| ()).await;
        assert_eq!(unbegun.err(), Some(PoolError::Unbegun { within }));
    }
}
