//! A web server's log in the Common Log Format, or in the Combined one, which has more behind it.
//!
//! The key is the request's target without its fragment, the time is in seconds of UTC. GET and HEAD read; POST, PUT,
//! PATCH and DELETE write; other methods, and requests that are none, are no accesses. The size is the number of bytes
//! that were sent; an answer without a body, or with part of one, leaves a target the size last seen.

use crate::format::{Format, ReadError};

use super::lenient::Lenient;
use super::lines::LineFormat;
use super::sink::{Sink, whole};

const SECONDS_PER_DAY: i64 = 86_400;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

const PARTIAL_CONTENT: u64 = 206;
const NOT_MODIFIED: u64 = 304;

pub(super) struct AccessLog {
    lenient: Lenient,
}

impl Default for AccessLog {
    fn default() -> Self {
        Self {
            lenient: Lenient::new(Format::AccessLog),
        }
    }
}

impl LineFormat for AccessLog {
    fn line(&mut self, line: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        if line.trim().is_empty() {
            return Ok(());
        }
        let Some(entry) = Entry::of(line) else {
            return self.lenient.bad(line, sink);
        };
        self.lenient.good();
        match Request::of(entry.request) {
            Some(request) => entry.access(&request, sink),
            None => Ok(()),
        }
    }

    fn finish(&mut self, _sink: &mut Sink<'_>) -> Result<u64, ReadError> {
        self.lenient.finish()
    }
}

/// What a line says.
#[derive(Debug, PartialEq, Eq)]
struct Entry<'a> {
    seconds: u32,
    /// Between its quotation marks, as it was logged.
    request: &'a str,
    status: u64,
    /// None where nothing was sent.
    bytes: Option<u64>,
}

impl<'a> Entry<'a> {
    /// `host ident user [time] "request" status bytes`, and whatever follows.
    fn of(line: &'a str) -> Option<Self> {
        let (_host, rest) = line.split_once(' ')?;
        let (who, rest) = rest.split_once('[')?;
        if who.split_ascii_whitespace().count() < 2 {
            return None;
        }
        let (time, rest) = rest.split_once(']')?;
        let rest = rest.strip_prefix(" \"")?;
        let (request, rest) = rest.split_at(closing_quote(rest)?);
        let mut rest = rest.strip_prefix("\" ")?.split_ascii_whitespace();
        let status = rest.next().filter(|status| status.len() == 3)?;
        let bytes = match rest.next()? {
            "-" => None,
            bytes => Some(whole(bytes)?),
        };
        Some(Self {
            seconds: seconds_of(time)?,
            request,
            status: whole(status)?,
            bytes,
        })
    }

    fn access(&self, request: &Request<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let object = sink.text(request.target)?;
        sink.time(self.seconds);
        let sent = self.bytes.filter(|_| request.method == Method::Get);
        let size = match self.status {
            NOT_MODIFIED => None,
            PARTIAL_CONTENT => sent.map(|bytes| bytes.max(sink.known_size(object))),
            _ => sent,
        };
        sink.size_of(object, size);
        if request.method == Method::Write {
            sink.writes();
        }
        Ok(())
    }
}

/// Where the quotation mark is before which no backslash stands.
fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    Get,
    /// Gets what stands above an answer, not the answer.
    Head,
    Write,
}

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
struct Request<'a> {
    method: Method,
    target: &'a str,
}

impl<'a> Request<'a> {
    /// `GET /target HTTP/1.1`, if it reads or writes.
    fn of(text: &'a str) -> Option<Self> {
        let (method, rest) = text.split_once(' ')?;
        let method = match method {
            "GET" => Method::Get,
            "HEAD" => Method::Head,
            "POST" | "PUT" | "PATCH" | "DELETE" => Method::Write,
            _ => return None,
        };
        let target = match rest.rsplit_once(' ') {
            Some((target, version)) if version.starts_with("HTTP/") => target,
            _ => rest,
        };
        let target = target.split('#').next().unwrap_or_default().trim();
        (!target.is_empty()).then_some(Self { method, target })
    }
}

