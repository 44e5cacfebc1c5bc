//! Runs written as text, for tests: `steps("0 phase main\n10 queue t1 timers line 3 due 1ms\n20 print \"A\"")`.

use crate::trace::{Event, Frame, Origin, Phase, Queue, Step, Stream};

/// Steps, one a line: when, in nanoseconds (or `5us`, `1ms`), and what:
///
/// ```text
/// 0 turn 1
/// 0 phase timers
/// 10 queue t1 timers interval line 3 due 1ms label "every second"
/// 20 cancel t1
/// 20 took t2 thread 0 until 120us
/// 20 done t2 thread 0
/// 30 start t3
/// 30 statement 4 in main:3 read:7
/// 30 skipped 500
/// 31 print "A line on standard output"
/// 31 error "A line on standard error"
/// 31 write "no line break"
/// 32 block "readFileSync" until 2ms
/// 40 end t3
/// 40 sleep until 3ms
/// 40 uncaught "Error: a"
/// 40 rejected "Error: b"
/// ```
///
/// A queue is `tick`, `microtask`, `timers`, `pending`, `pool`, `waiting`, `poll`, `check` or `close`. What is queued has
/// the origin that is usual for its queue unless one is named: `tick`, `promise`, `microtask`, `timeout`, `interval`,
/// `immediate`, `file`, `computation`, `network`, `close` or `internal`. Empty lines mean nothing.
///
/// # Panics
/// With the line that is none.
#[must_use]
pub fn steps(text: &str) -> Vec<Step> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| step(line).unwrap_or_else(|| panic!("{line:?} is no step")))
        .collect()
}

fn step(line: &str) -> Option<Step> {
    let mut words = Words(line);
    let at_ns = instant(words.next()?)?;
    let event = event(&mut words)?;
    words.0.is_empty().then_some(Step { at_ns, event })
}

/// The words of a line; what stands in quotes is one.
struct Words<'a>(&'a str);

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let (word, rest) = match self.0.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => self.0.split_once(' ').unwrap_or((self.0, "")),
        };
        self.0 = rest.trim_start();
        Some(word)
    }

    /// The word behind the word that is expected.
    fn after(&mut self, expected: &str) -> Option<&'a str> {
        (self.next()? == expected).then(|| self.next())?
    }
}

fn event(words: &mut Words) -> Option<Event> {
    Some(match words.next()? {
        "turn" => Event::Turn(words.next()?.parse().ok()?),
        "phase" => Event::Phase(phase(words.next()?)?),
        "queue" => queued(words)?,
        "cancel" => Event::Cancelled(task(words.next()?)?),
        "took" => Event::ThreadTook {
            task: task(words.next()?)?,
            thread: words.after("thread")?.parse().ok()?,
            until_ns: instant(words.after("until")?)?,
        },
        "done" => Event::ThreadDone {
            task: task(words.next()?)?,
            thread: words.after("thread")?.parse().ok()?,
        },
        "start" => Event::Started(task(words.next()?)?),
        "end" => Event::Ended(task(words.next()?)?),
        "statement" => statement(words)?,
        "skipped" => Event::Skipped {
            statements: words.next()?.parse().ok()?,
        },
        "print" => printed(Stream::Out, format!("{}\n", words.next()?)),
        "error" => printed(Stream::Error, format!("{}\n", words.next()?)),
        "write" => printed(Stream::Out, words.next()?.to_owned()),
        "block" => Event::Blocked {
            label: words.next()?.to_owned(),
            until_ns: instant(words.after("until")?)?,
        },
        "sleep" => Event::Slept {
            until_ns: instant(words.after("until")?)?,
        },
        word @ ("uncaught" | "rejected") => Event::Uncaught {
            message: words.next()?.to_owned(),
            is_rejection: word == "rejected",
        },
        _ => return None,
    })
}

fn printed(stream: Stream, text: String) -> Event {
    Event::Printed { stream, text }
}

fn statement(words: &mut Words) -> Option<Event> {
    let place = words.next()?.parse().ok()?;
    if words.0.is_empty() {
        return Some(Event::Statement { place, stack: None });
    }
    (words.next()? == "in").then_some(())?;
    let mut stack = Vec::new();
    while !words.0.is_empty() {
        let (function, line) = words.next()?.split_once(':')?;
        stack.push(Frame {
            function: function.to_owned(),
            line: line.parse().ok()?,
        });
    }
    Some(Event::Statement {
        place,
        stack: Some(stack),
    })
}

