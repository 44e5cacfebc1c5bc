//! What the lab is asked: which program, on which Node, and what its work costs.

use std::ops::RangeInclusive;

use event_loop::presets::{PRESETS, Preset, disk};
use event_loop::{ModuleKind, NodeVersion, Program, SOURCE_BYTES_MAX, Settings};
use serde::{Deserialize, Serialize};

use crate::labs::form::{self, FieldError, FieldName, Fields, Problem, Problems, TextForm};

/// A field of the form that stands in a link's query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// Which program: a preset, or one's own.
    Program,
    /// How Node loads it.
    Kind,
    /// Whose loop it is.
    Node,
    /// What a statement costs, in virtual nanoseconds.
    Statement,
    /// How long the disk takes, in virtual microseconds.
    Disk,
    /// How long the network takes, in virtual microseconds.
    Network,
    /// Threads of the pool.
    Pool,
}

impl FieldName for Field {
    const ALL: &'static [Self] = &[
        Self::Program,
        Self::Kind,
        Self::Node,
        Self::Statement,
        Self::Disk,
        Self::Network,
        Self::Pool,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Kind => "module",
            Self::Node => "node",
            Self::Statement => "statement",
            Self::Disk => "disk",
            Self::Network => "network",
            Self::Pool => "pool",
        }
    }
}

/// The program is no preset.
pub(crate) const OWN_PROGRAM: &str = "own";

/// Names the field for the program's text in the page.
pub(crate) const SOURCE: &str = "source";

/// Name an own program that is not shown, and its settings, in records.
const OWN: [&str; 3] = ["own-source", "own-module", "own-disk"];

/// Virtual nanoseconds of a statement.
pub(crate) const STATEMENT_NS: RangeInclusive<u64> = 0..=Settings::STATEMENT_NS_MAX as u64;
/// Virtual microseconds of an answer.
pub(crate) const LATENCY_US: RangeInclusive<u64> = 0..=Settings::LATENCY_US_MAX as u64;
/// Threads of the pool.
pub(crate) const POOL_THREADS: RangeInclusive<u64> = 1..=Settings::POOL_THREADS_MAX as u64;

/// A way to load a program, by its name in links.
pub(crate) const fn kind_id(kind: ModuleKind) -> &'static str {
    match kind {
        ModuleKind::CommonJs => "commonjs",
        ModuleKind::Module => "esm",
    }
}

/// The ways to load a program.
pub(crate) const KINDS: [ModuleKind; 2] = [ModuleKind::CommonJs, ModuleKind::Module];

/// A version of Node, by its name in links.
pub(crate) const fn node_id(node: NodeVersion) -> &'static str {
    match node {
        NodeVersion::V10 => "10",
        NodeVersion::V18 => "18",
        NodeVersion::V20 => "20",
    }
}

/// What a run needs to know.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Order {
    pub program: Program,
    pub settings: Settings,
}

/// The form. Every program is text, that of a preset, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    fields: Fields<Field>,
    source: String,
    /// One's own program while a preset is looked at.
    own: Option<Own>,
}

/// A program of one's own, with those settings that a preset brings along.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Own {
    source: String,
    kind: String,
    disk: String,
}

/// What stands behind the `#` of a link: the program's text, which no server sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BehindHash {
    /// The program's text.
    pub source: String,
}

impl Default for Form {
    fn default() -> Self {
        let usual = Settings::default();
        let mut form = Self {
            fields: Fields::new(|field| match field {
                Field::Program => OWN_PROGRAM.to_owned(),
                Field::Kind => kind_id(ModuleKind::CommonJs).to_owned(),
                Field::Node => node_id(usual.node).to_owned(),
                Field::Statement => usual.statement_ns.to_string(),
                Field::Disk => usual.disk_us.to_string(),
                Field::Network => usual.network_us.to_string(),
                Field::Pool => usual.pool_threads.to_string(),
            }),
            source: String::new(),
            own: None,
        };
        if let Some(first) = PRESETS.first() {
            form.set(Field::Program, first.id);
        }
        form
    }
}

impl TextForm for Form {
    type Field = Field;
    type Order = Order;

    fn from_query(get: impl Fn(&str) -> Option<String>) -> Self {
        let mut form = Self::default();
        // The program first: it brings its settings along, and the link has the last word.
        if let Some(program) = get(Field::Program.id()) {
            form.set(Field::Program, &program);
        }
        form.fields.read_link(get);
        form.name_by_source();
        form
    }

