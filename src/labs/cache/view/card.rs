//! The lab's small picture: two caches of four entries over the same accesses.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use crate::labs::card::Card;
use crate::ui::say::use_speech;

/// What is accessed.
const KEYS: &str = "abcdaeafabae";

/// How many entries either cache has.
const ENTRIES: usize = 4;

/// The picture.
pub(crate) fn view(_: Card) -> AnyView {
    view! { <Hits /> }.into_any()
}

#[component]
fn Hits() -> impl IntoView {
    let speech = use_speech();
    let rows = [("FIFO", false), ("LRU", true)].map(|(name, moves)| {
        let hits = hits(moves);
        let marks: Vec<AnyView> = hits
            .iter()
            .map(|hit| {
                let class = if *hit { "film__hit" } else { "film__miss" };
                view! { <span class=class></span> }.into_any()
            })
            .collect();
        let count = hits.iter().filter(|hit| **hit).count();
        view! {
            <span>{name}</span>
            <span class="film__card" aria-hidden="true">{marks}</span>
            <span class="number">{format!("{count}/{}", KEYS.len())}</span>
        }
    });
    view! {
        <div class="card__rows" data-testid="card-hits">{rows.collect_view()}</div>
        <p class="note">{speech.text("card-cache")}</p>
    }
}

/// What becomes of each access, under LRU or under FIFO. What simulates is a module that nobody has asked for yet.
fn hits(moves: bool) -> Vec<bool> {
    let mut entries: Vec<char> = Vec::new();
    let mut hits = Vec::new();
    for key in KEYS.chars() {
        let at = entries.iter().position(|entry| *entry == key);
        hits.push(at.is_some());
        match at {
            Some(at) if moves => {
                entries.remove(at);
                entries.push(key);
            }
            Some(_) => {}
            None => {
                if entries.len() == ENTRIES {
                    entries.remove(0);
                }
                entries.push(key);
            }
        }
    }
    hits
}
