//! The conditions of a run, as the real worker and a real page find them.

use leptos::mount::mount_to;
use leptos::prelude::{
    ElementChild, GetUntracked, Owner, RwSignal, Signal, Update, provide_context, untrack, view,
};
use perf_playground::texts::{Locale, english, indonesian, learn};
use perf_playground::trust::panel::{TrustPanel, say_reasons};
use perf_playground::trust::watch::{Setup, Watch};
use perf_playground::trust::{Conditions, Gauging, Item, Load, Pressure, Reason, Trust};
use perf_playground::ui::say::Speech;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::probe::{blob_url, pause};

/// The worker as it is shipped. Nothing in it depends on where it comes from.
const GAUGE: &str = include_str!("../../www/workers/gauge.js");

/// Long enough for what takes effect a second after the start.
const FORCED_MS: u32 = 1_300;

fn watch(pressure: Option<Pressure>) -> Watch {
    watch_with(GAUGE, pressure)
}

fn watch_with(script: &str, pressure: Option<Pressure>) -> Watch {
    Watch::start_with(&Setup {
        script_url: blob_url(script),
        pressure,
    })
}

fn pressure_among(reasons: &[Reason]) -> Option<Pressure> {
    reasons.iter().find_map(|reason| match reason {
        Reason::Pressure(pressure) => Some(*pressure),
        _ => None,
    })
}

/// Waits until the conditions are as the test wants them.
async fn until(watch: &Watch, what: &str, wanted: fn(&Conditions) -> bool) -> Conditions {
    for _ in 0..500 {
        let conditions = watch.conditions_now();
        if wanted(&conditions) {
            return conditions;
        }
        pause(20).await;
    }
    panic!("never {what}: {:?}", watch.conditions_now());
}

fn document() -> web_sys::Document {
    let window = web_sys::window().expect("a page");
    window.document().expect("a page")
}

fn tell_visibility(hidden: bool) {
    let document = document();
    let getter = js_sys::Object::new();
    js_sys::Reflect::set(&getter, &"configurable".into(), &true.into()).expect("an object");
    js_sys::Reflect::set(&getter, &"value".into(), &hidden.into()).expect("an object");
    js_sys::Object::define_property(
        document.unchecked_ref::<js_sys::Object>(),
        &"hidden".into(),
        getter.unchecked_ref(),
    );
    let event = web_sys::Event::new("visibilitychange").expect("an event");
    document.dispatch_event(&event).expect("dispatched");
}

#[wasm_bindgen_test]
async fn the_worker_measures_its_clock_and_the_device() {
    let watch = watch(None);
    assert_eq!(watch.conditions_now().gauging, Gauging::Measuring);
    assert!(watch.ready().await, "{:?}", watch.conditions_now());
    let conditions = watch.conditions_now();
    let isolated = js_sys::Reflect::get(&js_sys::global(), &"crossOriginIsolated".into());
    assert_eq!(
        Some(conditions.isolated),
        isolated.ok().and_then(|it| it.as_bool())
    );
    let step_us = conditions.worker_clock_step_us.expect("a clock that goes");
    assert!((0.5..=2_000.0).contains(&step_us), "{step_us} µs");
    let index = conditions.device_index.expect("a clock that goes");
    assert!((0.001..1_000.0).contains(&index), "{index}");
    assert!(conditions.cores >= 1 && conditions.visible);
    until(&watch, "measured on the page", |it| {
        it.page_clock_step_us.is_some()
    })
    .await;
}

#[wasm_bindgen_test]
async fn views_follow_the_conditions() {
    let owner = Owner::new();
    let watch = watch(None);
    let conditions = owner.with(|| watch.conditions());
    assert!(conditions.get_untracked().device_index.is_none());
    watch.ready().await;
    assert_eq!(conditions.get_untracked(), watch.conditions_now());
}

#[wasm_bindgen_test]
async fn a_worker_that_fails_leaves_unknown_what_it_had_to_measure() {
    let watch = watch_with("throw new Error('as asked')", None);
    assert!(watch.ready().await);
    let conditions = watch.conditions_now();
    assert_eq!(conditions.gauging, Gauging::Over);
    assert_eq!(conditions.worker_clock_step_us, None);
    assert_eq!(conditions.device_index, None);
}

