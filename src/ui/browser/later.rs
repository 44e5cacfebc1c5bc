//! Views whose code is a module of its own, fetched when somebody wants to see them: what is not
//! looked at costs no one its way through the network.
//!
//! `part!` declares one.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::ui::say::use_speech;

/// The code did not come. The browser's console says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotLoaded;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Fetches code, and gives functions in it.
pub(crate) type Load<V> = fn() -> Pin<Box<dyn Future<Output = Result<V, NotLoaded>>>>;

/// Declares a part of the app, and how it is fetched: `part!(pub NAME = name_of_the_module: Type => value)`. What only
/// `value` reaches becomes a module of that name, and has a budget in its lab's `lab.toml`.
macro_rules! part {
    ($(#[$doc:meta])* $vis:vis $name:ident = $part:ident: $type:ty => $value:expr) => {
        $(#[$doc])*
        $vis const $name: $crate::ui::later::Load<$type> = || ::std::boxed::Box::pin($part());

        #[cfg(feature = "split")]
        #[allow(unsafe_code, reason = "a function in another module is a foreign one")]
        #[allow(clippy::unnecessary_wraps, reason = "it fails if that module does not come")]
        #[wasm_split_helpers::wasm_split($part, fallible)]
        fn $part() -> ::std::result::Result<$type, $crate::ui::later::NotLoaded> {
            Ok($value)
        }

        #[cfg(not(feature = "split"))]
        #[allow(clippy::unused_async, reason = "where modules are split, it has to wait")]
        async fn $part() -> ::std::result::Result<$type, $crate::ui::later::NotLoaded> {
            Ok($value)
        }
    };
}

pub(crate) use part;

/// A view that is made piece by piece, each in a task of its own: code runs slowly the first time, and no press shall
/// wait for all of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stages([RwSignal<bool>; Self::COUNT]);

impl Stages {
    /// How many stages follow what is made at once.
    pub(crate) const COUNT: usize = 6;

    /// Goes through them, one task after another.
    #[must_use]
    pub(crate) fn start() -> Self {
        let stages = Self(std::array::from_fn(|_| RwSignal::new(false)));
        stages.go_on(0);
        stages
    }

    fn go_on(self, index: usize) {
        let Some(has_come) = self.0.get(index) else {
            return;
        };
        let has_come = *has_come;
        let next = move || {
            // The view may be gone.
            if has_come.try_set(true).is_none() {
                self.go_on(index + 1);
            }
        };
        set_timeout(next, std::time::Duration::ZERO);
    }

    /// What is made at that stage, of those counted from one.
    pub(crate) fn show(self, stage: usize, make: impl Fn() -> AnyView + Send + 'static) -> AnyView {
        // One type for all of them, so that the code is there once.
        self.show_boxed(stage, Box::new(make))
    }

    fn show_boxed(self, stage: usize, make: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
        let has_come = self.0[stage - 1];
        let view = move || {
            if has_come.get() {
                make()
            } else {
                ().into_any()
            }
        };
        view.into_any()
    }
}

/// Code that is fetched once. `V` are functions in it.
#[derive(Debug)]
pub(crate) struct Later<V: 'static> {
    load: Load<V>,
    state: RwSignal<State<V>>,
}

#[derive(Clone, Copy, Debug)]
enum State<V> {
    /// Nobody has wanted it yet.
    Unwanted,
    Coming,
    Here(V),
    /// It did not come; whoever wants it asks again.
    Missing,
}

impl<V: Copy + Send + Sync + 'static> Later<V> {
    /// Code that `load` fetches. Nothing is fetched yet.
    #[must_use]
    pub(crate) fn new(load: Load<V>) -> Self {
        Self {
            load,
            state: RwSignal::new(State::Unwanted),
        }
    }

    /// Fetches the code, unless it is here. Returns whether it is then.
    pub(crate) async fn fetch(self) -> bool {
        if matches!(self.state.get_untracked(), State::Here(_)) {
            return true;
        }
        self.state.set(State::Coming);
        let loaded = (self.load)().await;
        let is_here = loaded.is_ok();
        // The page that wanted it may be gone meanwhile.
        self.state
            .try_set(loaded.map_or(State::Missing, State::Here));
        is_here
    }

    /// Starts to fetch the code, unless it is here or on its way.
    pub(crate) fn want(self) {
        if matches!(self.state.get_untracked(), State::Unwanted | State::Missing) {
            spawn_local(async move {
                self.fetch().await;
            });
        }
    }

    /// The view that `make` makes of the code once it is here, and until then how that stands.
    pub(crate) fn show(self, make: impl Fn(V) -> AnyView + Send + 'static) -> AnyView {
        let speech = use_speech();
        let view = move || match self.state.get() {
            State::Unwanted => ().into_any(),
            State::Coming => {
                view! { <p class="note" role="status">{speech.text("code-coming")}</p> }.into_any()
            }
            State::Missing => {
                view! { <p class="field__error" role="alert">{speech.text("code-missing")}</p> }
                    .into_any()
            }
            State::Here(code) => make(code),
        };
        view.into_any()
    }
}

impl<V> Clone for Later<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Later<V> {}
