//! A field for code: a plain one at once, and in its place the editor as soon as that is here.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use js_sys::{Object, Reflect};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;

use crate::compute::Assets;
use crate::ui::say::{Speech, use_speech};

/// The editor's module, which is fetched when the first such field is shown.
pub(crate) const MODULE: &str = "editor/editor.js";

/// What is wrong with code, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    /// The line, counted from 1, where it is known.
    pub line: Option<u32>,
    /// The column, counted from 1 in UTF-16 units, where that and the line are known.
    pub column: Option<u32>,
    /// What is wrong.
    pub message: String,
}

/// Where something stands in code: lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    /// The column behind the last character.
    pub end_column: u32,
}

/// What of code is marked while it runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// The statement that is being executed.
    pub current: Option<Span>,
    /// A line that somebody asks for.
    pub asked: Option<u32>,
}

/// A handle on a field whose code is run from there. Copies are handles on the same one.
#[derive(Clone, Copy)]
pub(crate) struct EditorHandle {
    plain: NodeRef<html::Textarea>,
    /// The editor, once it is here.
    editor: RwSignal<Option<Mounted>, LocalStorage>,
    /// Called for Ctrl+Enter and Cmd+Enter.
    on_run: Option<Callback<()>>,
    /// Called for Escape; gives whether that has done its work.
    on_escape: Option<Callback<(), bool>>,
}

impl EditorHandle {
    fn of_no_one() -> Self {
        Self {
            plain: NodeRef::new(),
            editor: RwSignal::new_local(None),
            on_run: None,
            on_escape: None,
        }
    }

    /// For a field that runs its code on Ctrl+Enter, and where Escape may end that.
    pub(crate) fn new(on_run: Callback<()>, on_escape: Callback<(), bool>) -> Self {
        Self {
            on_run: Some(on_run),
            on_escape: Some(on_escape),
            ..Self::of_no_one()
        }
    }

    /// Where a selection begins and where the cursor is, in UTF-16 units from the start.
    pub(crate) fn selection(self) -> (u32, u32) {
        if let Some(Some(editor)) = self.editor.try_get_untracked() {
            return (editor.anchor(), editor.head());
        }
        let plain = self.plain.get_untracked();
        plain.map_or((0, 0), |plain| ends_of_selection(&plain))
    }

    /// Puts the cursor there.
    pub(crate) fn focus(self) {
        if let Some(Some(editor)) = self.editor.try_get_untracked() {
            editor.focus();
        } else if let Some(plain) = self.plain.get_untracked() {
            // Only an element that is not in the page refuses.
            let _ = plain.focus();
        }
    }

    /// What the keys of the editor do, in the plain field.
    fn take_key(self, event: &leptos::ev::KeyboardEvent) {
        let is_taken = match event.key().as_str() {
            "Enter" if event.ctrl_key() || event.meta_key() => {
                self.on_run.map(|run| run.run(())).is_some()
            }
            "Escape" => self.on_escape.is_some_and(|escape| escape.run(())),
            _ => false,
        };
        if is_taken {
            event.prevent_default();
            event.stop_propagation();
        }
    }
}

