use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Result<Recipe, RecipeError> {
    text.parse()
}

fn refused(text: &str) -> String {
    read(text).unwrap_err().to_string()
}

#[test]
fn a_recipe_is_read_as_it_is_written() {
    for text in [
        "loop(100)*5000",
        "scan*10",
        "zigzag(2001)*52001",
        "zipf(1,1000)*100000",
        "zipf(0.85,1000)*100000@7",
        "shift(1000,0.1,0.9,5000)*100000@4294967295",
        "mix(0.7*zipf(1,1000)+0.3*scan)*100000",
        "phases(loop(100)*5000,zipf(0.8,500)*5000)*20000",
        "mix(1*phases(scan*5,loop(2)*7)+0.001*mix(1*scan))*1",
    ] {
        assert_eq!(read(text).unwrap().to_string(), text);
    }
}

#[test]
fn what_is_not_said_is_as_usual() {
    let recipe = read(" zipf( 1.0 , 1000 ) ").unwrap();
    assert_eq!(recipe.to_string(), "zipf(1,1000)*100000");
    assert_eq!(
        (recipe.accesses(), recipe.seed()),
        (ACCESSES_DEFAULT, SEED_DEFAULT)
    );
    let phases = read("phases(loop(100)*5000,zipf(0.8,500)*6000)@3").unwrap();
    assert_eq!((phases.accesses(), phases.seed()), (11_000, 3));
}

#[test]
fn numbers_out_of_range_are_refused_with_their_range() {
    for (text, sentence) in [
        ("loop(0)", "objects is 0; give 1 to 10000000"),
        (
            "zigzag(10000001)",
            "objects is 10000001; give 1 to 10000000",
        ),
        ("zipf(4.5,10)", "alpha is 4.5; give 0 to 4"),
        ("zipf(-1,10)", "alpha is -1; give 0 to 4"),
        ("shift(10,1.5,0.5,10)", "share is 1.5; give 0 to 1"),
        ("shift(10,0.5,2,10)", "probability is 2; give 0 to 1"),
        ("shift(10,0.5,0.5,0)", "period is 0; give 1 to 10000000"),
        ("mix(0*scan)", "weight is 0; give 0.001 to 1000"),
        (
            "phases(scan*0)",
            "accesses of a phase is 0; give 1 to 10000000",
        ),
        ("scan*10000001", "accesses is 10000001; give 1 to 10000000"),
        (
            "scan*1@4294967296",
            "seed is 4294967296; give 0 to 4294967295",
        ),
        (
            "mix(1*loop(10000000)+1*loop(1))",
            "objects of all patterns is 10000001; give 0 to 10000000",
        ),
        (
            "phases(scan*10000000,scan*10000000)",
            "accesses is 20000000; give 1 to 10000000",
        ),
    ] {
        assert_eq!(refused(text), sentence, "{text}");
    }
}

#[test]
fn what_is_no_recipe_is_refused_where_it_goes_wrong() {
    for (text, sentence) in [
        (
            "",
            "“”, at byte 0, is no pattern: loop, scan, zigzag, zipf, shift, mix or phases",
        ),
        (
            "lop(5)",
            "“lop”, at byte 0, is no pattern: loop, scan, zigzag, zipf, shift, mix or phases",
        ),
        ("loop", "“”, at byte 4, should be “(”"),
        ("loop(5", "“”, at byte 6, should be “)”"),
        (
            "loop(many)",
            "objects is “many”, at byte 5; give a number from 1 to 10000000",
        ),
        (
            "loop(1.5)",
            "objects is “1.5”, at byte 5; give a number from 1 to 10000000",
        ),
        ("zipf(1)", "“)”, at byte 6, should be “,”"),
        (
            "zipf(NaN,5)",
            "alpha is “NaN”, at byte 5; give a number from 0 to 4",
        ),
        (
            "mix()",
            "weight is “”, at byte 4; give a number from 0.001 to 1000",
        ),
        (
            "mix(scan)",
            "weight is “scan”, at byte 4; give a number from 0.001 to 1000",
        ),
        ("phases(scan)", "“)”, at byte 11, should be “*”"),
        ("scan é", "“é”, at byte 5, should be “”"),
        ("scan*5*5", "“*”, at byte 6, should be “”"),
    ] {
        assert_eq!(refused(text), sentence, "{text}");
    }
}

#[test]
fn a_text_is_bounded_in_length_depth_and_parts() {
    let deep = format!("{}scan{}", "mix(1*".repeat(4), ")".repeat(4));
    assert_eq!(refused(&deep), "patterns stand 5 deep; at most 4");
    let many = format!("mix({})", ["1*scan"; 17].join("+"));
    assert_eq!(refused(&many), "parts is 17; give 1 to 16");
    let long = "(".repeat(TEXT_BYTES_MAX + 1);
    assert_eq!(refused(&long), "the recipe has 2001 bytes; at most 2000");
    let none = Recipe::new(Pattern::Mix(vec![]), 1, 1).unwrap_err();
    assert_eq!(none.to_string(), "parts is 0; give 1 to 16");
}

#[test]
fn a_recipe_travels_as_its_text() {
    let recipe = read("zipf(1,10)*5@2").unwrap();
    let json = serde_json::to_string(&recipe).unwrap();
    assert_eq!(json, "\"zipf(1,10)*5@2\"");
    assert_eq!(serde_json::from_str::<Recipe>(&json).unwrap(), recipe);
    assert!(serde_json::from_str::<Recipe>("\"loop(0)\"").is_err());
}

#[test]
fn each_preset_is_a_recipe_with_a_name_of_its_own() {
    for preset in PRESETS {
        let recipe = preset.recipe();
        assert_eq!(read(&recipe.to_string()).unwrap(), recipe, "{}", preset.id);
        assert_eq!(Preset::find(preset.id).unwrap().shows, preset.shows);
    }
    assert!(Preset::find("none").is_none());
}

fn leaf() -> impl Strategy<Value = Pattern> {
    let objects = || 1..5_000_u32;
    prop_oneof![
        objects().prop_map(|objects| Pattern::Loop { objects }),
        Just(Pattern::Scan),
        objects().prop_map(|objects| Pattern::Zigzag { objects }),
        (ALPHA, objects()).prop_map(|(alpha, objects)| Pattern::Zipf { alpha, objects }),
        (objects(), SHARE, PROBABILITY, 1..10_000_u32).prop_map(
            |(objects, share, probability, period)| Pattern::Shift {
                objects,
                share,
                probability,
                period,
            }
        ),
    ]
}

/// Patterns that are two deep, or three.
pub(crate) fn pattern() -> impl Strategy<Value = Pattern> {
    leaf().prop_recursive(2, 16, 4, |inner| {
        let weighted = (WEIGHT, inner.clone());
        let timed = (inner, 1..100_000_u32);
        prop_oneof![
            proptest::collection::vec(weighted, 1..5).prop_map(Pattern::Mix),
            proptest::collection::vec(timed, 1..5).prop_map(Pattern::Phases),
        ]
    })
}

proptest! {
    #[test]
    fn every_recipe_comes_back_from_its_text(
        pattern in pattern(),
        accesses in 1..10_000_000_u32,
        seed in any::<u32>(),
    ) {
        let recipe = Recipe::new(pattern, accesses, seed).unwrap();
        prop_assert_eq!(read(&recipe.to_string()).unwrap(), recipe);
    }

    #[test]
    fn no_text_panics(text in "[a-z0-9().,*+@é -]{0,60}") {
        let _ = read(&text);
    }
}
