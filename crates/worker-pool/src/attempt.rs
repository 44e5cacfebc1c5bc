//! One attempt at a job, as the lanes of a run show it.

use timeline::{Lane, Phase, Span, Thread};

use crate::plan::Loss;

/// What the page knows of an attempt while a worker has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attempt {
    /// Since when the job waited for a worker, in milliseconds since the Unix epoch: since it was handed
    /// in, or since the attempt before was lost.
    pub(crate) queued_ms: f64,
    /// When the worker was sent the job.
    pub(crate) posted_ms: f64,
    /// The worker's place in the pool.
    pub(crate) slot: usize,
    /// What the start of the worker took.
    pub(crate) start: Vec<Span>,
}

impl Attempt {
    /// The lanes of an attempt that was answered, with the worker's own `spans` and the way back.
    pub(crate) fn answered(&self, spans: Vec<Span>, returned: Span) -> Vec<Lane> {
        self.lanes(spans.into_iter().chain([returned]))
    }

    /// The lanes of an attempt that was lost at `lost_ms`. The worker took with it what it had done since.
    pub(crate) fn lost(&self, loss: &Loss, lost_ms: f64) -> Vec<Lane> {
        let span = Span::between(loss.phase(), self.posted_ms, lost_ms);
        self.lanes([span])
    }

    fn lanes(&self, spans: impl IntoIterator<Item = Span>) -> Vec<Lane> {
        let queue = Span::between(Phase::Queue, self.queued_ms, self.posted_ms);
        // A worker that stood ready before the job came cost this job nothing.
        let start = self.start.iter().copied();
        let start = start.filter(|span| span.end_ms() > self.queued_ms);
        vec![
            Lane::new(Thread::Main, vec![queue]),
            Lane::new(Thread::Worker(self.slot), start.chain(spans).collect()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use timeline::fixtures::lanes;

    use super::*;

    fn attempt(text: &str, queued_ms: f64, posted_ms: f64) -> Attempt {
        let Lane { thread, spans } = lanes(text).remove(0);
        let Thread::Worker(slot) = thread else {
            panic!("{thread:?} starts no worker");
        };
        Attempt {
            queued_ms,
            posted_ms,
            slot,
            start: spans,
        }
    }

    #[test]
    fn a_job_pays_for_the_start_that_it_waited_for_and_for_no_other() {
        let spans = || lanes("worker 1: compute 11-20").remove(0).spans;
        let returned = Span::between(Phase::Return, 20.0, 21.0);
        assert_eq!(
            attempt("worker 1: spawn 2-5, compile 5-10", 0.0, 10.0).answered(spans(), returned),
            lanes(
                "main: queue 0-10
                 worker 1: spawn 2-5, compile 5-10, compute 11-20, return 20-21"
            )
        );
        assert_eq!(
            attempt("worker 1: spawn 2-5, compile 5-9", 10.0, 10.5).answered(spans(), returned),
            lanes(
                "main: queue 10-10.5
                 worker 1: compute 11-20, return 20-21"
            )
        );
    }

    #[test]
    fn a_lost_attempt_lasts_until_its_worker_is_gone_and_says_how_it_went() {
        let first = attempt("worker 0: spawn 0-4, compile 4-8", 0.0, 8.0);
        for (loss, name) in [
            (Loss::Crashed("unreachable".to_owned()), "crashed"),
            (Loss::Exited, "exited"),
            (Loss::Stalled { limit_ms: 5.0 }, "hung"),
            (Loss::Deadline { limit_ms: 5.0 }, "hung"),
        ] {
            let text = format!(
                "main: queue 0-8
                 worker 0: spawn 0-4, compile 4-8, {name} 8-14"
            );
            assert_eq!(first.lost(&loss, 14.0), lanes(&text), "{loss}");
            assert!(loss.phase().is_lost());
        }
    }
}
