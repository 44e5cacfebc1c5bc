//! What a preset brings along, and what becomes of its variants under the form's terms.

use cache_sim::application::{Cache, Code, Preset, Remote, Scenario, Variant};

use super::{ARTICLE, CORRECTED, Field, OFF, ON, US_PER_MS, US_PER_S, US_PER_WHOLE_MS};
use crate::labs::cache::model::application::settings::{
    Failing, Kind, Own, Terms, median_us, per_s,
};
use crate::labs::cache::model::application::{OWN, Order, remedy};

/// A picture has so many points of a line at most: more would hide each other.
const BUCKETS_MAX: u32 = 45;

/// The preset's variants under these terms, and the reader's own where it is another one than it starts as.
pub(super) fn order(preset: &Preset, terms: &Terms, own: &Own) -> Order {
    let mut variants = (preset.variants)();
    let mut emptied = variants.iter().map(|variant| &variant.scenario.emptied_us);
    let deploys_us = emptied.find(|all| !all.is_empty()).cloned();
    for Variant { scenario, .. } in &mut variants {
        terms.apply(scenario);
        coarsen(scenario);
    }
    let start = variants.iter().find(|one| one.id == remedy(preset));
    let changed = start.and_then(|start| {
        let mut scenario = start.scenario.clone();
        own.apply(&mut scenario, terms, &deploys_us.unwrap_or_default());
        (scenario != start.scenario).then_some(scenario)
    });
    variants.extend(changed.map(|scenario| Variant { id: OWN, scenario }));
    Order { variants }
}

/// As many points as a picture shows, and no log, which would travel for nothing.
fn coarsen(scenario: &mut Scenario) {
    let recording = &mut scenario.recording;
    recording.log_max = 0;
    while recording.buckets > BUCKETS_MAX {
        recording.buckets /= 2;
    }
}

/// What the reader's own starts as.
pub(super) fn start(preset: &Preset) -> Scenario {
    let variants = (preset.variants)();
    let start = variants
        .into_iter()
        .find(|variant| variant.id == remedy(preset));
    start.map_or_else(Scenario::default, |variant| variant.scenario)
}

/// A field as a preset has it.
pub(super) fn text(preset: &Preset, field: Field) -> String {
    let start = start(preset);
    let variants = (preset.variants)();
    let remote_of = |scenario: &Scenario| match &scenario.cache {
        Cache::Remote(remote) => Some(remote.clone()),
        Cache::None | Cache::Memo => None,
    };
    let own: Remote = remote_of(&start).unwrap_or_default();
    let shared = variants.iter().find_map(|one| remote_of(&one.scenario));
    let shared: Remote = shared.unwrap_or_default();
    let ms = |us: u64| (us as f64 / US_PER_MS).to_string();
    let optional = |us: Option<u64>, unit_us: u64| {
        let whole = us.map(|us| (us / unit_us).to_string());
        whole.unwrap_or_default()
    };
    match field {
        Field::Preset => preset.id.to_owned(),
        Field::PerS => per_s(&start.arrivals).to_string(),
        Field::Keys => start.keys.count.to_string(),
        Field::Skew => start.keys.skew.to_string(),
        Field::Service => ms(median_us(&start.store.service)),
        Field::Concurrency => start.store.concurrency.to_string(),
        Field::StoreFault => Failing::of(&start.store.faults).id().to_owned(),
        Field::RoundTrip => ms(median_us(&shared.round_trip)),
        Field::CacheFault => Failing::of(&shared.faults).id().to_owned(),
        Field::Seed => start.seed.to_string(),
        Field::Cache => Kind::of(&start.cache).id().to_owned(),
        Field::Ttl => optional(start.lifetime.ttl_us, US_PER_S),
        Field::Jitter => (start.lifetime.jitter_share * 100.0).round().to_string(),
        Field::SingleFlight => if start.single_flight { ON } else { OFF }.to_owned(),
        Field::Stale => (start.lifetime.stale_while_revalidate_us / US_PER_S).to_string(),
        Field::Timeout => optional(own.timeout_us, US_PER_WHOLE_MS),
        Field::Code => match own.code {
            Code::Article => ARTICLE,
            Code::Corrected => CORRECTED,
        }
        .to_owned(),
    }
}
