//! What the lab is asked: which trace, how large a cache, under which policies.

use cache_sim::recipe::{PRESETS, Preset, RecipeError};
use cache_sim::session::{Description, Sampling, Terms};
use cache_sim::{Capacity, CapacityError, Format, POLICIES, PolicyId, Recipe, SimulateError};

use crate::labs::form::{self, FieldError, FieldName, Fields, Problem, Problems, TextForm, listed};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// Which trace: a preset, one's own recipe, or a file.
    Trace,
    /// One's own recipe.
    Recipe,
    /// What is in one's own file.
    Format,
    /// How much the cache holds, in objects or bytes.
    Size,
    /// How many entries the queues hold that are stepped through.
    Queue,
    /// The first of the two policies that are stepped through.
    First,
    /// The second.
    Second,
    /// The policies that have curves.
    Policies,
    /// Seconds after which an object expires; empty for never.
    Ttl,
    /// Where policies that draw lots begin.
    Seed,
    /// Whether curves are exact or sampled.
    Method,
}

impl FieldName for Field {
    const ALL: &'static [Self] = &[
        Self::Trace,
        Self::Recipe,
        Self::Format,
        Self::Size,
        Self::Queue,
        Self::First,
        Self::Second,
        Self::Policies,
        Self::Ttl,
        Self::Seed,
        Self::Method,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Recipe => "recipe",
            Self::Format => "format",
            Self::Size => "size",
            Self::Queue => "queue",
            Self::First => "first",
            Self::Second => "second",
            Self::Policies => "policies",
            Self::Ttl => "ttl",
            Self::Seed => "seed",
            Self::Method => "method",
        }
    }
}

/// Where a trace comes from that is no preset.
pub(crate) const OWN_RECIPE: &str = "recipe";
/// A file that a person chose or dropped.
pub(crate) const OWN_FILE: &str = "file";

/// The file's name says what is in it.
pub(crate) const FORMAT_OF_NAME: &str = "name";

/// How curves are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// Over the whole trace.
    Exact,
    /// Over samples of it.
    Sampled,
}

impl Method {
    pub(crate) const ALL: [Self; 2] = [Self::Exact, Self::Sampled];

    /// Its name in links.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Sampled => "sampled",
        }
    }

    /// What a session is told.
    pub(crate) fn sampling(self) -> Option<Sampling> {
        (self == Self::Sampled).then_some(SAMPLING)
    }
}

/// A fiftieth of the objects, four times over.
const SAMPLING: Sampling = Sampling {
    rate: 0.02,
    samples: 4,
};

/// Objects of a cache.
pub(crate) const SIZE: std::ops::RangeInclusive<u64> = 1..=10_000_000;
/// Entries of a queue that is stepped through.
pub(crate) const QUEUE: std::ops::RangeInclusive<u64> = 2..=64;
/// Seconds until something expires.
pub(crate) const TTL_S: std::ops::RangeInclusive<u64> = 1..=31_536_000;

/// The trace that the lab begins with.
const DEFAULT_TRACE: &str = "zipf-and-scan";
const DEFAULT_SIZE: &str = "500";
const DEFAULT_QUEUE: &str = "8";

/// Where the trace comes from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Source {
    /// It is generated.
    Recipe(Recipe),
    /// A file is read, which the page holds; its name says what is in it if nothing else does.
    File(Option<Format>),
}

/// What a run needs to know.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Order {
    pub source: Source,
    /// How much the cache holds whose figures are told first.
    pub size: Capacity,
    /// How many entries the queues hold that are stepped through.
    pub queue: u64,
    /// The two policies that are stepped through.
    pub pair: [PolicyId; 2],
    /// The policies that have curves.
    pub policies: Vec<PolicyId>,
    pub terms: Terms,
    pub method: Method,
}

impl Order {
    /// Whether a trace tells what it takes to run this.
    pub(crate) fn fits(&self, trace: &Description) -> Result<(), SimulateError> {
        if self.size.is_in_bytes() && trace.bytes.is_none() {
            return Err(SimulateError::NoSizes);
        }
        if self.terms.ttl_s.is_some() && trace.seconds.is_none() && trace.accesses > 0 {
            return Err(SimulateError::NoTimes);
        }
        Ok(())
    }

