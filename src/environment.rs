//! What this browser gives the page: isolation, cores, the step of its clock.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use crate::trust::Conditions;

/// How many steps of the clock are measured; the least of them is taken, since a step that was
/// interrupted looks longer.
const CLOCK_SAMPLES: usize = 24;

/// How long the measurement of the clock may keep the page, in milliseconds, once it has seen a few steps.
const CLOCK_BUDGET_MS: f64 = 20.0;

/// So many steps are seen before that budget ends it: one in which the page stood still shall not be the only one.
const CLOCK_SAMPLES_MIN: usize = 3;

/// How long it may keep the page whatever it has seen, in milliseconds.
const CLOCK_MS_MAX: f64 = 60.0;

/// A clock that stands still is given up after so many readings.
const CLOCK_READINGS_MAX: usize = 5_000_000;

/// What `boot.js` says of storage that the browser refuses.
const REFUSED: &str = "refused";

/// Whether the page is cross-origin isolated, which shared memory and the fine clock need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Isolation {
    /// It is.
    Isolated,
    /// It will be, after the one reload that is under way.
    Reloading,
    /// It is not, for the reason that `boot.js` found.
    Missing(String),
}

/// What is known of the browser, in the scope of the whole app.
#[derive(Clone, Copy)]
pub(crate) struct Environment {
    /// Isolation, which changes while the service worker starts.
    pub isolation: RwSignal<Isolation>,
    /// Whether the page works without a network: empty, `caching`, `ready` or `failed`.
    pub offline: RwSignal<String>,
    /// Compressed bytes of this build that are not stored yet, once the service worker has told.
    pub offline_missing_bytes: RwSignal<Option<f64>>,
    /// How the storing of all labs stands: empty, `storing`, `stored` or `failed-` with the reason.
    pub offline_all: RwSignal<String>,
    /// Whether the browser refuses what it has for keeping things, locks among them, as far as `boot.js` has tried.
    pub storage_refused: RwSignal<bool>,
    /// Logical cores, as the browser tells.
    pub cores: u32,
    /// The step of `performance.now()`, in microseconds, once it is measured.
    pub clock_step_us: RwSignal<Option<f64>>,
}

impl Environment {
    /// What is known for a lab that watches nothing while it works.
    #[must_use]
    pub(crate) fn conditions(self) -> Conditions {
        let isolation = self.isolation.get_untracked();
        Conditions {
            isolated: isolation == Isolation::Isolated,
            page_clock_step_us: self.clock_step_us.get_untracked(),
            cores: self.cores,
            ..Conditions::default()
        }
    }

    /// Reads what `boot.js` found, and follows what it finds later.
    #[must_use]
    pub(crate) fn watch() -> Self {
        let cores = f64::max(1.0, window().navigator().hardware_concurrency());
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a browser reports at most a few hundred"
        )]
        let environment = Self {
            isolation: RwSignal::new(read_isolation()),
            offline: RwSignal::new(root_data("offline")),
            offline_missing_bytes: RwSignal::new(root_data("offlineMissing").parse().ok()),
            offline_all: RwSignal::new(root_data("offlineAll")),
            storage_refused: RwSignal::new(root_data("storage") == REFUSED),
            cores: cores as u32,
            clock_step_us: RwSignal::new(None),
        };
        let on_change = Closure::<dyn FnMut()>::new(move || {
            environment.isolation.set(read_isolation());
            environment.offline.set(root_data("offline"));
            environment
                .offline_missing_bytes
                .set(root_data("offlineMissing").parse().ok());
            environment.offline_all.set(root_data("offlineAll"));
            environment
                .storage_refused
                .set(root_data("storage") == REFUSED);
        });
        // The listener lives as long as the page, as does the app.
        let _ = document()
            .add_event_listener_with_callback("pp-boot-change", on_change.as_ref().unchecked_ref());
        on_change.forget();
        environment
    }

    /// Measures the clock; takes a few milliseconds, so it is called when the page has been painted.
    pub(crate) fn measure_clock(self) {
        self.clock_step_us
            .set(clock_step_ms().map(|step| step * 1_000.0));
    }
}

fn read_isolation() -> Isolation {
    match root_data("isolation").as_str() {
        "isolated" => Isolation::Isolated,
        "reloading" => Isolation::Reloading,
        _ => Isolation::Missing(root_data("isolationReason")),
    }
}

fn root_data(name: &str) -> String {
    document()
        .document_element()
        .and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok())
        .and_then(|root| root.dataset().get(name))
        .unwrap_or_default()
}

/// Whether this page and its workers can share memory, found out by trying: a page may be isolated in a browser that has
/// no shared memory.
#[must_use]
pub(crate) fn shares_memory() -> bool {
    thread_local! {
        static SHARES: bool = protocol::wire::shared_memory(1).is_some();
    }
    SHARES.with(|shares| *shares)
}

/// Whether the browser says that this page is cross-origin isolated.
#[must_use]
pub(crate) fn is_isolated() -> bool {
    js_sys::Reflect::get(&window(), &"crossOriginIsolated".into())
        .is_ok_and(|isolated| isolated.is_truthy())
}

/// The least difference between two readings of the clock, or `None` if it did not move in time.
pub(crate) fn clock_step_ms() -> Option<f64> {
    let clock = window().performance()?;
    let begun = clock.now();
    let mut previous = begun;
    let mut least: Option<f64> = None;
    let mut samples = 0;
    for _ in 0..CLOCK_READINGS_MAX {
        let reading = clock.now();
        if reading > previous {
            least = Some(least.map_or(reading - previous, |step| step.min(reading - previous)));
            samples += 1;
            let spent_ms = reading - begun;
            let is_enough = spent_ms >= CLOCK_BUDGET_MS && samples >= CLOCK_SAMPLES_MIN;
            if is_enough || samples >= CLOCK_SAMPLES || spent_ms >= CLOCK_MS_MAX {
                break;
            }
        }
        previous = reading;
    }
    least
}