/// A field for code.
///
/// In the editor Tab indents, and after Escape it leads out. Such an Escape does not reach the page.
#[component]
pub(crate) fn Editor(
    /// Names the plain field in the page, for labels and tests; it always holds the code. The editor is
    /// in the shadow root of what is in `<id>-frame`.
    #[prop(into)]
    id: String,
    /// What the field is called.
    #[prop(into)]
    label: Signal<String>,
    /// The code. What a person types is there at once, and what is put there is shown.
    value: RwSignal<String>,
    /// What is wrong.
    #[prop(into)]
    error: Signal<Option<Diagnostic>>,
    /// Whether the code can only be read.
    #[prop(optional, into)]
    read_only: Signal<bool>,
    /// What is marked in it; the plain field marks nothing.
    #[prop(optional, into)]
    marks: Signal<Marks>,
    /// Its language, as `www/editor/editor.js` calls it.
    #[prop(default = "javascript")]
    language: &'static str,
    /// The caller's handle on it.
    #[prop(optional)]
    handle: Option<EditorHandle>,
    /// Where the editor's module is.
    assets: Assets,
) -> impl IntoView {
    let handle = handle.unwrap_or_else(EditorHandle::of_no_one);
    let field = Field {
        speech: use_speech(),
        label,
        value,
        error,
        read_only,
        marks,
        language,
        plain: handle.plain,
        frame: NodeRef::new(),
        is_composing: RwSignal::new(false),
        editor: handle.editor,
        is_missing: RwSignal::new(false),
    };
    field.replace_by_editor(assets, handle);
    field.keep_up();
    on_cleanup(move || {
        if let Some(Some(editor)) = field.editor.try_get_untracked() {
            editor.destroy();
        }
    });

    let is_wrong = move || error.with(Option::is_some);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let (frame_id, labelled) = (format!("{id}-frame"), id.clone());
    let described_by = format!("{hint_id} {error_id}");
    view! {
        <div class="field" class:field--wrong=is_wrong>
            <label for=labelled on:click=move |_| field.focus()>{label}</label>
            <textarea
                node_ref=field.plain
                class="editor__plain"
                id=id
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                hidden=move || field.editor.with(Option::is_some)
                readonly=read_only
                prop:value=value
                aria-invalid=move || is_wrong().to_string()
                aria-describedby=described_by
                on:input:target=move |event| value.set(event.target().value())
                on:keydown=move |event| handle.take_key(&event)
                on:compositionstart=move |_| field.is_composing.set(true)
                on:compositionend=move |_| field.is_composing.set(false)
            ></textarea>
            <div node_ref=field.frame class="editor__frame" id=frame_id></div>
            <p class="field__hint" id=hint_id>{move || field.hint()}</p>
            <p class="field__error" id=error_id role="alert">{move || field.message()}</p>
        </div>
    }
    .into_any()
}

/// Code that can only be read: a plain text at once, and in its place the editor as soon as that is here,
/// which tells by colours what is what.
#[component]
pub(crate) fn CodeView(
    /// The code.
    code: String,
    /// Its language, as `www/editor/editor.js` calls it.
    language: &'static str,
    /// What it is called.
    label: String,
    /// Where the editor's module is.
    assets: Assets,
) -> impl IntoView {
    let frame: NodeRef<html::Div> = NodeRef::new();
    let module: RwSignal<Option<Module>, LocalStorage> = RwSignal::new_local(None);
    let editor: RwSignal<Option<Mounted>, LocalStorage> = RwSignal::new_local(None);
    spawn_local(async move {
        // Without it the plain text stays; why nothing came, the browser's console says.
        if let Ok(found) = assets.import(MODULE).await {
            module.try_set(Some(found.unchecked_into()));
        }
    });
    let lines: Vec<String> = (1..=code.lines().count())
        .map(|line| line.to_string())
        .collect();
    let options = object(&[
        ("doc", code.as_str().into()),
        ("label", label.as_str().into()),
        ("language", language.into()),
        ("readOnly", true.into()),
    ]);
    let options = StoredValue::new_local(options);
    Effect::new(move || {
        let (Some(module), Some(frame)) = (module.get(), frame.get()) else {
            return;
        };
        match options.with_value(|options| module.mount(&frame, options)) {
            Ok(mounted) => editor.set(Some(mounted)),
            Err(error) => leptos::logging::error!("the code could not be coloured: {error:?}"),
        }
    });
    on_cleanup(move || {
        if let Some(Some(editor)) = editor.try_get_untracked() {
            editor.destroy();
        }
    });
    view! {
        <div
            class="sources__code"
            tabindex="0"
            role="region"
            aria-label=label
            hidden=move || editor.with(Option::is_some)
        >
            <pre class="sources__lines" aria-hidden="true">{lines.join("\n")}</pre>
            <pre><code>{code}</code></pre>
        </div>
        <div node_ref=frame class="sources__editor"></div>
    }
    .into_any()
}

/// The state of a field.
#[derive(Clone, Copy)]
struct Field {
    speech: Speech,
    label: Signal<String>,
    value: RwSignal<String>,
    error: Signal<Option<Diagnostic>>,
    read_only: Signal<bool>,
    marks: Signal<Marks>,
    language: &'static str,
    plain: NodeRef<html::Textarea>,
    /// What the editor is put into.
    frame: NodeRef<html::Div>,
    /// Whether a method of input is putting a character together, which taking the plain field away would
    /// end.
    is_composing: RwSignal<bool>,
    /// The editor, once it is here.
    editor: RwSignal<Option<Mounted>, LocalStorage>,
    /// Whether it will not come.
    is_missing: RwSignal<bool>,
}

