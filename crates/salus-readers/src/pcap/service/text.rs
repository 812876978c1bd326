//! Protocols that are written in lines: SSH, file transfer, mail, telephony, system messages, Telnet.

use super::{Heard, Notes, Protocol, View, first_line};

pub(super) const PROTOCOLS: &[Protocol] = &[
    Protocol {
        name: "ssh",
        encrypted: Some(true),
        begins: |view| view.is_tcp && view.bytes.starts_with(b"SSH-"),
        read: ssh,
    },
    Protocol {
        name: "smtp",
        encrypted: Some(false),
        begins: is_mail,
        read: |view, notes| banner(view, notes, "smtp.server"),
    },
    Protocol {
        name: "ftp",
        encrypted: Some(false),
        begins: is_file_transfer,
        read: |view, notes| banner(view, notes, "ftp.server"),
    },
    Protocol {
        name: "imap",
        encrypted: Some(false),
        begins: |view| view.is_tcp && view.bytes.starts_with(b"* OK") && !view.is_out,
        read: |view, notes| banner(view, notes, "imap.server"),
    },
    Protocol {
        name: "pop3",
        encrypted: Some(false),
        begins: |view| view.is_tcp && view.bytes.starts_with(b"+OK") && !view.is_out,
        read: |view, notes| banner(view, notes, "pop3.server"),
    },
    Protocol {
        name: "sip",
        encrypted: Some(false),
        begins: is_telephony,
        read: telephony,
    },
    Protocol {
        name: "syslog",
        encrypted: Some(false),
        begins: is_system_message,
        read: |_, _| Heard::Enough,
    },
    Protocol {
        name: "telnet",
        encrypted: Some(false),
        begins: |view| view.is_tcp && matches!(view.bytes, [0xFF, 0xFB..=0xFE, 0..=0x32, ..]),
        read: |_, _| Heard::Enough,
    },
];

fn ssh(view: &View<'_>, notes: &mut Notes) -> Heard {
    let line = first_line(view.bytes);
    let name = if view.is_out {
        "ssh.client"
    } else {
        "ssh.server"
    };
    if line.starts_with(b"SSH-") {
        notes.add_bytes(name, line);
        Heard::Enough
    } else {
        Heard::Listening
    }
}

/// What a server says first, which names the program and its version.
fn banner(view: &View<'_>, notes: &mut Notes, name: &'static str) -> Heard {
    if !view.is_out {
        notes.add_bytes(name, first_line(view.bytes));
    }
    Heard::Enough
}

fn is_greeting(view: &View<'_>) -> bool {
    !view.is_out && matches!(view.bytes, [b'2', b'2', b'0', b' ' | b'-', ..])
}

fn has_word(bytes: &[u8], word: &[u8]) -> bool {
    let line = first_line(bytes);
    let mut windows = line.windows(word.len());
    windows.any(|window| window.eq_ignore_ascii_case(word))
}

fn starts_with_any(bytes: &[u8], words: &[&[u8]]) -> bool {
    words.iter().any(|word| {
        let head = bytes.get(..word.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(word))
    })
}

fn is_mail(view: &View<'_>) -> bool {
    let is_port = matches!(view.peer_port, 25 | 465 | 587);
    let is_hello = view.is_out && starts_with_any(view.bytes, &[b"EHLO ", b"HELO ", b"LHLO "]);
    view.is_tcp
        && (is_hello
            || (is_greeting(view) && (is_port || has_word(view.bytes, b"SMTP")))
            || (is_port
                && matches!(
                    view.bytes,
                    [b'4' | b'5', b'0'..=b'9', b'0'..=b'9', b' ' | b'-', ..]
                )))
}

fn is_file_transfer(view: &View<'_>) -> bool {
    let words: [&[u8]; 4] = [b"USER ", b"AUTH TLS", b"AUTH SSL", b"FEAT\r\n"];
    let is_port = matches!(view.peer_port, 21 | 2121);
    view.is_tcp
        && ((is_greeting(view) && (is_port || has_word(view.bytes, b"FTP")))
            || (view.is_out && is_port && starts_with_any(view.bytes, &words)))
}

const CALLS: [&[u8]; 8] = [
    b"INVITE ",
    b"REGISTER ",
    b"OPTIONS ",
    b"NOTIFY ",
    b"SUBSCRIBE ",
    b"MESSAGE ",
    b"BYE ",
    b"ACK ",
];

fn is_telephony(view: &View<'_>) -> bool {
    let line = first_line(view.bytes);
    line.starts_with(b"SIP/2.0 ")
        || (CALLS.iter().any(|word| line.starts_with(word)) && line.ends_with(b"SIP/2.0"))
}

fn telephony(view: &View<'_>, notes: &mut Notes) -> Heard {
    let line = first_line(view.bytes);
    if view.is_out && !line.starts_with(b"SIP/") {
        let word = line.split(|byte| *byte == b' ').next();
        notes.add_bytes("sip.method", word.unwrap_or_default());
    }
    Heard::Enough
}

/// `<` priority `>`: facility times eight and severity.
fn is_system_message(view: &View<'_>) -> bool {
    let Some(rest) = view.bytes.strip_prefix(b"<") else {
        return false;
    };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number = std::str::from_utf8(&rest[..digits])
        .ok()
        .and_then(|text| text.parse::<u32>().ok());
    digits <= 3 && rest.get(digits) == Some(&b'>') && number.is_some_and(|number| number < 192)
}
