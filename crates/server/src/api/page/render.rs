//! The page's HTML.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::html::{Prose, Text};
use super::read::{Answer, Content, Document, Operation, Parameter};
use super::schema::{example, kind, write_fields};

/// The schema that every refusal has; it is shown once.
const PROBLEM: &str = "Problem";
const PROBLEM_TYPE: &str = "application/problem+json";

/// An operation with where it is.
struct Endpoint<'a> {
    method: String,
    path: &'a str,
    operation: &'a Operation,
}

impl Endpoint<'_> {
    /// The name by which a link leads to it: `get-fibonacci-n`.
    fn anchor(&self) -> String {
        let words = self.path.split(|c: char| !c.is_ascii_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        words.fold(self.method.to_ascii_lowercase(), |name, word| {
            name + "-" + word
        })
    }
}

/// The endpoints of a tag.
fn endpoints<'a>(document: &'a Document, tag: &'a str) -> impl Iterator<Item = Endpoint<'a>> {
    let each = |(path, methods): (&'a String, &'a _)| {
        let methods: &BTreeMap<String, Operation> = methods;
        methods.iter().map(move |(method, operation)| Endpoint {
            method: method.to_ascii_uppercase(),
            path,
            operation,
        })
    };
    let all = document.paths.iter().flat_map(each);
    all.filter(move |endpoint| endpoint.operation.tags.iter().any(|name| name == tag))
}

/// The whole page.
pub(super) fn page(document: &Document) -> Result<String, fmt::Error> {
    let mut out = String::new();
    let title = Text(&document.info.title);
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"description\" content=\"All endpoints of the server, to be read and to be tried out.\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <script src=\"page.js\"></script>\n<link rel=\"stylesheet\" href=\"page.css\">\n\
         <link rel=\"icon\" href=\"icon.svg\" type=\"image/svg+xml\">\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#endpoints\">Skip to the endpoints</a>\n\
         <header class=\"head\"><a class=\"brand\" href=\"../\">Perf Playground</a> \
         <a href=\"../openapi.json\">openapi.json</a></header>\n\
         <div class=\"page\">\n"
    )?;
    contents(&mut out, document)?;
    write!(out, "<main id=\"endpoints\">\n<h1>{title}</h1>\n")?;
    for paragraph in document.info.description.split("\n\n") {
        writeln!(out, "<p>{}</p>", Prose(paragraph))?;
    }
    out.push_str("<noscript><p class=\"note\">Requests are sent from here by a script. All else needs none.</p></noscript>\n");
    for tag in &document.tags {
        writeln!(
            out,
            "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{0}</h2>\n<p>{1}</p>",
            Text(&tag.name),
            Prose(&tag.description)
        )?;
        for endpoint in endpoints(document, &tag.name) {
            operation(&mut out, document, &endpoint)?;
        }
        out.push_str("</section>\n");
    }
    problem(&mut out, document)?;
    out.push_str("</main>\n</div>\n");
    out.push_str(ANSWER);
    out.push_str("</body>\n</html>\n");
    Ok(out)
}

/// What the script shows of an answer; it fills in a copy.
const ANSWER: &str = "<template id=\"answer\">\
    <p class=\"answer__curl\"><button type=\"button\" class=\"copy\">Copy as curl</button> <code></code></p>\
    <pre tabindex=\"0\" role=\"group\" aria-label=\"Body of the response\"></pre>\
    <dl></dl>\
    </template>\n";

