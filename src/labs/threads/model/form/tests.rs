use super::*;
use crate::labs::form::FieldError;

const MACHINE: Machine = Machine {
    cores: 4,
    shares: true,
};

/// The form of a link with these fields, and the sieve unless they say otherwise.
fn form(changes: &[(&str, &str)]) -> Form {
    Form::from_query(MACHINE, |name| {
        changes
            .iter()
            .chain(&[("kernel", "primes")])
            .find(|(changed, _)| *changed == name)
            .map(|(_, value)| (*value).to_owned())
    })
}

fn fields(form: &Form) -> Vec<FormField> {
    let problems = form.experiment().expect_err("a problem");
    problems.into_iter().map(|problem| problem.at).collect()
}

#[test]
fn the_first_visit_runs_wherever_the_machine_can() {
    let places = |machine| Form::first(machine).experiment().expect("valid").places;
    let mut expected = vec![
        Place::Main,
        Place::Worker,
        Place::Pool {
            workers: 3,
            jobs: 12,
        },
        Place::Parallel {
            threads: 3,
            schedule: Schedule::default(),
        },
    ];
    assert_eq!(places(MACHINE), expected);
    expected.pop();
    let shares = false;
    assert_eq!(places(Machine { shares, ..MACHINE }), expected);
}

#[test]
fn the_work_of_the_first_visit_is_as_long_as_it_shall_be() {
    let fitted = |now_ms: f64| {
        let mut form = Form::first(MACHINE);
        form.fit_first_visit(now_ms);
        form.get(FormField::Size).to_owned()
    };
    // Work grows as the square of the side, which is 1,200 at first.
    assert_eq!(fitted(2_000.0), "1200");
    assert_eq!(fitted(500.0), "2400");
    assert_eq!(fitted(1_900.0), "1200", "no longer, and round");
    assert_eq!(fitted(4_000.0), "800");
    assert_eq!(fitted(1.0), "4000", "not larger than it may be");
    assert_eq!(fitted(1e9), "1");
    for unknown in [0.0, -1.0, f64::NAN] {
        assert_eq!(fitted(unknown), "1200", "{unknown}");
    }
}

#[test]
fn the_first_visit_to_any_kernel_can_run_everywhere_it_is_offered() {
    for kernel in Kernel::ALL {
        for engine in Engine::ALL {
            let form = form(&[
                ("kernel", kernel.id()),
                ("engine", engine.id()),
                ("on", "main,sliced,worker,pool,parallel"),
                ("jobs", "1"),
            ]);
            let experiment = form.experiment();
            let places = experiment.expect("valid").places.len();
            let offered = Strategy::ALL
                .iter()
                .filter(|strategy| form.refusal(**strategy).is_none())
                .count();
            assert_eq!(places, offered, "{} on {}", kernel.id(), engine.id());
        }
    }
}

#[test]
fn a_link_leads_back_to_its_form() {
    let form = form(&[("size", "10 000"), ("engine", "js"), ("on", "worker")]);
    let query: Vec<(&str, &str)> = form.to_query().collect();
    let again = Form::from_query(MACHINE, |name| {
        query
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| (*value).to_owned())
    });
    assert_eq!(again, form);
    let experiment = form.experiment().expect("valid");
    assert_eq!(experiment.computation.size, 10_000);
    assert_eq!(experiment.places, [Place::Worker]);
}

#[test]
fn every_field_that_is_wrong_is_named() {
    assert_eq!(fields(&form(&[("kernel", "prime")])), [FormField::Kernel]);
    assert_eq!(fields(&form(&[("variant", "fast")])), [FormField::Variant]);
    assert_eq!(fields(&form(&[("engine", "")])), [FormField::Engine]);
    assert_eq!(fields(&form(&[("size", "10abc")])), [FormField::Size]);
    assert_eq!(fields(&form(&[("rounds", "0")])), [FormField::Rounds]);
    assert_eq!(fields(&form(&[("on", "")])), [FormField::On]);
    assert_eq!(fields(&form(&[("on", "main,gpu")])), [FormField::On]);
    assert_eq!(fields(&form(&[("repeats", "31")])), [FormField::Repeats]);
    assert_eq!(
        fields(&form(&[("size", "x"), ("rounds", "y"), ("on", ",")])),
        [FormField::Size, FormField::Rounds, FormField::On]
    );
}

#[test]
fn figures_of_a_place_matter_only_where_it_is_chosen() {
    let wrong = [("workers", "0"), ("slice", "x"), ("threads", "65")];
    let at = |on| {
        let mut changes = wrong.to_vec();
        changes.extend([("on", on), ("variant", "segmented")]);
        form(&changes)
    };
    assert!(at("main,worker").experiment().is_ok());
    assert_eq!(fields(&at("main,pool")), [FormField::Workers]);
    assert_eq!(fields(&at("sliced")), [FormField::Slice]);
    assert_eq!(fields(&at("parallel")), [FormField::Threads]);
}

