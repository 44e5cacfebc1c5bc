//! What stays in sight however far a lab is scrolled: its buttons, the signs of life, and the finding. The effect
//! that a lab is about happens there.
//!
//! A button that cannot be pressed just now is said to be disabled (`aria-disabled`) and is not: a browser takes the
//! focus from what it disables, and who pressed it would be nowhere.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::signs_of_life::{MovingDot, SignsOfLife};
use crate::ui::say::use_speech;

/// The custom property that holds the bar's height: what is scrolled to and what gets the focus stays clear of it.
const HEIGHT: &str = "--run-bar-height";

/// A lab's bar.
#[component]
pub(in crate::labs) fn RunBar(
    /// What starts a run and what ends it.
    buttons: AnyView,
    dot: MovingDot,
    /// The finding, and how far a run is.
    children: Children,
) -> impl IntoView {
    let speech = use_speech();
    let bar: NodeRef<html::Section> = NodeRef::new();
    tell_height(bar);
    view! {
        <section class="run-bar" aria-label=speech.text("run-bar") node_ref=bar>
            <div class="run-bar__buttons">{buttons}</div>
            <SignsOfLife dot />
            <div class="run-bar__said">{children()}</div>
        </section>
    }
}

/// Tells the page's root how high the bar is, which changes with what it says.
fn tell_height(bar: NodeRef<html::Section>) {
    let watching: StoredValue<Option<Watching>, LocalStorage> = StoredValue::new_local(None);
    bar.on_load(move |bar| {
        let measured = bar.clone();
        let callback = Closure::<dyn FnMut()>::new(move || {
            let height = measured.get_bounding_client_rect().height();
            // A style that cannot be set leaves the room as it was.
            let _ = root_style().map(|style| style.set_property(HEIGHT, &format!("{height:.0}px")));
        });
        if let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) {
            observer.observe(&bar);
            watching.set_value(Some(Watching {
                observer,
                _callback: callback,
            }));
        }
    });
    on_cleanup(move || {
        if let Some(Some(watching)) = watching.try_update_value(Option::take) {
            watching.observer.disconnect();
        }
        // The next page may have no bar.
        let _ = root_style().map(|style| style.remove_property(HEIGHT));
    });
}

/// What looks at the bar's size, and what it calls.
struct Watching {
    observer: web_sys::ResizeObserver,
    _callback: Closure<dyn FnMut()>,
}

fn root_style() -> Option<web_sys::CssStyleDeclaration> {
    let root = document().document_element()?;
    Some(root.dyn_into::<web_sys::HtmlElement>().ok()?.style())
}
