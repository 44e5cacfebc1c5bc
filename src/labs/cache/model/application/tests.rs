use cache_sim::application::{Cache, PRESETS, Scenario, Variant, simulate};

use super::form::{ARTICLE, Field, Form, ON};
use super::lines::{Figure, Moment, axis, moments, points};
use super::*;
use crate::labs::form::{FieldError, FieldName, Problem, TextForm};
use crate::ui::scale::Kind;

fn form(preset: &str, changes: &[(Field, &str)]) -> Form {
    let mut form = Form::default();
    form.set(Field::Preset, preset);
    for (field, text) in changes {
        form.set(*field, text);
    }
    form
}

fn order(preset: &str, changes: &[(Field, &str)]) -> Order {
    form(preset, changes).order().expect("right")
}

fn results(order: Order) -> Results {
    let run = |variant: &Variant| simulate(&variant.scenario).expect("right");
    let outcomes = order.variants.iter().map(run).collect();
    Results::new(order, outcomes).expect("whole")
}

fn ids(order: &Order) -> Vec<&'static str> {
    order.variants.iter().map(|variant| variant.id).collect()
}

#[test]
fn a_preset_is_simulated_as_it_is_until_a_field_is_changed() {
    for preset in PRESETS {
        let form = form(preset.id, &[]);
        assert!(!form.is_changed() && !form.get(Field::PerS).is_empty());
        let order = form.order().expect("right");
        let variants = (preset.variants)();
        assert_eq!(order.variants.len(), variants.len(), "{}", preset.id);
        for (found, expected) in order.variants.iter().zip(variants) {
            let recording = found.scenario.recording;
            assert!((30..=45).contains(&recording.buckets), "{recording:?}");
            let scenario = Scenario {
                recording: expected.scenario.recording,
                ..found.scenario.clone()
            };
            assert_eq!((found.id, scenario), (expected.id, expected.scenario));
        }
    }
}

#[test]
fn the_readers_own_starts_as_the_variant_that_does_best() {
    for preset in PRESETS {
        let results = results(order(preset.id, &[]));
        let best = results.order().variants[results.best()].id;
        assert_eq!(Some(best), form(preset.id, &[]).starts_as());
        let standing = results.standing().expect("some");
        assert_eq!(standing.best.map(|(id, _)| id), Some(best));
        assert_eq!(standing.own, None);
        assert_eq!(standing.first.0, results.order().variants[0].id);
    }
}

#[test]
fn what_is_shared_changes_all_variants_and_what_is_not_adds_one() {
    let shared = order(
        "expiry-stampede",
        &[
            (Field::PerS, "50"),
            (Field::Keys, "40"),
            (Field::Skew, "0,5"),
            (Field::Seed, "7"),
            (Field::Service, "12.5"),
            (Field::StoreFault, "refuses"),
        ],
    );
    assert_eq!(ids(&shared), ["article", "jitter", "single-flight"]);
    for Variant { scenario, .. } in &shared.variants {
        assert!((scenario.requests_expected() - 14_300.0).abs() < 1e-6);
        assert_eq!((scenario.keys.count, scenario.seed), (40, 7));
        let fault = scenario.store.faults[0];
        assert_eq!((fault.from_us, fault.until_us), (30_000_000, 60_000_000));
    }
    let own = order("expiry-stampede", &[(Field::SingleFlight, ON)]);
    assert!(own.has_own());
    assert_eq!(ids(&own)[3], OWN);
    let [article, jitter, _, added] = &own.variants[..] else {
        panic!("four");
    };
    assert!(added.scenario.single_flight && !jitter.scenario.single_flight);
    assert_eq!(added.scenario.lifetime, jitter.scenario.lifetime);
    assert_eq!(added.scenario.arrivals, article.scenario.arrivals);
    let results = results(own);
    let standing = results.standing().expect("some");
    let reads = |run: Option<Run>| run.map(|(_, outcome)| outcome.store.reads);
    assert!(reads(standing.own).or(reads(standing.best)) <= Some(40));
}

#[test]
fn a_deploy_empties_a_cache_inside_the_process_and_no_other() {
    let memo = order("deploy", &[(Field::Cache, "memo")]);
    assert_eq!(memo.variants[3].scenario.emptied_us, [20_000_000]);
    let remote = order("deploy", &[(Field::Timeout, "5")]);
    assert!(remote.variants[3].scenario.emptied_us.is_empty());
    let none = order("deploy", &[(Field::Cache, "none")]);
    assert_eq!(none.variants[3].scenario.cache, Cache::None);
}

