//! Code of Office macros: unpacked ([MS-OVBA] 2.4.1) and looked at, never run.

use memchr::memmem;

use crate::limits;

/// The text of the code in a module, in lower case; empty where none can be read.
pub(crate) fn code(module: &[u8]) -> String {
    // Code begins with `Attribute`, of which the first eight letters stand unpacked behind the marks of their chunk.
    let Some(start) = memmem::find(module, b"\0Attribut").and_then(|at| at.checked_sub(3)) else {
        return String::new();
    };
    let unpacked = unpack(&module[start..], limits::MACRO_TEXT);
    String::from_utf8_lossy(&unpacked).to_lowercase()
}

/// Whether it runs when the document is opened, changed or closed.
pub(crate) fn runs_itself(code: &str) -> bool {
    const NAMES: [&str; 14] = [
        "auto_close",
        "auto_open",
        "autoclose",
        "autoexec",
        "autoexit",
        "autonew",
        "autoopen",
        "document_beforeclose",
        "document_close",
        "document_new",
        "document_open",
        "workbook_activate",
        "workbook_beforeclose",
        "workbook_open",
    ];
    NAMES.iter().any(|name| code.contains(name))
}

/// Whether it starts programs, writes files for them or fetches from the web.
pub(crate) fn reaches_out(code: &str) -> bool {
    const WORDS: [&str; 16] = [
        "adodb.stream",
        "cmd.exe",
        "createprocess",
        "environ(",
        "mshta",
        "powershell",
        "regsvr32",
        "rundll32",
        "shell(",
        "shell.application",
        "shellexecute",
        "urldownloadtofile",
        "virtualalloc",
        "winmgmts:",
        "wscript.shell",
        "xmlhttp",
    ];
    WORDS.iter().any(|word| code.contains(word)) || code.contains("\nshell ")
}

/// Unpacks a container as far as it can be read.
fn unpack(container: &[u8], most: usize) -> Vec<u8> {
    let mut plain = Vec::new();
    let Some((1, mut rest)) = container.split_first().map(|(mark, rest)| (*mark, rest)) else {
        return plain;
    };
    while let [low, high, behind @ ..] = rest
        && plain.len() < most
    {
        let head = u16::from_le_bytes([*low, *high]);
        let size = usize::from(head & 0x0fff) + 1;
        if head >> 12 & 7 != 3 {
            break;
        }
        let chunk = &behind[..size.min(behind.len())];
        if head & 0x8000 == 0 {
            plain.extend_from_slice(chunk);
        } else {
            unpack_chunk(chunk, &mut plain);
        }
        rest = &behind[chunk.len()..];
    }
    plain.truncate(most);
    plain
}

/// Groups of eight, each a letter or a place to copy from, as the bits before them say.
fn unpack_chunk(mut chunk: &[u8], plain: &mut Vec<u8>) {
    let start = plain.len();
    while let Some((flags, rest)) = chunk.split_first() {
        chunk = rest;
        for bit in 0..8 {
            if flags >> bit & 1 == 0 {
                let Some((letter, rest)) = chunk.split_first() else {
                    return;
                };
                plain.push(*letter);
                chunk = rest;
                continue;
            }
            let [low, high, rest @ ..] = chunk else {
                return;
            };
            chunk = rest;
            let token = u16::from_le_bytes([*low, *high]);
            if copy(token, start, plain).is_none() {
                return;
            }
        }
    }
}

/// The further a chunk has come, the more bits of a token say where to copy from.
fn copy(token: u16, start: usize, plain: &mut Vec<u8>) -> Option<()> {
    let done = plain.len() - start;
    if done == 0 || done > 4096 {
        return None;
    }
    let bits = done.next_power_of_two().trailing_zeros().clamp(4, 12);
    let back = usize::from(token >> (16 - bits)) + 1;
    let length = usize::from(token & (0xffff >> bits)) + 3;
    let from = plain
        .len()
        .checked_sub(back)
        .filter(|from| *from >= start)?;
    // What is copied may itself be copied from.
    for at in from..from + length {
        plain.push(plain[at]);
    }
    Some(())
}

