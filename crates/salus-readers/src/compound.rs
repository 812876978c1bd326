//! Streams of compound files (the container of the old Office formats), for those who find more in them than messages.

use std::io::{Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use cfb::OpenOptions;

/// What is known of a stream.
#[derive(Debug, PartialEq, Eq)]
pub enum CompoundStream {
    /// Its bytes, as far as they can be read.
    Bytes(Vec<u8>),
    /// It is larger than was asked for.
    TooLarge,
    /// The file has none of the name.
    Absent,
    /// The file, or the stream in it, is broken.
    Broken,
}

/// The first of these streams, of at most so many bytes.
pub fn compound_stream(from: &mut (impl Read + Seek), names: &[&str], most: u64) -> CompoundStream {
    // The library checks what it reads; should it miss something, this file alone is lost.
    let read = catch_unwind(AssertUnwindSafe(|| stream(from, names, most)));
    read.unwrap_or(CompoundStream::Broken)
}

fn stream(from: &mut (impl Read + Seek), names: &[&str], most: u64) -> CompoundStream {
    let Ok(mut file) = OpenOptions::new().open_with(from) else {
        return CompoundStream::Broken;
    };
    let Some(name) = names.iter().find(|name| file.is_stream(name)) else {
        return CompoundStream::Absent;
    };
    let Ok(stream) = file.open_stream(name) else {
        return CompoundStream::Broken;
    };
    if stream.len() > most {
        return CompoundStream::TooLarge;
    }
    let mut bytes = Vec::new();
    // What can be read of a file that was cut off is worth a look.
    let _ = stream.take(most).read_to_end(&mut bytes);
    CompoundStream::Bytes(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use cfb::CompoundFile;

    use super::*;

    #[test]
    fn streams_are_found_by_name_and_bounded() {
        let mut file = CompoundFile::create(Cursor::new(Vec::new())).expect("memory");
        let mut to = file.create_stream("/Book").expect("memory");
        to.write_all(b"hello").expect("memory");
        drop(to);
        let bytes = file.into_inner().into_inner();
        let check = |bytes: &[u8], name: &str, most: u64, expected: CompoundStream| {
            let found = compound_stream(&mut Cursor::new(bytes), &["/None", name], most);
            assert_eq!(found, expected, "{name} {most}");
        };
        check(&bytes, "/Book", 5, CompoundStream::Bytes(b"hello".to_vec()));
        check(&bytes, "/Book", 4, CompoundStream::TooLarge);
        check(&bytes, "/Other", 5, CompoundStream::Absent);
        check(&bytes[..600], "/Book", 5, CompoundStream::Broken);
        check(b"", "/Book", 5, CompoundStream::Broken);
    }
}
