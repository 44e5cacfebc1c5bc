//! The browser as a journey sees it: go, click, fill, wait, ask.
//!
//! Nothing here sleeps for a fixed time: every wait names a condition and has a deadline.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::{TimeoutConfiguration, WebDriverCompatibleCommand, WindowHandle};
use fantoccini::{Client, Locator};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use url::Url;

use crate::driver::{Driver, Kind, Options, Theme, poll};

/// How long a wait lasts at most, unless the journey says otherwise.
pub const WAIT_MAX: Duration = Duration::from_secs(15);

/// How long a page may take to be stored for offline use. Chromium starts a new build's worker in a process of low
/// priority: while other journeys took both cores, registering it alone was seen to wait for 15 s, and was done then.
const OFFLINE_MAX: Duration = Duration::from_mins(1);

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
        let mut driver = Driver::start(options.kind).await?;
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
            Kind::Firefox => self.resize(width, height).await,
        }
    }

    // --- going somewhere ---

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

    /// Closes the tab that the journey is in; [`Browser::switch_to`] must follow.
    pub async fn close_tab(&self) -> Result<()> {
        Ok(self.client.close_window().await?)
    }

    // --- waiting ---

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

    // --- doing ---

    /// Clicks an element once it is shown.
    pub async fn click(&self, css: &str) -> Result<()> {
        self.shown(css)
            .await?
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

    // --- asking ---

    /// The text that an element shows, once it is shown.
    pub async fn text(&self, css: &str) -> Result<String> {
        Ok(self.shown(css).await?.text().await?)
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
            Ok(element) => Ok(element.is_displayed().await?),
            Err(error) if error.is_no_such_element() => Ok(false),
            Err(error) => Err(error.into()),
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

    // --- setting up ---

    /// Size of the page in CSS pixels. Exact in Chromium; in Firefox that of the window around it.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        match self.kind() {
            // A headless window has a least width; the emulated viewport has none.
            Kind::Chromium => {
                let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
                self.cdp("Emulation.setDeviceMetricsOverride", metrics)
                    .await
                    .map(drop)
            }
            Kind::Firefox => Ok(self.client.set_window_size(width, height).await?),
        }
    }

    /// Changes the system's preference while the page is open. Chromium only; Firefox has it from its start.
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

    // --- the console and other evidence ---

    /// Announces an error that the console will show: any message that contains `part` no longer fails the journey.
    pub fn expect_console(&self, part: &str) {
        self.expected
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(part.to_owned());
    }

    /// All that the console has shown so far, in every tab. Firefox tells nothing.
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

    fn only_chromium(&self, what: &str) -> Result<()> {
        if self.kind() != Kind::Chromium {
            bail!(
                "{what} needs Chromium's DevTools protocol; this is {:?}",
                self.kind()
            );
        }
        Ok(())
    }

    async fn found(&self, css: &str) -> Result<Element> {
        let found = poll(WAIT_MAX, async || {
            self.client.find(Locator::Css(css)).await.ok()
        })
        .await;
        found.with_context(|| format!("waited {WAIT_MAX:?} for {css}, which is not in the page"))
    }

    async fn shown(&self, css: &str) -> Result<Element> {
        let shown = poll(WAIT_MAX, async || {
            let element = self.client.find(Locator::Css(css)).await.ok()?;
            element.is_displayed().await.ok()?.then_some(element)
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
}

/// In local storage, not in the tab's: a tab that becomes isolated moves to another process, and Chromium's two processes
/// do not see each other's changes to session storage.
const COUNT_LOADS: &str = "if (window === window.top) try {
    localStorage.setItem('e2e-loads', Number(localStorage.getItem('e2e-loads')) + 1);
} catch {}";

/// A command that chromedriver has beyond the standard.
#[derive(Debug)]
struct Post {
    path: &'static str,
    body: Value,
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

/// A script or value as far as a report needs it.
fn short(text: &str) -> std::borrow::Cow<'_, str> {
    const CHARS_MAX: usize = 300;
    match text.char_indices().nth(CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}
