//! The lab's inputs: what to compute, how much of it, with what, and where.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

pub(super) mod own_picture;

use kernels::registry::{self, Data};
use kernels::{Engine, Extent, Kernel, Schedule, Spec, Strategy, Variant};
use leptos::prelude::*;

use self::own_picture::{Intake, OwnPicture};
use super::experiment::Lab;
use super::words;
use crate::environment;
use crate::glossary;
use crate::labs::export::CopyButton;
use crate::labs::form::{FieldName, error_at};
use crate::labs::group::Group;
use crate::labs::link;
use crate::labs::threads::model::form::{
    Experiment, Form, FormField, Problem, REPEATS_MAX, problem,
};
use crate::place::{JOBS_MAX, Moving, Place, SLICE_MS_MAX, THREADS_MAX};
use crate::ui::choice::{Choice, Choices};
use crate::ui::field::NumberField;
use crate::ui::say::{Speech, use_speech};

/// The form's id, by which the button that runs it belongs to it from elsewhere in the page.
pub(super) const FORM: &str = "experiment";

/// What is folded up: how the work is done.
const ALGORITHM: [FormField; 3] = [FormField::Variant, FormField::Engine, FormField::Rounds];

/// What is folded up: by how many threads, how bytes get to them, and how often.
const THREADS: [FormField; 7] = [
    FormField::Slice,
    FormField::Workers,
    FormField::Jobs,
    FormField::Threads,
    FormField::Schedule,
    FormField::Moving,
    FormField::Repeats,
];

/// The form with what is wrong with it.
pub(in crate::labs::threads) type Checked = Memo<Result<Experiment, Vec<Problem>>>;

