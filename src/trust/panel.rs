//! Shows the conditions, each with a word on what it means, and says what speaks against a run.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sampling::batch::sample_ms;

use super::{Assessment, Conditions, Item, Pressure, PressureSource, Reason, Trust};
use crate::glossary::{self, Entry};
use crate::ui::explained::Term;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// Under what conditions a run would be timed now, and whether it would count.
#[component]
pub fn TrustPanel(
    /// The conditions, as [`super::watch::Watch::conditions`] gives them.
    conditions: Signal<Conditions>,
) -> impl IntoView {
    let speech = use_speech();
    let trust = Memo::new(move |_| {
        conditions.with(|conditions| Trust::judge(&conditions.reasons(), conditions.single()))
    });
    let items = Item::ALL
        .map(|item| view! { <Condition item conditions /> })
        .collect_view();
    view! {
        <section
            class="trust"
            aria-labelledby="trust-title"
            data-testid="trust"
            data-trust=move || trust.with(name)
        >
            <h2 id="trust-title">{speech.text("trust")}</h2>
            <p class="trust__sum">{move || speech.say(trust.with(sum))}</p>
            <dl class="trust__list">{items}</dl>
        </section>
    }
}

/// A list of what speaks against a run, in a sentence each, in the reader's language.
#[must_use]
pub fn say_reasons(speech: Speech, reasons: &[Reason]) -> Vec<String> {
    reasons
        .iter()
        .map(|reason| say_reason(speech, *reason))
        .collect()
}

fn say_reason(speech: Speech, reason: Reason) -> String {
    match reason {
        Reason::Hidden => speech.say("reason-hidden"),
        Reason::Pressure(pressure) => speech.say_with(
            "reason-pressure",
            &[("pressure", speech.say(pressure_name(pressure)).into())],
        ),
        Reason::FramesThrottled { gap_ms } => speech.say_with(
            "reason-frames",
            &[("gap", figures::duration(speech, gap_ms).into())],
        ),
        Reason::NotIsolated => speech.say("reason-not-isolated"),
        Reason::CoarseClock { step_us } => speech.say_with(
            "reason-coarse-clock",
            &[
                ("step", figures::duration(speech, step_us / 1_000.0).into()),
                ("sample", sample_of(speech, step_us).into()),
            ],
        ),
    }
}

/// One of the conditions: its name, its value and a word on it.
#[component]
fn Condition(item: Item, conditions: Signal<Conditions>) -> impl IntoView {
    let speech = use_speech();
    let (name, explained, entry) = title(item);
    let assessment = Memo::new(move |_| conditions.with(|conditions| conditions.assessment(item)));
    let value = move || conditions.with(|conditions| value(speech, item, conditions));
    let word = move || conditions.with(|conditions| word(speech, item, conditions));
    view! {
        <div class="trust__item" data-item=code(item) data-standing=move || assessment_name(assessment.get())>
            <dt>
                <Term name=speech.text(name) text=speech.text(explained) entry />
            </dt>
            <dd>
                <span class="number">{value}</span>
                " "
                <span class=move || word_class(assessment.get())>{word}</span>
            </dd>
        </div>
    }
}

/// An item's name, what it is, and where the glossary has more of it.
fn title(item: Item) -> (&'static str, &'static str, Option<&'static Entry>) {
    let by = |name, entry: &'static Entry| (name, entry.explained, Some(entry));
    let timer = Some(&glossary::TIMER_RESOLUTION);
    match item {
        Item::Isolation => by("trust-isolation", &glossary::CROSS_ORIGIN_ISOLATION),
        Item::WorkerClock => ("trust-worker-clock", "trust-worker-clock-explained", timer),
        Item::PageClock => ("trust-page-clock", "trust-page-clock-explained", timer),
        Item::Cores => ("trust-cores", "trust-cores-explained", None),
        Item::Visibility => ("trust-page", "trust-page-explained", Some(&glossary::VOID)),
        Item::Frames => by("trust-frames", &glossary::FRAME_INTERVAL),
        Item::Pressure => by("trust-pressure", &glossary::CPU_PRESSURE),
        Item::Device => by("trust-device", &glossary::DEVICE_INDEX),
    }
}

