//! A person's own picture: chosen, dropped anywhere on the page or pasted; read by a worker, or given back.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use kernels::{Extent, PIXELS_MAX};
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;

use super::Checked;
use crate::compute::RunFailure;
use crate::labs::failures;
use crate::labs::threads::model::form::{Form, FormField};
use crate::labs::threads::view::experiment::Lab;
use crate::labs::threads::view::words;
use crate::texts::Arg;
use crate::ui::drop::{FileDrop, PageDrop};
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// The largest image file that is read: photographs of 24 million pixels stay far below.
const FILE_BYTES_MAX: f64 = 100e6;

/// The files that are offered first, as HTML's attribute `accept` says it.
const ACCEPT: &str = "image/*";

/// Takes pictures. Copies are handles on the same state.
#[derive(Clone, Copy)]
pub(in crate::labs::threads) struct Intake {
    lab: Lab,
    form: RwSignal<Form>,
    experiment: Checked,
    reading: RwSignal<bool>,
    /// What came of the last file of the field, if it was not taken.
    failure: RwSignal<Option<Refused>>,
    /// What came of the last file that was dropped or pasted.
    notice: RwSignal<Option<Notice>>,
}

/// Where a file was given, and so where it is said what came of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Given {
    InField,
    OnPage,
}

/// What is said of a file that was dropped or pasted.
#[derive(Clone, PartialEq)]
enum Notice {
    Reading,
    /// Its size, and whether the form had to be switched to a kernel that takes pictures.
    Taken(Extent, bool),
    Refused(Refused),
}

impl Intake {
    pub(in crate::labs::threads) fn new(
        lab: Lab,
        form: RwSignal<Form>,
        experiment: Checked,
    ) -> Self {
        let notice = RwSignal::new(None);
        // What was said was for before the run.
        Effect::new(move || {
            if lab.busy.get() {
                notice.set(None);
            }
        });
        Self {
            lab,
            form,
            experiment,
            reading: RwSignal::new(false),
            failure: RwSignal::new(None),
            notice,
        }
    }

    /// Takes a file that the page was opened with, and then goes on; not if it is not taken.
    pub(in crate::labs::threads) fn take_from_page(
        self,
        file: &File,
        then: impl FnOnce() + 'static,
    ) {
        if !self.reading.is_disposed() {
            self.take_and(file, Given::OnPage, then);
        }
    }

    /// Takes a file, or says why not; what was there before stays then.
    fn take(self, file: &File, given: Given) {
        self.take_and(file, given, || ());
    }

    fn take_and(self, file: &File, given: Given, then: impl FnOnce() + 'static) {
        if self.reading.get_untracked() {
            return;
        }
        self.failure.set(None);
        self.notice.set(None);
        let spec = match self.check(file) {
            Ok(spec) => spec,
            Err(refused) => return self.refuse(refused, given),
        };
        self.reading.set(true);
        if given == Given::OnPage {
            self.notice.set(Some(Notice::Reading));
        }
        let (runner, bytes, name) = (self.lab.runner(), file.array_buffer(), file.name());
        spawn_local(async move {
            let result = match JsFuture::from(bytes).await {
                Ok(bytes) => {
                    let bytes = wasm_bindgen::JsCast::unchecked_into(bytes);
                    runner.decode(spec, bytes).await
                }
                Err(error) => Err(RunFailure::of_browser(&error)),
            };
            if self.reading.is_disposed() {
                return;
            }
            self.reading.set(false);
            match result {
                // A run that began meanwhile has its picture.
                Ok(_) if self.lab.busy.get_untracked() => self.refuse(Refused::Busy(name), given),
                Ok(picture) => {
                    let extent = picture.extent;
                    self.lab.own.set(Some(picture));
                    let is_switched = self
                        .form
                        .try_maybe_update(|form| {
                            let is_switched = form.take_pictures();
                            (is_switched, is_switched)
                        })
                        .unwrap_or(false);
                    if given == Given::OnPage {
                        self.notice.set(Some(Notice::Taken(extent, is_switched)));
                    }
                    then();
                }
                Err(RunFailure::NotAnImage) => self.refuse(Refused::NoPicture(name), given),
                Err(failure) => self.refuse(Refused::Decode(failure), given),
            }
        });
    }

    /// The work that a file is read for, or why it is not read.
    fn check(self, file: &File) -> Result<kernels::Spec, Refused> {
        if self.lab.busy.get_untracked() {
            return Err(Refused::Busy(file.name()));
        }
        if file.size() > FILE_BYTES_MAX {
            return Err(Refused::TooLarge(file.size()));
        }
        // Which work it is for does not matter to the worker; a form with a mistake has to wait.
        self.experiment.with_untracked(|experiment| {
            let experiment = experiment.as_ref().map_err(|_| Refused::FormWrong)?;
            Ok(experiment.computation)
        })
    }

