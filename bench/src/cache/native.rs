//! Caches in this process: the same session that our worker holds, and those that others made.

use std::num::NonZeroUsize;
use std::time::Instant;

use anyhow::{Result, anyhow, bail};
use cache_sim::engine::session::{Outside, Session};
use cache_sim::engine::{Limits, generate};
use cache_sim::session::{Command, Event, Outcome, Point, Sampling};
use cache_sim::{Capacity, PolicyId, Recipe};

use super::others::Other;
use super::{Ran, TERMS, limit};

/// A trace, and what goes through it.
pub(super) struct Native {
    session: Session,
    /// The objects by access, for the others and the limit.
    pub(super) objects: Vec<u32>,
    nodes: Vec<u8>,
}

impl Native {
    /// With the trace of a recipe.
    pub(super) fn open(recipe: &Recipe) -> Result<Self> {
        let objects = generate(recipe).objects().to_vec();
        Ok(Self {
            session: session(recipe)?,
            nodes: limit::nodes(&objects),
            objects,
        })
    }

    /// Serves every access with a policy.
    pub(super) fn serve(&mut self, policy: PolicyId, size: NonZeroUsize) -> Result<Ran> {
        let command = Command::Serve {
            policy,
            size: Capacity::Objects(size.get() as u64),
            terms: TERMS,
            accesses: u32::MAX,
        };
        let start = Instant::now();
        let points = points(&mut self.session, command)?;
        let ms = ms_since(start);
        match points.last().map(|point| point.outcome) {
            Some(Outcome::Exact { misses, .. }) => Ok(Ran { ms, result: misses }),
            other => bail!("{policy} gave {other:?}"),
        }
    }

    /// Uses a cache that others made.
    pub(super) fn other(&self, other: Other, size: NonZeroUsize) -> Ran {
        let start = Instant::now();
        let result = other.misses(&self.objects, size);
        Ran {
            ms: ms_since(start),
            result,
        }
    }

    /// Reads a byte for each access.
    pub(super) fn limit(&self) -> Ran {
        let start = Instant::now();
        let sum = limit::read(&self.objects, &self.nodes);
        Ran {
            ms: ms_since(start),
            result: sum.into(),
        }
    }
}

/// Number of different objects in the trace of a recipe.
pub(super) fn objects(recipe: &Recipe) -> usize {
    generate(recipe).objects_count()
}

/// A policy's curve over the trace of a recipe, for each policy.
pub(super) fn curves(
    recipe: &Recipe,
    policies: &[PolicyId],
    sizes: &[u64],
    sampling: Option<Sampling>,
) -> Result<Vec<Point>> {
    let mut session = session(recipe)?;
    let mut all = Vec::new();
    for policy in policies {
        let command = Command::Curve {
            policy: *policy,
            sizes: sizes.iter().copied().map(Capacity::Objects).collect(),
            terms: TERMS,
            sampling,
        };
        all.extend(points(&mut session, command)?);
    }
    Ok(all)
}

fn session(recipe: &Recipe) -> Result<Session> {
    let mut session = Session::new(Outside {
        is_cancelled: || false,
        limits: Limits::default(),
    });
    points(&mut session, Command::Generate(recipe.clone()))?;
    Ok(session)
}

fn points(session: &mut Session, command: Command) -> Result<Vec<Point>> {
    let mut points = Vec::new();
    let mut keep = |event| {
        if let Event::Point(point) = event {
            points.push(point);
        }
    };
    session
        .command(command, None, &mut keep)
        .map_err(|error| anyhow!("{error}"))?;
    Ok(points)
}

fn ms_since(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}
