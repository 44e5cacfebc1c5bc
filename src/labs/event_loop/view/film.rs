//! Where somebody is who steps through a run, and the playing of it.

use std::sync::Arc;

use event_loop::replay::State;
use event_loop::trace::Place;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::labs::event_loop::model::film::{self, Leap, Speed};
use crate::labs::event_loop::model::run::Run;

/// The film of a run. Copies are handles on the same one.
#[derive(Clone, Copy)]
pub(super) struct Film {
    run: RwSignal<Option<Arc<Run>>>,
    /// The number of steps that have been made.
    at: RwSignal<usize>,
    state: Memo<Arc<State>>,
    playing: RwSignal<bool>,
    speed: RwSignal<Speed>,
    /// Counts the ends of playing, so that an old beat ends where a new one has begun.
    beat: StoredValue<u32>,
}

impl Film {
    pub(super) fn new(run: RwSignal<Option<Arc<Run>>>) -> Self {
        let at = RwSignal::new(0);
        let state = Memo::new(move |_| {
            let at = at.get();
            let state = run.with(|run| run.as_ref().map(|run| run.state(at)));
            Arc::new(state.unwrap_or_default())
        });
        Self {
            run,
            at,
            state,
            playing: RwSignal::new(false),
            speed: RwSignal::new(Speed::Fit),
            beat: StoredValue::new(0),
        }
    }

    /// The number of steps that have been made; tracks it.
    pub(super) fn at(self) -> usize {
        self.at.get()
    }

    /// The same, for who does not follow it.
    pub(super) fn at_untracked(self) -> usize {
        self.at.get_untracked()
    }

    /// Number of the run's steps; tracks it.
    pub(super) fn len(self) -> usize {
        self.run.with(|run| run.as_ref().map_or(0, |run| run.len()))
    }

    /// Whether it plays; tracks it.
    pub(super) fn is_playing(self) -> bool {
        self.playing.get()
    }

    pub(super) fn speed(self) -> Speed {
        self.speed.get()
    }

    /// Another speed, from the next picture on.
    pub(super) fn set_speed(self, speed: Speed) {
        self.speed.set(speed);
        if self.playing.get_untracked() {
            self.play();
        }
    }

    /// Looks at the run and at its state there; tracks both.
    pub(super) fn look<T>(self, look: impl FnOnce(&Run, &State) -> T) -> Option<T> {
        let run = self.run.get()?;
        let state = self.state.get();
        Some(look(&run, &state))
    }

    /// Where the statement stands that is about to be executed; tracks it.
    pub(super) fn place(self) -> Option<Place> {
        self.look(|run, state| run.place(state.statement?))
            .flatten()
    }

    pub(super) fn go_to(self, at: usize) {
        self.pause();
        self.at.set(at.min(untrack(|| self.len())));
    }

    pub(super) fn back(self) {
        self.go(film::back);
    }

    pub(super) fn step(self) {
        self.go(|moves, at| film::next(moves, at, 1));
    }

    /// Goes on to the next phase or callback.
    pub(super) fn leap(self, to: Leap) {
        if let Some(run) = self.run.get_untracked() {
            self.go_to(film::leap(run.replay.steps(), self.at.get_untracked(), to));
        }
    }

    fn go(self, to: impl Fn(&[usize], usize) -> usize) {
        if let Some(run) = self.run.get_untracked() {
            self.go_to(to(&run.moves, self.at.get_untracked()));
        }
    }

    pub(super) fn pause(self) {
        self.playing.try_set(false);
        self.beat.try_update_value(|beat| *beat += 1);
    }

    /// Plays or pauses; from the end it begins anew.
    pub(super) fn toggle(self) {
        if self.playing.get_untracked() {
            self.pause();
            return;
        }
        if self.at.get_untracked() >= untrack(|| self.len()) {
            self.at.set(0);
        }
        self.play();
    }

    /// A run is new: it plays, unless somebody wants less motion or there is nothing to play; then its end is shown.
    pub(super) fn begin(self, plays: bool) {
        let is_still = window()
            .match_media("(prefers-reduced-motion: reduce)")
            .ok()
            .flatten()
            .is_some_and(|query| query.matches());
        if is_still || !plays {
            self.go_to(usize::MAX);
            return;
        }
        self.speed.set(Speed::Fit);
        self.at.set(0);
        self.play();
    }

    fn play(self) {
        self.pause();
        self.playing.try_set(true);
        let Some(mine) = self.beat.try_get_value() else {
            return;
        };
        spawn_local(async move {
            while let Some(Some(run)) = self.run.try_get_untracked() {
                let Some(speed) = self.speed.try_get_untracked() else {
                    return;
                };
                let stops = match speed {
                    Speed::Fit => &run.highlights,
                    Speed::Slow | Speed::Medium | Speed::Fast => &run.moves,
                };
                let pace = speed.pace(stops.len());
                gloo_timers::future::TimeoutFuture::new(pace.move_ms).await;
                let is_mine = self.beat.try_get_value() == Some(mine);
                let Some(at) = self.at.try_get_untracked().filter(|_| is_mine) else {
                    return;
                };
                self.at.set(film::next(stops, at, pace.stride));
                if self.at.get_untracked() >= run.len() {
                    self.pause();
                    return;
                }
            }
        });
    }
}