#[wasm_bindgen_test]
async fn what_the_worker_says_by_mistake_changes_nothing() {
    let script = "postMessage({ pressure: { state: 'cosy' } });
                  postMessage({ clock: { isolated: true, step_us: 7 } });
                  postMessage({ pressure: { state: 'fair' } });";
    let watch = watch_with(script, None);
    let conditions = until(&watch, "fair", |it| it.pressure == Some(Pressure::Fair)).await;
    assert_eq!(conditions.worker_clock_step_us, Some(7.0));
}

#[wasm_bindgen_test]
async fn forced_pressure_comes_a_second_later_stays_and_voids_a_run() {
    // A browser that is itself under pressure must not be heard.
    let script = "setInterval(() => postMessage({ pressure: { state: 'fair' } }), 50);";
    let watch = watch_with(script, Some(Pressure::Critical));
    let start = watch.run_start();
    assert_eq!(pressure_among(&watch.since(start)), None);
    pause(500).await;
    assert_eq!(watch.conditions_now().pressure, None);
    pause(FORCED_MS).await;
    let reasons = watch.since(start);
    assert_eq!(pressure_among(&reasons), Some(Pressure::Critical));
    assert_eq!(
        pressure_among(&watch.since(watch.run_start())),
        Some(Pressure::Critical)
    );
    let load = |threads| Load { threads, cores: 8 };
    let critical = vec![Reason::Pressure(Pressure::Critical)];
    assert_eq!(Trust::judge(&critical, load(1)), Trust::Void(critical));
    assert!(!matches!(
        Trust::judge(&[Reason::Pressure(Pressure::Critical)], load(8)),
        Trust::Void(_)
    ));
}

#[wasm_bindgen_test]
async fn a_page_that_was_hidden_during_a_run_is_known_to_have_been() {
    let watch = watch_with("", None);
    let before = watch.run_start();
    pause(10).await;
    tell_visibility(true);
    let within = watch.run_start();
    pause(10).await;
    assert!(!watch.conditions_now().visible);
    tell_visibility(false);
    pause(10).await;
    for start in [before, within] {
        assert!(watch.since(start).contains(&Reason::Hidden));
    }
    assert!(!watch.since(watch.run_start()).contains(&Reason::Hidden));
}

#[wasm_bindgen_test]
async fn the_frames_of_an_idle_page_are_looked_at_and_those_of_a_busy_one_are_not() {
    let watch = watch_with("", None);
    // Whoever else uses this machine may keep the page busy; then it says nothing, as it should.
    if let Some(gap_ms) = watch.sample_frames().await {
        assert!(gap_ms > 1.0, "{gap_ms} ms");
        assert_eq!(watch.conditions_now().frame_gap_ms, Some(gap_ms));
    }
    let block = wasm_bindgen::closure::Closure::<dyn FnMut()>::new(|| {
        let end_ms = protocol::clock::now_ms() + 150.0;
        while protocol::clock::now_ms() < end_ms {}
    });
    let window = web_sys::window().expect("a page");
    let id = window
        .set_interval_with_callback_and_timeout_and_arguments_0(block.as_ref().unchecked_ref(), 10)
        .expect("a timer");
    let before = watch.conditions_now().frame_gap_ms;
    let busy = watch.sample_frames().await;
    window.clear_interval_with_handle(id);
    assert_eq!(busy, None);
    assert_eq!(watch.conditions_now().frame_gap_ms, before);
}

#[wasm_bindgen_test]
async fn dropping_the_last_clone_ends_the_worker() {
    // It holds a lock for as long as it lives.
    let script = "navigator.locks.request('gauge-lives', () => new Promise(() => {}));
                  setTimeout(() => postMessage({ device: { index: 1 } }), 100);";
    let watch = watch_with(script, None);
    watch.ready().await;
    let clone = watch.clone();
    drop(watch);
    pause(200).await;
    assert_eq!(holders().await, 1);
    drop(clone);
    for _ in 0..100 {
        if holders().await == 0 {
            return;
        }
        pause(20).await;
    }
    panic!("the worker lives on");
}

