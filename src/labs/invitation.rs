//! An invitation to run at once: what a click on one of our own examples means. No link carries it, so no page of others
//! can have a lab run what its link holds.

use std::cell::RefCell;

use leptos::ev::MouseEvent;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use crate::frames::next_frame;

/// What the lab that is opened next shall run.
enum Invitation {
    /// What its link says.
    Link,
    /// That, on a file of the reader's.
    File(File),
}

thread_local! {
    static INVITATION: RefCell<Option<Invitation>> = const { RefCell::new(None) };
}

/// Whoever follows the link in this page is to see it run. A click that opens another tab invites nobody here.
pub(crate) fn invite(event: &MouseEvent) {
    let is_plain = !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    let is_invited = is_plain && event.button() == 0;
    INVITATION.set(is_invited.then_some(Invitation::Link));
}

/// Whoever is led to a lab next is to see it run on this file.
pub(crate) fn invite_with(file: File) {
    INVITATION.set(Some(Invitation::File(file)));
}

/// Runs the lab that is just being opened as soon as it is on the page, if somebody is to see it run; the next lab is
/// not meant. `run` gets the file to run it on, if there is one.
pub(in crate::labs) fn accept(run: impl FnOnce(Option<File>) + 'static) {
    let file = match INVITATION.take() {
        None => return,
        Some(Invitation::Link) => None,
        Some(Invitation::File(file)) => Some(file),
    };
    spawn_local(async move {
        next_frame().await;
        run(file);
    });
}
