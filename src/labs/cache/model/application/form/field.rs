//! The fields of the form.

use crate::labs::form::FieldName;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Preset,
    PerS,
    Keys,
    Skew,
    /// How long half of the store's reads take at most, in milliseconds.
    Service,
    Concurrency,
    StoreFault,
    /// To a remote cache and back, in milliseconds.
    RoundTrip,
    CacheFault,
    Seed,
    Cache,
    /// In seconds; empty is for ever.
    Ttl,
    /// In per cent of the time to live.
    Jitter,
    SingleFlight,
    /// Seconds of stale-while-revalidate.
    Stale,
    /// In milliseconds; empty is never.
    Timeout,
    Code,
}

impl FieldName for Field {
    const ALL: &'static [Self] = &[
        Self::Preset,
        Self::PerS,
        Self::Keys,
        Self::Skew,
        Self::Service,
        Self::Concurrency,
        Self::StoreFault,
        Self::RoundTrip,
        Self::CacheFault,
        Self::Seed,
        Self::Cache,
        Self::Ttl,
        Self::Jitter,
        Self::SingleFlight,
        Self::Stale,
        Self::Timeout,
        Self::Code,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Preset => "application-preset",
            Self::PerS => "application-per-s",
            Self::Keys => "application-keys",
            Self::Skew => "application-skew",
            Self::Service => "application-service",
            Self::Concurrency => "application-concurrency",
            Self::StoreFault => "application-store-fault",
            Self::RoundTrip => "application-round-trip",
            Self::CacheFault => "application-cache-fault",
            Self::Seed => "application-seed",
            Self::Cache => "application-cache",
            Self::Ttl => "application-ttl",
            Self::Jitter => "application-jitter",
            Self::SingleFlight => "application-single-flight",
            Self::Stale => "application-stale",
            Self::Timeout => "application-timeout",
            Self::Code => "application-code",
        }
    }
}
