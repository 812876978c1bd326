//! The report as a reader, a screen reader, a browser and a program meet it.

mod browser;
mod data;
mod page;
mod sample;
mod terminal;
