//! The code behind what is shown. Made when somebody wants to read it, so it fetches at once.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

use crate::compute::Assets;
use crate::ui::editor::CodeView;
use crate::ui::save;
use crate::ui::say::{Speech, use_speech};

/// A file of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// What it is called.
    pub label: String,
    /// Where it is served, by this site.
    pub url: String,
    /// What it is written in, as `www/editor/editor.js` calls it.
    pub language: &'static str,
}

/// What is known of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Text {
    Coming,
    Here(String),
    /// Why it did not come.
    Missing(String),
}

/// Files of code, one of them in sight.
#[component]
pub(crate) fn Sources(
    /// The files; the first is shown first.
    #[prop(into)]
    sources: Signal<Vec<Source>>,
    /// Where the editor is that tells by colours what is what.
    assets: Assets,
) -> impl IntoView {
    let speech = use_speech();
    let assets = StoredValue::new(assets);
    let chosen = RwSignal::new(0_usize);
    let texts: RwSignal<Vec<(String, Text)>> = RwSignal::new(Vec::new());
    let copied: RwSignal<Option<bool>> = RwSignal::new(None);
    // Another kernel has other files, and perhaps fewer.
    let current = Memo::new(move |_| {
        sources.with(|sources| {
            let at = chosen.get().min(sources.len().saturating_sub(1));
            sources.get(at).cloned()
        })
    });
    let text = Memo::new(move |_| {
        let url = current.get()?.url;
        texts.with(|texts| {
            let found = texts.iter().find(|(known, _)| *known == url);
            found.map(|(_, text)| text.clone())
        })
    });
    Effect::new(move || {
        copied.set(None);
        if let Some(source) = current.get() {
            fetch(texts, source.url);
        }
    });
    let copy = move |_| {
        if let Some(Text::Here(code)) = text.get_untracked() {
            spawn_local(async move {
                let done = save::copy(&code).await;
                copied.try_set(Some(done));
            });
        }
    };
    let tabs = move || {
        let tab = |(index, source): (usize, Source)| {
            let pressed = move || {
                current
                    .with(|current| current.as_ref() == sources.get().get(index))
                    .to_string()
            };
            view! {
                <button type="button" aria-pressed=pressed on:click=move |_| chosen.set(index)>
                    {source.label}
                </button>
            }
        };
        sources
            .get()
            .into_iter()
            .enumerate()
            .map(tab)
            .collect_view()
    };
    let code = move || code_view(speech, current.get(), text.get(), assets.get_value());
    let copy_label = move || match copied.get() {
        None => speech.say("source-copy"),
        Some(true) => speech.say("source-copied"),
        Some(false) => speech.say("copy-link-failed"),
    };
    view! {
            <div class="sources__tabs" role="group" aria-label=speech.text("source-files")>
                {tabs}
                <button
                    type="button"
                    class="quiet"
                    disabled=move || !matches!(text.get(), Some(Text::Here(_)))
                    on:click=copy
                >
                    <span aria-live="polite">{copy_label}</span>
                </button>
            </div>
            {code}
    }
    .into_any()
}

fn code_view(
    speech: Speech,
    source: Option<Source>,
    text: Option<Text>,
    assets: Assets,
) -> AnyView {
    let (url, language) = source.map_or_else(Default::default, |it| (it.url, it.language));
    match text {
        None | Some(Text::Coming) => {
            view! { <p class="note">{speech.say("source-coming")}</p> }.into_any()
        }
        Some(Text::Missing(reason)) => {
            let args = [("url", url.into()), ("reason", reason.into())];
            view! {
                <p class="field__error" role="alert">{speech.say_with("source-missing", &args)}</p>
            }
            .into_any()
        }
        Some(Text::Here(code)) => {
            view! { <CodeView code language label=speech.say("source") assets /> }.into_any()
        }
    }
}

/// Fetches a file, unless it is here or on its way; one that did not come is asked for again.
fn fetch(texts: RwSignal<Vec<(String, Text)>>, url: String) {
    let known = texts.with_untracked(|texts| {
        texts
            .iter()
            .any(|(known, text)| *known == url && !matches!(text, Text::Missing(_)))
    });
    if known {
        return;
    }
    let note = move |url: &str, text: Text| {
        texts.try_update(|texts| {
            texts.retain(|(known, _)| known != url);
            texts.push((url.to_owned(), text));
        });
    };
    note(&url, Text::Coming);
    spawn_local(async move {
        let text = match fetched(&url).await {
            Ok(code) => Text::Here(code),
            Err(reason) => Text::Missing(reason),
        };
        note(&url, text);
    });
}

/// The text of a file, or why there is none.
async fn fetched(url: &str) -> Result<String, String> {
    let words = |error: wasm_bindgen::JsValue| {
        error.dyn_into::<js_sys::Error>().map_or_else(
            |error| format!("{error:?}"),
            |error| String::from(error.message()),
        )
    };
    let response = JsFuture::from(window().fetch_with_str(url))
        .await
        .map_err(words)?;
    let response: Response = response.dyn_into().map_err(words)?;
    if !response.ok() {
        return Err(response.status().to_string());
    }
    let text = JsFuture::from(response.text().map_err(words)?)
        .await
        .map_err(words)?;
    Ok(text.as_string().unwrap_or_default())
}