    fn get(&self, field: Field) -> &str {
        self.fields.get(field)
    }

    /// Changes a field's text. A preset brings its program and what differs along; one's own program comes back as it
    /// was left.
    fn set(&mut self, field: Field, text: &str) {
        if field == Field::Program {
            self.choose(text);
        } else {
            self.fields.set(field, text);
        }
    }

    fn order(&self) -> Result<Order, Vec<Problem<Field>>> {
        let mut problems = Problems::default();
        let source = problems.keep(Field::Program, self.checked_source());
        let kind = form::named(self.get(Field::Kind), KINDS, kind_id);
        let kind = problems.keep(Field::Kind, kind);
        let node = form::named(self.get(Field::Node), NodeVersion::ALL, node_id);
        let node = problems.keep(Field::Node, node);
        let statement_ns = problems.keep(
            Field::Statement,
            self.whole(Field::Statement, &STATEMENT_NS),
        );
        let disk_us = problems.keep(Field::Disk, self.whole(Field::Disk, &LATENCY_US));
        let network_us = problems.keep(Field::Network, self.whole(Field::Network, &LATENCY_US));
        let pool = problems.keep(Field::Pool, self.whole(Field::Pool, &POOL_THREADS));
        let program = source.zip(kind);
        let costs = statement_ns.zip(disk_us.zip(network_us));
        let order = program.zip(node).zip(costs.zip(pool));
        let order = order.map(
            |(((source, kind), node), ((statement_ns, (disk_us, network_us)), pool))| Order {
                program: Program { source, kind },
                settings: Settings {
                    node,
                    statement_ns,
                    // Within its range it is one of such numbers.
                    pool_threads: u8::try_from(pool).unwrap_or(u8::MAX),
                    disk_us,
                    network_us,
                    files: disk(),
                    ..Settings::default()
                },
            },
        );
        problems.or_else(order)
    }
}

impl Form {
    /// The fields by their names in a link.
    pub(crate) fn to_query(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.fields.to_link()
    }

    /// The program's text.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Changes the program's text: what is no preset's any more is one's own, and what is one again is that.
    pub(crate) fn set_source(&mut self, source: &str) {
        source.clone_into(&mut self.source);
        self.fields.set(Field::Program, OWN_PROGRAM);
        self.name_by_source();
    }

    /// What is called one's own and is a preset's has that preset's name.
    fn name_by_source(&mut self) {
        let preset = PRESETS.iter().find(|preset| preset.source == self.source);
        if let Some(preset) = preset
            && self.get(Field::Program) == OWN_PROGRAM
        {
            self.fields.set(Field::Program, preset.id);
        }
    }

    fn choose(&mut self, name: &str) {
        if let Some(preset) = Preset::find(name) {
            self.own = self.own_here().or_else(|| self.own.take());
            preset.source.clone_into(&mut self.source);
            self.fields.set(Field::Kind, kind_id(preset.kind));
            let settings = preset.settings();
            self.fields.set(Field::Disk, settings.disk_us.to_string());
        } else if name == OWN_PROGRAM
            && self.get(Field::Program) != OWN_PROGRAM
            && let Some(own) = self.own.take()
        {
            self.source = own.source;
            self.fields.set(Field::Kind, own.kind);
            self.fields.set(Field::Disk, own.disk);
        }
        self.fields.set(Field::Program, name);
    }

    /// The program in the editor, if it is one's own: none that is only called so, and no empty text.
    fn own_here(&self) -> Option<Own> {
        let is_own = self.get(Field::Program) == OWN_PROGRAM
            && !self.source.trim().is_empty()
            && PRESETS.iter().all(|preset| preset.source != self.source);
        is_own.then(|| Own {
            source: self.source.clone(),
            kind: self.get(Field::Kind).to_owned(),
            disk: self.get(Field::Disk).to_owned(),
        })
    }

    /// Takes over what no link says: the own program of the form in whose place this one comes.
    pub(crate) fn keep_own_of(&mut self, before: &Self) {
        let here = before.own_here().filter(|own| own.source != self.source);
        self.own = here.or_else(|| before.own.clone());
    }

