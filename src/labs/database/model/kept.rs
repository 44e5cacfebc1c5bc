//! What runs found, as a record holds it: patterns and tasks by their names.

use serde::{Deserialize, Serialize};
use sql_workload::plan::Plan;
use sql_workload::wire::Measured;
use sql_workload::{Digest, Pattern, Task, Trace};

use super::form::Trips;
use super::results::{Real, Results, Run};

/// Results as a record holds them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct KeptResults {
    /// The task's id.
    pub task: String,
    /// How round trips were taken, as links name it.
    pub trips: String,
    /// In the order of the registry.
    pub runs: Vec<KeptRun>,
}

/// What one pattern gave: [`Run`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct KeptRun {
    /// The pattern's id.
    pub pattern: String,
    /// The run of median duration.
    pub trace: Trace,
    /// How many items it read or wrote.
    pub items: u64,
    /// Of these, in their order.
    pub digest: Digest,
    /// What it took at each size, from the smallest.
    pub ladder: Vec<Measured>,
    /// How SQLite goes about each of its statements.
    pub plans: Vec<Plan>,
    /// What it took where its round trips were taken.
    pub real: Option<Real>,
}

impl KeptResults {
    /// All of them: a trace is bounded already.
    pub(crate) fn of(results: &Results) -> Self {
        let runs = results.runs.iter().map(|run| KeptRun {
            pattern: run.pattern.id.to_owned(),
            trace: run.trace.clone(),
            items: run.items,
            digest: run.digest,
            ladder: run.ladder.clone(),
            plans: run.plans.clone(),
            real: run.real,
        });
        Self {
            task: results.task.id().to_owned(),
            trips: results.trips.id().to_owned(),
            runs: runs.collect(),
        }
    }

    /// The results; what is wrong with them otherwise.
    pub(crate) fn into_results(self) -> Result<Results, String> {
        let task = Task::of_id(&self.task).ok_or_else(|| format!("no task {:?}", self.task))?;
        let trips = Trips::of_id(&self.trips)
            .ok_or_else(|| format!("no way of round trips {:?}", self.trips))?;
        let runs: Result<Vec<Run>, String> = self
            .runs
            .into_iter()
            .map(|run| run.into_run(task))
            .collect();
        Ok(Results {
            task,
            trips,
            runs: runs?,
        })
    }
}

impl KeptRun {
    fn into_run(self, task: Task) -> Result<Run, String> {
        let pattern = Pattern::of_id(&self.pattern).filter(|pattern| pattern.task == task);
        let pattern =
            pattern.ok_or_else(|| format!("no pattern {:?} of {:?}", self.pattern, task.id()))?;
        let shapes = self.trace.shapes.len();
        if self.trace.statements.iter().any(|one| one.shape >= shapes) {
            return Err(format!("{} executed what it does not name", self.pattern));
        }
        Ok(Run {
            pattern,
            trace: self.trace,
            items: self.items,
            digest: self.digest,
            ladder: self.ladder,
            plans: self.plans,
            real: self.real,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::results::tests::results;
    use super::*;

    #[test]
    fn results_come_back_as_they_were() {
        let mut results = results();
        results.trips = Trips::Messages;
        results.runs[0].real = Some(Real {
            statements: 3,
            total_ms: 1.5,
            round_trip_ms: 0.25,
        });
        let kept = KeptResults::of(&results);
        let text = serde_json::to_string(&kept).expect("text");
        let read: KeptResults = serde_json::from_str(&text).expect("the same");
        assert_eq!(read, kept);
        let back = read.into_results().expect("whole");
        assert_eq!(back.task, results.task);
        assert_eq!(back.trips, results.trips);
        assert_eq!(KeptResults::of(&back), kept);
    }

    #[test]
    fn what_this_build_does_not_know_is_refused_by_its_name() {
        let kept = KeptResults::of(&results());
        let check = |change: fn(&mut KeptResults), what: &str| {
            let mut changed = kept.clone();
            change(&mut changed);
            let error = changed.into_results().expect_err(what);
            assert!(error.contains(what), "{error}");
        };
        check(|kept| kept.task = "other".to_owned(), "no task \"other\"");
        check(|kept| kept.trips = "by-mail".to_owned(), "\"by-mail\"");
        check(
            |kept| kept.runs[0].pattern = "guess".to_owned(),
            "no pattern \"guess\"",
        );
        check(
            |kept| kept.runs[0].pattern = "insert-each".to_owned(),
            "no pattern",
        );
        check(
            |kept| kept.runs[0].trace.shapes.clear(),
            "executed what it does not name",
        );
    }
}
