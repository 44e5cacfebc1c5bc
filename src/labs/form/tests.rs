use super::*;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Name {
    Size,
    On,
}

impl FieldName for Name {
    const ALL: &'static [Self] = &[Self::Size, Self::On];

    fn id(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::On => "on",
        }
    }
}

#[test]
fn fields_are_what_a_link_says_and_lead_back_to_it() {
    let mut fields: Fields<Name> = Fields::new(|field: Name| field.id().to_uppercase());
    fields.read_link(|name| (name == "on").then(|| "main".to_owned()));
    assert_eq!(
        (fields.get(Name::Size), fields.get(Name::On)),
        ("SIZE", "main")
    );
    fields.set(Name::Size, "10 000");
    let link: Vec<(&str, &str)> = fields.to_link().collect();
    assert_eq!(link, [("size", "10 000"), ("on", "main")]);
}

#[test]
fn a_whole_number_may_be_grouped_and_names_its_range_where_it_is_wrong() {
    assert_eq!(whole(" 10 000 ", &(1..=20_000)), Ok(10_000));
    let wrong = |text| whole(text, &(1..=20)).expect_err(text);
    for text in ["", "10abc", "-1", "1.5", "1 0", "NaN"] {
        assert!(
            matches!(wrong(text), FieldError::NotWhole { value, min: 1, max: 20 } if value == text)
        );
    }
    for text in ["0", "21", "99999999999999999999"] {
        assert!(
            matches!(wrong(text), FieldError::OutOfRange { value, min: 1, max: 20 } if value == text)
        );
    }
}

#[test]
fn a_decimal_takes_a_point_or_a_comma() {
    assert_eq!(decimal("12,5", &(0.0..=90.0)), Ok(12.5));
    assert_eq!(decimal(" 12.5 ", &(0.0..=90.0)), Ok(12.5));
    let wrong = |text| decimal(text, &(0.0..=90.0)).expect_err(text);
    for text in ["", "1e3", "-1", "inf", "1.2.3"] {
        assert!(
            matches!(wrong(text), FieldError::NotANumber { max: 90, .. }),
            "{text}"
        );
    }
    assert!(matches!(
        wrong("91"),
        FieldError::OutOfRange { max: 90, .. }
    ));
}

#[test]
fn a_name_is_one_of_those_that_there_are() {
    assert_eq!(
        named("js", Engine::ALL.iter().copied(), Engine::id),
        Ok(Engine::Js)
    );
    assert_eq!(
        named("asm", Engine::ALL.iter().copied(), Engine::id),
        Err(FieldError::Unknown {
            value: "asm".to_owned(),
            allowed: vec!["wasm", "js"],
        })
    );
}

#[test]
fn a_list_is_read_as_it_is_written() {
    assert_eq!(list(["main", "worker"]), "main,worker");
    assert_eq!(
        listed("main,,worker").collect::<Vec<_>>(),
        ["main", "worker"]
    );
    assert_eq!(listed("").count(), 0);
}

#[test]
fn everything_that_is_wrong_is_gathered_and_found_by_its_place() {
    let mut problems = Problems::default();
    assert_eq!(problems.keep(Name::Size, whole("7", &(1..=9))), Some(7));
    assert_eq!(problems.clone().or_else(Some(1)), Ok(1));
    assert_eq!(problems.keep(Name::On, whole("x", &(1..=9))), None);
    let all = problems.or_else(Some(1)).expect_err("one is wrong");
    assert_eq!(error_at(&all, &Name::Size), None);
    assert!(matches!(
        error_at(&all, &Name::On),
        Some(FieldError::NotWhole { .. })
    ));
}
