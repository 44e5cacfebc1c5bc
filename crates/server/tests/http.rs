//! What the server answers, over TCP.

use std::collections::HashMap;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use server::SiteConfig;
use server::connections::{self, ConnectionLimits, Drained, Watch};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

const ID: &str = "0123456789ab";
const POLICY: &str = "default-src 'none'; script-src 'self'";

/// A site as a build writes it, with one compressed file.
fn site() -> TempDir {
    let dist = TempDir::new().expect("a folder");
    write_build(dist.path(), ID, POLICY);
    let folder = dist.path();
    write(folder, "threads/index.html", "threads");
    write(folder, "sw.js", "worker");
    write(
        folder,
        "404.html",
        "<base href=\"./\"><a href=\"./\">home</a>",
    );
    write(folder, &format!("{ID}/app.js"), "plain script");
    write(folder, &format!("{ID}/app.js.br"), "pressed script");
    write(folder, &format!("{ID}/app_bg.wasm"), "\0asm");
    write(folder, &format!("{ID}/app_bg.wasm.br"), "pressed module");
    dist
}

fn write_build(dist: &Path, id: &str, policy: &str) {
    write(
        dist,
        &format!("{id}/site.json"),
        &format!("{{\"csp\": \"{policy}\"}}"),
    );
    let page = format!("<meta name=\"build-id\" content=\"{id}\">{policy}");
    write(dist, "index.html", &page);
}

fn write(dist: &Path, name: &str, text: &str) {
    let file = dist.join(name);
    fs::create_dir_all(file.parent().expect("a folder")).expect("writable");
    fs::write(file, text).expect("writable");
}

/// How long connections may go on when the server stops.
const DRAIN_MAX: Duration = Duration::from_secs(3);

/// Watches no connection.
struct Nobody;

impl Watch for Nobody {
    fn opened(&self) {}
    fn closed(&self, _cut: bool) {}
}

/// A server on a free port.
struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<Drained>>,
    dist: TempDir,
}

impl Running {
    async fn start() -> Self {
        let dist = site();
        let config = SiteConfig::new(dist.path()).expect("a site");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            let limits = ConnectionLimits {
                lame_duck: Duration::ZERO,
                ..ConnectionLimits::default()
            };
            let stop = async {
                let _ = stopped.await;
                DRAIN_MAX
            };
            connections::serve(
                listener,
                server::app(config),
                &limits,
                stop,
                Arc::new(Nobody),
            )
            .await
        });
        Self {
            address,
            stop,
            task,
            dist,
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[]).await
    }

    /// Sends the path as it is: a client that tidied it would hide what is tested.
    async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n");
        for (name, value) in headers {
            request.extend([name, ": ", value, "\r\n"]);
        }
        request.push_str("\r\n");
        let mut stream = TcpStream::connect(self.address)
            .await
            .expect("a connection");
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.expect("an answer");
        Answer::parse(&String::from_utf8_lossy(&bytes))
    }
}

struct Answer {
    status: u16,
    headers: HashMap<String, String>,
    body: String,
}

impl Answer {
    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        let mut lines = head.lines();
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .and_then(|status| status.parse().ok())
            .expect("a status");
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        Self {
            status,
            headers,
            body: body.to_owned(),
        }
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

#[tokio::test]
async fn every_answer_isolates_the_page() {
    let server = Running::start().await;
    let module = format!("/{ID}/app_bg.wasm");
    let script = format!("/{ID}/app.js");
    for path in [
        "/",
        "/threads/",
        "/threads",
        "/sw.js",
        "/missing",
        &module,
        &script,
    ] {
        let answer = server.get(path).await;
        for (name, value) in [
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            (
                "content-security-policy",
                "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
            ),
        ] {
            assert_eq!(answer.header(name), value, "{name} of {path}");
        }
    }
}

#[tokio::test]
async fn files_have_their_types() {
    let server = Running::start().await;
    let module = format!("/{ID}/app_bg.wasm");
    let script = format!("/{ID}/app.js");
    for (path, kind) in [
        ("/", "text/html"),
        ("/threads/", "text/html"),
        (script.as_str(), "text/javascript"),
        (module.as_str(), "application/wasm"),
    ] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.header("content-type").starts_with(kind), "{path}");
    }
}

#[tokio::test]
async fn a_client_that_takes_brotli_gets_it() {
    let server = Running::start().await;
    let module = format!("/{ID}/app_bg.wasm");
    let pressed = server
        .ask("GET", &module, &[("Accept-Encoding", "gzip, br")])
        .await;
    assert_eq!(pressed.header("content-encoding"), "br");
    assert_eq!(pressed.header("content-type"), "application/wasm");
    assert_eq!(pressed.body, "pressed module");
    let plain = server.get(&module).await;
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(plain.body, "\0asm");
    for answer in [pressed, plain] {
        assert!(
            answer
                .header("vary")
                .eq_ignore_ascii_case("accept-encoding")
        );
    }
}

