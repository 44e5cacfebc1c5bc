//! Whole runs: small ones worked out by hand, and laws that hold in all.

mod by_hand;
mod laws;
