//! The browser's own database, as records by their keys. Each call opens it and closes it again, so that a page that
//! is left open keeps no later build from changing it.

use idb::{Database, DatabaseEvent, Error, Factory, ObjectStoreParams, TransactionMode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::super::{Unread, read};

/// The database's name, in the scope of the site's origin.
const DATABASE: &str = "perf-playground";

/// Counts up when the stores in it are others; what records hold, they say themselves.
const VERSION: u32 = 1;

/// Where the records are.
const RECORDS: &str = "records";

/// A record, if there is one.
pub(super) async fn get<T: DeserializeOwned>(key: &str) -> Result<Option<T>, Unread> {
    let value = found(key)
        .await
        .map_err(|error| Unread::Blocked(error.to_string()))?;
    let Some(value) = value else {
        return Ok(None);
    };
    let head = serde_wasm_bindgen::from_value(value.clone()).map_err(|error| error.to_string());
    read(head, || {
        serde_wasm_bindgen::from_value(value).map_err(|error| error.to_string())
    })
    .map(Some)
}

/// Writes a record in the place of what was there. Of two tabs that do so, the last one has it.
pub(super) async fn put(key: &str, record: &impl Serialize) -> Result<(), String> {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    let value = record
        .serialize(&serializer)
        .map_err(|error| error.to_string())?;
    written(key, &value)
        .await
        .map_err(|error| error.to_string())
}

/// Forgets all records, of all labs.
pub(super) async fn clear() -> Result<(), String> {
    emptied().await.map_err(|error| error.to_string())
}

async fn found(key: &str) -> Result<Option<JsValue>, Error> {
    let database = open().await?;
    let transaction = database.transaction(&[RECORDS], TransactionMode::ReadOnly)?;
    let value = transaction
        .object_store(RECORDS)?
        .get(JsValue::from(key))?
        .await;
    database.close();
    value
}

async fn written(key: &str, value: &JsValue) -> Result<(), Error> {
    let database = open().await?;
    let transaction = database.transaction(&[RECORDS], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(RECORDS)?;
    store.put(value, Some(&key.into()))?.await?;
    transaction.await?;
    database.close();
    Ok(())
}

async fn emptied() -> Result<(), Error> {
    let database = open().await?;
    let transaction = database.transaction(&[RECORDS], TransactionMode::ReadWrite)?;
    transaction.object_store(RECORDS)?.clear()?.await?;
    transaction.await?;
    database.close();
    Ok(())
}

async fn open() -> Result<Database, Error> {
    let mut request = Factory::new()?.open(DATABASE, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        // Without it the first transaction fails, and says so.
        if let Ok(database) = event.database() {
            let _ = database.create_object_store(RECORDS, ObjectStoreParams::new());
        }
    });
    request.await
}
