//! What the page says of itself.

use anyhow::{Context, Result, bail};
use fantoccini::Locator;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Browser, Isolation};
use crate::driver::Kind;

impl Browser {
    /// The text that an element shows, once it is shown.
    pub async fn text(&self, css: &str) -> Result<String> {
        let element = self.shown(css).await?;
        if self.kind() == Kind::WebKit {
            // See `is_displayed`.
            let element = vec![serde_json::to_value(element)?];
            return self
                .js_with("return args[0].innerText.trim()", element)
                .await;
        }
        Ok(element.text().await?)
    }

    /// An attribute of the first element that matches, shown or not.
    pub async fn attr(&self, css: &str, name: &str) -> Result<Option<String>> {
        Ok(self.found(css).await?.attr(name).await?)
    }

    /// A property of the first element that matches, as text: `value`, `checked`.
    pub async fn prop(&self, css: &str, name: &str) -> Result<Option<String>> {
        Ok(self.found(css).await?.prop(name).await?)
    }

    /// Whether a button or field takes input.
    pub async fn is_enabled(&self, css: &str) -> Result<bool> {
        Ok(self.found(css).await?.is_enabled().await?)
    }

    /// Whether at least one element matches and is shown.
    pub async fn is_shown(&self, css: &str) -> Result<bool> {
        match self.client.find(Locator::Css(css)).await {
            Ok(element) => self.is_displayed(&element).await,
            Err(error) if error.is_no_such_element() => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Fails unless all of the first element that matches is within what the page shows.
    pub async fn assert_in_sight(&self, css: &str) -> Result<()> {
        self.found(css).await?;
        // Boxes are laid out in fractions of pixels.
        let out_of_sight: Option<String> = self
            .js_with(
                "const { left, top, right, bottom } = document.querySelector(args[0]).getBoundingClientRect();
                 const { clientWidth, clientHeight } = document.documentElement;
                 const isInSight = right > left && bottom > top
                     && left >= -1 && top >= -1 && right <= clientWidth + 1 && bottom <= clientHeight + 1;
                 return isInSight
                     ? null
                     : `(${left}, ${top}) to (${right}, ${bottom}) of ${clientWidth} × ${clientHeight}`",
                vec![json!(css)],
            )
            .await?;
        match out_of_sight {
            None => Ok(()),
            Some(place) => bail!("{css} is not in sight: {place}"),
        }
    }

    /// How many elements match.
    pub async fn count(&self, css: &str) -> Result<usize> {
        Ok(self.client.find_all(Locator::Css(css)).await?.len())
    }

    /// Isolation and offline use as the page has them now.
    pub async fn isolation(&self) -> Result<Isolation> {
        self.js(
            "const { isolation = '', isolationReason: reason = '', offline = '' } = document.documentElement.dataset;
             return { crossOriginIsolated, isolation, reason, offline }",
        )
        .await
    }

    /// The build that the page says it is of.
    pub async fn build_id(&self) -> Result<String> {
        self.js("return document.querySelector('meta[name=build-id]').content")
            .await
    }

    /// How often pages of this origin were loaded, in all tabs, reloads included. Chromium only.
    pub async fn loads(&self) -> Result<u32> {
        self.only_chromium("counting loads")?;
        self.js("return Number(localStorage.getItem('e2e-loads'))")
            .await
    }

    /// Runs the body of an async JavaScript function in the page and decodes what it returns.
    pub async fn js<T: DeserializeOwned>(&self, body: &str) -> Result<T> {
        self.js_with(body, Vec::new()).await
    }

    /// [`Browser::js`] with arguments, which the body finds in `args`.
    pub async fn js_with<T: DeserializeOwned>(&self, body: &str, args: Vec<Value>) -> Result<T> {
        let script = format!("const args = arguments; return (async () => {{ {body}\n }})()");
        let value = self
            .client
            .execute(&script, args)
            .await
            .with_context(|| format!("in the page: {}", short(body)))?;
        let shown = short(&value.to_string()).into_owned();
        serde_json::from_value(value).with_context(|| {
            format!(
                "`{}` gave {shown}, which is no {}",
                short(body),
                std::any::type_name::<T>()
            )
        })
    }
}

/// A script or value as far as a report needs it.
pub(super) fn short(text: &str) -> std::borrow::Cow<'_, str> {
    const CHARS_MAX: usize = 300;
    match text.char_indices().nth(CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}
