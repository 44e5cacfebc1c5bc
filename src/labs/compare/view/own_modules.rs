//! WebAssembly modules of the reader's own, which take part beside the snippets. No link carries them.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::compute::RunFailure;
use crate::labs::failures;
use crate::own_code::{
    Argument, Code, Export, MODULE_BYTES_MAX, Module, ModuleError, Variant, words,
};
use crate::texts::{self, Locale};
use crate::ui::drop::FileDrop;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// A module with the function that is called.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::labs::compare) struct Entry {
    file_name: String,
    bytes: Arc<[u8]>,
    /// What was read in it.
    module: Module,
    /// The name of the function that is called.
    export: String,
    /// What it is called with, as text.
    arguments: String,
}

impl Entry {
    fn new(file_name: String, bytes: Vec<u8>) -> Result<Self, ModuleError> {
        let module = Module::read(&bytes)?;
        let mut entry = Self {
            file_name,
            bytes: bytes.into(),
            module,
            export: String::new(),
            arguments: String::new(),
        };
        let first = entry.module.exports.first();
        if let Some(name) = first.map(|export| export.name.clone()) {
            entry.choose(name);
        }
        Ok(entry)
    }

    /// Calls this function, with `n` for each of its parameters.
    fn choose(&mut self, export: String) {
        let known = self.module.export(&export);
        let parameters = known.map_or(0, |known| known.parameters.len());
        self.arguments = vec!["n"; parameters].join(", ");
        self.export = export;
    }

    /// The arguments, or the text that is none.
    fn parsed(&self) -> Result<Vec<Argument>, String> {
        let texts = self.arguments.split(',').map(str::trim);
        let texts = texts.filter(|text| !text.is_empty());
        texts
            .map(|text| Argument::parse(text).ok_or_else(|| text.to_owned()))
            .collect()
    }

    /// What is called, if its arguments can be read.
    pub(super) fn variant(&self) -> Option<Variant> {
        Some(Variant {
            name: self.name(),
            code: Code::Wasm {
                file_name: self.file_name.clone(),
                bytes: Arc::clone(&self.bytes),
                module: self.module.clone(),
                export: self.export.clone(),
                arguments: self.parsed().ok()?,
            },
        })
    }

    /// What it is called among the candidates.
    pub(super) fn name(&self) -> String {
        format!("{} {}({})", self.file_name, self.export, self.arguments)
    }

    /// What can be told to be wrong without running it.
    fn fault(&self, locale: Locale) -> Option<String> {
        let Some(variant) = self.variant() else {
            let text = self.parsed().err()?;
            let given = [("text", text.into())];
            return Some(texts::text(locale, "own-argument-wrong", &given));
        };
        // Zero stands for the parameter: its values are known when it runs.
        let error = variant.code.values(None).err()?;
        Some(words::run_error(locale, &error))
    }

    /// Whether it can be run.
    pub(super) fn is_right(&self) -> bool {
        let variant = self.variant();
        variant.is_some_and(|variant| variant.code.values(None).is_ok())
    }
}

/// Why a file was not taken.
#[derive(Clone, Debug, PartialEq)]
enum DropFailure {
    /// With its bytes.
    TooLarge(f64),
    Module(ModuleError),
    Unreadable(RunFailure),
}

impl DropFailure {
    fn say(&self, speech: Speech) -> String {
        let locale = speech.locale();
        match self {
            Self::TooLarge(bytes) => speech.say_with(
                "own-module-too-large",
                &[
                    ("size", figures::number(locale, *bytes, 0).into()),
                    (
                        "max",
                        figures::count(locale, MODULE_BYTES_MAX as u64).into(),
                    ),
                ],
            ),
            Self::Module(error) => words::module_error(locale, error),
            Self::Unreadable(failure) => failures::run_failure(locale, failure),
        }
    }
}

