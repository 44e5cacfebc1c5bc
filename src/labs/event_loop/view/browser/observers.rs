//! What the browser reports of itself while a program runs.

use web_sys::PerformanceObserver;

use crate::frames::{self, ObserverCallback};
use crate::labs::event_loop::model::browser::record::{Report, Reported};

/// Observers that report as long as they are held.
pub(super) struct Observers(Vec<(PerformanceObserver, ObserverCallback)>);

impl Observers {
    /// Reports long animation frames, or long tasks where the browser knows no such frames, and events of a person
    /// that waited for the next paint.
    pub(super) fn start(report: impl Fn(Report) + Clone + 'static) -> Self {
        let observe = |name: &str, what: Reported| {
            let report = report.clone();
            frames::observe(name, move |entry| {
                let is_of_person = frames::number(entry, "interactionId") > 0.0;
                if what == Reported::Input && !is_of_person {
                    return;
                }
                report(Report {
                    what,
                    start_ms: entry.start_time(),
                    duration_ms: entry.duration(),
                });
            })
        };
        let long = observe("long-animation-frame", Reported::LongFrame)
            .or_else(|| observe("longtask", Reported::LongTask));
        let input = observe("event", Reported::Input);
        Self(long.into_iter().chain(input).collect())
    }
}

impl Drop for Observers {
    fn drop(&mut self) {
        for (observer, _) in self.0.drain(..) {
            observer.disconnect();
        }
    }
}
