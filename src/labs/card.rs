//! What the start page gives to the small picture that a lab has there.

use leptos::prelude::*;

/// Makes a lab's small picture. It runs in the scope of the start page.
pub(crate) type View = fn(Card) -> AnyView;

/// What a small picture may show and has to mind.
#[derive(Clone, Copy)]
pub(crate) struct Card {
    /// How long the page's last frame took, in milliseconds.
    pub frame_ms: RwSignal<f64>,
    /// Whether nothing is timed that work for a picture would disturb.
    pub quiet: Signal<bool>,
}
