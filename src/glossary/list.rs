//! The glossary's list: terms in groups, each with an address of its own.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen_futures::spawn_local;

use super::{Entry, GROUPS, Group};
use crate::frames::next_frame;
use crate::ui::later::Stages;
use crate::ui::painted::Painted;
use crate::ui::say::{Speech, use_speech};

const _: () = assert!(
    GROUPS.len() <= Stages::COUNT,
    "each group is made at a stage of its own"
);

/// Makes the list. Of the entry that the address names the beginning is in sight.
pub(super) fn view() -> AnyView {
    let speech = use_speech();
    let hash = use_location().hash;
    let named = Memo::new(move |_| hash.with(|hash| hash.trim_start_matches('#').to_owned()));
    let is_whole = RwSignal::new(false);
    Effect::new(move || {
        let id = named.get();
        if !is_whole.get() {
            return;
        }
        spawn_local(async move {
            next_frame().await;
            if let Some(entry) = document().get_element_by_id(&id).filter(|_| !id.is_empty()) {
                entry.scroll_into_view();
            }
        });
    });
    let group = move |group: &'static Group| {
        let entries = group.entries.iter();
        let entries = entries
            .map(|entry| row(speech, entry, named))
            .collect_view();
        view! {
            <section class="glossary__group">
                <h2>{speech.text(group.name)}</h2>
                <dl>{entries}</dl>
            </section>
        }
        .into_any()
    };
    // Each in a task of its own, as a page is made.
    let stages = Stages::start();
    let groups = GROUPS
        .iter()
        .zip(1..)
        .map(|(of, stage)| stages.show(stage, move || group(of)));
    let painted: Painted = expect_context();
    let whole = move || {
        painted.replace();
        is_whole.set(true);
        ().into_any()
    };
    (groups.collect_view(), stages.show(Stages::COUNT, whole)).into_any()
}

fn row(speech: Speech, entry: &'static Entry, named: Memo<String>) -> impl IntoView {
    view! {
        <div
            class="glossary__entry"
            class:glossary__entry--named=move || named.with(|named| named == entry.id)
            id=entry.id
        >
            <dt>{speech.text(entry.name)}</dt>
            <dd>{speech.text(entry.explained)}</dd>
        </div>
    }
}
