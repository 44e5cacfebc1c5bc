//! What the page was painted with before the app had come, and the moment at which the app takes its place.

use std::rc::Rc;

use leptos::prelude::*;

/// Puts the app in the place of what was painted, once. Copies are handles on the same one.
#[derive(Clone, Copy)]
pub(crate) struct Painted {
    // Of the type that the start page keeps its cancelling in, so that the first route has the code once.
    replace: StoredValue<Option<Rc<dyn Fn()>>, LocalStorage>,
    is_kept: StoredValue<bool>,
}

impl Painted {
    /// `replace` puts the app in its place.
    pub(crate) fn new(replace: impl Fn() + 'static) -> Self {
        Self {
            replace: StoredValue::new_local(Some(Rc::new(replace))),
            is_kept: StoredValue::new(false),
        }
    }

    /// Keeps what was painted in sight: it is what this page shows, too, once it is complete.
    pub(crate) fn keep(self) {
        self.is_kept.set_value(true);
    }

    /// The app has more to show than what was painted, unless a page keeps that.
    pub(crate) fn give_way(self) {
        if !self.is_kept.get_value() {
            self.replace();
        }
    }

    /// The page that kept it is complete, or will not be.
    pub(crate) fn replace(self) {
        let replace = self.replace.try_update_value(Option::take).flatten();
        if let Some(replace) = replace {
            replace();
        }
    }
}
