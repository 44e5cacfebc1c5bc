//! Pictures for the eye from the bytes of a run: all of it made small, or a part of it made large.

use kernels::Extent;
use kernels::mandelbrot::STEPS_MAX;
use kernels::registry::Data;

/// The longest side of a small picture, in pixels.
pub(crate) const SMALL_SIDE_MAX: u32 = 360;

/// The side of the part that is shown enlarged, in pixels of the picture.
pub(crate) const DETAIL_SIDE: u32 = 48;

/// Which pixels of a picture are shown: every `step`-th of so many, from a corner on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    left: u32,
    top: u32,
    /// How many columns are shown.
    pub width: u32,
    /// How many rows are shown.
    pub height: u32,
    step: u32,
}

impl Window {
    /// All of a picture, with rows and columns left out so that no side is over
    /// [`SMALL_SIDE_MAX`].
    #[must_use]
    pub(crate) fn whole(extent: Extent) -> Self {
        let step = extent
            .width
            .max(extent.height)
            .div_ceil(SMALL_SIDE_MAX)
            .max(1);
        Self {
            left: 0,
            top: 0,
            width: extent.width.div_ceil(step),
            height: extent.height.div_ceil(step),
            step,
        }
    }

    /// The middle of a picture, pixel by pixel.
    #[must_use]
    pub(crate) fn detail(extent: Extent) -> Self {
        let (width, height) = (
            extent.width.min(DETAIL_SIDE),
            extent.height.min(DETAIL_SIDE),
        );
        Self {
            left: (extent.width - width) / 2,
            top: (extent.height - height) / 2,
            width,
            height,
            step: 1,
        }
    }
}

/// The pixels of a window as red, green, blue and opacity, a byte each. `read` fills a row of the
/// picture, `extent.width` points wide.
#[must_use]
pub(crate) fn pixels(
    extent: Extent,
    data: Data,
    window: Window,
    read: &mut dyn FnMut(u32, &mut [u8]),
) -> Vec<u8> {
    let point = usize::from(data.point_bytes());
    let mut row = vec![0; extent.width as usize * point];
    let mut rgba = Vec::with_capacity(window.width as usize * window.height as usize * 4);
    for y in 0..window.height {
        read(window.top + y * window.step, &mut row);
        for x in 0..window.width {
            let at = (window.left + x * window.step) as usize * point;
            rgba.extend(color(data, &row[at..at + point]));
        }
    }
    rgba
}

fn color(data: Data, point: &[u8]) -> [u8; 4] {
    match (data, point) {
        (Data::Counts, &[low, high]) => count_color(u16::from_le_bytes([low, high])),
        (Data::Picture { .. }, &[grey]) => [grey, grey, grey, 255],
        (Data::Picture { .. }, &[red, green, blue, opacity]) => [red, green, blue, opacity],
        _ => [0; 4],
    }
}

/// Red, green and blue from the fewest steps to the most.
const STOPS: [[f64; 3]; 4] = [
    [10.0, 50.0, 120.0],
    [86.0, 180.0, 233.0],
    [250.0, 250.0, 240.0],
    [213.0, 94.0, 0.0],
];

/// A colour for the steps that a point took: nothing for none, black for a point of the set, and
/// between them from blue over white to orange, which people of all kinds of sight tell apart. The
/// square root spreads the few steps that most points take.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "shares of 255"
)]
fn count_color(steps: u16) -> [u8; 4] {
    if steps == 0 {
        return [0; 4];
    }
    if steps >= STEPS_MAX {
        return [12, 14, 20, 255];
    }
    let share = (f64::from(steps) / f64::from(STEPS_MAX)).sqrt();
    let place = (share * 2.0).min(1.0) * (STOPS.len() - 1) as f64;
    let index = (place as usize).min(STOPS.len() - 2);
    let way = place - index as f64;
    let mix = |channel: usize| {
        let (from, to) = (STOPS[index][channel], STOPS[index + 1][channel]);
        (from + (to - from) * way).round() as u8
    };
    [mix(0), mix(1), mix(2), 255]
}

/// The colours of series, as a strip's pixels need them; the same as `--series-1` and on in light
/// colours (Okabe and Ito's palette).
const OWNER_COLORS: [[u8; 3]; 8] = [
    [230, 159, 0],
    [86, 180, 233],
    [0, 158, 115],
    [240, 228, 66],
    [0, 114, 178],
    [213, 94, 0],
    [204, 121, 167],
    [153, 153, 153],
];

/// Of a thread, counted from one; zero stands for none.
fn owner_color(owner: u8) -> Option<[u8; 3]> {
    let index = usize::from(owner.checked_sub(1)?);
    Some(OWNER_COLORS[index % OWNER_COLORS.len()])
}

/// A strip that shows which thread computed each row (counted from one, zero where none has yet), as tall as a window
/// and so many pixels wide.
#[must_use]
pub(crate) fn owner_strip(owners: &[u8], window: Window, width: u32) -> Vec<u8> {
    (0..window.height)
        .flat_map(|y| {
            let owner = owners.get((window.top + y * window.step) as usize);
            let color = owner.and_then(|owner| owner_color(*owner));
            let pixel = color.map_or([0; 4], |[red, green, blue]| [red, green, blue, 255]);
            std::iter::repeat_n(pixel, width as usize)
        })
        .flatten()
        .collect()
}

/// Of rows whose thread is not known.
const NOBODY: [u8; 3] = [150, 150, 150];

