//! The form: a preset, the terms of all variants, and a cache of the reader's own.

mod field;
mod preset;

use std::ops::RangeInclusive;

use cache_sim::application::{CONCURRENCY, Code, KEYS, PRESETS, Preset, SKEW, ScenarioError};

use super::settings::{Failing, Kind, Own, Terms, per_s_max};
use super::{Order, remedy};
use crate::labs::form::{self, FieldError, Fields, Problem, Problems, TextForm};
pub(crate) use field::Field;

/// The preset that the panel begins with.
const DEFAULT_PRESET: &str = "expiry-stampede";

/// Seconds of a time to live: up to thirty days.
pub(crate) const TTL_S: RangeInclusive<u64> = 1..=2_592_000;
/// Jitter in per cent.
pub(crate) const JITTER: RangeInclusive<u64> = 0..=100;
/// Seconds for which something stale is served: up to a day.
pub(crate) const STALE_S: RangeInclusive<u64> = 0..=86_400;
/// Milliseconds until the application gives a cache up: up to ten minutes.
pub(crate) const TIMEOUT_MS: RangeInclusive<u64> = 1..=600_000;
/// Milliseconds of a read or a round trip: up to a minute.
pub(crate) const DELAY_MS: RangeInclusive<f64> = 0.0..=60_000.0;
pub(crate) const SEED: RangeInclusive<u64> = 0..=u32::MAX as u64;

/// Something is done.
pub(crate) const ON: &str = "on";
/// Something is not done.
pub(crate) const OFF: &str = "off";
/// What the first article's code does around a remote cache.
pub(crate) const ARTICLE: &str = "article";
/// What it should do.
pub(crate) const CORRECTED: &str = "corrected";

const US_PER_MS: f64 = 1e3;
const US_PER_WHOLE_MS: u64 = 1_000;
const US_PER_S: u64 = 1_000_000;

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form(Fields<Field>);

impl Default for Form {
    fn default() -> Self {
        let mut form = Self(Fields::new(|_| String::new()));
        form.set(Field::Preset, DEFAULT_PRESET);
        form
    }
}

impl TextForm for Form {
    type Field = Field;
    type Order = Order;

    fn from_query(get: impl Fn(&str) -> Option<String>) -> Self {
        let mut form = Self::default();
        form.0.read_link(get);
        form
    }

    fn get(&self, field: Field) -> &str {
        self.0.get(field)
    }

    /// Changes a field's text. A preset brings all others along, to be changed from there.
    fn set(&mut self, field: Field, text: &str) {
        self.0.set(field, text);
        if let (Field::Preset, Some(preset)) = (field, Preset::find(text)) {
            *self = Self(Fields::new(|field| preset::text(preset, field)));
        }
    }

    fn order(&self) -> Result<Order, Vec<Problem<Field>>> {
        let mut problems = Problems::default();
        let presets = PRESETS.iter();
        let preset = form::named(self.get(Field::Preset), presets, |preset| preset.id);
        let preset = problems.keep(Field::Preset, preset);
        let terms = problems.take_over(self.terms(preset));
        let own = problems.take_over(self.own());
        let order = preset.zip(terms).zip(own).map(|((preset, terms), own)| {
            let order = preset::order(preset, &terms, &own);
            for variant in &order.variants {
                if let Err(error) = variant.scenario.check() {
                    let Problem { at, error } = problem(&error);
                    problems.keep::<()>(at, Err(error));
                }
            }
            order
        });
        problems.or_else(order)
    }
}

impl Form {
    /// Whether a field differs from what the preset says.
    pub(crate) fn is_changed(&self) -> bool {
        let preset = Preset::find(self.get(Field::Preset));
        preset.is_some_and(|preset| {
            let mut unchanged = Self::default();
            unchanged.set(Field::Preset, preset.id);
            *self != unchanged
        })
    }

