//! Where values stand in a picture: linear and logarithmic scales, their ticks, labels that keep apart.

/// How a scale spreads its values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Equal steps stand equally far apart.
    #[default]
    Linear,
    /// Equal ratios do.
    Log,
}

/// A stretch of values laid out on a stretch of pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    kind: Kind,
    from: f64,
    to: f64,
    start_px: f64,
    end_px: f64,
}

/// The least value that a logarithmic scale can show: a billionth.
const LOG_MIN: f64 = 1e-9;

impl Scale {
    /// Lays `domain` out on `pixels`, which may run either way. An empty domain is made wide enough
    /// to divide by, and a logarithmic one positive.
    #[must_use]
    pub(crate) fn new(kind: Kind, domain: (f64, f64), pixels: (f64, f64)) -> Self {
        let (mut from, mut to) = domain;
        if kind == Kind::Log {
            from = from.max(LOG_MIN);
            to = to.max(from * 1.001);
        } else if to.partial_cmp(&from) != Some(std::cmp::Ordering::Greater) {
            to = from + 1e-9_f64.max(from.abs() * 1e-9);
        }
        Self {
            kind,
            from,
            to,
            start_px: pixels.0,
            end_px: pixels.1,
        }
    }

    /// The pixel of a value; values off the scale stand off its pixels.
    #[must_use]
    pub(crate) fn px(&self, value: f64) -> f64 {
        let share = match self.kind {
            Kind::Linear => (value - self.from) / (self.to - self.from),
            Kind::Log => (value.max(LOG_MIN) / self.from).ln() / (self.to / self.from).ln(),
        };
        self.start_px + share * (self.end_px - self.start_px)
    }

    /// The value at a pixel.
    #[must_use]
    pub(crate) fn value(&self, px: f64) -> f64 {
        let share = (px - self.start_px) / (self.end_px - self.start_px);
        match self.kind {
            Kind::Linear => self.from + share * (self.to - self.from),
            Kind::Log => self.from * (self.to / self.from).powf(share),
        }
    }

    /// Whether the scale has a place for the value.
    #[must_use]
    pub(crate) fn holds(&self, value: f64) -> bool {
        let slack = (self.to - self.from) * 1e-9;
        (self.from - slack..=self.to + slack).contains(&value)
    }

    /// Round values for ticks: about `most` of them, and no more than one above.
    #[must_use]
    pub(crate) fn ticks(&self, most: u32) -> Vec<f64> {
        match self.kind {
            Kind::Linear => ticks(self.from, self.to, most),
            Kind::Log => log_ticks(self.from, self.to, most),
        }
    }
}

/// Round values between two others: each 1, 2 or 5 times a power of ten apart.
#[must_use]
pub(crate) fn ticks(from: f64, to: f64, most: u32) -> Vec<f64> {
    let span = to - from;
    if !span.is_finite() || span <= 0.0 || most == 0 {
        return vec![from];
    }
    let least = span / f64::from(most);
    let power = 10_f64.powf(least.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= least * (1.0 - 1e-9))
        .unwrap_or(10.0 * power);
    let first = (from / step - 1e-9).ceil();
    (0..=most)
        // A sum of steps would drift; `+ 0.0` makes zero of a negative zero.
        .map(|index| (first + f64::from(index)) * step + 0.0)
        .take_while(|tick| *tick <= to + step * 1e-9)
        .collect()
}

/// Powers of ten between two values; every second or third of them where there are too many, and
/// their doubles and fivefolds too where there are too few.
fn log_ticks(from: f64, to: f64, most: u32) -> Vec<f64> {
    let most = most.max(1) as usize;
    #[allow(clippy::cast_possible_truncation, reason = "exponents of an f64")]
    let (first, last) = (from.log10().floor() as i32, to.log10().ceil() as i32);
    let all = |factors: &[f64], step: usize| -> Vec<f64> {
        (first..=last)
            .step_by(step)
            .flat_map(|power| {
                factors
                    .iter()
                    .map(move |factor| factor * 10_f64.powi(power))
            })
            .filter(|tick| (from * (1.0 - 1e-9)..=to * (1.0 + 1e-9)).contains(tick))
            .collect()
    };
    let powers = all(&[1.0], 1);
    if powers.len() > most {
        return all(&[1.0], powers.len().div_ceil(most));
    }
    [&[1.0, 2.0, 5.0][..], &[1.0, 3.0]]
        .into_iter()
        .map(|factors| all(factors, 1))
        .find(|finer| finer.len() <= most)
        .filter(|finer| finer.len() > powers.len())
        .unwrap_or(powers)
}

