//! Where a trace comes from.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use cache_sim::Format;
use cache_sim::engine::{Limits, Trace, generate, read};

use crate::args::Options;

/// Bytes of a file between two words about it.
const TELL_EVERY_BYTES: u64 = 64 << 20;

/// Reads or generates the trace.
pub(crate) fn trace(options: &Options) -> Result<Trace> {
    if let Some(recipe) = &options.recipe {
        return Ok(generate(recipe));
    }
    let Some(path) = &options.file else {
        bail!("no trace: give a file, or --recipe");
    };
    if path == Path::new("-") {
        return of(&mut io::stdin().lock(), "standard input", options);
    }
    let name = path.display().to_string();
    let mut file = File::open(path).with_context(|| format!("cannot open {name}"))?;
    of(&mut file, &name, options)
}

fn of(source: &mut dyn Read, name: &str, options: &Options) -> Result<Trace> {
    let tells = io::stderr().is_terminal();
    let mut told = 0;
    let mut progress = |bytes: u64| {
        if tells && bytes >= told + TELL_EVERY_BYTES {
            told = bytes;
            eprintln!("{name}: {} MiB read", bytes >> 20);
        }
        true
    };
    let of_name = || Format::of_name(name).map(|(format, _)| format);
    let Some(format) = options.format.or_else(of_name) else {
        let formats = Format::ALL.map(Format::name).join(", ");
        bail!("the name {name} does not say what is in it: give --format, one of {formats}");
    };
    let found = read(source, format, &Limits::NATIVE, &mut progress);
    let found = found.with_context(|| format!("cannot read {name}"))?;
    if found.skipped_lines > 0 {
        eprintln!(
            "{name}: {} lines are no accesses and were passed over",
            found.skipped_lines
        );
    }
    Ok(found.trace)
}
