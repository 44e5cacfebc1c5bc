//! Memory that may be refused: a failed allocation would otherwise end the whole module.

use crate::message::RunError;

/// An empty list with room for so many.
pub(crate) fn room<T>(len: usize) -> Result<Vec<T>, RunError> {
    let mut list = Vec::new();
    more_room(&mut list, len)?;
    Ok(list)
}

/// Room for so many more.
pub(crate) fn more_room<T>(list: &mut Vec<T>, more: usize) -> Result<(), RunError> {
    list.try_reserve_exact(more)
        .map_err(|_| RunError::OutOfMemory {
            bytes: ((list.len() as u64).saturating_add(more as u64))
                .saturating_mul(size_of::<T>() as u64),
        })
}

/// A list of so many equal values.
pub(crate) fn filled<T: Clone>(len: usize, value: T) -> Result<Vec<T>, RunError> {
    let mut list = room(len)?;
    list.resize(len, value);
    Ok(list)
}

/// A length or an index in memory. What does not fit an address becomes a length that no memory
/// has, so that asking for it is refused.
pub(crate) fn index(value: u64) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

/// A figure of at most 32 bits, which the registry's ranges keep it to.
pub(crate) fn narrow(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
