//! What the supervisor and a worker say to each other: one message a line, as JSON.

use std::io;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};

/// No message is longer.
const MESSAGE_BYTES_MAX: usize = 16 * 1024;

/// From a worker to its supervisor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromWorker {
    /// It takes connections from now on.
    Ready,
    /// A request ended in an error of the server's own.
    Failed(Failure),
    /// Somebody wants something of the supervisor.
    Ask {
        /// Named again in the answer.
        id: u32,
        /// What.
        wish: Wish,
    },
}

/// From the supervisor to a worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToWorker {
    /// Take no more connections, finish what is there, and end.
    Drain {
        /// How long that may take, in milliseconds.
        within_ms: u64,
    },
    /// To [`FromWorker::Ask`].
    Answer {
        /// Of which.
        id: u32,
        /// Why it is not done, if it is not.
        refusal: Option<String>,
    },
}

/// A request that ended in an error of the server's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The request's method.
    pub method: String,
    /// Its path, without its query.
    pub path: String,
    /// The status that it got.
    pub status: u16,
    /// What went wrong.
    pub message: String,
}

/// Something that only the supervisor can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// Replace a slot's worker.
    Restart {
        /// Which.
        slot: usize,
    },
    /// Kill a slot's worker.
    Kill {
        /// Which.
        slot: usize,
    },
    /// Replace all workers, one after another.
    RestartAll,
}

/// The reading half of a control socket.
pub(crate) struct Inbox {
    lines: Lines<BufReader<tokio::io::Take<OwnedReadHalf>>>,
}

/// The writing half of a control socket.
pub(crate) struct Outbox {
    half: OwnedWriteHalf,
}

/// The two halves of a control socket.
pub(crate) fn halves(socket: UnixStream) -> (Inbox, Outbox) {
    use tokio::io::AsyncReadExt as _;

    let (read, write) = socket.into_split();
    // Bounded anew for each line.
    let lines = BufReader::new(read.take(MESSAGE_BYTES_MAX as u64)).lines();
    (Inbox { lines }, Outbox { half: write })
}

impl Inbox {
    /// The next message; `None` when the other side has ended.
    pub(crate) async fn next<T: DeserializeOwned>(&mut self) -> io::Result<Option<T>> {
        // What is buffered already only makes the bound looser.
        self.lines
            .get_mut()
            .get_mut()
            .set_limit(MESSAGE_BYTES_MAX as u64);
        match self.lines.next_line().await? {
            Some(line) => serde_json::from_str(&line)
                .map(Some)
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error)),
            None => Ok(None),
        }
    }
}

impl Outbox {
    pub(crate) async fn send<T: Serialize>(&mut self, message: &T) -> io::Result<()> {
        let mut line = serde_json::to_vec(message)?;
        if line.len() >= MESSAGE_BYTES_MAX {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("a message has {} bytes", line.len()),
            ));
        }
        line.push(b'\n');
        self.half.write_all(&line).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn messages_arrive_in_order_and_the_end_is_seen() {
        let (here, there) = UnixStream::pair().expect("a pair");
        let (_, mut outbox) = halves(here);
        let (mut inbox, _keep) = halves(there);
        let failure = FromWorker::Failed(Failure {
            method: "GET".to_owned(),
            path: "/x\ny".to_owned(),
            status: 500,
            message: "m".repeat(8_000),
        });
        for message in [&FromWorker::Ready, &failure, &failure, &failure] {
            outbox.send(message).await.expect("sent");
            let came: Option<FromWorker> = inbox.next().await.expect("read");
            assert_eq!(came.as_ref(), Some(message));
        }
        drop(outbox);
    }

    #[tokio::test]
    async fn a_message_that_is_too_long_is_not_sent() {
        let (here, _there) = UnixStream::pair().expect("a pair");
        let (_, mut outbox) = halves(here);
        let error = outbox.send(&"m".repeat(MESSAGE_BYTES_MAX)).await;
        assert!(error.is_err());
    }

    #[tokio::test]
    async fn nonsense_is_an_error() {
        let (mut here, there) = UnixStream::pair().expect("a pair");
        here.write_all(b"nonsense\n").await.expect("sent");
        let (mut inbox, _keep) = halves(there);
        assert!(inbox.next::<FromWorker>().await.is_err());
    }
}