/// Round values between two others; equal steps also where a logarithmic scale is so short that it has
/// hardly a power of ten on it.
#[must_use]
pub(crate) fn ticks_of(kind: Kind, (from, to): (f64, f64), most: u32) -> Vec<f64> {
    const FEWEST: usize = 3;
    let spread = Scale::new(kind, (from, to), (0.0, 1.0)).ticks(most);
    if spread.len() < FEWEST && to < from * 10.0 {
        ticks(from, to, most)
    } else {
        spread
    }
}

/// The least and the greatest of some values; from 0 to 1 if there are none.
#[must_use]
pub(crate) fn extent(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let finite = values.into_iter().filter(|value| value.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    if low > high { (0.0, 1.0) } else { (low, high) }
}

/// The stretch that a scale should have to show these values: from zero if it is linear, with some
/// room at its ends.
#[must_use]
pub(crate) fn domain(kind: Kind, values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let shown = |value: &f64| value.is_finite() && (kind == Kind::Linear || *value > 0.0);
    let mut shown = values.into_iter().filter(shown).peekable();
    if shown.peek().is_none() {
        return (if kind == Kind::Log { 0.1 } else { 0.0 }, 1.0);
    }
    let (low, high) = extent(shown);
    match kind {
        Kind::Log => (low / LOG_ROOM, high * LOG_ROOM),
        Kind::Linear => {
            let room = (high - low.min(0.0)) * LINEAR_ROOM;
            let high = (high + room).max(0.0);
            (low.min(0.0), if high > low.min(0.0) { high } else { 1.0 })
        }
    }
}

const LINEAR_ROOM: f64 = 0.06;
const LOG_ROOM: f64 = 1.15;

/// Moves labels that want to stand at `wanted` apart until each has `height` to itself, within
/// `from..to` as far as there is room. Gives the middles, in the order of `wanted`.
#[must_use]
pub(crate) fn apart(wanted: &[f64], height: f64, from: f64, to: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let mut placed = wanted.to_vec();
    let mut free_from = from + height / 2.0;
    for &index in &order {
        placed[index] = placed[index].max(free_from);
        free_from = placed[index] + height;
    }
    // Those pushed past the end push back.
    let mut free_to = to - height / 2.0;
    for &index in order.iter().rev() {
        placed[index] = placed[index].min(free_to);
        free_to = placed[index] - height;
    }
    placed
}

/// How many digits behind the decimal point tell values apart: three significant ones of the greatest,
/// or so many that the two nearest differ, up to five in all.
#[must_use]
pub(crate) fn digits_apart(values: &[f64]) -> u32 {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|it| it.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let greatest = sorted
        .iter()
        .fold(0.0_f64, |most, value| most.max(value.abs()));
    if greatest <= 0.0 {
        return 0;
    }
    // Behind the point for so many significant digits of the greatest.
    let behind = |significant: f64| significant - 1.0 - greatest.log10().floor();
    let nearest = sorted
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .filter(|gap| *gap > greatest * 1e-9)
        .fold(f64::INFINITY, f64::min);
    let wanted = behind(3.0).max(-nearest.log10().floor());
    let digits = wanted.min(behind(SIGNIFICANT_MAX)).clamp(0.0, 9.0);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to 9"
    )]
    let digits = digits as u32;
    digits
}

/// More digits than these no measurement of a time has.
const SIGNIFICANT_MAX: f64 = 5.0;

