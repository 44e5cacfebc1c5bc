//! The messages themselves.
//!
//! A message is an object with one field, which is named after its kind. A kind that stood among the
//! other fields would be read only after all of them were: serde then reads each of them twice, by
//! code that made up a fifth of the compute module.

use serde::{Deserialize, Serialize};
use timeline::Span;

/// Names a job for as long as the page lives; never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub u32);

/// Names a session for as long as the page lives; never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(pub u32);

/// The payload of a shape that a worker does not offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Never {}

/// A way for a worker to fail at a job, on demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The code traps when a third of the work is done.
    Trap,
    /// The thread ends itself before it begins.
    Exit,
    /// The code loops for ever when a third of the work is done.
    Hang,
}

/// From the page to a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToWorker<Request, Open, Command> {
    /// Do one thing, and answer with [`FromWorker::Finished`] or [`FromWorker::Failed`].
    Run {
        /// Named again in every answer.
        job_id: JobId,
        /// What to do.
        request: Request,
        /// When the message was sent, in milliseconds since the Unix epoch.
        sent_ms: f64,
        /// How the worker shall fail at it, if it shall.
        #[serde(default)]
        fault: Option<Fault>,
    },
    /// Begin a session, and answer with [`FromWorker::Opened`] or [`FromWorker::OpenFailed`].
    Open {
        /// Named again in every answer.
        session_id: SessionId,
        /// What the session starts from.
        open: Open,
    },
    /// One step of a session: any number of [`FromWorker::Event`], then one
    /// [`FromWorker::CommandDone`].
    Command {
        /// Which session.
        session_id: SessionId,
        /// Counts the session's commands from zero.
        seq: u32,
        /// What to do.
        command: Command,
    },
    /// End the session, and answer with [`FromWorker::Closed`].
    Close {
        /// Which session.
        session_id: SessionId,
    },
}

/// Why threads that share a memory cannot be started.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartFault {
    /// The page is not isolated from other sites.
    NotIsolated,
    /// The browser has no workers within workers.
    NoNestedWorkers,
    /// The browser has no shared memory, or lets no worker hand it to others.
    NoSharedMemory,
    /// Not all threads were ready in time.
    Late {
        /// How long they had, in milliseconds.
        limit_ms: f64,
    },
}

/// From a worker to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromWorker<Outcome, Error, Event> {
    /// How much of the code is here, before it is ready; from workers whose code is large.
    Loading {
        /// Bytes that are here, decompressed.
        bytes: u32,
        /// All of them.
        bytes_total: u32,
    },
    /// The worker starts without a lock, because the browser refuses it one: its end will not be noticed. Comes before
    /// [`FromWorker::Ready`].
    Unwatched {},
    /// The first message but [`FromWorker::Loading`] and [`FromWorker::Unwatched`]: the code is loaded, and messages now arrive.
    Ready {
        /// The build that the worker's files are of.
        build_id: String,
        /// How long the thread took to start, and its code to compile.
        spans: Vec<Span>,
        /// Where the block of [`crate::control::Word`]s begins, in bytes, in the memory that
        /// comes with this message; for workers whose threads share one.
        #[serde(default)]
        control: Option<u32>,
    },
    /// How far a job has come; at most ten a second.
    Progress {
        /// Which job.
        job_id: JobId,
        /// The share that is done, from 0 to 1.
        fraction: f64,
    },
    /// A job has its result.
    Finished {
        /// Which job.
        job_id: JobId,
        /// What came out.
        outcome: Outcome,
        /// Where the time went, as the worker saw it.
        spans: Vec<Span>,
        /// When the message was sent, in milliseconds since the Unix epoch.
        sent_ms: f64,
    },
    /// A job ended without a result.
    Failed {
        /// Which job.
        job_id: JobId,
        /// Why.
        error: Error,
        /// Where the time went, as the worker saw it.
        spans: Vec<Span>,
        /// When the message was sent, in milliseconds since the Unix epoch.
        sent_ms: f64,
    },
    /// A session has begun.
    Opened {
        /// Which session.
        session_id: SessionId,
    },
    /// A session could not begin.
    OpenFailed {
        /// Which session.
        session_id: SessionId,
        /// Why.
        error: Error,
    },
    /// Something that a command brought about.
    Event {
        /// Which session.
        session_id: SessionId,
        /// Which command.
        seq: u32,
        /// What happened.
        event: Event,
    },
    /// A command is done, whether it succeeded or not; the session goes on.
    CommandDone {
        /// Which session.
        session_id: SessionId,
        /// Which command.
        seq: u32,
        /// Why the command failed, if it did.
        error: Option<Error>,
    },
    /// A session has ended as asked; the worker is free for other work.
    Closed {
        /// Which session.
        session_id: SessionId,
    },
    /// The worker is about to die of a fault in its code.
    Crashed {
        /// The fault, in the engine's words.
        message: String,
        /// Why, where the worker knows that its threads cannot be started here.
        #[serde(default)]
        reason: Option<StartFault>,
    },
    /// The worker got something that is no message of this protocol.
    Undecodable {
        /// What is wrong with it.
        message: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_keep_their_form_since_hand_written_javascript_speaks_it_too() {
        let run: ToWorker<&str, Never, Never> = ToWorker::Run {
            job_id: JobId(7),
            request: "go",
            sent_ms: 1.5,
            fault: None,
        };
        assert_eq!(
            serde_json::to_string(&run).expect("plain data"),
            r#"{"run":{"job_id":7,"request":"go","sent_ms":1.5,"fault":null}}"#
        );
        let progress: FromWorker<Never, Never, Never> =
            serde_json::from_str(r#"{"progress":{"job_id":7,"fraction":1}}"#).expect("valid");
        assert_eq!(
            progress,
            FromWorker::Progress {
                job_id: JobId(7),
                fraction: 1.0
            }
        );
        let loading: FromWorker<Never, Never, Never> =
            serde_json::from_str(r#"{"loading":{"bytes":1,"bytes_total":2}}"#).expect("valid");
        assert_eq!(
            loading,
            FromWorker::Loading {
                bytes: 1,
                bytes_total: 2
            }
        );
    }

    #[test]
    fn a_worker_without_a_lock_says_so_in_hand_written_javascript() {
        let unwatched: FromWorker<Never, Never, Never> =
            serde_json::from_str(r#"{"unwatched":{}}"#).expect("valid");
        assert_eq!(unwatched, FromWorker::Unwatched {});
    }

    #[test]
    fn a_message_of_another_protocol_is_refused() {
        for text in [
            r#"{"nonsense":{}}"#,
            r#"{"progress":{"job_id":-1,"fraction":0}}"#,
            r#"{"ready":{}}"#,
            r#""ready""#,
            "null",
        ] {
            assert!(
                serde_json::from_str::<FromWorker<Never, Never, Never>>(text).is_err(),
                "{text}"
            );
        }
    }
}
