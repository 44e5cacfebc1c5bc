//! The page of any lab: its title and its question are here at once, the lab itself is fetched.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use crate::labs::registry::Lab;
use crate::ui::later::Later;
use crate::ui::say::use_speech;

/// A lab below its title.
#[component]
pub(crate) fn LabPage(lab: &'static Lab) -> impl IntoView {
    let speech = use_speech();
    let page = Later::new(lab.page);
    page.want();
    view! {
        <div class=format!("lab lab--{}", lab.id)>
            <header class="lab__head">
                <h1>{move || lab.title(speech.locale())}</h1>
                <p>{move || lab.question(speech.locale())}</p>
            </header>
            {page.show(|view| view())}
        </div>
    }
}
