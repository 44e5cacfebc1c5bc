//! What of a comparison outlives the page: its form with the reader's own code, and its samples, of which all that is
//! shown is made anew.

use std::collections::BTreeMap;

use sampling::Experiment;
use sampling::experiment::Record;
use serde::{Deserialize, Serialize};

use super::form::{CANDIDATES_FIELD, Form, MODE_FIELD, Mode, SettingsField};
use crate::labs::form::FieldName;
use crate::labs::own_form::OwnForm;
use crate::trust::Trust;

/// How many samples are kept of all experiments together: a record of them has two megabytes.
const SAMPLES_MAX: usize = 100_000;

/// A form as a record holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct KeptForm {
    /// By their names in a link, those of both modes.
    fields: BTreeMap<String, String>,
    /// The reader's own code.
    own: OwnForm,
}

impl KeptForm {
    /// All of a form.
    #[must_use]
    pub(crate) fn of(form: &Form) -> Self {
        let mut kernels = form.clone();
        kernels.set_mode(Mode::Kernels);
        let mut fields: BTreeMap<String, String> = kernels
            .to_query()
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text))
            .collect();
        fields.insert(MODE_FIELD.to_owned(), form.mode().id().to_owned());
        Self {
            fields,
            own: form.own.clone(),
        }
    }

    /// The form that it was.
    #[must_use]
    pub(crate) fn form(&self) -> Form {
        let mut form = Form::from_query(|name| self.fields.get(name).cloned());
        form.own.clone_from(&self.own);
        form
    }

    /// Whether a link to that form and a link to this one say the same.
    #[must_use]
    pub(crate) fn means(&self, other: &Form) -> bool {
        let form = self.form();
        let same_code = form.mode() == Mode::Kernels || form.own == other.own;
        form.to_query() == other.to_query() && same_code
    }
}

/// Whether a link's query says something of the form.
pub(crate) fn is_said(get: impl Fn(&str) -> Option<String>) -> bool {
    let settings = SettingsField::ALL.iter().map(|field| field.id());
    let mut names = settings.chain([MODE_FIELD, CANDIDATES_FIELD]);
    names.any(|name| get(name).is_some())
}

/// A comparison as a record holds it. `M` is what results have to be read with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct KeptParts<M> {
    /// One experiment for each value of the parameter, in that order.
    pub parts: Vec<KeptPart<M>>,
    /// Which of them was looked at.
    pub chosen: usize,
    /// Experiments that were left out, the last ones, so that there are no more samples than this.
    pub left_out: usize,
    /// The most samples that a record holds.
    pub samples_max: usize,
}

/// One experiment of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct KeptPart<M> {
    /// The parameter's value, where there is one.
    pub parameter: Option<f64>,
    /// What the candidates are called.
    pub names: Vec<String>,
    /// The plan, the seed and every sample.
    pub experiment: Record,
    /// What the results have to be read with.
    pub remarks: Vec<M>,
    /// What they are worth.
    pub trust: Trust,
}

impl<M> KeptParts<M> {
    /// As many of the experiments as there is room for.
    #[must_use]
    pub(crate) fn of(parts: Vec<KeptPart<M>>, chosen: usize) -> Self {
        Self::within(parts, chosen, SAMPLES_MAX)
    }

    fn within(mut parts: Vec<KeptPart<M>>, chosen: usize, samples_max: usize) -> Self {
        let all = parts.len();
        let mut samples = 0;
        let fits = parts.iter().take_while(|part| {
            samples += part.experiment.samples();
            samples <= samples_max
        });
        let count = fits.count();
        parts.truncate(count);
        Self {
            chosen: chosen.min(count.saturating_sub(1)),
            left_out: all - count,
            parts,
            samples_max,
        }
    }

    /// The experiments, each with what else is known of it; what is wrong with them otherwise.
    pub(crate) fn into_experiments(self) -> Result<Vec<(Experiment, KeptPart<M>)>, String>
    where
        M: Clone,
    {
        let of = |part: KeptPart<M>| {
            let experiment = Experiment::of_record(part.experiment.clone())
                .map_err(|error| error.to_string())?;
            let planned = experiment.plan().candidates();
            if part.names.len() != planned {
                return Err(format!(
                    "{} names for {planned} candidates",
                    part.names.len()
                ));
            }
            Ok((experiment, part))
        };
        self.parts.into_iter().map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use sampling::Question;

    use super::super::presenter::tests::experiment;
    use super::*;
    use crate::labs::kept::tests::written_and_read;

    fn part(parameter: f64) -> (Experiment, KeptPart<String>) {
        let experiment = experiment(&[1.0, 2.0], Question::default());
        let part = KeptPart {
            parameter: Some(parameter),
            names: vec!["one".to_owned(), "two".to_owned()],
            experiment: experiment.record().expect("it is over"),
            remarks: vec!["a remark".to_owned()],
            trust: Trust::Good,
        };
        (experiment, part)
    }

    #[test]
    fn a_form_comes_back_with_the_code_and_the_kernels() {
        let mut form = Form::first();
        form.add();
        form.set(SettingsField::Budget, "7");
        for mode in Mode::ALL {
            form.set_mode(mode);
            form.own.set_up = "return n;".to_owned();
            let kept = written_and_read(KeptForm::of(&form));
            assert_eq!(kept.form(), form);
            assert!(kept.means(&form));
            // A link to kernels says nothing of code, and one to code nothing of kernels.
            let mut other = form.clone();
            other.own.set_up = "return 2 * n;".to_owned();
            assert_eq!(kept.means(&other), mode == Mode::Kernels);
            let mut other = form.clone();
            other.add();
            assert_eq!(kept.means(&other), mode == Mode::Own);
            other.set(SettingsField::Budget, "8");
            assert!(!kept.means(&other));
        }
    }

    #[test]
    fn a_query_without_a_field_says_nothing() {
        let has = |named: &'static str| move |name: &str| (name == named).then(String::new);
        assert!(!is_said(has("pressure")));
        for name in ["what", "contenders", "question", "share", "budget"] {
            assert!(is_said(has(name)), "{name}");
        }
    }

    #[test]
    fn a_comparison_comes_back_with_every_sample() {
        let ((one, first), (_, second)) = (part(10.0), part(20.0));
        let kept = written_and_read(KeptParts::of(vec![first.clone(), second], 1));
        assert_eq!((kept.chosen, kept.left_out), (1, 0));
        let experiments = kept.into_experiments().expect("whole");
        assert_eq!(experiments[0].0.samples(), one.samples());
        assert_eq!(experiments[0].1, first);
        assert_eq!(experiments[1].1.parameter, Some(20.0));
    }

    #[test]
    fn what_is_too_much_is_left_out_and_counted() {
        let samples = part(1.0).0.samples().len();
        let parts = [1.0, 2.0, 3.0].map(|of| part(of).1).to_vec();
        let kept = KeptParts::within(parts.clone(), 2, 2 * samples);
        assert_eq!((kept.parts.len(), kept.chosen, kept.left_out), (2, 1, 1));
        let kept = KeptParts::within(parts, 2, samples - 1);
        assert_eq!((kept.parts.len(), kept.chosen, kept.left_out), (0, 0, 3));
    }

    #[test]
    fn an_experiment_with_too_few_names_is_damaged() {
        let mut part = part(1.0).1;
        part.names.pop();
        let kept = KeptParts::of(vec![part], 0);
        let error = kept.into_experiments().map(|_| ());
        assert_eq!(error, Err("1 names for 2 candidates".to_owned()));
    }
}