/// Modules, and a place to drop more.
#[component]
pub(super) fn Modules(modules: RwSignal<Vec<Entry>>) -> impl IntoView {
    let speech = use_speech();
    let failure: RwSignal<Option<DropFailure>> = RwSignal::new(None);
    let on_file = Callback::new(move |file: web_sys::File| {
        failure.set(None);
        let size = file.size();
        if size > MODULE_BYTES_MAX as f64 {
            failure.set(Some(DropFailure::TooLarge(size)));
            return;
        }
        spawn_local(async move {
            let name = file.name();
            let read = match JsFuture::from(file.array_buffer()).await {
                Ok(buffer) => {
                    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
                    Entry::new(name, bytes).map_err(DropFailure::Module)
                }
                Err(error) => Err(DropFailure::Unreadable(RunFailure::of_browser(&error))),
            };
            match read {
                Ok(entry) => {
                    modules.try_update(|modules| modules.push(entry));
                }
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
        });
    });
    let count = Memo::new(move |_| modules.with(Vec::len));
    let entries = move || {
        (0..count.get())
            .map(|index| view! { <ModuleEntry modules index /> })
            .collect_view()
    };
    view! {
        <ol class="contenders">{entries}</ol>
        <FileDrop
            id="module"
            label=speech.text("own-module")
            hint=speech.text("own-module-hint")
            accept=".wasm,application/wasm"
            on_file
            error=Signal::derive(move || failure.with(|failure| Some(failure.as_ref()?.say(speech))))
        />
    }
}

#[component]
fn ModuleEntry(modules: RwSignal<Vec<Entry>>, index: usize) -> impl IntoView {
    let speech = use_speech();
    // The last one to go is still drawn while the list is made anew.
    let read = move |of: &dyn Fn(&Entry) -> String| {
        modules.with(|modules| modules.get(index).map_or_else(String::new, of))
    };
    let change = move |with: &dyn Fn(&mut Entry)| {
        modules.update(|modules| {
            if let Some(entry) = modules.get_mut(index) {
                with(entry);
            }
        });
    };
    let options = move || {
        modules.with(|modules| {
            let entry = modules.get(index);
            let exports = entry.map_or(&[][..], |entry| &entry.module.exports);
            let option = |of: &Export| {
                let is_chosen = entry.is_some_and(|entry| entry.export == of.name);
                let name = of.name.clone();
                view! { <option value=name.clone() selected=is_chosen>{name.clone()}</option> }
            };
            exports.iter().map(option).collect_view()
        })
    };
    let (export_id, arguments_id) = (
        format!("export-{}", index + 1),
        format!("arguments-{}", index + 1),
    );
    let (export_for, arguments_for) = (export_id.clone(), arguments_id.clone());
    let has_start = Memo::new(move |_| {
        modules.with(|modules| {
            modules
                .get(index)
                .is_some_and(|entry| entry.module.has_start)
        })
    });
    let fault = move || {
        let fault = modules.with(|modules| modules.get(index)?.fault(speech.locale()))?;
        Some(speech.say_with("own-module-wrong", &[("message", fault.into())]))
    };
    view! {
        <li class="contender" data-testid=format!("module-{}", index + 1)>
            <p class="contender__title">
                <span>{move || read(&|entry| entry.file_name.clone())}</span>
                <button
                    type="button"
                    class="quiet"
                    on:click=move |_| {
                        modules.update(|modules| {
                            if index < modules.len() {
                                modules.remove(index);
                            }
                        });
                    }
                >
                    {speech.text("contender-remove")}
                </button>
            </p>
            <div class="contender__fields">
                <div class="field">
                    <label for=export_for>{speech.text("own-export")}</label>
                    <select
                        id=export_id
                        on:change:target=move |event| {
                            let name = event.target().value();
                            change(&|entry| entry.choose(name.clone()));
                        }
                    >
                        {options}
                    </select>
                </div>
                <div class="field">
                    <label for=arguments_for>{speech.text("own-arguments")}</label>
                    <input
                        id=arguments_id
                        type="text"
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=move || read(&|entry| entry.arguments.clone())
                        on:input:target=move |event| {
                            let text = event.target().value();
                            change(&|entry| entry.arguments.clone_from(&text));
                        }
                    />
                </div>
            </div>
            <p class="field__error" role="alert">{fault}</p>
            <Show when=move || has_start.get()>
                <p class="note">{speech.text("own-module-start")}</p>
            </Show>
        </li>
    }
}
