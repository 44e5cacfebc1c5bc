//! A picture to blur where a person brings none: slopes, discs with sharp edges, fine stripes and
//! noise, so that it is seen what a blur keeps and what it takes away.

use crate::engine::hash::hash;
use crate::engine::memory::{index, room};
use crate::message::RunError;
use crate::spec::Extent;

/// The side of the squares that hold a disc each, and the disc's radius.
const CELL: u32 = 256;
const RADIUS: u32 = 96;

/// How much brighter one end of a slope is.
const SLOPE: u32 = 96;

/// The series that noise is taken from, and that discs' shades are.
const NOISE: u32 = 11;
const SHADES: u32 = 12;

/// One byte a pixel, or four: red, green, blue and opacity.
pub(crate) fn picture(extent: Extent, channels: u8) -> Result<Vec<u8>, RunError> {
    let Extent { width, height } = extent;
    let mut bytes = room(index(extent.pixels() * u64::from(channels)))?;
    let mut slopes = room(index(u64::from(width)))?;
    slopes.extend((0..width).map(|x| share(x, width, SLOPE)));
    for y in 0..height {
        let slope_y = share(y, height, SLOPE);
        let first = y.wrapping_mul(width);
        for (x, &slope_x) in (0..width).zip(&slopes) {
            let noise = hash(NOISE, first + x) % 32;
            let (shade, depth) = shapes(x, y);
            let level = |slope: u32| byte(slope + shade + noise);
            if channels == 1 {
                bytes.push(level(u32::midpoint(slope_x, slope_y)));
            } else {
                bytes.extend_from_slice(&[
                    level(slope_x),
                    level(slope_y),
                    level(SLOPE - slope_x),
                    // Discs fade towards their middles.
                    255 - byte(depth),
                ]);
            }
        }
    }
    Ok(bytes)
}

#[allow(clippy::cast_possible_truncation, reason = "no sum here is above 255")]
const fn byte(level: u32) -> u8 {
    level as u8
}

/// `most` times `at` of `of`.
const fn share(at: u32, of: u32, most: u32) -> u32 {
    // At most 24 million times 96.
    at * most / of
}

/// How much brighter the shapes make a pixel, and how far inside a disc it lies, 0 to 96.
fn shapes(x: u32, y: u32) -> (u32, u32) {
    let (across, along) = ((x % CELL).abs_diff(CELL / 2), (y % CELL).abs_diff(CELL / 2));
    let square = across * across + along * along;
    if square < RADIUS * RADIUS {
        let cell = hash(SHADES, (y / CELL) * CELL + x / CELL);
        return (48 + cell % 80, RADIUS - square / RADIUS);
    }
    // Stripes of two pixels in every other cell, upright in half of them.
    let stripes = match (x / CELL + y / CELL) % 4 {
        0 => x & 2,
        2 => y & 2,
        _ => 0,
    };
    (stripes * 24, 0)
}
