//! Bytes on their way to the splitter: always UTF-8, and any stretch can be given back once.

use std::io::BufRead;

use salus_record::ReadError;

/// Longer lines are not looked at as such.
const LINE_BYTES: usize = 1 << 20;

/// A buffered input whose byte-order mark is gone and whose UTF-16, if that is what it was, is UTF-8.
pub(super) struct Source<'a> {
    input: Box<dyn BufRead + 'a>,
    /// Bytes given back, or looked at to learn the encoding; they come before `input`.
    replay: Vec<u8>,
    at: usize,
    /// Bytes taken, as UTF-8 and without the mark.
    position: u64,
}

impl<'a> Source<'a> {
    /// Looks at the first bytes and decides on the encoding.
    pub(super) fn new(input: &'a mut dyn BufRead) -> Result<Self, ReadError> {
        let mut head = Vec::with_capacity(3);
        while head.len() < 3 {
            let chunk = input.fill_buf()?;
            let Some(byte) = chunk.first() else { break };
            head.push(*byte);
            input.consume(1);
        }
        let (is_utf16, is_big, mark) = match head.as_slice() {
            [0xEF, 0xBB, 0xBF] => (false, false, 3),
            [0xFF, 0xFE, ..] => (true, false, 2),
            [0xFE, 0xFF, ..] => (true, true, 2),
            [b'{' | b'[', 0, ..] => (true, false, 0),
            [0, b'{' | b'[', ..] => (true, true, 0),
            _ => (false, false, 0),
        };
        head.drain(..mark);
        if !is_utf16 {
            return Ok(Self {
                input: Box::new(input),
                replay: head,
                at: 0,
                position: 0,
            });
        }
        let utf16 = Utf16 {
            input,
            is_big,
            raw: head,
            text: Vec::new(),
            at: 0,
            high: None,
        };
        Ok(Self {
            input: Box::new(utf16),
            replay: Vec::new(),
            at: 0,
            position: 0,
        })
    }

    /// An input that begins in the middle of UTF-8.
    pub(super) fn within(input: &'a mut dyn BufRead) -> Self {
        Self {
            input: Box::new(input),
            replay: Vec::new(),
            at: 0,
            position: 0,
        }
    }

    /// How many bytes were taken.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// Takes so many bytes, or all there are.
    pub(super) fn skip(&mut self, mut bytes: u64) -> Result<(), ReadError> {
        while bytes > 0 {
            let here = self.chunk()?.len();
            if here == 0 {
                break;
            }
            let taken = usize::try_from(bytes).map_or(here, |bytes| bytes.min(here));
            self.consume(taken);
            bytes -= taken as u64;
        }
        Ok(())
    }

    /// The bytes at hand; empty at the end.
    pub(super) fn chunk(&mut self) -> Result<&[u8], ReadError> {
        if self.at < self.replay.len() {
            return Ok(&self.replay[self.at..]);
        }
        Ok(self.input.fill_buf()?)
    }

    /// The bytes up to the next line end or the end, not taken yet; `None` when there are too many.
    pub(super) fn line(&mut self) -> Result<Option<&[u8]>, ReadError> {
        let length = match memchr::memchr(b'\n', self.chunk()?) {
            Some(length) => length,
            None => self.gather_line()?,
        };
        if length > LINE_BYTES {
            return Ok(None);
        }
        Ok(Some(&self.chunk()?[..length]))
    }

    /// Brings the rest of a line that is not whole in one buffer into one.
    fn gather_line(&mut self) -> Result<usize, ReadError> {
        self.replay.drain(..self.at.min(self.replay.len()));
        self.at = 0;
        while self.replay.len() <= LINE_BYTES {
            let chunk = self.input.fill_buf()?;
            let end = memchr::memchr(b'\n', chunk);
            let taken = end.map_or(chunk.len(), |end| end + 1);
            self.replay.extend_from_slice(&chunk[..taken]);
            self.input.consume(taken);
            if end.is_some() {
                return Ok(self.replay.len() - 1);
            }
            if taken == 0 {
                break;
            }
        }
        Ok(self.replay.len())
    }

    /// The next byte, not taken yet.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, ReadError> {
        Ok(self.chunk()?.first().copied())
    }

    /// Takes bytes of the last [`Source::chunk`].
    pub(super) fn consume(&mut self, bytes: usize) {
        self.position += bytes as u64;
        if self.at < self.replay.len() {
            self.at += bytes;
        } else {
            self.input.consume(bytes);
        }
    }

    /// Gives back `bytes`, which must be the last ones taken. They are copied only when some of
    /// them came straight from the input.
    pub(super) fn give_back(&mut self, bytes: &[u8]) {
        self.position -= bytes.len() as u64;
        let is_all_here = self.at <= self.replay.len()
            && bytes.len() <= self.at
            && &self.replay[self.at - bytes.len()..self.at] == bytes;
        if is_all_here {
            self.at -= bytes.len();
            return;
        }
        let mut replay = bytes.to_vec();
        replay.extend_from_slice(self.replay.get(self.at..).unwrap_or_default());
        self.replay = replay;
        self.at = 0;
    }
}

/// UTF-16 read as UTF-8, a buffer at a time. Lone surrogates become U+FFFD.
struct Utf16<'a> {
    input: &'a mut dyn BufRead,
    is_big: bool,
    /// Bytes that do not make a pair yet.
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    high: Option<u16>,
}

impl Utf16<'_> {
    fn refill(&mut self) -> std::io::Result<()> {
        self.text.clear();
        self.at = 0;
        while self.text.is_empty() {
            let chunk = self.input.fill_buf()?;
            let taken = chunk.len().min(16 << 10);
            self.raw.extend_from_slice(&chunk[..taken]);
            self.input.consume(taken);
            let raw = std::mem::take(&mut self.raw);
            let pairs = raw.chunks_exact(2);
            self.raw = pairs.remainder().to_vec();
            for pair in pairs {
                let pair = [pair[0], pair[1]];
                let unit = if self.is_big {
                    u16::from_be_bytes(pair)
                } else {
                    u16::from_le_bytes(pair)
                };
                self.unit(unit);
            }
            if taken == 0 {
                let is_torn = self.high.take().is_some() || !self.raw.is_empty();
                self.raw.clear();
                if is_torn {
                    self.push(char::REPLACEMENT_CHARACTER);
                }
                return Ok(());
            }
        }
        Ok(())
    }

    fn unit(&mut self, unit: u16) {
        let high = self.high.take();
        if (0xD800..0xDC00).contains(&unit) {
            if high.is_some() {
                self.push(char::REPLACEMENT_CHARACTER);
            }
            self.high = Some(unit);
            return;
        }
        for c in char::decode_utf16(high.into_iter().chain([unit])) {
            self.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
    }

    fn push(&mut self, c: char) {
        self.text
            .extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

impl std::io::Read for Utf16<'_> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let chunk = self.fill_buf()?;
        let taken = chunk.len().min(to.len());
        to[..taken].copy_from_slice(&chunk[..taken]);
        self.consume(taken);
        Ok(taken)
    }
}

impl BufRead for Utf16<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.at >= self.text.len() {
            self.refill()?;
        }
        Ok(&self.text[self.at..])
    }

    fn consume(&mut self, bytes: usize) {
        self.at += bytes;
    }
}
