//! Made-up experiments.

use std::cell::RefCell;
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use sampling::experiment::Sample;
use sampling::median::median;
use sampling::sequence::BLOCKS_MIN;
use sampling::{Experiment, Plan, Random, Step};

/// How many experiments a rate comes from.
pub(crate) const EXPERIMENTS: usize = 2_000;

/// How many blocks an experiment has: with twenty samples each, four hundred of each candidate.
pub(crate) const BLOCKS: usize = 20;

/// A sample takes about so long, so that a block has twenty rounds.
const TYPICAL_MS: f64 = 3.0;

/// The quantiles of Student's t for 95 % and 5 to 19 degrees of freedom, from the tables.
const T: [f64; 15] = [
    2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110,
    2.101, 2.093,
];

/// How far a run drifts.
const DRIFT: f64 = 0.05;

/// How much a sample is like the one before.
const CARRY: f64 = 0.3;

/// What makes samples differ. The number is the standard deviation of what it names, as a share.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Noise {
    Normal(f64),
    LogNormal(f64),
    /// Normal, and one sample in twenty takes three times as long.
    Contaminated(f64),
    /// Of first order, along the samples of a candidate.
    Autoregressive(f64),
    /// Normal, while everything gets slower.
    Drifting(f64),
    /// Normal, and each instance is faster or slower by as much for as long as it lives.
    Born(f64),
}

impl Noise {
    pub(crate) const ALL: [Self; 6] = [
        Self::Normal(0.03),
        Self::LogNormal(0.3),
        Self::Contaminated(0.03),
        Self::Autoregressive(0.03),
        Self::Drifting(0.03),
        Self::Born(0.03),
    ];
}

/// Two candidates on a machine that is made up; the first takes `truth` of the second's time.
struct Machine {
    noise: Noise,
    truth: f64,
    random: Random,
    last: [f64; 2],
    birth: [f64; 2],
    samples: usize,
}

impl Machine {
    fn open(&mut self) {
        if let Noise::Born(spread) = self.noise {
            self.birth = [(); 2].map(|()| (spread * self.random.normal()).exp());
        }
    }

    fn time_ms(&mut self, candidate: usize, is_counted: bool) -> f64 {
        let of_truth = if candidate == 0 { self.truth } else { 1.0 };
        let normal = self.random.normal();
        let factor = match self.noise {
            Noise::Normal(spread) => 1.0 + spread * normal,
            Noise::LogNormal(spread) => (spread * normal).exp(),
            Noise::Contaminated(spread) => {
                let times = if self.random.unit() < 0.05 { 3.0 } else { 1.0 };
                (1.0 + spread * normal) * times
            }
            Noise::Autoregressive(spread) => {
                let last = &mut self.last[candidate];
                *last = CARRY * *last + (1.0 - CARRY * CARRY).sqrt() * normal;
                1.0 + spread * *last
            }
            Noise::Drifting(spread) => {
                let gone = self.samples as f64 / (2 * BLOCKS * 20) as f64;
                (1.0 + DRIFT * gone) * (1.0 + spread * normal)
            }
            Noise::Born(spread) => self.birth[candidate] * (1.0 + spread * normal),
        };
        self.samples += usize::from(is_counted);
        TYPICAL_MS * of_truth * factor
    }
}

/// What became of many experiments.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rates {
    pub(crate) experiments: usize,
    /// The share of them that claimed a difference at any look.
    pub(crate) differs: f64,
    /// The share of them whose intervals held the truth at every look.
    pub(crate) covered: f64,
    /// Samples of a candidate until a difference was claimed, on average over those that claimed one.
    pub(crate) samples_mean: f64,
    /// The most samples of a candidate.
    pub(crate) samples_max: usize,
    /// The width of the last interval, on average, as a share.
    pub(crate) width_mean: f64,
}

impl fmt::Display for Rates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:.2} % claimed a difference (after {:.0} samples), intervals of all looks held the truth in {:.2} %, \
             the last was {:.2} % wide",
            self.differs * 100.0,
            self.samples_mean,
            self.covered * 100.0,
            self.width_mean * 100.0,
        )
    }
}

/// What became of one experiment.
struct Course {
    claimed_after: Option<usize>,
    covered: bool,
    samples: usize,
    width: f64,
}

impl Rates {
    pub(crate) fn of(noise: Noise, truth: f64, seed: u64) -> Self {
        Self::sum_up(noise, truth, seed, EXPERIMENTS, &|experiment| {
            let interval = experiment.compare(0, 1).ratio?.interval?;
            Some((interval.low, interval.high))
        })
    }

    /// The same with the interval that Student's t gives for one look at the very same figures.
    pub(crate) fn of_single_looks(noise: Noise, truth: f64, seed: u64) -> Self {
        Self::sum_up(noise, truth, seed, EXPERIMENTS, &|experiment| {
            let all = experiment.compare(0, 1).ratio?;
            let interval = all.interval?;
            // Half the width in units of the standard error is known for both.
            let (count, variance) = (all.blocks as f64, 4.0);
            let growth: f64 = 1.0 + count * variance;
            let reach = (growth.sqrt() / 0.05).powf(2.0 / count);
            let factor = ((count - 1.0) * (reach - 1.0) / (1.0 - reach / growth)).sqrt();
            let half = (interval.high / all.value).ln() / factor * T[all.blocks - BLOCKS_MIN];
            Some((all.value * (-half).exp(), all.value * half.exp()))
        })
    }

