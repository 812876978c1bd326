//! A mailbox over IMAP (RFC 9051), read and never changed: it is opened for reading only, messages are peeked at, nothing
//! is marked, moved or deleted. Messages come in the order of their numbers, from a place that the caller keeps, so that
//! a run that broke off goes on where it stood and reads nothing twice.

mod folder;
mod tls;
mod token;

use std::net::ToSocketAddrs as _;
use std::path::PathBuf;
use std::time::Duration;

use async_imap::{Client, Session};
use futures::StreamExt as _;
use salus_record::limits;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;

use token::{Bearer, Mechanism};

/// How the mailbox is reached and opened.
#[derive(Clone)]
pub struct Mailbox {
    /// Name of the server, which its certificate must carry.
    pub host: String,
    /// Port; 993 is usual.
    pub port: u16,
    /// The account.
    pub user: String,
    /// Its password, or a token of OAuth 2.0.
    pub secret: Secret,
    /// The folder (`INBOX`).
    pub folder: String,
    /// Certificates that are trusted instead of the system's, in PEM.
    pub authorities: Option<PathBuf>,
}

/// What opens the mailbox. It is never shown.
#[derive(Clone)]
pub enum Secret {
    /// A password (LOGIN inside TLS).
    Password(String),
    /// An access token of OAuth 2.0 (OAUTHBEARER of RFC 7628 where the server greets with it, else XOAUTH2).
    Token(String),
}

/// How far a mailbox was read (RFC 9051, section 2.3.1.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    /// The mailbox's validity; another one means that its numbers begin anew.
    pub validity: u32,
    /// The last message that was read.
    pub uid: u32,
}

/// One message of the mailbox.
pub struct Fetched<'a> {
    /// Where the mailbox stands once this message is dealt with.
    pub mark: Mark,
    /// The message, or why it was not fetched.
    pub raw: Result<&'a [u8], String>,
}

/// Why a mailbox could not be read, in a sentence for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreached {
    /// The server refuses the account; asking again with the same secret may lock it.
    Refused(String),
    /// Anything else, which may pass.
    Failed(String),
}

impl Unreached {
    /// The sentence.
    #[must_use]
    pub fn reason(&self) -> &str {
        match self {
            Self::Refused(reason) | Self::Failed(reason) => reason,
        }
    }
}

impl From<String> for Unreached {
    fn from(reason: String) -> Self {
        Self::Failed(reason)
    }
}

/// How long a server may be silent.
const PATIENCE: Duration = Duration::from_secs(60);
/// A message may take a second more for each of these bytes.
const SLOW_BYTES: u32 = 32 << 10;

impl Mailbox {
    /// Hands over all messages behind `mark`, and returns how far it came. A mailbox whose validity has changed is read
    /// from its start.
    ///
    /// # Errors
    /// A sentence for a person; what was handed over before stays handed over.
    pub fn read_from(
        &self,
        mark: Mark,
        each: &mut dyn FnMut(Fetched<'_>) -> Result<(), String>,
    ) -> Result<Mark, Unreached> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        runtime.block_on(self.read(mark, each))
    }

