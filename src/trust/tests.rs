use super::*;

const ONE_OF_EIGHT: Load = Load {
    threads: 1,
    cores: 8,
};

/// A page in which nothing speaks against a run.
pub(super) fn fine() -> Conditions {
    Conditions {
        isolated: true,
        page_clock_step_us: Some(5.0),
        worker_clock_step_us: Some(5.0),
        cores: 8,
        visible: true,
        frame_gap_ms: Some(16.7),
        pressure_source: PressureSource::Browser,
        pressure: Some(Pressure::Nominal),
        device_index: Some(1.0),
        gauging: Gauging::Over,
    }
}

fn judged(conditions: &Conditions) -> Trust {
    Trust::judge(&conditions.reasons(), conditions.single())
}

#[test]
fn where_nothing_speaks_against_a_run_it_counts() {
    assert_eq!(judged(&fine()), Trust::Good);
    let unknown = Conditions {
        frame_gap_ms: None,
        pressure_source: PressureSource::None,
        pressure: None,
        device_index: None,
        page_clock_step_us: None,
        worker_clock_step_us: None,
        ..fine()
    };
    assert_eq!(
        judged(&unknown),
        Trust::Good,
        "what is unknown is no reason"
    );
}

#[test]
fn what_disturbs_a_run_voids_it_and_what_only_coarsens_it_is_remarked() {
    use Reason::{CoarseClock, FramesThrottled, Hidden, NotIsolated};
    let void = [
        Hidden,
        Reason::Pressure(Pressure::Serious),
        Reason::Pressure(Pressure::Critical),
        FramesThrottled { gap_ms: 1_000.0 },
    ];
    let remarks = [
        NotIsolated,
        CoarseClock { step_us: 100.0 },
        FramesThrottled { gap_ms: 33.3 },
    ];
    for reason in void {
        assert_eq!(
            Trust::judge(&[reason], ONE_OF_EIGHT),
            Trust::Void(vec![reason])
        );
    }
    for reason in remarks {
        assert_eq!(
            Trust::judge(&[reason], ONE_OF_EIGHT),
            Trust::Remarked(vec![reason])
        );
    }
    assert_eq!(
        Trust::judge(&[NotIsolated, Hidden], ONE_OF_EIGHT),
        Trust::Void(vec![Hidden]),
        "a remark does not explain why a run is void"
    );
}

#[test]
fn a_clock_is_coarse_when_samples_have_to_be_longer_for_it() {
    assert!((COARSE_OVER_US - 20.0).abs() < 1e-9);
    for (step_us, is_coarse) in [
        (5.0, false),
        // As the difference of two readings gives it in Firefox.
        (20.000_000_018, false),
        (99.999_994, true),
        (1_000.0, true),
    ] {
        let conditions = Conditions {
            worker_clock_step_us: Some(step_us),
            ..fine()
        };
        let expected = if is_coarse {
            vec![Reason::CoarseClock { step_us }]
        } else {
            Vec::new()
        };
        assert_eq!(conditions.reasons(), expected, "{step_us} µs");
    }
}

#[test]
fn of_two_clocks_the_coarser_one_is_named() {
    let conditions = Conditions {
        isolated: false,
        page_clock_step_us: Some(1_000.0),
        worker_clock_step_us: Some(100.0),
        ..fine()
    };
    let reasons = vec![
        Reason::NotIsolated,
        Reason::CoarseClock { step_us: 1_000.0 },
    ];
    assert_eq!(conditions.reasons(), reasons);
    assert_eq!(judged(&conditions), Trust::Remarked(reasons));
    assert_eq!(conditions.assessment(Item::PageClock), Assessment::Remarks);
}

#[test]
fn pressure_that_the_run_itself_makes_is_only_remarked() {
    let critical = Reason::Pressure(Pressure::Critical);
    let serious = Reason::Pressure(Pressure::Serious);
    let voids = |reason: Reason, threads, cores| reason.voids(Load { threads, cores });
    assert!(voids(serious, 1, 8) && voids(serious, 4, 8));
    assert!(!voids(critical, 8, 8) && !voids(critical, 1, 1));
    // One thread and the page may well keep three quarters of two cores busy, but not all.
    assert!(!voids(serious, 1, 2) && voids(critical, 1, 2));
    assert_eq!(
        Trust::judge(
            &[critical],
            Load {
                threads: 8,
                cores: 8
            }
        ),
        Trust::Remarked(vec![critical])
    );
}

