//! Takes connections and serves them, within limits: `axum::serve` has none, and installs no timer, so
//! that hyper's own limit on headers would do nothing.

use std::collections::HashMap;
use std::error::Error;
use std::io;
use std::net::{IpAddr, Ipv6Addr};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

/// What a connection may do.
#[derive(Clone, Debug)]
pub struct ConnectionLimits {
    /// Connections that are open at the same time. More wait in the system's queue, or go to another
    /// worker.
    pub connections_max: usize,
    /// Those of one address among them, or of one /64 of IPv6, which is what one customer is given. More
    /// are closed at once.
    pub per_address_max: usize,
    /// How long a client may take until its first request is there.
    pub first_request_max: Duration,
    /// How long the headers of a request may take.
    pub headers_max: Duration,
    /// How many headers a request may have.
    pub header_count_max: usize,
    /// How many bytes they may have together.
    pub header_bytes_max: usize,
    /// Requests of a connection that are answered at the same time, in HTTP/2.
    pub streams_max: u32,
    /// Requests of a connection that are taken back before they are begun, in HTTP/2; one more ends it.
    pub resets_max: usize,
    /// How long a client may read nothing of what it is sent.
    pub write_max: Duration,
    /// How long connections go on to be answered, each with the wish to close, before idle ones are
    /// closed: a client that has just sent would get no answer.
    pub lame_duck: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            connections_max: 1_024,
            per_address_max: 512,
            first_request_max: Duration::from_secs(15),
            headers_max: Duration::from_secs(10),
            header_count_max: 64,
            header_bytes_max: 32 * 1024,
            streams_max: 64,
            resets_max: 20,
            write_max: Duration::from_secs(30),
            lame_duck: Duration::from_millis(1_500),
        }
    }
}

/// How a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drained {
    /// Every connection was closed in good order.
    All,
    /// So many were cut at the deadline.
    Cut(usize),
}

/// After an error such as having no descriptors left, nobody is taken for this long.
const PAUSE_AFTER_ERROR: Duration = Duration::from_millis(100);

/// How long a worker that has more connections than the others leaves the next one to them, and how often.
/// Whoever is awake would otherwise take all that come at once, and one core would do the work of all.
const PAUSE_FOR_OTHERS: Duration = Duration::from_millis(1);
const PAUSES_FOR_OTHERS_MAX: usize = 5;

/// Serves until `stop` is ready, which says how long what is there may take. `opened` and `closed` hear
/// of each connection; `closed` also whether it was cut for breaking a limit.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: &ConnectionLimits,
    stop: impl Future<Output = Duration>,
    watch: Arc<dyn Watch>,
) -> io::Result<Drained> {
    let places = Arc::new(Semaphore::new(limits.connections_max));
    let addresses = Addresses::new(limits.per_address_max);
    let graceful = GracefulShutdown::new();
    let builder = Arc::new(builder(limits));
    let (first_request_max, write_max) = (limits.first_request_max, limits.write_max);
    let serve_one = |stream: TcpStream, address: IpAddr, place: OwnedSemaphorePermit| {
        // Counted before the next one is looked for.
        watch.opened();
        let Some(of_address) = addresses.admit(address) else {
            tracing::debug!(%address, "too many connections of one address");
            watch.closed(true);
            return;
        };
        let watcher = graceful.watcher();
        let (builder, router, watch) = (Arc::clone(&builder), router.clone(), Arc::clone(&watch));
        tokio::spawn(async move {
            // Small answers are not to wait for more.
            let _ = stream.set_nodelay(true);
            let mut stream = TimeoutStream::new(stream);
            stream.set_write_timeout(Some(write_max));
            let cut = connection(stream, router, &builder, watcher, first_request_max).await;
            watch.closed(cut);
            drop((place, of_address));
        });
    };
    let mut stop = pin!(stop);
    let within = loop {
        // A place is there before a connection is taken: what cannot be served is left to others.
        let place = tokio::select! {
            within = &mut stop => break within,
            place = Arc::clone(&places).acquire_owned() => place.map_err(io::Error::other)?,
        };
        for _ in 0..PAUSES_FOR_OTHERS_MAX {
            if !watch.is_ahead() {
                break;
            }
            tokio::time::sleep(PAUSE_FOR_OTHERS).await;
        }
        tokio::select! {
            within = &mut stop => break within,
            taken = listener.accept() => match taken {
                Ok((stream, address)) => serve_one(stream, address.ip(), place),
                Err(error) if is_of_one_connection(&error) => {}
                Err(error) => {
                    tracing::error!(%error, "no connection can be taken");
                    tokio::time::sleep(PAUSE_AFTER_ERROR).await;
                }
            },
        }
    };
    // Who connected before the port is given up is served, too. The listener itself is asked: what the
    // runtime has not heard of yet would be reset.
    let listener = listener.into_std()?;
    while let Ok(place) = Arc::clone(&places).try_acquire_owned()
        && let Ok((stream, address)) = listener.accept()
    {
        stream.set_nonblocking(true)?;
        serve_one(TcpStream::from_std(stream)?, address.ip(), place);
    }
    drop(listener);
    let open = || limits.connections_max - places.available_permits();
    let drain = async {
        tokio::time::sleep(limits.lame_duck).await;
        graceful.shutdown().await;
    };
    match tokio::time::timeout(within, drain).await {
        Ok(()) => Ok(Drained::All),
        Err(_) => Ok(Drained::Cut(open())),
    }
}

