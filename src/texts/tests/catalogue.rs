//! What a catalogue holds: the names of its texts, each with its variables.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement,
};

use super::super::Catalogue;

/// Names of texts, each with its variables, those of texts that it refers to among them.
pub(super) type Texts = BTreeMap<String, BTreeSet<String>>;

/// What is read of one catalogue.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) texts: Texts,
    /// Texts that other texts contain, which need no use in the code.
    pub(super) referred: BTreeSet<String>,
    pub(super) faults: Vec<String>,
}

/// What one text or term needs.
#[derive(Debug, Default)]
struct Needs {
    variables: BTreeSet<String>,
    /// Names of messages, and of terms with a `-` in front.
    references: BTreeSet<String>,
    functions: BTreeSet<String>,
}

/// Reads a catalogue; what is wrong in it stands among the faults.
pub(super) fn read(catalogue: Catalogue) -> Content {
    let mut content = Content::default();
    let place = format!("{}/{}.ftl", catalogue.locale.tag(), catalogue.part);
    let mut fault = |what: String| content.faults.push(format!("{place}: {what}"));
    let resource = match fluent_syntax::parser::parse(catalogue.source) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            for error in errors {
                fault(format!("{error}"));
            }
            resource
        }
    };
    let mut all: BTreeMap<String, Needs> = BTreeMap::new();
    for entry in resource.body {
        let (name, value, attributes) = match entry {
            Entry::Message(message) => (
                message.id.name.to_owned(),
                message.value,
                message.attributes,
            ),
            Entry::Term(term) => (
                format!("-{}", term.id.name),
                Some(term.value),
                term.attributes,
            ),
            Entry::Comment(_)
            | Entry::GroupComment(_)
            | Entry::ResourceComment(_)
            | Entry::Junk { .. } => continue,
        };
        let mut needs = Needs::default();
        match &value {
            Some(value) => needs.pattern(value),
            None => fault(format!("{name} has no value")),
        }
        for attribute in &attributes {
            needs.pattern(&attribute.value);
            fault(format!(
                "nothing reads the attribute {name}.{}",
                attribute.id.name
            ));
        }
        for function in &needs.functions {
            fault(format!(
                "{name} calls {function}, which the app does not have"
            ));
        }
        if all.insert(name.clone(), needs).is_some() {
            fault(format!("{name} stands twice"));
        }
    }
    for (name, needs) in &all {
        for reference in &needs.references {
            if !all.contains_key(reference) {
                fault(format!("{name} refers to {reference}, which is not there"));
            }
            content.referred.insert(reference.clone());
        }
    }
    let names = all.keys().filter(|name| !name.starts_with('-'));
    content.texts = names
        .map(|name| {
            let mut variables = BTreeSet::new();
            collect(&all, name, &mut BTreeSet::new(), &mut variables);
            (name.clone(), variables)
        })
        .collect();
    content
}

/// The variables that have to be given for a text. A term sees only what its call gives it.
fn collect<'a>(
    all: &'a BTreeMap<String, Needs>,
    name: &'a str,
    seen: &mut BTreeSet<&'a str>,
    variables: &mut BTreeSet<String>,
) {
    let Some(needs) = all.get(name).filter(|_| seen.insert(name)) else {
        return;
    };
    variables.extend(needs.variables.iter().cloned());
    for reference in needs
        .references
        .iter()
        .filter(|name| !name.starts_with('-'))
    {
        collect(all, reference, seen, variables);
    }
}

impl Needs {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, .. } => {
                self.references.insert(id.name.to_owned());
            }
            InlineExpression::TermReference { id, arguments, .. } => {
                self.references.insert(format!("-{}", id.name));
                if let Some(arguments) = arguments {
                    self.arguments(arguments);
                }
            }
            InlineExpression::FunctionReference { id, arguments } => {
                self.functions.insert(id.name.to_owned());
                self.arguments(arguments);
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
        }
    }

    fn arguments(&mut self, arguments: &CallArguments<&str>) {
        arguments
            .positional
            .iter()
            .for_each(|given| self.inline(given));
        arguments
            .named
            .iter()
            .for_each(|given| self.inline(&given.value));
    }
}
