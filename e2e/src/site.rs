//! Hosts for the built site: with the isolation headers or plain, under any sub-path; stopped, restarted and deployed to
//! while a journey runs.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::oneshot;
use tower::ServiceExt;

/// What kind of host this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// The project's own server, with all headers that it sends. Serves built sites only.
    Isolating,
    /// The same with the reference API.
    Api,
    /// Sends nothing special, like `python3 -m http.server`. The date that every file carries lies years back, so a
    /// browser that guesses how long a page is fresh guesses long.
    Plain,
}

/// A site that is not started yet.
#[derive(Clone, Debug)]
pub struct SiteBuilder {
    root: PathBuf,
    mount: String,
    wasm_type: Option<&'static str>,
}

/// A running host on a free loopback port. Stops when it is dropped.
pub struct Site {
    shared: Arc<Shared>,
    address: SocketAddr,
    running: Option<Running>,
}

struct Running {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

struct Shared {
    host: Host,
    mount: String,
    /// What a plain host calls WebAssembly, if anything.
    wasm_type: Option<&'static str>,
    files: Mutex<Files>,
    requests: Mutex<Vec<Hit>>,
}

/// How the files of a build are answered with.
#[derive(Clone)]
enum Files {
    Plain(PathBuf),
    Isolating(Router),
    Api(Arc<server::Alone>),
}

impl Files {
    fn of(host: Host, root: &Path) -> Result<Self> {
        Ok(match host {
            Host::Plain => Self::Plain(root.to_owned()),
            Host::Isolating => Self::Isolating(server::app(server::SiteConfig::new(root)?)),
            Host::Api => {
                let alone = server::Alone::new(server::SiteConfig::new(root)?);
                Self::Api(Arc::new(alone.map_err(anyhow::Error::from_boxed)?))
            }
        })
    }
}

/// A request that reached the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Relative to the site, without the query: `threads/`, empty for the start page.
    pub path: String,
    /// What the browser says it is for: `document`, `worker`, `empty` (a fetch, the service worker's too).
    pub destination: String,
}

impl Site {
    /// A site with the files of this folder, mounted at `/`.
    pub fn of(root: impl AsRef<Path>) -> SiteBuilder {
        SiteBuilder {
            root: root.as_ref().to_owned(),
            mount: "/".to_owned(),
            wasm_type: Some("application/wasm"),
        }
    }

    /// The address of a path of the site, its query included: `threads/?limit=1000`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{}{path}", self.address, self.shared.mount)
    }

    /// Takes the host off the network, open connections included.
    pub fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            // It has stopped by itself if nobody listens.
            let _ = running.stop.send(());
            let _ = running.thread.join();
        }
    }

    /// Brings it back on the same port.
    pub fn restart(&mut self) -> Result<()> {
        if self.running.is_none() {
            self.running = Some(serve(self.address, Arc::clone(&self.shared))?.1);
        }
        Ok(())
    }

    /// Puts another build in place of the one there is: the old files are gone from one request to the next.
    pub fn deploy(&self, root: impl AsRef<Path>) -> Result<()> {
        let files = Files::of(self.shared.host, root.as_ref())?;
        *self
            .shared
            .files
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = files;
        Ok(())
    }

    /// All requests so far, in order.
    #[must_use]
    pub fn hits(&self) -> Vec<Hit> {
        self.shared
            .requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// How often a path was asked for, by whomever.
    #[must_use]
    pub fn count(&self, path: &str) -> usize {
        self.hits().iter().filter(|hit| hit.path == path).count()
    }

    /// Forgets the requests so far.
    pub fn forget_hits(&self) {
        self.shared
            .requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.stop();
    }
}

impl SiteBuilder {
    /// Mounts it under a sub-path, which begins and ends with a slash.
    #[must_use]
    pub fn under(mut self, mount: &str) -> Self {
        mount.clone_into(&mut self.mount);
        self
    }

    /// What a plain host calls WebAssembly; nothing for `None`.
    #[must_use]
    pub fn wasm_as(mut self, wasm_type: Option<&'static str>) -> Self {
        self.wasm_type = wasm_type;
        self
    }

    /// Starts it on a free loopback port.
    pub fn start(self, host: Host) -> Result<Site> {
        let shared = Arc::new(Shared {
            host,
            mount: self.mount,
            wasm_type: self.wasm_type,
            files: Mutex::new(Files::of(host, &self.root)?),
            requests: Mutex::default(),
        });
        let (address, running) = serve(
            SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            Arc::clone(&shared),
        )?;
        Ok(Site {
            shared,
            address,
            running: Some(running),
        })
    }
}