#[allow(clippy::too_many_lines, reason = "a view reads best in one piece")]
#[component]
pub(super) fn Controls(
    form: RwSignal<Form>,
    experiment: Checked,
    lab: Lab,
    intake: Intake,
    /// Gets the experiment when Run is pressed.
    on_run: Callback<Experiment>,
) -> impl IntoView {
    let speech = use_speech();
    let running = lab.busy;
    let error = move |field: FormField| {
        Signal::derive(move || {
            experiment.with(|experiment| {
                let problems = experiment.as_ref().err()?;
                Some(speech.field_error(&error_at(problems, &field)?))
            })
        })
    };
    let number = move |field: FormField, label: &'static str, hint: Signal<String>| {
        view! {
            <NumberField
                id=field.id()
                label=speech.text(label)
                hint
                value=Signal::derive(move || form.with(|form| form.get(field).to_owned()))
                on_input=Callback::new(move |text: String| form.update(|form| form.set(field, text)))
                error=error(field)
            />
        }
    };
    let up_to = move |name: &'static str, max: u32| {
        Signal::derive(move || speech.range(name, 1, u64::from(max)))
    };
    let one_of = move |field: FormField,
                       legend: &'static str,
                       choices: Signal<Vec<Choice>>,
                       choose: fn(&mut Form, FormField, &str)| {
        let entry = match field {
            FormField::Variant => Some(&glossary::VARIANT),
            FormField::Engine => Some(&glossary::ENGINE),
            FormField::Moving => Some(&glossary::DATA_PASSING),
            _ => None,
        };
        view! {
            <Choices
                name=field.id()
                legend=speech.text(legend)
                choices
                entry
                is_chosen=Callback::new(move |id| form.with(|form| form.get(field) == id))
                on_change=Callback::new(move |(id, _): (&str, bool)| {
                    form.update(|form| choose(form, field, id));
                })
                error=error(field)
            />
        }
    };
    let set = |form: &mut Form, field: FormField, id: &str| form.set(field, id);
    let kernel = Memo::new(move |_| form.with(|form| Kernel::from_id(form.get(FormField::Kernel))));
    let size_hint = Signal::derive(move || {
        let sizes = form.with(|form| {
            let engine = Engine::from_id(form.get(FormField::Engine))?;
            form.entry()?.sizes(engine)
        });
        kernel
            .get()
            .zip(sizes)
            .map_or_else(String::new, |(kernel, sizes)| {
                speech.range(words::size_hint(kernel), *sizes.start(), *sizes.end())
            })
    });
    let rounds_hint = Signal::derive(move || {
        speech.range("rounds-hint", *Spec::ROUNDS.start(), *Spec::ROUNDS.end())
    });
    let runs_on = move |strategy| {
        Memo::new(move |_| {
            form.with(|form| form.runs_on(strategy) && form.refusal(strategy).is_none())
        })
    };
    let (sliced, pool, parallel) = (
        runs_on(Strategy::Sliced),
        runs_on(Strategy::Pool),
        runs_on(Strategy::Parallel),
    );
    let jobs_hint = Signal::derive(move || {
        let pieces = experiment.with(|experiment| {
            let experiment = experiment.as_ref().ok()?;
            Some(experiment.computation.jobs_max())
        });
        let most = pieces.map_or(u64::from(JOBS_MAX), |pieces| {
            pieces.min(u64::from(JOBS_MAX))
        });
        speech.range("jobs-hint", 1, most)
    });
    let data = Memo::new(move |_| form.with(Form::data));
    let is_wrong = move |fields: &'static [FormField]| {
        Signal::derive(move || {
            experiment.with(|experiment| {
                let problems = experiment.as_ref().err();
                problems.is_some_and(|problems| {
                    fields
                        .iter()
                        .any(|field| error_at(problems, field).is_some())
                })
            })
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Ok(experiment) = experiment.get_untracked()
            && !running.get_untracked()
        {
            on_run.run(experiment);
        }
    };

    view! {
        <form class="controls" id=FORM aria-label=speech.text("controls") on:submit=submit novalidate>
            {one_of(
                FormField::Kernel,
                "kernel",
                Signal::derive(move || kernel_choices(speech)),
                |form, _, id| form.choose_kernel(id),
            )}
            <Show when=move || matches!(data.get(), Data::Picture { .. })>
                <OwnPicture intake />
            </Show>
            <Show when=move || !takes_own(lab, data.get())>
                {number(FormField::Size, "size", size_hint)}
            </Show>
            <Choices
                name="on"
                legend=speech.text("run-on")
                choices=Signal::derive(move || strategy_choices(speech, form))
                entry=Some(&glossary::PLACE)
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
            <Group
                id="group-algorithm"
                title=speech.text("group-algorithm")
                says=Signal::derive(move || form.with(|form| algorithm(speech, form)))
                is_wrong=is_wrong(&ALGORITHM)
            >
                {one_of(
                    FormField::Variant,
                    "variant",
                    Signal::derive(move || variant_choices(speech, kernel.get())),
                    set,
                )}
                {one_of(
                    FormField::Engine,
                    "engine",
                    Signal::derive(move || engine_choices(speech, form)),
                    set,
                )}
                {number(FormField::Rounds, "rounds", rounds_hint)}
            </Group>
            <Group
                id="group-threads"
                title=speech.text("group-threads")
                says=Signal::derive(move || threads_and_data(speech, form, data.get(), experiment))
                is_wrong=is_wrong(&THREADS)
            >
                <Show when=move || sliced.get()>
                    {number(FormField::Slice, "slice", up_to("slice-hint", SLICE_MS_MAX))}
                </Show>
                <Show when=move || pool.get()>
                    <div class="field-pair">
                        {number(FormField::Workers, "workers", up_to("workers-hint", THREADS_MAX))}
                        {number(FormField::Jobs, "jobs", jobs_hint)}
                    </div>
                </Show>
                <Show when=move || parallel.get()>
                    {number(FormField::Threads, "threads-field", up_to("threads-hint", THREADS_MAX))}
                    {one_of(
                        FormField::Schedule,
                        "schedule",
                        Signal::derive(move || schedule_choices(speech)),
                        set,
                    )}
                </Show>
                <Show when=move || data.get() != Data::Figures>
                    {one_of(
                        FormField::Moving,
                        "moving",
                        Signal::derive(move || moving_choices(speech)),
                        set,
                    )}
                </Show>
                {number(FormField::Repeats, "repeats", up_to("repeats-hint", REPEATS_MAX))}
            </Group>
            <div class="controls__buttons">
                <CopyButton
                    id="copy-link"
                    label=speech.text("copy-link")
                    done=speech.text("copied-link")
                    text=Callback::new(move |()| address(&form.get_untracked()))
                    track=Callback::new(move |()| form.track())
                    quiet=true
                />
            </div>
        </form>
    }
}

/// Whether the work is done on a person's own picture, whose size is what it is.
fn takes_own(lab: Lab, data: Data) -> bool {
    matches!(data, Data::Picture { .. }) && lab.own.with(Option::is_some)
}

/// How the work is done, in a line.
fn algorithm(speech: Speech, form: &Form) -> String {
    let variant = Variant::from_id(form.get(FormField::Variant));
    let engine = Engine::from_id(form.get(FormField::Engine));
    let named = [
        variant.map(|variant| words::variant(variant).0),
        engine.map(|engine| words::engine(engine).0),
    ];
    let mut said: Vec<String> = named
        .into_iter()
        .flatten()
        .map(|name| speech.say(name))
        .collect();
    let rounds = form.get(FormField::Rounds);
    said.push(speech.say_with("group-rounds", &[("rounds", rounds.into())]));
    said.join(" · ")
}