impl Field {
    /// Fetches the editor and puts it in the plain field's place, with what that holds.
    fn replace_by_editor(self, assets: Assets, handle: EditorHandle) {
        let module: RwSignal<Option<Module>, LocalStorage> = RwSignal::new_local(None);
        let on_change = move |code: String| drop(self.value.try_set(code));
        let on_change = StoredValue::new_local(Closure::<dyn FnMut(String)>::new(on_change));
        let on_run = handle.on_run.map(|run| {
            StoredValue::new_local(Closure::<dyn FnMut()>::new(move || {
                run.try_run(());
            }))
        });
        let on_escape = handle.on_escape.map(|escape| {
            let escape = move || escape.try_run(()).unwrap_or_default();
            StoredValue::new_local(Closure::<dyn FnMut() -> bool>::new(escape))
        });
        spawn_local(async move {
            // The page may be gone meanwhile; why nothing came, the browser's console says.
            match assets.import(MODULE).await {
                Ok(found) => drop(module.try_set(Some(found.unchecked_into()))),
                Err(_) => drop(self.is_missing.try_set(true)),
            }
        });
        Effect::new(move || {
            let (Some(module), Some(plain), Some(frame)) =
                (module.get(), self.plain.get(), self.frame.get())
            else {
                return;
            };
            if self.is_composing.get() || self.editor.with_untracked(Option::is_some) {
                return;
            }
            let options = untrack(|| self.texts());
            set(&options, "doc", &self.value.get_untracked().into());
            set(&options, "readOnly", &self.read_only.get_untracked().into());
            set(&options, "selection", &selection(&plain));
            set(&options, "language", &self.language.into());
            on_change.with_value(|on_change| set(&options, "onChange", on_change.as_ref()));
            if let Some(on_run) = on_run {
                on_run.with_value(|on_run| set(&options, "onRun", on_run.as_ref()));
            }
            if let Some(on_escape) = on_escape {
                on_escape.with_value(|on_escape| set(&options, "onEscape", on_escape.as_ref()));
            }
            match module.mount(&frame, &options) {
                Ok(editor) => {
                    if document().active_element().as_ref() == Some(plain.as_ref()) {
                        editor.focus();
                    }
                    self.editor.set(Some(editor));
                }
                Err(error) => {
                    leptos::logging::error!("the code editor could not start: {error:?}");
                    self.is_missing.set(true);
                }
            }
        });
    }

    /// Tells the editor what changes outside of it.
    fn keep_up(self) {
        Effect::new(move || {
            let code = self.value.get();
            if let Some(editor) = self.editor.get() {
                editor.set_doc(&code);
            }
        });
        Effect::new(move || {
            let error = self.error.get();
            let Some(editor) = self.editor.get() else {
                return;
            };
            match error {
                Some(Diagnostic {
                    line: Some(line),
                    column,
                    message,
                }) => {
                    // Its lines are those of the code as it is now.
                    editor.set_doc(&self.value.get_untracked());
                    editor.set_error(line, &message, column);
                }
                // Of an error without a place the field tells below.
                Some(_) | None => editor.clear_errors(),
            }
        });
        Effect::new(move |last: Option<Marks>| {
            let marks = self.marks.get();
            if let Some(editor) = self.editor.get()
                && (marks != Marks::default() || last.is_some_and(|last| last != marks))
            {
                // They are of the code as it is now.
                editor.set_doc(&self.value.get_untracked());
                editor.set_marks(&marks.current.map_or(JsValue::NULL, span), asked(marks));
            }
            marks
        });
        Effect::new(move || {
            let texts = self.texts();
            if let Some(editor) = self.editor.get() {
                editor.set_texts(&texts);
            }
        });
        Effect::new(move || {
            let read_only = self.read_only.get();
            if let Some(editor) = self.editor.get() {
                editor.set_read_only(read_only);
            }
        });
    }

    /// A label does that by itself for the plain field, but cannot reach into a shadow root.
    fn focus(self) {
        if let Some(editor) = self.editor.get_untracked() {
            editor.focus();
        }
    }

