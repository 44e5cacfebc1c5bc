//! What can be read off SQL's text: its tokens, its shape, its tables.

mod keywords;
mod normalise;
mod tables;
mod tokens;

pub use normalise::{SHAPE_BYTES_MAX, normalise, shape};
pub use tables::{Tables, tables};
pub use tokens::{Kind, Token, tokens};
