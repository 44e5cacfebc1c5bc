//! Lanes drawn as text, for tests: `lanes("main: queue 0-10\nworker 1: compute 10-20, return 20-21")`.

use crate::{Lane, Phase, Span, Thread};

/// Lanes, one a line: whose it is (`main`, `worker 0` or `sub 0`, counted as [`Thread`] counts), then
/// its phases with the milliseconds from which to which each lasts. Empty lines mean nothing.
///
/// # Panics
/// With the line that is none.
#[must_use]
pub fn lanes(text: &str) -> Vec<Lane> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| lane(line).unwrap_or_else(|| panic!("{line:?} is no lane")))
        .collect()
}

fn lane(line: &str) -> Option<Lane> {
    let (thread, spans) = line.split_once(':')?;
    let spans = spans.split(',').map(str::trim).filter(|of| !of.is_empty());
    let spans: Option<Vec<Span>> = spans.map(span).collect();
    Some(Lane::new(self::thread(thread.trim())?, spans?))
}

fn thread(text: &str) -> Option<Thread> {
    if text == "main" {
        return Some(Thread::Main);
    }
    let (kind, index) = text.split_once(' ')?;
    let index = index.parse().ok()?;
    match kind {
        "worker" => Some(Thread::Worker(index)),
        "sub" => Some(Thread::Sub(index)),
        _ => None,
    }
}

fn span(text: &str) -> Option<Span> {
    let (phase, times) = text.split_once(' ')?;
    let (start, end) = times.split_once('-')?;
    let (start_ms, end_ms) = (start.parse().ok()?, end.parse().ok()?);
    Some(Span::between(self::phase(phase)?, start_ms, end_ms))
}

fn phase(name: &str) -> Option<Phase> {
    Some(match name {
        "spawn" => Phase::Spawn,
        "compile" => Phase::Compile,
        "queue" => Phase::Queue,
        "transfer" => Phase::Transfer,
        "copy" => Phase::Copy,
        "compute" => Phase::Compute,
        "return" => Phase::Return,
        "crashed" => Phase::Crashed,
        "exited" => Phase::Exited,
        "hung" => Phase::Hung,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_are_read_as_they_are_drawn() {
        let drawn = lanes(
            "main: queue 0-10
             worker 1: compute 10-20.5, return 20.5-21
             sub 0:",
        );
        let span = Span::between;
        let worker = vec![
            span(Phase::Compute, 10.0, 20.5),
            span(Phase::Return, 20.5, 21.0),
        ];
        let expected = [
            Lane::new(Thread::Main, vec![span(Phase::Queue, 0.0, 10.0)]),
            Lane::new(Thread::Worker(1), worker),
            Lane::new(Thread::Sub(0), Vec::new()),
        ];
        assert_eq!(drawn, expected);
        for phase in Phase::ALL {
            let name = format!("{phase:?}").to_lowercase();
            assert_eq!(self::phase(&name), Some(phase));
        }
    }

    #[test]
    #[should_panic(expected = "\"worker 1: rest 10-20\" is no lane")]
    fn a_line_that_is_no_lane_is_named() {
        let _ = lanes("main: queue 0-10\nworker 1: rest 10-20");
    }
}