fn contents(out: &mut String, document: &Document) -> fmt::Result {
    out.push_str("<nav aria-label=\"Endpoints\">\n");
    for tag in &document.tags {
        write!(
            out,
            "<p class=\"contents__tag\">{}</p>\n<ul>",
            Text(&tag.name)
        )?;
        for endpoint in endpoints(document, &tag.name) {
            writeln!(
                out,
                "<li><a href=\"#{}\"><span class=\"method\">{}</span> {}</a></li>",
                endpoint.anchor(),
                endpoint.method,
                Text(endpoint.path)
            )?;
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</nav>\n");
    Ok(())
}

fn operation(out: &mut String, document: &Document, endpoint: &Endpoint<'_>) -> fmt::Result {
    let Endpoint {
        method,
        path,
        operation,
    } = endpoint;
    let anchor = endpoint.anchor();
    let path = Text(path);
    write!(
        out,
        "<article id=\"{anchor}\">\n<h3><span class=\"method\">{method}</span> <code>{path}</code></h3>\n<p>{}</p>\n",
        Prose(&operation.summary)
    )?;
    if !operation.description.is_empty() {
        writeln!(out, "<p>{}</p>", Prose(&operation.description))?;
    }
    writeln!(
        out,
        "<form data-method=\"{method}\" data-path=\"{path}\" aria-label=\"{method} {path}\">"
    )?;
    for parameter in &operation.parameters {
        field_of_parameter(out, document, &anchor, parameter)?;
    }
    if let Some(body) = &operation.request_body {
        field_of_body(out, document, &anchor, &body.content)?;
    }
    if !operation.security.is_empty() {
        let about = "The administrator's token, sent as `Authorization: Bearer …`.";
        let control = |id: &str| {
            format!("<input id=\"{id}\" data-in=\"token\" type=\"password\" autocomplete=\"off\">")
        };
        field(out, &anchor, "token", "header", about, control)?;
    }
    out.push_str(
        "<p class=\"buttons\"><button class=\"primary\">Send</button> \
         <button type=\"button\" class=\"stop\" hidden>Stop</button></p>\n</form>\n\
         <p class=\"status\" role=\"status\"></p>\n<div class=\"answer\"></div>\n",
    );
    out.push_str("<details><summary>Responses</summary>\n<dl class=\"responses\">");
    for (status, answer) in &operation.responses {
        response(out, document, status, answer)?;
    }
    out.push_str("</dl></details>\n</article>\n");
    Ok(())
}

/// A label, what is to be said of the value, and the control, whose `id` has to be the one that it is given.
fn field(
    out: &mut String,
    anchor: &str,
    name: &str,
    kind: &str,
    about: &str,
    control: impl FnOnce(&str) -> String,
) -> fmt::Result {
    let id = format!("{anchor}-{name}");
    writeln!(
        out,
        "<div class=\"field\"><label for=\"{id}\"><code>{}</code></label> <span class=\"note\">{}</span> \
         <span>{}</span>{}</div>",
        Text(name),
        Text(kind),
        Prose(about),
        control(&id)
    )
}

fn field_of_parameter(
    out: &mut String,
    document: &Document,
    anchor: &str,
    parameter: &Parameter,
) -> fmt::Result {
    let schema = &parameter.schema;
    let plain = |value: &serde_json::Value| {
        let text = value.as_str().map(str::to_owned);
        text.unwrap_or_else(|| value.to_string())
    };
    let default = schema.default.as_ref().map(plain);
    let mut about = format!("{}, in the {}", kind(document, schema), parameter.r#in);
    if let Some(default) = &default {
        write!(about, "; default {default}")?;
    }
    let values = document
        .resolve(schema)
        .map_or(&[][..], |schema| &schema.r#enum);
    let attributes = format!(
        "name=\"{}\" data-in=\"{}\"",
        Text(&parameter.name),
        Text(&parameter.r#in)
    );
    let example = parameter.example.as_ref().map(plain).unwrap_or_default();
    let control = |id: &str| {
        if values.is_empty() {
            let required = if parameter.r#in == "path" {
                " required"
            } else {
                ""
            };
            return format!(
                "<input id=\"{id}\" {attributes} value=\"{}\" placeholder=\"{}\" autocomplete=\"off\"{required}>",
                Text(&example),
                Text(default.as_deref().unwrap_or_default())
            );
        }
        let options: Vec<String> = values
            .iter()
            .map(|value| {
                let is_default = Some(value) == default.as_ref();
                let chosen = if is_default { " selected" } else { "" };
                format!("<option{chosen}>{}</option>", Text(value))
            })
            .collect();
        let options = options.concat();
        format!("<select id=\"{id}\" {attributes}>{options}</select>")
    };
    field(
        out,
        anchor,
        &parameter.name,
        &about,
        &parameter.description,
        control,
    )
}

fn field_of_body(
    out: &mut String,
    document: &Document,
    anchor: &str,
    content: &BTreeMap<String, Content>,
) -> fmt::Result {
    let types: Vec<&str> = content.keys().map(String::as_str).collect();
    let Some(first) = content.values().next() else {
        return Ok(());
    };
    let schema = &first.schema;
    let about = document
        .resolve(schema)
        .map_or("", |schema| &schema.description);
    let sample = example(document, schema);
    let control = |id: &str| match &sample {
        Some(sample) => {
            let rows = sample.lines().count();
            format!(
                "<textarea id=\"{id}\" data-in=\"body\" data-type=\"{}\" rows=\"{rows}\" spellcheck=\"false\">{}</textarea>",
                Text(types[0]),
                Text(sample)
            )
        }
        None => format!(
            "<input id=\"{id}\" data-in=\"file\" type=\"file\" accept=\"{}\">",
            Text(&types.join(","))
        ),
    };
    field(out, anchor, "body", &types.join(" or "), about, control)?;
    write_fields(out, document, schema)
}

fn response(out: &mut String, document: &Document, status: &str, answer: &Answer) -> fmt::Result {
    write!(
        out,
        "<dt><code>{}</code></dt><dd>{}",
        Text(status),
        Prose(&answer.description)
    )?;
    // The rest have every answer; the page says so at its top.
    if answer.headers.contains_key("retry-after") {
        out.push_str(" <span class=\"note\">With <code>Retry-After</code>.</span>");
    }
    for (media, content) in &answer.content {
        if media == PROBLEM_TYPE {
            out.push_str(" <a href=\"#problem\">problem</a>");
            continue;
        }
        write!(out, " <span class=\"note\">{}</span>", Text(media))?;
        write_fields(out, document, &content.schema)?;
        if let Some(example) = example(document, &content.schema) {
            write!(out, "<pre>{}</pre>", Text(&example))?;
        }
    }
    out.push_str("</dd>\n");
    Ok(())
}

/// The schema of all refusals.
fn problem(out: &mut String, document: &Document) -> fmt::Result {
    let Some(schema) = document.components.schemas.get(PROBLEM) else {
        return Ok(());
    };
    write!(
        out,
        "<section aria-labelledby=\"problem\">\n<h2 id=\"problem\">Problems</h2>\n<p>{} \
         <span class=\"note\">{PROBLEM_TYPE}, RFC 9457</span></p>\n",
        Prose(&schema.description)
    )?;
    write_fields(out, document, schema)?;
    if let Some(example) = example(document, schema) {
        write!(out, "<pre>{}</pre>", Text(&example))?;
    }
    out.push_str("</section>\n");
    Ok(())
}
