//! What a person does with mouse and keyboard.

use anyhow::{Context, Result, bail};
use fantoccini::key::Key;

use super::Browser;
use crate::driver::Kind;

impl Browser {
    /// Clicks an element once it is shown.
    pub async fn click(&self, css: &str) -> Result<()> {
        let element = self.shown(css).await?;
        if self.kind() == Kind::WebKit {
            // Its driver scrolls no further than to the window's edge, where a bar may lie over the element.
            self.js_with::<()>(
                "args[0].scrollIntoView({ block: 'center', behavior: 'instant' })",
                vec![serde_json::to_value(&element)?],
            )
            .await?;
        }
        element
            .click()
            .await
            .with_context(|| format!("clicking {css}"))
    }

    /// Types into a field in place of what stands there. An empty text empties it, as the Delete key does.
    pub async fn fill(&self, css: &str, text: &str) -> Result<()> {
        let field = self.shown(css).await?;
        // Not by the driver's own command for emptying a field, which the page gets no `input` event for.
        self.js_with::<()>(
            "const field = document.querySelector(args[0]); field.focus(); field.select()",
            vec![css.into()],
        )
        .await?;
        let delete = char::from(Key::Delete).to_string();
        let keys = if text.is_empty() { &delete } else { text };
        field
            .send_keys(keys)
            .await
            .with_context(|| format!("typing into {css}"))
    }

    /// Types into an element without emptying it first; keys such as Tab are `fantoccini::key::Key`.
    pub async fn type_into(&self, css: &str, keys: &str) -> Result<()> {
        self.shown(css)
            .await?
            .send_keys(keys)
            .await
            .with_context(|| format!("typing into {css}"))
    }

    /// Unfolds what is folded up; nothing happens if it is not.
    pub async fn unfold(&self, css: &str) -> Result<()> {
        if self.count(&format!("{css}[open]")).await? == 0 {
            // A driver takes what lies under a lab's bar to be in sight.
            self.js_with::<()>(
                "document.querySelector(args[0]).scrollIntoView({ block: 'nearest' })",
                vec![css.into()],
            )
            .await?;
            self.click(&format!("{css} > summary")).await?;
        }
        Ok(())
    }

    /// Types at what has the focus.
    pub async fn press(&self, keys: &str) -> Result<()> {
        Ok(self.client.active_element().await?.send_keys(keys).await?)
    }

    /// Chooses the option with this value.
    pub async fn select(&self, css: &str, value: &str) -> Result<()> {
        self.shown(css).await?;
        // Not by a click on the option: chromedriver then fires `change` without the `input` that a person causes.
        let found: bool = self
            .js_with(
                "const list = document.querySelector(args[0]);
                 if (![...list.options].some((option) => option.value === args[1] && !option.disabled)) return false;
                 list.focus();
                 list.value = args[1];
                 for (const kind of ['input', 'change']) list.dispatchEvent(new Event(kind, { bubbles: true }));
                 return true",
                vec![css.into(), value.into()],
            )
            .await?;
        if !found {
            bail!("{css} has no option {value:?} that can be chosen");
        }
        Ok(())
    }
}
