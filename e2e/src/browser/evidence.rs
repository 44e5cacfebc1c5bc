//! The console and other evidence of what went wrong.

use std::path::Path;
use std::sync::PoisonError;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::setting::Post;
use super::{Browser, ConsoleMessage};
use crate::driver::Kind;

impl Browser {
    /// Announces an error that the console will show: any message that contains `part` no longer fails the journey.
    pub fn expect_console(&self, part: &str) {
        self.expected
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(part.to_owned());
    }

    /// All that the console has shown so far, in every tab. Firefox and WebKit tell nothing.
    pub async fn console(&self) -> Result<Vec<ConsoleMessage>> {
        if self.kind() == Kind::Chromium {
            let post = Post {
                path: "se/log",
                body: json!({ "type": "browser" }),
            };
            // Each answer holds only what is new since the last one.
            let new: Vec<ConsoleMessage> =
                serde_json::from_value(self.client.issue_cmd(post).await?)?;
            self.console
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend(new);
        }
        Ok(self
            .console
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone())
    }

    /// Fails on the first error in the console that was not announced.
    pub async fn assert_console_clean(&self) -> Result<()> {
        let messages = self.console().await?;
        let expected = self.expected.lock().unwrap_or_else(PoisonError::into_inner);
        let surprise = messages
            .iter()
            .filter(|message| message.level == "SEVERE")
            .find(|message| !expected.iter().any(|part| message.message.contains(part)));
        match surprise {
            Some(message) => bail!("unexpected error in the console: {}", message.message),
            None => Ok(()),
        }
    }

    /// Writes what the tab shows as PNG.
    pub async fn screenshot(&self, path: &Path) -> Result<()> {
        let png = self.client.screenshot().await?;
        std::fs::write(path, png).with_context(|| format!("writing {}", path.display()))
    }

    /// All that helps to understand a failure, as far as it can still be had.
    pub(crate) async fn evidence(&self) -> String {
        let state = self
            .js::<Value>("return { url: location.href, html: { ...document.documentElement.dataset }, loads: localStorage.getItem('e2e-loads') }")
            .await;
        let console = match self.console().await {
            Ok(messages) => messages.iter().fold(String::new(), |text, line| {
                text + "\n  " + &line.level + " " + &line.message
            }),
            Err(error) => format!(" {error:#}"),
        };
        let state = state.map_or_else(|error| format!("{error:#}"), |state| state.to_string());
        format!(
            "page: {state}\nconsole:{console}\ndriver:\n{}",
            self.driver.log()
        )
    }
}
