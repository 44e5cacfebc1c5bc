//! Points of a result that are looked at again.

use crate::message::Sample;
use crate::registry::{self, Data};
use crate::spec::Spec;

/// How many points are looked at: a fault in one point of a hundred is missed once in ten thousand
/// times.
const SAMPLES: u64 = 1_000;

/// Points of a result, spread over all of it and with its corners, each with what it was computed
/// from. `input` and `output` give the byte at an index. Empty for kernels of figures only.
#[must_use]
pub fn samples(
    spec: &Spec,
    input: &dyn Fn(usize) -> u8,
    output: &dyn Fn(usize) -> u8,
) -> Vec<Sample> {
    let Some(extent) = spec.extent() else {
        return Vec::new();
    };
    let data = registry::kernel(spec.kernel).data;
    let bytes = usize::from(data.point_bytes());
    let (width, height) = (extent.width as usize, extent.height as usize);
    let pixels = extent.pixels();
    (0..SAMPLES.min(extent.pixels()))
        .map(|index| {
            // A step that shares no factor with most widths, so that columns vary; the first and
            // the last points are corners.
            let at = if index == 1 {
                pixels - 1
            } else {
                index * 7_919 * 104_729 % pixels
            };
            // Below the number of pixels, which a memory holds.
            let at = usize::try_from(at).unwrap_or(0);
            let (x, y) = (at % width, at / width);
            let point = |x: usize, y: usize, of: &dyn Fn(usize) -> u8| -> Vec<u8> {
                let start = (y * width + x) * bytes;
                (start..start + bytes).map(of).collect()
            };
            let around = |at: usize, end: usize| at.saturating_sub(1)..(at + 2).min(end);
            let neighbours = match data {
                Data::Picture { .. } => around(y, height)
                    .flat_map(|y| around(x, width).map(move |x| (x, y)))
                    .flat_map(|(x, y)| point(x, y, input))
                    .collect(),
                Data::Counts | Data::Figures => Vec::new(),
            };
            Sample {
                x: u32::try_from(x).unwrap_or(u32::MAX),
                y: u32::try_from(y).unwrap_or(u32::MAX),
                output: point(x, y, output),
                input: neighbours,
            }
        })
        .collect()
}
