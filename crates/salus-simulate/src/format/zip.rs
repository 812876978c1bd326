//! Zip archives whose members are stored as they are, without a time, so that the same content gives the same file.

/// The members, by name, as one archive.
pub(crate) fn pack(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut list = Vec::new();
    for (name, content) in members {
        let at = size(out.len());
        out.extend(b"PK\x03\x04");
        let about = about(name, content);
        out.extend(&about);
        out.extend(name.as_bytes());
        out.extend(*content);
        list.extend(b"PK\x01\x02\x14\x00");
        list.extend(&about);
        // No comment, the first disk, no attributes.
        list.extend([0; 10]);
        list.extend(at.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let at = size(out.len());
    let count = u16::try_from(members.len())
        .expect("few members")
        .to_le_bytes();
    out.extend(&list);
    out.extend(b"PK\x05\x06\x00\x00\x00\x00");
    out.extend(count);
    out.extend(count);
    out.extend(size(list.len()).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// What the head before a member and its line in the list at the end share.
fn about(name: &str, content: &[u8]) -> Vec<u8> {
    // Version 2.0, no flags, stored, midnight of 1 January 1980.
    let mut out = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
    out.extend(crc32fast::hash(content).to_le_bytes());
    out.extend(size(content.len()).to_le_bytes());
    out.extend(size(content.len()).to_le_bytes());
    out.extend(
        u16::try_from(name.len())
            .expect("a short name")
            .to_le_bytes(),
    );
    out.extend([0; 2]);
    out
}

fn size(length: usize) -> u32 {
    u32::try_from(length).expect("a small archive")
}
