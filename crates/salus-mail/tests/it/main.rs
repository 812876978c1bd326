//! The content that comes with Salus, held to what it says of itself.

mod shipped;
