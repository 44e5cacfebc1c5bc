//! An invitation to run at once: what a click on one of our own examples means. No link carries it, so no page of others
//! can have a lab run what its link holds.

use std::cell::Cell;

use leptos::ev::MouseEvent;
use wasm_bindgen_futures::spawn_local;

use crate::frames::next_frame;

thread_local! {
    static INVITED: Cell<bool> = const { Cell::new(false) };
}

/// Whoever follows the link in this page is to see it run. A click that opens another tab invites nobody here.
pub(crate) fn invite(event: &MouseEvent) {
    let is_plain = !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    INVITED.set(is_plain && event.button() == 0);
}

/// Runs the lab that is just being opened as soon as it is on the page, if somebody is to see it run; the next lab is
/// not meant.
pub(in crate::labs) fn accept(run: impl FnOnce() + 'static) {
    if INVITED.take() {
        spawn_local(async move {
            next_frame().await;
            run();
        });
    }
}
