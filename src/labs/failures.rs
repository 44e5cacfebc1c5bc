//! Why a run gave nothing, and how a result is wrong, in the reader's language.
//!
//! Whatever the browser or a module said of itself is quoted in a sentence of ours, as nobody can
//! translate it.

use kernels::{Aspect, CheckError};
use worker_pool::{Loss, Refusal, StartFault};

use crate::compute::RunFailure;
use crate::texts::{self, Locale};

/// Why a run gave nothing. But for a run that somebody ended, it goes on behind a colon.
pub(crate) fn run_failure(locale: Locale, failure: &RunFailure) -> String {
    match failure {
        RunFailure::Cancelled => texts::text(locale, "ending-cancelled", &[]),
        RunFailure::OutOfMemory { bytes } => texts::text(
            locale,
            "failure-memory",
            &[("bytes", bytes.to_string().into())],
        ),
        RunFailure::TooManyPixels { pixels, max } => texts::text(
            locale,
            "failure-pixels",
            &[
                ("pixels", pixels.to_string().into()),
                ("max", max.to_string().into()),
            ],
        ),
        RunFailure::NotAnImage => texts::text(locale, "failure-not-an-image", &[]),
        RunFailure::AlteredPixels => texts::text(locale, "failure-altered-pixels", &[]),
        RunFailure::NotShareable => texts::text(locale, "failure-not-shareable", &[]),
        RunFailure::Lost(loss) => self::loss(locale, loss),
        RunFailure::Refused(refusal) => self::refusal(locale, refusal),
        RunFailure::Browser(message) => texts::text(
            locale,
            "failure-browser",
            &[("message", brief(message).into())],
        ),
        RunFailure::Internal(message) => internal(locale, message),
    }
}

/// How much of a browser's own words stands in a sentence, in characters: engines may write out the stack of a trap,
/// a kilobyte without a blank.
const QUOTE_CHARS_MAX: usize = 100;

/// What the engines say where WebAssembly runs into `unreachable`, which is how a panic ends.
const TRAPS: [&str; 2] = ["unreachable", "Unreachable"];

fn is_trap(message: &str) -> bool {
    TRAPS.iter().any(|words| message.contains(words))
}

/// The beginning of a message, where it is long; [`details`] has all of it.
fn brief(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let start: String = line.chars().take(QUOTE_CHARS_MAX).collect();
    if start.len() == message.len() {
        start
    } else {
        format!("{start}…")
    }
}

/// All that the browser said, where [`run_failure`] does not quote the whole of it.
#[must_use]
pub(crate) fn details(failure: &RunFailure) -> Option<&str> {
    match failure {
        RunFailure::Lost(Loss::Crashed(message)) if is_trap(message) => Some(message),
        RunFailure::Lost(Loss::Crashed(message)) | RunFailure::Browser(message) => {
            (brief(message) != *message).then_some(message)
        }
        _ => None,
    }
}

fn loss(locale: Locale, loss: &Loss) -> String {
    match loss {
        Loss::Crashed(message) if is_trap(message) => texts::text(locale, "failure-trapped", &[]),
        Loss::Crashed(message) => texts::text(
            locale,
            "failure-crashed",
            &[("message", brief(message).into())],
        ),
        Loss::NoThreads(fault) => self::no_threads(locale, *fault),
        Loss::NotLoaded { script } => texts::text(
            locale,
            "failure-not-loaded",
            &[("script", script.as_str().into())],
        ),
        Loss::Exited => texts::text(locale, "failure-exited", &[]),
        Loss::StartTimeout { limit_ms } => texts::text(
            locale,
            "failure-start",
            &[("limit", limit_ms.to_string().into())],
        ),
        Loss::Deadline { limit_ms } => texts::text(
            locale,
            "failure-deadline",
            &[("limit", limit_ms.to_string().into())],
        ),
        Loss::Stalled { limit_ms } => texts::text(
            locale,
            "failure-stalled",
            &[("limit", limit_ms.to_string().into())],
        ),
        Loss::WrongBuild { expected, found } => texts::text(
            locale,
            "failure-build",
            &[
                ("expected", expected.as_str().into()),
                ("found", found.as_str().into()),
            ],
        ),
        Loss::Protocol(message) => internal(locale, message),
    }
}

fn no_threads(locale: Locale, fault: StartFault) -> String {
    match fault {
        StartFault::NotIsolated => texts::text(locale, "failure-threads-isolation", &[]),
        StartFault::NoNestedWorkers => texts::text(locale, "failure-threads-nested", &[]),
        StartFault::NoSharedMemory => texts::text(locale, "failure-threads-memory", &[]),
        StartFault::Late { limit_ms } => texts::text(
            locale,
            "failure-threads-late",
            &[("limit", limit_ms.to_string().into())],
        ),
    }
}

fn refusal(locale: Locale, refusal: &Refusal) -> String {
    match refusal {
        Refusal::QueueFull { limit } => texts::text(
            locale,
            "failure-queue-full",
            &[("limit", limit.to_string().into())],
        ),
        Refusal::ShuttingDown => texts::text(locale, "failure-shutting-down", &[]),
    }
}

fn internal(locale: Locale, message: &str) -> String {
    texts::text(locale, "failure-internal", &[("message", message.into())])
}

/// How a result differs from its reference.
pub(crate) fn check_error(locale: Locale, error: &CheckError) -> String {
    texts::text(
        locale,
        "check-error",
        &[
            ("what", aspect(locale, error.what).into()),
            ("found", error.found.as_str().into()),
            ("expected", error.expected.as_str().into()),
        ],
    )
}

