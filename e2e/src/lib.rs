//! Harness for journeys: drives the built app in real browsers over WebDriver, against hosts of its own.
//!
//! A journey is one test under `tests/journeys/`. It starts a [`site`], walks through it in a browser ([`journey()`]), and fails on
//! what a person would notice, on a console error that it did not announce, or on a deadline:
//!
//! ```no_run
//! # use e2e::{Host, Options, Site, journey};
//! # async fn example() {
//! journey(Options::chromium(), async |page| {
//!     let site = Site::of(e2e::dist()?).under("/sub/path/").start(Host::Plain)?;
//!     page.goto(&site.url("threads/")).await?;
//!     page.wait_for_app().await?;
//!     page.click("[data-testid=run]").await?;
//!     page.wait_until("the result is there", "document.querySelector('[data-testid=result]')").await
//! })
//! .await;
//! # }
//! ```
//!
//! Errors are `anyhow` although this is a library: a journey handles each of them once, by failing with its text.

pub mod axe;
pub mod browser;
pub mod build_copy;
pub mod compare_lab;
pub mod driver;
pub mod frames;
pub mod journey;
pub mod site;
pub mod threads_lab;
pub mod tools;

pub use browser::{Browser, Isolation};
pub use build_copy::BuildCopy;
pub use driver::{Kind, Options, Theme};
pub use journey::{journey, untimed_journey};
pub use site::{Host, Site};
pub use tools::dist;