    /// The policies that have curves and count in the unit of the size: some hold objects only, whatever their bytes.
    pub(crate) fn runs(&self) -> impl Iterator<Item = PolicyId> {
        let all = self.policies.iter().copied();
        all.filter(|policy| !self.size.is_in_bytes() || policy.entry().in_bytes)
    }

    /// The capacity of the queues that are stepped through.
    pub(crate) const fn queue_capacity(&self) -> Capacity {
        Capacity::Objects(self.queue)
    }
}

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form(Fields<Field>);

impl Default for Form {
    fn default() -> Self {
        Self(Fields::new(|field| match field {
            Field::Trace => DEFAULT_TRACE.to_owned(),
            Field::Recipe => Preset::find(DEFAULT_TRACE)
                .map(|preset| preset.recipe().to_string())
                .unwrap_or_default(),
            Field::Format => FORMAT_OF_NAME.to_owned(),
            Field::Size => DEFAULT_SIZE.to_owned(),
            Field::Queue => DEFAULT_QUEUE.to_owned(),
            Field::First => PolicyId::Articles.name().to_owned(),
            Field::Second => PolicyId::Lru.name().to_owned(),
            Field::Policies => all_policies(),
            Field::Ttl => String::new(),
            Field::Seed => "1".to_owned(),
            Field::Method => Method::Exact.id().to_owned(),
        }))
    }
}

fn all_policies() -> String {
    form::list(POLICIES.iter().map(|policy| policy.id.name()))
}

impl TextForm for Form {
    type Field = Field;
    type Order = Order;

    fn from_query(get: impl Fn(&str) -> Option<String>) -> Self {
        let mut form = Self::default();
        form.0.read_link(get);
        form
    }

    fn get(&self, field: Field) -> &str {
        self.0.get(field)
    }

    /// Changes a field's text. A preset brings its recipe along, to be changed from there.
    fn set(&mut self, field: Field, text: &str) {
        self.0.set(field, text);
        match field {
            Field::Trace => {
                if let Some(preset) = Preset::find(text) {
                    self.0.set(Field::Recipe, preset.recipe().to_string());
                }
            }
            Field::Recipe => self.0.set(Field::Trace, OWN_RECIPE),
            _ => {}
        }
    }

    fn order(&self) -> Result<Order, Vec<Problem<Field>>> {
        let mut problems = Problems::default();
        let source = problems.keep(self.source_field(), self.source());
        let size = problems.keep(Field::Size, self.size());
        let queue = problems.keep(Field::Queue, form::whole(self.get(Field::Queue), &QUEUE));
        let first = problems.keep(Field::First, policy(self.get(Field::First)));
        let second = problems.keep(Field::Second, policy(self.get(Field::Second)));
        let policies = problems.keep(Field::Policies, self.policies());
        let ttl_s = problems.keep(Field::Ttl, self.ttl_s());
        let seed = problems.keep(Field::Seed, self.seed());
        let method = problems.keep(
            Field::Method,
            form::named(self.get(Field::Method), Method::ALL, Method::id),
        );
        let sizes = size.zip(queue);
        let pair = first.zip(second);
        let terms = ttl_s.zip(seed);
        let order = source
            .zip(sizes)
            .zip(pair.zip(policies))
            .zip(terms.zip(method));
        let order = order.map(
            |(((source, (size, queue)), ((first, second), policies)), ((ttl_s, seed), method))| {
                Order {
                    source,
                    size,
                    queue,
                    pair: [first, second],
                    policies,
                    terms: Terms { ttl_s, seed },
                    method,
                }
            },
        );
        problems.or_else(order)
    }
}

impl Form {
    /// The fields by their names in a link.
    pub(crate) fn to_query(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.to_link()
    }

    /// Whether a policy has a curve.
    pub(crate) fn has_policy(&self, name: &str) -> bool {
        listed(self.get(Field::Policies)).any(|listed| listed == name)
    }

    /// How many policies have curves.
    pub(crate) fn policies_chosen(&self) -> usize {
        let names = POLICIES.iter().map(|policy| policy.id.name());
        names.filter(|name| self.has_policy(name)).count()
    }

    /// What is wrong with the size, where it is to be one of bytes.
    pub(crate) fn size_error(&self) -> Option<CapacityError> {
        self.get(Field::Size).parse::<Capacity>().err()
    }

