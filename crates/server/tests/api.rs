//! What the endpoints answer, and what they refuse.

mod support;

use std::io::{Cursor, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use support::{Answer, Client, Cluster, PATIENCE};

const JSON: (&str, &str) = ("Content-Type", "application/json");

#[test]
fn answers_of_the_api_are_not_kept_and_those_of_the_site_are_isolated() {
    let cluster = Cluster::start(&["--workers", "0"]);
    let head = |path: &str| {
        let mut stream = TcpStream::connect(cluster.address).expect("a connection");
        let request = format!("GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("an answer");
        text.split("\r\n\r\n")
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    for path in ["/cluster", "/fibonacci/1", "/fibonacci/x"] {
        let head = head(path);
        for line in [
            "cache-control: no-store",
            "x-content-type-options: nosniff",
            "x-response-time: ",
            "x-request-id: ",
        ] {
            assert!(head.contains(line), "{path}: {head}");
        }
    }
    let page = head("/");
    for line in [
        "cross-origin-embedder-policy: require-corp",
        "cache-control: no-cache",
    ] {
        assert!(page.contains(line), "{page}");
    }
}

#[test]
fn parameters_that_make_no_sense_are_named_with_their_range() {
    let cluster = Cluster::start(&["--workers", "0"]);
    for (path, range) in [
        ("/fibonacci/46", "from 0 to 45"),
        ("/fibonacci/10abc", "from 0 to 45"),
        ("/fibonacci/-1", "from 0 to 45"),
        ("/fibonacci/NaN", "from 0 to 45"),
        ("/memory-intensive?size=0", "from 1 to 1000000"),
        ("/memory-intensive?size=1000001", "from 1 to 1000000"),
        ("/primes/1000001", "from 0 to 1000000"),
        ("/primes/1e3", "from 0 to 1000000"),
    ] {
        let (status, body) = cluster.get(path);
        assert_eq!(status, 400, "{path}: {body}");
        let value = path.rsplit(['/', '=']).next().expect("a value");
        assert!(body.contains(range) && body.contains(value), "{body}");
    }
    assert_eq!(cluster.json("/cluster")["workers"][0]["state"], "ready");
}

#[test]
fn memory_has_a_budget_and_what_does_not_fit_is_refused() {
    let cluster = Cluster::start(&["--workers", "0"]);
    let answer = cluster.json("/memory-intensive?size=1000");
    assert_eq!(answer["count"], 1_000);
    assert_eq!(answer["sample"].as_array().map(Vec::len), Some(5));
    assert_eq!(answer["sample"][4]["processed"], true);
    // Each takes all of the budget, and far longer than it takes to ask for the next.
    let address = cluster.address;
    let clients: Vec<_> = (0..6)
        .map(|_| {
            thread::spawn(move || {
                Client::connect(address)?.get("/memory-intensive?size=1000000", false)
            })
        })
        .collect();
    let answers = clients
        .into_iter()
        .map(|client| client.join().expect("no panic").expect("an answer"));
    let (mut served, mut refused) = (0, 0);
    for (status, body) in answers {
        match status {
            200 => served += 1,
            503 if body.contains("a worker holds 1000000") => refused += 1,
            _ => panic!("{status}: {body}"),
        }
    }
    assert!(
        served > 0 && refused > 0,
        "{served} served, {refused} refused"
    );
    let memory = cluster.json("/health")["memory"]["rss"]
        .as_u64()
        .expect("bytes");
    assert!(memory < 500_000_000, "{memory}");
}

fn multiply(cluster: &Cluster, body: &str) -> Answer {
    cluster.ask("POST /matrix-multiply", &[JSON], body.as_bytes())
}

#[test]
fn matrices_are_multiplied() {
    let cluster = Cluster::start(&["--workers", "0"]);
    let answer = multiply(
        &cluster,
        r#"{"matrixA": [[1, 2], [3, 4]], "matrixB": [[5], [6]]}"#,
    );
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.json()["result"], serde_json::json!([[17.0], [39.0]]));
    let timing = answer
        .headers_of("server-timing")
        .collect::<Vec<_>>()
        .join(", ");
    for part in ["queue;dur=", "compute;dur=", "total;dur="] {
        assert!(timing.contains(part), "{timing}");
    }
}

#[test]
fn what_are_no_matrices_is_refused_with_the_reason() {
    let cluster = Cluster::start(&["--workers", "0"]);
    let wide = format!(
        r#"{{"matrixA": [[{}]], "matrixB": [[1]]}}"#,
        "1,".repeat(256) + "1"
    );
    let tall = format!(
        r#"{{"matrixA": [{}], "matrixB": [[1]]}}"#,
        "[1],".repeat(256) + "[1]"
    );
    for (body, reason) in [
        ("", "cannot be read"),
        ("{", "cannot be read"),
        (r#"{"matrixA": [[1]]}"#, "matrixB"),
        (r#"{"matrixA": [[1]], "matrixB": [["1"]]}"#, "expected f64"),
        (r#"{"matrixA": [[1]], "matrixB": [[null]]}"#, "expected f64"),
        (
            r#"{"matrixA": [[1]], "matrixB": [[NaN]]}"#,
            "cannot be read",
        ),
        (
            r#"{"matrixA": [[1]], "matrixB": [[1e999]]}"#,
            "out of range",
        ),
        (r#"{"matrixA": [[1]], "matrixB": 7}"#, "expected a sequence"),
        (
            r#"{"matrixA": [], "matrixB": [[1]]}"#,
            "matrixA: it has no rows",
        ),
        (
            r#"{"matrixA": [[]], "matrixB": [[1]]}"#,
            "matrixA: it has no columns",
        ),
        (
            r#"{"matrixA": [[1, 2], [3]], "matrixB": [[1]]}"#,
            "row 1 has 1 numbers, row 0 has 2",
        ),
        (
            r#"{"matrixA": [[1, 2]], "matrixB": [[1]]}"#,
            "2 columns, the second 1 rows",
        ),
        (
            r#"{"matrixA": [[1e200]], "matrixB": [[1e200]]}"#,
            "too large for a number",
        ),
        (&wide, "257 columns; give 1 to 256"),
        (&tall, "257 rows; give 1 to 256"),
    ] {
        let answer = multiply(&cluster, body);
        let shown = &body[..body.len().min(60)];
        assert_eq!(answer.status, 400, "{shown}: {answer:?}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(answer.text().contains(reason), "{shown}: {}", answer.text());
    }
    let answer = cluster.ask("POST /matrix-multiply", &[], b"{}");
    assert_eq!(answer.status, 415, "{answer:?}");
    assert!(answer.text().contains("application/json"), "{answer:?}");
}

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        Rgb([x * 5, y * 9, (x ^ y) * 3].map(|value| value.to_le_bytes()[0]))
    });
    let mut bytes = Vec::new();
    DynamicImage::from(picture)
        .write_to(&mut Cursor::new(&mut bytes), format)
        .expect("written");
    bytes
}

/// The definition of the blur.
fn blurred(picture: &RgbImage) -> RgbImage {
    let (width, height) = picture.dimensions();
    let around = |at: u32, side: u32| at.saturating_sub(1)..(at + 2).min(side);
    RgbImage::from_fn(width, height, |x, y| {
        let (mut sums, mut count) = ([0_u32; 3], 0);
        for y in around(y, height) {
            for x in around(x, width) {
                count += 1;
                for (sum, &byte) in sums.iter_mut().zip(&picture.get_pixel(x, y).0) {
                    *sum += u32::from(byte);
                }
            }
        }
        Rgb(sums.map(|sum| u8::try_from((sum + count / 2) / count).expect("a byte")))
    })
}

#[test]
fn pictures_are_blurred() {
    let cluster = Cluster::start(&["--workers", "0"]);
    for (kind, format) in [
        ("image/png", ImageFormat::Png),
        ("image/jpeg", ImageFormat::Jpeg),
    ] {
        for (width, height) in [(61, 40), (1, 7), (7, 1), (1, 1), (2, 2)] {
            let bytes = picture(width, height, format);
            let sent = image::load_from_memory(&bytes)
                .expect("a picture")
                .into_rgb8();
            let answer = cluster.ask("POST /blur", &[("Content-Type", kind)], &bytes);
            assert_eq!(answer.status, 200, "{kind}: {}", answer.text());
            assert_eq!(answer.header("content-type"), "image/png");
            let found = image::load_from_memory_with_format(&answer.body, ImageFormat::Png)
                .expect("a picture");
            assert_eq!(found.color(), image::ColorType::Rgb8);
            assert!(
                found.into_rgb8() == blurred(&sent),
                "{kind}, {width} × {height}"
            );
        }
    }
    // Grey stays grey, and what is transparent stays so.
    for (picture, color) in [
        (DynamicImage::new_luma8(9, 9), image::ColorType::L8),
        (DynamicImage::new_rgba8(9, 9), image::ColorType::Rgba8),
        (DynamicImage::new_rgb16(9, 9), image::ColorType::Rgb8),
    ] {
        let mut bytes = Vec::new();
        picture
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .expect("written");
        let answer = cluster.ask("POST /blur", &[("Content-Type", "image/png")], &bytes);
        let found = image::load_from_memory(&answer.body).expect("a picture");
        assert_eq!(found.color(), color);
    }
}

#[test]
fn what_is_no_picture_is_refused() {
    let cluster = Cluster::start(&["--workers", "0"]);
    let whole = picture(40, 40, ImageFormat::Png);
    let jpeg = picture(40, 40, ImageFormat::Jpeg);
    for (kind, body, status) in [
        ("image/png", &b""[..], 400),
        ("image/png", b"not a picture", 400),
        ("image/png", &whole[..whole.len() / 2], 400),
        ("image/png", &jpeg, 400),
        ("image/jpeg", &whole, 400),
        ("image/gif", b"GIF89a", 415),
        ("text/plain", &whole, 415),
    ] {
        let answer = cluster.ask("POST /blur", &[("Content-Type", kind)], body);
        assert_eq!(answer.status, status, "{kind}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
}

/// A picture of one colour is a few kilobytes, however large it says to be.
#[test]
fn a_decompression_bomb_takes_no_memory() {
    let cluster = Cluster::start(&["--workers", "0"]);
    let rss = || {
        cluster.json("/health")["memory"]["rss"]
            .as_u64()
            .expect("bytes")
    };
    let bytes = {
        let mut bytes = Vec::new();
        DynamicImage::new_luma8(12_000, 12_000)
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .expect("written");
        bytes
    };
    assert!(bytes.len() < 1_000_000, "{}", bytes.len());
    let before = rss();
    for _ in 0..8 {
        let answer = cluster.ask("POST /blur", &[("Content-Type", "image/png")], &bytes);
        assert_eq!(answer.status, 400);
        assert!(
            answer.text().contains("144000000; give 1 to 8000000"),
            "{}",
            answer.text()
        );
    }
    // One that lies of its size: 144 million pixels in the file, 4 in its header.
    let mut lie = bytes;
    lie[16..24].copy_from_slice(&[0, 0, 0, 2, 0, 0, 0, 2]);
    let crc = crc32(&lie[12..29]).to_be_bytes();
    lie[29..33].copy_from_slice(&crc);
    let answer = cluster.ask("POST /blur", &[("Content-Type", "image/png")], &lie);
    assert!(matches!(answer.status, 200 | 400), "{}", answer.text());
    // The gauge is renewed four times a second.
    thread::sleep(Duration::from_millis(600));
    let grown = rss().saturating_sub(before);
    assert!(grown < 32 << 20, "{grown} bytes more");
}

/// The checksum of a chunk of a PNG, bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc: u32, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (!(crc & 1)).wrapping_add(1))
        })
    })
}

#[test]
fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    let cluster = Cluster::start(&["--workers", "0"]);
    for (path, kind, bytes_max) in [
        ("/matrix-multiply", "application/json", 4 << 20),
        ("/blur", "image/png", 8 << 20),
    ] {
        // Only the head is sent.
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: test\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            bytes_max + 1
        );
        let mut client = Client::connect(cluster.address).expect("a connection");
        let answer = client.send(head.as_bytes()).expect("an answer");
        assert_eq!(answer.status, 413, "{path}");
        assert!(
            answer
                .text()
                .contains(&format!("at most {bytes_max} bytes")),
            "{answer:?}"
        );
        // Who sends all of it first is told, too.
        let answer = cluster.ask(
            &format!("POST {path}"),
            &[("Content-Type", kind)],
            &vec![b' '; bytes_max + 1],
        );
        assert_eq!(answer.status, 413, "{path}");
        // Nothing says how much will come.
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: test\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n"
        );
        let mut client = Client::connect(cluster.address).expect("a connection");
        let piece = [&b"10000\r\n"[..], &vec![b' '; 0x10000], b"\r\n"].concat();
        let stream = client.0.get_mut();
        stream.write_all(head.as_bytes()).expect("sent");
        let sent = (0..)
            .take_while(|_| stream.write_all(&piece).is_ok())
            .take(1_000)
            .count();
        // Some lies in the buffers of the system, which are a few megabytes.
        assert!(sent < 1_000, "{path}: {sent} pieces of 64 KiB were taken");
    }
    assert_eq!(cluster.get("/health").0, 200);
}

