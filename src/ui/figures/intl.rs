//! Numbers as the browser writes them.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use super::Digits;
use crate::texts::Locale;

thread_local! {
    /// Making a formatter costs a hundred times what its use costs, and a picture has hundreds of figures.
    static FORMATS: RefCell<HashMap<(Locale, Digits), Function>> = RefCell::default();
}

pub(super) fn written(locale: Locale, value: f64, digits: Digits) -> String {
    let format = FORMATS.with_borrow_mut(|formats| {
        formats
            .entry((locale, digits))
            .or_insert_with(|| format(locale, digits))
            .clone()
    });
    format
        .call1(&JsValue::UNDEFINED, &value.into())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| value.to_string())
}

fn format(locale: Locale, digits: Digits) -> Function {
    let options = Object::new();
    // Setting a field of a fresh plain object cannot fail.
    let set = |name: &str, value: JsValue| {
        let _ = Reflect::set(&options, &name.into(), &value);
    };
    match digits {
        Digits::Fraction(digits) => {
            set("minimumFractionDigits", digits.into());
            set("maximumFractionDigits", digits.into());
        }
        Digits::Compact => {
            set("notation", "compact".into());
            set("maximumSignificantDigits", 3.into());
        }
    }
    let locales = Array::of1(&locale.tag().into());
    Intl::NumberFormat::new(&locales, &options).format()
}