#[tokio::test]
async fn only_files_of_a_build_are_kept() {
    let server = Running::start().await;
    let kept = server.get(&format!("/{ID}/app.js")).await;
    assert_eq!(
        kept.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    let absent = format!("/{ID}/absent.js");
    for path in ["/", "/threads/", "/sw.js", "/missing", &absent] {
        let answer = server.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
    }
}

#[tokio::test]
async fn a_folder_without_its_slash_keeps_the_query() {
    let server = Running::start().await;
    let answer = server.get("/threads?kernel=primes&n=10").await;
    assert_eq!(answer.status, 308);
    assert_eq!(answer.header("location"), "/threads/?kernel=primes&n=10");
}

#[tokio::test]
async fn no_redirect_leads_to_another_host() {
    let server = Running::start().await;
    for path in ["//threads", "///threads", "//threads?x=1"] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("location"), "", "{path}");
    }
}

#[tokio::test]
async fn an_unknown_address_gets_a_page_that_leads_home() {
    let server = Running::start().await;
    for path in ["/missing", "/a/b/c", "/missing.js", "/threads/missing"] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{path}"
        );
        assert!(answer.body.contains("<base href=\"/\">"), "{path}");
    }
}

#[tokio::test]
async fn no_path_leads_out_of_the_site() {
    let server = Running::start().await;
    for path in [
        "/../Cargo.toml",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/threads/..%5c..%5cetc",
        "/%00",
        "/%2fetc/passwd",
    ] {
        let answer = server.get(path).await;
        assert!(
            matches!(answer.status, 400 | 404),
            "{path}: {}",
            answer.status
        );
        assert!(!answer.body.contains("root:"), "{path}");
    }
}

#[tokio::test]
async fn a_head_request_has_the_headers_and_no_body() {
    let server = Running::start().await;
    let answer = server.ask("HEAD", &format!("/{ID}/app.js"), &[]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-length"), "12");
    assert_eq!(answer.body, "");
}

#[tokio::test]
async fn a_client_that_has_the_file_gets_no_body() {
    let server = Running::start().await;
    let path = format!("/{ID}/app.js");
    let first = server.get(&path).await;
    let tag = first.header("etag").to_owned();
    assert_ne!(tag, "");
    let second = server.ask("GET", &path, &[("If-None-Match", &tag)]).await;
    assert_eq!(second.status, 304);
    assert_eq!(second.body, "");
    assert!(second.header("cache-control").contains("immutable"));
}

#[tokio::test]
async fn nothing_can_be_written() {
    let server = Running::start().await;
    for method in ["POST", "PUT", "DELETE"] {
        let answer = server.ask(method, "/", &[]).await;
        assert_eq!(answer.status, 405, "{method}");
    }
}

#[tokio::test]
async fn a_new_build_brings_its_own_policy() {
    let server = Running::start().await;
    assert!(
        server
            .get("/")
            .await
            .header("content-security-policy")
            .starts_with(POLICY)
    );
    write_build(server.dist.path(), "ba9876543210", "default-src 'none'");
    let answer = server.get("/").await;
    assert!(answer.body.contains("ba9876543210"));
    assert_eq!(
        answer.header("content-security-policy"),
        "default-src 'none'; frame-ancestors 'none'"
    );
}

#[tokio::test]
async fn the_server_stops_when_it_is_told() {
    let server = Running::start().await;
    // A connection on which nothing is asked must not hold it up.
    let _idle = TcpStream::connect(server.address)
        .await
        .expect("a connection");
    server.get("/").await;
    server.stop.send(()).expect("the server runs");
    let drained = timeout(DRAIN_MAX * 2, server.task)
        .await
        .expect("within the deadline")
        .expect("no panic")
        .expect("no error");
    assert_eq!(drained, Drained::All);
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[test]
fn a_folder_that_is_no_site_is_named_in_the_error() {
    let error = SiteConfig::new("no/such/folder").expect_err("no site");
    let text = error.to_string();
    assert!(text.contains("no/such/folder"), "{text}");
    assert!(text.contains("cargo xtask build"), "{text}");
    let empty = TempDir::new().expect("a folder");
    write(empty.path(), "index.html", "<title>other</title>");
    let text = SiteConfig::new(empty.path())
        .expect_err("no build")
        .to_string();
    assert!(text.contains("build-id"), "{text}");
}
