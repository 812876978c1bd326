//! Where the gate stands: a TCP port, or a socket in a folder.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::str::FromStr;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
#[cfg(unix)]
use tokio::net::{UnixListener, UnixStream};

/// Where the gate is opened, written as mail servers write it: `inet:PORT@HOST` or `unix:PATH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listen {
    /// A TCP port; 0 is any free one.
    Inet {
        /// Name or address of this computer.
        host: String,
        /// The port.
        port: u16,
    },
    /// A socket.
    Unix(PathBuf),
}

impl FromStr for Listen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no place; help: write inet:PORT@HOST or unix:PATH");
        if let Some(path) = text.strip_prefix("unix:").filter(|path| !path.is_empty()) {
            return Ok(Self::Unix(path.into()));
        }
        let rest = text.strip_prefix("inet:").ok_or_else(wrong)?;
        // Whoever names no host wants no strangers.
        let (port, host) = rest.split_once('@').unwrap_or((rest, "127.0.0.1"));
        let host = host.trim_start_matches('[').trim_end_matches(']');
        if host.is_empty() {
            return Err(wrong());
        }
        Ok(Self::Inet {
            host: host.to_owned(),
            port: port.parse().map_err(|_| wrong())?,
        })
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inet { host, port } => write!(f, "inet:{port}@{host}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// An open gate.
pub(super) enum Open {
    Inet(TcpListener),
    #[cfg(unix)]
    Unix(UnixListener, Socket),
}

/// The file of a socket, which goes with it.
#[cfg(unix)]
pub(super) struct Socket(PathBuf);

#[cfg(unix)]
impl Drop for Socket {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Listen {
    pub(super) async fn open(&self) -> Result<Open, String> {
        let cannot = |error: io::Error| format!("cannot listen at `{self}`: {error}");
        match self {
            Self::Inet { host, port } => TcpListener::bind((host.as_str(), *port))
                .await
                .map(Open::Inet)
                .map_err(cannot),
            #[cfg(unix)]
            Self::Unix(path) => socket(path).map_err(cannot),
            #[cfg(not(unix))]
            Self::Unix(_) => Err(cannot(io::ErrorKind::Unsupported.into())),
        }
    }
}

/// A socket that a gate left behind when it was killed gives way; one that is served, and any other file, stays.
#[cfg(unix)]
fn socket(path: &std::path::Path) -> io::Result<Open> {
    use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
    if let Ok(found) = std::fs::symlink_metadata(path) {
        if !found.file_type().is_socket() {
            return Err(io::Error::other("another file is there"));
        }
        match std::os::unix::net::UnixStream::connect(path) {
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                std::fs::remove_file(path)?;
            }
            _ => return Err(io::ErrorKind::AddrInUse.into()),
        }
    }
    let listener = UnixListener::bind(path)?;
    let socket = Socket(path.to_owned());
    // As open as a port of this computer: who may come near is up to its folder.
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o666))?;
    Ok(Open::Unix(listener, socket))
}

impl Open {
    /// The address with the port that was given.
    pub(super) fn address(&self) -> String {
        match self {
            Self::Inet(listener) => listener.local_addr().map_or_else(
                |_| "inet".to_owned(),
                |at| format!("inet:{}@{}", at.port(), at.ip()),
            ),
            #[cfg(unix)]
            Self::Unix(_, socket) => format!("unix:{}", socket.0.display()),
        }
    }

    pub(super) async fn accept(&self) -> io::Result<Stream> {
        match self {
            Self::Inet(listener) => {
                let (stream, _) = listener.accept().await?;
                stream.set_nodelay(true)?;
                Ok(Stream::Inet(stream))
            }
            #[cfg(unix)]
            Self::Unix(listener, _) => Ok(Stream::Unix(listener.accept().await?.0)),
        }
    }
}

/// A mail server's connection.
pub(super) enum Stream {
    Inet(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Inet(stream) => Pin::new(stream).poll_read(context, buffer),
            #[cfg(unix)]
            Self::Unix(stream) => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Inet(stream) => Pin::new(stream).poll_write(context, bytes),
            #[cfg(unix)]
            Self::Unix(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Inet(stream) => Pin::new(stream).poll_flush(context),
            #[cfg(unix)]
            Self::Unix(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Inet(stream) => Pin::new(stream).poll_shutdown(context),
            #[cfg(unix)]
            Self::Unix(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}

/// Ends when the program is told to end.
pub(super) fn told_to_end() -> Result<impl Future<Output = ()>, String> {
    let cannot = |error: io::Error| format!("cannot listen for signals: {error}");
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupt = signal(SignalKind::interrupt()).map_err(cannot)?;
        let mut terminate = signal(SignalKind::terminate()).map_err(cannot)?;
        Ok(async move {
            let interrupted = std::pin::pin!(interrupt.recv());
            let terminated = std::pin::pin!(terminate.recv());
            futures::future::select(interrupted, terminated).await;
        })
    }
    #[cfg(not(unix))]
    {
        let _ = cannot;
        Ok(async {
            let _ = tokio::signal::ctrl_c().await;
        })
    }
}
