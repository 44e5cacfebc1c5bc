//! Holds a policy to its reference, step by step.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use cache_sim::engine::{Policy, Queue, Setup, start};
use cache_sim::{Capacity, PolicyId};

use super::{Reference, reference};
use crate::support::{Step, accesses, name, objects};

/// Runs a policy and its reference over the same steps; returns of each access whether it hit, or says where they part.
pub fn compare(policy: PolicyId, capacity: Capacity, steps: &[Step]) -> Result<Vec<bool>, String> {
    // A panic is a difference, too.
    let compared = || compare_steps(policy, capacity, steps);
    catch_unwind(AssertUnwindSafe(compared)).unwrap_or_else(|_| Err("it panics".to_owned()))
}

fn compare_steps(
    policy: PolicyId,
    capacity: Capacity,
    steps: &[Step],
) -> Result<Vec<bool>, String> {
    let setup = Setup {
        capacity,
        objects: objects(steps),
        seed: 1,
    };
    let mut fast = start(policy, setup);
    let mut plain = reference(policy, capacity);
    let mut accesses = accesses(steps);
    let mut hits = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let at = |what: String| format!("after step {}, “{step}”: {what}", index + 1);
        if let Step::Remove(object) = *step {
            if fast.contains(object) {
                fast.remove(object);
                plain.remove(object);
            }
        } else {
            let access = accesses.next().ok_or("fewer accesses than steps")?;
            let hit = fast.access(access);
            let right = plain.access(access, &*fast).map_err(at)?;
            if hit != right {
                return Err(at(format!("says hit: {hit}")));
            }
            hits.push(hit);
        }
        agree(&*fast, &*plain, setup).map_err(at)?;
    }
    Ok(hits)
}

/// Whether a policy holds, and shows, what its reference does.
fn agree(fast: &dyn Policy, plain: &dyn Reference, setup: Setup) -> Result<(), String> {
    let residents = plain.residents();
    let right = plain.queues();
    let state = || {
        let right = right.as_ref().map(|queues| drawn(queues));
        format!(
            "{}, not {}",
            drawn(&fast.queues()),
            right.unwrap_or_default()
        )
    };
    for object in 0..setup.objects as u32 {
        let there = residents.iter().any(|(resident, _)| *resident == object);
        if fast.contains(object) != there {
            let says = if there { "is not there" } else { "is there" };
            return Err(format!("{} {says}: {}", name(object), state()));
        }
    }
    let used = residents.iter().map(|(_, size)| size).sum::<u64>();
    if fast.used() != used || used > setup.capacity.count() {
        return Err(format!("uses {}, not {used}: {}", fast.used(), state()));
    }
    let agrees = if let Some(right) = &right {
        fast.queues() == *right
    } else {
        let queues = fast.queues();
        let shown = queues.iter().flat_map(|queue| &queue.entries);
        let shown: BTreeSet<_> = shown.map(|(object, _)| *object).collect();
        let right: BTreeSet<_> = residents.iter().map(|(object, _)| *object).collect();
        shown == right
    };
    if !agrees {
        return Err(state());
    }
    if fast.targets() != plain.targets() {
        return Err(format!(
            "aims at {:?}, not {:?}",
            fast.targets(),
            plain.targets()
        ));
    }
    Ok(())
}

/// Queues as text: `T1[b a] B1[c]`, or only the objects of a single queue. A mark other than 0 stands behind its
/// object, `>` before the one at which the hand stands.
pub fn drawn(queues: &[Queue]) -> String {
    let entries = |queue: &Queue| {
        let entries = queue.entries.iter().enumerate();
        let drawn: Vec<String> = entries
            .map(|(place, (object, mark))| {
                let hand = if queue.hand == Some(place) { ">" } else { "" };
                let mark = if *mark == 0 {
                    String::new()
                } else {
                    mark.to_string()
                };
                format!("{hand}{}{mark}", name(*object))
            })
            .collect();
        drawn.join(" ")
    };
    if let [queue] = queues {
        return entries(queue);
    }
    let drawn: Vec<String> = queues
        .iter()
        .map(|queue| format!("{}[{}]", queue.name, entries(queue)))
        .collect();
    drawn.join(" ")
}

/// Leaves out of steps that fail whatever they fail without, and makes sizes smaller.
pub fn minimal(steps: &[Step], fails: impl Fn(&[Step]) -> bool) -> Vec<Step> {
    let mut steps = steps.to_vec();
    let mut length = steps.len();
    while length > 0 {
        let mut from = 0;
        while from < steps.len() {
            let mut fewer = steps.clone();
            fewer.drain(from..(from + length).min(steps.len()));
            if fails(&fewer) {
                steps = fewer;
                length = length.min(steps.len().max(1));
            } else {
                from += length;
            }
        }
        length /= 2;
    }
    for index in 0..steps.len() {
        for simpler in steps[index].simpler() {
            let before = std::mem::replace(&mut steps[index], simpler);
            if fails(&steps) {
                break;
            }
            steps[index] = before;
        }
    }
    steps
}
