//! Where somebody is who steps two caches through a trace, and what is known of the accesses around.

use cache_sim::session::{Caches, Command, Event, Frame};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::lab::Failure;
use super::sessions::{Session, Sessions};

/// Accesses that are fetched at once.
const FRAMES: u32 = 120;

/// Of those, how many lie before the one that is wanted: whoever steps back finds them there.
const FRAMES_BEFORE: u32 = 60;

/// How many accesses before the parting are fetched.
const LEAD: u32 = 28;

/// How many of them are played; those before them are in the strip from the beginning.
const PLAYED: u32 = 12;

/// How many accesses it goes on after that.
const TAIL: u32 = 8;

/// How long an access is shown, in milliseconds.
const FRAME_MS: u32 = 180;

/// The film of two caches. Copies are handles on the same one.
#[derive(Clone, Copy)]
pub(super) struct Film {
    sessions: Sessions,
    /// Frames in order, without gaps.
    frames: RwSignal<Vec<Frame>>,
    /// The access that is shown.
    at: RwSignal<u32>,
    /// Number of accesses.
    len: RwSignal<u32>,
    playing: RwSignal<bool>,
    /// Where playing ends by itself, once.
    stop_at: RwSignal<Option<u32>>,
    caches: StoredValue<Option<Caches>>,
    is_fetching: StoredValue<bool>,
    /// Counts the ends of playing, so that an old beat ends where a new one has begun.
    beat: StoredValue<u32>,
}

impl Film {
    pub(super) fn new(sessions: Sessions) -> Self {
        Self {
            sessions,
            frames: RwSignal::new(Vec::new()),
            at: RwSignal::new(0),
            len: RwSignal::new(0),
            playing: RwSignal::new(false),
            stop_at: RwSignal::new(None),
            caches: StoredValue::new(None),
            is_fetching: StoredValue::new(false),
            beat: StoredValue::new(0),
        }
    }

    /// Its accesses are there, but the trace that they are of will not be any more.
    pub(super) fn let_go(self) {
        self.pause();
        self.caches.try_set_value(None);
    }

    pub(super) fn forget(self) {
        self.pause();
        self.frames.set(Vec::new());
        self.caches.set_value(None);
    }

    /// Fetches what leads to the parting, and plays it; gives it to be kept.
    pub(super) async fn begin(
        self,
        viewer: &Session,
        caches: Caches,
        len: u32,
        parted: Option<u32>,
    ) -> Result<Vec<Frame>, Failure> {
        let from = parted.map_or(0, |at| at.saturating_sub(LEAD));
        let frames = fetch(viewer, caches.clone(), from, LEAD + 1 + TAIL).await?;
        self.caches.try_set_value(Some(caches));
        let begin = parted.map_or(from, |at| from.max(at.saturating_sub(PLAYED)));
        self.show(frames.clone(), len, begin);
        let is_still = window()
            .match_media("(prefers-reduced-motion: reduce)")
            .ok()
            .flatten()
            .is_some_and(|query| query.matches());
        match parted {
            Some(at) if is_still => {
                self.at.try_set(at);
            }
            _ => {
                self.stop_at.try_set(Some(
                    parted.unwrap_or(from + LEAD).min(len.saturating_sub(1)),
                ));
                self.play();
            }
        }
        Ok(frames)
    }

    /// Shows frames that were kept; `len` is the number of accesses of the whole trace.
    pub(super) fn show(self, frames: Vec<Frame>, len: u32, at: u32) {
        self.pause();
        self.frames.try_set(frames);
        self.len.try_set(len);
        self.at.try_set(at);
    }

    /// The access that is shown; tracks it.
    pub(super) fn at(self) -> u32 {
        self.at.get()
    }

    /// Number of accesses; tracks it.
    pub(super) fn len(self) -> u32 {
        self.len.get()
    }

    /// Whether it plays; tracks it.
    pub(super) fn is_playing(self) -> bool {
        self.playing.get()
    }