/// By how many threads it is done, how bytes get to them, and how often, in a line.
fn threads_and_data(
    speech: Speech,
    form: RwSignal<Form>,
    data: Data,
    experiment: Checked,
) -> String {
    let several = |place: &Place| !matches!(place, Place::Main | Place::Worker);
    let mut said: Vec<String> = experiment.with(|experiment| {
        let places = experiment.as_ref().map(|it| it.places.as_slice());
        let places = places.unwrap_or_default().iter().copied();
        places
            .filter(several)
            .map(|place| speech.place(place))
            .collect()
    });
    form.with(|form| {
        let moving = Moving::ALL.iter().copied();
        let mut moving = moving.filter(|moving| moving.id() == form.get(FormField::Moving));
        if let Some(moving) = moving.next().filter(|_| data != Data::Figures) {
            said.push(speech.say(words::moving(moving).0));
        }
        let repeats = form.get(FormField::Repeats);
        said.push(speech.say_with("group-repeats", &[("repeats", repeats.into())]));
    });
    said.join(" · ")
}

/// The full address that opens the lab with this form.
fn address(form: &Form) -> String {
    let location = window().location();
    let origin = location.origin().unwrap_or_default();
    let path = location.pathname().unwrap_or_default();
    format!("{origin}{path}{}", link::query(form.to_query()))
}

fn choice(
    speech: Speech,
    id: &'static str,
    (label, explanation): (&str, &str),
    refusal: Option<&str>,
) -> Choice {
    Choice {
        id,
        label: speech.say(label),
        explanation: speech.say(explanation),
        refusal: refusal.map(|name| speech.say(name)),
    }
}

fn kernel_choices(speech: Speech) -> Vec<Choice> {
    Kernel::ALL
        .iter()
        .map(|kernel| choice(speech, kernel.id(), words::kernel(*kernel), None))
        .collect()
}

fn variant_choices(speech: Speech, kernel: Option<Kernel>) -> Vec<Choice> {
    let variants = registry::kernel(kernel.unwrap_or(Kernel::ALL[0])).variants;
    variants
        .iter()
        .map(|entry| {
            choice(
                speech,
                entry.variant.id(),
                words::variant(entry.variant),
                None,
            )
        })
        .collect()
}

fn engine_choices(speech: Speech, form: RwSignal<Form>) -> Vec<Choice> {
    let entry = form.with(Form::entry);
    Engine::ALL
        .iter()
        .map(|&engine| {
            let missing = entry.is_some_and(|entry| entry.support(engine).is_none());
            let refusal = missing.then_some("refusal-engine");
            choice(speech, engine.id(), words::engine(engine), refusal)
        })
        .collect()
}

fn strategy_choices(speech: Speech, form: RwSignal<Form>) -> Vec<Choice> {
    Strategy::ALL
        .iter()
        .map(|&strategy| {
            let refusal = form.with(|form| form.refusal(strategy)).map(words::refusal);
            choice(speech, strategy.id(), words::strategy(strategy), refusal)
        })
        .collect()
}

fn schedule_choices(speech: Speech) -> Vec<Choice> {
    Schedule::ALL
        .iter()
        .map(|&schedule| choice(speech, schedule.id(), words::schedule(schedule), None))
        .collect()
}

fn moving_choices(speech: Speech) -> Vec<Choice> {
    Moving::ALL
        .iter()
        .map(|&moving| {
            let refusal = (!Lab::can_move(moving)).then(|| {
                if environment::is_isolated() {
                    "refusal-no-shared-memory"
                } else {
                    "refusal-not-isolated"
                }
            });
            choice(speech, moving.id(), words::moving(moving), refusal)
        })
        .collect()
}

/// The form's experiment, on a person's own picture if there is one and the kernel takes any.
pub(super) fn on_own_picture(
    experiment: Result<Experiment, Vec<Problem>>,
    own: Option<Extent>,
) -> Result<Experiment, Vec<Problem>> {
    let mut experiment = experiment?;
    let takes = matches!(
        registry::kernel(experiment.computation.kernel).data,
        Data::Picture { .. }
    );
    if let Some(extent) = own.filter(|_| takes) {
        experiment.computation = experiment
            .computation
            .on_picture(extent)
            .map_err(|error| vec![problem(error)])?;
    }
    Ok(experiment)
}