/// Seconds of UTC since 1970 of a time such as `10/Oct/2000:13:55:36 -0700`.
fn seconds_of(text: &str) -> Option<u32> {
    let (time, zone) = text.split_once(' ')?;
    let (date, time) = time.split_once(':')?;
    let mut date = date.split('/');
    let (day, month, year) = (date.next()?, date.next()?, date.next()?);
    let mut time = time.split(':');
    let (hour, minute, second) = (time.next()?, time.next()?, time.next()?);
    if date.next().is_some() || time.next().is_some() {
        return None;
    }
    let month = MONTHS
        .iter()
        .position(|name| name.eq_ignore_ascii_case(month))?;
    let days = days_since_1970(within(year, 1970, 2106)?, month, within(day, 1, 31)?)?;
    let hours = within(hour, 0, 23)?;
    // A minute may have one second more than sixty.
    let seconds = (hours * 60 + within(minute, 0, 59)?) * 60 + within(second, 0, 60)?;
    u32::try_from(days * SECONDS_PER_DAY + seconds - zone_seconds(zone)?).ok()
}

fn within(text: &str, min: i64, max: i64) -> Option<i64> {
    let number = i64::try_from(whole(text)?).ok()?;
    (min..=max).contains(&number).then_some(number)
}

/// How far a zone such as `-0700` is ahead of UTC.
fn zone_seconds(text: &str) -> Option<i64> {
    let digits = text
        .strip_prefix(['+', '-'])
        .filter(|digits| digits.len() == 4)?;
    let ahead = within(digits.get(..2)?, 0, 23)? * 60 + within(digits.get(2..)?, 0, 59)?;
    Some(if text.starts_with('-') {
        -60 * ahead
    } else {
        60 * ahead
    })
}

