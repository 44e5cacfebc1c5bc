//! Whether something runs in a lab, and how it is stopped: one thing at a time, and whatever ends it,
//! the lab is free again afterwards.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;

use crate::compute::Cancel;

/// Holds what cancels the work under way, while there is any that can be cancelled.
pub(in crate::labs) type CancelSlot = Rc<RefCell<Option<Cancel>>>;

/// The run control of a lab. Copies are handles on the same state.
#[derive(Clone, Copy)]
pub(crate) struct RunControl {
    busy: RwSignal<bool>,
    shared: StoredValue<Shared, LocalStorage>,
}

#[derive(Default)]
struct Shared {
    stop_asked: bool,
    cancel: CancelSlot,
}

/// A run under way. The lab is busy until this is dropped: at the end of the run, on an early return,
/// and where the future that holds it is dropped unfinished.
pub(in crate::labs) struct ActiveRun(RunControl);

impl RunControl {
    pub(in crate::labs) fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            shared: StoredValue::new_local(Shared::default()),
        }
    }

    /// Whether something runs.
    pub(in crate::labs) fn busy(self) -> ReadSignal<bool> {
        self.busy.read_only()
    }

    /// Starts a run; `None` while another is under way, or when the page is gone.
    pub(in crate::labs) fn begin(self) -> Option<ActiveRun> {
        if self.busy.try_get_untracked() != Some(false) {
            return None;
        }
        self.shared.try_update_value(|shared| {
            shared.stop_asked = false;
            shared.cancel.take();
        })?;
        self.busy.set(true);
        Some(ActiveRun(self))
    }

    /// Asks the run under way to end, and cancels what it waits for. What has not begun by then sees
    /// that it was asked, and does not begin.
    pub(crate) fn stop(self) {
        let cancel = self.shared.try_update_value(|shared| {
            shared.stop_asked = true;
            shared.cancel.borrow().clone()
        });
        if let Some(Some(cancel)) = cancel {
            cancel();
        }
    }

    /// Whether the run shall end: somebody asked for it, or the page that it ran on is gone.
    pub(crate) fn is_stop_asked(self) -> bool {
        self.shared.try_with_value(|shared| shared.stop_asked) != Some(false)
    }

    /// Where a run leaves what cancels the step that it waits for.
    pub(in crate::labs) fn cancel_slot(self) -> CancelSlot {
        let slot = self
            .shared
            .try_with_value(|shared| Rc::clone(&shared.cancel));
        slot.unwrap_or_default()
    }

    /// The Escape key stops the run while the lab is on the page, and leaving the lab does.
    pub(crate) fn stop_on_escape_and_leave(self) {
        let on_key = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" && self.busy.get_untracked() {
                // Whatever else the key ends has to wait for the next press.
                event.prevent_default();
                self.stop();
            }
        });
        on_cleanup(move || {
            on_key.remove();
            self.stop();
        });
    }
}

impl Drop for ActiveRun {
    fn drop(&mut self) {
        // Both are gone where the page is.
        self.0
            .shared
            .try_with_value(|shared| drop(shared.cancel.take()));
        self.0.busy.try_set(false);
    }
}
