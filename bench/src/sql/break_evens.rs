//! From which round trip on a pattern is faster than another, by how much it reads: the Database lab's own figures,
//! measured in its worker, and its own model of the wire.

use anyhow::{Context, Result, ensure};
use sampling::Random;
use serde::Serialize;
use sql_workload::wire::{BreakEven, Line, Parts, Wire, break_even};
use sql_workload::{Pattern, Task, Totals};

use super::Place;
use super::cases::Case;
use super::page::Page;
use crate::report::figure;
use crate::table::Table;

/// What is read in every way that there is.
const TASK: Task = Task::AuthorsWithBooks;

/// What the other patterns are held against.
const AGAINST: &str = "join";

/// Of how many authors the books are read.
const SIZES: [u32; 3] = [10, 100, 1_000];

/// Milliseconds of a round trip.
const ROUND_TRIPS_MS: [f64; 3] = [0.1, 1.0, 10.0];

/// How often each pattern reads, in turns with the others, behind a first time that does not count; the run of median
/// duration does.
const ROUNDS: usize = 7;

/// What a pattern took.
#[derive(Clone, Copy, Debug, Serialize)]
struct Run {
    pattern: &'static str,
    totals: Totals,
}

/// All patterns at one size.
#[derive(Debug, Serialize)]
struct Size {
    n: u32,
    runs: Vec<Run>,
}

/// All sizes.
#[derive(Debug, Serialize)]
pub(super) struct BreakEvens(Vec<Size>);

impl BreakEvens {
    /// Measures in a worker of our own.
    pub(super) async fn measure(page: &Page, random: &mut Random) -> Result<Self> {
        page.begin(Place::Ours).await?;
        let mut sizes = Vec::new();
        for n in SIZES {
            let cases: Vec<Case> = TASK
                .patterns()
                .map(|pattern| Case::of_pattern(pattern, n))
                .collect::<Result<_>>()?;
            let mut totals = vec![Vec::new(); cases.len()];
            let mut digest = None;
            for round in 0..=ROUNDS {
                for number in random.shuffled(0..cases.len()) {
                    let ran = page.run(Place::Ours, &cases[number], round == 0).await?;
                    let of_run = ran.totals.with_context(|| {
                        format!("{} did not tell what it took", cases[number].id)
                    })?;
                    if round > 0 {
                        totals[number].push(of_run);
                        continue;
                    }
                    let known = digest.get_or_insert_with(|| ran.digest.clone());
                    ensure!(
                        *known == ran.digest,
                        "{} read other rows than another pattern",
                        cases[number].id
                    );
                }
            }
            let runs = TASK.patterns().zip(totals);
            let runs = runs.filter_map(|(pattern, totals)| Run::of(pattern, totals));
            sizes.push(Size {
                n,
                runs: runs.collect(),
            });
        }
        page.close_all().await?;
        Ok(Self(sizes))
    }

    /// Two tables: what each takes at some round trips, and where the lines cross.
    pub(super) fn markdown(&self) -> String {
        let patterns: Vec<&'static Pattern> = TASK.patterns().collect();
        let mut heading = vec!["authors".to_owned(), "round trip ms".to_owned()];
        heading.extend(patterns.iter().map(|pattern| format!("{} ms", pattern.id)));
        let mut totals = table(&heading);
        for Size { n, runs } in &self.0 {
            for round_trip_ms in ROUND_TRIPS_MS {
                let wire = Wire::of_round_trip(round_trip_ms);
                let mut row = vec![n.to_string(), round_trip_ms.to_string()];
                row.extend(
                    runs.iter()
                        .map(|run| figure(Some(Parts::of(&run.totals, &wire).total_ms()))),
                );
                totals.row(row);
            }
        }
        let others = patterns.iter().filter(|pattern| pattern.id != AGAINST);
        let mut heading = vec!["authors".to_owned()];
        heading.extend(others.map(|pattern| format!("{AGAINST} beats {}", pattern.id)));
        let mut crossings = table(&heading);
        for Size { n, runs } in &self.0 {
            let Some(against) = runs.iter().find(|run| run.is_against()) else {
                continue;
            };
            let mut row = vec![n.to_string()];
            let others = runs.iter().filter(|run| !run.is_against());
            row.extend(others.map(|other| words(against.crosses(other))));
            crossings.row(row);
        }
        format!(
            "## Break-evens\n\n\
             The books of so many authors, as the Database lab reads them: work of database and program measured in \
             its worker, the median of {ROUNDS} runs in turns; the wire modelled, with nothing but round trips.\n\n\
             {}\n{}",
            totals.markdown(),
            crossings.markdown()
        )
    }
}

