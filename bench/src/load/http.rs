//! One request at a time, each on a connection of its own: enough to look at an answer.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

const PATIENCE: Duration = Duration::from_secs(10);

/// A GET, or, with a body, a POST.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) json: Option<String>,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn get(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            json: None,
        }
    }

    pub(crate) fn post(path: &str, json: String) -> Self {
        Self {
            path: path.to_owned(),
            json: Some(json),
        }
    }

    /// Asks.
    pub(crate) fn send(&self, to: SocketAddr) -> Result<Answer> {
        let failed = || format!("no answer from http://{to}{}", self.path);
        self.exchange(to).with_context(failed)
    }

    fn exchange(&self, to: SocketAddr) -> Result<Answer> {
        let mut stream = TcpStream::connect_timeout(&to, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let body = self.json.as_deref().unwrap_or_default();
        let method = if self.json.is_some() { "POST" } else { "GET" };
        write!(
            stream,
            "{method} {} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.path,
            body.len()
        )?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        answer(&bytes)
    }
}

/// Both servers send whole bodies with their length.
fn answer(bytes: &[u8]) -> Result<Answer> {
    let text = std::str::from_utf8(bytes).context("it is not UTF-8")?;
    let (head, body) = text
        .split_once("\r\n\r\n")
        .context("it has no end of headers")?;
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse::<usize>().ok())?
    });
    if let Some(length) = length
        && length != body.len()
    {
        bail!("{} bytes of {length} came", body.len());
    }
    Ok(Answer {
        status: status.context("it has no status")?,
        body: body.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_answer_is_told_from_a_part() {
        let whole = b"HTTP/1.1 404 Not Found\r\ncontent-LENGTH: 3\r\n\r\nno\n";
        let read = answer(whole).expect("an answer");
        assert_eq!((read.status, read.body.as_str()), (404, "no\n"));
        assert!(answer(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nno\n").is_err());
        assert!(answer(b"HTTP/1.1 200 OK\r\nContent-Le").is_err());
        assert!(answer(b"").is_err());
    }
}
