//! What carries out the trials: at the place where the knobs stand, and then along the knob that was turned last.

use cache_sim::session::{Command, Event, Outcome, Terms};
use cache_sim::{POLICIES, PolicyId};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::super::lab::Failure;
use super::super::sessions::{Alone, Origin};
use crate::labs::cache::model::builder::{
    Knob, Knobs, Ranking, Winners, ranked, tried, winner_after,
};

/// How long the knobs rest before what lies along one of them is tried.
const REST_MS: u32 = 400;

/// Where the knobs stand, and what came of it. Copies are handles on the same state.
#[derive(Clone, Copy)]
pub(super) struct Trials {
    pub(super) knobs: RwSignal<Knobs>,
    /// The knob that was turned last.
    pub(super) turned: RwSignal<Knob>,
    /// Of where the knobs stand; of where they stood before, until it is there.
    pub(super) ranking: RwSignal<Option<Ranking>>,
    /// Along the knob that was turned last.
    pub(super) winners: RwSignal<Winners>,
    pub(super) failure: RwSignal<Option<Failure>>,
    alone: Alone,
    is_at_work: StoredValue<bool>,
}

impl Trials {
    /// Tries what the knobs stand at, now and whenever one is turned.
    pub(super) fn following() -> Self {
        let trials = Self {
            knobs: RwSignal::new(Knobs::default()),
            turned: RwSignal::new(Knob::Drift),
            ranking: RwSignal::new(None),
            winners: RwSignal::new(Winners::new()),
            failure: RwSignal::new(None),
            alone: Alone::new(),
            is_at_work: StoredValue::new(false),
        };
        trials.work();
        trials
    }

    pub(super) fn turn(self, knob: Knob, place: u32) {
        self.turned.set(knob);
        self.knobs.update(|knobs| *knobs = knobs.with(knob, place));
        self.work();
    }

    /// Begins to work, unless it does: each trial ends, and then it is looked where the knobs stand by now.
    fn work(self) {
        if self.is_at_work.get_value() {
            return;
        }
        self.is_at_work.set_value(true);
        self.failure.set(None);
        spawn_local(async move {
            let ended = self.go_on().await;
            self.is_at_work.try_set_value(false);
            if let Err(failure) = ended {
                self.failure.try_set(Some(failure));
            }
        });
    }

    async fn go_on(self) -> Result<(), Failure> {
        loop {
            let Some(knobs) = self.knobs.try_get_untracked() else {
                return Ok(());
            };
            let ranking = self.try_out(knobs).await?;
            self.ranking.try_set(Some(ranking));
            if !self.stand_at(knobs) {
                continue;
            }
            TimeoutFuture::new(REST_MS).await;
            if self.stand_at(knobs) && self.sweep(knobs).await? {
                return Ok(());
            }
        }
    }

    /// Whether the knobs are still there, and have not been turned.
    fn stand_at(self, knobs: Knobs) -> bool {
        self.knobs.try_get_untracked() == Some(knobs)
    }

    /// Tries what lies along the knob that was turned last; false if one was turned meanwhile.
    async fn sweep(self, knobs: Knobs) -> Result<bool, Failure> {
        let Some(turned) = self.turned.try_get_untracked() else {
            return Ok(true);
        };
        let mut winners = Winners::new();
        for place in tried(turned) {
            let ranking = self.try_out(knobs.with(turned, place)).await?;
            if !self.stand_at(knobs) {
                return Ok(false);
            }
            let before = winners.last().map(|(_, policy)| *policy);
            winners.extend(winner_after(before, &ranking).map(|policy| (place, policy)));
            self.winners.try_set(winners.clone());
        }
        Ok(true)
    }

    async fn try_out(self, knobs: Knobs) -> Result<Ranking, Failure> {
        let session = self.alone.session().await?;
        session
            .load(&Origin::Recipe(knobs.recipe()), |_| {})
            .await?;
        let mut outcomes: Vec<(PolicyId, Outcome)> = Vec::new();
        for policy in POLICIES.iter().map(|policy| policy.id) {
            let command = Command::Curve {
                policy,
                sizes: vec![knobs.size()],
                terms: Terms::default(),
                sampling: None,
            };
            let outcome = session.answer(command, Vec::new(), |event| match event {
                Event::Point(point) => Some(point.outcome),
                _ => None,
            });
            outcomes.push((policy, outcome.await?));
        }
        Ok(ranked(&outcomes))
    }
}
