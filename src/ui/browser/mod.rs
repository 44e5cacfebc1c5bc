//! What of the components exists in a browser only; `crate::ui` has it under its own name.

pub(crate) mod canvas;
pub mod catalogue;
pub(crate) mod chart;
pub mod choice;
pub mod drop;
pub mod editor;
pub mod field;
pub mod later;
pub mod pixels;
pub mod save;
pub mod select;
pub mod sources;
pub(crate) mod zoom;