/// The pixels of a window of counts in the colours of the threads that computed them (counted from one, zero where none
/// has yet), as red, green, blue and opacity: the fewer the steps, the darker. `read` fills a row of the picture.
#[must_use]
pub(crate) fn owned_pixels(
    extent: Extent,
    window: Window,
    owners: &[u8],
    read: &mut dyn FnMut(u32, &mut [u8]),
) -> Vec<u8> {
    let mut row = vec![0; extent.width as usize * size_of::<u16>()];
    let mut rgba = Vec::with_capacity(window.width as usize * window.height as usize * 4);
    for y in 0..window.height {
        let at = window.top + y * window.step;
        read(at, &mut row);
        let owner = owners.get(at as usize).copied().unwrap_or_default();
        let color = owner_color(owner).unwrap_or(NOBODY);
        let (points, _) = row.as_chunks::<2>();
        let columns = points.iter().skip(window.left as usize);
        let columns = columns.step_by(window.step as usize);
        let columns = columns.take(window.width as usize);
        rgba.extend(columns.flat_map(|count| shade(color, u16::from_le_bytes(*count))));
    }
    rgba
}

/// How dark the fewest steps are.
const DARKEST: f64 = 0.35;

/// A colour made darker for few steps and lighter for many; black for a point of the set, nothing for one that is not
/// computed yet.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "shares of 255"
)]
fn shade(color: [u8; 3], steps: u16) -> [u8; 4] {
    if steps == 0 {
        return [0; 4];
    }
    if steps >= STEPS_MAX {
        return [12, 14, 20, 255];
    }
    let share = (f64::from(steps) / f64::from(STEPS_MAX)).sqrt();
    let light = (share * 2.0).min(1.0);
    let mix = |channel: u8| {
        let dark = f64::from(channel) * DARKEST;
        let full = f64::from(channel);
        // The first half leads to the colour, the second one half way to white.
        let shaded = if light < 0.5 {
            dark + (full - dark) * light * 2.0
        } else {
            full + (255.0 - full) * (light - 0.5)
        };
        shaded.round() as u8
    };
    [mix(color[0]), mix(color[1]), mix(color[2]), 255]
}

#[cfg(test)]
mod tests {
    use super::*;

    const GREY: Data = Data::Picture { channels: 1 };

    #[test]
    fn a_large_picture_is_made_small_and_a_small_one_left_alone() {
        let large = Window::whole(Extent {
            width: 4_000,
            height: 3_000,
        });
        assert_eq!((large.step, large.width, large.height), (12, 334, 250));
        let small = Window::whole(Extent {
            width: 3,
            height: 1,
        });
        assert_eq!((small.step, small.width, small.height), (1, 3, 1));
    }

    #[test]
    fn windows_read_the_rows_and_columns_they_mean() {
        let extent = Extent {
            width: 721,
            height: 5,
        };
        let window = Window::whole(extent);
        let mut rows = Vec::new();
        let rgba = pixels(extent, GREY, window, &mut |row, bytes| {
            rows.push(row);
            for (x, byte) in bytes.iter_mut().enumerate() {
                *byte = u8::try_from(x % 256).expect("a remainder");
            }
        });
        assert_eq!(rows, [0, 3]);
        assert_eq!(rgba.len(), (window.width * window.height * 4) as usize);
        assert_eq!(rgba[4..8], [3, 3, 3, 255]);
        let detail = Window::detail(extent);
        assert_eq!((detail.left, detail.top), (336, 0));
        assert_eq!((detail.width, detail.height), (DETAIL_SIDE, 5));
    }

    #[test]
    fn points_that_are_not_computed_yet_are_clear() {
        assert_eq!(count_color(0)[3], 0);
        assert_eq!(count_color(1)[3], 255);
        assert_ne!(count_color(2), count_color(200));
        assert_eq!(count_color(STEPS_MAX), count_color(u16::MAX));
    }

    #[test]
    fn the_strip_follows_the_rows_of_the_window() {
        let window = Window::whole(Extent {
            width: 1,
            height: 720,
        });
        let owners: Vec<u8> = (0..720).map(|row| 1 + u8::from(row >= 360)).collect();
        let strip = owner_strip(&owners, window, 2);
        assert_eq!(strip.len(), 360 * 2 * 4);
        assert_eq!(strip[..3], OWNER_COLORS[0]);
        assert_eq!(strip[strip.len() - 4..strip.len() - 1], OWNER_COLORS[1]);
        assert_eq!(owner_strip(&[0], window, 1)[..4], [0; 4], "nobody yet");
    }

    #[test]
    fn counts_have_the_colour_of_their_thread_and_are_darker_where_they_are_few() {
        let extent = Extent {
            width: 4,
            height: 2,
        };
        let window = Window::whole(extent);
        let counts = [0, 1, 200, STEPS_MAX];
        let rgba = owned_pixels(extent, window, &[0, 3], &mut |_, bytes| {
            for (at, count) in counts.iter().enumerate() {
                bytes[at * 2..at * 2 + 2].copy_from_slice(&u16::to_le_bytes(*count));
            }
        });
        assert_eq!(rgba.len(), 4 * 2 * 4);
        let row = |y: usize| &rgba[y * 16..(y + 1) * 16];
        assert_eq!(row(1)[..4], [0; 4], "not computed yet");
        let (few, many) = (&row(1)[4..8], &row(1)[8..12]);
        assert!(
            few[1] < many[1] && few[1] > few[0],
            "green: {few:?} {many:?}"
        );
        assert_eq!(row(1)[12..16], [12, 14, 20, 255], "of the set");
        assert_eq!(row(0)[4], row(0)[5], "grey where nobody is known");
    }
}