/// Puts things so wide into lines that are `room` wide, one after the other with `gap` between them.
/// Gives each one's line, from zero, and where it begins in it; what is wider than a line has one to itself.
#[must_use]
pub(crate) fn flow(widths: &[f64], room: f64, gap: f64) -> Vec<(usize, f64)> {
    let (mut line, mut free_from) = (0, 0.0);
    widths
        .iter()
        .map(|width| {
            if free_from > 0.0 && free_from + width > room {
                (line, free_from) = (line + 1, 0.0);
            }
            let from = free_from;
            free_from += width + gap;
            (line, from)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(0.0, 0.0, 5), [0.0]);
        assert_eq!(ticks(0.0, 1_843.0, 4), [0.0, 500.0, 1_000.0, 1_500.0]);
        assert_eq!(ticks(0.0, 100.0, 5), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(431.0, 512.0, 5), [440.0, 460.0, 480.0, 500.0]);
        assert_eq!(ticks(-1.0, 1.0, 4), [-1.0, -0.5, 0.0, 0.5, 1.0]);
        for end in [0.3, 7.0, 99.0, 12_345.0] {
            let ticks = ticks(0.0, end, 6);
            assert!(ticks.len() <= 7 && ticks.len() >= 3, "{end}: {ticks:?}");
        }
    }

    #[test]
    fn a_logarithmic_scale_is_marked_by_powers_of_ten() {
        let ticks = |from, to, most| Scale::new(Kind::Log, (from, to), (0.0, 1.0)).ticks(most);
        assert_eq!(ticks(1.0, 10_000.0, 6), [1.0, 10.0, 100.0, 1e3, 1e4]);
        assert_eq!(ticks(0.9, 11.0, 6), [1.0, 2.0, 5.0, 10.0]);
        assert_eq!(ticks(1.0, 1e8, 5).len(), 5);
        for (from, to) in [(3.0, 4.0), (1e-3, 1e9), (0.5, 64.0), (0.0, 0.0)] {
            assert!(ticks(from, to, 6).len() <= 6);
        }
    }

    #[test]
    fn a_short_logarithmic_scale_is_marked_all_the_same() {
        assert_eq!(
            ticks_of(Kind::Log, (4.0, 6.0), 5),
            [4.0, 4.5, 5.0, 5.5, 6.0]
        );
        assert_eq!(
            ticks_of(Kind::Log, (1.0, 1_000.0), 5),
            [1.0, 10.0, 100.0, 1e3]
        );
        assert_eq!(ticks_of(Kind::Log, (2e-5, 0.6), 2), [1e-3, 1e-1]);
        assert_eq!(ticks_of(Kind::Linear, (0.0, 10.0), 5).len(), 6);
    }

    #[test]
    fn pixels_and_values_lead_to_each_other() {
        for kind in [Kind::Linear, Kind::Log] {
            let scale = Scale::new(kind, (0.5, 2_000.0), (300.0, 20.0));
            assert!((scale.px(0.5) - 300.0).abs() < 1e-9);
            assert!((scale.px(2_000.0) - 20.0).abs() < 1e-9);
            for value in [0.5, 1.0, 7.0, 1_999.0] {
                let back = scale.value(scale.px(value));
                assert!((back / value - 1.0).abs() < 1e-9, "{kind:?} {value} {back}");
                assert!(scale.holds(value));
            }
            assert!(!scale.holds(0.4) && !scale.holds(2_001.0));
        }
    }

    #[test]
    fn no_domain_divides_by_zero() {
        for kind in [Kind::Linear, Kind::Log] {
            for values in [&[][..], &[0.0], &[5.0, 5.0], &[f64::NAN], &[-3.0]] {
                let (from, to) = domain(kind, values.iter().copied());
                assert!(to > from, "{kind:?} {values:?}");
                let scale = Scale::new(kind, (from, to), (0.0, 100.0));
                assert!(scale.px(5.0).is_finite());
            }
            let empty = Scale::new(kind, (3.0, 3.0), (0.0, 100.0));
            assert!(empty.px(3.0).is_finite());
        }
    }

    #[test]
    fn a_linear_domain_holds_zero() {
        assert!(domain(Kind::Linear, [40.0, 50.0]).0.abs() < 1e-9);
        assert!(domain(Kind::Log, [40.0, 50.0]).0 > 30.0);
    }

    #[test]
    fn labels_keep_apart_and_in_order() {
        let placed = apart(&[50.0, 52.0, 10.0, 99.0], 12.0, 0.0, 100.0);
        assert!((placed[2] - 10.0).abs() < 1e-9, "has room: {placed:?}");
        assert!(placed[1] - placed[0] >= 12.0 - 1e-9);
        assert!(placed[3] <= 94.0 && placed[3] - placed[1] >= 12.0);
        let low = apart(&[98.0, 99.0, 100.0], 10.0, 0.0, 100.0);
        assert_eq!(low, [75.0, 85.0, 95.0]);
        assert!(apart(&[], 10.0, 0.0, 1.0).is_empty());
    }

    #[test]
    fn digits_are_as_many_as_tell_values_apart() {
        assert_eq!(digits_apart(&[4.12, 4.15]), 2);
        assert_eq!(digits_apart(&[41.2, 41.25]), 2);
        assert_eq!(digits_apart(&[412.0, 415.0]), 0);
        assert_eq!(digits_apart(&[412.0, 412.3, 500.0]), 1);
        // Not all digits that there are.
        assert_eq!(digits_apart(&[4.0, 4.000_000_1]), 4);
        assert_eq!(digits_apart(&[4.0, 4.0]), 2);
        assert_eq!(digits_apart(&[0.003]), 5);
        assert_eq!(digits_apart(&[123_456.0, 123_457.0]), 0);
        assert_eq!(digits_apart(&[]), 0);
        assert_eq!(digits_apart(&[0.0, f64::NAN]), 0);
    }

    #[test]
    fn what_does_not_fit_a_line_begins_the_next() {
        let placed = flow(&[40.0, 50.0, 200.0, 10.0], 100.0, 10.0);
        assert_eq!(placed, [(0, 0.0), (0, 50.0), (1, 0.0), (2, 0.0)]);
        assert_eq!(flow(&[5.0, 5.0], 0.0, 1.0), [(0, 0.0), (1, 0.0)]);
        assert!(flow(&[], 100.0, 1.0).is_empty());
    }
}