#[test]
fn work_is_not_shared_out_to_more_jobs_than_it_has_pieces() {
    let few = form(&[("rounds", "5"), ("jobs", "6"), ("on", "pool")]);
    let places = few.experiment().expect("valid").places;
    assert_eq!(
        places,
        [Place::Pool {
            workers: 3,
            jobs: 5
        }]
    );
    assert_eq!(fields(&form(&[("jobs", "513")])), [FormField::Jobs]);
}

#[test]
fn a_place_that_is_not_offered_is_left_out_unless_it_is_the_only_one() {
    let two = form(&[("on", "worker,parallel")]);
    assert_eq!(two.experiment().expect("valid").places, [Place::Worker]);
    let one = form(&[("on", "parallel")]);
    let problems = one.experiment().expect_err("a sieve of one piece");
    assert_eq!(
        problems[0].error,
        FieldError::NotOffered {
            strategy: Some(Strategy::Parallel),
            reason: Refusal::CannotBeCut
        }
    );
}

#[test]
fn a_size_that_one_engine_takes_may_be_too_large_for_another() {
    let size = (kernels::primes::PLAIN_MAX_JS + 1).to_string();
    assert!(form(&[("size", &size)]).experiment().is_ok());
    assert_eq!(
        fields(&form(&[("size", &size), ("engine", "js")])),
        [FormField::Size]
    );
}

#[test]
fn a_kernel_comes_with_its_own_figures() {
    let mut changed = form(&[("size", "7"), ("workers", "5")]);
    changed.choose_kernel("mandelbrot");
    assert_eq!(changed.get(FormField::Size), "1200");
    assert_eq!(changed.get(FormField::Workers), "5");
    changed.choose_kernel("prime");
    assert_eq!(changed.get(FormField::Kernel), "prime");
    assert_eq!(changed.get(FormField::Size), "1200");
    assert_eq!(form(&[("kernel", "matrix")]).get(FormField::Size), "800");
}

#[test]
fn strategies_are_chosen_one_by_one() {
    let mut form = form(&[("on", "main,worker")]);
    form.set_runs_on(Strategy::Main, false);
    assert_eq!(form.get(FormField::On), "worker");
    form.set_runs_on(Strategy::Worker, false);
    assert_eq!(form.get(FormField::On), "");
    form.set_runs_on(Strategy::Worker, true);
    form.set_runs_on(Strategy::Main, true);
    assert_eq!(form.get(FormField::On), "main,worker");
}

#[test]
fn a_sweeps_budget_is_read_by_itself_and_stops_no_experiment() {
    let budget = |text: &str| {
        let form = form(&[("budget", text)]);
        assert!(form.experiment().is_ok(), "{text}");
        form.sweep_budget_ms()
    };
    assert_eq!(Form::first(MACHINE).sweep_budget_ms(), Ok(60_000.0));
    assert_eq!(budget("5"), Ok(5_000.0));
    for wrong in ["0", "601", "a minute", ""] {
        assert!(budget(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_picture_that_is_given_switches_a_form_that_takes_none() {
    let mut set = form(&[("kernel", "mandelbrot"), ("on", "worker")]);
    assert!(set.take_pictures());
    let experiment = set.experiment().expect("valid");
    assert_eq!(experiment.computation.kernel, Kernel::BlurRgba);
    assert_eq!(experiment.places, [Place::Worker]);
    // Whoever chose grey keeps it, and what they set.
    let mut grey = form(&[("kernel", "blur-grey"), ("rounds", "3")]);
    let before = grey.clone();
    assert!(!grey.take_pictures());
    assert_eq!(grey, before);
}

#[test]
fn every_parameter_of_a_link_that_means_nothing_is_named() {
    for field in FormField::ALL.iter().copied() {
        for text in ["\u{a7}", "-1", "99999999999999999999", "%25"] {
            let all = form(&[
                ("kernel", "blur-grey"),
                ("on", "main,sliced,worker,pool,parallel"),
            ]);
            let mut with_it = all.clone();
            with_it
                .0
                .read_link(|name| (name == field.id()).then(|| text.to_owned()));
            if field == FormField::Budget {
                assert!(with_it.sweep_budget_ms().is_err(), "{text}");
                continue;
            }
            let problems = with_it.experiment().expect_err(text);
            assert!(
                problems.iter().all(|problem| problem.at == field),
                "{field:?} {text}: {problems:?}"
            );
        }
    }
}
