//! The browser as a journey sees it: go, click, fill, wait, ask.
//!
//! Nothing here sleeps for a fixed time: every wait names a condition and has a deadline.

mod asking;
mod doing;
mod evidence;
mod going;
mod setting;
mod waiting;

use std::path::Path;
use std::sync::Mutex;

use anyhow::Result;
use fantoccini::Client;
use serde::Deserialize;

use crate::driver::{Driver, Kind, Options};

pub use waiting::WAIT_MAX;

/// A running browser with its driver. Ends when it is dropped.
pub struct Browser {
    client: Client,
    options: Options,
    console: Mutex<Vec<ConsoleMessage>>,
    expected: Mutex<Vec<String>>,
    driver: Driver,
}

/// One line of the browser's console.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct ConsoleMessage {
    /// `SEVERE`, `WARNING`, `INFO` or `DEBUG`.
    pub level: String,
    /// Address, line and text.
    pub message: String,
}

/// What `boot.js` found out about isolation and offline use.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Isolation {
    /// The browser's own word.
    pub cross_origin_isolated: bool,
    /// `isolated`, `reloading` or `none`.
    pub isolation: String,
    /// Empty when isolated.
    pub reason: String,
    /// Empty, `caching`, `ready` or `failed`.
    pub offline: String,
}

impl Browser {
    /// Starts a driver and a browser with an empty profile.
    pub async fn start(options: &Options) -> Result<Self> {
        let mut driver = Driver::start(options).await?;
        let client = driver.connect(options).await?;
        let browser = Self {
            client,
            options: options.clone(),
            console: Mutex::default(),
            expected: Mutex::default(),
            driver,
        };
        browser.dress_tab().await?;
        Ok(browser)
    }

    /// Which browser this is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.options.kind
    }

    /// The folder of the browser's profile, which is gone with it.
    #[must_use]
    pub fn profile(&self) -> &Path {
        self.driver.profile()
    }

    /// What is set per tab: size, theme and the count of loads.
    async fn dress_tab(&self) -> Result<()> {
        let (width, height) = self.options.viewport;
        match self.kind() {
            Kind::Chromium => {
                self.resize(width, height).await?;
                self.set_theme(self.options.theme).await?;
                self.before_every_page(COUNT_LOADS).await
            }
            Kind::Firefox | Kind::WebKit => self.resize(width, height).await,
        }
    }
}

/// In local storage, not in the tab's: a tab that becomes isolated moves to another process, and Chromium's two processes
/// do not see each other's changes to session storage.
const COUNT_LOADS: &str = "if (window === window.top) try {
    localStorage.setItem('e2e-loads', Number(localStorage.getItem('e2e-loads')) + 1);
} catch {}";
