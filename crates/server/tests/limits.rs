//! What one client may do, so that the others are served.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::http::Request;
use axum::routing::get;
use server::connections::{self, ConnectionLimits, Watch};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};

const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
struct Counted {
    opened: AtomicU32,
    cut: AtomicU32,
    /// Slow requests that were begun.
    begun: AtomicU32,
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

/// Limits that a test need not wait for.
fn limits() -> ConnectionLimits {
    ConnectionLimits {
        connections_max: 16,
        first_request_max: Duration::from_millis(400),
        headers_max: Duration::from_millis(400),
        write_max: Duration::from_millis(400),
        ..ConnectionLimits::default()
    }
}

/// More than the buffers of the system hold.
const LARGE: usize = 64 << 20;

async fn start(limits: ConnectionLimits) -> (SocketAddr, Arc<Counted>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let counted = Arc::new(Counted::default());
    let watch = Arc::clone(&counted);
    let large = Bytes::from(vec![b'x'; LARGE]);
    let begun = Arc::clone(&counted);
    let slow = async move || {
        begun.begun.fetch_add(1, Ordering::Relaxed);
        sleep(PATIENCE).await;
        "late\n"
    };
    let router = Router::new()
        .route("/", get(async || "here\n"))
        .route("/slow", get(slow))
        .route("/large", get(async move || large));
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
    let (address, counted) = start(limits()).await;
    assert_eq!(answer_to(address, b"").await, "");
    // A letter that HTTP/2 begins with, too.
    assert_eq!(answer_to(address, b"P").await, "");
    counted.wait_for_cuts(2).await;
    is_served(address).await;
}

#[tokio::test]
async fn headers_that_trickle_are_not_waited_for() {
    let (address, counted) = start(limits()).await;
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
    let (address, _) = start(limits()).await;
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
    let (address, counted) = start(ConnectionLimits {
        connections_max: 2,
        ..limits()
    })
    .await;
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
    let (address, counted) = start(limits()).await;
    let answer = answer_to(address, b"\x16\x03\x01 is no HTTP\r\n\r\n").await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 400"),
        "{answer}"
    );
    counted.wait_for_cuts(1).await;
    is_served(address).await;
}

#[tokio::test]
async fn who_reads_nothing_is_cut() {
    let (address, counted) = start(limits()).await;
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream
        .write_all(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .expect("sent");
    counted.wait_for_cuts(1).await;
    // Who reads slowly, but reads, gets all of it.
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream
        .write_all(b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .await
        .expect("sent");
    let mut buffer = vec![0; 2 << 20];
    let mut read = 0;
    while let more @ 1.. = stream.read(&mut buffer).await.expect("it goes on") {
        read += more;
        sleep(Duration::from_millis(10)).await;
    }
    assert!(read > LARGE, "{read}");
    assert_eq!(counted.cut.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn one_address_takes_no_more_than_its_places() {
    let (address, counted) = start(ConnectionLimits {
        per_address_max: 2,
        ..limits()
    })
    .await;
    let first = [
        TcpStream::connect(address).await.expect("a connection"),
        TcpStream::connect(address).await.expect("a connection"),
    ];
    while counted.opened.load(Ordering::Relaxed) < 2 {
        sleep(Duration::from_millis(10)).await;
    }
    let request = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assert_eq!(answer_to(address, request).await, "", "closed at once");
    assert_eq!(counted.cut.load(Ordering::Relaxed), 1);
    // Another address has places of its own.
    let socket = TcpSocket::new_v4().expect("a socket");
    socket
        .bind("127.0.0.2:0".parse().expect("an address"))
        .expect("all of 127 is this machine");
    let mut other = socket.connect(address).await.expect("a connection");
    other.write_all(request).await.expect("sent");
    let mut text = String::new();
    other.read_to_string(&mut text).await.expect("an answer");
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    drop(first);
    // When they are gone there are places again.
    let again = async {
        while answer_to(address, request).await.is_empty() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, again).await.expect("a place");
}

/// CVE-2023-44487: who takes each request back at once never has many open, and could begin any number.
#[tokio::test]
async fn a_flood_of_requests_that_are_taken_back_ends_the_connection() {
    const FLOOD: usize = 100_000;

    let (address, counted) = start(limits()).await;
    let stream = TcpStream::connect(address).await.expect("a connection");
    let (mut client, connection) = h2::client::handshake(stream).await.expect("HTTP/2");
    let connection = tokio::spawn(connection);
    let flood = async {
        for sent in 0..FLOOD {
            let Ok(ready) = client.clone().ready().await else {
                return sent;
            };
            client = ready;
            let request = Request::get("http://x/slow").body(()).expect("a request");
            let Ok((_, mut stream)) = client.send_request(request, true) else {
                return sent;
            };
            stream.send_reset(h2::Reason::CANCEL);
            if sent % 1_000 == 0 {
                is_served(address).await;
            }
        }
        FLOOD
    };
    let sent = timeout(PATIENCE, flood).await.expect("it ends");
    assert!(sent < FLOOD, "all {FLOOD} were taken");
    let ended = connection.await.expect("no panic").expect_err("cut");
    assert_eq!(
        ended.reason(),
        Some(h2::Reason::ENHANCE_YOUR_CALM),
        "{ended}"
    );
    counted.wait_for_cuts(1).await;
    println!(
        "{sent} sent, {} begun",
        counted.begun.load(Ordering::Relaxed)
    );
    is_served(address).await;
}
