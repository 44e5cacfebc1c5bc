//! Bars over one scale, for a few figures at a glance.

use leptos::prelude::*;

/// What a bar says besides its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// Nothing.
    Plain,
    /// This is the better one.
    Ahead,
    /// This is the worse one.
    Behind,
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bar {
    /// What it is of.
    pub name: String,
    /// How long it is, from 0 to 1.
    pub share: f64,
    /// Its figure.
    pub figure: String,
    /// What is to be said of it.
    pub remark: String,
    pub tone: Tone,
}

/// The bars, from the top; nothing where there are none.
pub(super) fn view(label: Signal<String>, testid: &'static str, bars: Signal<Vec<Bar>>) -> AnyView {
    let lines = move || {
        let lines = bars.get().into_iter().enumerate();
        lines
            .map(|(index, bar)| line(index + 1, bar))
            .collect::<Vec<AnyView>>()
    };
    let is_empty = move || bars.with(Vec::is_empty);
    view! {
        <ol class="scoreboard database-bars" data-testid=testid aria-label=label hidden=is_empty>
            {lines}
        </ol>
    }
    .into_any()
}

fn line(number: usize, bar: Bar) -> AnyView {
    let class = match bar.tone {
        Tone::Plain => "bars__line",
        Tone::Ahead => "bars__line bars__line--ahead",
        Tone::Behind => "bars__line bars__line--behind",
    };
    let width = format!("{:.2}%", bar.share.clamp(0.0, 1.0) * 100.0);
    view! {
        <li class=class>
            <span class="bars__name">
                <span class="bars__number number">{number}</span>
                <span class="database-bars__name">{bar.name}</span>
            </span>
            <span class="bars__track" aria-hidden="true">
                <span class="bars__bar" style:width=width></span>
            </span>
            <span class="bars__time number">{bar.figure}</span>
            <span class="bars__standing number">{bar.remark}</span>
        </li>
    }
    .into_any()
}
