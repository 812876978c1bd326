//! Files that are written while days go by and never held.

pub(crate) mod bulk;
pub(crate) mod stream;
pub(crate) mod table;
