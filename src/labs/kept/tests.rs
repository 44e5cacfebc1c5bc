use serde::de::DeserializeOwned;

use super::*;

/// A record as the page reads it, out of JSON.
pub(crate) fn read_json<T: DeserializeOwned>(text: &str) -> Result<T, Unread> {
    read(
        serde_json::from_str(text).map_err(|error| error.to_string()),
        || serde_json::from_str(text).map_err(|error| error.to_string()),
    )
}

/// A record with these results, written and read again; as values, for the text of a figure may be off by its last bit.
pub(crate) fn written_and_read<R: Serialize + DeserializeOwned>(results: R) -> R {
    let written = envelope(SCHEMA, Some(results));
    let value = serde_json::to_value(&written).expect("JSON");
    let head = serde_json::from_value(value.clone()).map_err(|error| error.to_string());
    let whole = || serde_json::from_value(value).map_err(|error| error.to_string());
    let read: Envelope<String, R> = read(head, whole).expect("readable");
    read.results.expect("results")
}

fn envelope<R>(schema: u32, results: Option<R>) -> Envelope<String, R> {
    Envelope {
        schema,
        build: "0123abcd".to_owned(),
        saved_at_ms: 1_764_000_000_000.0,
        machine: Machine {
            browser: "a browser".to_owned(),
            cores: 8,
            isolated: true,
            clock_step_us: Some(5.0),
            device_index: None,
            pressure_source: PressureSource::Browser,
        },
        lab: "threads".to_owned(),
        form: "?size=3".to_owned(),
        results,
    }
}

#[test]
fn a_record_is_read_as_it_was_written() {
    for results in [Some(vec![1.5, 2.5]), None] {
        let written = envelope(SCHEMA, results);
        let text = serde_json::to_string(&written).expect("JSON");
        assert_eq!(read_json(&text), Ok(written));
    }
    assert_eq!(Record::Form.key("threads"), "threads/form");
    assert_eq!(Record::Results.key("threads"), "threads/results");
}

#[test]
fn a_record_of_another_schema_is_refused_whatever_else_is_in_it() {
    let newer = serde_json::to_string(&envelope::<u32>(SCHEMA + 1, None)).expect("JSON");
    let found = SCHEMA + 1;
    for text in [newer.as_str(), r#"{"schema":2}"#] {
        let read = read_json::<Envelope<String, u32>>(text);
        assert_eq!(read, Err(Unread::OtherSchema { found }));
    }
}

#[test]
fn a_damaged_record_is_named_and_panics_nobody() {
    for (text, message) in [
        (r#"{"schema":1}"#, "missing field `build`"),
        (r#"{"build":"x"}"#, "missing field `schema`"),
        (r#"{"schema":"one"}"#, "invalid type: string \"one\""),
        ("[]", "invalid length 0"),
    ] {
        match read_json::<Envelope<String, u32>>(text) {
            Err(Unread::Damaged(said)) => assert!(said.contains(message), "{said}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}
