//! The page of any lab: its title and its question are here at once, the lab itself is fetched.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use crate::labs::registry::{Lab, Page};
use crate::ui::later::Later;
use crate::ui::say::use_speech;

/// A lab below its title.
#[component]
pub(crate) fn LabPage(lab: &'static Lab) -> impl IntoView {
    let speech = use_speech();
    let page = Later::new(lab.page);
    page.want();
    titled(
        format!("lab lab--{}", lab.id),
        Signal::derive(move || lab.title(speech.locale()).to_owned()),
        Signal::derive(move || lab.question(speech.locale()).to_owned()),
        page,
    )
}

/// A page below its title and a sentence on what it is about.
pub(crate) fn titled(
    class: String,
    title: Signal<String>,
    about: Signal<String>,
    page: Later<Page>,
) -> AnyView {
    view! {
        <div class=class>
            <header class="lab__head">
                <h1>{title}</h1>
                <p>{about}</p>
            </header>
            {page.show(|view| view())}
        </div>
    }
    .into_any()
}
