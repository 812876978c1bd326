//! What opens packed content for the examination; the crate itself decompresses nothing.

/// One file in an archive.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// Its path inside the archive.
    pub name: &'a str,
    /// Its size when unpacked (bytes), as the archive claims.
    pub size: u64,
    /// It cannot be read without a password.
    pub is_encrypted: bool,
    /// Its content, cut to what was asked for; empty where it cannot be read.
    pub content: &'a [u8],
}

/// Opens packed content within limits on size, ratio and number.
pub trait Unpack: Sync {
    /// Shows each file of an archive with as many bytes of its content as `want` says of its name;
    /// `false` where `bytes` are no archive that can be opened.
    fn members(
        &self,
        bytes: &[u8],
        want: &dyn Fn(&str) -> usize,
        visit: &mut dyn FnMut(&Member<'_>),
    ) -> bool;

    /// Decompresses a zlib stream (RFC 1950) as far as it goes, up to `most` bytes.
    fn inflate(&self, bytes: &[u8], most: usize) -> Vec<u8>;
}

/// Leaves everything packed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Closed;

impl Unpack for Closed {
    fn members(&self, _: &[u8], _: &dyn Fn(&str) -> usize, _: &mut dyn FnMut(&Member<'_>)) -> bool {
        false
    }

    fn inflate(&self, _: &[u8], _: usize) -> Vec<u8> {
        Vec::new()
    }
}
