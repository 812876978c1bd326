//! The syntaxes evidence is written in.

pub(crate) mod atna;
pub(crate) mod binxml;
pub(crate) mod chunk;
pub(crate) mod compound;
pub(crate) mod csv;
pub(crate) mod evtx;
pub(crate) mod gzip;
pub(crate) mod json;
pub(crate) mod outlook;
pub(crate) mod pcap;
pub(crate) mod workbook;
pub(crate) mod xml;
pub(crate) mod zeek;
pub(crate) mod zip;