/// What an item is just now.
fn value(speech: Speech, item: Item, conditions: &Conditions) -> String {
    let choose =
        |is_so: bool, so: &str, else_so: &str| speech.say(if is_so { so } else { else_so });
    let known = match item {
        Item::Isolation => Some(choose(conditions.isolated, "trust-yes", "trust-no")),
        Item::WorkerClock => step(speech, conditions.worker_clock_step_us),
        Item::PageClock => step(speech, conditions.page_clock_step_us),
        Item::Cores => Some(figures::count(speech.locale(), conditions.cores.into())),
        Item::Visibility => Some(choose(conditions.visible, "trust-visible", "trust-hidden")),
        Item::Frames => conditions
            .frame_gap_ms
            .map(|gap_ms| figures::duration(speech, gap_ms)),
        Item::Pressure => conditions.pressure.map(|pressure| {
            let name = speech.say(pressure_name(pressure));
            if conditions.pressure_source == PressureSource::Link {
                speech.say_with("trust-pressure-forced", &[("pressure", name.into())])
            } else {
                name
            }
        }),
        Item::Device => conditions
            .device_index
            .map(|index| figures::number(speech.locale(), index, 1)),
    };
    known.unwrap_or_else(|| speech.say("no-figure"))
}

/// What an item means, in a word or a few.
fn word(speech: Speech, item: Item, conditions: &Conditions) -> String {
    let coarse = |step_us: Option<f64>| {
        let sample = sample_of(speech, step_us.unwrap_or_default());
        speech.say_with("trust-coarse", &[("sample", sample.into())])
    };
    match (conditions.assessment(item), item) {
        (Assessment::Coming, Item::Pressure)
            if conditions.pressure_source != PressureSource::None =>
        {
            speech.say("trust-unreported")
        }
        (Assessment::Coming, Item::Frames) => speech.say("trust-frames-coming"),
        (Assessment::Coming, _) => speech.say("trust-coming"),
        (Assessment::Unknown, _) => speech.say("trust-unknown"),
        (Assessment::Tells, Item::Cores) if conditions.cores == 1 => speech.say("trust-one-core"),
        (Assessment::Good, _) | (Assessment::Tells, Item::Cores) => speech.say("trust-fine"),
        (Assessment::Tells, _) => speech.say("trust-rough"),
        (_, Item::WorkerClock) => coarse(conditions.worker_clock_step_us),
        (_, Item::PageClock) => coarse(conditions.page_clock_step_us),
        (_, Item::Isolation) => speech.say("trust-apart"),
        (_, Item::Visibility) => speech.say("trust-unseen"),
        (Assessment::Voids, Item::Frames) => speech.say("trust-frozen"),
        (_, Item::Frames) => speech.say("trust-slow-frames"),
        (Assessment::Voids, _) => speech.say("trust-pressed"),
        (Assessment::Remarks, _) => speech.say("trust-pressed-by-run"),
    }
}

fn step(speech: Speech, step_us: Option<f64>) -> Option<String> {
    step_us.map(|step_us| figures::duration(speech, step_us / 1_000.0))
}

/// How long a sample lasts on a clock of that step.
fn sample_of(speech: Speech, step_us: f64) -> String {
    figures::duration(speech, sample_ms(step_us / 1_000.0))
}

const fn pressure_name(pressure: Pressure) -> &'static str {
    match pressure {
        Pressure::Nominal => "pressure-nominal",
        Pressure::Fair => "pressure-fair",
        Pressure::Serious => "pressure-serious",
        Pressure::Critical => "pressure-critical",
    }
}

/// What the conditions mean for a run, as a sentence.
const fn sum(trust: &Trust) -> &'static str {
    match trust {
        Trust::Good => "trust-good",
        Trust::Remarked(_) => "trust-marked",
        Trust::Void(_) => "trust-void",
    }
}

/// The same, as an attribute says it.
const fn name(trust: &Trust) -> &'static str {
    match trust {
        Trust::Good => "good",
        Trust::Remarked(_) => "marked",
        Trust::Void(_) => "void",
    }
}

/// An item, as an attribute says it.
const fn code(item: Item) -> &'static str {
    match item {
        Item::Isolation => "isolation",
        Item::WorkerClock => "worker-clock",
        Item::PageClock => "page-clock",
        Item::Cores => "cores",
        Item::Visibility => "visibility",
        Item::Frames => "frames",
        Item::Pressure => "pressure",
        Item::Device => "device",
    }
}

/// What an item means for a run, as an attribute says it.
const fn assessment_name(assessment: Assessment) -> &'static str {
    match assessment {
        Assessment::Good => "good",
        Assessment::Remarks => "marks",
        Assessment::Voids => "voids",
        Assessment::Tells => "tells",
        Assessment::Coming => "coming",
        Assessment::Unknown => "unknown",
    }
}

const fn word_class(assessment: Assessment) -> &'static str {
    match assessment {
        Assessment::Good => "trust__word trust__word--good",
        Assessment::Remarks => "trust__word trust__word--marks",
        Assessment::Voids => "trust__word trust__word--voids",
        Assessment::Tells | Assessment::Coming | Assessment::Unknown => "trust__word",
    }
}
