//! What stands in front of a message: RFC 5424, and the older habits that RFC 3164 describes.

use salus_record::Local;

/// Words for the eight severities, and for the facilities, by their numbers.
const SEVERITIES: [&str; 8] = [
    "emerg", "alert", "crit", "err", "warning", "notice", "info", "debug",
];
const FACILITIES: [&str; 24] = [
    "kern",
    "user",
    "mail",
    "daemon",
    "auth",
    "syslog",
    "lpr",
    "news",
    "uucp",
    "cron",
    "authpriv",
    "ftp",
    "ntp",
    "security",
    "console",
    "solaris-cron",
    "local0",
    "local1",
    "local2",
    "local3",
    "local4",
    "local5",
    "local6",
    "local7",
];
/// Levels that some programs write in front of the program's name.
const LEVELS: [&str; 12] = [
    "ALERT", "CRIT", "CRITICAL", "DEBUG", "EMERG", "ERR", "ERROR", "INFO", "NOTICE", "VERBOSE",
    "WARN", "WARNING",
];
/// A program's name is hardly longer.
const TAG_CHARS: usize = 160;

/// The parts of one syslog line.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header<'a> {
    pub priority: Option<&'a str>,
    pub facility: Option<&'a str>,
    pub severity: Option<&'a str>,
    pub version: Option<&'a str>,
    /// The time as written.
    pub written: Option<&'a str>,
    /// Who handed the line on, where a second header names the machine.
    pub relay: Option<&'a str>,
    pub hostname: Option<&'a str>,
    pub program: Option<&'a str>,
    pub pid: Option<&'a str>,
    pub msgid: Option<&'a str>,
    /// RFC 5424's structured data, as written.
    pub structured: Option<&'a str>,
    /// Everything behind the name of the machine.
    pub after_host: &'a str,
    pub message: &'a str,
}

impl<'a> Header<'a> {
    /// Reads the start of a line; `None` if there is neither a priority nor a time.
    pub(crate) fn parse(line: &'a str) -> Option<Self> {
        let (mut header, rest) = priority(line);
        if header.priority.is_some()
            && let Some(found) = header.standard(rest)
        {
            return Some(found);
        }
        match time(rest, header.priority.is_some()) {
            Some((written, behind)) => {
                header.written = Some(written);
                header.old(behind);
                Some(header)
            }
            None if header.priority.is_some() => {
                header.message(rest.trim_start());
                header.after_host = header.message;
                Some(header)
            }
            None => None,
        }
    }

    /// Whether [`Header::parse`] would find something.
    pub(crate) fn begins(line: &str) -> bool {
        let (header, rest) = priority(line);
        header.priority.is_some() || time(rest, false).is_some()
    }

    /// Whether so much stands there that it can hardly be anything else.
    pub(crate) fn is_sure(&self) -> bool {
        let has_marks = self.program.is_some() || self.priority.is_some();
        let is_old = self
            .written
            .is_some_and(|text| text.starts_with(|letter: char| letter.is_alphabetic()));
        self.written.is_some() && (has_marks || is_old)
    }

    /// `1 2026-03-01T08:00:00Z host app pid msgid [structured data] message`
    fn standard(&self, rest: &'a str) -> Option<Self> {
        let mut header = *self;
        let (version, rest) = rest.split_once(' ')?;
        let is_version =
            (1..=3).contains(&version.len()) && version.bytes().all(|byte| byte.is_ascii_digit());
        if !is_version {
            return None;
        }
        let (written, rest) = rest.split_once(' ')?;
        if written != "-" {
            Local::parse(written)?;
        }
        let (hostname, rest) = rest.split_once(' ')?;
        let after_host = rest;
        let (program, rest) = rest.split_once(' ')?;
        let (pid, rest) = rest.split_once(' ')?;
        let (msgid, rest) = rest.split_once(' ').unwrap_or((rest, "-"));
        let (structured, message) = structured(rest)?;
        header.version = Some(version);
        header.written = stated(written);
        header.hostname = stated(hostname);
        header.program = stated(program);
        header.pid = stated(pid);
        header.msgid = stated(msgid);
        header.structured = stated(structured);
        header.after_host = after_host;
        header.message = message.trim_start_matches(['\u{feff}', ' ']);
        Some(header)
    }

    /// ` host program[pid]: message` and what else is found in practice.
    fn old(&mut self, rest: &'a str) {
        let rest = match rest.strip_prefix(": ") {
            Some(message) => return self.message(message),
            None => rest.trim_start(),
        };
        let (word, behind) = rest.split_once(' ').unwrap_or((rest, ""));
        let names_program = word.ends_with(':')
            || word.ends_with("]:")
            || tag(rest).is_some_and(|tag| tag.pid.is_some() && !tag.program.contains(' '));
        if names_program {
            return self.tagged(rest);
        }
        if LEVELS.contains(&word) && tag(behind).is_some() {
            self.severity = self.severity.or(Some(word));
            return self.tagged(behind);
        }
        self.hostname = Some(word).filter(|word| !word.is_empty());
        let behind = behind.trim_start();
        // A relay that writes its own header in front of the machine's.
        if let Some((written, inner)) = time(behind, true)
            && inner.starts_with(' ')
            && self.relay.is_none()
            && tag(behind).is_none_or(|tag| tag.pid.is_none())
        {
            self.relay = self.hostname.take();
            self.written = Some(written);
            return self.old(inner);
        }
        self.tagged(behind);
    }

    fn tagged(&mut self, rest: &'a str) {
        self.after_host = rest;
        let Some(found) = tag(rest) else {
            self.message = rest;
            return;
        };
        self.program = Some(found.program);
        self.pid = found.pid;
        self.severity = self.severity.or(found.level);
        self.message = found.message;
    }