/// How many connections each address has.
#[derive(Clone)]
struct Addresses {
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
    each_max: usize,
}

/// A connection's place among those of its address, until it is dropped.
struct OfAddress {
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
    address: IpAddr,
}

impl Addresses {
    fn new(each_max: usize) -> Self {
        Self {
            open: Arc::default(),
            each_max,
        }
    }

    fn admit(&self, address: IpAddr) -> Option<OfAddress> {
        let address = network(address);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let of_this = open.entry(address).or_default();
        if *of_this >= self.each_max {
            return None;
        }
        *of_this += 1;
        Some(OfAddress {
            open: Arc::clone(&self.open),
            address,
        })
    }
}

impl Drop for OfAddress {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(of_this) = open.get_mut(&self.address) {
            *of_this -= 1;
            // Who has none takes no memory.
            if *of_this == 0 {
                open.remove(&self.address);
            }
        }
    }
}

/// By what an address is counted: the first 64 bits of IPv6, of which one customer has all the others.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address @ IpAddr::V4(_) => address,
    }
}

/// What hears of connections.
pub trait Watch: Send + Sync + 'static {
    /// One was taken.
    fn opened(&self);
    /// One ended; whether it was cut because it broke a limit.
    fn closed(&self, cut: bool);
    /// Whether others have fewer connections, and should be given the next one.
    fn is_ahead(&self) -> bool {
        false
    }
}

fn builder(limits: &ConnectionLimits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.headers_max)
        .max_headers(limits.header_count_max)
        .max_buf_size(limits.header_bytes_max);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.streams_max)
        .max_pending_accept_reset_streams(Some(limits.resets_max))
        .max_local_error_reset_streams(Some(limits.resets_max))
        .max_header_list_size(u32::try_from(limits.header_bytes_max).unwrap_or(u32::MAX))
        .keep_alive_interval(limits.headers_max)
        .keep_alive_timeout(limits.headers_max);
    builder
}

/// Serves a connection to its end. Returns whether it was cut.
async fn connection(
    stream: TimeoutStream<TcpStream>,
    router: Router,
    builder: &Builder<TokioExecutor>,
    watcher: hyper_util::server::graceful::Watcher,
    first_request_max: Duration,
) -> bool {
    let begun = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&begun);
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        seen.store(true, Ordering::Relaxed);
        router.clone().oneshot(request.map(Body::new))
    });
    let served = builder.serve_connection_with_upgrades(TokioIo::new(Box::pin(stream)), service);
    let mut served = pin!(watcher.watch(served));
    let silent = async {
        tokio::time::sleep(first_request_max).await;
        if begun.load(Ordering::Relaxed) {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        ended = &mut served => match ended {
            Ok(()) => false,
            Err(error) => {
                tracing::debug!(%error, "a connection ended in disorder");
                // A client that goes away breaks no limit; one that hyper refuses or waits for does.
                breaks_a_limit(error.as_ref())
            }
        },
        () = silent => {
            tracing::debug!("a connection sent no request");
            true
        }
    }
}

fn breaks_a_limit(error: &(dyn Error + Send + Sync + 'static)) -> bool {
    let of_hyper = error.downcast_ref::<hyper::Error>();
    if of_hyper.is_some_and(|error| error.is_timeout() || error.is_parse()) {
        return true;
    }
    // Nothing was read for too long, or more was taken back than may.
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        let timed_out = error
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::TimedOut);
        let too_calm = error
            .downcast_ref::<h2::Error>()
            .is_some_and(|error| error.reason() == Some(h2::Reason::ENHANCE_YOUR_CALM));
        if timed_out || too_calm {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Whether the error says something of a connection alone, and the next may be well.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_and_gets_a_place_back() {
        let addresses = Addresses::new(2);
        let of = |text: &str| addresses.admit(text.parse().expect("an address"));
        let first = of("192.0.2.1");
        let second = of("::ffff:192.0.2.1");
        assert!(first.is_some() && second.is_some());
        assert!(of("192.0.2.1").is_none(), "the same in another form");
        assert!(of("192.0.2.2").is_some());
        drop(first);
        assert!(of("192.0.2.1").is_some());
        let one = of("2001:db8::1");
        let two = of("2001:db8::2");
        assert!(one.is_some() && two.is_some());
        assert!(of("2001:db8::3").is_none(), "the same network");
        assert!(of("2001:db8:0:1::3").is_some());
        drop((second, one, two));
        assert!(addresses.open.lock().expect("no panic").is_empty());
    }
}
