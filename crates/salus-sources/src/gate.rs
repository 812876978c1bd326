//! A gate that mail servers ask before they accept a message: the mail filter protocol ("milter", version 6) as Postfix and
//! Sendmail speak it.
//!
//! Nothing is lost: a message that cannot be examined is let through, or its sender is asked to try again, as was chosen;
//! a gate that is gone leaves the message with the mail server.

mod letter;
mod listen;
mod session;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use salus_record::limits;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

pub use letter::Letter;
pub use listen::Listen;
use session::{Session, Shared};

/// What is to become of a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Action {
    /// It goes on.
    #[default]
    Accept,
    /// The mail server keeps it until a person decides.
    Quarantine,
    /// It is refused for good.
    Reject,
}

/// The answer to a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    /// Names and values of headers that are added, unless it is rejected.
    pub headers: Vec<(&'static str, String)>,
    /// What becomes of it.
    pub action: Action,
}

/// What is answered when we fail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnFailure {
    /// The message goes on unexamined.
    #[default]
    Accept,
    /// The sender's server tries again later.
    TemporaryFailure,
}

/// Who decides. Called from several threads at once.
pub trait Keeper: Send + Sync + 'static {
    /// Headers that are ours alone: those that come with a message are taken away.
    const HEADERS: &'static [&'static str];

    /// Decides on a message.
    ///
    /// # Errors
    /// A failure of ours, in a sentence for a person.
    fn decide(&self, letter: &Letter) -> Result<Decision, String>;

    /// The answer to a message that is larger than one may be (`limits::RECORD_BYTES`); it has lost its content.
    fn too_large(&self, letter: &Letter) -> Decision;

    /// Something failed; nothing of a message is in `reason`.
    fn failed(&self, reason: &str);

    /// The gate is open at this address.
    fn opened(&self, at: &str);
}

/// How long messages that are under way may take when the gate closes.
const CLOSING: Duration = Duration::from_secs(20);

/// Opens the gate, and serves until the program is told to end (SIGINT, SIGTERM).
///
/// # Errors
/// When the gate cannot be opened, in a sentence for a person.
pub fn keep<K: Keeper>(listen: &Listen, keeper: K, on_failure: OnFailure) -> Result<(), String> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.min(4))
        // Each examination takes one of these; the others wait for it.
        .max_blocking_threads(cores)
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let shared = Arc::new(Shared {
        keeper,
        on_failure,
        room: Arc::default(),
    });
    let ended = runtime.block_on(serve(listen, shared));
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended
}

async fn serve<K: Keeper>(listen: &Listen, shared: Arc<Shared<K>>) -> Result<(), String> {
    let gate = listen.open().await?;
    // Listened for before the gate is said to be open.
    let mut told = std::pin::pin!(listen::told_to_end()?);
    shared.keeper.opened(&gate.address());
    let (stop, stopping) = watch::channel(false);
    let places = Arc::new(Semaphore::new(limits::GATE_CONNECTIONS));
    let mut sessions = JoinSet::new();
    loop {
        let accepted = std::pin::pin!(async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, gate.accept().await)
        });
        let (place, stream) = match futures::future::select(accepted, &mut told).await {
            futures::future::Either::Left((accepted, _)) => accepted,
            futures::future::Either::Right(_) => break,
        };
        while sessions.try_join_next().is_some() {}
        match stream {
            Ok(stream) => {
                let session = Session::new(stream, Arc::clone(&shared));
                let (shared, stopping) = (Arc::clone(&shared), stopping.clone());
                sessions.spawn(async move {
                    if let Err(error) = session.serve(stopping).await {
                        shared
                            .keeper
                            .failed(&format!("a mail server's connection: {error}"));
                    }
                    drop(place);
                });
            }
            Err(error) => {
                shared
                    .keeper
                    .failed(&format!("a connection cannot be taken: {error}"));
                // Out of file handles, for one; that passes.
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
    drop(gate);
    let _ = stop.send(true);
    let all = async { while sessions.join_next().await.is_some() {} };
    if tokio::time::timeout(CLOSING, all).await.is_err() {
        shared
            .keeper
            .failed("messages were under way; their mail servers keep them");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
