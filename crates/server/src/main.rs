//! The server: a supervisor and its workers, or one process for debugging.

mod arguments;

use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Parser;
use cluster::health::HealthPolicy;
use cluster::member::{Inheritance, Member, Stop};
use cluster::plan::{Ending, Limits};
use cluster::restarts::RestartPolicy;
use cluster::supervisor::{self, Config};
use listenfd::ListenFd;
use server::SiteConfig;
use server::api::{self, AdminToken, Api, Options};
use server::connections::{self, ConnectionLimits, Drained};
use server::cpu::Cpu;
use server::data::{Data, Place};
use server::worker::Worker;
use tokio::net::{TcpListener, TcpSocket};
use tracing_subscriber::EnvFilter;

use arguments::Arguments;

/// Connections that the system keeps while nobody takes them.
const BACKLOG: u32 = 1_024;

/// Jobs that may wait for a thread that computes, for each such thread.
const JOBS_PER_THREAD_MAX: usize = 16;

/// How often a worker puts onto the scoreboard how its pool stands.
const SHOW_INTERVAL: Duration = Duration::from_millis(250);

/// A worker cuts nothing itself: that is for the supervisor, which tells it in its exit status.
const DRAIN_MARGIN: Duration = Duration::from_secs(5);

/// What a supervisor ends with when a worker had to be killed, and when workers died too often.
const KILLED: u8 = 3;
const GAVE_UP: u8 = 4;

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    log_to_stderr();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no runtime")?;
    match Inheritance::of_environment()? {
        Some(inheritance) => runtime.block_on(work(&arguments, inheritance)),
        None if arguments.workers() == 0 => runtime.block_on(work_alone(&arguments)),
        None => runtime.block_on(supervise(&arguments)),
    }
}

/// `RUST_LOG` chooses what is logged; every request at `tower_http=debug`.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
}

async fn supervise(arguments: &Arguments) -> Result<ExitCode> {
    // What no worker could serve is said before any is started.
    let site = SiteConfig::new(&arguments.dist)?;
    admin(arguments)?;
    let library = Place::prepare(arguments.database.as_deref())?;
    let (listener, host) = listen(arguments)?;
    announce(arguments, &site, (&listener, &host))?;
    let ending = supervisor::supervise(Config {
        limits: Limits {
            slots: arguments.workers(),
            start_ms_max: 15_000,
            beat_ms_max: 5_000,
            drain_ms_max: milliseconds(arguments.drain_timeout),
            restarts: RestartPolicy::default(),
            health: HealthPolicy::default(),
        },
        listener: listener.into_std()?,
        program: std::env::current_exe().context("this program's own file")?,
        arguments: arguments.of_a_worker(library.path()),
    })
    .await?;
    Ok(match ending {
        Ending::Drained => {
            tracing::info!("stopped");
            ExitCode::SUCCESS
        }
        Ending::Killed => {
            tracing::error!("stopped, but not every request was answered");
            ExitCode::from(KILLED)
        }
        Ending::GaveUp => {
            tracing::error!("workers died too often");
            ExitCode::from(GAVE_UP)
        }
    })
}

/// One worker of a cluster.
async fn work(arguments: &Arguments, inheritance: Inheritance) -> Result<ExitCode> {
    let site = SiteConfig::new(&arguments.dist)?;
    let (member, listener) = inheritance.join()?;
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let library = arguments.database.as_deref();
    let library = library.context("the supervisor named no database")?;
    serve(arguments, site, library, (listener, member)).await
}

/// A process without a supervisor.
async fn work_alone(arguments: &Arguments) -> Result<ExitCode> {
    let site = SiteConfig::new(&arguments.dist)?;
    let library = Place::prepare(arguments.database.as_deref())?;
    let (listener, host) = listen(arguments)?;
    announce(arguments, &site, (&listener, &host))?;
    let (member, stop) = Member::alone()?;
    let within = arguments.drain_timeout;
    tokio::select! {
        biased;
        ended = serve(arguments, site, library.path(), (listener, member)) => ended,
        // Returned, so that what is to be gone with the server is.
        () = stop_when_asked(&stop, within) => Ok(ExitCode::from(KILLED)),
    }
}