    /// The same with the percentile interval of a hierarchical bootstrap of the ratio of the medians of all
    /// samples: blocks are drawn with replacement, then samples within them. Fewer experiments, for it takes
    /// long.
    pub(crate) fn of_bootstrap(noise: Noise, truth: f64, seed: u64) -> Self {
        const EXPERIMENTS: usize = 150;
        const RESAMPLES: usize = 200;
        let random = RefCell::new(Random::of(seed));
        Self::sum_up(noise, truth, seed, EXPERIMENTS, &|experiment| {
            if experiment.blocks() < BLOCKS_MIN || !experiment.blocks().is_multiple_of(3) {
                return None;
            }
            let rows = |candidate| {
                let mut rows = vec![Vec::new(); experiment.blocks()];
                for sample in experiment.counted(candidate) {
                    rows[sample.block].push(sample.call_ms());
                }
                rows
            };
            let (one, other) = (rows(0), rows(1));
            let mut random = random.borrow_mut();
            let mut draw = |count| random.below(count);
            let mut ratios: Vec<f64> = (0..RESAMPLES)
                .map(|_| {
                    let (mut ones, mut others) = (Vec::new(), Vec::new());
                    for _ in 0..one.len() {
                        let block = draw(one.len());
                        for _ in 0..one[block].len() {
                            ones.push(one[block][draw(one[block].len())]);
                            others.push(other[block][draw(other[block].len())]);
                        }
                    }
                    Some(median(&ones)? / median(&others)?)
                })
                .collect::<Option<_>>()?;
            ratios.sort_by(f64::total_cmp);
            Some((
                ratios[RESAMPLES / 40],
                ratios[RESAMPLES - 1 - RESAMPLES / 40],
            ))
        })
    }

    fn sum_up(
        noise: Noise,
        truth: f64,
        seed: u64,
        experiments: usize,
        interval: &dyn Fn(&Experiment) -> Option<(f64, f64)>,
    ) -> Self {
        let mut seeds = Random::of(seed);
        let courses: Vec<Course> = (0..experiments)
            .map(|_| course(noise, truth, &mut seeds, interval))
            .collect();
        let share = |is: &dyn Fn(&Course) -> bool| {
            courses.iter().filter(|course| is(course)).count() as f64 / courses.len() as f64
        };
        let claims: Vec<f64> = courses
            .iter()
            .filter_map(|course| course.claimed_after.map(|samples| samples as f64))
            .collect();
        Self {
            experiments: courses.len(),
            differs: share(&|course| course.claimed_after.is_some()),
            covered: share(&|course| course.covered),
            samples_mean: claims.iter().sum::<f64>() / (claims.len() as f64).max(1.0),
            samples_max: courses
                .iter()
                .map(|course| course.samples)
                .max()
                .unwrap_or(0),
            width_mean: courses.iter().map(|course| course.width).sum::<f64>()
                / courses.len() as f64,
        }
    }
}

fn course(
    noise: Noise,
    truth: f64,
    seeds: &mut Random,
    interval: &dyn Fn(&Experiment) -> Option<(f64, f64)>,
) -> Course {
    let plan = Plan::of(2, 0.005, 3_600_000.0, seeds.next_u64());
    let mut experiment = Experiment::new(plan).expect("a plan");
    let mut machine = Machine {
        noise,
        truth,
        random: Random::of(seeds.next_u64()),
        last: [0.0; 2],
        birth: [1.0; 2],
        samples: 0,
    };
    let mut course = Course {
        claimed_after: None,
        covered: true,
        samples: 0,
        width: f64::INFINITY,
    };
    let mut now_ms = 0.0;
    while experiment.blocks() < BLOCKS {
        match experiment.next(now_ms) {
            Step::Open(_) => {
                machine.open();
                experiment.opened();
            }
            Step::Sample { candidate, calls } => {
                let elapsed =
                    machine.time_ms(candidate, !experiment.is_warming_up()) * f64::from(calls);
                now_ms += elapsed;
                experiment.sampled(elapsed);
            }
            Step::Close => {
                experiment.closed(now_ms);
                course.samples = experiment.counted(0).count();
                // A look after every block, whatever the experiment itself makes of it.
                if let Some((low, high)) = interval(&experiment) {
                    course.covered &= low <= truth && truth <= high;
                    course.width = high - low;
                    if (high < 1.0 || low > 1.0) && course.claimed_after.is_none() {
                        course.claimed_after = Some(course.samples);
                    }
                }
            }
            Step::Done(_) => experiment.go_on(now_ms, 3_600_000.0),
        }
    }
    assert!(experiment.samples().iter().any(is_warm_up), "it warmed up");
    course
}

const fn is_warm_up(sample: &Sample) -> bool {
    sample.warm_up
}

/// A seed that nobody chose.
pub(crate) fn fresh_seed() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |now| u64::from(now.subsec_nanos()) ^ now.as_secs() << 20)
}