    fn refuse(self, refused: Refused, given: Given) {
        match given {
            Given::InField => self.failure.set(Some(refused)),
            Given::OnPage => self.notice.set(Some(Notice::Refused(refused))),
        }
    }
}

/// Takes a picture in a field, or gives it back.
#[component]
pub(super) fn OwnPicture(intake: Intake) -> impl IntoView {
    let speech = use_speech();
    let lab = intake.lab;
    let on_file = Callback::new(move |file: File| intake.take(&file, Given::InField));
    let state = move || {
        let extent = lab
            .own
            .with(|own| own.as_ref().map(|picture| picture.extent));
        match extent {
            _ if intake.reading.get() => speech.say("picture-reading"),
            Some(extent) => {
                let [width, height] = counts(speech, extent);
                speech.say_with("picture-own", &[("width", width), ("height", height)])
            }
            None => speech.say("picture-generated"),
        }
    };
    let failure = intake.failure;
    let error = Signal::derive(move || failure.with(|refused| Some(refused.as_ref()?.say(speech))));
    view! {
        <FileDrop
            id="picture"
            label=speech.text("picture")
            hint=Signal::derive(move || {
                speech.say_with("picture-hint", &[("max", figures::count(speech.locale(), PIXELS_MAX).into())])
            })
            accept=ACCEPT
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

/// Takes a picture that is dropped anywhere on the page, and says what came of it.
#[component]
pub(in crate::labs::threads) fn DroppedPicture(intake: Intake) -> impl IntoView {
    let speech = use_speech();
    let on_file = Callback::new(move |file: File| intake.take(&file, Given::OnPage));
    let label = Signal::derive(move || {
        speech.say(if intake.lab.busy.get() {
            "picture-drop-busy"
        } else {
            "picture-drop"
        })
    });
    let notice = intake.notice;
    let said = move || notice.with(|notice| Some(say_notice(speech, intake, notice.as_ref()?)));
    let is_refused = move || notice.with(|notice| matches!(notice, Some(Notice::Refused(_))));
    view! {
        <PageDrop label on_file />
        <div
            class="drop-notice"
            class:drop-notice--refused=is_refused
            class:drop-notice--empty=move || notice.with(Option::is_none)
            data-testid="drop-notice"
        >
            <p role="status">{said}</p>
            <button type="button" class="quiet" on:click=move |_| notice.set(None)>
                {speech.text("picture-notice-close")}
            </button>
        </div>
    }
}

fn say_notice(speech: Speech, intake: Intake, notice: &Notice) -> String {
    let (extent, is_switched) = match notice {
        Notice::Reading => return speech.say("picture-reading"),
        Notice::Refused(refused) => return refused.say(speech),
        Notice::Taken(extent, is_switched) => (*extent, *is_switched),
    };
    let [width, height] = counts(speech, extent);
    if !is_switched {
        return speech.say_with("picture-taken", &[("width", width), ("height", height)]);
    }
    let id = intake
        .form
        .with(|form| form.get(FormField::Kernel).to_owned());
    let kernel = kernels::Kernel::from_id(&id);
    let kernel = kernel.map_or(id, |kernel| speech.say(words::kernel(kernel).0));
    speech.say_with(
        "picture-taken-switched",
        &[
            ("width", width),
            ("height", height),
            ("kernel", kernel.into()),
        ],
    )
}

fn counts(speech: Speech, extent: Extent) -> [Arg; 2] {
    [extent.width, extent.height]
        .map(|side| figures::count(speech.locale(), u64::from(side)).into())
}

/// Why a file was not taken.
#[derive(Clone, Debug, PartialEq)]
enum Refused {
    /// Its name.
    NoPicture(String),
    /// Its name.
    Busy(String),
    FormWrong,
    /// How many bytes it has.
    TooLarge(f64),
    Decode(RunFailure),
}

impl Refused {
    fn say(&self, speech: Speech) -> String {
        let locale = speech.locale();
        match self {
            Self::NoPicture(name) => {
                speech.say_with("picture-not-an-image", &[("name", name.as_str().into())])
            }
            Self::Busy(name) => speech.say_with("picture-busy", &[("name", name.as_str().into())]),
            Self::FormWrong => speech.say("picture-form-wrong"),
            Self::TooLarge(bytes) => speech.say_with(
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
            Self::Decode(other) => {
                let message = failures::run_failure(locale, other);
                speech.say_with("picture-failed", &[("message", message.into())])
            }
        }
    }
}
