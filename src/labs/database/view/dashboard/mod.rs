//! What was executed, in figures: statistics by shape, slow statements, and what a result cache saves.

mod cache;
mod slow;
mod statistics;

use leptos::prelude::*;

use super::lab::{Executed, Lab, Statements};
use crate::labs::database::model::dashboard::form::{Field, Form};
use crate::labs::database::model::dashboard::{Batch, Dashboard, Thresholds};
use crate::labs::form::{FieldName, Problem, error_at};
use crate::ui::field::NumberField;
use crate::ui::say::{Speech, use_speech};

/// The panel's state. Copies are handles on the same one.
#[derive(Clone, Copy)]
struct Panel {
    speech: Speech,
    form: RwSignal<Form>,
    dashboard: RwSignal<Dashboard>,
    /// The last that could be read.
    thresholds: Memo<Thresholds>,
}

/// The panel, below its title.
pub(in crate::labs::database) fn view(lab: Lab) -> AnyView {
    let form = RwSignal::new(Form::default());
    let thresholds = Memo::new(move |last: Option<&Thresholds>| {
        let found = form.with(Form::thresholds).ok();
        found.or(last.copied()).unwrap_or(Thresholds {
            all_ms: 0.0,
            own_ms: None,
        })
    });
    let panel = Panel {
        speech: use_speech(),
        form,
        dashboard: RwSignal::new(Dashboard::default()),
        thresholds,
    };
    panel.follow(lab);
    view! {
        {statistics::view(panel)}
        {slow::view(panel)}
        {cache::view(panel, lab)}
    }
    .into_any()
}

impl Panel {
    /// Counts what was executed, and what will be.
    fn follow(self, lab: Lab) {
        let dashboard = self.dashboard;
        Effect::new(move || {
            let fresh: Vec<Batch> = lab.log.with(|log| {
                let wants = |one: &Executed| dashboard.with_untracked(|it| it.wants(one.number));
                let fresh = log.entries.iter().filter(|one| wants(one));
                fresh.map(|one| batch(one)).collect()
            });
            if fresh.is_empty() {
                return;
            }
            dashboard.update(|dashboard| {
                for batch in fresh {
                    dashboard.take(batch);
                }
            });
        });
    }

    /// A field of the form.
    fn field(
        self,
        field: Field,
        label: &'static str,
        hint: Signal<String>,
        problems: Signal<Vec<Problem<Field>>>,
    ) -> AnyView {
        let Self { speech, form, .. } = self;
        let error = move || {
            let error = problems.with(|problems| error_at(problems, &field))?;
            Some(speech.field_error(&error))
        };
        view! {
            <NumberField
                id=field.id()
                label=speech.text(label)
                hint
                value=Signal::derive(move || form.with(|form| form.get(field).to_owned()))
                on_input=Callback::new(move |text: String| form.update(|form| form.set(field, &text)))
                error=Signal::derive(error)
            />
        }
        .into_any()
    }
}

fn batch(executed: &Executed) -> Batch {
    let (number, at_ms) = (executed.number, executed.at_ms);
    match &executed.what {
        Statements::Run { trace, .. } => Batch::of_trace(number, at_ms, trace),
        Statements::Own {
            sql,
            ended,
            elapsed_ms,
        } => match ended {
            Ok(execution) => Batch::of_own(number, at_ms, sql, execution),
            Err(_) => Batch::of_failed(number, at_ms, sql, *elapsed_ms),
        },
    }
}
