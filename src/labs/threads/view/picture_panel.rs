//! What went in and what came out, for kernels of pictures; what comes out is shown as it grows.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use js_sys::Uint8Array;
use kernels::registry::Data;
use leptos::prelude::*;

use super::experiment::{Lab, Shown};
use crate::labs::threads::model::preview::{self, Window};
use crate::ui::before_after::BeforeAfter;
use crate::ui::pixels::{Pixels, Screen};
use crate::ui::say::use_speech;
use crate::ui::split::Split;

/// How many times a detail is enlarged.
const DETAIL_ZOOM: u32 = 7;

/// How wide the strip is that shows which thread computed which rows.
const STRIP_WIDTH: u32 = 16;

/// The pictures of the last run that has any.
#[component]
pub(super) fn PicturePanel(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let data = Memo::new(move |_| {
        lab.shown
            .with(|shown| shown.as_ref().map(|shown| shown.data))
    });
    let owners_place = Memo::new(move |_| {
        lab.shown
            .with(|shown| Some(shown.as_ref()?.owners.as_ref()?.place))
    });
    let is_blur = Memo::new(move |_| matches!(data.get(), Some(Data::Picture { .. })));
    view! {
        <Show when=move || data.get().is_some()>
            <section class="pictures" data-testid="pictures">
                <Show when=move || is_blur.get()>
                    <Comparison lab />
                </Show>
                <Show when=move || !is_blur.get()>
                    <Whole lab />
                </Show>
                <Show when=move || !is_blur.get() && owners_place.get().is_some()>
                    <Strip lab />
                </Show>
                <p class="note">
                    {move || {
                        match (is_blur.get(), owners_place.get()) {
                            (true, _) => speech.say("picture-note-blur"),
                            (false, Some(place)) => {
                                let place = speech.place(place).into();
                                speech.say_with("picture-note-set", &[("where", place)])
                            }
                            (false, None) => speech.say("picture-note-alone"),
                        }
                    }}
                </p>
            </section>
        </Show>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

impl Side {
    fn of(self, shown: &Shown) -> Option<&Uint8Array> {
        match self {
            Self::Before => shown.before.as_ref(),
            Self::After => shown.after.as_ref(),
        }
    }
}

/// What came out, whole.
#[component]
fn Whole(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let screen = screen(lab, Side::After, false);
    let label = speech.text("picture-set");
    view! { <Pixels screen label alt=label /> }
}

/// What went in and what came out, whole and in detail, under one divider: where the whole leaves pixels
/// out, only the detail shows what became of them.
#[component]
fn Comparison(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let split = RwSignal::new(Split::default());
    [
        (false, "picture-whole", 1),
        (true, "picture-detail", DETAIL_ZOOM),
    ]
    .map(|(detail, label, zoom)| {
        view! {
            <BeforeAfter
                before=screen(lab, Side::Before, detail)
                after=screen(lab, Side::After, detail)
                split
                label=speech.text(label)
                zoom
                has_slider=!detail
            />
        }
    })
    .into_any()
}

/// A screen that follows one side of the picture, whole or in detail.
fn screen(lab: Lab, side: Side, detail: bool) -> Screen {
    let screen = Screen::new();
    Effect::new(move || {
        lab.shown.with(|shown| {
            let Some(shown) = shown else { return };
            let window = if detail {
                Window::detail(shown.extent)
            } else {
                Window::whole(shown.extent)
            };
            screen.resize(window.width, window.height);
            if let Some(bytes) = side.of(shown) {
                let mut read = |row, into: &mut [u8]| shown.read_row(bytes, row, into);
                let rgba = preview::pixels(shown.extent, shown.data, window, &mut read);
                screen.put(0, &rgba);
            }
        });
    });
    screen
}

/// Which thread computed which rows.
#[component]
fn Strip(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let screen = Screen::new();
    Effect::new(move || {
        lab.shown.with(|shown| {
            let Some(shown) = shown else { return };
            let window = Window::whole(shown.extent);
            screen.resize(STRIP_WIDTH, window.height);
            if let Some(owners) = &shown.owners {
                screen.put(0, &preview::owner_strip(&owners.rows, window, STRIP_WIDTH));
            }
        });
    });
    view! {
        <Pixels
            screen
            label=speech.text("picture-owners")
            alt=speech.text("picture-owners-alt")
            zoom=Signal::stored(1)
        />
    }
}
