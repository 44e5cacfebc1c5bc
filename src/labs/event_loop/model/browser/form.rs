//! The panel's form: a program and its parameters.

use super::program::{PROGRAMS, Parameter, ProgramId, Values, program};
use crate::labs::form::{self, FieldName, Fields, Problem, Problems, TextForm};

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Program,
    Of(Parameter),
}

impl FieldName for Field {
    const ALL: &'static [Self] = &[
        Self::Program,
        Self::Of(Parameter::Work),
        Self::Of(Parameter::Busy),
        Self::Of(Parameter::Timers),
        Self::Of(Parameter::Microtasks),
        Self::Of(Parameter::Frames),
        Self::Of(Parameter::Total),
        Self::Of(Parameter::Slice),
        Self::Of(Parameter::Tasks),
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Program => "loop-browser-program",
            Self::Of(Parameter::Work) => "loop-browser-work",
            Self::Of(Parameter::Busy) => "loop-browser-busy",
            Self::Of(Parameter::Timers) => "loop-browser-timers",
            Self::Of(Parameter::Microtasks) => "loop-browser-microtasks",
            Self::Of(Parameter::Frames) => "loop-browser-frames",
            Self::Of(Parameter::Total) => "loop-browser-total",
            Self::Of(Parameter::Slice) => "loop-browser-slice",
            Self::Of(Parameter::Tasks) => "loop-browser-tasks",
        }
    }
}

/// What is to be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub program: ProgramId,
    pub values: Values,
}

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form(Fields<Field>);

impl Default for Form {
    fn default() -> Self {
        Self(Fields::new(|field| match field {
            Field::Program => PROGRAMS[0].id.id().to_owned(),
            Field::Of(parameter) => parameter.usual().to_string(),
        }))
    }
}

impl Form {
    /// The program that is chosen.
    pub(crate) fn program(&self) -> Option<ProgramId> {
        let ids = PROGRAMS.iter().map(|program| program.id);
        form::named(self.get(Field::Program), ids, ProgramId::id).ok()
    }
}

impl TextForm for Form {
    type Field = Field;
    type Order = Order;

    fn from_query(get: impl Fn(&str) -> Option<String>) -> Self {
        let mut form = Self::default();
        for field in Field::ALL {
            if let Some(text) = get(field.id()) {
                form.set(*field, &text);
            }
        }
        form
    }

    fn get(&self, field: Field) -> &str {
        self.0.get(field)
    }

    fn set(&mut self, field: Field, text: &str) {
        self.0.set(field, text);
    }

    /// Only the parameters of the program that is chosen are read.
    fn order(&self) -> Result<Order, Vec<Problem<Field>>> {
        let mut problems = Problems::default();
        let ids = PROGRAMS.iter().map(|program| program.id);
        let named = form::named(self.get(Field::Program), ids, ProgramId::id);
        let Some(id) = problems.keep(Field::Program, named) else {
            return problems.or_else(None);
        };
        let mut values = Values::default();
        for parameter in program(id).parameters {
            let field = Field::Of(*parameter);
            let (least, most) = parameter.range();
            let read = form::whole(self.get(field), &(least..=most));
            let value = problems.keep(field, read);
            if let Some(value) = value.and_then(|value| u32::try_from(value).ok()) {
                values.set(*parameter, value);
            }
        }
        problems.or_else(Some(Order {
            program: id,
            values,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_program_can_be_ordered_as_it_is_usual() {
        let mut form = Form::default();
        for program in &PROGRAMS {
            form.set(Field::Program, program.id.id());
            let order = form.order().expect("right");
            assert_eq!(
                (order.program, order.values),
                (program.id, Values::default())
            );
            assert_eq!(form.program(), Some(program.id));
        }
    }

    #[test]
    fn only_what_the_program_has_can_be_wrong() {
        let mut form = Form::default();
        for field in Field::ALL.iter().skip(1) {
            form.set(*field, "1000000");
        }
        for program in &PROGRAMS {
            form.set(Field::Program, program.id.id());
            let problems = form.order().expect_err("too large");
            let wrong: Vec<Field> = problems.iter().map(|problem| problem.at).collect();
            let all: Vec<Field> = program.parameters.iter().map(|of| Field::Of(*of)).collect();
            assert_eq!(wrong, all);
        }
        form.set(Field::Program, "rm -rf");
        assert_eq!(form.order().expect_err("unknown").len(), 1);
        assert_eq!(form.program(), None);
    }

    #[test]
    fn a_link_sets_what_it_names() {
        let form =
            Form::from_query(|name| (name == "loop-browser-program").then(|| "flood".to_owned()));
        assert_eq!(form.program(), Some(ProgramId::Flood));
    }
}
