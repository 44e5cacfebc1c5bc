//! Numbers and durations as the reader's language writes them.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::texts::{Arg, Locale};
use crate::ui::say::Speech;

thread_local! {
    /// Making a formatter costs a hundred times what its use costs, and a picture has hundreds of figures.
    static FORMATS: RefCell<HashMap<(Locale, u32), Function>> = RefCell::default();
}

/// A number with its digits grouped.
#[must_use]
pub fn number(locale: Locale, value: f64, fraction_digits: u32) -> String {
    let format = FORMATS.with_borrow_mut(|formats| {
        formats
            .entry((locale, fraction_digits))
            .or_insert_with(|| format(locale, fraction_digits))
            .clone()
    });
    format
        .call1(&JsValue::UNDEFINED, &value.into())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| value.to_string())
}

fn format(locale: Locale, fraction_digits: u32) -> Function {
    let options = Object::new();
    for bound in ["minimumFractionDigits", "maximumFractionDigits"] {
        // Setting a field of a fresh plain object cannot fail.
        let _ = Reflect::set(&options, &bound.into(), &JsValue::from(fraction_digits));
    }
    let locales = Array::of1(&locale.tag().into());
    Intl::NumberFormat::new(&locales, &options).format()
}

/// A whole number with its digits grouped.
#[must_use]
pub fn count(locale: Locale, value: u64) -> String {
    number(locale, value as f64, 0)
}

/// A duration with three significant digits or so, in the unit that suits it.
#[must_use]
pub fn duration(speech: Speech, ms: f64) -> String {
    let locale = speech.locale();
    let (name, value, digits) = match ms {
        ms if ms >= 10_000.0 => ("duration-s", ms / 1_000.0, 1),
        ms if ms >= 1_000.0 => ("duration-s", ms / 1_000.0, 2),
        ms if ms >= 100.0 => ("duration-ms", ms, 0),
        ms if ms >= 1.0 => ("duration-ms", ms, 1),
        ms if ms > 0.0 => ("duration-us", ms * 1_000.0, 0),
        _ => ("duration-ms", 0.0, 0),
    };
    speech.say_with(name, &[("value", Arg::Text(number(locale, value, digits)))])
}
