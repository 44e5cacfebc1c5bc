//! The shell around the labs: header, routes, footer.

use leptos::prelude::*;
use leptos_router::components::{A, Route, Router, Routes};
use leptos_router::hooks::{use_location, use_params_map};
use leptos_router::path;
use wasm_bindgen::JsCast;

use crate::compute::Assets;
use crate::environment::{Environment, Isolation};
use crate::frames::next_frame;
use crate::glossary::{self, GlossaryPage};
use crate::keys::Keys;
use crate::labs::page::LabPage;
use crate::labs::registry::{LABS, Lab};
use crate::offline::OfflineState;
use crate::start::Start;
use crate::texts::Locale;
use crate::ui::later::Stages;
use crate::ui::painted::Painted;
use crate::ui::say::{Speech, locale_of_reader, storage, use_speech};
use crate::ui::{catalogue, figures};

/// Where the reader's choice of theme is kept; `boot.js` reads it before anything is painted.
const THEME_KEY: &str = "pp-theme";

/// The site's name, in every language.
const NAME: &str = "Perf Playground";

/// At which of its stages the app makes the page below the header.
const PAGE: usize = 4;

/// Puts the app in the place of the static shell.
pub fn mount() {
    let root = document().document_element();
    if root
        .as_ref()
        .is_some_and(|root| root.has_attribute("data-unsupported"))
    {
        return;
    }
    let place = document()
        .get_element_by_id("app")
        .and_then(|place| place.dyn_into::<web_sys::HtmlElement>().ok());
    let Some(place) = place else {
        leptos::logging::error!("the page has no element with the id “app”");
        return;
    };
    wasm_bindgen_futures::spawn_local(async move {
        let wanted = locale_of_reader();
        let locale = if catalogue::fetch(wanted).await {
            wanted
        } else {
            Locale::default()
        };
        if let Err(error) = put_beside(&place, root, locale) {
            leptos::logging::error!("the app has no place on the page: {error:?}");
        }
    });
}

/// Makes the app unseen, beside what the page was painted with, and shows it instead once it has something to show.
fn put_beside(
    painted: &web_sys::HtmlElement,
    root: Option<web_sys::Element>,
    locale: Locale,
) -> Result<(), wasm_bindgen::JsValue> {
    let place: web_sys::HtmlElement = document().create_element("div")?.unchecked_into();
    place.set_hidden(true);
    painted.insert_adjacent_element("afterend", &place)?;
    let (app, painted) = (place.clone(), painted.clone());
    let painted = Painted::new(move || {
        painted.remove();
        app.set_id(&painted.id());
        app.set_hidden(false);
        if let Some(root) = &root {
            let _ = root.set_attribute("data-app", "ready");
        }
    });
    mount_to(place, move || view! { <App locale painted /> }).forget();
    Ok(())
}

/// The whole app.
#[component]
fn App(
    /// The language to begin with, whose texts are here.
    locale: Locale,
    /// Gives way once there is more to be seen.
    painted: Painted,
) -> impl IntoView {
    let environment = Environment::watch();
    let build_id = Assets::of_page().build_id;
    provide_context(Speech::new(locale));
    provide_context(environment);
    provide_context(painted);
    wasm_bindgen_futures::spawn_local(async move {
        next_frame().await;
        next_frame().await;
        environment.measure_clock();
    });
    let base = base_path();
    let stages = Stages::start();
    provide_context(stages);
    let of_header = base.clone();
    let header = move || {
        let base = of_header.clone();
        view! { <Header base stages /> }.into_any()
    };
    let of_footer = base.clone();
    let footer = move || {
        painted.give_way();
        let (build_id, base) = (build_id.clone(), of_footer.clone());
        view! { <Footer build_id base /> }.into_any()
    };

    view! {
        <Router base>
            <header class="shell__head">{stages.show(1, header)}</header>
            <main id="main" tabindex="-1">
                <ErrorBoundary fallback=|errors| view! { <Fault errors /> }>
                    <Routes fallback=|| view! { <NotFound /> }>
                        <Route path=path!("/") view=StartPage />
                        <Route path=path!("/:lab") view=OneOfTheLabs />
                        <Route path=path!("/:lab/index.html") view=OneOfTheLabs />
                    </Routes>
                </ErrorBoundary>
            </main>
            {stages.show(Stages::COUNT, footer)}
        </Router>
    }
}