#[test]
fn slow_bodies_take_no_more_than_their_places_and_are_given_up() {
    let cluster = Cluster::start(&["--workers", "0"]);
    let head = "POST /blur HTTP/1.1\r\nHost: test\r\nContent-Type: image/png\r\nContent-Length: 99\r\n\r\n";
    let mut slow: Vec<_> = (0..8)
        .map(|_| {
            let mut client = Client::connect(cluster.address).expect("a connection");
            client.0.get_mut().write_all(head.as_bytes()).expect("sent");
            client
        })
        .collect();
    cluster.wait_for("they are there", |seen| {
        // And the one that asks.
        seen["workers"][0]["inFlight"].as_u64() > Some(8)
    });
    let start = Instant::now();
    let answer = cluster.ask("POST /blur", &[("Content-Type", "image/png")], b"x");
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.header("retry-after"), "1");
    assert!(
        answer.text().contains("8 such requests"),
        "{}",
        answer.text()
    );
    // Others have places of their own.
    assert_eq!(
        multiply(&cluster, r#"{"matrixA": [[1]], "matrixB": [[1]]}"#).status,
        200
    );
    for client in &mut slow {
        assert_eq!(client.answer().expect("an answer").status, 408);
    }
    assert!(start.elapsed() < PATIENCE);
    let answer = cluster.ask("POST /blur", &[("Content-Type", "image/png")], b"x");
    assert_eq!(answer.status, 400, "there is a place again");
}

