//! What of the components exists in a browser only; `crate::ui` has it under its own name.

pub(crate) mod before_after;
pub(crate) mod canvas;
pub(crate) mod catalogue;
pub(crate) mod chart;
pub(crate) mod choice;
pub(crate) mod drop;
pub(crate) mod editor;
pub(crate) mod explained;
pub(crate) mod field;
pub(crate) mod later;
pub(crate) mod painted;
pub(crate) mod pixels;
pub(crate) mod save;
pub(crate) mod select;
pub(crate) mod sources;
pub(crate) mod zoom;
