//! What may be claimed of a ratio, and when there is enough to claim it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::sequence::Interval;

/// The share within which two times count as the same, unless somebody asks for another.
pub const SAME_WITHIN: f64 = 0.02;

/// The share that a question may be about: nothing takes more than all of its time less.
pub const SHARE_MAX: f64 = 0.9;

/// What somebody wants to know of the time of one thing, as a share of another's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Which of them is faster, if either is? Differences within so large a share count as none.
    Which {
        /// From 0 to [`SHARE_MAX`].
        same_within: f64,
    },
    /// Does the one take less time by at least such a share?
    AtLeast {
        /// From 0 to [`SHARE_MAX`].
        faster_by: f64,
    },
}

impl Default for Question {
    fn default() -> Self {
        Self::Which {
            same_within: SAME_WITHIN,
        }
    }
}

/// What may be claimed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It takes less time, by a share between these.
    Faster {
        /// At least.
        from: f64,
        /// At most.
        to: f64,
    },
    /// It takes more time, by a share between these.
    Slower {
        /// At least.
        from: f64,
        /// At most.
        to: f64,
    },
    /// Neither differs from the other by more than this share.
    Same {
        /// The share.
        within: f64,
    },
    /// There is too little to claim any of that.
    Unsure,
}

impl Verdict {
    /// Whether a difference is claimed.
    #[must_use]
    pub const fn is_difference(&self) -> bool {
        matches!(self, Self::Faster { .. } | Self::Slower { .. })
    }
}

impl Question {
    /// Checks the share that the question is about.
    pub fn checked(self) -> Result<Self, QuestionError> {
        let (Self::Which { same_within: share } | Self::AtLeast { faster_by: share }) = self;
        if (0.0..=SHARE_MAX).contains(&share) {
            Ok(self)
        } else {
            Err(QuestionError { share })
        }
    }

    /// What an interval of the ratio of two times lets one claim.
    #[must_use]
    pub fn verdict(self, ratio: Option<Interval>) -> Verdict {
        let Some(Interval { low, high }) = ratio else {
            return Verdict::Unsure;
        };
        let within = (high - 1.0).max(1.0 - low);
        let same_within = match self {
            Self::Which { same_within } => same_within,
            Self::AtLeast { .. } => SAME_WITHIN,
        };
        if high < 1.0 {
            let (from, to) = (1.0 - high, 1.0 - low);
            Verdict::Faster { from, to }
        } else if low > 1.0 {
            let (from, to) = (low - 1.0, high - 1.0);
            Verdict::Slower { from, to }
        } else if within <= same_within {
            Verdict::Same { within }
        } else {
            Verdict::Unsure
        }
    }

    /// Whether the interval answers the question: `Some(true)` where the answer is yes. A question for
    /// the faster one has no yes or no, only an answer.
    #[must_use]
    pub fn is_answered(self, ratio: Option<Interval>) -> bool {
        match self {
            Self::Which { .. } => self.verdict(ratio) != Verdict::Unsure,
            Self::AtLeast { .. } => self.answer(ratio).is_some(),
        }
    }

    /// Yes or no, where that was asked and can be told.
    #[must_use]
    pub fn answer(self, ratio: Option<Interval>) -> Option<bool> {
        let (Self::AtLeast { faster_by }, Some(ratio)) = (self, ratio) else {
            return None;
        };
        let bound = 1.0 - faster_by;
        if ratio.high <= bound {
            Some(true)
        } else if ratio.low > bound {
            Some(false)
        } else {
            None
        }
    }
}

/// A share that no question can be about.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[error("{} % is out of range; give one from 0 to {} %", share * 100.0, SHARE_MAX * 100.0)]
pub struct QuestionError {
    share: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(low: f64, high: f64) -> Interval {
        Interval { low, high }
    }

    fn near(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-9
    }

    #[test]
    fn a_verdict_says_how_much_at_least_and_at_most() {
        let which = Question::default();
        let Verdict::Faster { from, to } = which.verdict(Some(ratio(0.85, 0.88))) else {
            panic!("it takes less time");
        };
        assert!(near(from, 0.12) && near(to, 0.15));
        let Verdict::Slower { from, to } = which.verdict(Some(ratio(1.3, 1.5))) else {
            panic!("it takes more time");
        };
        assert!(near(from, 0.3) && near(to, 0.5));
        let Verdict::Same { within } = which.verdict(Some(ratio(0.985, 1.01))) else {
            panic!("the same");
        };
        assert!(near(within, 0.015));
        assert_eq!(which.verdict(Some(ratio(0.9, 1.01))), Verdict::Unsure);
        assert_eq!(which.verdict(None), Verdict::Unsure);
    }

    #[test]
    fn a_question_with_a_threshold_is_answered_when_the_interval_leaves_it() {
        let ten = Question::AtLeast { faster_by: 0.1 };
        assert_eq!(ten.answer(Some(ratio(0.8, 0.9))), Some(true));
        assert_eq!(ten.answer(Some(ratio(0.91, 0.95))), Some(false));
        assert_eq!(ten.answer(Some(ratio(0.85, 0.95))), None);
        assert!(!ten.is_answered(Some(ratio(0.85, 0.95))) && !ten.is_answered(None));
        // It is faster all the same, and says so.
        assert!(ten.verdict(Some(ratio(0.85, 0.95))).is_difference());
        assert_eq!(Question::default().answer(Some(ratio(0.8, 0.9))), None);
    }

    #[test]
    fn a_share_out_of_range_is_named_with_the_range() {
        let error = Question::AtLeast { faster_by: 1.5 }
            .checked()
            .expect_err("more than all");
        assert_eq!(
            error.to_string(),
            "150 % is out of range; give one from 0 to 90 %"
        );
        assert!(
            Question::Which {
                same_within: f64::NAN
            }
            .checked()
            .is_err()
        );
        assert!(Question::default().checked().is_ok());
    }
}
