//! Schemas in words.

use std::fmt::{self, Write};

use serde_json::Value;

use super::html::{Prose, Text};
use super::read::{Document, Schema, Types};

/// Schemas within schemas are shown down to this depth: none of ours is as deep, and one that held itself
/// would have no end.
const DEPTH_MAX: usize = 6;

/// The type and what it is limited to: `integer, 0 to 45`.
pub(super) fn kind(document: &Document, schema: &Schema) -> String {
    kind_at(document, schema, DEPTH_MAX)
}

fn kind_at(document: &Document, schema: &Schema, depth: usize) -> String {
    let Some(schema) = document.resolve(schema) else {
        return "any value".to_owned();
    };
    let mut text = match &schema.r#type {
        _ if schema.format.as_deref() == Some("binary") => "bytes".to_owned(),
        Some(Types::One(name)) => name.clone(),
        Some(Types::Several(names)) => names.join(" or "),
        None => "any value".to_owned(),
    };
    if !schema.r#enum.is_empty() {
        text = format!("one of {}", schema.r#enum.join(", "));
    }
    let shown = |limit: &Option<Value>| limit.as_ref().map(grouped);
    let shown_count = |limit: Option<u64>| limit.map(|limit| limit.to_string());
    for (least, most, unit) in [
        (shown(&schema.minimum), shown(&schema.maximum), ""),
        (
            shown_count(schema.min_length),
            shown_count(schema.max_length),
            " characters",
        ),
        (
            shown_count(schema.min_items),
            shown_count(schema.max_items),
            " items",
        ),
    ] {
        let range = match (least, most) {
            (Some(least), Some(most)) => format!(", {least} to {most}{unit}"),
            (Some(least), None) => format!(", {least} or more{unit}"),
            (None, Some(most)) => format!(", at most {most}{unit}"),
            (None, None) => continue,
        };
        text.push_str(&range);
    }
    if let Some(items) = schema.items.as_deref().filter(|_| depth > 0) {
        text.push_str(" of: ");
        text.push_str(&kind_at(document, items, depth - 1));
    }
    text
}

/// A number with its thousands apart; anything else as JSON has it.
fn grouped(value: &Value) -> String {
    const GROUP: usize = 3;
    // Four digits are read at a glance, and may be a year.
    const PLAIN_MAX: usize = 4;
    let digits = value.to_string();
    if digits.len() <= PLAIN_MAX || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits;
    }
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(GROUP) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The properties as a list, with those of what they hold below them. Nothing for what has none.
pub(super) fn write_fields(out: &mut String, document: &Document, schema: &Schema) -> fmt::Result {
    write_fields_at(out, document, schema, DEPTH_MAX)
}

fn write_fields_at(
    out: &mut String,
    document: &Document,
    schema: &Schema,
    depth: usize,
) -> fmt::Result {
    let Some(schema) = document.resolve(schema).filter(|_| depth > 0) else {
        return Ok(());
    };
    if let Some(items) = &schema.items {
        return write_fields_at(out, document, items, depth - 1);
    }
    if schema.properties.is_empty() {
        return Ok(());
    }
    out.push_str("<ul class=\"fields\">");
    for (name, field) in schema.fields() {
        let optional = if schema.required.iter().any(|required| required == name) {
            ""
        } else {
            ", optional"
        };
        write!(
            out,
            "<li><code>{}</code> <span class=\"note\">{}{optional}</span> {}",
            Text(name),
            Text(&kind(document, field)),
            Prose(&field.description)
        )?;
        write_fields_at(out, document, field, depth - 1)?;
        out.push_str("</li>\n");
    }
    out.push_str("</ul>");
    Ok(())
}

/// The schema's example as a person would write it: a line for each property, in their order.
pub(super) fn example(document: &Document, schema: &Schema) -> Option<String> {
    let schema = document.resolve(schema)?;
    let example = schema.example.as_ref()?;
    let Value::Object(values) = example else {
        return Some(example.to_string());
    };
    let fields = schema.fields().filter_map(|(name, _)| {
        let value = values.get(name)?;
        Some(format!("  {}: {value}", Value::from(name)))
    });
    let lines: Vec<String> = fields.collect();
    Some(format!("{{\n{}\n}}", lines.join(",\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(json: &str) -> Schema {
        serde_json::from_str(json).expect("a schema")
    }

    fn empty() -> Document {
        let json = r##"{"info":{"title":"","description":""},"tags":[],"paths":{},"components":{"schemas":{
            "Row":{"type":"array","minItems":1,"maxItems":256,"items":{"type":"number"}},
            "Endless":{"type":"object","properties":{"next":{"$ref":"#/components/schemas/Endless"}}}}}}"##;
        serde_json::from_str(json).expect("a document")
    }

    #[test]
    fn types_are_said_with_their_limits() {
        for (json, expected) in [
            (
                r#"{"type":"integer","minimum":0,"maximum":1000000}"#,
                "integer, 0 to 1,000,000",
            ),
            (
                r#"{"type":"integer","minimum":1450}"#,
                "integer, 1450 or more",
            ),
            (r#"{"type":"number","maximum":1.5}"#, "number, at most 1.5"),
            (r#"{"type":["string","null"]}"#, "string or null"),
            (
                r#"{"type":"string","enum":["join","batched"]}"#,
                "one of join, batched",
            ),
            (r#"{"type":"string","format":"binary"}"#, "bytes"),
            (
                r#"{"type":"string","minLength":1,"maxLength":200}"#,
                "string, 1 to 200 characters",
            ),
            (
                r##"{"type":"array","minItems":1,"items":{"$ref":"#/components/schemas/Row"}}"##,
                "array, 1 or more items of: array, 1 to 256 items of: number",
            ),
            (r##"{"$ref":"#/components/schemas/Absent"}"##, "any value"),
        ] {
            assert_eq!(kind(&empty(), &schema(json)), expected, "{json}");
        }
    }

    #[test]
    fn a_schema_that_holds_itself_has_an_end() {
        let mut out = String::new();
        let endless = schema(r##"{"$ref":"#/components/schemas/Endless"}"##);
        write_fields(&mut out, &empty(), &endless).expect("text");
        assert_eq!(out.matches("<ul").count(), DEPTH_MAX);
    }

    #[test]
    fn examples_follow_the_declared_order() {
        let schema = schema(
            r#"{"required":["n","a"],"properties":{"a":{},"n":{},"z":{}},"example":{"z":[1,2],"a":"x","n":3}}"#,
        );
        assert_eq!(
            example(&empty(), &schema).as_deref(),
            Some("{\n  \"n\": 3,\n  \"a\": \"x\",\n  \"z\": [1,2]\n}")
        );
    }
}
