//! What the page reads of the API's description, which is `OpenAPI` 3.1.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Deserialize)]
pub(super) struct Document {
    pub(super) info: Info,
    pub(super) tags: Vec<Tag>,
    /// By path, then by method in lower case.
    pub(super) paths: BTreeMap<String, BTreeMap<String, Operation>>,
    pub(super) components: Components,
}

#[derive(Debug, Deserialize)]
pub(super) struct Info {
    pub(super) title: String,
    pub(super) description: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Tag {
    pub(super) name: String,
    #[serde(default)]
    pub(super) description: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Operation {
    pub(super) tags: Vec<String>,
    pub(super) summary: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) parameters: Vec<Parameter>,
    pub(super) request_body: Option<RequestBody>,
    /// By status.
    pub(super) responses: BTreeMap<String, Answer>,
    /// Empty where anybody may ask.
    #[serde(default)]
    pub(super) security: Vec<Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Parameter {
    pub(super) name: String,
    /// `path` or `query`.
    pub(super) r#in: String,
    #[serde(default)]
    pub(super) description: String,
    pub(super) schema: Schema,
    pub(super) example: Option<Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RequestBody {
    /// By media type.
    pub(super) content: BTreeMap<String, Content>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    pub(super) description: String,
    /// By media type.
    #[serde(default)]
    pub(super) content: BTreeMap<String, Content>,
    /// By name.
    #[serde(default)]
    pub(super) headers: BTreeMap<String, Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Content {
    pub(super) schema: Schema,
}

#[derive(Debug, Deserialize)]
pub(super) struct Components {
    pub(super) schemas: BTreeMap<String, Schema>,
}

/// What a value is. Of all that `OpenAPI` knows this is what the API's description uses.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Schema {
    #[serde(rename = "$ref")]
    pub(super) reference: Option<String>,
    pub(super) r#type: Option<Types>,
    pub(super) format: Option<String>,
    pub(super) description: String,
    pub(super) properties: BTreeMap<String, Schema>,
    /// Names of properties, as they are declared.
    pub(super) required: Vec<String>,
    pub(super) items: Option<Box<Schema>>,
    pub(super) r#enum: Vec<String>,
    pub(super) minimum: Option<Value>,
    pub(super) maximum: Option<Value>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) min_items: Option<u64>,
    pub(super) max_items: Option<u64>,
    pub(super) default: Option<Value>,
    pub(super) example: Option<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Types {
    One(String),
    /// One of them is `null`.
    Several(Vec<String>),
}

impl Document {
    /// What `schema` stands for where it only names another; `None` if there is none of that name.
    pub(super) fn resolve<'a>(&'a self, schema: &'a Schema) -> Option<&'a Schema> {
        let Some(reference) = &schema.reference else {
            return Some(schema);
        };
        let name = reference.strip_prefix("#/components/schemas/")?;
        self.components.schemas.get(name)
    }
}

impl Schema {
    /// The properties with their names: the required ones as they are declared, then the others.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &Schema)> {
        let required = self.required.iter().filter_map(|name| {
            let (name, schema) = self.properties.get_key_value(name)?;
            Some((name.as_str(), schema))
        });
        let others = self.properties.iter();
        let others = others.filter(|(name, _)| !self.required.contains(name));
        required.chain(others.map(|(name, schema)| (name.as_str(), schema)))
    }
}