    fn message(&mut self, text: &'a str) {
        self.after_host = text;
        self.message = text;
    }
}

/// `program[pid] <Level>: message`
struct Tag<'a> {
    program: &'a str,
    pid: Option<&'a str>,
    level: Option<&'a str>,
    message: &'a str,
}

fn tag(text: &str) -> Option<Tag<'_>> {
    let end = text
        .char_indices()
        .take(TAG_CHARS)
        .find(|(_, letter)| matches!(letter, '[' | ':'))?
        .0;
    let (program, rest) = text.split_at(end);
    let is_name = !program.contains(['{', '}', '"', '\'', '=', '<', '>', ',', ';']);
    if !is_name || program.is_empty() || program.starts_with(' ') || program.ends_with(' ') {
        return None;
    }
    let is_one_word = !program.contains(' ');
    if let Some(message) = rest.strip_prefix(':') {
        let is_tag = is_one_word && (message.is_empty() || message.starts_with([' ', '\t', '\n']));
        return is_tag.then(|| Tag {
            program,
            pid: None,
            level: None,
            message: message.trim_start_matches([' ', '\t']),
        });
    }
    let (pid, rest) = rest.strip_prefix('[')?.split_once(']')?;
    let is_number = !pid.is_empty() && pid.bytes().all(|byte| byte.is_ascii_digit());
    let is_name = is_one_word || (is_number && program.split(' ').count() <= 4);
    if pid.is_empty() || pid.contains(' ') || !is_name {
        return None;
    }
    let (level, rest) = match rest
        .strip_prefix(" <")
        .and_then(|rest| rest.split_once('>'))
    {
        Some((level, rest)) if level.len() <= 9 => (Some(level), rest),
        _ => (None, rest),
    };
    let message = match rest.strip_prefix(':') {
        Some(message) => message,
        None if is_one_word && rest.starts_with(' ') => rest,
        None => return None,
    };
    Some(Tag {
        program,
        pid: Some(pid),
        level,
        message: message.trim_start_matches([' ', '\t']),
    })
}

/// `<34>`; the number must be one that a facility and a severity make.
fn priority(line: &str) -> (Header<'_>, &str) {
    let none = (Header::default(), line);
    let Some((number, rest)) = line.strip_prefix('<').and_then(|rest| rest.split_once('>')) else {
        return none;
    };
    if !(1..=3).contains(&number.len()) || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return none;
    }
    let Ok(value @ 0..=191) = number.parse::<usize>() else {
        return none;
    };
    let header = Header {
        priority: Some(number),
        facility: FACILITIES.get(value / 8).copied(),
        severity: SEVERITIES.get(value % 8).copied(),
        ..Header::default()
    };
    (header, rest)
}

/// A time, and what stands behind it. Without a priority in front, a time that begins with digits must
/// be in the form of RFC 3339: many logs that are not syslog begin otherwise.
fn time(text: &str, has_priority: bool) -> Option<(&str, &str)> {
    let (_, rest) = Local::prefix(text)?;
    let written = &text[..text.len() - rest.len()];
    let is_syslog = has_priority
        || written.starts_with(|letter: char| letter.is_ascii_alphabetic())
        || written.as_bytes().get(10) == Some(&b'T')
        // Sophos UTM
        || written.as_bytes().get(4) == Some(&b':');
    let ends = rest.is_empty() || rest.starts_with(' ') || rest.starts_with(": ");
    (is_syslog && ends).then_some((written, rest))
}

/// RFC 5424 writes `-` for what is not known.
fn stated(text: &str) -> Option<&str> {
    (text != "-" && !text.is_empty()).then_some(text)
}

/// `-` or `[id name="value"][…]`, and the message behind it.
fn structured(text: &str) -> Option<(&str, &str)> {
    if let Some(rest) = text.strip_prefix('-') {
        return (rest.is_empty() || rest.starts_with(' ')).then_some(("-", rest));
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while bytes.get(at) == Some(&b'[') {
        at += element(&bytes[at..])?;
    }
    let rest = text.get(at..)?;
    (at > 0 && (rest.is_empty() || rest.starts_with(' '))).then(|| (&text[..at], rest))
}

/// The length of one `[…]`.
fn element(bytes: &[u8]) -> Option<usize> {
    let mut is_quoted = false;
    let mut is_escaped = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            b']' if !is_quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Calls `with` for each parameter of structured data, under `sd.<id>.<name>`.
pub(crate) fn parameters(structured: &str, with: &mut dyn FnMut(&str, &str)) {
    let mut rest = structured;
    while let Some(found) = rest.strip_prefix('[') {
        let Some(length) = element(rest.as_bytes()) else {
            return;
        };
        let inner = &found[..length - 2];
        let (id, mut pairs) = inner.split_once(' ').unwrap_or((inner, ""));
        if pairs.is_empty() {
            with(&format!("sd.{id}"), "");
        }
        while let Some((name, quoted)) = pairs.split_once("=\"") {
            let (value, behind) = quoted_value(quoted);
            with(&format!("sd.{id}.{}", name.trim()), &value);
            pairs = behind;
        }
        rest = &rest[length..];
    }
}

/// A value up to its closing quote, with `\"`, `\\` and `\]` undone.
fn quoted_value(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value, &text[at + 1..]),
            '\\' => match letters.next() {
                Some((_, escaped @ ('"' | '\\' | ']'))) => value.push(escaped),
                Some((_, other)) => value.extend(['\\', other]),
                None => value.push('\\'),
            },
            other => value.push(other),
        }
    }
    (value, "")
}