impl Run {
    fn of(pattern: &Pattern, mut totals: Vec<Totals>) -> Option<Self> {
        totals.sort_by(|one, other| one.cost.total_us().total_cmp(&other.cost.total_us()));
        let totals = *totals.get(totals.len() / 2)?;
        Some(Self {
            pattern: pattern.id,
            totals,
        })
    }

    fn is_against(&self) -> bool {
        self.pattern == AGAINST
    }

    fn crosses(&self, other: &Self) -> BreakEven {
        let line = |run: &Self| Line::of(&run.totals, &Wire::of_round_trip(0.0));
        break_even(&line(self), &line(other))
    }
}

fn table(heading: &[String]) -> Table {
    let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
    Table::new(&heading, 0)
}

/// When the first of two is faster.
fn words(found: BreakEven) -> String {
    match found {
        BreakEven::Same => "never; both take the same".to_owned(),
        BreakEven::First => "always".to_owned(),
        BreakEven::Second => "never".to_owned(),
        BreakEven::FirstFrom { round_trip_ms } => {
            format!("from {} ms", figure(Some(round_trip_ms)))
        }
        BreakEven::SecondFrom { round_trip_ms } => {
            format!("up to {} ms", figure(Some(round_trip_ms)))
        }
    }
}

#[cfg(test)]
mod tests {
    use sql_workload::Cost;

    use super::*;

    fn totals(statements: u64, us: f64) -> Totals {
        Totals {
            statements,
            cost: Cost {
                step_us: us,
                ..Cost::default()
            },
        }
    }

    #[test]
    fn tables_tell_totals_and_crossings() {
        let runs = TASK.patterns().map(|pattern| {
            let totals = match pattern.id {
                "n-plus-one" => totals(11, 500.0),
                "in-batches" => totals(2, 300.0),
                "join" => totals(1, 400.0),
                _ => totals(1, 350.0),
            };
            Run::of(pattern, vec![totals; 3]).expect("three runs")
        });
        let found = BreakEvens(vec![Size {
            n: 10,
            runs: runs.collect(),
        }]);
        let text = found.markdown();
        let row = |start: &str| {
            let mut lines = text.lines();
            let line = lines.find(|line| line.starts_with(start)).expect(start);
            line.split('|')
                .map(str::trim)
                .filter(|cell| !cell.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            row("|      10 |             1 "),
            ["10", "1", "11.5", "2.30", "1.40", "1.35"]
        );
        let last = text.lines().last().expect("a row");
        assert!(
            last.contains("always") && last.contains("from 0.100 ms"),
            "{text}"
        );
        assert!(last.trim_end_matches(" |").ends_with("never"), "{text}");
    }

    #[test]
    fn every_end_of_two_lines_has_words() {
        for (found, expected) in [
            (BreakEven::First, "always"),
            (BreakEven::Second, "never"),
            (
                BreakEven::FirstFrom {
                    round_trip_ms: 0.25,
                },
                "from 0.250 ms",
            ),
            (
                BreakEven::SecondFrom {
                    round_trip_ms: 12.5,
                },
                "up to 12.5 ms",
            ),
        ] {
            assert_eq!(words(found), expected);
        }
    }
}
