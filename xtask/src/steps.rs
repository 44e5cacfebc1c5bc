//! Announces each step, takes its time, and says what to do when it fails.

use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

use crate::table::Table;

/// The steps of one command, in the order in which they ran.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// Runs `work` as the step `name`. `advice` says what a person can do if it fails.
    pub(crate) fn run<T>(
        &mut self,
        name: &str,
        advice: &str,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        eprintln!("==> {name}");
        let start = Instant::now();
        let result = work();
        let time = start.elapsed();
        match &result {
            Ok(_) => eprintln!("    {name}: {}", seconds(time)),
            Err(_) => eprintln!("    {name}: failed after {}", seconds(time)),
        }
        self.done.push((name.to_owned(), time));
        // One sentence for a person: what failed, why, and what to do about it.
        result.map_err(|error| anyhow!("{name} failed: {error:#}\n\nWhat to do: {advice}"))
    }

    /// Prints how long each step took, slowest included, and the sum.
    pub(crate) fn summarise(&self) {
        let mut table = Table::new(&["step", "seconds"]);
        for (name, time) in &self.done {
            table.row([name.clone(), tenths(*time)]);
        }
        table.row([
            "all".to_owned(),
            tenths(self.done.iter().map(|(_, time)| *time).sum()),
        ]);
        eprint!("\n{}", table.plain());
    }
}

fn seconds(time: Duration) -> String {
    format!("{} s", tenths(time))
}

fn tenths(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64())
}
