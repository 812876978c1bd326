//! One connection of a mail server: what was agreed, message after message, and the answer to each.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio::time::timeout;

use super::letter::{Dropped, Gathering, Room};
use super::wire::{Asked, OLDEST, Reply, VERSION, Wire, action, terms};
use super::{Action, Decision, Keeper, OnFailure};

/// How long a server may say nothing between packets. It waits for its own clients itself, an hour and more.
const SILENCE: Duration = Duration::from_secs(7_200);
/// After this long the server is told that the examination goes on.
const PROGRESS: Duration = Duration::from_secs(10);

/// What all connections share.
pub(super) struct Shared<K> {
    pub keeper: K,
    pub on_failure: OnFailure,
    pub room: Arc<Room>,
}

/// What was agreed with a server.
#[derive(Clone, Copy, Default)]
struct Agreed {
    actions: u32,
    terms: u32,
}

/// One connection.
pub(super) struct Session<S, K> {
    wire: Wire<S>,
    shared: Arc<Shared<K>>,
    agreed: Option<Agreed>,
    gathering: Gathering,
    is_in_message: bool,
}

/// What follows a packet.
enum Next {
    Silent,
    Continue,
    Decide,
    Close,
}

impl<S: AsyncRead + AsyncWrite + Unpin, K: Keeper> Session<S, K> {
    pub(super) fn new(stream: S, shared: Arc<Shared<K>>) -> Self {
        Self {
            wire: Wire::new(stream),
            shared,
            agreed: None,
            gathering: Gathering::default(),
            is_in_message: false,
        }
    }

    /// Serves the connection until it ends, or until `stop` says so and no message is under way.
    pub(super) async fn serve(mut self, mut stop: watch::Receiver<bool>) -> io::Result<()> {
        loop {
            if *stop.borrow() && !self.is_in_message {
                return Ok(());
            }
            let begun = {
                let begins = std::pin::pin!(timeout(SILENCE, self.wire.begins()));
                let stopped = std::pin::pin!(stop.changed());
                match futures::future::select(begins, stopped).await {
                    futures::future::Either::Left((begun, _)) => Some(begun),
                    futures::future::Either::Right((Ok(()), _)) => None,
                    futures::future::Either::Right((Err(_), _)) => return Ok(()),
                }
            };
            match begun {
                None => continue,
                Some(Err(_)) => return Err(io::ErrorKind::TimedOut.into()),
                Some(Ok(begun)) => {
                    if !begun? {
                        return Ok(());
                    }
                }
            }
            match self.take().await? {
                Next::Silent => {}
                Next::Continue => self.wire.send(&[Reply::Continue]).await?,
                Next::Decide => self.decide().await?,
                Next::Close => return Ok(()),
            }
        }
    }

    async fn take(&mut self) -> io::Result<Next> {
        let asked = self.wire.packet().await?;
        let Some(agreed) = self.agreed else {
            let Asked::Negotiate {
                version,
                actions,
                terms,
            } = asked
            else {
                return Err(unfit("it does not negotiate"));
            };
            return self.negotiate(version, actions, terms).await;
        };
        let room = &self.shared.room;
        let gathering = &mut self.gathering;
        match asked {
            Asked::Negotiate { .. } => return Err(unfit("it negotiates again")),
            Asked::Quit => return Ok(Next::Close),
            Asked::EndOfBody(bytes) => {
                gathering.end_of_headers(room);
                gathering.body(bytes, room);
                return Ok(Next::Decide);
            }
            Asked::Macros(bytes) => gathering.macros(bytes),
            Asked::NextClient => {
                self.gathering = Gathering::default();
                self.is_in_message = false;
            }
            Asked::Abort => {
                gathering.next_message();
                self.is_in_message = false;
            }
            part => {
                self.is_in_message |= matches!(part, Asked::MailFrom(_));
                let has_space = agreed.terms & terms::LEADING_SPACE != 0;
                let quiet = gather(gathering, part, (K::HEADERS, has_space), room);
                if agreed.terms & quiet == 0 {
                    return Ok(Next::Continue);
                }
            }
        }
        Ok(Next::Silent)
    }

    async fn negotiate(&mut self, version: u32, actions: u32, offered: u32) -> io::Result<Next> {
        let needed = action::ADD_HEADERS | action::CHANGE_HEADERS;
        if version < OLDEST || actions & needed != needed {
            return Err(unfit("it does not let headers be added and changed"));
        }
        let agreed = Agreed {
            actions: actions & (needed | action::QUARANTINE),
            terms: offered & terms::WANTED,
        };
        self.agreed = Some(agreed);
        let reply = Reply::Negotiated {
            version: version.min(VERSION),
            actions: agreed.actions,
            terms: agreed.terms,
        };
        self.wire.send(&[reply]).await?;
        Ok(Next::Silent)
    }