/// Days from the first of January 1970; months are counted from zero, days from one. None if the month has no such day.
fn days_since_1970(year: i64, month: usize, day: i64) -> Option<i64> {
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let february = if is_leap(year) { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if day > *months.get(month)? {
        return None;
    }
    // Leap years from 1970 up to, but not including, this one.
    let leaps = |year: i64| year / 4 - year / 100 + year / 400;
    let before = 365 * (year - 1970) + leaps(year - 1) - leaps(1969);
    Some(before + months[..month].iter().sum::<i64>() + day - 1)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{parsed, read_all, refused};
    use super::*;

    #[test]
    fn a_line_of_either_format_is_read() {
        let common =
            r#"127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326"#;
        let expected = Entry {
            seconds: 971_211_336,
            request: "GET /a.gif HTTP/1.0",
            status: 200,
            bytes: Some(2326),
        };
        assert_eq!(Entry::of(common).unwrap(), expected);
        let combined =
            format!(r#"{common} "http://a.example/\"x\"" "Mozilla/4.08 \"[en]\" (I ;Nav)""#);
        assert_eq!(Entry::of(&combined).unwrap(), expected);
        let ipv6 = common.replace("127.0.0.1", "2001:db8::1");
        assert_eq!(Entry::of(&ipv6).unwrap(), expected);
        let spaced = common.replace("frank", "frank of oz");
        assert_eq!(Entry::of(&spaced).unwrap(), expected);
        let quoted = r#"::1 - - [10/Oct/2000:20:55:36 +0000] "GET /\"q\"\\ HTTP/1.0" 200 -"#;
        let entry = Entry::of(quoted).unwrap();
        assert_eq!(
            (entry.request, entry.bytes),
            (r#"GET /\"q\"\\ HTTP/1.0"#, None)
        );
        assert_eq!(entry.seconds, expected.seconds);
    }

    #[test]
    fn what_is_no_line_is_none() {
        for line in [
            "",
            "GET / HTTP/1.0",
            r#"host - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200"#,
            r#"host - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0 200 5"#,
            r#"host - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" OK 5"#,
            r#"host - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 many"#,
            r#"host - - [31/Feb/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 5"#,
            r#"host - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 5"#,
        ] {
            assert_eq!(Entry::of(line), None, "{line}");
        }
    }

    #[test]
    fn times_are_of_utc() {
        for (text, seconds) in [
            ("01/Jan/1970:00:00:00 +0000", Some(0)),
            ("29/Feb/2000:12:00:00 +0000", Some(951_825_600)),
            ("31/Dec/1999:23:59:60 +0000", Some(946_684_800)),
            ("01/Mar/2024:00:30:00 +0530", Some(1_709_233_200)),
            ("07/Feb/2106:06:28:15 +0000", Some(u32::MAX)),
            ("07/Feb/2106:06:28:16 +0000", None),
            ("31/Dec/1969:23:59:59 +0000", None),
            ("01/Jan/1970:00:00:00 +0100", None),
            ("29/Feb/1900:12:00:00 +0000", None),
            ("00/Jan/2000:00:00:00 +0000", None),
            ("01/Jan/2000:24:00:00 +0000", None),
            ("01/Jan/2000:00:00:00", None),
            ("01/Jan/2000:00:00:00 UTC", None),
            ("01/Jan/2000:00:00:00 +é0", None),
            ("2000-01-01T00:00:00Z", None),
        ] {
            assert_eq!(seconds_of(text), seconds, "{text}");
        }
    }

    #[test]
    fn a_request_has_a_method_and_a_target() {
        let target = |text| Request::of(text).map(|request| request.target);
        assert_eq!(target("GET /a?b=c#d HTTP/1.1"), Some("/a?b=c"));
        assert_eq!(target("GET /a b HTTP/2.0"), Some("/a b"));
        assert_eq!(target("GET /old"), Some("/old"));
        for text in [
            "",
            "-",
            "GET",
            "GET  HTTP/1.1",
            "OPTIONS * HTTP/1.1",
            r"\x16\x03\x01 x",
        ] {
            assert_eq!(target(text), None, "{text}");
        }
    }

    fn log(lines: &[&str]) -> Vec<u8> {
        let line = |(second, line): (usize, &&str)| {
            let (request, rest) = line.rsplit_once('|').unwrap();
            format!("::1 - - [01/Jan/1970:00:00:{second:02} +0000] \"{request}\" {rest}\n")
        };
        lines
            .iter()
            .enumerate()
            .map(line)
            .collect::<String>()
            .into_bytes()
    }

    #[test]
    fn a_target_keeps_its_size_where_no_body_was_sent() {
        let trace = parsed(
            Format::AccessLog,
            &log(&[
                "HEAD /a HTTP/1.1|200 99",
                "GET /a HTTP/1.1|200 500",
                "GET /a HTTP/1.1|304 12",
                "GET /a HTTP/1.1|200 -",
                "HEAD /a HTTP/1.1|200 -",
                "POST /a HTTP/1.1|201 7",
                "GET /a HTTP/1.1|206 100",
                "GET /a HTTP/1.1|200 600",
            ]),
        )
        .trace;
        let sizes: Vec<u64> = (0..8).map(|access| trace.size(access)).collect();
        assert_eq!(sizes, [0, 500, 500, 500, 500, 500, 500, 600]);
        assert_eq!(trace.writes(), [5]);
        assert_eq!(trace.objects_count(), 1);
        assert_eq!((trace.seconds(0), trace.seconds(7)), (0, 7));
    }

    #[test]
    fn requests_that_are_no_accesses_are_passed_over() {
        let parsed = parsed(
            Format::AccessLog,
            &log(&[
                "-|408 -",
                "OPTIONS * HTTP/1.1|200 0",
                r"\x16\x03\x01|400 150",
                "GET /a HTTP/1.1|200 5",
            ]),
        );
        assert_eq!((parsed.trace.len(), parsed.skipped_lines), (1, 0));
    }

    #[test]
    fn a_line_that_is_cut_off_is_skipped_and_counted() {
        let mut file = log(&["GET /a HTTP/1.1|200 5"; 20]);
        file.extend(b"::1 - - [01/Jan/19");
        let parsed = parsed(Format::AccessLog, &file);
        assert_eq!((parsed.trace.len(), parsed.skipped_lines), (20, 1));
    }

    #[test]
    fn other_logs_are_refused() {
        let error = refused(Format::AccessLog, br#"{"ip":"::1","path":"/a"}"#);
        assert!(
            error.starts_with("this is no access-log: byte 0 holds JSON;"),
            "{error}"
        );
        let error = refused(
            Format::AccessLog,
            b"total 12\n-rw-r--r-- 1 root root 5 Jan 1 a.txt\n",
        );
        assert!(
            error.starts_with("line 1 is “total 12”; access-log has lines such as"),
            "{error}"
        );
    }

    #[test]
    fn times_that_go_back_are_counted() {
        let mut lines = log(&["GET /a HTTP/1.1|200 5", "GET /b HTTP/1.1|200 5"]);
        lines.extend(log(&["GET /a HTTP/1.1|200 5"]));
        let parsed = read_all(Format::AccessLog, &lines).unwrap();
        assert_eq!((parsed.late, parsed.trace.seconds(2)), (1, 1));
    }
}
