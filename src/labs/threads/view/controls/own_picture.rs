//! A person's own picture: taken, read by a worker, or given back.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use kernels::PIXELS_MAX;
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::Checked;
use crate::compute::RunFailure;
use crate::labs::failures;
use crate::labs::threads::view::experiment::Lab;
use crate::ui::drop::FileDrop;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// The largest image file that is read: photographs of 24 million pixels stay far below.
const FILE_BYTES_MAX: f64 = 100e6;

/// Takes a picture, or gives it back.
#[component]
pub(super) fn OwnPicture(lab: Lab, experiment: Checked) -> impl IntoView {
    let speech = use_speech();
    let failure: RwSignal<Option<DropFailure>> = RwSignal::new(None);
    let reading = RwSignal::new(false);
    let on_file = Callback::new(move |file: web_sys::File| {
        failure.set(None);
        if file.size() > FILE_BYTES_MAX {
            failure.set(Some(DropFailure::FileTooLarge(file.size())));
            return;
        }
        // Which work it is for does not matter to the worker; a form with a mistake has to wait.
        let spec = experiment
            .with_untracked(|experiment| experiment.as_ref().ok().map(|it| it.computation));
        let Some(spec) = spec else {
            failure.set(Some(DropFailure::FormWrong));
            return;
        };
        reading.set(true);
        let runner = lab.runner();
        spawn_local(async move {
            let result = match JsFuture::from(file.array_buffer()).await {
                Ok(bytes) => {
                    let bytes = wasm_bindgen::JsCast::unchecked_into(bytes);
                    runner.decode(spec, bytes).await
                }
                Err(error) => Err(RunFailure::of_browser(&error)),
            };
            if reading.is_disposed() {
                return;
            }
            reading.set(false);
            match result {
                Ok(picture) => lab.own.set(Some(picture)),
                Err(other) => failure.set(Some(DropFailure::Decode(other))),
            }
        });
    });
    let state = move || {
        let extent = lab
            .own
            .with(|own| own.as_ref().map(|picture| picture.extent));
        match extent {
            _ if reading.get() => speech.say("picture-reading"),
            Some(extent) => speech.say_with(
                "picture-own",
                &[
                    ("width", count(speech, extent.width)),
                    ("height", count(speech, extent.height)),
                ],
            ),
            None => speech.say("picture-generated"),
        }
    };
    let error = Signal::derive(move || failure.with(|failure| Some(failure.as_ref()?.say(speech))));
    view! {
        <FileDrop
            id="picture"
            label=speech.text("picture")
            hint=Signal::derive(move || {
                speech.say_with("picture-hint", &[("max", figures::count(speech.locale(), PIXELS_MAX).into())])
            })
            accept="image/*"
            on_file
            error
        />
        <p class="note" data-testid="picture-state" aria-live="polite">{state}</p>
        <Show when=move || lab.own.with(Option::is_some)>
            <button type="button" class="quiet" id="picture-drop-own" on:click=move |_| lab.own.set(None)>
                {speech.text("picture-forget")}
            </button>
        </Show>
    }
}

fn count(speech: Speech, figure: u32) -> crate::texts::Arg {
    figures::count(speech.locale(), u64::from(figure)).into()
}

/// Why a file was not taken.
#[derive(Clone, Debug, PartialEq)]
enum DropFailure {
    FormWrong,
    FileTooLarge(f64),
    Decode(RunFailure),
}

impl DropFailure {
    fn say(&self, speech: Speech) -> String {
        let locale = speech.locale();
        match self {
            Self::FormWrong => speech.say("picture-form-wrong"),
            Self::FileTooLarge(bytes) => speech.say_with(
                "picture-file-too-large",
                &[
                    ("size", figures::number(locale, bytes / 1e6, 0).into()),
                    (
                        "max",
                        figures::number(locale, FILE_BYTES_MAX / 1e6, 0).into(),
                    ),
                ],
            ),
            Self::Decode(RunFailure::TooManyPixels { pixels, max }) => speech.say_with(
                "picture-too-large",
                &[
                    ("pixels", figures::count(locale, *pixels).into()),
                    ("max", figures::count(locale, *max).into()),
                ],
            ),
            Self::Decode(RunFailure::NotAnImage) => speech.say("picture-not-an-image"),
            Self::Decode(other) => {
                let message = failures::run_failure(locale, other);
                speech.say_with("picture-failed", &[("message", message.into())])
            }
        }
    }
}
