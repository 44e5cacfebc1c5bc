//! Work for the memory: many small objects, made and then changed, as the articles' endpoint does.
//!
//! How many may be there at the same time is a budget of the worker's: what does not fit is refused, and no
//! number of requests makes the process larger than that.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use utoipa::{IntoParams, ToSchema};

use super::Api;
use super::asked::Asked;
use super::compute::WITHIN;
use super::document::Refused;
use super::problem::{Problem, whole_or};
use super::timing::timed;
use crate::pool::{Cancelled, Computed, Going};

/// How many objects a worker may hold at the same time: at about 200 bytes each, some 200 MB.
const OBJECTS_MAX: u64 = 1_000_000;

/// How many are made if the request does not say.
const OBJECTS: u64 = 100_000;

/// The budget is counted in so many objects.
const UNIT: u64 = 1_000;

/// How many of them an answer shows.
const SAMPLE: usize = 5;

/// Letters of an object's text, and how often they stand in it.
const LETTERS: usize = 11;
const REPEATS: usize = 10;

/// Objects between two looks at whether anyone still waits.
const LOOK_INTERVAL: u64 = 4_096;

/// What is left of the budget.
#[derive(Clone, Debug)]
pub(crate) struct MemoryBudget(Arc<Semaphore>);

impl Default for MemoryBudget {
    fn default() -> Self {
        let units = usize::try_from(OBJECTS_MAX / UNIT).unwrap_or(usize::MAX);
        Self(Arc::new(Semaphore::new(units)))
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// How many objects to make.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 1_000_000, default = 100_000)]
    size: Option<String>,
}

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "count": 100_000,
    "sample": [{"id": 0, "data": "abcdefghijk", "processed": true, "timestamp": 1_767_225_600_000_u64}],
    "worker": 4_711
}))]
pub(crate) struct Objects {
    count: usize,
    /// The first of them.
    sample: Vec<Item>,
    /// The process that answers.
    worker: u32,
}

/// One of many.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Item {
    id: u64,
    data: String,
    processed: bool,
    /// Milliseconds since the Unix epoch.
    timestamp: u64,
}

/// Makes many small objects, and changes each
#[utoipa::path(
    get,
    path = "/memory-intensive",
    tag = "memory",
    params(Wanted),
    responses((status = OK, body = Objects, description = "How many, and the first of them"), Refused)
)]
pub(crate) async fn intensive(
    State(api): State<Api>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Problem> {
    let size = wanted.size.as_deref();
    let size = whole_or(OBJECTS, "size", size, &(1..=OBJECTS_MAX))?;
    let units = u32::try_from(size.div_ceil(UNIT)).unwrap_or(u32::MAX);
    let room = Arc::clone(&api.memory.0)
        .try_acquire_many_owned(units)
        .map_err(|_| {
            Problem::busy(format!(
                "{size} objects do not fit beside those that are there; a worker holds {OBJECTS_MAX}"
            ))
        })?;
    let Computed {
        made,
        queued,
        computed,
    } = api
        .cpu
        .run("memory", WITHIN, move |(), going| {
            // Given back when the objects are gone, which may be after whoever asked.
            let _room = room;
            make(size, going)
        })
        .await?;
    timed(made?, &[("queue", queued), ("compute", computed)])
}

fn make(size: u64, going: &Going) -> Result<Objects, Cancelled> {
    // Xorshift, which is plenty for letters.
    let mut chance = size | 1 << 32;
    let mut objects = Vec::new();
    for id in 0..size {
        if id % LOOK_INTERVAL == 0 {
            going.on()?;
        }
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        objects.push(Item {
            id,
            data: letters(chance).repeat(REPEATS),
            processed: false,
            timestamp: 0,
        });
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let timestamp = now.map_or(0, |now| u64::try_from(now.as_millis()).unwrap_or(u64::MAX));
    for object in &mut objects {
        object.processed = true;
        object.timestamp = timestamp;
    }
    Ok(Objects {
        count: objects.len(),
        sample: objects.iter().take(SAMPLE).cloned().collect(),
        worker: std::process::id(),
    })
}

/// A number to the base of 36.
fn letters(mut number: u64) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let digit = |_| {
        let digit = DIGITS[usize::try_from(number % 36).unwrap_or(0)];
        number /= 36;
        char::from(digit)
    };
    (0..LETTERS).map(digit).collect()
}
