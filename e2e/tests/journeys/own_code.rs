//! Own code reaches neither network nor storage nor page, and what it tries reaches all of it where nothing holds it back.

use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::compare_lab::{lab, open_lab, own_code, wait_for_end};
use e2e::{Browser, Host, Kind, Options, Site, untimed_journey};

/// What own code tries, by the name under which it tells what came of it. Each gives a text.
const ATTEMPTS: &str = "
const attempts = {
  fetch: () => fetch(n_origin + 'reached-by-fetch').then(() => 'reached'),
  opaque: () => fetch(n_origin + 'reached-by-opaque', { mode: 'no-cors' }).then(() => 'reached'),
  xhr: () => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.onload = () => resolve('reached');
    request.onerror = reject;
    request.open('GET', n_origin + 'reached-by-xhr');
    request.send();
  }),
  socket: () => new Promise((resolve, reject) => {
    const socket = new WebSocket(n_origin.replace('http', 'ws') + 'reached-by-socket');
    socket.onopen = () => resolve('reached');
    socket.onerror = reject;
  }),
  events: () => new Promise((resolve, reject) => {
    const events = new EventSource(n_origin + 'reached-by-events');
    events.onopen = () => resolve('reached');
    events.onerror = reject;
  }),
  module: () => import(n_origin + 'reached-by-module.js').then(() => 'reached'),
  script: () => { importScripts(n_origin + 'reached-by-script.js'); return 'reached'; },
  worker: () => new Promise((resolve, reject) => {
    const worker = new Worker(n_origin + 'reached-by-worker.js');
    worker.onerror = reject;
    setTimeout(() => resolve('no answer'), 500);
  }),
  nested: () => new Promise((resolve, reject) => {
    const text = `fetch('${n_origin}reached-by-nested', { mode: 'no-cors' })
      .then(() => postMessage('reached'), () => postMessage('refused'))`;
    const worker = new Worker('data:text/javascript,' + encodeURIComponent(text));
    worker.onmessage = ({ data }) => (data === 'reached' ? resolve(data) : reject(data));
    worker.onerror = reject;
  }),
  database: () => new Promise((resolve, reject) => {
    const request = indexedDB.open('pp');
    request.onsuccess = () => resolve('reached');
    request.onerror = reject;
  }),
  caches: () => caches.has('pp-test').then((has) => {
    if (has) return 'reached';
    throw new Error('none of ours');
  }),
  files: () => navigator.storage.getDirectory().then(() => 'reached'),
  locks: () => navigator.locks.query().then(({ held }) => {
    if (held.length > 0) return 'reached';
    throw new Error('none of ours');
  }),
  channel: () => new Promise((resolve) => {
    const channel = new BroadcastChannel('pp-test');
    channel.onmessage = () => resolve('reached');
    channel.postMessage('from own code');
    setTimeout(() => resolve('no answer'), 500);
  }),
  page: () => { document.title = 'reached'; return 'reached'; },
  parent: () => { parent.document.title = 'reached'; return 'reached'; },
};
const told = [];
for (const [name, attempt] of Object.entries(attempts)) {
  let outcome;
  try {
    outcome = await Promise.race([
      attempt(),
      new Promise((resolve) => setTimeout(resolve, 2000, 'no answer')),
    ]);
  } catch (error) {
    outcome = 'refused';
  }
  // Of a result that is longer than four hundred characters the page shows the beginning alone.
  told.push(`${name}=${outcome.slice(0, 16)};`);
}
return told.join(' ');
";

/// The attempts, what own code is told of each, and what a page that no policy holds back is told.
const OUTCOMES: [(&str, &str, &str); 16] = [
    ("fetch", "refused", "reached"),
    ("opaque", "refused", "reached"),
    ("xhr", "refused", "reached"),
    // Those of these that reach the host find nothing there that would answer them: it counts who came.
    ("socket", "refused", "refused"),
    ("events", "refused", "refused"),
    ("module", "refused", "refused"),
    // A page has no importScripts; a worker of it has.
    ("script", "refused", "refused"),
    ("worker", "refused", "refused"),
    // Workers of text may be started; they are held as what starts them.
    ("nested", "refused", "reached"),
    ("database", "refused", "reached"),
    ("caches", "refused", "reached"),
    ("files", "refused", "reached"),
    ("locks", "refused", "reached"),
    // Nobody is told that nobody listens.
    ("channel", "no answer", "reached"),
    ("page", "refused", "reached"),
    ("parent", "refused", "reached"),
];

