//! What an audit says, held against tables made by hand and against a slow, obvious reference.

mod edges;
mod measured;
mod parted;
mod properties;
mod reference;
mod single;
mod world;
