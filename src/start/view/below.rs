//! What stands below the button: what its press shows, the labs, examples, and where else to go.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use super::cards::Cards;
use super::gallery::Gallery;
use super::race::Race;
use super::stage::Stage;
use crate::ui::later::Stages;
use crate::ui::say::use_speech;

/// Where the project's source is, if whoever built it has said so.
const SOURCE: Option<&str> = option_env!("PERF_PLAYGROUND_SOURCE_URL");

/// All of it, as its part of the app makes it.
pub(in crate::start) fn view(stage: Stage) -> AnyView {
    let frame_ms = RwSignal::new(0.0);
    // From above to below, so that nothing moves.
    let stages = Stages::start();
    view! {
        {stages.show(1, move || view! { <Race stage frame_ms /> }.into_any())}
        {stages.show(2, move || view! { <Cards stage frame_ms /> }.into_any())}
        {stages.show(3, move || view! { <Gallery base=stage.base /> }.into_any())}
        {stages.show(4, move || view! { <Onward base=stage.base /> }.into_any())}
    }
    .into_any()
}

/// Where to go from here, but for the labs.
#[component]
fn Onward(
    /// The folder that the site is served from, without a slash at its end.
    base: StoredValue<String>,
) -> impl IntoView {
    let speech = use_speech();
    let base = base.get_value();
    // The kernels' sources are always there.
    let source = SOURCE.map_or_else(|| format!("{base}/threads/"), str::to_owned);
    view! {
        <section class="onward" aria-label=speech.text("start-more")>
            <h2>{speech.text("start-more")}</h2>
            <ul>
                <li>
                    // Served by the server and not by the app, so the router must leave it alone.
                    <a href=format!("{base}/api/") rel="external" data-testid="api">
                        {speech.text("start-api")}
                    </a>
                    <p>{speech.text("start-api-explained")}</p>
                </li>
                <li>
                    <a href=source rel="external" data-testid="source">
                        {speech.text("start-source")}
                    </a>
                    <p>{speech.text("start-source-explained")}</p>
                </li>
            </ul>
        </section>
    }
}