    fn hint(self) -> String {
        if self.editor.with(Option::is_some) {
            self.speech.say("editor-hint")
        } else if self.is_missing.get() {
            self.speech.say("editor-missing")
        } else {
            String::new()
        }
    }

    /// The error with its line.
    fn message(self) -> Option<String> {
        let error = self.error.get()?;
        let Some(line) = error.line else {
            return Some(error.message);
        };
        let line = ("line", line.to_string().into());
        let message = ("message", error.message.into());
        let Some(column) = error.column else {
            return Some(self.speech.say_with("editor-error", &[line, message]));
        };
        let column = ("column", column.to_string().into());
        let args = [line, column, message];
        Some(self.speech.say_with("editor-error-at", &args))
    }

    /// What the editor says to those who do not see what stands around it.
    fn texts(self) -> Object {
        let hint = self.speech.say("editor-hint");
        let description = match self.message() {
            Some(message) => format!("{hint} {message}"),
            None => hint,
        };
        // Under the name that the library gives it.
        let phrase = self.speech.say("editor-selection-deleted").into();
        let phrases = object(&[("Selection deleted", phrase)]);
        object(&[
            ("label", self.label.get().into()),
            ("description", description.into()),
            ("phrases", phrases.into()),
        ])
    }
}

/// A place in code, as the editor's module takes it.
fn span(span: Span) -> JsValue {
    object(&[
        ("line", span.line.into()),
        ("column", span.column.into()),
        ("endLine", span.end_line.into()),
        ("endColumn", span.end_column.into()),
    ])
    .into()
}

/// The line that is asked for, as the editor's module takes it.
fn asked(marks: Marks) -> JsValue {
    marks.asked.map_or(JsValue::NULL, JsValue::from)
}

/// What is selected in a plain field, as the editor's module takes it.
fn selection(plain: &HtmlTextAreaElement) -> JsValue {
    let (anchor, head) = ends_of_selection(plain);
    object(&[("anchor", anchor.into()), ("head", head.into())]).into()
}

/// Where a selection in a plain field was begun, and where the cursor is.
fn ends_of_selection(plain: &HtmlTextAreaElement) -> (u32, u32) {
    let end_of = |end: Result<Option<u32>, JsValue>| end.ok().flatten().unwrap_or(0);
    let (start, end) = (
        end_of(plain.selection_start()),
        end_of(plain.selection_end()),
    );
    let is_backward = plain
        .selection_direction()
        .is_ok_and(|direction| direction.as_deref() == Some("backward"));
    if is_backward {
        (end, start)
    } else {
        (start, end)
    }
}

fn object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        set(&object, name, value);
    }
    object
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Only an object that is frozen or has setters refuses.
    let _ = Reflect::set(object, &name.into(), value);
}

#[wasm_bindgen]
extern "C" {
    /// `www/editor/editor.js`, where each option is explained.
    #[derive(Clone)]
    type Module;

    #[wasm_bindgen(method, structural, catch)]
    fn mount(
        this: &Module,
        parent: &web_sys::Element,
        options: &Object,
    ) -> Result<Mounted, JsValue>;

    /// An editor in the page.
    #[derive(Clone)]
    type Mounted;

    #[wasm_bindgen(method, structural, js_name = setDoc)]
    fn set_doc(this: &Mounted, code: &str);

    #[wasm_bindgen(method, structural, js_name = setError)]
    fn set_error(this: &Mounted, line: u32, message: &str, column: Option<u32>);

    #[wasm_bindgen(method, structural, js_name = clearErrors)]
    fn clear_errors(this: &Mounted);

    #[wasm_bindgen(method, structural, js_name = setMarks)]
    fn set_marks(this: &Mounted, current: &JsValue, asked: JsValue);

    #[wasm_bindgen(method, structural, js_name = setTexts)]
    fn set_texts(this: &Mounted, texts: &Object);

    #[wasm_bindgen(method, structural, js_name = setReadOnly)]
    fn set_read_only(this: &Mounted, is_read_only: bool);

    #[wasm_bindgen(method, getter, structural)]
    fn anchor(this: &Mounted) -> u32;

    #[wasm_bindgen(method, getter, structural)]
    fn head(this: &Mounted) -> u32;

    #[wasm_bindgen(method, structural)]
    fn focus(this: &Mounted);

    #[wasm_bindgen(method, structural)]
    fn destroy(this: &Mounted);
}