/// What stands in front of the labs.
#[component]
fn StartPage() -> impl IntoView {
    expect_context::<Stages>().show(PAGE, start_page)
}

fn start_page() -> AnyView {
    let speech = use_speech();
    view! {
        <div class="lab start">
            <header class="lab__head">
                <h1>{NAME}</h1>
                <p>{speech.text("what-it-is")}</p>
            </header>
            <Start base=base_path() />
        </div>
    }
    .into_any()
}

/// The lab that the address names, made anew whenever it names another one.
#[component]
fn OneOfTheLabs() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("lab").unwrap_or_default()));
    let page = move || {
        let id = id.get();
        match Lab::from_id(&id) {
            Some(lab) => view! { <LabPage lab /> }.into_any(),
            // Hosts answer the start page's file, too, so people link to it.
            None if id == "index.html" => start_page(),
            None if id == glossary::ROUTE => view! { <GlossaryPage /> }.into_any(),
            None => view! { <NotFound /> }.into_any(),
        }
    };
    expect_context::<Stages>().show(PAGE, page)
}

/// Keeps the page's title: that of the lab in the reader's language, before the site's name.
fn follow_title(path: Memo<String>, speech: Speech) {
    let base = base_path();
    Effect::new(move || {
        let id = path.with(|path| {
            let inside = path.strip_prefix(&base).unwrap_or(path);
            inside
                .trim_start_matches('/')
                .split('/')
                .next()
                .map(str::to_owned)
        });
        let lab = id.as_deref().and_then(Lab::from_id);
        document().set_title(&match lab {
            Some(lab) => format!("{} · {NAME}", lab.title(speech.locale())),
            None if id.as_deref() == Some(glossary::ROUTE) => {
                format!("{} · {NAME}", speech.say("glossary"))
            }
            None => NAME.to_owned(),
        });
    });
}

/// The folder that the site is served from, without a slash at its end.
fn base_path() -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    web_sys::Url::new(&base)
        .map(|url| url.pathname())
        .unwrap_or_default()
        .trim_end_matches('/')
        .to_owned()
}

#[component]
fn Header(base: String, stages: Stages) -> impl IntoView {
    let speech = use_speech();
    follow_title(use_location().pathname, speech);
    let labs = LABS
        .iter()
        .map(|lab| {
            let href = format!("{base}/{}", lab.folder);
            view! { <A href>{move || lab.title(speech.locale())}</A> }
        })
        .collect_view();
    // The page's base makes an address of `#main` that leads away.
    let skip = |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        let main = document()
            .get_element_by_id("main")
            .and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(main) = main {
            // What cannot take the focus is still in sight.
            let _ = main.focus();
        }
    };
    view! {
        <a class="skip" href="#main" on:click=skip>{speech.text("skip")}</a>
        <A href=format!("{base}/") attr:class="brand">{NAME}</A>
        <nav aria-label=speech.text("labs")>
            {labs}
        </nav>
        {stages.show(2, || view! { <Machine /> }.into_any())}
        {stages.show(3, || view! { <Preferences /> }.into_any())}
    }
}

/// What the browser gives: isolation, cores, clock.
#[component]
fn Machine() -> impl IntoView {
    let speech = use_speech();
    let environment: Environment = expect_context();
    let isolation = move || match environment.isolation.get() {
        Isolation::Isolated => (
            "machine__state machine__state--on",
            speech.say("isolated"),
            speech.say("isolated-explained"),
        ),
        Isolation::Reloading => (
            "machine__state",
            speech.say("isolation-reloading"),
            speech.say("isolation-reloading"),
        ),
        Isolation::Missing(reason) => (
            "machine__state machine__state--off",
            speech.say("not-isolated"),
            not_isolated(speech, &reason),
        ),
    };
    let figures = move || {
        let locale = speech.locale();
        let cores = speech.say_with(
            "cores",
            &[("count", crate::texts::Arg::Count(environment.cores.into()))],
        );
        let clock = environment.clock_step_us.get().map(|step| {
            // Two readings of the clock differ by whole steps but for the rounding of their sum.
            let digits = u32::from((step - step.round()).abs() > 0.05);
            let step = figures::number(locale, step, digits);
            speech.say_with("clock-step", &[("step", step.into())])
        });
        let known: Vec<String> = [Some(String::new()), Some(cores), clock]
            .into_iter()
            .flatten()
            .collect();
        known.join(" · ")
    };
    view! {
        <details class="machine" data-testid="machine">
            <summary>
                <span class=move || isolation().0>{move || isolation().1}</span>
                <span class="number">{figures}</span>
            </summary>
            <div class="machine__more">
                <p>{move || isolation().2}</p>
                <p>{speech.text("clock-explained")}</p>
            </div>
        </details>
    }
}

