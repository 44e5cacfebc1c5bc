//! Blurs a picture that somebody sends.
//!
//! A picture of a few kilobytes can say that it is a hundred megabytes large, and be so: what it says is
//! looked at before anything is decoded, and the decoder gets no more memory than that takes.

use std::io::Cursor;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::response::Response;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageFormat,
    ImageReader, Limits,
};
use kernels::engine::{Input, Task};
use kernels::{Engine, Extent, Kernel, Share, Spec, Variant};
use utoipa::ToSchema;

use super::Api;
use super::asked::Bodies;
use super::compute::WITHIN;
use super::document::{Refused, RefusedBody};
use super::problem::Problem;
use super::timing::timed_bytes;
use crate::pool::{Computed, Going};

/// The most pixels: 8 million, of four bytes each, twice.
const PIXELS_MAX: u64 = 8_000_000;

/// The longest side.
const SIDE_MAX: u32 = 16_384;

/// What a decoder may take: up to eight bytes a pixel and as much again for its own tables.
const DECODER_BYTES_MAX: u64 = 128 << 20;

const BODY_BYTES_MAX: usize = 8 << 20;

/// Each holds its body and, while it is computed, some ten bytes a pixel.
const BODIES_MAX: usize = 8;

const PNG: &str = "image/png";
const JPEG: &str = "image/jpeg";

pub(crate) fn bodies() -> Bodies {
    Bodies::new(BODIES_MAX, BODY_BYTES_MAX)
}

/// The bytes of a picture's file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[allow(dead_code, reason = "read by its derived description alone")]
struct Picture(Vec<u8>);

/// A blurred picture, and what it took.
struct Blurred {
    png: Vec<u8>,
    decode: Duration,
    blur: Duration,
    encode: Duration,
}

/// Blurs a picture: each pixel becomes the mean of the 3 × 3 around it
///
/// At most 8,000,000 pixels, 16,384 a side, in at most 8 MiB.
#[utoipa::path(
    post,
    path = "/blur",
    tag = "compute",
    request_body(
        description = "The picture",
        content((Picture = "image/png"), (Picture = "image/jpeg"))
    ),
    responses(
        (status = OK, body = Picture, content_type = "image/png", description = "The blurred picture"),
        Refused,
        RefusedBody
    )
)]
pub(crate) async fn blur(State(api): State<Api>, request: Request) -> Result<Response, Problem> {
    let (kind, held) = api.pictures.take(request, &[PNG, JPEG]).await?;
    let format = match kind {
        JPEG => ImageFormat::Jpeg,
        _ => ImageFormat::Png,
    };
    let Computed { made, queued, .. } = api
        .cpu
        .run("blur", WITHIN, move |(), going| {
            blurred(&held.bytes, format, going)
        })
        .await?;
    let blurred = made?;
    let parts = [
        ("queue", queued),
        ("decode", blurred.decode),
        ("compute", blurred.blur),
        ("encode", blurred.encode),
    ];
    timed_bytes(PNG, blurred.png, &parts)
}

fn blurred(body: &[u8], format: ImageFormat, going: &Going) -> Result<Blurred, Problem> {
    let start = Instant::now();
    let picture = decode(body, format)?;
    let (width, height) = (picture.width(), picture.height());
    // Grey stays grey, and what is opaque is not made larger for it in the answer.
    let is_opaque = !picture.color().has_alpha();
    let (kernel, bytes) = match picture {
        DynamicImage::ImageLuma8(picture) => (Kernel::BlurGrey, picture.into_raw()),
        picture => (Kernel::BlurRgba, picture.into_rgba8().into_raw()),
    };
    let decode = start.elapsed();
    going.on()?;

    let start = Instant::now();
    let ours = |error: &dyn std::fmt::Display| Problem::ours(error.to_string());
    let spec = Spec::new(kernel, Variant::Separable, Engine::Wasm, 1, 1)
        .and_then(|spec| spec.on_picture(Extent { width, height }))
        .map_err(|error| ours(&error))?;
    let input = Input {
        bytes,
        first_row: 0,
    };
    let mut task = Task::new(spec, Share::WHOLE, input).map_err(|error| ours(&error))?;
    while task.step().map_err(|error| ours(&error))? {
        going.on()?;
    }
    let mut bytes = task.finish().map_err(|error| ours(&error))?.output;
    let blur = start.elapsed();

    let start = Instant::now();
    let color = match kernel {
        Kernel::BlurGrey => ExtendedColorType::L8,
        _ if is_opaque => {
            drop_alpha(&mut bytes);
            ExtendedColorType::Rgb8
        }
        _ => ExtendedColorType::Rgba8,
    };
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::Adaptive)
        .write_image(&bytes, width, height, color)
        .map_err(|error| ours(&error))?;
    Ok(Blurred {
        png,
        decode,
        blur,
        encode: start.elapsed(),
    })
}

fn decode(body: &[u8], format: ImageFormat) -> Result<DynamicImage, Problem> {
    let unreadable = |error: ImageError| match error {
        ImageError::Limits(error) => Problem::bad_request(format!(
            "the picture is too large ({error}); give at most {SIDE_MAX} pixels a side"
        )),
        error => Problem::bad_request(format!("the picture cannot be read: {error}")),
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(DECODER_BYTES_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(body), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if !(1..=PIXELS_MAX).contains(&pixels) {
        return Err(Problem::bad_request(format!(
            "the picture has {width} × {height} pixels, which are {pixels}; give 1 to {PIXELS_MAX}"
        )));
    }
    // A camera that was held upright says so in its file.
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// Makes three bytes of four.
fn drop_alpha(bytes: &mut Vec<u8>) {
    let pixels = bytes.len() / 4;
    for pixel in 0..pixels {
        bytes.copy_within(pixel * 4..pixel * 4 + 3, pixel * 3);
    }
    bytes.truncate(pixels * 3);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_bytes_of_four_are_left() {
        let mut bytes = vec![1, 2, 3, 255, 4, 5, 6, 255];
        drop_alpha(&mut bytes);
        assert_eq!(bytes, [1, 2, 3, 4, 5, 6]);
    }
}
