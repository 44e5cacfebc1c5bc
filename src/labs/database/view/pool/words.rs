//! What the pool's panel says.

use sql_workload::pool::{
    Assumption, EventKind, Little, Run, SpanState, deadlock_free_size, hikari_size,
};

use super::Found;
use crate::labs::database::model::pool::{Order, Score, Verdict, lost, picture};
use crate::labs::database::view::words::pattern;
use crate::ui::figures::{self, Quantity};
use crate::ui::say::Speech;

/// What was found, in a sentence or two.
pub(super) fn finding(speech: Speech, order: &Order, run: &Run) -> String {
    let locale = speech.locale();
    let count = |figure: u64| figures::count(locale, figure).into();
    let max = || count(order.config.max.into());
    let first = match Verdict::of(order, run) {
        Verdict::Deadlock { at_ms, requests } => speech.say_with(
            "pool-deadlock",
            &[
                ("at", figures::duration(speech, at_ms).into()),
                ("max", max()),
                ("requests", count(requests.into())),
            ],
        ),
        Verdict::Exhausted { at_ms } => speech.say_with(
            "pool-exhausted",
            &[
                ("at", figures::duration(speech, at_ms).into()),
                ("max", max()),
            ],
        ),
        Verdict::Leaks { connections } => speech.say_with(
            "pool-leaks",
            &[("connections", count(connections)), ("max", max())],
        ),
        Verdict::Overloaded => speech.say_with(
            "pool-overloaded",
            &[
                (
                    "offered",
                    figures::number(locale, order.offered(), 1).into(),
                ),
                ("max", max()),
            ],
        ),
        Verdict::Fits => speech.say_with("pool-fits", &[("max", max())]),
    };
    format!("{first} {}", outcome(speech, run))
}

fn outcome(speech: Speech, run: &Run) -> String {
    let summary = &run.summary;
    let locale = speech.locale();
    let busy = figures::number(locale, summary.utilisation * 100.0, 0);
    speech.say_with(
        "pool-outcome",
        &[
            ("busy", busy.into()),
            (
                "mean",
                figures::duration(speech, summary.wait.mean_ms).into(),
            ),
            ("p99", figures::duration(speech, summary.wait.p99_ms).into()),
            ("lost", figures::count(locale, lost(summary)).into()),
            ("requests", figures::count(locale, summary.requests).into()),
        ],
    )
}

/// What a bar is of.
pub(super) fn contender(speech: Speech, score: &Score) -> String {
    let size = figures::count(speech.locale(), score.size.into());
    let size = speech.say_with("pool-size", &[("size", size.into())]);
    match score.pattern {
        Some(id) => format!("{} · {size}", pattern(speech, id)),
        None => size,
    }
}

/// What is said beside a bar.
pub(super) fn remark(speech: Speech, score: &Score) -> String {
    let lost = lost(&score.summary);
    if lost > 0 {
        let lost = figures::count(speech.locale(), lost);
        let all = figures::count(speech.locale(), score.summary.requests);
        let args = [("lost", lost.into()), ("requests", all.into())];
        return speech.say_with("pool-lost", &args);
    }
    let wait = figures::duration(speech, score.summary.wait.mean_ms);
    speech.say_with("pool-of-which-wait", &[("wait", wait.into())])
}

/// What theory says of it.
pub(super) fn facts(speech: Speech, found: &Found) -> Vec<String> {
    let locale = speech.locale();
    let (run, order) = (&found.run, &found.order);
    let mut facts = vec![
        little(speech, "pool-little-waiting", &run.waiting),
        little(speech, "pool-little-system", &run.system),
        queue(speech, run),
    ];
    if run.summary.stuck > 0 {
        facts.push(speech.say("pool-little-differs"));
    }
    if let Some(ms) = run
        .theory
        .allen_cunneen_ms
        .filter(|_| !run.theory.unmet.is_empty())
    {
        let wait = figures::duration(speech, ms);
        facts.push(speech.say_with("pool-allen-cunneen", &[("wait", wait.into())]));
    }
    let cores = figures::count(locale, found.cores.into());
    let size = figures::count(locale, hikari_size(found.cores, 0).into());
    let args = [("cores", cores.into()), ("size", size.into())];
    facts.push(speech.say_with("pool-hikari", &args));
    if let Some(threads) = order.load.threads.filter(|_| order.load.checkouts > 1) {
        let size = deadlock_free_size(threads, order.load.checkouts);
        let args = [
            ("threads", figures::count(locale, threads.into()).into()),
            (
                "checkouts",
                figures::count(locale, order.load.checkouts.into()).into(),
            ),
            ("size", figures::count(locale, size.into()).into()),
        ];
        facts.push(speech.say_with("pool-deadlock-free", &args));
    }
    let suspects = run.suspects.total();
    if suspects > 0 {
        let threshold = figures::duration(speech, order.config.leak_threshold_ms);
        let suspects = figures::count(locale, suspects);
        let args = [
            ("suspects", suspects.into()),
            ("threshold", threshold.into()),
        ];
        facts.push(speech.say_with("pool-suspects", &args));
    }
    facts
}

