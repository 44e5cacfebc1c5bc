//! The order that the reader expects, put together before it is seen, against the one that came.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use event_loop::explain::Parting;
use event_loop::trace::Ending;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::lab::{Failure, Lab, record};
use super::sessions::Alone;
use super::words;
use crate::labs::event_loop::model::predict::{Riddle, moved, shuffled};
use crate::labs::event_loop::model::run::Run;
use crate::labs::form::TextForm;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// How far somebody is.
#[derive(Clone)]
enum Stage {
    NotYet,
    Running,
    /// The lines are put into an order; what came is not given away.
    Ordering(Arc<Riddle>),
    Compared(Arc<Riddle>),
    Failed(Failure),
}

/// What the panel holds. Copies are handles on the same.
#[derive(Clone, Copy)]
struct Prediction {
    lab: Lab,
    worker: Alone,
    stage: RwSignal<Stage>,
    /// The lines that are asked for, by their places, in the order that is expected.
    expected: RwSignal<Vec<usize>>,
    /// The place of the line that is being dragged.
    dragged: RwSignal<Option<usize>>,
    /// Decides in which order the lines are offered.
    seed: StoredValue<u32>,
}

/// The panel, below its title.
pub(in crate::labs::event_loop) fn view(lab: Lab) -> AnyView {
    let prediction = Prediction {
        lab,
        worker: Alone::new(),
        stage: RwSignal::new(Stage::NotYet),
        expected: RwSignal::new(Vec::new()),
        dragged: RwSignal::new(None),
        seed: StoredValue::new(1),
    };
    Effect::new(move |first: Option<()>| {
        lab.form.track();
        if first.is_some() {
            prediction.stage.set(Stage::NotYet);
        }
    });
    view! { <Predict prediction=StoredValue::new(prediction) /> }.into_any()
}

impl Prediction {
    /// Runs the program out of sight, and offers its lines in another order.
    fn begin(self) {
        let Ok(order) = self.lab.form.with_untracked(TextForm::order) else {
            return;
        };
        self.stage.set(Stage::Running);
        spawn_local(async move {
            let recorded = record(self.worker, &order).await;
            let Some(seed) = self.seed.try_update_value(|seed| {
                *seed += 1;
                *seed
            }) else {
                // The page is gone.
                return;
            };
            let stage = match recorded {
                Ok(recorded) => {
                    let riddle = Riddle::of(Run::of(recorded));
                    self.expected.set(shuffled(riddle.len(), seed));
                    Stage::Ordering(Arc::new(riddle))
                }
                Err(failure) => Stage::Failed(failure),
            };
            self.stage.update(|current| {
                // The program may have changed meanwhile.
                if matches!(current, Stage::Running) {
                    *current = stage;
                }
            });
        });
    }

    fn compare(self) {
        self.stage.update(|stage| {
            if let Stage::Ordering(riddle) = stage {
                *stage = Stage::Compared(Arc::clone(riddle));
            }
        });
    }

    fn move_to(self, from: usize, to: usize) {
        self.expected.update(|expected| moved(expected, from, to));
    }

    /// Whether there is anything to put into an order; tracks it.
    fn is_ordering(self) -> bool {
        self.stage
            .with(|stage| matches!(stage, Stage::Ordering(riddle) if riddle.len() > 0))
    }

    /// The run whose lines are put into an order, or were; tracks it.
    fn riddle(self) -> Option<Arc<Riddle>> {
        self.stage.with(|stage| match stage {
            Stage::Ordering(riddle) | Stage::Compared(riddle) => Some(Arc::clone(riddle)),
            _ => None,
        })
    }

    /// The run, once the order is compared with it; tracks it.
    fn compared(self) -> Option<Arc<Riddle>> {
        self.stage.with(|stage| match stage {
            Stage::Compared(riddle) => Some(Arc::clone(riddle)),
            _ => None,
        })
    }

    /// The place where both part, and what is elsewhere; tracks both.
    fn parting(self) -> Option<(usize, Parting)> {
        let riddle = self.compared()?;
        self.expected.with(|expected| riddle.parting(expected))
    }
}

#[component]
fn Predict(prediction: StoredValue<Prediction>) -> impl IntoView {
    let speech = use_speech();
    let of = move || prediction.get_value();
    let is_ordering = Memo::new(move |_| of().is_ordering());
    view! {
        <p class="note">{speech.text("loop-predict-about")}</p>
        <div class="controls__buttons">
            <button type="button" id="loop-predict-begin" on:click=move |_| of().begin()>
                {speech.text("loop-predict-begin")}
            </button>
            <button
                type="button"
                id="loop-predict-compare"
                class="primary"
                hidden=move || !is_ordering.get()
                on:click=move |_| of().compare()
            >
                {speech.text("loop-predict-compare")}
            </button>
        </div>
        <p class="finding" role="status" data-testid="predict-finding">
            {move || said(speech, of())}
        </p>
        <div class="loop__outputs">
            <Expected prediction />
            {move || came(speech, of())}
        </div>
    }
    .into_any()
}

fn said(speech: Speech, prediction: Prediction) -> String {
    prediction.stage.with(|stage| match stage {
        Stage::NotYet => String::new(),
        Stage::Running => speech.say("loop-running"),
        Stage::Failed(failure) => words::failure(speech, failure),
        Stage::Ordering(riddle) => with_limit(speech, &riddle.run, asked(speech, riddle)),
        Stage::Compared(riddle) => {
            let said = match prediction.parting() {
                None => speech.say("loop-predict-right"),
                Some((place, parting)) => parts(speech, &riddle.run, place, &parting),
            };
            with_limit(speech, &riddle.run, said)
        }
    })
}