#[test]
fn only_named_origins_may_read_answers() {
    let cluster = Cluster::start(&[
        "--workers",
        "0",
        "--allow-origin",
        "https://a.example,https://b.example",
    ]);
    let ask = |request: &str, headers: &[(&str, &str)]| cluster.ask(request, headers, b"");
    for (origin, allowed) in [
        ("https://a.example", true),
        ("https://b.example", true),
        ("https://c.example", false),
        ("https://a.example.c.example", false),
        ("http://a.example", false),
        ("null", false),
    ] {
        let answer = ask("GET /fibonacci/1", &[("Origin", origin)]);
        let expected = if allowed { origin } else { "" };
        assert_eq!(answer.header("access-control-allow-origin"), expected);
        let vary = answer.headers_of("vary").collect::<Vec<_>>().join(", ");
        assert!(vary.to_ascii_lowercase().contains("origin"), "{vary}");
        let exposed = answer.header("access-control-expose-headers");
        for name in ["x-response-time", "x-request-id", "server-timing"] {
            assert!(exposed.contains(name), "{exposed}");
        }
        let preflight = ask(
            "OPTIONS /matrix-multiply",
            &[
                ("Origin", origin),
                ("Access-Control-Request-Method", "POST"),
                ("Access-Control-Request-Headers", "content-type"),
            ],
        );
        assert_eq!(preflight.status, 200);
        assert_eq!(preflight.header("access-control-allow-origin"), expected);
        // What an administrator needs is never among them.
        assert!(
            !preflight
                .header("access-control-allow-headers")
                .contains("authorization")
        );
    }
    let closed = Cluster::start(&["--workers", "0"]);
    let answer = closed.ask("GET /fibonacci/1", &[("Origin", "https://a.example")], b"");
    assert_eq!(answer.header("access-control-allow-origin"), "");
}

