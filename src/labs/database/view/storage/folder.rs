//! Deletes what is stored: the worker keeps each database in a folder of its own of the browser's file system for this
//! site (the File System standard of the WHATWG), which the page can remove once nobody has the database open.

use gloo_timers::future::TimeoutFuture;
use sql_workload::session::{SessionError, StoreName};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// How the browser calls that something is not there.
const NOT_FOUND: &str = "NotFoundError";

/// How it calls that somebody has a file open.
const IN_USE: &str = "NoModificationAllowedError";

/// A worker that was ended just now lets go of its files a little later: so often somebody looks, and so long in all.
const RETRY_MS: u32 = 50;
const RETRIES_MAX: u32 = 60;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = FileSystemDirectoryHandle)]
    type Folder;

    #[wasm_bindgen(catch, js_namespace = ["navigator", "storage"], js_name = getDirectory)]
    fn root() -> Result<js_sys::Promise, JsValue>;

    #[wasm_bindgen(method, js_name = getDirectoryHandle)]
    fn folder(this: &Folder, name: &str) -> js_sys::Promise;

    #[wasm_bindgen(method, js_name = removeEntry)]
    fn remove(this: &Folder, name: &str, options: &JsValue) -> js_sys::Promise;
}

/// Deletes a stored database; one that is not there is deleted already.
pub(super) async fn delete(name: &StoreName) -> Result<(), SessionError> {
    let mut retries = 0;
    loop {
        let Err(error) = removed(name).await else {
            return Ok(());
        };
        match name_of(&error).as_str() {
            NOT_FOUND => return Ok(()),
            IN_USE if retries < RETRIES_MAX => retries += 1,
            IN_USE => {
                let name = name.as_str().to_owned();
                return Err(SessionError::InUse { name });
            }
            _ => {
                let message = message_of(&error);
                return Err(SessionError::Storage { message });
            }
        }
        TimeoutFuture::new(RETRY_MS).await;
    }
}

async fn removed(name: &StoreName) -> Result<(), JsValue> {
    let path = name.folder();
    let mut steps: Vec<&str> = path.split('/').collect();
    let last = steps.pop().unwrap_or_default();
    let mut folder: Folder = JsFuture::from(root()?).await?.unchecked_into();
    for step in steps {
        folder = JsFuture::from(folder.folder(step)).await?.unchecked_into();
    }
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"recursive".into(), &true.into())?;
    JsFuture::from(folder.remove(last, &options)).await?;
    Ok(())
}

fn name_of(error: &JsValue) -> String {
    field(error, "name").unwrap_or_default()
}

/// What the browser says of an error.
pub(super) fn message_of(error: &JsValue) -> String {
    field(error, "message").unwrap_or_else(|| format!("{error:?}"))
}

fn field(error: &JsValue, name: &str) -> Option<String> {
    js_sys::Reflect::get(error, &name.into()).ok()?.as_string()
}
