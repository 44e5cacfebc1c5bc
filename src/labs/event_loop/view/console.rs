//! What the program has printed so far, each piece with the callback that printed it.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use event_loop::trace::Stream;
use leptos::prelude::*;

use super::lab::Lab;
use super::words;
use crate::labs::event_loop::model::console::{Print, until};
use crate::ui::figures;
use crate::ui::say::use_speech;

/// The most pieces that are shown; the latest of them.
const SHOWN_MAX: usize = 200;

/// The console.
#[component]
pub(super) fn Console(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let film = lab.film();
    let count = Memo::new(move |_| {
        let at = film.at();
        lab.run
            .with(|run| run.as_ref().map_or(0, |run| until(&run.prints, at).len()))
    });
    let pieces = move || {
        let count = count.get();
        let from = count.saturating_sub(SHOWN_MAX);
        lab.run.with(|run| {
            let Some(run) = run else { return Vec::new() };
            let pieces = run.prints.iter().enumerate();
            pieces
                .skip(from)
                .take(count - from)
                .map(|(index, print)| (index, print.clone()))
                .collect::<Vec<_>>()
        })
    };
    let hidden = move || {
        let hidden = count.get().saturating_sub(SHOWN_MAX);
        (hidden > 0).then(|| {
            let count = figures::count(speech.locale(), hidden as u64);
            speech.say_with("loop-console-hidden", &[("count", count.into())])
        })
    };
    let ending = move || {
        let at = film.at();
        lab.run.with(|run| {
            let run = run.as_ref().filter(|run| at >= run.len())?;
            Some(words::ending(speech, &run.program.source, &run.ending))
        })
    };
    // Pieces of different runs are different pieces, even at the same place.
    let run_number = Memo::new(move |last: Option<&u32>| {
        lab.run.track();
        last.map_or(0, |last| last + 1)
    });
    view! {
        <section class="loop__console" data-testid="console">
            <h3>{speech.text("loop-console")}</h3>
            <p class="note">{hidden}</p>
            <ol>
                <For
                    each=pieces
                    key=move |(index, _)| (run_number.get(), *index)
                    let((_, print))
                >
                    <li>{piece(lab, &print)}</li>
                </For>
            </ol>
            <p class="note" data-testid="ending">{ending}</p>
        </section>
    }
    .into_any()
}

/// A piece of output, which leads to the step that printed it.
fn piece(lab: Lab, print: &Print) -> AnyView {
    let speech = use_speech();
    let (at, line) = (print.at, print.line);
    let text = print.shown().to_owned();
    let is_error = print.stream == Stream::Error;
    let is_long = text.contains('\n');
    let print = print.clone();
    let by = move || {
        let by = words::by(speech, &print);
        match line {
            None => by,
            Some(line) => format!("{by} · {}", words::line(speech, line)),
        }
    };
    let code = view! { <code>{text}</code> };
    let button = move |code: Option<AnyView>| {
        view! {
            <button
                type="button"
                class="loop__print"
                class:loop__print--error=is_error
                on:pointerenter=move |_| lab.asked.set(line)
                on:pointerleave=move |_| lab.asked.set(None)
                on:focus=move |_| lab.asked.set(line)
                on:blur=move |_| lab.asked.set(None)
                on:click=move |_| lab.film().go_to(at)
            >
                {code}
                <span class="note">{by}</span>
            </button>
        }
    };
    if is_long {
        // Lines belong together, such as those of a table, and no button scrolls in every browser.
        return view! {
            <pre class="loop__lines" class:loop__print--error=is_error tabindex="0">
                {code}
            </pre>
            {button(None)}
        }
        .into_any();
    }
    button(Some(code.into_any())).into_any()
}
