//! Carries out what a session is asked.

mod course;
mod describe;
mod film;
mod regret;

use std::io::Read;

use crate::session::{
    Caches, Command, Event, FRAMES_MAX, Outcome, Point, SAMPLES_MAX, SIZES_MAX, Sampling,
    SessionError, Terms,
};
use crate::{Capacity, Format, PolicyId};

use super::distances::Distances;
use super::generate::generate;
use super::read::{Limits, read};
use super::sampled::Sample;
use super::simulate::{self, Run, Runs};
use super::trace::Trace;
use film::Film;

/// Accesses between two looks at whether to go on: some milliseconds.
pub(super) const STRIDE: usize = 1 << 16;

/// What a session sees of the world around it.
#[derive(Clone, Copy, Debug)]
pub struct Outside {
    /// Whether the step that is under way shall end.
    pub is_cancelled: fn() -> bool,
    /// What a file's trace may take.
    pub limits: Limits,
}

/// A trace, and what was found out about it.
#[derive(Debug)]
pub struct Session {
    outside: Outside,
    trace: Option<Trace>,
    /// LRU at every size, once it was asked for.
    distances: Option<Distances>,
    /// What was stepped through last.
    film: Option<Film>,
}

/// Told what a step brings about.
pub type Emit<'a> = dyn FnMut(Event) + 'a;

impl Session {
    /// Without a trace.
    #[must_use]
    pub const fn new(outside: Outside) -> Self {
        Self {
            outside,
            trace: None,
            distances: None,
            film: None,
        }
    }

    /// Does one step; `file` is what came beside it.
    pub fn command(
        &mut self,
        command: Command,
        file: Option<&mut dyn Read>,
        emit: &mut Emit<'_>,
    ) -> Result<(), SessionError> {
        match command {
            Command::Generate(recipe) => {
                self.forget();
                self.take(generate(&recipe), 0, emit);
                Ok(())
            }
            Command::Read { name, format } => {
                self.forget();
                let file = file.ok_or(SessionError::NoFile)?;
                let of_name = || Format::of_name(&name).map(|(format, _)| format);
                let format = format.or_else(of_name);
                let format = format.ok_or(SessionError::UnknownFormat { name })?;
                let is_cancelled = self.outside.is_cancelled;
                let found = read(file, format, &self.outside.limits, &mut |bytes| {
                    emit(Event::Reading { bytes });
                    !is_cancelled()
                })?;
                self.take(found.trace, found.skipped_lines, emit);
                Ok(())
            }
            Command::Curve {
                policy,
                sizes,
                terms,
                sampling,
            } => self.curve(policy, &sizes, terms, sampling, emit),
            Command::Serve {
                policy,
                size,
                terms,
                accesses,
            } => {
                let mut runs = Runs::over(self.trace()?, terms)?;
                let outcome = self.serve(&mut runs.start(policy, size)?, accesses as usize)?;
                emit(Event::Point(Point {
                    policy,
                    size,
                    outcome,
                }));
                Ok(())
            }
            Command::Film {
                caches,
                from,
                count,
            } => self.film(&caches, from, count, emit),
            Command::Part { caches } => self.part(&caches, emit),
            Command::Regret { caches } => regret::tell(self.trace()?, &caches, self.outside, emit),
            Command::Map {
                policy,
                size,
                terms,
                columns,
                rows,
            } => course::tell(
                self.trace()?,
                &course::Wanted {
                    policy,
                    size,
                    terms,
                    columns,
                    rows,
                },
                self.outside,
                emit,
            ),
        }
    }

    fn trace(&self) -> Result<&Trace, SessionError> {
        self.trace.as_ref().ok_or(SessionError::NoTrace)
    }

    /// Lets go of a trace before the next is there: two may be too many.
    fn forget(&mut self) {
        *self = Self::new(self.outside);
    }

    fn take(&mut self, trace: Trace, skipped: u64, emit: &mut Emit<'_>) {
        let distances = Distances::of(&trace);
        emit(Event::Loaded(describe::describe(
            &trace, &distances, skipped,
        )));
        self.trace = Some(trace);
        self.distances = Some(distances);
    }

    fn curve(
        &self,
        policy: PolicyId,
        sizes: &[Capacity],
        terms: Terms,
        sampling: Option<Sampling>,
        emit: &mut Emit<'_>,
    ) -> Result<(), SessionError> {
        let trace = self.trace()?;
        within("sizes", sizes.len() as u64, 1, SIZES_MAX as u64)?;
        for size in sizes {
            simulate::check(trace, policy, *size)?;
        }
        if let Some(sampling) = sampling {
            return self.sampled(policy, sizes, terms, sampling, emit);
        }
        let mut runs = Runs::over(trace, terms)?;
        let whole = (sizes.len() * trace.len()).max(1) as f64;
        for (index, size) in sizes.iter().enumerate() {
            let outcome = match &self.distances {
                Some(distances) if is_stack(policy, *size, terms) => {
                    of_stack(distances, trace, *size)
                }
                _ => {
                    let mut run = runs.start(policy, *size)?;
                    while run.advance(STRIDE) {
                        self.go_on()?;
                        let done = index * trace.len() + run.done();
                        emit(Event::Running {
                            share: done as f64 / whole,
                        });
                    }
                    run.tally().into()
                }
            };
            emit(Event::Point(Point {
                policy,
                size: *size,
                outcome,
            }));
        }
        Ok(())
    }

    fn serve(&self, run: &mut Run<'_>, accesses: usize) -> Result<Outcome, SessionError> {
        while run.done() < accesses && run.advance(STRIDE.min(accesses - run.done())) {
            self.go_on()?;
        }
        Ok(run.tally().into())
    }