#[test]
fn what_takes_long_is_logged_with_its_request() {
    let cluster = Cluster::start(&["--workers", "0"]);
    let answer = cluster.ask(
        "GET /fibonacci/38",
        &[("X-Request-Id", "the-slow-one")],
        b"",
    );
    assert_eq!(answer.header("x-request-id"), "the-slow-one");
    cluster.wait_for_log(&[
        "slow operation",
        "fibonacci",
        "the-slow-one",
        "/fibonacci/38",
    ]);
}

#[test]
fn other_methods_and_ways_to_ask_are_refused_in_one_form() {
    let cluster = Cluster::start(&["--workers", "0"]);
    for (request, status) in [
        ("DELETE /fibonacci/1", 405),
        ("GET /blur", 405),
        ("PUT /health", 405),
        ("GET /fibonacci/%ff", 400),
        ("GET /api/%ff", 400),
        ("GET /memory-intensive?size=1&size=2", 400),
        ("GET /memory-intensive?size=%ff", 400),
    ] {
        let answer = cluster.ask(request, &[], b"");
        assert_eq!(answer.status, status, "{request}: {answer:?}");
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{request}"
        );
        assert_eq!(answer.json()["status"], status);
        assert_eq!(
            status == 405,
            !answer.header("allow").is_empty(),
            "{answer:?}"
        );
    }
}