fn little(speech: Speech, name: &'static str, law: &Little) -> String {
    let number = |value: f64| {
        let quantity = if value > 0.0 {
            Quantity::Number
        } else {
            Quantity::Count
        };
        figures::quantity(speech, quantity, value).into()
    };
    let product = law.per_s * law.mean_time_ms / 1e3;
    let args = [
        ("number", number(law.mean_number)),
        ("rate", number(law.per_s)),
        ("time", figures::duration(speech, law.mean_time_ms).into()),
        ("product", number(product)),
    ];
    speech.say_with(name, &args)
}

fn queue(speech: Speech, run: &Run) -> String {
    let theory = &run.theory;
    let unmet: Vec<String> = theory
        .unmet
        .iter()
        .map(|one| speech.say(assumption(*one)))
        .collect();
    let unmet = unmet.join("; ");
    let observed = figures::duration(speech, theory.observed_ms);
    let Some(mmc) = &theory.mmc else {
        return speech.say_with("pool-mmc-none", &[("unmet", unmet.into())]);
    };
    let wait = figures::duration(speech, mmc.wait_ms);
    if unmet.is_empty() {
        let args = [("wait", wait.into()), ("observed", observed.into())];
        return speech.say_with("pool-mmc", &args);
    }
    let args = [
        ("wait", wait.into()),
        ("observed", observed.into()),
        ("unmet", unmet.into()),
    ];
    speech.say_with("pool-mmc-unmet", &args)
}

const fn assumption(assumption: Assumption) -> &'static str {
    match assumption {
        Assumption::Stability => "pool-unmet-stability",
        Assumption::PoissonArrivals => "pool-unmet-arrivals",
        Assumption::ExponentialService => "pool-unmet-service",
        Assumption::OneCheckout => "pool-unmet-checkout",
        Assumption::NoFaults => "pool-unmet-faults",
        Assumption::UnlimitedThreads => "pool-unmet-threads",
        Assumption::NobodyRejected => "pool-unmet-rejected",
        Assumption::NobodyTimedOut => "pool-unmet-timed-out",
        Assumption::ConnectionsOpen => "pool-unmet-open",
    }
}

/// What happened.
pub(super) const fn event(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Connect => "pool-event-connect",
        EventKind::Acquire => "pool-event-acquire",
        EventKind::Wait => "pool-event-wait",
        EventKind::Release => "pool-event-release",
        EventKind::Remove => "pool-event-remove",
        EventKind::Timeout => "pool-event-timeout",
        EventKind::Rejected => "pool-event-rejected",
        EventKind::Error => "pool-event-error",
    }
}

/// The words of the picture of lanes.
pub(super) struct LaneWords(pub(super) Speech);

impl picture::Words for LaneWords {
    fn connection(&self, number: u32) -> String {
        let number = figures::count(self.0.locale(), number.into());
        self.0
            .say_with("pool-connection", &[("number", number.into())])
    }

    fn waiters(&self) -> String {
        self.0.say("pool-waiters")
    }

    fn state(&self, state: SpanState, request: Option<u32>) -> String {
        let state = self.0.say(match state {
            SpanState::Connecting => "pool-state-connecting",
            SpanState::Idle => "pool-state-idle",
            SpanState::Active => "pool-state-active",
            SpanState::Blocked => "pool-state-blocked",
            SpanState::Leaked => "pool-state-leaked",
        });
        let Some(request) = request else {
            return state;
        };
        let request = figures::count(self.0.locale(), u64::from(request) + 1);
        let args = [("state", state.into()), ("request", request.into())];
        self.0.say_with("pool-state-of", &args)
    }

    fn waiting(&self, waiting: u32) -> String {
        let waiting = figures::count(self.0.locale(), waiting.into());
        self.0
            .say_with("pool-waiting", &[("waiting", waiting.into())])
    }
}
