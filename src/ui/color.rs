//! Colours by computation: shades between given ones, and ink that can be read on them.

/// Red, green and blue, from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rgb(pub [f64; 3]);

impl Rgb {
    /// Reads `#rrggbb`; anything else is no colour.
    #[must_use]
    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        if digits.len() != 6 || !digits.is_ascii() {
            return None;
        }
        let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self([
            f64::from(channel(0)?),
            f64::from(channel(2)?),
            f64::from(channel(4)?),
        ]))
    }

    /// As CSS writes it.
    #[must_use]
    pub(crate) fn css(self) -> String {
        let [red, green, blue] = self.0.map(f64::round);
        format!("rgb({red},{green},{blue})")
    }

    /// How bright it looks, from 0 to 1: relative luminance as WCAG 2.2 defines it.
    #[must_use]
    pub(crate) fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let share = channel / 255.0;
            if share <= 0.040_45 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Black or white, whichever stands out more.
    #[must_use]
    pub(crate) fn ink(self) -> Self {
        let (black, white) = (Self([0.0; 3]), Self([255.0; 3]));
        if contrast(self, black) >= contrast(self, white) {
            black
        } else {
            white
        }
    }
}

/// How well one colour can be told from another, from 1 to 21, as WCAG 2.2 defines it.
#[must_use]
pub(crate) fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (one.luminance(), other.luminance());
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The colour at a share, from 0 to 1, of the way along `stops`; white where there are none.
#[must_use]
pub(crate) fn between(stops: &[Rgb], share: f64) -> Rgb {
    let share = if share.is_nan() { 0.0 } else { share };
    let Some(last) = stops.len().checked_sub(1) else {
        return Rgb([255.0; 3]);
    };
    let place = share.clamp(0.0, 1.0) * last as f64;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index below the number of stops"
    )]
    let before = (place as usize).min(last.saturating_sub(1));
    let after = (before + 1).min(last);
    let way = place - before as f64;
    let mix = |channel: usize| {
        let (from, to) = (stops[before].0[channel], stops[after].0[channel]);
        from + way * (to - from)
    };
    Rgb([mix(0), mix(1), mix(2)])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    const TOKENS: &str = include_str!("../../www/css/tokens.css");

    /// The stops of the heat map's scale, in light and in dark.
    fn heat() -> [Vec<Rgb>; 2] {
        let found: Vec<Rgb> = TOKENS
            .lines()
            .filter_map(|line| line.trim().strip_prefix("--heat-"))
            .filter_map(|rest| rest.split_once(": "))
            .map(|(_, value)| Rgb::from_hex(value.trim_end_matches(';')).expect("#rrggbb"))
            .collect();
        assert_eq!(found.len(), 10, "five stops in each theme");
        [found[..5].to_vec(), found[5..].to_vec()]
    }

    #[test]
    fn hex_is_read_and_nothing_else() {
        assert_eq!(Rgb::from_hex(" #0b5cad"), Some(Rgb([11.0, 92.0, 173.0])));
        for text in ["", "#fff", "0b5cad", "#0b5cag", "rgb(1,2,3)", "#€€"] {
            assert_eq!(Rgb::from_hex(text), None, "{text}");
        }
        assert_eq!(Rgb([11.4, 92.0, 173.0]).css(), "rgb(11,92,173)");
    }

    #[test]
    fn contrast_is_as_wcag_has_it() {
        let (black, white) = (Rgb([0.0; 3]), Rgb([255.0; 3]));
        assert!((contrast(black, white) - 21.0).abs() < 1e-9);
        assert!((contrast(white, white) - 1.0).abs() < 1e-9);
        let grey = Rgb::from_hex("#767676").expect("a colour");
        assert!((contrast(grey, white) - 4.54).abs() < 0.01);
    }

    #[test]
    fn figures_can_be_read_on_every_shade() {
        for stops in heat() {
            for percent in 0..=100 {
                let shade = between(&stops, f64::from(percent) / 100.0);
                assert!(contrast(shade, shade.ink()) >= 4.5, "{percent} % {shade:?}");
            }
        }
    }

    #[test]
    fn shades_differ_in_brightness_so_that_everyone_can_order_them() {
        for stops in heat() {
            let brightness: Vec<f64> = stops.iter().map(|stop| stop.luminance()).collect();
            assert!(
                brightness.is_sorted() || brightness.iter().rev().is_sorted(),
                "{brightness:?}"
            );
            assert!(contrast(stops[0], stops[4]) > 7.0);
        }
    }

    #[test]
    fn the_way_between_stops_is_straight() {
        let stops = [Rgb([0.0; 3]), Rgb([100.0; 3]), Rgb([250.0; 3])];
        assert_eq!(between(&stops, 0.25), Rgb([50.0; 3]));
        assert_eq!(between(&stops, 1.0), Rgb([250.0; 3]));
        assert_eq!(between(&stops, -1.0), Rgb([0.0; 3]));
        assert_eq!(between(&stops, f64::NAN), Rgb([0.0; 3]));
        assert_eq!(between(&stops[..1], 0.7), Rgb([0.0; 3]));
        assert_eq!(between(&[], 0.7), Rgb([255.0; 3]));
    }

    /// The names of custom properties that stand in quotes in a folder's sources.
    fn named_in(folder: &Path, names: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                named_in(&path, names);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let source = std::fs::read_to_string(&path).expect("a source");
                let quoted = source.split('"').filter(|text| {
                    let letters = text.strip_prefix("--");
                    letters.is_some_and(|name| {
                        !name.is_empty()
                            && !name.ends_with('-')
                            && name
                                .chars()
                                .all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
                    })
                });
                names.extend(quoted.map(str::to_owned));
            }
        }
    }

    #[test]
    fn what_pictures_are_drawn_with_is_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut names = BTreeSet::new();
        named_in(&root.join("src"), &mut names);
        let tokens = std::fs::read_to_string(root.join("www/css/tokens.css")).expect("tokens");
        let missing: Vec<&String> = names
            .iter()
            .filter(|name| name.starts_with("--series-"))
            .filter(|name| !tokens.contains(&format!("{name}:")))
            .collect();
        assert!(names.contains("--series-1"), "{names:?}");
        assert!(missing.is_empty(), "{missing:?} are no custom properties");
    }
}
