//! The server of the built site.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Parser;
use server::SiteConfig;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// Serves the built site with the headers that shared memory needs.
#[derive(Parser)]
#[command(name = "perf-playground-server", version)]
struct Arguments {
    /// Address to listen at
    #[arg(long, env = "PERF_PLAYGROUND_HOST", default_value = "127.0.0.1")]
    host: String,
    /// Port to listen at; 0 takes any that is free
    #[arg(long, env = "PERF_PLAYGROUND_PORT", default_value_t = 8080)]
    port: u16,
    /// The folder of the built site
    #[arg(long, env = "PERF_PLAYGROUND_DIST", default_value = "dist")]
    dist: PathBuf,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    log_to_stderr();
    let site = SiteConfig::new(&arguments.dist)?;
    let listener = listen(&arguments.host, arguments.port).await?;
    let url = url(&arguments.host, listener.local_addr()?);
    tracing::info!(
        url,
        dist = %site.dist().display(),
        build_id = site.build_id(),
        "listening"
    );
    if arguments.open {
        open(&url);
    }
    server::serve(listener, server::app(site), stop_signal()).await?;
    tracing::info!("stopped");
    Ok(())
}

/// `RUST_LOG` chooses what is logged; every request at `tower_http=debug`.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}

async fn listen(host: &str, port: u16) -> Result<TcpListener> {
    match TcpListener::bind((host, port)).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            bail!("port {port} of {host} is in use by another program; choose another with --port")
        }
        Err(error) => {
            Err(error).with_context(|| format!("nothing can listen at port {port} of {host}"))
        }
    }
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

/// Ready when the person or the system asks the server to stop.
async fn stop_signal() {
    let interrupted = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "Ctrl-C cannot be heard");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be heard");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
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
