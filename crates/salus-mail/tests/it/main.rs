//! The examination of mail held against published vectors and labelled collections.

mod corpus;
mod vectors;
