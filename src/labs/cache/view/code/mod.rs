//! The code of each policy, and where two of them are timed.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use cache_sim::{POLICIES, PolicyId};
use leptos::prelude::*;

use super::lab::Lab;
use super::words;
use crate::compute::Assets;
use crate::glossary::{self, Entry};
use crate::labs::cache::model::code;
use crate::labs::link;
use crate::labs::own_form::MODE;
use crate::labs::registry;
use crate::ui::explained::Term;
use crate::ui::figures;
use crate::ui::say::use_speech;
use crate::ui::select::{Item, Select};
use crate::ui::sources::{Source, Sources};

/// What the code and its comments speak of.
static TERMS: [&Entry; 4] = [
    &glossary::REPLACEMENT_POLICY,
    &glossary::GHOST_ENTRY,
    &glossary::SCAN_RESISTANCE,
    &glossary::OPT,
];

/// The panel, below its title.
pub(in crate::labs::cache) fn view(_lab: Lab) -> AnyView {
    view! {
        <Policies />
        <Comparison />
    }
    .into_any()
}

/// The code of one policy, of which there is a choice.
#[component]
fn Policies() -> impl IntoView {
    let speech = use_speech();
    let assets = StoredValue::new(Assets::of_page());
    let chosen = RwSignal::new(PolicyId::Lru);
    let items = Signal::derive(move || {
        let policies = POLICIES.iter().map(|policy| policy.id);
        policies
            .map(|policy| (policy.name(), words::policy(speech, policy)))
            .collect::<Vec<Item>>()
    });
    let on_change = Callback::new(move |name: String| {
        // The list has no other names.
        if let Ok(policy) = name.parse() {
            chosen.set(policy);
        }
    });
    let sources = Signal::derive(move || {
        let policy = chosen.get();
        let rust = ("code-rust", code::rust_file(policy), "rust");
        let javascript = code::javascript_file(policy).into_iter().flat_map(|file| {
            [
                ("code-javascript", file.to_owned(), "javascript"),
                ("code-node", code::SKETCH.to_owned(), "javascript"),
            ]
        });
        std::iter::once(rust)
            .chain(javascript)
            .map(|(label, file, language)| Source {
                label: speech.say(label),
                url: assets.with_value(|assets| assets.url(&file)),
                language,
            })
            .collect::<Vec<Source>>()
    });
    let terms = TERMS.map(|entry| {
        view! {
            <li>
                <Term
                    name=speech.text(entry.name)
                    text=speech.text(entry.explained)
                    entry=Some(entry)
                />
            </li>
        }
    });
    view! {
        <Select
            id="code-policy"
            label=speech.text("code-policy")
            items
            value=Signal::derive(move || chosen.get().name().to_owned())
            on_change
            error=Signal::derive(|| None::<String>)
        />
        <p class="note">{move || words::policy_explained(speech, chosen.get())}</p>
        <ul class="code__terms" aria-label=speech.text("code-terms")>{terms}</ul>
        <Sources sources assets=assets.get_value() />
    }
}

/// Both caches in JavaScript: what they miss, and the way to their times.
#[component]
fn Comparison() -> impl IntoView {
    let speech = use_speech();
    let says = move || {
        let count = |figure: u32| figures::count(speech.locale(), figure.into()).into();
        speech.say_with(
            "code-measured",
            &[
                ("accesses", count(code::ACCESSES)),
                ("capacity", count(code::CAPACITY)),
                ("lru", count(code::LRU_MISSES)),
                ("articles", count(code::ARTICLES_MISSES)),
            ],
        )
    };
    let link = match address() {
        Ok(href) => view! {
            <a id="code-compare" href=href>
                {speech.text("code-compare")}
            </a>
        }
        .into_any(),
        Err(reason) => {
            let why = move || speech.say_with("code-no-link", &[("reason", reason.clone().into())]);
            view! { <span class="field__error">{why}</span> }.into_any()
        }
    };
    view! {
        <p data-testid="code-measured">{says}</p>
        <p>{link}</p>
    }
}

/// The lab that compares own code, with both caches filled in; or why there is no such link.
fn address() -> Result<String, String> {
    let lab = registry::Lab::from_id(code::COMPARES)
        .ok_or_else(|| format!("there is no lab “{}”", code::COMPARES))?;
    let own = link::own_code(&code::comparison())?;
    // From the site's root, as its pages name everything.
    Ok(format!("{}{}{own}", lab.folder, link::query([MODE])))
}
