//! Files that the page makes for a person to keep, and links to hand on.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

/// By this a spreadsheet knows that a file is in UTF-8. Files that read the same without it go without.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Offers a text as a download; the console has why, where that fails.
pub(crate) fn save_text(name: &str, media_type: &str, text: &str) {
    if let Err(message) = try_save_text(name, media_type, text) {
        leptos::logging::error!("internal error: no {name}: {message}");
    }
}

/// Offers a text as a download, or says why not, in words for those who mend it.
pub(crate) fn try_save_text(name: &str, media_type: &str, text: &str) -> Result<(), String> {
    try_save_parts(name, media_type, &js_sys::Array::of1(&text.into()))
}

/// Offers a text that is too long for this module's memory, as a list of strings.
pub(crate) fn try_save_parts(
    name: &str,
    media_type: &str,
    parts: &js_sys::Array,
) -> Result<(), String> {
    if media_type == "text/csv" && parts.iter().any(|part| is_beyond_ascii(&part)) {
        parts.unshift(&BYTE_ORDER_MARK.into());
    }
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    web_sys::Blob::new_with_str_sequence_and_options(parts, &options)
        .and_then(|blob| save_blob(name, &blob))
        .map_err(|error| format!("{error:?}"))
}

fn is_beyond_ascii(part: &JsValue) -> bool {
    let text = part.dyn_ref::<js_sys::JsString>();
    text.is_some_and(|text| text.iter().any(|unit| unit > 0x7f))
}

/// Offers bytes as a download, or says why not, in words for those who mend it.
pub(crate) fn try_save_bytes(
    name: &str,
    media_type: &str,
    bytes: &js_sys::ArrayBuffer,
) -> Result<(), String> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    web_sys::Blob::new_with_buffer_source_sequence_and_options(&js_sys::Array::of1(bytes), &options)
        .and_then(|blob| save_blob(name, &blob))
        .map_err(|error| format!("{error:?}"))
}

/// Offers a canvas as a picture.
pub(crate) fn save_png(name: &str, canvas: &web_sys::HtmlCanvasElement) {
    let name = name.to_owned();
    let on_blob = Closure::once_into_js(move |blob: JsValue| {
        let saved = blob
            .dyn_into::<web_sys::Blob>()
            .and_then(|blob| save_blob(&name, &blob));
        // A canvas without an area gives no blob.
        if let Err(error) = saved {
            leptos::logging::error!("internal error: no {name}: {error:?}");
        }
    });
    // Only a canvas with pictures of other origins refuses, and there are none.
    let _ = canvas.to_blob(on_blob.unchecked_ref());
}

fn save_blob(name: &str, blob: &web_sys::Blob) -> Result<(), JsValue> {
    let url = web_sys::Url::create_object_url_with_blob(blob)?;
    let anchor: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    web_sys::Url::revoke_object_url(&url)
}

/// Puts a text on the clipboard; gives whether the browser let it.
pub(crate) async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // The clipboard is missing where the page is not served securely.
    if clipboard.is_undefined() {
        return false;
    }
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text))
        .await
        .is_ok()
}