#[test]
fn a_mild_pressure_is_no_reason() {
    for pressure in [Pressure::Nominal, Pressure::Fair] {
        let conditions = Conditions {
            pressure: Some(pressure),
            cores: 64,
            ..fine()
        };
        assert_eq!(conditions.reasons(), []);
        assert_eq!(conditions.assessment(Item::Pressure), Assessment::Good);
    }
}

#[test]
fn each_condition_is_assessed_as_the_judgement_has_it() {
    let with = |change: fn(&mut Conditions)| {
        let mut conditions = fine();
        change(&mut conditions);
        conditions
    };
    let cases = [
        (with(|it| it.isolated = false), Item::Isolation),
        (with(|it| it.visible = false), Item::Visibility),
        (with(|it| it.frame_gap_ms = Some(33.0)), Item::Frames),
        (with(|it| it.frame_gap_ms = Some(999.0)), Item::Frames),
        (
            with(|it| it.pressure = Some(Pressure::Critical)),
            Item::Pressure,
        ),
        (
            with(|it| it.page_clock_step_us = Some(100.0)),
            Item::PageClock,
        ),
    ];
    for (conditions, item) in cases {
        let expected = match judged(&conditions) {
            Trust::Good => Assessment::Good,
            Trust::Remarked(_) => Assessment::Remarks,
            Trust::Void(_) => Assessment::Voids,
        };
        assert_ne!(expected, Assessment::Good, "{item:?}");
        assert_eq!(conditions.assessment(item), expected, "{item:?}");
        assert_ne!(fine().assessment(item), expected, "{item:?}");
    }
}

#[test]
fn what_is_not_known_is_coming_or_unknown() {
    let empty = Conditions::default();
    for item in [
        Item::WorkerClock,
        Item::PageClock,
        Item::Pressure,
        Item::Device,
    ] {
        assert_eq!(empty.assessment(item), Assessment::Coming, "{item:?}");
        let over = Conditions {
            gauging: Gauging::Over,
            ..Conditions::default()
        };
        assert_eq!(over.assessment(item), Assessment::Unknown, "{item:?}");
    }
    let silent = Conditions {
        pressure: None,
        ..fine()
    };
    assert_eq!(silent.assessment(Item::Pressure), Assessment::Coming);
    let unseen = Conditions {
        frame_gap_ms: None,
        ..fine()
    };
    assert_eq!(unseen.assessment(Item::Frames), Assessment::Coming);
}

#[test]
fn pressures_have_the_names_of_the_standard() {
    for pressure in Pressure::ALL {
        assert_eq!(Pressure::from_name(pressure.name()), Some(pressure));
    }
    assert_eq!(Pressure::from_name("Critical"), None);
    assert!(Pressure::ALL.is_sorted());
}

#[test]
fn what_voided_a_run_once_voids_it_for_good() {
    let pressure = |pressure| Trust::Void(vec![Reason::Pressure(pressure)]);
    let remarked = Trust::Remarked(vec![Reason::NotIsolated]);
    let critical = pressure(Pressure::Critical);
    assert_eq!(remarked.clone().after(&Trust::Good), remarked);
    assert_eq!(Trust::Good.after(&critical), critical);
    assert_eq!(remarked.after(&critical), critical);
    assert_eq!(pressure(Pressure::Serious).after(&critical), critical);
    assert_eq!(
        Trust::Void(vec![Reason::Hidden]).after(&critical),
        Trust::Void(vec![Reason::Pressure(Pressure::Critical), Reason::Hidden])
    );
}

#[test]
fn of_several_runs_each_reason_is_named_once_at_its_worst() {
    let reasons = [
        Reason::Pressure(Pressure::Serious),
        Reason::FramesThrottled { gap_ms: 300.0 },
        Reason::Hidden,
        Reason::Pressure(Pressure::Critical),
        Reason::FramesThrottled { gap_ms: 250.0 },
        Reason::Hidden,
    ];
    assert_eq!(
        gathered(&reasons),
        [
            Reason::Pressure(Pressure::Critical),
            Reason::FramesThrottled { gap_ms: 300.0 },
            Reason::Hidden,
        ]
    );
}