/// A thread with a runtime of its own: what the journey does never delays an answer, and when the runtime goes every open
/// connection goes with it, which is what makes the browser offline.
fn serve(address: SocketAddr, shared: Arc<Shared>) -> Result<(SocketAddr, Running)> {
    let listener =
        std::net::TcpListener::bind(address).with_context(|| format!("listening on {address}"))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (stop, stopped) = oneshot::channel();
    let thread = std::thread::spawn(move || {
        let router = Router::new().fallback(answer).with_state(shared);
        runtime.block_on(async move {
            let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
                return;
            };
            tokio::select! {
                _ = axum::serve(listener, router).into_future() => {}
                _ = stopped => {}
            }
        });
    });
    Ok((address, Running { stop, thread }))
}

async fn answer(State(shared): State<Arc<Shared>>, mut request: Request) -> Response {
    let full = request.uri().path().to_owned();
    let full = full.as_str();
    let Some(path) = full.strip_prefix(&shared.mount) else {
        let is_mount_without_slash = format!("{full}/") == shared.mount;
        return if is_mount_without_slash {
            see(&shared.mount)
        } else {
            not_found(full)
        };
    };
    let destination = request
        .headers()
        .get("sec-fetch-dest")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let hit = Hit {
        path: path.to_owned(),
        destination: destination.to_owned(),
    };
    shared
        .requests
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(hit);
    match path {
        // Stand for what a backend answers beside the site.
        "health" if shared.host != Host::Api => (
            [(header::CONTENT_TYPE, "application/json")],
            r#"{"status":"ok"}"#,
        )
            .into_response(),
        "events" => event_stream(),
        _ => {
            let files = shared
                .files
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone();
            let router = match files {
                Files::Plain(root) => return file(&root, full, path, shared.wasm_type),
                Files::Isolating(router) => router,
                Files::Api(alone) => alone.router.clone(),
            };
            // The server knows nothing of the folder that it is mounted under.
            let query = request
                .uri()
                .query()
                .map_or_else(String::new, |query| format!("?{query}"));
            let Ok(inside) = format!("/{path}{query}").parse() else {
                return not_found(full);
            };
            *request.uri_mut() = inside;
            router.oneshot(request).await.into_response()
        }
    }
}

fn file(root: &Path, full: &str, path: &str, wasm_type: Option<&'static str>) -> Response {
    let inside = Path::new(path)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let mut file = root.join(path);
    if !inside {
        return not_found(full);
    }
    if file.is_dir() {
        if !path.is_empty() && !path.ends_with('/') {
            return see(&format!("{full}/"));
        }
        file.push("index.html");
    }
    let Ok(bytes) = std::fs::read(&file) else {
        return not_found(full);
    };
    let media_type = match media_type(&file) {
        "application/wasm" => wasm_type,
        other => Some(other),
    };
    let mut response = ([(header::LAST_MODIFIED, LONG_AGO)], bytes).into_response();
    match media_type {
        Some(media_type) => {
            let value = header::HeaderValue::from_static(media_type);
            response.headers_mut().insert(header::CONTENT_TYPE, value);
        }
        // Axum calls bytes without a name a stream of octets.
        None => drop(response.headers_mut().remove(header::CONTENT_TYPE)),
    }
    response
}

const LONG_AGO: &str = "Mon, 01 Jan 2024 00:00:00 GMT";

/// One event each 50 ms, without an end.
fn event_stream() -> Response {
    let events = futures_util::stream::unfold(0_u32, |count| async move {
        tokio::time::sleep(Duration::from_millis(50)).await;
        Some((
            Ok::<_, std::convert::Infallible>(format!("data: {count}\n\n")),
            count + 1,
        ))
    });
    (
        [(header::CONTENT_TYPE, "text/event-stream")],
        Body::from_stream(events),
    )
        .into_response()
}

fn see(location: &str) -> Response {
    (
        StatusCode::MOVED_PERMANENTLY,
        [(header::LOCATION, location)],
    )
        .into_response()
}

fn not_found(path: &str) -> Response {
    (StatusCode::NOT_FOUND, format!("no file {path}")).into_response()
}

pub(crate) fn is_build_id(name: &str) -> bool {
    name.len() == 12
        && name
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
