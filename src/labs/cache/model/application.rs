//! Caches in an application: what is simulated, and which variant did best.

pub(crate) mod form;
pub(crate) mod lines;
pub(crate) mod settings;
#[cfg(test)]
mod tests;

use cache_sim::application::{Outcome, Preset, Variant};

/// The variant that the form adds to those of the preset.
pub(crate) const OWN: &str = "own";

/// What is to be simulated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Order {
    /// Those of the preset, and the reader's own where that is another one. All of them get the same requests.
    pub variants: Vec<Variant>,
}

impl Order {
    /// Whether the reader's own takes part.
    pub(crate) fn has_own(&self) -> bool {
        self.variants.iter().any(|variant| variant.id == OWN)
    }
}

/// What came of an order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Results {
    order: Order,
    /// As many as variants, and in their order.
    outcomes: Vec<Outcome>,
}

/// What a finding compares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Standing<'a> {
    /// The first variant: what the articles' code does, or what there would be without a remedy.
    pub first: Run<'a>,
    /// The best one, unless that is the first.
    pub best: Option<Run<'a>>,
    /// The reader's own, where it takes part and is not the best.
    pub own: Option<Run<'a>>,
}

/// A variant's name, and what came of it.
pub(crate) type Run<'a> = (&'static str, &'a Outcome);

impl Results {
    /// `None` unless each variant has its outcome, and there is one.
    pub(crate) fn new(order: Order, outcomes: Vec<Outcome>) -> Option<Self> {
        let is_whole = !outcomes.is_empty() && order.variants.len() == outcomes.len();
        is_whole.then_some(Self { order, outcomes })
    }

    /// What was ordered.
    pub(crate) fn order(&self) -> &Order {
        &self.order
    }

    /// Each variant with what came of it.
    pub(crate) fn runs(&self) -> impl Iterator<Item = (&Variant, &Outcome)> {
        self.order.variants.iter().zip(&self.outcomes)
    }

    /// The place of the variant with the fewest errors and, of those, the shortest mean latency.
    pub(crate) fn best(&self) -> usize {
        let places = 0..self.outcomes.len();
        let best = places.min_by(|one, other| {
            let [one, other] = [one, other].map(|at| rank(&self.outcomes[*at]));
            one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
        });
        best.unwrap_or_default()
    }

    /// What a finding compares.
    pub(crate) fn standing(&self) -> Option<Standing<'_>> {
        let run = |at: usize| Some((self.order.variants.get(at)?.id, self.outcomes.get(at)?));
        let best = self.best();
        let mut ids = self.order.variants.iter().map(|variant| variant.id);
        let own = ids.position(|id| id == OWN);
        Some(Standing {
            first: run(0)?,
            best: (best > 0).then(|| run(best)).flatten(),
            own: own.filter(|own| *own != best).and_then(run),
        })
    }
}

/// What counts first, and what counts among equals.
fn rank(outcome: &Outcome) -> (u64, f64) {
    let lost = outcome.tally.failed + outcome.tally.timed_out;
    (lost, outcome.latency.mean_us)
}

/// The variant of a preset that the reader's own starts as: the best of those that it has.
fn remedy(preset: &Preset) -> &'static str {
    match preset.id {
        "expiry-stampede" => "jitter",
        "slow-cache" => "timeout",
        "deploy" => "remote",
        "store-down" => "stale-while-revalidate",
        _ => "corrected",
    }
}