async fn serve(
    arguments: &Arguments,
    site: SiteConfig,
    library: &Path,
    (listener, member): (TcpListener, Arc<Member>),
) -> Result<ExitCode> {
    let threads = arguments.cpu_threads();
    let worker = Arc::new(Worker::new(Arc::clone(&member)));
    let cpu = Arc::new(Cpu::start(
        "cpu",
        vec![(); threads],
        threads * JOBS_PER_THREAD_MAX,
    )?);
    let options = Options {
        admin: admin(arguments)?,
        origins: arguments.origins(),
        ..Options::default()
    };
    let api = Api::new(
        Arc::clone(&worker),
        Arc::clone(&cpu),
        Data::connect(library)?,
        options,
    );
    let router = api::router(api, server::app(site))?;
    tokio::spawn(show(Arc::clone(&worker), cpu));
    member.ready().await;
    let stop = async { member.drained().await + DRAIN_MARGIN };
    let limits = ConnectionLimits {
        per_address_max: arguments.connections_per_address,
        ..ConnectionLimits::default()
    };
    match connections::serve(listener, router, &limits, stop, worker).await? {
        Drained::All => Ok(ExitCode::SUCCESS),
        Drained::Cut(connections) => {
            tracing::error!(connections, "connections were still open and are cut");
            Ok(ExitCode::from(KILLED))
        }
    }
}

async fn show(worker: Arc<Worker>, cpu: Arc<Cpu>) {
    let mut interval = tokio::time::interval(SHOW_INTERVAL);
    loop {
        interval.tick().await;
        worker.show(&cpu);
    }
}

fn admin(arguments: &Arguments) -> Result<Option<AdminToken>> {
    let file = arguments.admin_token_file.as_deref();
    Ok(file.map(AdminToken::of_file).transpose()?)
}

/// Returns when nobody wants to wait any longer.
async fn stop_when_asked(stop: &Stop, within: Duration) {
    stop_signal().await;
    stop.drain(within);
    tokio::select! {
        () = tokio::time::sleep(within) => {}
        () = stop_signal() => {}
    }
}

/// The port that systemd opened for this program, if it did, or the one that is asked for; and its host.
fn listen(arguments: &Arguments) -> Result<(TcpListener, String)> {
    let mut sockets = ListenFd::from_env();
    match sockets.len() {
        0 => {
            let listener = listen_at(&arguments.host, arguments.port)?;
            Ok((listener, arguments.host.clone()))
        }
        1 => {
            let listener = sockets.take_tcp_listener(0);
            let listener = listener.context("the socket that was handed over takes no TCP")?;
            let listener = listener.context("the socket that was handed over is gone")?;
            listener.set_nonblocking(true)?;
            let host = listener.local_addr()?.ip().to_string();
            Ok((TcpListener::from_std(listener)?, host))
        }
        many => bail!("{many} sockets were handed over; one is served"),
    }
}

fn listen_at(host: &str, port: u16) -> Result<TcpListener> {
    let address = (host, port);
    let addresses = std::net::ToSocketAddrs::to_socket_addrs(&address)
        .with_context(|| format!("{host} is no address"))?;
    let mut last = None;
    for address in addresses {
        match bind(address) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    match last {
        Some(error) if error.kind() == io::ErrorKind::AddrInUse => {
            bail!("port {port} of {host} is in use by another program; choose another with --port")
        }
        Some(error) => {
            Err(error).with_context(|| format!("nothing can listen at port {port} of {host}"))
        }
        None => bail!("{host} has no address"),
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    // A port that was used a moment ago is free again.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

fn announce(
    arguments: &Arguments,
    site: &SiteConfig,
    (listener, host): (&TcpListener, &str),
) -> Result<()> {
    let url = url(host, listener.local_addr()?);
    tracing::info!(
        url,
        dist = %site.dist().display(),
        build_id = site.build_id(),
        workers = arguments.workers(),
        "listening"
    );
    if arguments.open {
        open(&url);
    }
    Ok(())
}

/// What to type into a browser: the name that was asked for and the port that was got.
fn url(host: &str, address: SocketAddr) -> String {
    let host = if host.contains(':') {
        format!("[{host}]")
    } else {
        host.to_owned()
    };
    format!("http://{host}:{}/", address.port())
}

/// Shows `url` in the person's browser, or says that it cannot.
fn open(url: &str) {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    if let Err(error) = Command::new(opener).arg(url).spawn() {
        tracing::warn!(%error, opener, url, "no browser could be opened");
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Ready when the person or the system asks the server to stop.
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let heard = async |kind: SignalKind| match signal(kind) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "a signal cannot be heard");
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = heard(SignalKind::interrupt()) => {}
        () = heard(SignalKind::terminate()) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_names_the_port_that_was_got() {
        let four: SocketAddr = ([127, 0, 0, 1], 4321).into();
        assert_eq!(url("127.0.0.1", four), "http://127.0.0.1:4321/");
        let six: SocketAddr = ([0u16; 8], 80).into();
        assert_eq!(url("::1", six), "http://[::1]:80/");
    }
}
