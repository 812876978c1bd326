//! Windows events: how they are shaped, and what an ordinary day leaves in the logs.

pub(crate) mod days;
pub(crate) mod event;
pub(crate) mod other;
pub(crate) mod security;
pub(crate) mod sysmon;