    /// The name of the variant that the reader's own starts as.
    pub(crate) fn starts_as(&self) -> Option<&'static str> {
        Preset::find(self.get(Field::Preset)).map(remedy)
    }

    /// How many requests may come in a second.
    pub(crate) fn per_s(&self) -> RangeInclusive<u64> {
        1..=Preset::find(self.get(Field::Preset))
            .map_or(1, |preset| per_s_max(&preset::start(preset)))
    }

    fn terms(&self, preset: Option<&Preset>) -> Result<Terms, Vec<Problem<Field>>> {
        let mut problems = Problems::default();
        let per_s = form::whole(self.get(Field::PerS), &self.per_s());
        let per_s = problems.keep(Field::PerS, per_s);
        let keys = problems.keep(Field::Keys, self.count(Field::Keys, &KEYS));
        let skew = problems.keep(Field::Skew, form::decimal(self.get(Field::Skew), &SKEW));
        let seed = problems.keep(Field::Seed, self.count(Field::Seed, &(0..=u32::MAX)));
        let service_us = problems.keep(Field::Service, self.delay_us(Field::Service));
        let concurrency = self.count(Field::Concurrency, &CONCURRENCY);
        let concurrency = problems.keep(Field::Concurrency, concurrency);
        let store = form::named(self.get(Field::StoreFault), Failing::OF_STORE, Failing::id);
        let store = problems.keep(Field::StoreFault, store);
        let round_trip_us = problems.keep(Field::RoundTrip, self.delay_us(Field::RoundTrip));
        let cache = form::named(self.get(Field::CacheFault), Failing::OF_CACHE, Failing::id);
        let cache = problems.keep(Field::CacheFault, cache);
        let load = per_s.zip(keys).zip(skew.zip(seed));
        let store = service_us.zip(concurrency).zip(store);
        let rest = store.zip(round_trip_us.zip(cache));
        // Without a preset nothing is known of how many requests come, and that is said where it is wrong.
        let all = preset.and(load).zip(rest);
        problems.or_else(all.map(
            |(
                ((per_s, keys), (skew, seed)),
                (((service_us, concurrency), store), (round_trip_us, cache)),
            )| Terms {
                per_s,
                keys,
                skew,
                seed,
                service_us,
                concurrency,
                store,
                round_trip_us,
                cache,
            },
        ))
    }

    fn own(&self) -> Result<Own, Vec<Problem<Field>>> {
        let mut problems = Problems::default();
        let kind = form::named(self.get(Field::Cache), Kind::ALL, Kind::id);
        let kind = problems.keep(Field::Cache, kind);
        let ttl_s = problems.keep(Field::Ttl, self.optional(Field::Ttl, &TTL_S));
        let jitter = problems.keep(Field::Jitter, form::whole(self.get(Field::Jitter), &JITTER));
        let single = form::named(self.get(Field::SingleFlight), [ON, OFF], |id| id);
        let single = problems.keep(Field::SingleFlight, single);
        let stale_s = problems.keep(Field::Stale, form::whole(self.get(Field::Stale), &STALE_S));
        let timeout = self.optional(Field::Timeout, &TIMEOUT_MS);
        let timeout = problems.keep(Field::Timeout, timeout);
        let code = form::named(self.get(Field::Code), [ARTICLE, CORRECTED], |id| id);
        let code = problems.keep(Field::Code, code);
        let lifetime = ttl_s.zip(jitter).zip(stale_s);
        let all = kind.zip(lifetime).zip(single.zip(timeout).zip(code));
        problems.or_else(all.map(
            |((kind, ((ttl_s, jitter), stale_s)), ((single, timeout_ms), code))| Own {
                kind,
                ttl_us: ttl_s.map(|s| s * US_PER_S),
                jitter_share: jitter as f64 / 100.0,
                single_flight: single == ON,
                stale_us: stale_s * US_PER_S,
                timeout_us: timeout_ms.map(|ms| ms * US_PER_WHOLE_MS),
                code: if code == ARTICLE {
                    Code::Article
                } else {
                    Code::Corrected
                },
            },
        ))
    }

    fn count(&self, field: Field, range: &RangeInclusive<u32>) -> Result<u32, FieldError> {
        let wide = u64::from(*range.start())..=u64::from(*range.end());
        let found = form::whole(self.get(field), &wide)?;
        // It is in range.
        Ok(u32::try_from(found).unwrap_or(*range.end()))
    }

    fn optional(
        &self,
        field: Field,
        range: &RangeInclusive<u64>,
    ) -> Result<Option<u64>, FieldError> {
        if self.get(field).trim().is_empty() {
            return Ok(None);
        }
        form::whole(self.get(field), range).map(Some)
    }

    fn delay_us(&self, field: Field) -> Result<u64, FieldError> {
        let ms = form::decimal(self.get(field), &DELAY_MS)?;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "up to a minute, in microseconds"
        )]
        let us = (ms * US_PER_MS).round() as u64;
        Ok(us)
    }
}

/// What the form says of a scenario that its fields let pass: they may be right one by one, and not together.
fn problem(error: &ScenarioError) -> Problem<Field> {
    match error {
        ScenarioError::NotInArticle { .. } => Problem {
            at: Field::Stale,
            error: FieldError::OfLab,
        },
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "ends of ranges"
        )]
        ScenarioError::OutOfRange {
            found, min, max, ..
        } => Problem {
            // Only how many come depends on other fields.
            at: Field::PerS,
            error: FieldError::OutOfRange {
                value: found.to_string(),
                min: *min as u64,
                max: *max as u64,
            },
        },
    }
}