/// What of a result was compared.
pub(crate) fn aspect(locale: Locale, aspect: Aspect) -> String {
    let at = |name, x: u32, y: u32| {
        texts::text(
            locale,
            name,
            &[("x", x.to_string().into()), ("y", y.to_string().into())],
        )
    };
    match aspect {
        Aspect::Kind => texts::text(locale, "aspect-kind", &[]),
        Aspect::PrimeCount => texts::text(locale, "aspect-prime-count", &[]),
        Aspect::PrimeSum => texts::text(locale, "aspect-prime-sum", &[]),
        Aspect::LargestPrime => texts::text(locale, "aspect-largest-prime", &[]),
        Aspect::FirstPrimes => texts::text(locale, "aspect-first-primes", &[]),
        Aspect::FibonacciNumber => texts::text(locale, "aspect-fibonacci", &[]),
        Aspect::RowCount => texts::text(locale, "aspect-row-count", &[]),
        Aspect::RowFingerprint { row } => texts::text(
            locale,
            "aspect-row-fingerprint",
            &[("row", row.to_string().into())],
        ),
        Aspect::BlockCount => texts::text(locale, "aspect-block-count", &[]),
        Aspect::BlockSum { block } => texts::text(
            locale,
            "aspect-block-sum",
            &[("block", block.to_string().into())],
        ),
        Aspect::InputAround { x, y } => at("aspect-input-around", x, y),
        Aspect::Pixel { x, y } => at("aspect-pixel", x, y),
        Aspect::ByteSum => texts::text(locale, "aspect-byte-sum", &[]),
        Aspect::Point { x, y } => at("aspect-point", x, y),
        Aspect::InsideCount => texts::text(locale, "aspect-inside-count", &[]),
        Aspect::StepCount => texts::text(locale, "aspect-step-count", &[]),
        Aspect::SampleCount => texts::text(locale, "aspect-sample-count", &[]),
        Aspect::SamplePlace => texts::text(locale, "aspect-sample-place", &[]),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::texts::tests::assert_said_in_every_language;

    #[test]
    fn every_failure_of_a_run_is_said_in_every_language() {
        let words = || "RangeError".to_owned();
        let losses = [
            Loss::Crashed(words()),
            Loss::Crashed("unreachable".to_owned()),
            Loss::NoThreads(StartFault::NotIsolated),
            Loss::NoThreads(StartFault::NoNestedWorkers),
            Loss::NoThreads(StartFault::NoSharedMemory),
            Loss::NoThreads(StartFault::Late { limit_ms: 12.0 }),
            Loss::NotLoaded { script: words() },
            Loss::Exited,
            Loss::StartTimeout { limit_ms: 12.0 },
            Loss::Deadline { limit_ms: 12.0 },
            Loss::Stalled { limit_ms: 12.0 },
            Loss::WrongBuild {
                expected: "12".to_owned(),
                found: "13".to_owned(),
            },
            Loss::Protocol(words()),
        ];
        let refusals = [Refusal::QueueFull { limit: 12 }, Refusal::ShuttingDown];
        let failures = [
            RunFailure::Cancelled,
            RunFailure::OutOfMemory { bytes: 12 },
            RunFailure::TooManyPixels {
                pixels: 13,
                max: 12,
            },
            RunFailure::NotAnImage,
            RunFailure::AlteredPixels,
            RunFailure::NotShareable,
            RunFailure::Browser(words()),
            RunFailure::Internal(words()),
        ];
        let all = failures
            .into_iter()
            .chain(losses.map(RunFailure::Lost))
            .chain(refusals.map(RunFailure::Refused));
        for failure in all {
            assert_said_in_every_language(&failure, run_failure);
        }
    }

    #[test]
    fn what_a_browser_says_at_length_is_quoted_in_short_and_kept_as_a_whole() {
        let stack = "wasm-function[1]@[wasm code]".repeat(40);
        for (message, expected) in [
            (
                format!("RuntimeError: Unreachable code should not be executed {stack}"),
                "the worker crashed: its code ran into a trap".to_owned(),
            ),
            (
                "Uncaught RuntimeError: unreachable".to_owned(),
                "the worker crashed: its code ran into a trap".to_owned(),
            ),
            (
                format!("RangeError: {stack}"),
                format!("the worker crashed: “RangeError: {}…”", &stack[..88]),
            ),
        ] {
            let failure = RunFailure::Lost(Loss::Crashed(message.clone()));
            crate::texts::english()
                .into_iter()
                .for_each(crate::texts::learn);
            assert_eq!(run_failure(Locale::En, &failure), expected);
            assert_eq!(details(&failure), Some(message.as_str()));
        }
        let short = RunFailure::Browser("RangeError".to_owned());
        assert_eq!(details(&short), None);
    }

    #[test]
    fn every_way_to_be_wrong_is_said_in_every_language() {
        let (x, y) = (12, 13);
        let aspects = [
            Aspect::Kind,
            Aspect::PrimeCount,
            Aspect::PrimeSum,
            Aspect::LargestPrime,
            Aspect::FirstPrimes,
            Aspect::FibonacciNumber,
            Aspect::RowCount,
            Aspect::RowFingerprint { row: 12 },
            Aspect::BlockCount,
            Aspect::BlockSum { block: 12 },
            Aspect::InputAround { x, y },
            Aspect::Pixel { x, y },
            Aspect::ByteSum,
            Aspect::Point { x, y },
            Aspect::InsideCount,
            Aspect::StepCount,
            Aspect::SampleCount,
            Aspect::SamplePlace,
        ];
        for what in aspects {
            let error = CheckError {
                what,
                found: "12".to_owned(),
                expected: "13".to_owned(),
            };
            assert_said_in_every_language(&error, check_error);
        }
    }
}
