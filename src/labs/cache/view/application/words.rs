//! What the panel says.

use cache_sim::application::Outcome;
use leptos::prelude::*;

use super::Running;
use crate::compute::RunFailure;
use crate::labs::cache::model::application::lines::Moment;
use crate::labs::cache::model::application::settings::{Failing, Kind};
use crate::labs::cache::model::application::{Results, Run};
use crate::labs::cache::view::words::percent;
use crate::labs::failures;
use crate::ui::explained::Term;
use crate::ui::figures;
use crate::ui::say::Speech;

/// What a preset is called.
pub(super) fn preset(speech: Speech, id: &str) -> String {
    speech.say(match id {
        "expiry-stampede" => "application-expiry-stampede",
        "slow-cache" => "application-slow-cache",
        "deploy" => "application-deploy",
        "store-down" => "application-store-down",
        _ => "application-refused-writes",
    })
}

/// What can be seen with it.
pub(super) fn preset_shows(speech: Speech, id: &str) -> String {
    speech.say(match id {
        "expiry-stampede" => "application-shows-expiry-stampede",
        "slow-cache" => "application-shows-slow-cache",
        "deploy" => "application-shows-deploy",
        "store-down" => "application-shows-store-down",
        _ => "application-shows-refused-writes",
    })
}

/// What a variant is called.
pub(super) fn variant(speech: Speech, id: &str) -> String {
    speech.say(match id {
        "article" => "application-variant-article",
        "jitter" => "application-variant-jitter",
        "single-flight" => "application-variant-single-flight",
        "no-timeout" => "application-variant-no-timeout",
        "timeout" => "application-variant-timeout",
        "no-cache" => "application-variant-no-cache",
        "remote" => "application-variant-remote",
        "off" => "application-variant-off",
        "stale-while-revalidate" => "application-variant-stale-while-revalidate",
        "stale-if-error" => "application-variant-stale-if-error",
        "corrected" => "application-variant-corrected",
        _ => "application-variant-own",
    })
}

/// Where a cache stands.
pub(super) fn kind(speech: Speech, kind: Kind) -> String {
    speech.say(match kind {
        Kind::None => "application-kind-none",
        Kind::Memo => "application-kind-memo",
        Kind::Remote => "application-kind-remote",
    })
}

/// What is wrong in the middle third of a run.
pub(super) fn fault(speech: Speech, fault: Failing, slowdown: f64) -> String {
    match fault {
        Failing::Nothing => speech.say("application-fault-none"),
        Failing::Refuses => speech.say("application-fault-refuses"),
        Failing::Silent => speech.say("application-fault-silent"),
        Failing::Slow => {
            let factor = figures::number(speech.locale(), slowdown, 0);
            speech.say_with("application-fault-slow", &[("factor", factor.into())])
        }
        Failing::ReadOnly => speech.say("application-fault-read-only"),
    }
}

/// What happens at a moment.
pub(super) fn moment(speech: Speech, moment: Moment) -> String {
    speech.say(match moment {
        Moment::Burst => "application-moment-burst",
        Moment::Deploy => "application-moment-deploy",
        Moment::StoreFails => "application-moment-store-fails",
        Moment::StoreBack => "application-moment-store-back",
        Moment::CacheFails => "application-moment-cache-fails",
        Moment::CacheBack => "application-moment-cache-back",
    })
}

/// A latency in virtual microseconds.
pub(super) fn latency(speech: Speech, us: u64) -> String {
    figures::duration(speech, us as f64 / 1e3)
}

/// Which variant is simulated.
pub(super) fn progress(speech: Speech, running: Running) -> String {
    let count = |count: usize| figures::count(speech.locale(), count as u64).into();
    let args = [
        ("name", variant(speech, running.variant).into()),
        ("at", count(running.at)),
        ("of", count(running.of)),
    ];
    speech.say_with("application-running", &args)
}

/// What was found, in a sentence, and one more where the reader's own is not the best.
pub(super) fn finding(speech: Speech, results: &Results) -> String {
    let Some(standing) = results.standing() else {
        return String::new();
    };
    let [first, lost, p99, reads] = figures_of(speech, standing.first);
    let found = if let Some(best) = standing.best {
        let [best, best_lost, best_p99, best_reads] = figures_of(speech, best);
        let args = [
            ("first", first.into()),
            ("first_lost", lost.into()),
            ("first_p99", p99.into()),
            ("first_reads", reads.into()),
            ("best", best.into()),
            ("best_lost", best_lost.into()),
            ("best_p99", best_p99.into()),
            ("best_reads", best_reads.into()),
        ];
        speech.say_with("application-finding", &args)
    } else {
        let args = [
            ("first", first.into()),
            ("first_lost", lost.into()),
            ("first_p99", p99.into()),
            ("first_reads", reads.into()),
        ];
        speech.say_with("application-finding-first", &args)
    };
    let Some(own) = standing.own else {
        return found;
    };
    let [_, lost, p99, reads] = figures_of(speech, own);
    let args = [
        ("lost", lost.into()),
        ("p99", p99.into()),
        ("reads", reads.into()),
    ];
    let own = speech.say_with("application-finding-own", &args);
    format!("{found} {own}")
}

/// A variant's name, the share of errors and timeouts, p99, and reads of the store.
fn figures_of(speech: Speech, (id, outcome): Run<'_>) -> [String; 4] {
    let outcome: &Outcome = outcome;
    [
        variant(speech, id),
        percent(speech, outcome.tally.error_ratio().unwrap_or_default()),
        latency(speech, outcome.latency.p99_us),
        figures::count(speech.locale(), outcome.store.reads),
    ]
}

/// Why there is nothing.
pub(super) fn failure(speech: Speech, failure: &RunFailure) -> String {
    match failure {
        RunFailure::Cancelled => speech.say("application-cancelled"),
        failure => {
            let reason = failures::run_failure(speech.locale(), failure);
            speech.say_with("application-failed", &[("reason", reason.into())])
        }
    }
}

/// The terms of the field that the panel uses, each with what it means.
pub(super) fn terms(speech: Speech) -> AnyView {
    let term = |name: &'static str, text: &'static str| {
        let (name, text) = (speech.text(name), speech.text(text));
        view! {
            <li>
                <Term name text entry=None />
            </li>
        }
        .into_any()
    };
    let terms = vec![
        term("application-aside", "application-aside-explained"),
        term("application-stampede", "application-stampede-explained"),
        term("application-flight", "application-flight-explained"),
        term("application-revalidate", "application-revalidate-explained"),
        term("application-jittered", "application-jittered-explained"),
        term("application-hits", "application-hits-explained"),
    ];
    view! {
        <ul class="application-terms" aria-label=speech.text("application-terms")>
            {terms}
        </ul>
    }
    .into_any()
}