    /// What is shown, if it is here; tracks it.
    pub(super) fn frame(self) -> Option<Frame> {
        let at = self.at.get();
        self.frames.with(|frames| {
            let first = frames.first()?.index;
            let index = at.checked_sub(first)?;
            frames.get(index as usize).cloned()
        })
    }

    /// The frames before the one that is shown, the latest first, at most so many; tracks them.
    pub(super) fn before(self, count: usize) -> Vec<Frame> {
        let at = self.at.get();
        self.frames.with(|frames| {
            let before = frames.iter().filter(|frame| frame.index < at);
            before.rev().take(count).cloned().collect()
        })
    }

    /// Whether accesses beyond those that are here can be fetched.
    pub(super) fn can_fetch(self) -> bool {
        self.caches.with_value(Option::is_some) && self.sessions.viewer().is_some()
    }

    /// Shows another access, and fetches it if it is not here.
    pub(super) fn go_to(self, at: u32) {
        let Some(last) = self.len.get_untracked().checked_sub(1) else {
            return;
        };
        let at = at.min(last);
        if !self.has(at) && !self.can_fetch() {
            return;
        }
        self.at.set(at);
        self.fill();
    }

    pub(super) fn step(self, by: i64) {
        self.pause();
        let at = i64::from(self.at.get_untracked()) + by;
        self.go_to(u32::try_from(at.max(0)).unwrap_or(u32::MAX));
    }

    pub(super) fn pause(self) {
        self.playing.try_set(false);
        self.beat.try_update_value(|beat| *beat += 1);
    }

    pub(super) fn play(self) {
        self.pause();
        self.playing.try_set(true);
        let Some(mine) = self.beat.try_get_value() else {
            return;
        };
        spawn_local(async move {
            loop {
                gloo_timers::future::TimeoutFuture::new(FRAME_MS).await;
                let is_mine = self.beat.try_get_value() == Some(mine);
                let Some(at) = self.at.try_get_untracked().filter(|_| is_mine) else {
                    return;
                };
                let last = self.len.get_untracked().saturating_sub(1);
                let stop = self.stop_at.get_untracked();
                if stop.is_some_and(|stop| at >= stop) || at >= last {
                    self.stop_at.set(None);
                    self.pause();
                    return;
                }
                self.go_to(at + 1);
            }
        });
    }

    fn has(self, at: u32) -> bool {
        self.frames.with_untracked(|frames| {
            let first = frames.first().map_or(u32::MAX, |frame| frame.index);
            let last = frames.last().map_or(0, |frame| frame.index);
            (first..=last).contains(&at)
        })
    }

    /// Fetches what is wanted and not here, one command at a time.
    fn fill(self) {
        let at = self.at.get_untracked();
        if self.has(at) || self.is_fetching.get_value() {
            return;
        }
        let Some((viewer, caches)) = self.sessions.viewer().zip(self.caches.get_value()) else {
            return;
        };
        self.is_fetching.set_value(true);
        spawn_local(async move {
            let from = at.saturating_sub(FRAMES_BEFORE);
            let fetched = fetch(&viewer, caches, from, FRAMES).await;
            self.is_fetching.try_set_value(false);
            match fetched {
                Ok(frames) => {
                    self.frames.try_set(frames);
                    // Another access may be wanted by now.
                    if self.at.try_get_untracked().is_some() {
                        self.fill();
                    }
                }
                Err(_) => self.pause(),
            }
        });
    }
}

async fn fetch(
    viewer: &Session,
    caches: Caches,
    from: u32,
    count: u32,
) -> Result<Vec<Frame>, Failure> {
    let command = Command::Film {
        caches,
        from,
        count,
    };
    let frames = viewer.answer(command, Vec::new(), |event| match event {
        Event::Frames(frames) => Some(frames),
        _ => None,
    });
    frames.await
}
