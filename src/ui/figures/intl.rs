//! Numbers as the browser writes them in short.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::texts::Locale;

thread_local! {
    /// Making a formatter costs a hundred times what its use costs, and a picture has many ticks.
    static FORMATS: RefCell<HashMap<Locale, Function>> = RefCell::default();
}

/// Few digits, as for the tick of an axis: ten million as 10M.
pub(super) fn compact(locale: Locale, value: f64) -> String {
    let format = FORMATS.with_borrow_mut(|formats| {
        formats
            .entry(locale)
            .or_insert_with(|| format(locale))
            .clone()
    });
    format
        .call1(&JsValue::UNDEFINED, &value.into())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| value.to_string())
}

fn format(locale: Locale) -> Function {
    let options = Object::new();
    // Setting a field of a fresh plain object cannot fail.
    let set = |name: &str, value: JsValue| {
        let _ = Reflect::set(&options, &name.into(), &value);
    };
    set("notation", "compact".into());
    set("maximumSignificantDigits", 3.into());
    let locales = Array::of1(&locale.tag().into());
    Intl::NumberFormat::new(&locales, &options).format()
}