fn queued(words: &mut Words) -> Option<Event> {
    let task = task(words.next()?)?;
    let (queue, mut origin) = queue(words.next()?)?;
    let (mut label, mut line, mut due_ns) = (String::new(), None, None);
    while !words.0.is_empty() {
        match words.next()? {
            "label" => words.next()?.clone_into(&mut label),
            "line" => line = Some(words.next()?.parse().ok()?),
            "due" => due_ns = Some(instant(words.next()?)?),
            word => origin = self::origin(word)?,
        }
    }
    Some(Event::Queued {
        task,
        queue,
        origin,
        label,
        line,
        due_ns,
    })
}

fn task(word: &str) -> Option<u32> {
    word.strip_prefix('t')?.parse().ok()
}

fn instant(word: &str) -> Option<u64> {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let unit_ns = match &word[digits.len()..] {
        "" | "ns" => 1,
        "us" => 1_000,
        "ms" => 1_000_000,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(unit_ns)
}

fn phase(word: &str) -> Option<Phase> {
    Some(match word {
        "main" => Phase::Main,
        "timers" => Phase::Timers,
        "pending" => Phase::Pending,
        "poll" => Phase::Poll,
        "check" => Phase::Check,
        "close" => Phase::Close,
        "exit" => Phase::Exit,
        _ => return None,
    })
}

/// A queue, and who usually queues there.
fn queue(word: &str) -> Option<(Queue, Origin)> {
    Some(match word {
        "tick" => (Queue::NextTick, Origin::NextTick),
        "microtask" => (Queue::Microtask, Origin::Promise),
        "timers" => (Queue::Timers, Origin::Timeout),
        "pending" => (Queue::Pending, Origin::Internal),
        "pool" => (Queue::ThreadPool, Origin::File),
        "waiting" => (Queue::Waiting, Origin::Network),
        "poll" => (Queue::Poll, Origin::File),
        "check" => (Queue::Check, Origin::Immediate),
        "close" => (Queue::Close, Origin::Close),
        _ => return None,
    })
}

fn origin(word: &str) -> Option<Origin> {
    Some(match word {
        "tick" => Origin::NextTick,
        "promise" => Origin::Promise,
        "microtask" => Origin::QueueMicrotask,
        "timeout" => Origin::Timeout,
        "interval" => Origin::Interval,
        "immediate" => Origin::Immediate,
        "file" => Origin::File,
        "computation" => Origin::Computation,
        "network" => Origin::Network,
        "close" => Origin::Close,
        "internal" => Origin::Internal,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_read_as_they_are_written() {
        let read = steps(
            "0 phase main

             10 queue t1 timers interval line 3 due 2us label \"every second\"
             1ms start t1
             1ms statement 4 in main:3 read:7
             1ms print \"A b\"",
        );
        let frame = |function: &str, line| Frame {
            function: function.to_owned(),
            line,
        };
        let events = [
            (0, Event::Phase(Phase::Main)),
            (
                10,
                Event::Queued {
                    task: 1,
                    queue: Queue::Timers,
                    origin: Origin::Interval,
                    label: "every second".to_owned(),
                    line: Some(3),
                    due_ns: Some(2_000),
                },
            ),
            (1_000_000, Event::Started(1)),
            (
                1_000_000,
                Event::Statement {
                    place: 4,
                    stack: Some(vec![frame("main", 3), frame("read", 7)]),
                },
            ),
            (1_000_000, printed(Stream::Out, "A b\n".to_owned())),
        ];
        assert_eq!(read, events.map(|(at_ns, event)| Step { at_ns, event }));
    }

    #[test]
    fn each_kind_of_step_can_be_written() {
        let read = steps(
            "0 turn 1
             0 cancel t1
             0 took t2 thread 0 until 120us
             0 done t2 thread 0
             0 statement 4
             0 skipped 500
             0 error \"A\"
             0 write \"\"
             0 block \"readFileSync\" until 2ms
             0 end t3
             0 sleep until 3ms
             0 uncaught \"Error: a\"
             0 rejected \"Error: b\"",
        );
        assert_eq!(read.len(), 13);
        let phases = [
            "main", "timers", "pending", "poll", "check", "close", "exit",
        ];
        for name in phases {
            let phase = phase(name).map(|phase| format!("{phase:?}").to_lowercase());
            assert_eq!(phase.as_deref(), Some(name));
        }
        let queues = [
            "tick",
            "microtask",
            "timers",
            "pending",
            "pool",
            "waiting",
            "poll",
            "check",
            "close",
        ];
        let queues = queues.map(|name| queue(name).map(|(queue, _)| queue));
        assert_eq!(queues, Queue::ALL.map(Some));
    }

    #[test]
    #[should_panic(expected = "\"5 start t1 now\" is no step")]
    fn a_line_that_is_no_step_is_named() {
        let _ = steps("0 phase main\n5 start t1 now");
    }
}
