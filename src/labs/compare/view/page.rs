//! The lab's layout, and the wiring between its form, the link and the comparison.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

use super::controls::{Candidates, Checked, SettingsFields, ask, error};
use super::details::Details;
use super::kept::Keeping;
use super::results::ResultsView;
use super::run_bar::{FORM, RunBar, Said, said};
use super::session::Lab;
use super::subjects::Failure;
use crate::compute::Assets;
use crate::labs::compare::later::{KEPT, Keeper, OWN, REST, Rest};
use crate::labs::compare::model::form::{At, Form, MODE_FIELD, Mode, SamplingSettings};
use crate::labs::compare::model::kept::is_said;
use crate::labs::kept::LiveForm;
use crate::labs::kept::panel::KeptNote;
use crate::labs::own_form::OwnForm;
use crate::labs::scroll::bring_into_view;
use crate::labs::seed::fresh_seed;
use crate::labs::signs_of_life::MovingDot;
use crate::labs::{invitation, link};
use crate::trust::Conditions;
use crate::trust::watch::Watch;
use crate::ui::choice::{Choice, Choices};
use crate::ui::later::{Later, Stages};
use crate::ui::say::use_speech;

/// The lab, as its part of the app makes it.
pub(in crate::labs::compare) fn view() -> AnyView {
    view! { <Compare /> }.into_any()
}

#[component]
fn Compare() -> impl IntoView {
    let speech = use_speech();
    let assets = Assets::of_page();
    let build_id = assets.build_id.clone();
    let watch = Watch::start(&assets);
    let conditions = watch.conditions();
    let (query_map, hash) = (use_query_map(), use_location().hash);
    let of_link = move || {
        let mut form = query_map.with(|query| Form::from_query(|name| query.get(name)));
        if let Some(read) = hash.with(|hash| read_code(hash)) {
            // Else the reader would take the code of a first visit for that of the link.
            form.own = read.unwrap_or_else(|_| OwnForm::unread());
            if query_map.with(|query| query.get(MODE_FIELD)).is_none() {
                form.set_mode(Mode::Own);
            }
        }
        form
    };
    let form = RwSignal::new(untrack(of_link));
    let is_link_silent = move || {
        let query_says = query_map.with(|query| is_said(|name| query.get(name)));
        !query_says && hash.with(|hash| read_code(hash).is_none())
    };
    let live = LiveForm::of(form, untrack(is_link_silent));
    link::follow(form, move || {
        if is_link_silent() {
            // Whoever presses the lab's own name means no other form.
            return form.get_untracked();
        }
        of_link()
    });
    let modules = RwSignal::new(Vec::new());
    let checked = Memo::new(move |_| form.with(Form::comparison));
    let asked =
        move || modules.with(|modules| form.with(|form| ask(speech, form, modules, fresh_seed())));
    let least_budget_s = Memo::new(move |_| {
        let step_ms = conditions.with(Conditions::clock_step_ms);
        form.with(|form| form.least_budget_s(step_ms))
    });
    let valid = Memo::new(move |_| {
        least_budget_s.get().is_none()
            && modules.with(|modules| form.with(|form| ask(speech, form, modules, 0).is_some()))
    });
    let lab = Lab::new(assets.clone(), watch);
    lab.control.stop_on_escape_and_leave();
    Effect::new(move || {
        let of_link = |failure: &Option<Failure>| matches!(failure, Some(Failure::Link(_)));
        if let Some(Err(message)) = hash.with(|hash| read_code(hash)) {
            lab.fail(Failure::Link(message));
        } else if lab.failure.with_untracked(of_link) {
            lab.failure.set(None);
        }
    });
    let use_first = Callback::new(move |()| {
        form.update(|form| form.own = OwnForm::default());
        lab.failure.set(None);
    });

    let picture: NodeRef<html::Div> = NodeRef::new();
    let write_link = link::use_write_link();
    let run = Callback::new(move |()| {
        let Some(order) = untrack(asked).filter(|_| !lab.busy.get_untracked()) else {
            return;
        };
        live.press();
        match form.with_untracked(behind_path) {
            Ok(behind_path) => write_link(&behind_path),
            // What ran could not be brought about again by its link.
            Err(message) => return lab.fail(Failure::Internal(format!("no link: {message}"))),
        }
        bring_into_view(picture);
        lab.run(order);
    });
    let on_run = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        run.run(());
    };
    // Of what the lab takes, only modules are files, and no example is one.
    invitation::accept(move |_| {
        run.try_run(());
    });
    let on_more = Callback::new(move |()| {
        if let Ok(SamplingSettings { budget_ms, .. }) = form.with_untracked(Form::settings) {
            lab.go_on(budget_ms);
        }
    });

    let on_fresh = Callback::new(move |()| {
        if !lab.busy.get_untracked() {
            form.update(|form| form.own.fresh = true);
            run.run(());
        }
    });

    let (own, rest, kept) = (Later::new(OWN), Later::new(REST), Later::new(KEPT));
    let keeping = Keeping { lab, form: live };
    let details = Details {
        lab,
        conditions,
        build_id,
        valid: valid.into(),
        start_self_test: Callback::new(move |times| {
            if let Some(order) = untrack(asked) {
                lab.compare_with_itself(order, times);
            }
        }),
    };
    let (said, dot) = (said(speech, lab), MovingDot::moving());
    // From above to below, so that nothing moves.
    let stages = Stages::start();
    rest.want();
    kept.want();
    let mode = Memo::new(move |_| form.with(Form::mode));
    let of_mode = move || match mode.get() {
        Mode::Kernels => view! { <Candidates form checked /> }.into_any(),
        Mode::Own => {
            own.want();
            let assets = assets.clone();
            own.show(move |view| view(form, modules, lab, assets.clone()))
        }
    };
    view! {
        {stages.show(1, move || view! { <RunBar lab said dot valid on_more use_first /> }.into_any())}
        <form
            id=FORM
            class="controls"
            class:controls--own=move || mode.get() == Mode::Own
            aria-label=speech.text("controls")
            on:submit=on_run
            novalidate
        >
            {stages.show(2, move || view! { <Modes form checked /> }.into_any())}
            {stages.show(3, move || of_mode.clone().into_any())}
            {stages.show(4, move || view! { <SettingsFields form checked least_budget_s /> }.into_any())}
        </form>
        <div class="lab__picture" node_ref=picture>
            {stages.show(5, move || below_form(&keeping, said, (rest, kept), &details, on_fresh))}
        </div>
    }
}

