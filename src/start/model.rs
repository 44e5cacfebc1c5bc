//! What runs at the press of the start page's button.

use kernels::Strategy;

use crate::labs::threads::model::form::{Form, Machine};

/// The work of a first visit to the Threads lab, on the main thread, on one worker, and on as many threads as this
/// machine can use: over shared memory, or, where memory cannot be shared, in a pool.
#[must_use]
pub(crate) fn race(machine: Machine) -> Form {
    let many = if machine.shares {
        Strategy::Parallel
    } else {
        Strategy::Pool
    };
    let mut form = Form::first(machine);
    for &strategy in Strategy::ALL {
        let takes_part = [Strategy::Main, Strategy::Worker, many].contains(&strategy);
        form.set_runs_on(strategy, takes_part);
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::cache::model::form as cache;
    use crate::labs::compare::model::form as comparison;
    use crate::labs::database::model::form as database;
    use crate::labs::event_loop::model::form as event_loop;
    use crate::labs::form::TextForm;
    use crate::labs::own_form::OwnForm;
    use crate::labs::registry::{EXAMPLES, LABS};

    #[test]
    fn one_press_shows_the_main_thread_one_worker_and_many_threads_in_that_order() {
        for (shares, many) in [(true, Strategy::Parallel), (false, Strategy::Pool)] {
            for cores in [1, 2, 8, 128] {
                let form = race(Machine { cores, shares });
                let experiment = form.experiment().expect("nothing is wrong with it");
                let places: Vec<Strategy> = experiment
                    .places
                    .iter()
                    .map(|place| place.strategy())
                    .collect();
                assert_eq!(places, [Strategy::Main, Strategy::Worker, many]);
                assert_eq!(experiment.repeats, 1);
                assert!(experiment.computation.extent().is_some(), "it can be seen");
            }
        }
    }

    /// The value of a field of a link in which nothing is encoded.
    fn value(link: &str, name: &str) -> Option<String> {
        let fields = link.trim_start_matches('?').split('&');
        let mut fields = fields.filter_map(|field| field.split_once('='));
        let (_, value) = fields.find(|(of, _)| *of == name)?;
        Some(value.to_owned())
    }

    #[test]
    fn every_example_means_something_that_can_run() {
        for (lab, examples) in LABS.iter().zip(EXAMPLES) {
            assert!(!examples.is_empty(), "{} has no example", lab.id);
            for example in examples {
                let get = |name: &str| value(example.link, name);
                match lab.id {
                    "threads" => {
                        for shares in [true, false] {
                            let machine = Machine { cores: 2, shares };
                            let form = Form::from_query(machine, get);
                            assert_eq!(form.experiment().err(), None, "{}", example.link);
                        }
                    }
                    "compare" if example.code.is_empty() => {
                        let comparison = comparison::Form::from_query(get).comparison();
                        assert_eq!(comparison.err(), None, "{}", example.link);
                    }
                    "compare" => {
                        assert_eq!(get("what").as_deref(), Some("own"));
                        let own: OwnForm = serde_json::from_str(example.code).expect("own code");
                        assert!(own.snippets.len() > 1, "{own:?}");
                        assert_eq!(own.parameters().err(), None);
                        assert_eq!(own.limits().err(), None);
                    }
                    "database" => {
                        let order = database::Form::from_query(get).order();
                        assert_eq!(order.err(), None, "{}", example.link);
                    }
                    "event-loop" => {
                        let order = event_loop::Form::from_query(get).order();
                        assert_eq!(order.err(), None, "{}", example.link);
                    }
                    "cache" => {
                        let order = cache::Form::from_query(get).order();
                        assert_eq!(order.err(), None, "{}", example.link);
                    }
                    other => panic!("say here what an example of {other} means"),
                }
            }
        }
    }
}