/// Packs text as Office may, by letters and by copies, for tests.
#[cfg(test)]
pub(crate) fn pack(text: &[u8]) -> Vec<u8> {
    let mut packed = vec![1];
    for chunk in text.chunks(3000) {
        let mut body = Vec::new();
        let mut at = 0;
        while at < chunk.len() {
            let flags_at = body.len();
            body.push(0);
            for bit in 0..8 {
                if at >= chunk.len() {
                    break;
                }
                let bits = at.next_power_of_two().trailing_zeros().clamp(4, 12);
                let longest = usize::from(0xffff_u16 >> bits) + 3;
                let found = (1..=at.min(1 << bits)).find_map(|back| {
                    let same = (0..longest.min(chunk.len() - at))
                        .take_while(|step| chunk[at - back + step % back] == chunk[at + step])
                        .count();
                    (same >= 3 && at >= 12).then_some((back, same))
                });
                if let Some((back, same)) = found {
                    let token = ((back - 1) << (16 - bits)) | (same - 3);
                    body.extend((token as u16).to_le_bytes());
                    body[flags_at] |= 1 << bit;
                    at += same;
                } else {
                    body.push(chunk[at]);
                    at += 1;
                }
            }
        }
        packed.extend((0xb000 | (body.len() - 1) as u16).to_le_bytes());
        packed.extend(body);
    }
    packed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_out_again() {
        let long =
            "Attribute VB_Name = \"M\"\nSub AutoOpen()\nShell(\"calc\")\nEnd Sub\n".repeat(200);
        for text in ["", "a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", &long] {
            let packed = pack(text.as_bytes());
            assert_eq!(String::from_utf8_lossy(&unpack(&packed, 1 << 20)), text);
            assert!(packed.len() < 40 + text.len());
        }
    }

    #[test]
    fn the_examples_of_the_specification_are_unpacked() {
        // [MS-OVBA] 3.2.1 and 3.2.2.
        let plain: &[u8] = &[
            0x01, 0x19, 0xb0, 0x00, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x00, 0x69,
            0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70, 0x00, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76,
            0x2e,
        ];
        let usual: &[u8] = &[
            0x01, 0x2f, 0xb0, 0x00, 0x23, 0x61, 0x61, 0x61, 0x62, 0x63, 0x64, 0x65, 0x82, 0x66,
            0x00, 0x70, 0x61, 0x67, 0x68, 0x69, 0x6a, 0x01, 0x38, 0x08, 0x61, 0x6b, 0x6c, 0x00,
            0x30, 0x6d, 0x6e, 0x6f, 0x70, 0x06, 0x71, 0x02, 0x70, 0x04, 0x10, 0x72, 0x73, 0x74,
            0x75, 0x76, 0x10, 0x77, 0x78, 0x79, 0x7a, 0x00, 0x3c,
        ];
        let expected = "#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa";
        assert_eq!(unpack(plain, 100), b"abcdefghijklmnopqrstuv.");
        assert_eq!(String::from_utf8_lossy(&unpack(usual, 100)), expected);
    }

    #[test]
    fn code_is_found_behind_its_compiled_form() {
        let text = b"Attribute VB_Name = \"ThisDocument\"\r\nPrivate Sub Document_Open()\r\nCreateObject(\"WScript.Shell\")";
        let module = [b"\x01\x16\x03compiled form".as_slice(), &pack(text)].concat();
        let code = code(&module);
        assert!(runs_itself(&code) && reaches_out(&code), "{code}");
        assert!(!runs_itself("sub total()") && !reaches_out("sub total()\nshellfish = 1"));
    }

    proptest::proptest! {
        #[test]
        fn anything_ends(bytes: Vec<u8>) {
            let bytes = [&[1][..], &bytes].concat();
            proptest::prop_assert!(unpack(&bytes, 10_000).len() <= 10_000);
            let _ = code(&[b"\0Attribut".as_slice(), &bytes].concat());
        }

        #[test]
        fn packing_and_unpacking_are_inverse(text in "[a-d ]{0,800}") {
            proptest::prop_assert_eq!(unpack(&pack(text.as_bytes()), 10_000), text.as_bytes());
        }
    }
}