/// How many workers hold the lock of the test above.
async fn holders() -> usize {
    let script = "return navigator.locks.query()
                    .then(({ held }) => held.filter(({ name }) => name === 'gauge-lives').length)";
    let asked = js_sys::Function::new_no_args(script)
        .call0(&wasm_bindgen::JsValue::UNDEFINED)
        .expect("called");
    let count = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::from(asked))
        .await
        .expect("answered");
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count"
    )]
    let count = count.as_f64().expect("a number") as usize;
    count
}

#[wasm_bindgen_test]
async fn the_panel_says_of_each_condition_what_it_means() {
    english().into_iter().for_each(learn);
    let place = document().create_element("div").expect("an element");
    document()
        .body()
        .expect("a body")
        .append_child(&place)
        .expect("a place");
    let conditions = RwSignal::new(Conditions {
        isolated: true,
        page_clock_step_us: Some(5.0),
        worker_clock_step_us: Some(100.0),
        cores: 8,
        visible: true,
        gauging: Gauging::Over,
        ..Conditions::default()
    });
    let handle = mount_to(place.clone().unchecked_into(), move || {
        provide_context(Speech::new(Locale::En));
        let conditions = Signal::from(conditions);
        view! { <div><TrustPanel conditions /></div> }
    });
    let read = |selector: &str, attribute: &str| {
        let element = place.query_selector(selector).expect("a selector");
        let element = element.unwrap_or_else(|| panic!("no {selector} in {}", place.inner_html()));
        match attribute {
            "" => element.text_content(),
            name => element.get_attribute(name),
        }
        .unwrap_or_default()
    };
    let rows = place.inner_html().matches("trust__item").count();
    assert_eq!(rows, Item::ALL.len());
    assert_eq!(read(".trust", "data-trust"), "marked");
    for (item, standing, words) in [
        (
            "worker-clock",
            "marks",
            "100 µs coarse: a sample has to last 10.0 ms",
        ),
        ("page-clock", "good", "5.0 µs good"),
        ("isolation", "good", "yes good"),
        ("cores", "tells", "8 good"),
        ("pressure", "unknown", "– unknown in this browser"),
        ("frames", "coming", "– measured when the page is idle"),
    ] {
        let row = format!("[data-item={item}]");
        assert_eq!(read(&row, "data-standing"), standing, "{item}");
        assert_eq!(read(&format!("{row} dd"), ""), words, "{item}");
        // A button, so that keys and taps reach it.
        let explained_by = read(&format!("{row} button.term"), "aria-describedby");
        assert!(read(&format!("#{explained_by}"), "").len() > 20, "{item}");
        assert_eq!(
            read(&format!("{row} button.term"), "aria-expanded"),
            "false",
            "{item}"
        );
    }
    conditions.update(|conditions| conditions.pressure = Some(Pressure::Critical));
    pause(20).await;
    assert_eq!(read(".trust", "data-trust"), "void");
    assert_eq!(
        read("[data-item=pressure] dd", ""),
        "critical other work disturbs: a run does not count"
    );
    drop(handle);
    place.remove();
}

#[wasm_bindgen_test]
fn each_reason_is_a_sentence_in_each_language() {
    indonesian().into_iter().for_each(learn);
    english().into_iter().for_each(learn);
    let reasons = [
        Reason::Hidden,
        Reason::Pressure(Pressure::Serious),
        Reason::FramesThrottled { gap_ms: 33.3 },
        Reason::NotIsolated,
        Reason::CoarseClock { step_us: 100.0 },
    ];
    let owner = Owner::new();
    let [english, indonesian] = [Locale::En, Locale::Id].map(|locale| {
        owner.with(|| {
            let speech = Speech::new(locale);
            untrack(|| say_reasons(speech, &reasons))
        })
    });
    assert_eq!(english.len(), reasons.len());
    for (english, indonesian) in english.iter().zip(&indonesian) {
        assert_ne!(english, indonesian);
        for sentence in [english, indonesian] {
            assert!(
                sentence.ends_with('.') && sentence.contains(' '),
                "{sentence}"
            );
            assert!(!sentence.contains(['{', '$']), "{sentence}");
        }
    }
    assert!(english[1].contains("serious") && english[2].contains("33.3 ms"));
    assert!(english[4].contains("100 µs") && english[4].contains("10.0 ms"));
}
