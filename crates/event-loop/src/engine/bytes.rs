//! Bytes and the texts that they stand for, at the engine's own speed: in JavaScript a file of 2 MB would take a second.

use boa_engine::object::ObjectInitializer;
use boa_engine::object::builtins::{AlignedVec, JsArrayBuffer};
use boa_engine::string::JsStr;
use boa_engine::{Context, JsNativeError, JsResult, JsString, JsValue, NativeFunction};

use super::natives::{Native, argument};

/// The functions with their numbers of parameters. Bytes are given as a buffer, an offset and a length.
const FUNCTIONS: &[(&str, Native, usize)] = &[
    ("utf8Bytes", utf8_bytes, 1),
    ("utf8Text", utf8_text, 3),
    ("latin1Bytes", latin1_bytes, 1),
    ("latin1Text", latin1_text, 3),
    ("fillLines", fill_lines, 4),
];

/// Adds them to the object `internal`.
pub(super) fn add_to(object: &mut ObjectInitializer<'_>) {
    for (name, function, parameters) in FUNCTIONS {
        object.function(
            NativeFunction::from_fn_ptr(*function),
            JsString::from(*name),
            *parameters,
        );
    }
}

/// The bytes of a text as UTF-8; a surrogate without its other half is U+FFFD.
fn utf8_bytes(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let text = argument(args, 0).to_string(context)?;
    buffer(text.to_std_string_lossy().as_bytes(), context)
}

/// The text of bytes in UTF-8, with U+FFFD for what is none.
fn utf8_text(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let text = of_bytes(args, context, |bytes| {
        JsString::from(String::from_utf8_lossy(bytes).as_ref())
    });
    text.map(JsValue::from)
}

/// The low byte of each code unit of a text.
fn latin1_bytes(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let text = argument(args, 0).to_string(context)?;
    let bytes: Vec<u8> = text.iter().map(|unit| unit.to_le_bytes()[0]).collect();
    buffer(&bytes, context)
}

/// The text whose code units are the bytes.
fn latin1_text(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let text = of_bytes(args, context, |bytes| JsString::from(JsStr::latin1(bytes)));
    text.map(JsValue::from)
}

/// Writes what stands in a file of numbered lines from a place on.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast of a float saturates, and NaN is 0"
)]
fn fill_lines(_: &JsValue, args: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let from = argument(args, 3).to_number(context)? as u64;
    let (buffer, offset, length) = view(args, context)?;
    let mut bytes = buffer.data_mut().ok_or_else(detached)?;
    let out = bytes
        .get_mut(offset..)
        .and_then(|rest| rest.get_mut(..length));
    numbered_lines(out.ok_or_else(detached)?, from);
    Ok(JsValue::undefined())
}

/// What a file that is longer than its text goes on with, from a place on: line 1, line 2, and so on.
pub(super) fn numbered_lines(out: &mut [u8], from: u64) {
    let (mut number, skipped) = line_at(from);
    let mut skipped = skipped;
    let mut at = 0;
    while let Some(rest) = out.get_mut(at..).filter(|rest| !rest.is_empty()) {
        let line = format!("line {number}\n");
        let line = line.as_bytes().get(skipped..).unwrap_or_default();
        let length = line.len().min(rest.len());
        let (Some(to), Some(of)) = (rest.get_mut(..length), line.get(..length)) else {
            return;
        };
        to.copy_from_slice(of);
        (number, skipped, at) = (number + 1, 0, at + length);
    }
}

/// The number of the line in which a byte stands, and how many of the line's bytes stand before it.
fn line_at(mut from: u64) -> (u64, usize) {
    let (mut first, mut bytes) = (1_u64, "line 1\n".len() as u64);
    // All lines whose numbers have as many digits are of one length.
    while let Some(all) = (9 * first).checked_mul(bytes).filter(|all| from >= *all) {
        from -= all;
        first *= 10;
        bytes += 1;
    }
    let skipped = usize::try_from(from % bytes).unwrap_or(0);
    (first + from / bytes, skipped)
}

fn buffer(bytes: &[u8], context: &mut Context) -> JsResult<JsValue> {
    let bytes = AlignedVec::from_slice(0, bytes);
    Ok(JsArrayBuffer::from_byte_block(bytes, context)?.into())
}

fn of_bytes<T>(
    args: &[JsValue],
    context: &mut Context,
    of: impl FnOnce(&[u8]) -> T,
) -> JsResult<T> {
    let (buffer, offset, length) = view(args, context)?;
    let bytes = buffer.data().ok_or_else(detached)?;
    let bytes = bytes.get(offset..).and_then(|rest| rest.get(..length));
    bytes.map(of).ok_or_else(|| detached().into())
}

fn view(args: &[JsValue], context: &mut Context) -> JsResult<(JsArrayBuffer, usize, usize)> {
    let buffer = argument(args, 0).as_object().ok_or_else(detached)?;
    let offset = argument(args, 1).to_length(context)?;
    let length = argument(args, 2).to_length(context)?;
    let (offset, length) = (usize::try_from(offset), usize::try_from(length));
    let (Ok(offset), Ok(length)) = (offset, length) else {
        return Err(detached().into());
    };
    Ok((JsArrayBuffer::from_object(buffer)?, offset, length))
}

fn detached() -> JsNativeError {
    JsNativeError::typ().with_message("Cannot perform the operation on a detached ArrayBuffer")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_the_same_wherever_a_read_begins() {
        let lines: Vec<String> = (1..=12_000)
            .map(|number| format!("line {number}\n"))
            .collect();
        let whole = lines.concat();
        for from in [0, 1, 6, 7, 62, 63, 64, 8_882, 8_883, 8_884, 98_882, 100_001] {
            let mut out = vec![0; 3_000];
            numbered_lines(&mut out, from);
            let from = usize::try_from(from).unwrap();
            assert_eq!(out, &whole.as_bytes()[from..from + 3_000], "from {from}");
        }
    }
}