/// What is to be done with the lines, if there are any.
fn asked(speech: Speech, riddle: &Riddle) -> Option<String> {
    let is_over = matches!(riddle.run.ending, Ending::Exited { .. });
    let count = |count: usize| figures::count(speech.locale(), count as u64).into();
    match riddle.len() {
        0 => is_over.then(|| speech.say("loop-predict-nothing")),
        1 => Some(speech.say("loop-predict-single")),
        all if all == riddle.all() => Some(speech.say("loop-predict-order")),
        shown => {
            let args = [("shown", count(shown)), ("all", count(riddle.all()))];
            let some = speech.say_with("loop-predict-some", &args);
            Some(format!("{some} {}", speech.say("loop-predict-order")))
        }
    }
}

/// Nobody is to take for the whole what did not come to its end.
fn with_limit(speech: Speech, run: &Run, said: impl Into<Option<String>>) -> String {
    let limit = match &run.ending {
        Ending::Exited { .. } => None,
        ending => Some(words::ending(speech, &run.program.source, ending)),
    };
    let parts: Vec<String> = said.into().into_iter().chain(limit).collect();
    parts.join(" ")
}

fn parts(speech: Speech, run: &Run, place: usize, parting: &Parting) -> String {
    let number = figures::count(speech.locale(), place as u64 + 1);
    let text = |line: usize| {
        let line = run.course.lines().get(line);
        line.map_or_else(String::new, |line| words::quoted(&line.text))
    };
    let args = [
        ("number", number.into()),
        ("expected", text(parting.expected).into()),
        ("came", text(parting.actual).into()),
        ("rule", words::reason(speech, parting.why.reason).into()),
    ];
    let said = speech.say_with("loop-predict-parts", &args);
    if parting.why.race.is_some() {
        return format!("{said} {}", speech.say("loop-predict-race"));
    }
    said
}

/// The lines in the order that is expected, to be moved by buttons or by dragging.
#[component]
fn Expected(prediction: StoredValue<Prediction>) -> impl IntoView {
    let speech = use_speech();
    let of = move || prediction.get_value();
    let rows = move || {
        let Some(riddle) = of().riddle() else {
            return Vec::new();
        };
        let parts = of().parting().map(|(place, _)| place);
        let expected = of().expected.get();
        let last = expected.len().saturating_sub(1);
        let rows = expected.into_iter().enumerate();
        rows.map(|(index, line)| row(speech, of(), (index, last), riddle.text(line), parts))
            .collect()
    };
    let is_shown = Memo::new(move |_| of().riddle().is_some_and(|riddle| riddle.len() > 0));
    let view = move || {
        is_shown.get().then(|| {
            view! {
                <section class="loop__output">
                    <h3>{speech.text("loop-predict-yours")}</h3>
                    <ol class="loop__predicted" data-testid="predicted">{rows}</ol>
                </section>
            }
        })
    };
    view.into_any()
}

fn row(
    speech: Speech,
    prediction: Prediction,
    (index, last): (usize, usize),
    text: &str,
    parts: Option<usize>,
) -> AnyView {
    let can_move = prediction.is_ordering();
    let is_parting = parts == Some(index);
    let button = |is_up: bool| {
        let (way, sign, name) = if is_up {
            ("up", "↑", "loop-up")
        } else {
            ("down", "↓", "loop-down")
        };
        let to = if is_up {
            index.checked_sub(1)
        } else {
            (index < last).then_some(index + 1)
        };
        let label = speech.say_with(name, &[("text", text.into())]);
        let move_it = move |_| {
            let Some(to) = to else { return };
            prediction.move_to(index, to);
            // At an end only the way back is left.
            let way = match to {
                0 => "down",
                to if to == last => "up",
                _ => way,
            };
            follow(format!("predict-{way}-{to}"));
        };
        view! {
            <button
                type="button"
                class="quiet"
                id=format!("predict-{way}-{index}")
                aria-label=label
                disabled=to.is_none()
                hidden=!can_move
                on:click=move_it
            >
                {sign}
            </button>
        }
        .into_any()
    };
    let (up, down) = (button(true), button(false));
    let drop = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        if let Some(from) = prediction.dragged.get_untracked() {
            prediction.dragged.set(None);
            prediction.move_to(from, index);
        }
    };
    let over = move |event: leptos::ev::DragEvent| {
        if prediction.dragged.get_untracked().is_some() {
            event.prevent_default();
        }
    };
    view! {
        <li
            class:loop__parting=is_parting
            draggable=can_move.to_string()
            on:dragstart=move |_| prediction.dragged.set(Some(index))
            on:dragend=move |_| prediction.dragged.set(None)
            on:dragover=over
            on:drop=drop
        >
            <code>{text.to_owned()}</code>
            <span class="loop__moves">{up} {down}</span>
        </li>
    }
    .into_any()
}

/// The focus goes along with what was moved.
fn follow(id: String) {
    let focus = move || {
        let button = document().get_element_by_id(&id);
        if let Some(button) = button.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Only an element that is not in the page refuses.
            let _ = button.focus();
        }
    };
    set_timeout(focus, std::time::Duration::ZERO);
}

/// What came, once somebody wants to see it.
fn came(speech: Speech, prediction: Prediction) -> AnyView {
    let Some(riddle) = prediction.compared() else {
        return ().into_any();
    };
    let parts = prediction.parting().map(|(place, _)| place);
    let rows = (0..riddle.len()).map(|index| {
        let is_parting = parts == Some(index);
        let text = riddle.text(index).to_owned();
        view! { <li class:loop__parting=is_parting><code>{text}</code></li> }
    });
    view! {
        <section class="loop__output">
            <h3>{speech.say("loop-predict-came")}</h3>
            <ol data-testid="came">{rows.collect_view()}</ol>
        </section>
    }
    .into_any()
}