    /// The answer to the message that is gathered.
    async fn decide(&mut self) -> io::Result<()> {
        let letter = std::mem::take(&mut self.gathering.letter);
        let (arrival, queue_id) = (letter.arrival.clone(), letter.queue_id.clone());
        let shared = Arc::clone(&self.shared);
        let decided = match self.gathering.dropped {
            Some(Dropped::TooLarge) => Ok(shared.keeper.too_large(&letter)),
            Some(Dropped::NoRoom) => Err("no room for more messages at a time".to_owned()),
            None => {
                let work = tokio::task::spawn_blocking(move || shared.keeper.decide(&letter));
                self.outcome(work).await?
            }
        };
        match decided {
            Ok(decision) => self.answer(&decision).await?,
            Err(reason) => {
                let keeper = &self.shared.keeper;
                keeper.failed(&format!("message `{queue_id}` is not examined: {reason}"));
                self.answer_failure().await?;
            }
        }
        self.gathering.letter.arrival = arrival;
        self.gathering.next_message();
        self.is_in_message = false;
        Ok(())
    }

    /// Waits for the examination; one that breaks is a failure of ours.
    async fn outcome(
        &mut self,
        mut work: tokio::task::JoinHandle<Result<Decision, String>>,
    ) -> io::Result<Result<Decision, String>> {
        loop {
            match timeout(PROGRESS, &mut work).await {
                Ok(Ok(decided)) => return Ok(decided),
                Ok(Err(_)) => return Ok(Err("the examination broke off".to_owned())),
                Err(_) => self.wire.send(&[Reply::Progress]).await?,
            }
        }
    }

    async fn answer_failure(&mut self) -> io::Result<()> {
        match self.shared.on_failure {
            OnFailure::TemporaryFailure => self.wire.send(&[Reply::TemporaryFailure]).await,
            // A verdict that somebody else wrote must not stand for ours.
            OnFailure::Accept => self.answer(&Decision::default()).await,
        }
    }

    async fn answer(&mut self, decision: &Decision) -> io::Result<()> {
        let mut replies = Vec::new();
        let agreed = self.agreed.unwrap_or_default();
        if decision.action == Action::Reject {
            return self.wire.send(&[Reply::Refuse(REFUSAL)]).await;
        }
        // From the last to the first, so that taking one away does not renumber those that follow.
        for (name, count) in K::HEADERS.iter().zip(&self.gathering.own_headers) {
            let indexes = (1..=*count).rev();
            replies.extend(indexes.map(|index| Reply::RemoveHeader { index, name }));
        }
        let space = if agreed.terms & terms::LEADING_SPACE != 0 {
            " "
        } else {
            ""
        };
        let added: Vec<_> = decision
            .headers
            .iter()
            .map(|(name, value)| (*name, format!("{space}{value}")))
            .collect();
        replies.extend(
            added
                .iter()
                .map(|(name, value)| Reply::AddHeader { name, value }),
        );
        if decision.action == Action::Quarantine {
            if agreed.actions & action::QUARANTINE == 0 {
                self.shared
                    .keeper
                    .failed("the mail server knows no quarantine");
            } else {
                replies.push(Reply::Quarantine(QUARANTINE));
            }
        }
        replies.push(Reply::Accept);
        self.wire.send(&replies).await
    }
}

/// Adds a part of a message, and tells by which agreement it is not answered.
fn gather(
    gathering: &mut Gathering,
    part: Asked<'_>,
    (own, has_space): (&[&str], bool),
    room: &Arc<Room>,
) -> u32 {
    match part {
        Asked::Connect(client) => {
            gathering.client(client);
            terms::NO_REPLY_CONNECT
        }
        Asked::Helo(name) => {
            gathering.helo(name);
            terms::NO_REPLY_HELO
        }
        Asked::MailFrom(address) => {
            gathering.mail_from(address);
            terms::NO_REPLY_MAIL
        }
        Asked::Recipient(address) => {
            gathering.recipient(address);
            terms::NO_REPLY_RECIPIENT
        }
        Asked::Header { name, value } => {
            gathering.header((name, value), has_space, own, room);
            terms::NO_REPLY_HEADER
        }
        Asked::EndOfHeaders => {
            gathering.end_of_headers(room);
            terms::NO_REPLY_END_OF_HEADERS
        }
        Asked::Body(bytes) => {
            gathering.body(bytes, room);
            terms::NO_REPLY_BODY
        }
        _ => 0,
    }
}

/// What the sender's server is told; nothing of the message.
const REFUSAL: &str = "550 5.7.1 this message was found harmful and is not accepted";
/// What stands beside a message in quarantine.
const QUARANTINE: &str = "found harmful or suspicious";

fn unfit(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why.to_owned())
}
