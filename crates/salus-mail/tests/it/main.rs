//! The examination held against published vectors, and the content that comes with Salus to what it says of itself.

mod corpus;
mod shipped;
mod vectors;
