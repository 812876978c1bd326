//! Gzip without a time stamp, so that the same content gives the same file.

/// The content as one gzip member.
pub(crate) fn pack(content: &[u8]) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    out.extend(miniz_oxide::deflate::compress_to_vec(content, 6));
    out.extend(crc32fast::hash(content).to_le_bytes());
    let length = u32::try_from(content.len()).expect("the example is small");
    out.extend(length.to_le_bytes());
    out
}