    /// Whether a link to this form and to another say the same.
    pub(crate) fn means(&self, other: &Self) -> bool {
        self.fields == other.fields && self.source == other.source
    }

    /// What of the form stands in no link's query, by the names that records know it by.
    pub(crate) fn beside_query(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let own = self.own.iter().flat_map(|own| {
            let texts = [&own.source, &own.kind, &own.disk].map(String::as_str);
            OWN.into_iter().zip(texts)
        });
        std::iter::once((SOURCE, self.source.as_str())).chain(own)
    }

    /// As a record says: by [`Form::to_query`] and [`Form::beside_query`].
    pub(crate) fn from_record(get: impl Fn(&str) -> Option<String>) -> Self {
        let mut form = Self::from_query(&get);
        if let Some(source) = get(SOURCE) {
            form.set_source(&source);
        }
        if let [Some(source), Some(kind), Some(disk)] = OWN.map(get) {
            form.own = Some(Own { source, kind, disk });
        }
        form
    }

    /// What a link says behind its `#`; nothing for a preset, whose name its query has.
    pub(crate) fn behind_hash(&self) -> Option<BehindHash> {
        (self.get(Field::Program) == OWN_PROGRAM).then(|| BehindHash {
            source: self.source.clone(),
        })
    }

    /// The line in which the program becomes longer than it may be.
    pub(crate) fn too_long_at(&self) -> Option<u32> {
        if self.source.len() <= SOURCE_BYTES_MAX {
            return None;
        }
        let allowed = &self.source.as_bytes()[..SOURCE_BYTES_MAX];
        let lines = allowed.split(|byte| *byte == b'\n').count();
        u32::try_from(lines).ok()
    }

    fn checked_source(&self) -> Result<String, FieldError> {
        let name = self.get(Field::Program);
        let names = PRESETS.iter().map(|preset| preset.id).chain([OWN_PROGRAM]);
        form::named(name, names, |id| id)?;
        if self.too_long_at().is_some() {
            return Err(FieldError::OfLab);
        }
        Ok(self.source.clone())
    }

