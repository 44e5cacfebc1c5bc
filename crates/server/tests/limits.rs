//! What one client may do, so that the others are served.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use server::connections::{self, ConnectionLimits, Watch};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
struct Counted {
    opened: AtomicU32,
    cut: AtomicU32,
}

impl Watch for Counted {
    fn opened(&self) {
        self.opened.fetch_add(1, Ordering::Relaxed);
    }

    fn closed(&self, cut: bool) {
        self.cut.fetch_add(u32::from(cut), Ordering::Relaxed);
    }
}

impl Counted {
    async fn wait_for_cuts(&self, cuts: u32) {
        let look = async {
            while self.cut.load(Ordering::Relaxed) < cuts {
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(PATIENCE, look).await.expect("they are cut");
    }
}

/// A server with limits that a test need not wait for.
async fn start(connections_max: usize) -> (SocketAddr, Arc<Counted>) {
    let limits = ConnectionLimits {
        connections_max,
        first_request_max: Duration::from_millis(400),
        headers_max: Duration::from_millis(400),
        ..ConnectionLimits::default()
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let counted = Arc::new(Counted::default());
    let watch = Arc::clone(&counted);
    let router = Router::new().route("/", get(async || "here\n"));
    tokio::spawn(async move {
        connections::serve(listener, router, &limits, std::future::pending(), watch).await
    });
    (address, counted)
}

/// What comes back until the server closes; what it does so by is not looked at.
async fn answer_to(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    // A server that has seen enough does not read on.
    let _ = stream.write_all(request).await;
    let mut bytes = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes))
        .await
        .expect("it is closed");
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn is_served(address: SocketAddr) {
    let answer = answer_to(
        address,
        b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn who_says_nothing_is_cut() {
    let (address, counted) = start(16).await;
    assert_eq!(answer_to(address, b"").await, "");
    // A letter that HTTP/2 begins with, too.
    assert_eq!(answer_to(address, b"P").await, "");
    counted.wait_for_cuts(2).await;
    is_served(address).await;
}

#[tokio::test]
async fn headers_that_trickle_are_not_waited_for() {
    let (address, counted) = start(16).await;
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let start = Instant::now();
    let trickle = async {
        let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").await;
        while stream.write_all(b"X: y\r\n").await.is_ok() {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, trickle).await.expect("it is cut");
    assert!(start.elapsed() >= Duration::from_millis(300), "not at once");
    counted.wait_for_cuts(1).await;
    is_served(address).await;
}

#[tokio::test]
async fn too_many_and_too_long_headers_are_refused() {
    let (address, _) = start(16).await;
    let many = (0..100).fold(String::new(), |text, number| {
        format!("{text}X-{number}: y\r\n")
    });
    let long = format!("X: {}\r\n", "y".repeat(100_000));
    for headers in [many, long] {
        let request = format!("GET / HTTP/1.1\r\nHost: x\r\n{headers}\r\n");
        let answer = answer_to(address, request.as_bytes()).await;
        // Who still sends when the server closes may lose the answer.
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
            "{answer}"
        );
    }
    is_served(address).await;
}

#[tokio::test]
async fn connections_beyond_the_most_wait_for_a_place() {
    let (address, counted) = start(2).await;
    let silent = [
        TcpStream::connect(address).await.expect("a connection"),
        TcpStream::connect(address).await.expect("a connection"),
    ];
    // Served when the silent ones are cut.
    is_served(address).await;
    assert!(counted.cut.load(Ordering::Relaxed) > 0);
    drop(silent);
}

#[tokio::test]
async fn nonsense_is_answered_and_closed() {
    let (address, counted) = start(16).await;
    let answer = answer_to(address, b"\x16\x03\x01 is no HTTP\r\n\r\n").await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 400"),
        "{answer}"
    );
    counted.wait_for_cuts(1).await;
    is_served(address).await;
}