    fn sampled(
        &self,
        policy: PolicyId,
        sizes: &[Capacity],
        terms: Terms,
        sampling: Sampling,
        emit: &mut Emit<'_>,
    ) -> Result<(), SessionError> {
        let trace = self.trace()?;
        // Samples have no object in common, so they do not come to more than the whole; and a rate that is none allows
        // for no sample.
        let fits =
            |samples: &u32| sampling.rate > 0.0 && f64::from(*samples) * sampling.rate <= 1.0;
        let samples_max = (1..=SAMPLES_MAX).take_while(fits).count();
        within("samples", sampling.samples.into(), 1, samples_max as u64)?;
        let mut ratios = vec![Vec::new(); sizes.len()];
        for index in 0..sampling.samples {
            let sample = Sample::of(trace, sampling.rate, index);
            let mut runs = Runs::over(sample.trace(), terms)?;
            for (size, ratios) in sizes.iter().zip(&mut ratios) {
                self.go_on()?;
                let tally = runs.tally(policy, sample.capacity(*size))?;
                ratios.push(sample.miss_ratio(tally));
            }
            emit(Event::Running {
                share: f64::from(index + 1) / f64::from(sampling.samples),
            });
        }
        for (size, ratios) in sizes.iter().zip(&ratios) {
            emit(Event::Point(Point {
                policy,
                size: *size,
                outcome: of_samples(ratios),
            }));
        }
        Ok(())
    }

    fn film(
        &mut self,
        caches: &Caches,
        from: u32,
        count: u32,
        emit: &mut Emit<'_>,
    ) -> Result<(), SessionError> {
        let trace = self.trace.as_ref().ok_or(SessionError::NoTrace)?;
        within("frames", count.into(), 1, FRAMES_MAX.into())?;
        let last = (trace.len() as u64).saturating_sub(1);
        within("the first access", from.into(), 0, last)?;
        let film = match self.film.take() {
            Some(film) if film.is_of(caches) => film,
            _ => Film::new(trace, caches)?,
        };
        let film = self.film.insert(film);
        let frames = film.frames(trace, from as usize, count as usize, self.outside)?;
        emit(Event::Frames(frames));
        Ok(())
    }

    fn part(&self, caches: &Caches, emit: &mut Emit<'_>) -> Result<(), SessionError> {
        let at = film::part(self.trace()?, caches, self.outside)?;
        emit(Event::Parted { at });
        Ok(())
    }

    fn go_on(&self) -> Result<(), SessionError> {
        go_on(self.outside)
    }
}

/// Whether stack distances say what would come of a run.
fn is_stack(policy: PolicyId, size: Capacity, terms: Terms) -> bool {
    policy == PolicyId::Lru && !size.is_in_bytes() && terms.ttl_s.is_none()
}

fn of_stack(distances: &Distances, trace: &Trace, size: Capacity) -> Outcome {
    let objects = usize::try_from(size.count()).unwrap_or(usize::MAX);
    let requests = distances.requests();
    let misses = requests - distances.hits(objects);
    let (bytes, bytes_missed) = if trace.has_sizes() {
        // Distances say how many miss and not which.
        (0, 0)
    } else {
        (requests, misses)
    };
    Outcome::Exact {
        requests,
        misses,
        bytes,
        bytes_missed,
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

pub(super) fn go_on(outside: Outside) -> Result<(), SessionError> {
    if (outside.is_cancelled)() {
        return Err(SessionError::Cancelled);
    }
    Ok(())
}

fn within(what: &str, value: u64, min: u64, max: u64) -> Result<(), SessionError> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    Err(SessionError::OutOfRange {
        what: what.to_owned(),
        value,
        min,
        max,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(recipe: &str) -> Session {
        let outside = Outside {
            is_cancelled: || false,
            limits: Limits::default(),
        };
        let mut session = Session::new(outside);
        let recipe = recipe.parse().unwrap();
        session
            .command(Command::Generate(recipe), None, &mut |_| ())
            .unwrap();
        session
    }

    fn outcome(session: &mut Session, command: Command) -> Outcome {
        let mut last = None;
        session
            .command(command, None, &mut |event| {
                if let Event::Point(point) = event {
                    last = Some(point.outcome);
                }
            })
            .unwrap();
        last.unwrap()
    }

    fn serve(policy: PolicyId, accesses: u32) -> Command {
        Command::Serve {
            policy,
            size: Capacity::Objects(50),
            terms: Terms::default(),
            accesses,
        }
    }

    #[test]
    fn what_is_served_one_by_one_comes_to_what_a_curve_says() {
        let mut session = session("zipf(1,1000)*200000");
        for policy in crate::POLICIES.iter().map(|policy| policy.id) {
            let curve = Command::Curve {
                policy,
                sizes: vec![Capacity::Objects(50)],
                terms: Terms::default(),
                sampling: None,
            };
            let known = outcome(&mut session, curve);
            let served = outcome(&mut session, serve(policy, u32::MAX));
            assert_eq!(served, known, "{policy}");
        }
    }

    #[test]
    fn no_more_is_served_than_was_asked_for() {
        let mut session = session("loop(10)*100000");
        for (accesses, requests) in [(0, 0), (7, 7), (70_000, 70_000), (200_000, 100_000)] {
            let Outcome::Exact {
                requests: found,
                misses,
                ..
            } = outcome(&mut session, serve(PolicyId::Lru, accesses))
            else {
                panic!("nothing is sampled");
            };
            assert_eq!((found, misses), (requests, requests.min(10)));
        }
    }
}