/// What the host is asked for where nothing is refused.
const REQUESTS: [&str; 9] = [
    "reached-by-fetch",
    "reached-by-opaque",
    "reached-by-xhr",
    "reached-by-socket",
    "reached-by-events",
    "reached-by-module.js",
    "reached-by-script.js",
    "reached-by-worker.js",
    "reached-by-nested",
];

/// Each attempt came to what it should.
fn were_told<'a>(told: &str, expected: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<()> {
    for (name, outcome) in expected {
        // What an attempt reached may stand behind the word.
        ensure!(
            told.contains(&format!("{name}={outcome}")),
            "{name} is not {outcome}: {told}"
        );
    }
    Ok(())
}

/// The same attempts where nothing holds them back reach all that they try to reach; else it would say nothing that own
/// code reaches none of it.
async fn attempts_reach_what_is_open(page: &Browser) -> Result<()> {
    let site = Site::of(e2e::dist()?).start(Host::Plain)?;
    // An answer of the host's own, with no policy and no script of ours.
    page.goto(&site.url("health")).await?;
    let attempts = format!("const n_origin = {:?};\n{ATTEMPTS}", site.url(""));
    let told: String = page
        .js(&format!(
            "new BroadcastChannel('pp-test').onmessage = ({{ target }}) => target.postMessage('heard');
             navigator.locks.request('pp-test', () => new Promise(() => {{}}));
             await caches.open('pp-test');
             {attempts}"
        ))
        .await?;
    // A driver's session of WebKit keeps nothing, and so has no files.
    let has_files = page.kind() != Kind::WebKit;
    let open = OUTCOMES.map(|(name, _, open)| (name, open));
    were_told(
        &told,
        open.into_iter()
            .filter(|(name, _)| has_files || *name != "files"),
    )?;
    let imports = format!("importScripts({:?})", site.url("reached-by-script.js"));
    page.js_with::<()>(
        "const worker = new Worker(URL.createObjectURL(new Blob([args[0]])));
         return new Promise((resolve) => { worker.onerror = () => resolve(); })",
        vec![imports.into()],
    )
    .await?;
    for path in REQUESTS {
        ensure!(site.count(path) > 0, "{path}: {:?}", site.hits());
    }
    Ok(())
}

#[tokio::test]
async fn own_code_reaches_neither_network_nor_storage_nor_page() {
    untimed_journey(Options::chromium(), reaches_nothing).await;
}

pub(crate) async fn reaches_nothing(page: &Browser) -> Result<()> {
    // The page reports what its policy refuses, and what a host does not have.
    for expected in [
        "Content Security Policy",
        "Refused",
        "violates",
        "Failed to",
        "ERR_",
        "WebSocket",
    ] {
        page.expect_console(expected);
    }
    attempts_reach_what_is_open(page).await?;
    let site = open_lab(page, "").await?;
    // What it tries is told by the two candidates' different results.
    let attempts = format!("const n_origin = {:?};\n{ATTEMPTS}", site.url(""));
    let link = own_code(
        "",
        &[("attempts", &attempts), ("nothing", "return 'nothing';")],
        "1",
        60,
    );
    page.js::<()>(
            "window.heard = []; new BroadcastChannel('pp-test').onmessage = ({ data }) => heard.push(data);
             indexedDB.open('pp'); await caches.open('pp-test');",
        )
        .await?;
    page.goto(&lab(&site, &link)).await?;
    page.wait_for("#compare").await?;
    page.js::<()>("window.heard = []; new BroadcastChannel('pp-test').onmessage = ({ data }) => heard.push(data);")
            .await?;
    page.click("#compare").await?;
    page.wait_until_within(
        Duration::from_mins(1),
        "the attempts are told",
        "document.querySelector('[data-testid=marks]')",
    )
    .await?;
    let told = page.text("[data-testid=marks]").await?;
    page.click("#stop").await?;
    wait_for_end(page).await?;
    were_told(&told, OUTCOMES.map(|(name, held, _)| (name, held)))?;
    ensure!(!told.contains("reached"), "{told}");
    let hits = site.hits();
    ensure!(
        hits.iter().all(|hit| !hit.path.contains("reached")),
        "a request came through: {hits:?}"
    );
    ensure!(
        page.js::<Vec<String>>("return window.heard")
            .await?
            .is_empty()
    );
    ensure!(page.js::<String>("return document.title").await? == "Compare · Perf Playground");
    Ok(())
}
