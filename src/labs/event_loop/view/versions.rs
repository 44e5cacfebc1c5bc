//! The same program under each version of Node, and where what it prints differs.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use event_loop::NodeVersion;
use event_loop::trace::Ending;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::lab::{Failure, Lab, record};
use super::orders::column;
use super::sessions::Alone;
use super::words;
use crate::labs::event_loop::model::form::Order;
use crate::labs::event_loop::model::run::Run;
use crate::labs::event_loop::model::verdict::{Versions as Verdict, of_versions};
use crate::labs::event_loop::model::versions::lines;
use crate::labs::form::TextForm;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// What the program does under each version, in their order.
#[derive(Clone)]
struct Versions {
    /// The program's text.
    source: String,
    /// What it prints.
    lines: Vec<Vec<String>>,
    endings: Vec<Ending>,
}

/// How the runs stand.
#[derive(Clone)]
enum Runs {
    NotYet,
    Running,
    Done(Versions),
    Failed(Failure),
}

/// The panel, below its title.
pub(in crate::labs::event_loop) fn view(lab: Lab) -> AnyView {
    view! { <Compare lab /> }.into_any()
}

#[component]
fn Compare(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let worker = Alone::new();
    let runs = RwSignal::new(Runs::NotYet);
    let is_running = Memo::new(move |_| runs.with(|runs| matches!(runs, Runs::Running)));
    Effect::new(move |first: Option<()>| {
        lab.form.track();
        if first.is_some() {
            if is_running.get_untracked() {
                worker.cancel();
            }
            runs.set(Runs::NotYet);
        }
    });
    let compare = move |_| {
        if is_running.get_untracked() {
            worker.cancel();
            return;
        }
        let Ok(order) = lab.form.with_untracked(TextForm::order) else {
            return;
        };
        runs.set(Runs::Running);
        spawn_local(async move {
            let done = all(worker, order).await;
            runs.try_update(|runs| {
                // The program may have changed meanwhile.
                if matches!(runs, Runs::Running) {
                    *runs = done.map_or_else(Runs::Failed, Runs::Done);
                }
            });
        });
    };
    let label = move || {
        speech.say(if is_running.get() {
            "loop-cancel"
        } else {
            "loop-compare-versions"
        })
    };
    view! {
        <p class="note">{speech.text("loop-versions-about")}</p>
        <button type="button" id="loop-compare-versions" on:click=compare>
            {label}
        </button>
        <p class="finding" role="status" data-testid="versions-finding">
            {move || runs.with(|runs| said(speech, runs))}
        </p>
        {move || runs.with(|runs| outputs(speech, runs))}
    }
    .into_any()
}

async fn all(worker: Alone, order: Order) -> Result<Versions, Failure> {
    let mut versions = Versions {
        source: order.program.source.clone(),
        lines: Vec::new(),
        endings: Vec::new(),
    };
    for node in NodeVersion::ALL {
        let mut order = order.clone();
        order.settings.node = node;
        let run = Run::of(record(worker, &order).await?);
        versions.lines.push(lines(&run.output()));
        versions.endings.push(run.ending);
    }
    Ok(versions)
}

fn said(speech: Speech, runs: &Runs) -> String {
    let versions = match runs {
        Runs::NotYet => return String::new(),
        Runs::Running => return speech.say("loop-running"),
        Runs::Failed(failure) => return words::failure(speech, failure),
        Runs::Done(versions) => versions,
    };
    match of_versions(&versions.lines, &versions.endings) {
        Verdict::Syntax(error) => words::syntax(speech, &versions.source, error),
        Verdict::Differ(line) => {
            let line = figures::count(speech.locale(), line as u64 + 1);
            speech.say_with("loop-versions-differ", &[("line", line.into())])
        }
        Verdict::CutOff(ending) => {
            let ending = words::ending(speech, &versions.source, ending);
            format!("{} {ending}", speech.say("loop-versions-cut-off"))
        }
        Verdict::Codes => speech.say("loop-versions-codes"),
        Verdict::Same => speech.say("loop-versions-same"),
    }
}

fn outputs(speech: Speech, runs: &Runs) -> AnyView {
    let Runs::Done(versions) = runs else {
        return ().into_any();
    };
    let parts = match of_versions(&versions.lines, &versions.endings) {
        Verdict::Syntax(_) => return ().into_any(),
        Verdict::Differ(line) => Some(line),
        Verdict::CutOff(_) | Verdict::Codes | Verdict::Same => None,
    };
    let runs = versions.lines.iter().zip(&versions.endings);
    let shown = NodeVersion::ALL.into_iter().zip(runs);
    let shown = shown.map(|(node, (lines, ending))| {
        let title = words::node(speech, node);
        let ending = words::ending(speech, &versions.source, ending);
        column(speech, title, lines, parts, ending)
    });
    view! { <div class="loop__outputs">{shown.collect_view()}</div> }.into_any()
}
