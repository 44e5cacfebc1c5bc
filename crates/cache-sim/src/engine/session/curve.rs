//! What comes of a policy at several sizes: counted over the whole trace, or estimated from samples of it.

use crate::session::{
    Event, Outcome, Point, SAMPLES_MAX, SIZES_MAX, Sampling, SessionError, Terms,
};
use crate::{Capacity, PolicyId};

use super::super::policy::Tally;
use super::super::sampled::{Rates, Sample};
use super::super::simulate::{self, Run, Runs, is_of_one_pass};
use super::super::trace::Trace;
use super::{Emit, Outside, STRIDE, Session, go_on, within};

impl Session {
    pub(super) fn curve(
        &mut self,
        policy: PolicyId,
        sizes: &[Capacity],
        terms: Terms,
        sampling: Option<Sampling>,
        emit: &mut Emit<'_>,
    ) -> Result<(), SessionError> {
        let outside = self.outside;
        let trace = self.trace()?;
        within("sizes", sizes.len() as u64, 1, SIZES_MAX as u64)?;
        for size in sizes {
            simulate::check(trace, policy, *size)?;
        }
        if let Some(sampling) = sampling {
            check(sampling)?;
        }
        // It takes less than samples do, whose least sizes are run over the whole trace.
        if is_of_one_pass(trace, policy, sizes, terms) {
            let (_, distances) = self.with_distances()?;
            for size in sizes {
                emit(Event::Point(Point {
                    policy,
                    size: *size,
                    outcome: distances.outcome(*size),
                }));
            }
            return Ok(());
        }
        let rates = sampling.map(|sampling| Rates::of(trace, sampling));
        let doublings = |size: &Capacity| rates.and_then(|rates| rates.doublings(*size));
        let accesses = |size: &Capacity| match (rates, doublings(size)) {
            (Some(rates), Some(doublings)) => rates.sampled(doublings),
            _ => 1.0,
        };
        let mut curve = Curve {
            policy,
            trace,
            terms,
            outside,
            whole: sizes.iter().map(accesses).sum::<f64>() * trace.len() as f64,
            done: 0,
            emit,
        };
        // Sizes in order have equal rates side by side.
        for sizes in sizes.chunk_by(|one, other| doublings(one) == doublings(other)) {
            match (rates, doublings(&sizes[0])) {
                (Some(rates), Some(doublings)) => curve.sample(sizes, rates, doublings)?,
                _ => curve.count(sizes)?,
            }
        }
        Ok(())
    }
}

/// Samples have no object in common, so they do not come to more than the whole; and a rate that is none allows for no
/// sample.
fn check(sampling: Sampling) -> Result<(), SessionError> {
    let fits = |samples: &u32| sampling.rate > 0.0 && f64::from(*samples) * sampling.rate <= 1.0;
    let samples_max = (1..=SAMPLES_MAX).take_while(fits).count();
    within("samples", sampling.samples.into(), 1, samples_max as u64)
}

/// A curve that is under way.
struct Curve<'a, 'e> {
    policy: PolicyId,
    trace: &'a Trace,
    terms: Terms,
    outside: Outside,
    /// Accesses that are served in all, about.
    whole: f64,
    /// Accesses that were served.
    done: usize,
    emit: &'a mut Emit<'e>,
}

impl Curve<'_, '_> {
    /// Runs over the whole trace.
    fn count(&mut self, sizes: &[Capacity]) -> Result<(), SessionError> {
        let mut runs = Runs::over(self.trace, self.terms)?;
        for size in sizes {
            let tally = self.finish(&mut runs.start(self.policy, *size)?)?;
            self.tell(*size, tally.into());
        }
        Ok(())
    }

    /// Runs over samples.
    fn sample(
        &mut self,
        sizes: &[Capacity],
        rates: Rates,
        doublings: u32,
    ) -> Result<(), SessionError> {
        let mut ratios = vec![Vec::new(); sizes.len()];
        for sample in Sample::several(self.trace, rates.rate(doublings), rates.samples()) {
            let mut runs = Runs::over(sample.trace(), self.terms)?;
            for (size, ratios) in sizes.iter().zip(&mut ratios) {
                let mut run = runs.start(self.policy, sample.capacity(*size))?;
                ratios.push(sample.miss_ratio(self.finish(&mut run)?));
            }
        }
        for (size, ratios) in sizes.iter().zip(&ratios) {
            self.tell(*size, of_samples(ratios));
        }
        Ok(())
    }

    /// Serves what is left.
    fn finish(&mut self, run: &mut Run<'_>) -> Result<Tally, SessionError> {
        let mut is_under_way = true;
        while is_under_way {
            go_on(self.outside)?;
            let before = run.done();
            is_under_way = run.advance(STRIDE);
            self.done += run.done() - before;
            (self.emit)(Event::Running {
                share: (self.done as f64 / self.whole.max(1.0)).min(1.0),
            });
        }
        Ok(run.tally())
    }

    fn tell(&mut self, size: Capacity, outcome: Outcome) {
        (self.emit)(Event::Point(Point {
            policy: self.policy,
            size,
            outcome,
        }));
    }
}

fn of_samples(ratios: &[f64]) -> Outcome {
    let count = ratios.len() as f64;
    let mean = ratios.iter().sum::<f64>() / count.max(1.0);
    let squares: f64 = ratios.iter().map(|ratio| (ratio - mean).powi(2)).sum();
    let samples = u32::try_from(ratios.len()).unwrap_or(u32::MAX);
    Outcome::Sampled {
        miss_ratio: mean,
        standard_error: (samples > 1).then(|| (squares / (count - 1.0) / count).sqrt()),
        samples,
    }
}
