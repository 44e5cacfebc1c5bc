//! What orders are drawn from.

/// A seed that nobody chose.
pub(in crate::labs) fn fresh_seed() -> u64 {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number below 2^53, which JavaScript and JSON hold exactly"
    )]
    let seed = (js_sys::Math::random() * 9e15) as u64;
    seed
}
