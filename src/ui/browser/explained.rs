//! Explanations that everybody reaches: under the pointer, with the focus of the keyboard, and by a tap. One is open at
//! a time. Escape closes it and nothing else: what the key would end otherwise waits for the next press.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::ev;
use leptos::html::Span;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::glossary::Entry;
use crate::ui::say::use_speech;
use crate::ui::tip::{Rect, place};

/// How long the pointer rests on something before it is explained.
const REST: Duration = Duration::from_millis(400);

/// How long the pointer may be on its way from there to the explanation.
const WAY: Duration = Duration::from_millis(250);

thread_local! {
    static OPEN: RefCell<Option<Open>> = const { RefCell::new(None) };
    static NEXT_ID: Cell<u32> = const { Cell::new(0) };
    static IS_PAGE_WATCHED: Cell<bool> = const { Cell::new(false) };
}

/// The explanation that is open.
#[derive(Clone, Copy)]
struct Open {
    tip: Tip,
    /// It was pressed for, and stays until something else is pressed.
    is_pinned: bool,
}

/// An explanation and what it explains.
#[derive(Clone, Copy)]
struct Tip {
    anchor: NodeRef<Span>,
    bubble: NodeRef<Span>,
    is_open: RwSignal<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Tip {
    fn new() -> Self {
        let tip = Self {
            anchor: NodeRef::new(),
            bubble: NodeRef::new(),
            is_open: RwSignal::new(false),
            timer: StoredValue::new(None),
        };
        on_cleanup(move || {
            tip.forget_timer();
            // The element may live on, for what is shown in its place.
            tip.hide();
        });
        tip
    }

    /// How it is open, if it is.
    fn open(self) -> Option<Open> {
        OPEN.with_borrow(|open| open.filter(|open| open.tip.is_open == self.is_open))
    }

    fn forget_timer(self) {
        let timer = self.timer.try_update_value(Option::take);
        if let Some(Some(timer)) = timer {
            timer.clear();
        }
    }

    fn after(self, wait: Duration, act: impl Fn(Self) + 'static) {
        self.forget_timer();
        let timer = set_timeout_with_handle(move || act(self), wait);
        self.timer.try_set_value(timer.ok());
    }

    fn show(self, is_pinned: bool) {
        self.forget_timer();
        let Some(bubble) = self.bubble.try_get_untracked().flatten() else {
            return;
        };
        watch_page();
        let is_pinned = is_pinned || self.open().is_some_and(|open| open.is_pinned);
        let before = OPEN.replace(Some(Open {
            tip: self,
            is_pinned,
        }));
        if let Some(before) = before.filter(|before| before.tip.is_open != self.is_open) {
            before.tip.put_away();
        }
        bubble.set_hidden(false);
        self.is_open.set(true);
        self.place();
    }

    fn hide(self) {
        self.forget_timer();
        if self.open().is_some() {
            OPEN.take();
            self.put_away();
        }
    }

    fn put_away(self) {
        if let Some(Some(bubble)) = self.bubble.try_get_untracked() {
            bubble.set_hidden(true);
        }
        self.is_open.try_set(false);
    }

    /// Moves the explanation to what it explains.
    fn place(self) {
        let elements = self.anchor.try_get_untracked().flatten();
        let elements = elements.zip(self.bubble.try_get_untracked().flatten());
        let (Some((anchor, bubble)), Some(root)) = (elements, document().document_element()) else {
            return;
        };
        let rect = anchor.get_bounding_client_rect();
        let anchor = Rect {
            left: rect.left(),
            top: rect.top(),
            width: rect.width(),
            height: rect.height(),
        };
        let size = (bubble.offset_width().into(), bubble.offset_height().into());
        let window = (root.client_width().into(), root.client_height().into());
        let (left, top) = place(anchor, size, window);
        let style = web_sys::HtmlElement::style(&bubble);
        // Both are properties that every browser has.
        let _ = style.set_property("left", &format!("{left}px"));
        let _ = style.set_property("top", &format!("{top}px"));
    }

    fn holds(self, target: Option<web_sys::EventTarget>) -> bool {
        let node = target.and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let anchor = self.anchor.try_get_untracked().flatten();
        anchor.is_some_and(|anchor| anchor.contains(node.as_ref()))
    }

    fn on_enter(self, event: &ev::PointerEvent) {
        if event.pointer_type() != "touch" {
            self.after(REST, |tip| tip.show(false));
        }
    }

    fn on_leave(self, event: &ev::PointerEvent) {
        if event.pointer_type() != "touch" {
            self.after(WAY, |tip| {
                let is_pinned = tip.open().is_some_and(|open| open.is_pinned);
                if !is_pinned && !tip.has_keys() {
                    tip.hide();
                }
            });
        }
    }

    /// Whether the keyboard's focus is within.
    fn has_keys(self) -> bool {
        let anchor = self.anchor.try_get_untracked().flatten();
        anchor.is_some_and(|anchor| {
            anchor
                .query_selector(":focus-visible")
                .is_ok_and(|at| at.is_some())
        })
    }

    fn on_focus(self) {
        if self.has_keys() {
            self.show(false);
        }
    }

    fn on_blur(self, event: &ev::FocusEvent) {
        let is_pinned = self.open().is_some_and(|open| open.is_pinned);
        if !is_pinned && !self.holds(event.related_target()) {
            self.hide();
        }
    }

    /// A press of a button whose only purpose is the explanation.
    fn on_press(self, event: &ev::MouseEvent) {
        let by_key = event.detail() == 0;
        match self.open() {
            Some(open) if open.is_pinned || by_key => self.hide(),
            _ => self.show(true),
        }
    }
}

/// The explanation that is open, if one is.
fn open_one() -> Option<Tip> {
    OPEN.with_borrow(|open| open.map(|open| open.tip))
}

/// Looks out for what closes or moves the open explanation: once, for all that there will ever be.
fn watch_page() {
    if IS_PAGE_WATCHED.replace(true) {
        return;
    }
    on_window("keydown", |event| {
        let key = event.dyn_ref::<web_sys::KeyboardEvent>();
        if key.is_some_and(|key| key.key() == "Escape")
            && let Some(tip) = open_one()
        {
            tip.hide();
            event.prevent_default();
            event.stop_propagation();
        }
    });
    on_window("pointerdown", |event| {
        if let Some(tip) = open_one().filter(|tip| !tip.holds(event.target())) {
            tip.hide();
        }
    });
    for name in ["scroll", "resize"] {
        on_window(name, |_| {
            if let Some(tip) = open_one() {
                tip.place();
            }
        });
    }
}

/// Calls `act` before whatever else hears the event.
fn on_window(name: &str, act: impl Fn(web_sys::Event) + 'static) {
    let act = Closure::<dyn Fn(web_sys::Event)>::new(act).into_js_value();
    let added = window().add_event_listener_with_callback_and_bool(name, act.unchecked_ref(), true);
    if added.is_err() {
        leptos::logging::error!("explanations do not hear the event {name}");
    }
}

/// Explains what stands in it: an input with its label, or a button.
#[component]
pub(crate) fn Explained(
    /// The explanation.
    #[prop(into)]
    text: Signal<String>,
    /// Names the explanation, for `aria-describedby` of what it explains.
    id: String,
    /// What the glossary has more of.
    #[prop(optional_no_strip)]
    entry: Option<&'static Entry>,
    children: Children,
) -> impl IntoView {
    explained(Tip::new(), text, id, entry, false, children().into_any())
}

/// A term that is explained: a button, so that a tap and every key reach it.
#[component]
pub(crate) fn Term(
    /// The term.
    #[prop(into)]
    name: Signal<String>,
    /// The explanation.
    #[prop(into)]
    text: Signal<String>,
    /// Where the glossary has it.
    #[prop(optional_no_strip)]
    entry: Option<&'static Entry>,
) -> impl IntoView {
    let tip = Tip::new();
    let id = format!("explained-{}", NEXT_ID.replace(NEXT_ID.get() + 1));
    let button = view! {
        <button
            type="button"
            class="term"
            aria-describedby=id.clone()
            aria-expanded=move || tip.is_open.get().to_string()
            on:click=move |event| tip.on_press(&event)
        >
            {move || name.get()}
        </button>
    };
    explained(tip, text, id, entry, true, button.into_any())
}

fn explained(
    tip: Tip,
    text: Signal<String>,
    id: String,
    entry: Option<&'static Entry>,
    is_term: bool,
    what: AnyView,
) -> AnyView {
    let speech = use_speech();
    let more = entry.map(|entry| {
        view! {
            <a class="explained__more" href=format!("glossary/#{}", entry.id)>
                {speech.text("glossary-more")}
            </a>
        }
    });
    let on_down = move |event: ev::PointerEvent| {
        // Whoever presses knows what it is, and what is pressed next must not be covered.
        if !is_term && event.pointer_type() != "touch" {
            tip.hide();
        }
    };
    let on_up = move |event: ev::PointerEvent| {
        if event.pointer_type() == "touch" {
            tip.show(false);
        }
    };
    view! {
        <span
            class="explained"
            node_ref=tip.anchor
            on:pointerenter=move |event| tip.on_enter(&event)
            on:pointerleave=move |event| tip.on_leave(&event)
            on:pointerdown=on_down
            on:pointerup=on_up
            on:focusin=move |_| tip.on_focus()
            on:focusout=move |event| tip.on_blur(&event)
        >
            {what}
            <span class="explained__tip" node_ref=tip.bubble hidden>
                <span role="tooltip" id=id>{move || text.get()}</span>
                {more}
            </span>
        </span>
    }
    .into_any()
}
