//! A supervisor and its worker processes.
//!
//! The supervisor binds the port, keeps the listener, and starts workers that inherit it; it serves
//! nobody itself. What it does when is decided by [`plan::Plan`], a pure function; [`supervisor`] carries
//! that out. A worker finds what it was handed by [`member::Inheritance::of_environment`]. Both speak over a
//! socket ([`control`]) and count on a [`board::Board`] in shared memory.
//!
//! The listener is shared by descriptor, so a connection that nobody has taken yet survives any worker.

pub mod growth;
pub mod health;
pub mod plan;
pub mod restarts;

#[cfg(unix)]
pub mod board;
#[cfg(unix)]
pub mod clock;
#[cfg(unix)]
pub mod control;
#[cfg(unix)]
pub mod member;
#[cfg(unix)]
pub mod supervisor;