    /// Gives a policy a curve or takes it away; the order is the registry's.
    pub(crate) fn set_policy(&mut self, name: &str, chosen: bool) {
        let kept = POLICIES.iter().map(|policy| policy.id.name());
        let kept: Vec<&str> = kept
            .filter(|known| {
                if *known == name {
                    chosen
                } else {
                    self.has_policy(known)
                }
            })
            .collect();
        self.0.set(Field::Policies, form::list(kept));
    }

    /// Where what is wrong with the trace is said.
    fn source_field(&self) -> Field {
        match self.get(Field::Trace) {
            OWN_RECIPE => Field::Recipe,
            OWN_FILE => Field::Format,
            _ => Field::Trace,
        }
    }

    fn source(&self) -> Result<Source, FieldError> {
        match self.get(Field::Trace) {
            OWN_FILE => self.format().map(Source::File),
            OWN_RECIPE => {
                let recipe = self.recipe();
                recipe.map(Source::Recipe).map_err(|_| FieldError::OfLab)
            }
            name => {
                let preset = form::named(name, PRESETS, |preset| preset.id)?;
                Ok(Source::Recipe(preset.recipe()))
            }
        }
    }

    /// The recipe that is written there.
    pub(crate) fn recipe(&self) -> Result<Recipe, RecipeError> {
        self.get(Field::Recipe).trim().parse()
    }

    /// What is in the file, if its name is not to say it.
    fn format(&self) -> Result<Option<Format>, FieldError> {
        let known = [FORMAT_OF_NAME]
            .into_iter()
            .chain(Format::ALL.map(Format::name));
        let name = form::named(self.get(Field::Format), known, |name| name)?;
        Ok(name.parse().ok())
    }

    /// A bare number is one of objects; one with a unit, of bytes.
    fn size(&self) -> Result<Capacity, FieldError> {
        let text = self.get(Field::Size);
        let has_unit = text.trim().ends_with(|letter: char| letter.is_alphabetic());
        match text.parse() {
            Ok(size @ Capacity::Bytes(_)) => Ok(size),
            Err(_) if has_unit => Err(FieldError::OfLab),
            Ok(Capacity::Objects(_)) | Err(_) => form::whole(text, &SIZE).map(Capacity::Objects),
        }
    }

    fn policies(&self) -> Result<Vec<PolicyId>, FieldError> {
        let found: Vec<PolicyId> = listed(self.get(Field::Policies))
            .map(policy)
            .collect::<Result<_, _>>()?;
        if found.is_empty() {
            return Err(FieldError::OfLab);
        }
        Ok(found)
    }

    fn ttl_s(&self) -> Result<Option<u32>, FieldError> {
        let text = self.get(Field::Ttl);
        if text.trim().is_empty() {
            return Ok(None);
        }
        let seconds = form::whole(text, &TTL_S)?;
        Ok(u32::try_from(seconds).ok())
    }

    fn seed(&self) -> Result<u32, FieldError> {
        let seed = form::whole(self.get(Field::Seed), &(0..=u64::from(u32::MAX)))?;
        // The range is one of such numbers.
        Ok(u32::try_from(seed).unwrap_or(u32::MAX))
    }
}

