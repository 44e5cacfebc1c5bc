//! What may be asked for on the command line.

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Result, bail};
use cache_sim::format::Format;
use cache_sim::recipe::Recipe;
use cache_sim::registry::UnknownPolicy;
use cache_sim::{Capacity, CapacityError, PolicyId};

/// Simulates caches over a trace and prints a line of CSV for each policy and size.
///
/// A size with a unit is a capacity in bytes, a bare number one in objects.
#[derive(Debug, clap::Parser)]
#[command(
    name = "simulate",
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) options: Options,
}

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Prints a miss-ratio curve; LRU's in one pass over the trace, however many sizes it has
    Curve(Options),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Policies, with commas between them
    #[arg(long, value_delimiter = ',', required = true, value_parser = policy)]
    pub(crate) policy: Vec<PolicyId>,
    /// Sizes, with commas between them: 1000 is a number of objects, 128MiB one of bytes
    #[arg(
        long = "size",
        visible_alias = "sizes",
        value_name = "SIZE",
        value_delimiter = ',',
        required = true
    )]
    size: Vec<Size>,
    /// Time after which an object expires, such as 2400s, 10m or 1h; set when it is inserted
    #[arg(long)]
    pub(crate) ttl: Option<Ttl>,
    /// What is in the file, if its name does not say
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,
    /// Where policies that draw lots begin
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u32,
    /// A generated trace in place of a file, such as 'zipf(1.0,1000)'
    #[arg(long, conflicts_with = "file", required_unless_present = "file")]
    pub(crate) recipe: Option<Recipe>,
    /// The trace; - reads it from standard input, and needs --format
    pub(crate) file: Option<PathBuf>,
}

impl Options {
    pub(crate) fn sizes(&self) -> &[Size] {
        &self.size
    }
}

/// A capacity, and how it was written.
#[derive(Clone, Debug)]
pub(crate) struct Size {
    pub(crate) text: String,
    pub(crate) capacity: Capacity,
}

impl FromStr for Size {
    type Err = CapacityError;

    fn from_str(text: &str) -> Result<Self, CapacityError> {
        Ok(Self {
            text: text.trim().to_owned(),
            capacity: text.parse()?,
        })
    }
}

/// Seconds after which an object expires.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ttl(pub(crate) u32);

/// Seconds in a unit.
const UNITS: [(&str, u64); 5] = [("", 1), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)];

impl FromStr for Ttl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "“{text}” is no time: a whole number of seconds such as 2400s, of minutes, hours or days (m, h, d), from 1 s to {} s",
                u32::MAX
            )
        };
        let given = text.trim();
        let split = given
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(given.len());
        let (number, unit) = given.split_at(split);
        let (_, seconds) = UNITS
            .iter()
            .find(|(name, _)| *name == unit.trim())
            .ok_or_else(wrong)?;
        let number: u64 = number.parse().map_err(|_| wrong())?;
        let total = number.checked_mul(*seconds).filter(|total| *total > 0);
        let total = total.and_then(|total| u32::try_from(total).ok());
        total.map(Self).ok_or_else(wrong)
    }
}

fn policy(text: &str) -> Result<PolicyId, UnknownPolicy> {
    text.parse()
}

/// The sizes, if all are in objects or all in bytes.
pub(crate) fn of_one_kind(sizes: &[Size]) -> Result<Vec<Size>> {
    let (bytes, objects): (Vec<&Size>, Vec<&Size>) =
        sizes.iter().partition(|size| size.capacity.is_in_bytes());
    if let (Some(bytes), Some(objects)) = (bytes.first(), objects.first()) {
        bail!(
            "{} is a size in bytes and {} one in objects: give all of them a unit, or none",
            bytes.text,
            objects.text
        );
    }
    Ok(sizes.to_vec())
}
