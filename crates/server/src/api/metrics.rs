//! The whole cluster's figures in the text format of Prometheus, whichever worker answers.

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue};
use cluster::board::{BUCKET_EDGES, Board, Counter, Gauge, Histogram, SlotField};

use super::{Api, ROUTES};

const FORMAT: HeaderValue = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

/// The whole cluster's figures in the text format of Prometheus
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "cluster",
    responses((status = OK, body = String, content_type = "text/plain", description = "Its figures"))
)]
pub(crate) async fn text(State(api): State<Api>) -> ([(HeaderName, HeaderValue); 1], String) {
    ([(CONTENT_TYPE, FORMAT)], write(api.worker.board()))
}

fn write(board: &Board) -> String {
    let total = board.total();
    let mut text = String::new();
    let mut counter = |name: &str, help: &str, value: u64| {
        let _ = write!(
            text,
            "# HELP {name} {help}\n# TYPE {name} counter\n{name} {value}\n"
        );
    };
    counter(
        "http_server_requests_total",
        "Requests that were answered or given up.",
        total.get(Counter::Requests),
    );
    counter(
        "http_server_requests_shed_total",
        "Requests that were refused because there was too much to do.",
        total.get(Counter::Shed),
    );
    counter(
        "http_server_requests_abandoned_total",
        "Requests whose client went away.",
        total.get(Counter::Abandoned),
    );
    counter(
        "http_server_connections_total",
        "Connections that were taken.",
        total.get(Counter::Connections),
    );
    counter(
        "http_server_connections_cut_total",
        "Connections that were ended because they broke a limit.",
        total.get(Counter::ConnectionsCut),
    );
    text.push_str(
        "# HELP http_server_responses_total Answers by the class of their status.\n\
         # TYPE http_server_responses_total counter\n",
    );
    for (class, counter) in [
        ("1xx", Counter::Status1xx),
        ("2xx", Counter::Status2xx),
        ("3xx", Counter::Status3xx),
        ("4xx", Counter::Status4xx),
        ("5xx", Counter::Status5xx),
        ("503", Counter::Shed),
    ] {
        let value = total.get(counter);
        let _ = writeln!(
            text,
            "http_server_responses_total{{status=\"{class}\"}} {value}"
        );
    }
    durations(&mut text, &total.routes);
    gauges(&mut text, board);
    text
}

fn durations(text: &mut String, routes: &[Histogram]) {
    const NAME: &str = "http_server_request_duration_seconds";
    let _ = write!(
        text,
        "# HELP {NAME} How long requests took.\n# TYPE {NAME} histogram\n"
    );
    for (route, histogram) in ROUTES.iter().zip(routes) {
        let count = histogram.count();
        if count == 0 {
            continue;
        }
        let mut so_far = 0;
        for (bucket, more) in histogram.buckets.iter().take(BUCKET_EDGES).enumerate() {
            so_far += more;
            let edge = Histogram::edge_us(bucket) as f64 / 1e6;
            let _ = writeln!(
                text,
                "{NAME}_bucket{{route=\"{route}\",le=\"{edge}\"}} {so_far}"
            );
        }
        let _ = writeln!(
            text,
            "{NAME}_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}"
        );
        let sum = histogram.sum_us as f64 / 1e6;
        let _ = writeln!(text, "{NAME}_sum{{route=\"{route}\"}} {sum}");
        let _ = writeln!(text, "{NAME}_count{{route=\"{route}\"}} {count}");
    }
}

fn gauges(text: &mut String, board: &Board) {
    for (name, help, gauge) in [
        (
            "http_server_requests_in_flight",
            "Requests that are being answered.",
            Gauge::InFlight,
        ),
        (
            "http_server_connections_open",
            "Connections that are open.",
            Gauge::OpenConnections,
        ),
        (
            "process_resident_memory_bytes",
            "Resident memory.",
            Gauge::MemoryBytes,
        ),
        (
            "cpu_pool_active",
            "Threads that compute.",
            Gauge::PoolActive,
        ),
        ("cpu_pool_queued", "Jobs that wait.", Gauge::PoolQueued),
    ] {
        let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n");
        for slot in 0..board.slots() {
            let seat = usize::try_from(board.slot(slot, SlotField::Seat)).unwrap_or(0);
            if let Some(seat) = seat.checked_sub(1) {
                let value = board.gauge(seat, gauge);
                let _ = writeln!(text, "{name}{{slot=\"{slot}\"}} {value}");
            }
        }
    }
}
