//! The lab's inputs: what to compute, how much of it, with what, and where.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use kernels::{Engine, Kernel, Spec, Strategy, Variant};
use leptos::prelude::*;

use super::experiment::Lab;
use super::form::{Experiment, Fault, Form, FormField, Problem};
use crate::ui::choice::{Choice, Choices};
use crate::ui::field::NumberField;
use crate::ui::figures;
use crate::ui::save;
use crate::ui::say::{Speech, use_speech};

/// A run on the main thread that takes longer than this is worth a warning.
const WARN_ABOVE_MS: f64 = 50.0;

#[allow(clippy::too_many_lines, reason = "a view reads best in one piece")]
#[component]
pub(super) fn Controls(
    form: RwSignal<Form>,
    experiment: Memo<Result<Experiment, Vec<Problem>>>,
    lab: Lab,
    /// Gets the experiment when Run is pressed.
    on_run: Callback<Experiment>,
) -> impl IntoView {
    let speech = use_speech();
    let running = lab.busy;
    let valid = Signal::derive(move || experiment.with(Result::is_ok));
    let error = move |field: FormField| {
        Signal::derive(move || {
            experiment.with(|experiment| {
                let problems = experiment.as_ref().err()?;
                let problem = problems.iter().find(|problem| problem.field == field)?;
                Some(describe(speech, &problem.fault))
            })
        })
    };
    let size_hint = Signal::derive(move || {
        let form = form.get();
        let sizes = Kernel::from_id(&form.kernel)
            .zip(Variant::from_id(&form.variant))
            .zip(Engine::from_id(&form.engine))
            .and_then(|((kernel, variant), engine)| Spec::sizes(kernel, variant, engine).ok());
        sizes.map_or_else(String::new, |sizes| {
            hint(speech, "size-hint", *sizes.start(), *sizes.end())
        })
    });
    let rounds_hint = Signal::derive(move || {
        hint(
            speech,
            "rounds-hint",
            *Spec::ROUNDS.start(),
            *Spec::ROUNDS.end(),
        )
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Ok(experiment) = experiment.get_untracked()
            && !running.get_untracked()
        {
            on_run.run(experiment);
        }
    };

    view! {
        <form class="controls" aria-label=move || speech.say("controls") on:submit=submit novalidate>
            <Choices
                name="kernel"
                legend=Signal::derive(move || speech.say("kernel"))
                choices=Signal::derive(move || kernel_choices(speech))
                is_chosen=Callback::new(move |id| form.with(|form| form.kernel == id))
                on_change=Callback::new(move |(id, _): (&str, bool)| {
                    form.update(|form| id.clone_into(&mut form.kernel));
                })
                error=error(FormField::Kernel)
            />
            <Show when=move || error(FormField::Variant).get().is_some()>
                <p class="field__error" role="alert">{error(FormField::Variant)}</p>
            </Show>
            <NumberField
                id="size"
                label=Signal::derive(move || speech.say("size"))
                hint=size_hint
                value=Signal::derive(move || form.with(|form| form.size.clone()))
                on_input=Callback::new(move |text| form.update(|form| form.size = text))
                error=error(FormField::Size)
            />
            <NumberField
                id="rounds"
                label=Signal::derive(move || speech.say("rounds"))
                hint=rounds_hint
                value=Signal::derive(move || form.with(|form| form.rounds.clone()))
                on_input=Callback::new(move |text| form.update(|form| form.rounds = text))
                error=error(FormField::Rounds)
            />
            <Choices
                name="engine"
                legend=Signal::derive(move || speech.say("engine"))
                choices=Signal::derive(move || engine_choices(speech))
                is_chosen=Callback::new(move |id| form.with(|form| form.engine == id))
                on_change=Callback::new(move |(id, _): (&str, bool)| {
                    form.update(|form| id.clone_into(&mut form.engine));
                })
                error=error(FormField::Engine)
            />
            <Choices
                name="on"
                legend=Signal::derive(move || speech.say("run-on"))
                choices=Signal::derive(move || strategy_choices(speech))
                many=true
                is_chosen=Callback::new(move |id| {
                    Strategy::from_id(id)
                        .is_some_and(|strategy| form.with(|form| form.runs_on(strategy)))
                })
                on_change=Callback::new(move |(id, chosen)| {
                    if let Some(strategy) = Strategy::from_id(id) {
                        form.update(|form| form.set_runs_on(strategy, chosen));
                    }
                })
                error=error(FormField::On)
            />
            <p class="freeze-warning" data-testid="freeze-warning">
                {move || freeze_warning(speech, lab, experiment)}
            </p>
            <div class="controls__buttons">
                <button
                    type="submit"
                    class="primary"
                    id="run"
                    disabled=move || running.get() || !valid.get()
                >
                    {move || speech.say("run")}
                </button>
                <button
                    type="button"
                    id="cancel"
                    disabled=move || {
                        !lab.live.with(|live| live.as_ref().is_some_and(|live| live.cancellable))
                    }
                    on:click=move |_| lab.cancel()
                >
                    {move || speech.say("cancel")}
                </button>
                <CopyLink form />
            </div>
        </form>
    }
}

/// Puts a link to the experiment on the clipboard.
#[component]
fn CopyLink(form: RwSignal<Form>) -> impl IntoView {
    let speech = use_speech();
    let copied: RwSignal<Option<bool>> = RwSignal::new(None);
    // A link that was copied is not the link of a form that has changed since.
    Effect::new(move || {
        form.track();
        copied.set(None);
    });
    let copy = move |_| {
        let link = link(&form.get_untracked());
        wasm_bindgen_futures::spawn_local(async move {
            let done = save::copy(&link).await;
            copied.try_set(Some(done));
        });
    };
    let label = move || match copied.get() {
        None => speech.say("copy-link"),
        Some(true) => speech.say("copied-link"),
        Some(false) => speech.say("copy-link-failed"),
    };
    view! {
        <button type="button" id="copy-link" class="quiet" on:click=copy>
            <span aria-live="polite">{label}</span>
        </button>
    }
}

/// The query that a form makes, from the question mark on.
pub(super) fn query(form: &Form) -> String {
    let pairs: Vec<String> = form
        .to_query()
        .iter()
        .map(|(name, value)| {
            let value: String = js_sys::encode_uri_component(value).into();
            // A comma may stand in a query as it is, and reads better.
            format!("{name}={}", value.replace("%2C", ","))
        })
        .collect();
    format!("?{}", pairs.join("&"))
}

fn link(form: &Form) -> String {
    let location = window().location();
    let origin = location.origin().unwrap_or_default();
    let path = location.pathname().unwrap_or_default();
    format!("{origin}{path}{}", query(form))
}

fn hint(speech: Speech, name: &str, min: u64, max: u64) -> String {
    let locale = speech.locale();
    speech.say_with(
        name,
        &[
            ("min", figures::count(locale, min).into()),
            ("max", figures::count(locale, max).into()),
        ],
    )
}

fn describe(speech: Speech, fault: &Fault) -> String {
    let locale = speech.locale();
    let range = |name: &str, value: &str, min: u64, max: u64| {
        speech.say_with(
            name,
            &[
                ("value", value.into()),
                ("min", figures::count(locale, min).into()),
                ("max", figures::count(locale, max).into()),
            ],
        )
    };
    match fault {
        Fault::NotANumber { value, min, max } => range("error-not-a-number", value, *min, *max),
        Fault::OutOfRange { value, min, max } => range("error-out-of-range", value, *min, *max),
        Fault::Unknown { value, allowed } => speech.say_with(
            "error-unknown",
            &[
                ("value", value.as_str().into()),
                ("allowed", allowed.join(", ").into()),
            ],
        ),
        Fault::Empty => speech.say("error-nowhere"),
    }
}

fn kernel_choices(speech: Speech) -> Vec<Choice> {
    Kernel::ALL
        .iter()
        .map(|kernel| {
            let (label, explanation) = match kernel {
                Kernel::Primes => ("kernel-primes", "kernel-primes-explained"),
            };
            Choice {
                id: kernel.id(),
                label: speech.say(label),
                explanation: speech.say(explanation),
            }
        })
        .collect()
}

fn engine_choices(speech: Speech) -> Vec<Choice> {
    Engine::ALL
        .iter()
        .map(|engine| Choice {
            id: engine.id(),
            label: speech.say(engine_name(*engine)),
            explanation: speech.say(match engine {
                Engine::Wasm => "engine-wasm-explained",
                Engine::Js => "engine-js-explained",
            }),
        })
        .collect()
}

fn strategy_choices(speech: Speech) -> Vec<Choice> {
    Strategy::ALL
        .iter()
        .map(|strategy| Choice {
            id: strategy.id(),
            label: speech.say(strategy_name(*strategy)),
            explanation: speech.say(match strategy {
                Strategy::Main => "strategy-main-explained",
                Strategy::Worker => "strategy-worker-explained",
            }),
        })
        .collect()
}

/// The name of the text that names an engine.
pub(super) const fn engine_name(engine: Engine) -> &'static str {
    match engine {
        Engine::Wasm => "engine-wasm",
        Engine::Js => "engine-js",
    }
}

/// The name of the text that names a strategy.
pub(super) const fn strategy_name(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::Main => "strategy-main",
        Strategy::Worker => "strategy-worker",
    }
}

/// Says beforehand for how long the page will stand still.
fn freeze_warning(
    speech: Speech,
    lab: Lab,
    experiment: Memo<Result<Experiment, Vec<Problem>>>,
) -> Option<String> {
    let Experiment {
        computation,
        engine,
        strategies,
    } = experiment.get().ok()?;
    if !strategies.contains(&Strategy::Main) {
        return None;
    }
    match lab.estimate_ms(&computation, engine) {
        Some(ms) if ms < WARN_ABOVE_MS => Some(speech.say("freeze-brief")),
        Some(ms) => Some(speech.say_with(
            "freeze-estimate",
            &[("duration", figures::duration(speech, ms).into())],
        )),
        None => Some(speech.say("freeze-unknown")),
    }
}