fn not_isolated(speech: Speech, reason: &str) -> String {
    let why = match reason {
        "no-service-worker" => speech.say("isolation-no-service-worker"),
        "insecure-context" => speech.say("isolation-insecure"),
        "reload-did-not-help" => speech.say("isolation-reload-failed"),
        "reload-needed" => speech.say("isolation-reload-needed"),
        _ => speech.say("isolation-starting"),
    };
    format!("{why} {}", speech.say("not-isolated-explained"))
}

/// Language, theme, and the mode for a projector.
#[component]
fn Preferences() -> impl IntoView {
    let speech = use_speech();
    let presenting = RwSignal::new(false);
    Effect::new(move || {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-present", &presenting.get().to_string());
        }
        announce_theme();
    });
    let on_key = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" && presenting.get_untracked() {
            // A run that the same key stops goes before, and marks the event as its own.
            let leave = move || {
                if !event.default_prevented() {
                    presenting.set(false);
                }
            };
            set_timeout(leave, std::time::Duration::ZERO);
        }
    });
    on_cleanup(move || on_key.remove());
    let theme = RwSignal::new(current_theme());
    let toggle_theme = move |_| {
        let next = if current_theme() == "dark" {
            "light"
        } else {
            "dark"
        };
        if let Some(storage) = storage() {
            let _ = storage.set_item(THEME_KEY, next);
        }
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-theme", next);
        }
        theme.set(next.to_owned());
        announce_theme();
    };
    let choose_locale =
        move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlSelectElement>| {
            if let Some(locale) = Locale::from_tag(&event.target().value()) {
                speech.set_locale(locale);
            }
        };
    view! {
        <div class="preferences">
            <label>
                <span class="visually-hidden">{speech.text("language")}</span>
                <select id="language" on:change:target=choose_locale prop:value=move || speech.locale().tag()>
                    {Locale::ALL
                        .map(|locale| {
                            view! {
                                <option
                                    value=locale.tag()
                                    lang=locale.tag()
                                    selected=move || speech.locale() == locale
                                >
                                    {locale.name()}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </label>
            <button type="button" class="quiet" id="theme" on:click=toggle_theme>
                {move || {
                    speech.say(if theme.get() == "dark" { "theme-light" } else { "theme-dark" })
                }}
            </button>
            <button
                type="button"
                class="quiet"
                id="present"
                aria-pressed=move || presenting.get().to_string()
                on:click=move |_| presenting.update(|on| *on = !*on)
            >
                {speech.text("present")}
            </button>
        </div>
    }
}

fn current_theme() -> String {
    document()
        .document_element()
        .and_then(|root| root.get_attribute("data-theme"))
        .unwrap_or_else(|| "light".to_owned())
}

/// Pictures on canvas must be drawn anew in the other colours.
fn announce_theme() {
    if let Ok(event) = web_sys::Event::new("pp-theme-change") {
        let _ = window().dispatch_event(&event);
    }
}

#[component]
fn Footer(build_id: String, base: String) -> impl IntoView {
    let speech = use_speech();
    let environment: Environment = expect_context();
    view! {
        <footer class="shell__foot">
            <p>{speech.text("privacy")}</p>
            <p
                data-testid="storage-refused"
                role="status"
                hidden=move || !environment.storage_refused.get()
            >
                {speech.text("storage-refused")}
            </p>
            <p>
                <OfflineState />
                " · "
                {move || speech.say_with("build", &[("id", build_id.clone().into())])}
                " · "
                <A href=format!("{base}/{}/", glossary::ROUTE)>{speech.text("glossary")}</A>
            </p>
            <Keys />
        </footer>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    let speech = use_speech();
    view! { <p class="empty">{speech.text("not-found")}</p> }
}

#[component]
fn Fault(errors: ArcRwSignal<Errors>) -> impl IntoView {
    let speech = use_speech();
    let list = move || {
        errors
            .get()
            .into_iter()
            .map(|(_, error)| view! { <li>{error.to_string()}</li> })
            .collect_view()
    };
    view! {
        <section class="empty" role="alert">
            <p>{speech.text("fault")}</p>
            <ul>{list}</ul>
        </section>
    }
}
