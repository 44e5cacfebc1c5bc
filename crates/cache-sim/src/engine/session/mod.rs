//! Carries out what a session is asked.

mod course;
mod curve;
mod describe;
mod film;
mod regret;

use std::io::Read;

use crate::Format;
use crate::session::{Caches, Command, Event, FRAMES_MAX, Outcome, Point, SessionError};

use super::distances::Distances;
use super::generate::generate;
use super::read::{Limits, read};
use super::simulate::{Run, Runs};
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
            Command::Profile => {
                let (trace, distances) = self.with_distances()?;
                emit(Event::Profiled(describe::profile(trace, distances)));
                Ok(())
            }
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
        emit(Event::Loaded(describe::describe(&trace, skipped)));
        self.trace = Some(trace);
    }

    /// The trace, and LRU at every size, which takes about as long as two runs.
    fn with_distances(&mut self) -> Result<(&Trace, &Distances), SessionError> {
        let trace = self.trace.as_ref().ok_or(SessionError::NoTrace)?;
        let distances = self.distances.get_or_insert_with(|| Distances::of(trace));
        Ok((trace, distances))
    }

    fn serve(&self, run: &mut Run<'_>, accesses: usize) -> Result<Outcome, SessionError> {
        while run.done() < accesses && run.advance(STRIDE.min(accesses - run.done())) {
            self.go_on()?;
        }
        Ok(run.tally().into())
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
    use crate::session::{Sampling, Terms};
    use crate::{Capacity, PolicyId};

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

    fn events(session: &mut Session, command: Command) -> Vec<Event> {
        let mut events = Vec::new();
        session
            .command(command, None, &mut |event| events.push(event))
            .unwrap();
        events
    }

    fn pair(size: u64) -> Caches {
        Caches {
            policies: vec![PolicyId::Articles, PolicyId::Lru],
            size: Capacity::Objects(size),
            terms: Terms::default(),
        }
    }

    fn film(session: &mut Session, from: u32, count: u32) -> Vec<crate::session::Frame> {
        let command = Command::Film {
            caches: pair(8),
            from,
            count,
        };
        match events(session, command).pop() {
            Some(Event::Frames(frames)) => frames,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn frames_are_the_same_whichever_way_they_are_reached() {
        let mut session = session("mix(0.6*zipf(1,200)+0.4*scan)*50000");
        let straight = film(&mut session, 0, FRAMES_MAX);
        let far = film(&mut session, 40_000, 3);
        for from in [300, 7, 0, 499] {
            let back = film(&mut session, from, 1);
            assert_eq!(back[0], straight[from as usize], "{from}");
        }
        assert_eq!(film(&mut session, 40_000, 3), far);
        // The last frames of a trace are fewer than was asked for.
        assert_eq!(film(&mut session, 49_999, 10).len(), 1);
    }

    #[test]
    fn two_caches_part_where_one_hits_and_the_other_does_not() {
        let mut session = session("zipf(1,200)*5000");
        let parted = events(&mut session, Command::Part { caches: pair(8) });
        let [Event::Parted { at: Some(at) }] = parted[..] else {
            panic!("{parted:?}");
        };
        let frames = film(&mut session, 0, at + 1);
        let differ = |frame: &crate::session::Frame| frame.caches[0].hit != frame.caches[1].hit;
        let first = frames.iter().position(differ);
        assert_eq!(first, Some(at as usize));
        // What a cache evicts was there, and what hits stays.
        for frame in &frames {
            for cache in &frame.caches {
                assert!(cache.evicted.len() <= 1 && (!cache.hit || cache.evicted.is_empty()));
            }
        }
        let all = pair(1000);
        let never = events(&mut session, Command::Part { caches: all });
        assert_eq!(never, [Event::Parted { at: None }]);
    }

    #[test]
    fn every_miss_is_cold_or_shared_or_avoidable() {
        let mut session = session("mix(0.5*zipf(1,300)+0.5*loop(60))*20000");
        let mut caches = pair(50);
        caches.policies.push(PolicyId::Opt);
        let told = events(
            &mut session,
            Command::Regret {
                caches: caches.clone(),
            },
        );
        assert_eq!(told.len(), 3);
        for event in told {
            let Event::Regret { policy, regret } = event else {
                panic!("{event:?}");
            };
            let curve = Command::Curve {
                policy,
                sizes: vec![caches.size],
                terms: Terms::default(),
                sampling: None,
            };
            let Outcome::Exact {
                requests, misses, ..
            } = outcome(&mut session, curve)
            else {
                panic!("nothing is sampled");
            };
            assert_eq!(regret.requests, requests);
            assert_eq!(regret.cold + regret.shared + regret.avoidable, misses);
            assert!(policy != PolicyId::Opt || regret.avoidable == 0);
        }
    }

    #[test]
    fn a_map_counts_every_read_once_and_queues_hold_what_fits() {
        let mut session = session("zipf(1,300)*10000");
        let told = events(
            &mut session,
            Command::Map {
                policy: PolicyId::Arc,
                size: Capacity::Objects(40),
                terms: Terms::default(),
                columns: 7,
                rows: 5,
            },
        );
        let [Event::Map { hits, misses }, Event::Course(lines)] = &told[..] else {
            panic!("{told:?}");
        };
        assert_eq!((hits.len(), misses.len()), (35, 35));
        assert_eq!(hits.iter().chain(misses).sum::<u32>(), 10_000);
        let at = |name: &str| lines.iter().find(|line| line.name == name).unwrap();
        for column in 0..7 {
            let held = at("T1").values[column] + at("T2").values[column];
            assert!(held <= 40.0, "{held}");
        }
        assert!(at("p").target);
    }

    #[test]
    fn a_profile_has_all_accesses_and_what_no_cache_can_hit_is_not_in_it() {
        let mut session = session("loop(10)*1000");
        let told = events(&mut session, Command::Profile);
        let [Event::Profiled(profile)] = &told[..] else {
            panic!("{told:?}");
        };
        assert_eq!(profile.popularity[0], (1, 100));
        // Ten objects at a distance of ten: the class from 8 on.
        assert_eq!(profile.reuse, [(1, 0), (2, 0), (4, 0), (8, 990)]);
    }

    #[test]
    fn what_cannot_be_answered_is_refused_with_its_range() {
        let mut session = session("loop(10)*100");
        let mut refused = |command| {
            let refused = session.command(command, None, &mut |_| ());
            refused.unwrap_err().to_string()
        };
        let of = |from, count| Command::Film {
            caches: pair(8),
            from,
            count,
        };
        assert_eq!(refused(of(0, 501)), "frames: 501 is not within 1 to 500");
        assert_eq!(
            refused(of(100, 1)),
            "the first access: 100 is not within 0 to 99"
        );
        let sampled = Command::Curve {
            policy: PolicyId::Lru,
            sizes: vec![Capacity::Objects(8)],
            terms: Terms::default(),
            sampling: Some(Sampling {
                rate: 0.5,
                samples: 3,
            }),
        };
        assert_eq!(refused(sampled), "samples: 3 is not within 1 to 2");
        let none = Session::new(session.outside).command(of(0, 1), None, &mut |_| ());
        assert_eq!(none, Err(SessionError::NoTrace));
    }
}
