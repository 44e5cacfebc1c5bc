//! Addresses and tabs.

use anyhow::{Context, Result};
use fantoccini::wd::WindowHandle;

use super::Browser;

impl Browser {
    /// Opens an address and waits for its `load` event.
    pub async fn goto(&self, url: &str) -> Result<()> {
        self.client
            .goto(url)
            .await
            .with_context(|| format!("opening {url}"))
    }

    /// Reloads as a person does and waits for the `load` event.
    ///
    /// Not by the driver's own command: geckodriver's is a forced reload, which goes past the service worker.
    pub async fn reload(&self) -> Result<()> {
        self.js::<()>("window.__e2eOld = true; setTimeout(() => location.reload())")
            .await?;
        self.wait_until(
            "the page is loaded again",
            "!window.__e2eOld && document.readyState === 'complete'",
        )
        .await
    }

    /// Where the tab is.
    pub async fn url(&self) -> Result<String> {
        Ok(self.client.current_url().await?.into())
    }

    /// Opens another tab and goes on in it.
    pub async fn open_tab(&self) -> Result<WindowHandle> {
        let tab: WindowHandle = self.client.new_window(true).await?.handle;
        self.client.switch_to_window(tab.clone()).await?;
        self.dress_tab().await?;
        Ok(tab)
    }

    /// The tab that the journey is in.
    pub async fn tab(&self) -> Result<WindowHandle> {
        Ok(self.client.window().await?)
    }

    /// Goes on in another tab.
    pub async fn switch_to(&self, tab: &WindowHandle) -> Result<()> {
        Ok(self.client.switch_to_window(tab.clone()).await?)
    }

    /// Goes to another tab until the page has noticed that nobody sees it, and comes back.
    pub async fn hide_for_a_moment(&self) -> Result<()> {
        let tab = self.tab().await?;
        self.js::<()>(
            "window.__e2eHidden = false;
             document.addEventListener('visibilitychange', () => { window.__e2eHidden ||= document.hidden })",
        )
        .await?;
        let other = self.open_tab().await?;
        self.switch_to(&tab).await?;
        self.wait_until("the page is hidden", "window.__e2eHidden")
            .await?;
        self.switch_to(&other).await?;
        self.close_tab().await?;
        self.switch_to(&tab).await
    }

    /// Closes the tab that the journey is in; [`Browser::switch_to`] must follow.
    pub async fn close_tab(&self) -> Result<()> {
        Ok(self.client.close_window().await?)
    }
}
