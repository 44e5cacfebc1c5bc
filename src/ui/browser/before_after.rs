//! What a picture was before and after, one over the other, with a divider between them.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

use crate::ui::pixels::Screen;
use crate::ui::say::use_speech;
use crate::ui::split::Split;

/// Two screens of the same extent: on the left of the divider the one, on the right the other.
#[component]
pub(crate) fn BeforeAfter(
    /// What it was before.
    before: Screen,
    /// What it is after.
    after: Screen,
    /// Where the divider stands; pictures that share it move together.
    split: RwSignal<Split>,
    /// What the picture is called.
    #[prop(into)]
    label: Signal<String>,
    /// How many pixels of the page, each way, one pixel takes at most.
    zoom: u32,
    /// Whether keys move the divider here; of pictures that share it one is enough.
    has_slider: bool,
) -> impl IntoView {
    let speech = use_speech();
    let frame: NodeRef<html::Div> = NodeRef::new();
    let handle: NodeRef<html::Div> = NodeRef::new();
    let (before_place, after_place) = (NodeRef::new(), NodeRef::new());
    let name = move |name: &'static str| {
        Signal::derive(move || format!("{}: {}", label.get(), speech.say(name)))
    };
    let room = Signal::stored(0);
    before.show(before_place, room, name("picture-before"));
    after.show(after_place, room, name("picture-after"));

    let drag = Drag {
        frame,
        handle,
        split,
        held: StoredValue::new(None),
    };
    let point = move |event: PointerEvent| drag.point(&event);
    let percent = move || split.get().percent();
    view! {
        <figure
            class="pixels before-after"
            style:width=move || format!("{}px", before.extent().0 * zoom)
        >
            <div
                class="before-after__frame"
                node_ref=frame
                on:pointerdown=point
                on:pointermove=point
                on:pointerup=point
                on:pointercancel=point
            >
                <div
                    class="before-after__side"
                    node_ref=before_place
                    style:clip-path=move || format!("inset(0 {}% 0 0)", percent().1)
                >
                    <span class="before-after__name">{speech.text("picture-before")}</span>
                </div>
                <div
                    class="before-after__side before-after__side--after"
                    node_ref=after_place
                    style:clip-path=move || format!("inset(0 0 0 {}%)", percent().0)
                >
                    <span class="before-after__name before-after__name--after">
                        {speech.text("picture-after")}
                    </span>
                </div>
                {if has_slider { drag.slider() } else { drag.line() }}
            </div>
            <figcaption class="pixels__label">{label}</figcaption>
        </figure>
    }
    .into_any()
}

/// What holds the divider and moves it.
#[derive(Clone, Copy)]
struct Drag {
    frame: NodeRef<html::Div>,
    /// What keys move, where they do.
    handle: NodeRef<html::Div>,
    split: RwSignal<Split>,
    /// The pointer that holds it.
    held: StoredValue<Option<i32>>,
}

impl Drag {
    fn point(self, event: &PointerEvent) {
        let Some(frame) = self.frame.get_untracked() else {
            return;
        };
        let id = event.pointer_id();
        let is_held = self.held.get_value() == Some(id);
        let is_touch = event.pointer_type() == "touch";
        let follows = match event.type_().as_str() {
            "pointerdown" if event.button() == 0 => {
                // Moves go on to arrive when the pointer leaves the picture.
                let _ = frame.set_pointer_capture(id);
                self.held.set_value(Some(id));
                if let Some(handle) = self.handle.get_untracked() {
                    let _ = handle.focus();
                    event.prevent_default();
                }
                // A finger may mean to scroll the page.
                !is_touch
            }
            "pointermove" => is_held,
            "pointerup" => {
                self.held.set_value(None);
                is_held && is_touch
            }
            "pointercancel" => {
                self.held.set_value(None);
                false
            }
            _ => false,
        };
        if follows {
            let bounds = frame.get_bounding_client_rect();
            let x = f64::from(event.client_x()) - bounds.left();
            self.split.set(Split::at(x, bounds.width()));
        }
    }

    fn press(self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        if let Some(next) = self.split.get_untracked().press(&event.key()) {
            event.prevent_default();
            self.split.set(next);
        }
    }

    /// A divider that keys move, too.
    fn slider(self) -> AnyView {
        let speech = use_speech();
        let percent = move || self.split.get().percent();
        let value = move || {
            let (before, after) = percent();
            let args = [
                ("before", before.to_string().into()),
                ("after", after.to_string().into()),
            ];
            speech.say_with("picture-divider-value", &args)
        };
        view! {
            <div
                node_ref=self.handle
                class="before-after__divider before-after__divider--handle"
                role="slider"
                tabindex="0"
                aria-label=speech.text("picture-divider")
                aria-orientation="horizontal"
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || percent().0.to_string()
                aria-valuetext=value
                style:left=move || format!("{}%", percent().0)
                on:keydown=move |event| self.press(&event)
            ></div>
        }
        .into_any()
    }

    /// A divider that follows another picture's.
    fn line(self) -> AnyView {
        let left = move || format!("{}%", self.split.get().percent().0);
        view! { <div class="before-after__divider" aria-hidden="true" style:left=left></div> }
            .into_any()
    }
}