#[test]
fn the_api_describes_itself_and_a_page_shows_it() {
    let cluster = Cluster::start(&["--workers", "0"]);
    let document = cluster.json("/openapi.json");
    assert!(
        document["openapi"]
            .as_str()
            .expect("a version")
            .starts_with("3.")
    );
    let primes = &document["paths"]["/primes/{limit}"]["get"];
    assert_eq!(primes["parameters"][0]["schema"]["maximum"], 1_000_000);
    assert!(primes["responses"]["503"].is_object());
    let text = document.to_string();
    let named = text.split("\"#/components/schemas/").skip(1);
    for name in named.map(|rest| rest.split('"').next().expect("a name")) {
        let schema = &document["components"]["schemas"][name];
        assert!(schema.is_object(), "{name} is not described");
    }
    let (status, _) = cluster.get("/api");
    assert_eq!(status, 308);
    let page = cluster.ask("GET /api/", &[], b"");
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html"));
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    let text = page.text();
    // Each endpoint is on it, with a form to ask it by.
    let paths = document["paths"].as_object().expect("paths");
    for (path, methods) in paths {
        for method in methods.as_object().expect("methods").keys() {
            let method = method.to_ascii_uppercase();
            let form = format!("data-method=\"{method}\" data-path=\"{path}\"");
            assert!(text.contains(&form), "{form}");
        }
    }
    // All that it loads is here, and light.
    let mut bytes = text.len();
    let loaded = |attribute: &str| {
        let parts = text.split(attribute).skip(1);
        let files: Vec<&str> = parts.filter_map(|rest| rest.split('"').next()).collect();
        files
    };
    let files = [
        loaded(" src=\""),
        loaded("<link rel=\"stylesheet\" href=\""),
        loaded("<link rel=\"icon\" href=\""),
    ]
    .concat();
    assert_eq!(files, ["page.js", "page.css", "icon.svg"]);
    for file in files {
        let answer = cluster.ask(&format!("GET /api/{file}"), &[], b"");
        assert_eq!(answer.status, 200, "{file}");
        bytes += answer.body.len();
    }
    assert!(bytes < 60_000, "{bytes} bytes");
    assert!(!text.contains("://"), "something is elsewhere");
    assert_eq!(cluster.get("/api/missing.js").0, 404);
}
