//! What carries out the looking: after each run, and whenever the size or the policy changes.

use cache_sim::session::{Caches, Command, Description, Event};
use cache_sim::{Capacity, PolicyId};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::super::lab::{Failure, Lab};
use super::super::sessions::Session;
use crate::labs::cache::model::form::Order;
use crate::labs::cache::model::misses::{COLUMNS, Course, Found, ROWS};

/// How long a size or a policy stays chosen before it is looked at.
const SETTLED_MS: u32 = 250;

/// What was looked at, and what goes on. Copies are handles on the same state.
#[derive(Clone, Copy)]
pub(super) struct Analysis {
    lab: Lab,
    /// The policy that is looked at over time.
    pub(super) policy: RwSignal<PolicyId>,
    pub(super) found: RwSignal<Found>,
    pub(super) busy: RwSignal<bool>,
    pub(super) failure: RwSignal<Option<Failure>>,
    /// Counts wishes: what an earlier one began ends when there is a later one.
    wish: StoredValue<u32>,
    at_work: StoredValue<Option<Session>, LocalStorage>,
    /// What the whole of was found; nothing once there is another trace.
    looked_at: StoredValue<Option<Wanted>>,
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
struct Wanted {
    order: Order,
    size: Capacity,
    policy: PolicyId,
}

impl Analysis {
    /// Looks at what the lab has run, as soon as the lab is done with it.
    pub(super) fn following(lab: Lab) -> Self {
        let analysis = Self {
            lab,
            policy: RwSignal::new(PolicyId::Arc),
            found: RwSignal::new(Found::nothing(&Description::EMPTY, Capacity::Objects(1))),
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            wish: StoredValue::new(0),
            at_work: StoredValue::new_local(None),
            looked_at: StoredValue::new(None),
        };
        let size = Memo::new(move |_| {
            let place = lab.place.get();
            lab.results
                .with(|results| results.as_ref()?.sizes.get(place).copied())
        });
        Effect::new(move || {
            let policy = analysis.policy.get();
            let (is_busy, size) = (lab.busy.get(), size.get());
            let order = lab.ordered.get();
            analysis.cancel();
            if order.is_none() {
                // The next file may be another one of the same name.
                analysis.looked_at.set_value(None);
            }
            let wanted = order.zip(size);
            if let Some((order, size)) = wanted.filter(|_| !is_busy) {
                analysis.look(Wanted {
                    order,
                    size,
                    policy,
                });
            }
        });
        on_cleanup(move || analysis.cancel());
        analysis
    }

    /// Ends what is under way; what was found so far stays.
    pub(super) fn cancel(self) {
        self.wish.try_update_value(|wish| *wish += 1);
        let session = self.at_work.try_update_value(Option::take).flatten();
        if let Some(session) = session {
            session.cancel();
        }
        self.busy.try_set(false);
    }

    fn look(self, wanted: Wanted) {
        let Some(wish) = self.wish.try_get_value() else {
            return;
        };
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            TimeoutFuture::new(SETTLED_MS).await;
            if !self.is_wanted(wish) {
                return;
            }
            let ended = self.carry_out(&wanted, wish).await;
            if self.is_wanted(wish) {
                self.busy.try_set(false);
                self.failure.try_set(ended.err());
            }
        });
    }

    fn is_wanted(self, wish: u32) -> bool {
        self.wish.try_get_value() == Some(wish)
    }

    async fn carry_out(self, wanted: &Wanted, wish: u32) -> Result<(), Failure> {
        let results = self.lab.results.try_get_untracked().flatten();
        let trace = results.ok_or(Failure::Cancelled)?.trace;
        let session = self.lab.sessions.analyst(&trace);
        let session = session.ok_or(Failure::Cancelled)?;
        self.at_work.try_set_value(Some(session.clone()));
        if !self.has_all_of(wanted) {
            self.looked_at.try_set_value(None);
            self.find_all(&session, &trace, wanted, wish).await?;
        }
        self.find_course(&session, wanted, wish).await
    }

    /// Whether only the policy that is looked at over time is another one.
    fn has_all_of(self, wanted: &Wanted) -> bool {
        let looked_at = self.looked_at.try_get_value().flatten();
        looked_at.is_some_and(|it| (it.order, it.size) == (wanted.order.clone(), wanted.size))
    }

    /// What does not depend on the policy.
    async fn find_all(
        self,
        session: &Session,
        trace: &Description,
        wanted: &Wanted,
        wish: u32,
    ) -> Result<(), Failure> {
        self.found.try_set(Found::nothing(trace, wanted.size));
        self.find_regrets(session, wanted, wish).await?;
        let profile = session.answer(Command::Profile, Vec::new(), |event| match event {
            Event::Profiled(profile) => Some(profile),
            _ => None,
        });
        let profile = profile.await?;
        self.update(wish, |found| found.profile = Some(profile));
        if self.is_wanted(wish) {
            self.looked_at.try_set_value(Some(wanted.clone()));
        }
        Ok(())
    }

    async fn find_regrets(
        self,
        session: &Session,
        wanted: &Wanted,
        wish: u32,
    ) -> Result<(), Failure> {
        let caches = Caches {
            policies: with_oracle(wanted.order.runs()),
            size: wanted.size,
            terms: wanted.order.terms,
        };
        let told = move |event| {
            if let Event::Regret { policy, regret } = event {
                self.update(wish, |found| found.regrets.push((policy, regret)));
            }
        };
        session.each(Command::Regret { caches }, told).await
    }

    async fn find_course(
        self,
        session: &Session,
        wanted: &Wanted,
        wish: u32,
    ) -> Result<(), Failure> {
        let policy = wanted.policy;
        let command = Command::Map {
            policy,
            size: wanted.size,
            terms: wanted.order.terms,
            columns: COLUMNS,
            rows: ROWS,
        };
        let mut counts = None;
        let told = move |event| match event {
            Event::Map { hits, misses } => counts = Some((hits, misses)),
            Event::Course(lines) => {
                let (hits, misses) = counts.take().unwrap_or_default();
                let course = Course {
                    policy,
                    hits,
                    misses,
                    lines,
                };
                self.update(wish, |found| found.course = Some(course));
            }
            _ => {}
        };
        session.each(command, told).await
    }

    fn update(self, wish: u32, change: impl FnOnce(&mut Found)) {
        if self.is_wanted(wish) {
            self.found.try_update(change);
        }
    }
}

/// The policies, and OPT, which all are held against.
fn with_oracle(policies: impl Iterator<Item = PolicyId>) -> Vec<PolicyId> {
    let mut all: Vec<PolicyId> = policies.collect();
    if !all.contains(&PolicyId::Opt) {
        all.push(PolicyId::Opt);
    }
    all
}