    fn whole(&self, field: Field, range: &RangeInclusive<u64>) -> Result<u32, FieldError> {
        let number = form::whole(self.get(field), range)?;
        // Every range ends below.
        Ok(u32::try_from(number).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form_of(link: &[(&str, &str)]) -> Form {
        Form::from_query(|name| {
            let found = link.iter().find(|(known, _)| *known == name);
            found.map(|(_, text)| (*text).to_owned())
        })
    }

    #[test]
    fn the_default_is_the_demonstration_on_the_usual_settings() {
        let order = Form::default().order().expect("right");
        assert_eq!(order.program, PRESETS[0].program());
        assert_eq!(order.settings, PRESETS[0].settings());
    }

    #[test]
    fn a_preset_brings_its_settings_along_and_the_link_has_the_last_word() {
        for preset in PRESETS {
            let order = form_of(&[("program", preset.id)]).order().expect(preset.id);
            assert_eq!(order.program, preset.program());
            assert_eq!(order.settings, preset.settings());
        }
        let form = form_of(&[("disk", "7"), ("program", "reading"), ("node", "10")]);
        let order = form.order().expect("right");
        assert_eq!(order.settings.disk_us, 7);
        assert_eq!(order.settings.node, NodeVersion::V10);
    }

    #[test]
    fn a_text_that_changes_is_ones_own_until_it_is_the_presets_again() {
        let mut form = Form::default();
        assert_eq!(form.behind_hash(), None);
        form.set_source("console.log(1);");
        assert_eq!(form.get(Field::Program), OWN_PROGRAM);
        let behind = form.behind_hash().expect("it is nowhere else");
        assert_eq!(behind.source, "console.log(1);");
        assert_eq!(form.order().expect("right").program.source, behind.source);
        form.set_source(PRESETS[1].source);
        assert_eq!(form.get(Field::Program), PRESETS[1].id);
        assert_eq!(form.behind_hash(), None);
    }

    #[test]
    fn ones_own_program_comes_back_as_it_was_left() {
        let mut form = Form::default();
        form.set_source("await 1;");
        form.set(Field::Kind, "esm");
        form.set(Field::Disk, "7");
        let left = form.clone();
        for preset in ["race", "reading"] {
            form.set(Field::Program, preset);
            let shown = form_of(&[("program", preset)]);
            assert!(form.means(&shown), "{preset}");
        }
        form.set(Field::Program, OWN_PROGRAM);
        assert_eq!(form, left);
        // A preset that is changed is one's own, and the last of them is kept.
        form.set(Field::Program, "race");
        form.set_source("race();");
        form.set(Field::Program, "pool");
        form.set(Field::Program, OWN_PROGRAM);
        assert_eq!(form.source(), "race();");
        // Who has none begins with what is there.
        let mut form = Form::default();
        form.set(Field::Program, OWN_PROGRAM);
        assert_eq!(form.source(), PRESETS[0].source);
        form.set(Field::Program, "race");
        form.set(Field::Program, OWN_PROGRAM);
        assert_eq!(form.source(), PRESETS[1].source);
    }

    #[test]
    fn neither_a_link_nor_a_reload_loses_ones_own_program() {
        let mut form = Form::default();
        form.set_source("mine();");
        let mut linked = form.clone();
        linked.keep_own_of(&form);
        assert_eq!(linked, form, "it is the one that is shown");
        let mut linked = form_of(&[("program", "race")]);
        linked.keep_own_of(&form);
        form.set(Field::Program, "race");
        assert_eq!(linked, form);
        let record = form::by_names(form.to_query().chain(form.beside_query()));
        let read = Form::from_record(|name| record.get(name).cloned());
        assert_eq!(read, form);
        assert!(read.means(&form_of(&[("program", "race")])));
    }

    #[test]
    fn a_link_that_lost_its_program_is_named_for_what_it_shows() {
        let form = form_of(&[("program", OWN_PROGRAM)]);
        assert_eq!(form.get(Field::Program), PRESETS[0].id);
        assert_eq!(form.source(), PRESETS[0].source);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let mut form = Form::default();
        form.set_source(&"x".repeat(SOURCE_BYTES_MAX + 1));
        for (field, text) in [
            (Field::Kind, "amd"),
            (Field::Node, "12"),
            (Field::Statement, "-1"),
            (Field::Disk, "10000001"),
            (Field::Network, "soon"),
            (Field::Pool, "0"),
        ] {
            form.set(field, text);
        }
        let problems = form.order().expect_err("all of it is wrong");
        let at: Vec<Field> = problems.iter().map(|problem| problem.at).collect();
        assert_eq!(at, Field::ALL);
        assert_eq!(problems[0].error, FieldError::OfLab, "only the lab knows");
    }

    #[test]
    fn a_program_that_is_too_long_is_so_from_a_line_on() {
        let mut form = Form::default();
        let line = format!("{}\n", "x".repeat(9));
        form.set_source(&line.repeat(SOURCE_BYTES_MAX / 10));
        assert_eq!(form.too_long_at(), None);
        form.set_source(&format!("{line}\n").repeat(SOURCE_BYTES_MAX / 10));
        let lines = 2 * SOURCE_BYTES_MAX / 11;
        assert_eq!(form.too_long_at(), u32::try_from(lines + 1).ok());
    }

    #[test]
    fn an_empty_file_is_a_program() {
        for nothing in ["", " \n"] {
            let mut form = Form::default();
            form.set_source(nothing);
            assert_eq!(form.order().expect("right").program.source, nothing);
            let behind = form.behind_hash().expect("it is nobody's preset");
            assert_eq!(behind.source, nothing);
        }
    }

    /// What makes a field count: with it, a name and what that is.
    const CONTEXT: &[(Field, &str, &str)] = &[];

    #[test]
    fn every_parameter_of_a_link_that_means_nothing_is_named() {
        for field in Field::ALL.iter().copied() {
            for text in ["\u{a7}", "-1", "99999999999999999999", "%25"] {
                let form = Form::from_query(|name| {
                    let context = CONTEXT.iter().find(|(of, _, _)| *of == field);
                    let context = context.filter(|(_, known, _)| *known == name);
                    if name == field.id() {
                        Some(text.to_owned())
                    } else {
                        context.map(|(_, _, value)| (*value).to_owned())
                    }
                });
                let problems = form.order().expect_err(text);
                let at: Vec<Field> = problems.iter().map(|problem| problem.at).collect();
                assert_eq!(at, [field], "{text}");
            }
        }
    }
}
