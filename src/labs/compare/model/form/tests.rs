use kernels::registry::Refusal;

use super::*;
use crate::labs::form::FieldError;
use crate::place::Place;

fn from_link(link: &str) -> Form {
    Form::from_query(|name| {
        let pairs = link.split('&');
        let value = pairs.filter_map(|pair| pair.split_once('='));
        value
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value.to_owned())
            .next()
    })
}

#[test]
fn a_first_visit_compares_the_engines_at_the_naive_recursion() {
    let comparison = Form::first().comparison().expect("valid");
    let engines: Vec<Engine> = comparison.candidates.iter().map(|of| of.engine).collect();
    assert_eq!(engines, [Engine::Js, Engine::Wasm]);
    assert!(
        comparison
            .candidates
            .iter()
            .all(|of| of.computation.size == 27 && of.computation.rounds == 1)
    );
    assert!((comparison.settings.budget_ms - 30_000.0).abs() < 1e-9);
    assert_eq!(comparison.settings.question, Question::default());
}

#[test]
fn a_link_leads_back_to_its_form() {
    let mut form = Form::first();
    form.add();
    form.entries[2].set(EntryField::Kernel, "mandelbrot");
    form.entries[2].set(EntryField::On, "parallel");
    form.set(SettingsField::Question, "at-least");
    form.set(SettingsField::Share, "12.5");
    let link: Vec<String> = form
        .to_query()
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(from_link(&link.join("&")), form);
}

#[test]
fn a_place_with_threads_has_so_many_and_others_have_none() {
    let mut entry = Form::first().entries[1].clone();
    entry.set(EntryField::Kernel, "mandelbrot");
    entry.set(EntryField::On, "pool");
    entry.set(EntryField::Threads, "3");
    let place = |entry: &Entry| {
        candidate(0, entry, &mut Problems::default())
            .expect("a candidate")
            .place
    };
    assert!(matches!(
        place(&entry),
        Place::Pool {
            workers: 3,
            jobs: 12
        }
    ));
    entry.set(EntryField::On, "worker");
    assert_eq!(
        (place(&entry), entry.get(EntryField::Threads)),
        (Place::Worker, "")
    );
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let form = from_link(
        "contenders=fibonacci:plain:js:worker:99,primes:plain:wasm:parallel:100:2,x&share=91&budget=1e3",
    );
    let problems = form.comparison().expect_err("all is wrong");
    let at: Vec<At> = problems.iter().map(|problem| problem.at).collect();
    assert_eq!(
        at,
        [
            At::Entry(0, EntryField::Size),
            At::Entry(1, EntryField::On),
            At::Entry(2, EntryField::Kernel),
            At::Entry(2, EntryField::Engine),
            At::Entry(2, EntryField::On),
            At::Settings(SettingsField::Share),
            At::Settings(SettingsField::Budget),
        ]
    );
    assert!(matches!(&problems[0].error, FieldError::OutOfRange { value, .. } if value == "99"));
    assert_eq!(
        problems[1].error,
        FieldError::NotOffered {
            strategy: None,
            reason: Refusal::CannotBeCut
        }
    );
    assert!(matches!(
        &problems[5].error,
        FieldError::OutOfRange { max: 90, .. }
    ));
}

#[test]
fn one_candidate_is_too_few_and_nine_are_too_many() {
    let mut form = Form::first();
    form.remove(0);
    let number = |form: &Form| {
        let problems = form.comparison().err().unwrap_or_default();
        problems.iter().any(|problem| problem.at == At::Candidates)
    };
    assert!(number(&form));
    for _ in 0..7 {
        form.add();
    }
    assert!(!number(&form));
    form.add();
    assert!(number(&form));
}

#[test]
fn an_unknown_kind_of_thing_is_named_and_not_taken_for_another() {
    let mut form = from_link("what=own%25");
    let problems = form.settings().expect_err("an unknown kind");
    assert_eq!(problems, form.comparison().expect_err("an unknown kind"));
    assert_eq!(
        problems,
        [Problem {
            at: At::Mode,
            error: FieldError::Unknown {
                value: "own%25".to_owned(),
                allowed: vec!["kernels", "own"],
            }
        }]
    );
    assert!(Mode::ALL.into_iter().all(|mode| !form.is_mode(mode)));
    form.set_mode(Mode::Own);
    assert!(form.is_mode(Mode::Own) && form.settings().is_ok());
}

#[test]
fn what_a_link_says_too_much_of_a_candidate_is_named() {
    let at = |link: &str| {
        let form = from_link(&format!("contenders=fibonacci:plain:js:worker:27,{link}"));
        let problems = form.comparison().expect_err(link);
        problems
            .into_iter()
            .map(|problem| problem.at)
            .collect::<Vec<_>>()
    };
    // Threads of a place that has one.
    let threads = At::Entry(1, EntryField::Threads);
    assert_eq!(at("fibonacci:plain:js:worker:27:9"), [threads]);
    // More parts than there are fields.
    assert_eq!(at("mandelbrot:plain:js:pool:300:2:x"), [threads]);
    // Fewer.
    assert!(at("fibonacci:plain").contains(&At::Entry(1, EntryField::Engine)));
    assert!(at("").contains(&At::Entry(1, EntryField::Kernel)));
}

#[test]
fn every_parameter_of_a_link_out_of_range_is_named() {
    for (link, expected) in [
        ("question=perhaps", At::Settings(SettingsField::Question)),
        ("share=-1", At::Settings(SettingsField::Share)),
        ("share=1e9", At::Settings(SettingsField::Share)),
        ("budget=0", At::Settings(SettingsField::Budget)),
        ("budget=ten", At::Settings(SettingsField::Budget)),
        (
            "contenders=nobody:plain:js:worker:27,fibonacci:plain:js:worker:27",
            At::Entry(0, EntryField::Kernel),
        ),
        (
            "contenders=fibonacci:plain:js:worker:27,fibonacci:plain:js:worker:999",
            At::Entry(1, EntryField::Size),
        ),
        ("contenders=fibonacci:plain:js:worker:27", At::Candidates),
    ] {
        let problems = from_link(link).comparison().expect_err(link);
        let at: Vec<At> = problems.iter().map(|problem| problem.at).collect();
        assert_eq!(at, [expected], "{link}");
    }
}

#[test]
fn a_budget_too_short_for_a_coarse_clock_names_the_least_that_is_enough() {
    let mut form = Form::first();
    form.set(SettingsField::Budget, "10");
    let least_s = form.least_budget_s(Some(100.0)).expect("too short");
    assert!(least_s > 10.0 && least_s < 60.0, "{least_s}");
    form.set(SettingsField::Budget, &least_s.to_string());
    assert_eq!(form.least_budget_s(Some(100.0)), None);
    form.set(SettingsField::Budget, "1");
    assert_eq!(form.least_budget_s(Some(0.005)), None);
    assert_eq!(form.least_budget_s(None), None);
    form.set(SettingsField::Budget, "none");
    assert_eq!(form.least_budget_s(Some(100.0)), None);
}
