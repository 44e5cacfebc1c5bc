//! The lab's layout, and the wiring between its form, the link and the comparison.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

use super::controls::{Buttons, Contenders, TermsFields};
use super::form::{Form, Terms};
use super::results::ResultsView;
use super::self_test::SelfTest;
use super::session::Lab;
use super::words;
use crate::environment::Environment;
use crate::runner::Runner;
use crate::ui::say::use_speech;

/// The step of a clock that nobody has measured yet, in milliseconds: the coarsest of any browser.
const CLOCK_STEP_MS_UNKNOWN: f64 = 1.0;

/// The lab, as its part of the app makes it.
pub(super) fn view() -> AnyView {
    view! { <Compare /> }.into_any()
}

#[component]
fn Compare() -> impl IntoView {
    let speech = use_speech();
    let runner: StoredValue<Runner, LocalStorage> = expect_context();
    let environment: Environment = expect_context();
    let link = use_query_map();
    let form = RwSignal::new(link.with_untracked(|query| Form::from_query(|name| query.get(name))));
    let checked = Memo::new(move |_| form.with(Form::comparison));
    let lab = Lab::new(runner.with_value(|runner| runner.assets().clone()));
    on_cleanup(move || lab.stop());
    follow_link(form);

    let clock_step_ms = move || {
        let step = environment.clock_step_us.get_untracked();
        step.map_or(CLOCK_STEP_MS_UNKNOWN, |step| step / 1_000.0)
    };
    let navigate = use_navigate();
    let path = use_location().pathname;
    let on_run = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(comparison) = checked.get_untracked() else {
            return;
        };
        if lab.busy.get_untracked() {
            return;
        }
        let address = format!("{}{}", path.get_untracked(), query(&form.get_untracked()));
        navigate(
            &address,
            NavigateOptions {
                scroll: false,
                // The path is the router's own, its base included.
                resolve: false,
                ..NavigateOptions::default()
            },
        );
        let names = comparison
            .contenders
            .iter()
            .map(|contender| words::name(speech, contender))
            .collect();
        lab.run(comparison, names, clock_step_ms(), fresh_seed());
    };
    let on_more = Callback::new(move |()| {
        if let Ok(Terms { budget_ms, .. }) = form.with_untracked(Form::terms) {
            lab.go_on(budget_ms);
        }
    });
    let on_key = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" {
            lab.stop();
        }
    });
    on_cleanup(move || on_key.remove());

    view! {
        <form class="controls" aria-label=speech.text("controls") on:submit=on_run novalidate>
            <Contenders form checked />
            <TermsFields form checked />
            <Buttons lab valid=Signal::derive(move || checked.with(Result::is_ok)) on_more />
        </form>
        <div class="lab__picture">
            <ResultsView lab />
            <SelfTest
                lab
                checked
                start=Callback::new(move |(comparison, times)| {
                    lab.compare_with_itself(&comparison, times, clock_step_ms(), fresh_seed());
                })
            />
        </div>
    }
}

/// The query that a form makes, from the question mark on.
fn query(form: &Form) -> String {
    let pairs: Vec<String> = form
        .to_query()
        .into_iter()
        .map(|(name, value)| {
            let value: String = js_sys::encode_uri_component(&value).into();
            // Commas and colons may stand in a query as they are, and read better.
            format!("{name}={}", value.replace("%2C", ",").replace("%3A", ":"))
        })
        .collect();
    format!("?{}", pairs.join("&"))
}

/// The back button leads to the form of the link before.
fn follow_link(form: RwSignal<Form>) {
    let link = use_query_map();
    Effect::new(move |first: Option<()>| {
        let of_link = link.with(|query| Form::from_query(|name| query.get(name)));
        if first.is_some() && form.with_untracked(|form| *form != of_link) {
            form.set(of_link);
        }
    });
}

/// A seed that nobody chose.
fn fresh_seed() -> u64 {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number below 2^53, which JSON holds exactly"
    )]
    let seed = (js_sys::Math::random() * 9e15) as u64;
    seed
}
