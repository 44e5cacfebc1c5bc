//! What of the lab needs no browser.

pub(crate) mod browser;
pub(crate) mod console;
pub(crate) mod film;
pub(crate) mod finding;
pub(crate) mod foreign;
pub(crate) mod form;
pub(crate) mod lanes;
pub(crate) mod lost;
pub(crate) mod predict;
pub(crate) mod queues;
pub(crate) mod run;
pub(crate) mod verdict;
pub(crate) mod versions;