fn policy(name: &str) -> Result<PolicyId, FieldError> {
    let all = POLICIES.iter().map(|policy| policy.id);
    form::named(name, all, PolicyId::name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_a_preset_under_all_policies() {
        let order = Form::default().order().expect("right");
        assert_eq!(order.policies.len(), POLICIES.len());
        assert_eq!(order.pair, [PolicyId::Articles, PolicyId::Lru]);
        assert!(matches!(order.source, Source::Recipe(_)));
    }

    #[test]
    fn what_a_link_says_is_what_the_form_holds() {
        let link = [
            ("trace", "loop"),
            ("size", "512"),
            ("policies", "lru,opt"),
            ("ttl", "60"),
        ];
        let get = |name: &str| {
            let found = link.iter().find(|(known, _)| *known == name);
            found.map(|(_, text)| (*text).to_owned())
        };
        let form = Form::from_query(get);
        let order = form.order().expect("right");
        assert_eq!(order.size, Capacity::Objects(512));
        assert_eq!(order.policies, [PolicyId::Lru, PolicyId::Opt]);
        assert_eq!(order.terms.ttl_s, Some(60));
        let loops = Preset::find("loop").expect("a preset").recipe();
        assert_eq!(order.source, Source::Recipe(loops));
        let again: Vec<_> = form
            .to_query()
            .filter(|(name, _)| *name == "size")
            .collect();
        assert_eq!(again, [("size", "512")]);
    }

    #[test]
    fn each_preset_brings_its_recipe_along_and_a_change_makes_it_ones_own() {
        for preset in PRESETS {
            let mut form = Form::default();
            form.set(Field::Trace, preset.id);
            let recipe = form.get(Field::Recipe).to_owned();
            assert_eq!(recipe, preset.recipe().to_string());
            form.set(Field::Recipe, &recipe);
            assert_eq!(form.get(Field::Trace), OWN_RECIPE);
            assert_eq!(
                form.order().expect("right").source,
                Source::Recipe(preset.recipe())
            );
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_range() {
        let mut form = Form::default();
        for (field, text) in [
            (Field::Recipe, "zipf(9,10)"),
            (Field::Size, "0"),
            (Field::Queue, "65"),
            (Field::First, "mru"),
            (Field::Policies, ""),
            (Field::Ttl, "soon"),
            (Field::Seed, "-1"),
            (Field::Method, "guess"),
        ] {
            form.set(field, text);
        }
        let problems = form.order().expect_err("all of it is wrong");
        let at: Vec<_> = problems.iter().map(|problem| problem.at).collect();
        let expected = [
            Field::Recipe,
            Field::Size,
            Field::Queue,
            Field::First,
            Field::Policies,
            Field::Ttl,
            Field::Seed,
            Field::Method,
        ];
        assert_eq!(at, expected);
        assert!(matches!(
            form.recipe(),
            Err(RecipeError::Range { found: 9.0, .. })
        ));
    }

    #[test]
    fn a_file_is_what_its_name_says_unless_somebody_knows_better() {
        let mut form = Form::default();
        form.set(Field::Trace, OWN_FILE);
        assert_eq!(form.order().expect("right").source, Source::File(None));
        for format in Format::ALL {
            form.set(Field::Format, format.name());
            let source = form.order().expect("right").source;
            assert_eq!(source, Source::File(Some(format)));
        }
        form.set(Field::Format, "docx");
        let problems = form.order().expect_err("no format");
        assert_eq!(problems[0].at, Field::Format);
    }

    #[test]
    fn a_size_with_a_unit_is_one_of_bytes_and_only_policies_that_count_them_run() {
        let mut form = Form::default();
        form.set(Field::Size, "64 MiB");
        let order = form.order().expect("right");
        assert_eq!(order.size, Capacity::Bytes(64 << 20));
        assert!(order.policies.contains(&PolicyId::Articles));
        assert!(order.runs().all(|policy| policy != PolicyId::Articles));
        assert_eq!(order.runs().count(), POLICIES.len() - 1);
        form.set(Field::Size, "1,000");
        assert_eq!(form.order().expect("right").size, Capacity::Objects(1_000));
        for wrong in ["64 parsecs", "0 MB", "99999999999 TiB"] {
            form.set(Field::Size, wrong);
            let problems = form.order().expect_err(wrong);
            assert_eq!(problems[0].at, Field::Size, "{wrong}");
            assert_eq!(problems[0].error, FieldError::OfLab, "{wrong}");
            assert!(form.size_error().is_some());
        }
        for wrong in ["1.5", "", "-1", "9999999999", "1e3", "0"] {
            form.set(Field::Size, wrong);
            let problems = form.order().expect_err(wrong);
            assert_eq!(problems[0].at, Field::Size, "{wrong}");
            assert_ne!(problems[0].error, FieldError::OfLab, "{wrong}");
        }
    }

    #[test]
    fn policies_are_chosen_one_by_one_and_stay_in_order() {
        let mut form = Form::default();
        form.set_policy("lru", false);
        assert!(!form.has_policy("lru") && form.has_policy("opt"));
        form.set_policy("lru", true);
        assert_eq!(form, Form::default());
    }

    /// What makes a field count: with it, a name and what that is.
    const CONTEXT: &[(Field, &str, &str)] = &[
        (Field::Recipe, "trace", OWN_RECIPE),
        (Field::Format, "trace", OWN_FILE),
    ];

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