/// What is compared: kernels or the reader's code.
#[component]
fn Modes(form: RwSignal<Form>, checked: Checked) -> impl IntoView {
    let speech = use_speech();
    let modes = Signal::derive(move || {
        Mode::ALL
            .map(|mode| {
                let (label, explanation) = match mode {
                    Mode::Kernels => ("what-kernels", "what-kernels-explained"),
                    Mode::Own => ("what-own", "what-own-explained"),
                };
                Choice {
                    id: mode.id(),
                    label: speech.say(label),
                    explanation: speech.say(explanation),
                    refusal: None,
                }
            })
            .to_vec()
    });
    let is_chosen = move |mode: Mode| form.with(|form| form.is_mode(mode));
    view! {
        <Choices
            name=MODE_FIELD
            legend=speech.text("what")
            choices=modes
            is_chosen=Callback::new(move |id: &str| Mode::from_id(id).is_some_and(is_chosen))
            on_change=Callback::new(move |(id, _): (&str, bool)| {
                if let Some(mode) = Mode::from_id(id) {
                    form.update(|form| form.set_mode(mode));
                }
            })
            error=error(speech, checked, At::Mode)
        />
    }
}

/// The results, and what is fetched for them.
fn below_form(
    keeping: &Keeping,
    said: Memo<Said>,
    (rest, kept): (Later<Rest>, Later<Keeper>),
    details: &Details,
    on_fresh: Callback<()>,
) -> AnyView {
    let speech = use_speech();
    let lab = keeping.lab;
    let (keeping, details) = (*keeping, details.clone());
    view! {
        <KeptNote kept=lab.kept />
        <Show when=move || lab.kept.origin.with(Option::is_some)>
            <p class="note">{speech.text("kept-cannot-go-on")}</p>
        </Show>
        <ResultsView lab said on_fresh />
        {rest.show(move |view| view(details.clone()))}
        <div>{kept.show(move |view| view(&keeping))}</div>
    }
    .into_any()
}

/// What a form makes of a link, from the question mark on.
fn behind_path(form: &Form) -> Result<String, String> {
    let code = match form.mode() {
        Mode::Kernels => String::new(),
        Mode::Own => link::own_code(&form.own)?,
    };
    Ok(format!("{}{code}", link::query(form.to_query())))
}

/// The code at a link's end, if there is any.
fn read_code(hash: &str) -> Option<Result<OwnForm, String>> {
    let Some(text) = hash.strip_prefix(link::CODE) else {
        // A link that is cut in what stands before the code has lost it, too.
        let is_cut = !hash.is_empty() && link::CODE.starts_with(hash);
        return is_cut.then(|| Err(hash.to_owned()));
    };
    let value = js_sys::decode_uri_component(text)
        .and_then(|text| js_sys::JSON::parse(&String::from(text)));
    Some(match value {
        Ok(value) => serde_wasm_bindgen::from_value(value).map_err(|error| error.to_string()),
        Err(error) => Err(String::from(js_sys::Object::from(error).to_string())),
    })
}
