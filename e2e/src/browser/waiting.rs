//! Waits, each for a condition and with a deadline.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::Locator;
use fantoccini::elements::Element;

use super::{Browser, Isolation};
use crate::driver::{Kind, poll};

/// How long a wait lasts at most, unless the journey says otherwise.
pub const WAIT_MAX: Duration = Duration::from_secs(15);

/// How long a page may take to be stored for offline use. Chromium starts a new build's worker in a process of low
/// priority: while other journeys took both cores, registering it alone was seen to wait for 15 s, and was done then.
const OFFLINE_MAX: Duration = Duration::from_mins(1);

impl Browser {
    /// Waits until a JavaScript expression is truthy. `what` is for the report: "the result is shown".
    pub async fn wait_until(&self, what: &str, expression: &str) -> Result<()> {
        self.wait_until_within(WAIT_MAX, what, expression).await
    }

    /// [`Browser::wait_until`] with a deadline of its own.
    pub async fn wait_until_within(
        &self,
        limit: Duration,
        what: &str,
        expression: &str,
    ) -> Result<()> {
        let script = format!("return Boolean({expression})");
        let mut last = None;
        let seen = poll(limit, async || match self.js::<bool>(&script).await {
            Ok(true) => Some(()),
            Ok(false) => {
                last = None;
                None
            }
            // The page may be on its way out; only the last such error counts.
            Err(error) => {
                last = Some(error);
                None
            }
        })
        .await;
        match (seen, last) {
            (Some(()), _) => Ok(()),
            (None, None) => bail!("waited {limit:?} until {what}: `{expression}` stayed false"),
            (None, Some(error)) => {
                Err(error.context(format!("waited {limit:?} until {what}: `{expression}`")))
            }
        }
    }

    /// Waits until an element is shown.
    pub async fn wait_for(&self, css: &str) -> Result<()> {
        self.shown(css).await.map(drop)
    }

    /// Waits until the app has mounted.
    pub async fn wait_for_app(&self) -> Result<()> {
        self.wait_until(
            "the app has mounted",
            "document.documentElement.dataset.app === 'ready'",
        )
        .await
    }

    /// Waits until the page and its build's files are stored for offline use.
    pub async fn wait_for_offline(&self) -> Result<()> {
        self.wait_until_within(
            OFFLINE_MAX,
            "the offline cache is complete",
            "document.documentElement.dataset.offline === 'ready'",
        )
        .await
    }

    /// Waits until `boot.js` has come to a result, in the page that stays after a reload of its own.
    pub async fn wait_for_isolation(&self) -> Result<Isolation> {
        self.wait_until(
            "isolation is settled",
            "document.readyState === 'complete' && /^(isolated|none)$/.test(document.documentElement.dataset.isolation)",
        )
        .await?;
        self.isolation().await
    }

    /// Watches for `duration` that the page which is there now stays there.
    pub async fn assert_stays(&self, duration: Duration) -> Result<()> {
        self.js::<()>("window.__e2eStays = true").await?;
        let left = poll(duration, async || {
            match self.js::<bool>("return window.__e2eStays === true").await {
                Ok(true) => None,
                Ok(false) | Err(_) => Some(()),
            }
        })
        .await;
        if left.is_some() {
            bail!(
                "the page was left or loaded again within {duration:?}; it is now at {}",
                self.url().await?
            );
        }
        Ok(())
    }

    pub(super) async fn found(&self, css: &str) -> Result<Element> {
        let found = poll(WAIT_MAX, async || {
            self.client.find(Locator::Css(css)).await.ok()
        })
        .await;
        found.with_context(|| format!("waited {WAIT_MAX:?} for {css}, which is not in the page"))
    }

    pub(super) async fn shown(&self, css: &str) -> Result<Element> {
        let shown = poll(WAIT_MAX, async || {
            let element = self.client.find(Locator::Css(css)).await.ok()?;
            self.is_displayed(&element).await.ok()?.then_some(element)
        })
        .await;
        match shown {
            Some(element) => Ok(element),
            None if self.count(css).await? > 0 => {
                bail!("waited {WAIT_MAX:?} for {css}, which is in the page but hidden")
            }
            None => bail!("waited {WAIT_MAX:?} for {css}, which is not in the page"),
        }
    }

    /// Whether a person can see an element, wherever the page is scrolled to.
    pub(super) async fn is_displayed(&self, element: &Element) -> Result<bool> {
        if self.kind() != Kind::WebKit {
            return Ok(element.is_displayed().await?);
        }
        // Its driver takes a text whose lines are limited to be hidden by its box.
        self.js_with(
            "const { width, height } = args[0].getBoundingClientRect();
             return args[0].checkVisibility({ visibilityProperty: true, opacityProperty: true }) && width * height > 0",
            vec![serde_json::to_value(element)?],
        )
        .await
    }
}