#[test]
fn what_is_wrong_is_named_with_its_range_and_stays() {
    let numbers = [
        Field::PerS,
        Field::Keys,
        Field::Skew,
        Field::Service,
        Field::Concurrency,
        Field::RoundTrip,
        Field::Seed,
        Field::Ttl,
        Field::Jitter,
        Field::Stale,
        Field::Timeout,
    ];
    for field in numbers {
        let form = form("slow-cache", &[(field, "99999999999")]);
        let problems = form.order().expect_err("far too much");
        let at: Vec<Field> = problems.iter().map(|problem| problem.at).collect();
        assert_eq!(at, [field]);
        assert!(matches!(problems[0].error, FieldError::OutOfRange { .. }));
        assert_eq!(form.get(field), "99999999999");
        assert!(form.is_changed());
    }
    let chosen = [
        Field::Cache,
        Field::Code,
        Field::StoreFault,
        Field::SingleFlight,
    ];
    for field in chosen {
        let problems = form("deploy", &[(field, "7")]).order().expect_err("none");
        assert!(matches!(problems[0].error, FieldError::Unknown { .. }));
    }
}

#[test]
fn no_more_requests_come_than_a_run_may_have() {
    for preset in PRESETS {
        let max = *form(preset.id, &[]).per_s().end();
        let order = order(preset.id, &[(Field::PerS, &max.to_string())]);
        let expected = order.variants[0].scenario.requests_expected();
        assert!((190_000.0..=200_000.0).contains(&expected), "{expected}");
        let more = form(preset.id, &[(Field::PerS, &(max + 1).to_string())]);
        let problems = more.order().expect_err("too many");
        let range = FieldError::OutOfRange {
            value: (max + 1).to_string(),
            min: 1,
            max,
        };
        let expected = Problem {
            at: Field::PerS,
            error: range,
        };
        assert_eq!(problems, [expected]);
    }
}

#[test]
fn the_articles_code_serves_nothing_stale() {
    let changes = [(Field::Cache, "remote"), (Field::Code, ARTICLE)];
    let form = form("store-down", &changes);
    let problems = form.order().expect_err("it would have to");
    let expected = Problem {
        at: Field::Stale,
        error: FieldError::OfLab,
    };
    assert_eq!(problems, [expected]);
    let mut without = form;
    without.set(Field::Stale, "0");
    assert!(without.order().is_ok_and(|order| order.has_own()));
    // What an application without a remote cache does around one is no matter.
    let memo = self::form("store-down", &[(Field::Code, ARTICLE)]);
    assert!(memo.order().is_ok_and(|order| !order.has_own()));
}

#[test]
fn every_field_is_in_a_link_and_comes_back_from_it() {
    let names: Vec<&str> = Field::ALL.iter().map(|field| field.id()).collect();
    assert!(names.iter().all(|name| name.starts_with("application-")));
    let form = Form::from_query(|name| (name == "application-ttl").then(String::new));
    let order = form.order().expect("right");
    assert_eq!(order.variants[3].scenario.lifetime.ttl_us, None);
}

#[test]
fn lines_follow_the_run_to_its_end_and_moments_stand_where_things_happen() {
    let results = results(order("deploy", &[]));
    for (variant, outcome) in results.runs() {
        let reads = points(Figure::Reads, variant, outcome);
        assert_eq!(reads.len(), 30);
        assert_eq!((reads[0].0, reads[29].0), (1_000.0, 59_000.0));
        let all: f64 = reads.iter().map(|(_, per_s)| per_s * 2.0).sum();
        // The store may be asked for the rest after the last request has come.
        assert!(all <= outcome.store.reads as f64 + 1e-6);
    }
    let waiting: Vec<_> = (results.runs())
        .map(|(variant, outcome)| points(Figure::AtStore, variant, outcome))
        .collect();
    let most = waiting[0]
        .iter()
        .map(|(_, count)| *count)
        .fold(0.0, f64::max);
    assert!((most - 1_020.0).abs() < f64::EPSILON, "{most}");
    assert_eq!(moments(results.order()), [(Moment::Deploy, 20_000.0)]);

    let slow = self::results(order("slow-cache", &[]));
    let at = [
        (Moment::CacheFails, 20_000.0),
        (Moment::CacheBack, 40_000.0),
    ];
    assert_eq!(moments(slow.order()), at);
    let p99: Vec<_> = (slow.runs())
        .map(|(variant, outcome)| points(Figure::P99, variant, outcome))
        .collect();
    assert_eq!(axis(&p99), Kind::Log);
    assert_eq!(axis(&waiting), Kind::Linear);
    assert_eq!(axis(&[]), Kind::Linear);
}

#[test]
fn results_are_whole_or_none() {
    let order = order("deploy", &[]);
    assert_eq!(Results::new(order, Vec::new()), None);
}
