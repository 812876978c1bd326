//! Reads one e-mail as an expert would: who sent it, where it leads, what it carries, what it wants, and says why.
//!
//! Pure: a message and what is known of the organisation go in, its anatomy and a verdict come out. Nothing is fetched,
//! opened by a program or executed. The road of a message is [`Examiner::examine`]: take apart, look, weigh.

mod anatomy;
mod attachment;
pub mod campaign;
mod contents;
mod destination;
mod domain;
mod examine;
mod identity;
mod intent;
mod leak;
mod learned;
mod limits;
mod link;
mod lists;
mod mailbox;
mod model;
mod page;
mod payload;
mod proof;
mod reported;
mod rule;
mod scorecard;
mod setting;
mod shape;
mod signal;
mod text;
pub mod train;
mod unpack;
mod verdict;

pub use anatomy::Anatomy;
pub use attachment::{Attachment, Kind};
pub use contents::{Contents, File, Trait};
pub use examine::{Beside, Examination, Examiner, Refused};
pub use intent::Intents;
pub use learned::Learned;
pub use link::{Link, Via};
pub use lists::Lists;
pub use mailbox::Mailbox;
pub use model::{Calibration, Model, Source, Wordings};
pub use page::Page;
pub use proof::{Answers, Arrival, Proof, State};
pub use reported::{Reported, reported};
pub use rule::{Rule, Rules};
pub use scorecard::{Fitted, FittedScore, Group, Score, Scorecard};
pub use setting::{Indicators, Person, Setting};
pub use signal::{Signal, Signals};
pub use unpack::{Closed, Member, Unpack};
pub use verdict::{Reason, Verdict, Word};