    async fn read(
        &self,
        mark: Mark,
        each: &mut dyn FnMut(Fetched<'_>) -> Result<(), String>,
    ) -> Result<Mark, Unreached> {
        let mut session = self.open().await?;
        let folder = patiently(session.examine(folder::encode(&self.folder))).await?;
        let folder = folder.map_err(|error| self.failed("cannot open the folder", &error))?;
        let validity = folder.uid_validity.unwrap_or(0);
        let mut mark = if mark.validity == validity {
            mark
        } else {
            Mark { validity, uid: 0 }
        };
        for (uid, size) in self.waiting(&mut session, mark).await? {
            mark.uid = uid;
            if u64::from(size) > limits::RECORD_BYTES as u64 {
                let reason = format!("a message larger than {} MiB", limits::RECORD_BYTES >> 20);
                each(Fetched {
                    mark,
                    raw: Err(reason),
                })?;
                continue;
            }
            // One that somebody took away in the meantime needs no answer.
            if let Some(raw) = self.fetch(&mut session, (uid, size)).await? {
                each(Fetched {
                    mark,
                    raw: raw.as_deref().map_err(Clone::clone),
                })?;
            }
        }
        // The messages are read; a server that does not say goodbye changes nothing.
        let _ = patiently(session.logout()).await;
        Ok(mark)
    }

    /// Numbers and sizes (bytes) of the messages behind the mark, in order.
    async fn waiting(
        &self,
        session: &mut Session<tls::Stream>,
        mark: Mark,
    ) -> Result<Vec<(u32, u32)>, String> {
        let asked = format!("{}:*", mark.uid.saturating_add(1));
        let stream = patiently(session.uid_fetch(asked, "(UID RFC822.SIZE)")).await?;
        let mut stream = stream.map_err(|error| self.failed("cannot list the messages", &error))?;
        let mut found = Vec::new();
        while let Some(one) = patiently(stream.next()).await? {
            let one = one.map_err(|error| self.failed("cannot list the messages", &error))?;
            // `n:*` names the last message even where its number is below n.
            if let Some(uid) = one.uid.filter(|uid| *uid > mark.uid) {
                found.push((uid, one.size.unwrap_or(0)));
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// One message, or that the server did not hand it over; none where it is gone by now.
    async fn fetch(
        &self,
        session: &mut Session<tls::Stream>,
        (uid, size): (u32, u32),
    ) -> Result<Option<Result<Vec<u8>, String>>, String> {
        let long = PATIENCE + Duration::from_secs(u64::from(size / SLOW_BYTES));
        let stream = patiently(session.uid_fetch(uid.to_string(), "(UID BODY.PEEK[])")).await?;
        let mut stream = stream.map_err(|error| self.failed("cannot fetch a message", &error))?;
        let mut raw = None;
        while let Some(one) = within(long, stream.next()).await? {
            let one = one.map_err(|error| self.failed("cannot fetch a message", &error))?;
            if one.uid != Some(uid) {
                continue;
            }
            raw = match (one.body(), raw) {
                (Some(body), _) => Some(Ok(body.to_vec())),
                // A change of flags says nothing of the body.
                (None, Some(known)) => Some(known),
                (None, None) => Some(Err("the server does not hand over the message".to_owned())),
            };
        }
        Ok(raw)
    }

    async fn open(&self) -> Result<Session<tls::Stream>, Unreached> {
        let address = (self.host.as_str(), self.port);
        let addresses: Vec<_> = address
            .to_socket_addrs()
            .map_err(|error| format!("`{}` is not found: {error}", self.host))?
            .collect();
        let connected = patiently(TcpStream::connect(&*addresses)).await?;
        let plain = connected
            .map_err(|error| format!("cannot reach {}:{}: {error}", self.host, self.port))?;
        // Each message is a question and an answer; none waits for more to be sent with it.
        let _ = plain.set_nodelay(true);
        let stream = tls::wrap(plain, &self.host, self.authorities.as_deref()).await?;
        let mut client = Client::new(stream);
        let greeting = patiently(client.read_response()).await?;
        let Ok(Some(greeting)) = greeting else {
            let reason = format!("`{}` does not greet as an IMAP server does", self.host);
            return Err(Unreached::Failed(reason));
        };
        let mechanism = Mechanism::offered(greeting.parsed());
        self.log_in(client, mechanism).await
    }

    async fn log_in<S: AsyncRead + AsyncWrite + Unpin + std::fmt::Debug + Send>(
        &self,
        client: Client<S>,
        mechanism: Mechanism,
    ) -> Result<Session<S>, Unreached> {
        let opened = match &self.secret {
            Secret::Password(password) => patiently(client.login(&self.user, password)).await?,
            Secret::Token(token) => {
                let bearer = Bearer::new(mechanism, self, token);
                patiently(client.authenticate(mechanism.name(), bearer)).await?
            }
        };
        opened.map_err(|(error, _)| self.shut_out(&error))
    }

    /// What a server says of a refused secret may repeat it, so only its code is looked at (RFC 5530).
    fn shut_out(&self, error: &async_imap::error::Error) -> Unreached {
        use async_imap::error::Error;
        let (host, user) = (&self.host, &self.user);
        match error {
            Error::No(said) if said.contains("Unavailable") || said.contains("UNAVAILABLE") => {
                Unreached::Failed(format!("`{host}` cannot check accounts at present"))
            }
            Error::No(_) | Error::Bad(_) => Unreached::Refused(format!(
                "`{host}` refuses the account `{user}`; help: check the password or the token"
            )),
            Error::Validate(_) => Unreached::Refused(
                "the account or the password holds a line break; help: check the file".to_owned(),
            ),
            _ => Unreached::Failed(format!("`{host}` broke off while `{user}` signed in")),
        }
    }

    fn failed(&self, what: &str, error: &async_imap::error::Error) -> String {
        use async_imap::error::Error;
        let why = match error {
            Error::Io(error) => error.to_string(),
            Error::No(_) | Error::Bad(_) => "the server refuses".to_owned(),
            Error::ConnectionLost => "the connection broke off".to_owned(),
            _ => "the server's answer is not understood".to_owned(),
        };
        format!("{what} `{}` on `{}`: {why}", self.folder, self.host)
    }
}

async fn patiently<T>(work: impl Future<Output = T>) -> Result<T, String> {
    within(PATIENCE, work).await
}

async fn within<T>(time: Duration, work: impl Future<Output = T>) -> Result<T, String> {
    let silent = |_| {
        format!(
            "the mail server did not answer within {} seconds",
            time.as_secs()
        )
    };
    timeout(time, work).await.map_err(silent)
}
