//! The browser's own settings: size, theme, caches, and what only its debugging protocol can do.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::Client;
use fantoccini::wd::{TimeoutConfiguration, WebDriverCompatibleCommand};
use serde_json::{Value, json};
use url::Url;

use super::Browser;
use crate::driver::{Kind, Theme};

impl Browser {
    /// Size of the page in CSS pixels. Exact in Chromium; in the others that of the window around it.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        match self.kind() {
            // A headless window has a least width; the emulated viewport has none.
            Kind::Chromium => {
                let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
                self.cdp("Emulation.setDeviceMetricsOverride", metrics)
                    .await
                    .map(drop)
            }
            Kind::Firefox | Kind::WebKit => Ok(self.client.set_window_size(width, height).await?),
        }
    }

    /// Changes the system's preference while the page is open. Chromium only; the others have it from their start.
    pub async fn set_theme(&self, theme: Theme) -> Result<()> {
        let value = match theme {
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.cdp("Emulation.setEmulatedMedia", features)
            .await
            .map(drop)
    }

    /// Has a script run in every page of this tab before the page's own. Chromium only.
    pub async fn before_every_page(&self, script: &str) -> Result<()> {
        self.cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .await
        .map(drop)
    }

    /// Has this tab's requests go past its service worker. Chromium only.
    pub async fn bypass_service_worker(&self, bypass: bool) -> Result<()> {
        self.cdp("Network.enable", json!({})).await?;
        self.cdp(
            "Network.setBypassServiceWorker",
            json!({ "bypass": bypass }),
        )
        .await
        .map(drop)
    }

    /// Empties the browser's own cache of answers; what a service worker stored stays. Chromium only.
    pub async fn clear_http_cache(&self) -> Result<()> {
        self.cdp("Network.clearBrowserCache", json!({}))
            .await
            .map(drop)
    }

    /// A command of Chromium's debugging protocol to this tab. Chromium only.
    pub async fn cdp(&self, command: &str, parameters: Value) -> Result<Value> {
        self.only_chromium(command)?;
        let body = json!({ "cmd": command, "params": parameters });
        let post = Post {
            path: "goog/cdp/execute",
            body,
        };
        self.client
            .issue_cmd(post)
            .await
            .with_context(|| format!("{command} {parameters}"))
    }

    /// The WebDriver client itself, for what has no helper.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Sets how long one script may run in the page; 30 s unless changed.
    pub async fn script_limit(&self, limit: Duration) -> Result<()> {
        let limits = TimeoutConfiguration::new(Some(limit), None, None);
        Ok(self.client.update_timeouts(limits).await?)
    }

    pub(super) fn only_chromium(&self, what: &str) -> Result<()> {
        if self.kind() != Kind::Chromium {
            bail!(
                "{what} needs Chromium's DevTools protocol; this is {:?}",
                self.kind()
            );
        }
        Ok(())
    }
}

/// A command that chromedriver has beyond the standard.
#[derive(Debug)]
pub(super) struct Post {
    pub(super) path: &'static str,
    pub(super) body: Value,
}

impl WebDriverCompatibleCommand for Post {
    fn endpoint(
        &self,
        base_url: &Url,
        session_id: Option<&str>,
    ) -> std::result::Result<Url, url::ParseError> {
        base_url.join(&format!(
            "session/{}/{}",
            session_id.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
