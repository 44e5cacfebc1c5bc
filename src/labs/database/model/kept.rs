//! What a record of results holds beside what is serialised as it is: patterns by their ids, and what has to be true of
//! what is read. A trace is bounded, and so is a record.

use super::results::Results;

/// A pattern of the registry, by its id.
pub(crate) mod by_id {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};
    use sql_workload::Pattern;

    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands references to fields"
    )]
    pub(crate) fn serialize<S: Serializer>(
        pattern: &&'static Pattern,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(pattern.id)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<&'static Pattern, D::Error> {
        let id = String::deserialize(deserializer)?;
        Pattern::of_id(&id).ok_or_else(|| D::Error::custom(format!("no pattern {id:?}")))
    }
}

/// Results that were kept, if they hold together; what is wrong with them otherwise.
pub(crate) fn checked(results: Results) -> Result<Results, String> {
    for run in &results.runs {
        if run.pattern.task != results.task {
            let (id, task) = (run.pattern.id, results.task.id());
            return Err(format!("{id} is no pattern of {task}"));
        }
        let shapes = run.trace.shapes.len();
        if run.trace.statements.iter().any(|one| one.shape >= shapes) {
            return Err(format!("{} executed what it does not name", run.pattern.id));
        }
    }
    Ok(results)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::form::Trips;
    use super::super::results::Real;
    use super::super::results::tests::results;
    use super::*;

    fn read(record: Value) -> Result<Results, String> {
        let results = serde_json::from_value(record).map_err(|error| error.to_string());
        results.and_then(checked)
    }

    #[test]
    fn results_come_back_as_they_were() {
        let mut results = results();
        results.trips = Trips::Messages;
        results.runs[0].real = Some(Real {
            statements: 3,
            total_ms: 1.5,
            round_trip_ms: 0.25,
        });
        let record = serde_json::to_value(&results).expect("a record");
        assert_eq!(record["task"], json!(results.task.id()));
        assert_eq!(record["trips"], json!(results.trips.id()));
        let back = read(record.clone()).expect("whole");
        assert_eq!(serde_json::to_value(&back).expect("a record"), record);
    }

    #[test]
    fn what_this_build_does_not_know_is_refused_by_its_name() {
        let record = serde_json::to_value(results()).expect("a record");
        for (place, value, what) in [
            ("/task", json!("other"), "`other`"),
            ("/trips", json!("by-mail"), "`by-mail`"),
            ("/runs/0/pattern", json!("guess"), "no pattern \"guess\""),
            (
                "/runs/0/pattern",
                json!("insert-prepared"),
                "insert-prepared is no pattern of authors-with-books",
            ),
            (
                "/runs/0/trace/shapes",
                json!([]),
                "executed what it does not name",
            ),
        ] {
            let mut changed = record.clone();
            *changed.pointer_mut(place).expect(place) = value;
            let error = read(changed).expect_err(what);
            assert!(error.contains(what), "{error}");
        }
    }
}
