//! What of Node is written in JavaScript: a file each, compiled when a program first asks for it.

use boa_engine::{Context, JsNativeError, JsResult, JsValue};

use super::context;

macro_rules! library {
    ($($name:literal),+ $(,)?) => {
        /// Files by name.
        const FILES: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("node/", $name, ".js")))),+
        ];
    };
}

library![
    "assert",
    "async_hooks",
    "bootstrap",
    "buffer",
    "console",
    "console_global",
    "crypto",
    "dns",
    "dns_promises",
    "event_target",
    "events",
    "fetch",
    "fs",
    "fs_promises",
    "fs_streams",
    "http",
    "https",
    "inspect",
    "internal_dates",
    "internal_disk",
    "internal_errors",
    "internal_locale",
    "internal_missing",
    "internal_modules",
    "internal_random",
    "internal_stdio",
    "internal_url_parse",
    "net",
    "os",
    "path",
    "perf_hooks",
    "process",
    "querystring",
    "readline",
    "stream",
    "stream_consumers",
    "stream_promises",
    "string_decoder",
    "structured_clone",
    "timers",
    "timers_promises",
    "url",
    "util",
    "zlib",
];

/// Compiles a file to a function of `(exports, require, module, internal)`; `bootstrap` takes `(internal)` alone.
pub(super) fn compile(name: &str, context: &mut Context) -> JsResult<JsValue> {
    let Some((_, text)) = FILES.iter().find(|(other, _)| *other == name) else {
        // `bootstrap` makes of it what Node says.
        let message = format!("internal: no file {name}");
        return Err(JsNativeError::error().with_message(message).into());
    };
    let parameters = if name == "bootstrap" {
        "internal"
    } else {
        "exports, require, module, internal"
    };
    let text = format!("(function ({parameters}) {{{text}\n}})");
    context::compile(name, &text, context)
}
