//! What a sweep shows, in sentences.

use sampling::Median;

use crate::labs::threads::model::scaling::BreakEven;
use crate::labs::threads::model::sweep::{Axis, Doubt, LOOKS, NARROW_WITHIN, Pays, Reading, Sweep};
use crate::labs::threads::view::words;
use crate::ui::figures::{self, Quantity};
use crate::ui::say::Speech;

pub(super) fn percent(speech: Speech, share: f64) -> String {
    figures::number(speech.locale(), share * 100.0, 0)
}

/// The most samples of a point.
pub(super) fn samples_max(speech: Speech) -> String {
    figures::count(speech.locale(), LOOKS[LOOKS.len() - 1] as u64)
}

pub(super) fn progress(speech: Speech, sweep: &Sweep, running: bool) -> String {
    let progress = sweep.progress();
    let count = |figure: usize| figures::count(speech.locale(), figure as u64).into();
    speech.say_with(
        if running {
            "sweep-running"
        } else if sweep.is_complete() {
            "sweep-done"
        } else if sweep.is_time_up() {
            "sweep-time-is-up"
        } else {
            "sweep-stopped"
        },
        &[
            ("work", speech.work(&sweep.plan.largest).into()),
            ("samples", count(progress.samples)),
            ("narrow", count(progress.narrow)),
            ("points", count(progress.points)),
            ("within", percent(speech, NARROW_WITHIN).into()),
            ("most", samples_max(speech).into()),
            ("left", figures::duration(speech, progress.left_ms).into()),
        ],
    )
}

/// What the points show, in a sentence for each place.
pub(super) fn sweep_finding(speech: Speech, sweep: &Sweep) -> String {
    if sweep.plan.axis != Axis::Places {
        return law_finding(speech, sweep);
    }
    let pays = sweep.pays();
    if sweep.plan.places.len() < 2 {
        return speech.say("pays-unknown");
    }
    if pays.is_empty() {
        return speech.say("pays-not-yet");
    }
    let sentences: Vec<String> = pays
        .iter()
        .map(|pays| pays_sentence(speech, sweep, pays))
        .collect();
    sentences.join(" ")
}

fn pays_sentence(speech: Speech, sweep: &Sweep, pays: &Pays) -> String {
    let place = |index: usize| speech.place(sweep.plan.places[index]).into();
    let count = |figure: usize| figures::count(speech.locale(), figure as u64).into();
    let (place, first) = (("where", place(pays.place)), ("first", place(0)));
    let of_rounds = [
        ("alike", count(pays.alike)),
        ("count", count(pays.rounds.map_or(0, |rounds| rounds.count))),
    ];
    let by_medians = |name: &str| {
        let [alike, all] = of_rounds;
        let name = if pays.is_open() { "pays-open" } else { name };
        speech.say_with(name, &[place.clone(), first.clone(), alike, all])
    };
    match pays.from {
        BreakEven::Always => by_medians("pays-always"),
        BreakEven::Never => by_medians("pays-never"),
        BreakEven::From(size) => {
            let number = |size: f64| figures::quantity(speech, Quantity::Number, size);
            let (least, most) = ends(sweep);
            let end = |size: f64| {
                if size < least {
                    speech.say_with("pays-below", &[("size", number(least).into())])
                } else if size > most {
                    speech.say_with("pays-above", &[("size", number(most).into())])
                } else {
                    number(size)
                }
            };
            speech.say_with(
                "pays-from",
                &[
                    place,
                    first,
                    ("size", number(size).into()),
                    ("rounds", by_rounds(speech, pays.rounds, end).into()),
                ],
            )
        }
    }
}

/// The least and the largest size.
fn ends(sweep: &Sweep) -> (f64, f64) {
    let end = |size: Option<&u64>| size.map_or(0.0, |size| *size as f64);
    (end(sweep.sizes.first()), end(sweep.sizes.last()))
}

/// What rounds give each by itself, of a figure that comes from medians.
fn by_rounds(speech: Speech, rounds: Option<Median>, write: impl Fn(f64) -> String) -> String {
    let Some(rounds) = rounds else {
        return speech.say("rounds-none");
    };
    if rounds.count == 1 {
        return speech.say("rounds-one");
    }
    speech.say_with(
        if rounds.interval().is_some() {
            "rounds-interval"
        } else {
            "rounds-few"
        },
        &[
            ("low", write(rounds.low).into()),
            ("high", write(rounds.high).into()),
            (
                "count",
                figures::count(speech.locale(), rounds.count as u64).into(),
            ),
        ],
    )
}

fn law_finding(speech: Speech, sweep: &Sweep) -> String {
    let (Some((size, _)), Some(laws)) = (sweep.scaling(), sweep.laws()) else {
        return speech.say("law-unknown");
    };
    let percent = |share: f64| figures::number(speech.locale(), share * 100.0, 1);
    let rounds = |of: Option<Median>| by_rounds(speech, of, percent).into();
    let number = |figure: f64| figures::quantity(speech, Quantity::Number, figure).into();
    let mut sentences = Vec::new();
    if let Ok(law) = laws.amdahl {
        sentences.push(speech.say_with(
            "law-amdahl",
            &[
                ("serial", percent(law.serial).into()),
                ("rounds", rounds(laws.serial)),
                ("fit", number(law.r_squared)),
                ("size", figures::count(speech.locale(), size).into()),
            ],
        ));
    }
    if let Ok(law) = laws.universal {
        let name = if law.peak().is_some() {
            "law-universal-peak"
        } else {
            "law-universal"
        };
        sentences.push(speech.say_with(
            name,
            &[
                ("contention", percent(law.contention).into()),
                ("contention-rounds", rounds(laws.contention)),
                ("coherence", percent(law.coherence).into()),
                ("coherence-rounds", rounds(laws.coherence)),
                ("fit", number(law.r_squared)),
                ("peak", number(law.peak().unwrap_or(0.0))),
            ],
        ));
    }
    if sentences.is_empty() {
        speech.say("law-unknown")
    } else {
        sentences.join(" ")
    }
}

/// All that is known of a point: the median with its interval and count, how many runs make a sample,
/// and what there is to say against it.
pub(super) fn reading(speech: Speech, reading: &Reading) -> String {
    let mut text = if reading.median.count == 1 {
        let time = figures::measured(speech, reading.median.median, reading.step_ms).into();
        speech.say_with("sweep-one", &[("time", time)])
    } else {
        words::median_time(speech, reading.median, reading.step_ms)
    };
    if reading.batch > 1 {
        let batch = figures::count(speech.locale(), u64::from(reading.batch)).into();
        text.push_str(&speech.say_with("sweep-batch", &[("batch", batch)]));
    }
    match reading.doubt {
        Some(Doubt::Saturated) => text.push_str(&speech.say("sweep-saturated")),
        Some(Doubt::Short) => text.push_str(&speech.say("sweep-short")),
        None => {}
    }
    text
}
