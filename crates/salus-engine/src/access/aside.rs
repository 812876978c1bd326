//! Files for what does not fit into memory. They have no name, so that nobody else can open them and they go with the program.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// One such file.
pub(super) struct Aside(Mutex<File>);

impl Aside {
    pub(super) fn new() -> io::Result<Self> {
        tempfile::tempfile().map(|file| Self(Mutex::new(file)))
    }

    fn file(&self) -> MutexGuard<'_, File> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes behind what is there.
    pub(super) fn append(&self, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.file();
        file.seek(SeekFrom::End(0))?;
        file.write_all(bytes)
    }

    /// The bytes at a place.
    pub(super) fn bytes(&self, at: u64, count: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; count];
        let mut file = self.file();
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// Shows all of it, from its start.
    pub(super) fn whole<T>(
        &self,
        read: impl FnOnce(&mut dyn Read) -> io::Result<T>,
    ) -> io::Result<T> {
        let mut file = self.file();
        file.seek(SeekFrom::Start(0))?;
        read(&mut io::BufReader::with_capacity(1 << 20, &mut *file))
    }
}

/// Whether everything that was put aside came back. It is asked when all is said: a line alone cannot say that it is wrong.
#[derive(Default)]
pub(super) struct Sound(OnceLock<ErrorKind>);

impl Sound {
    /// What was read, or nothing and a note.
    pub(super) fn note<T: Default>(&self, read: io::Result<T>) -> T {
        read.unwrap_or_else(|error| {
            self.0.get_or_init(|| error.kind());
            T::default()
        })
    }

    pub(super) fn check(&self) -> Result<(), String> {
        match self.0.get() {
            None => Ok(()),
            Some(kind) => Err(format!(
                "what the audit put aside cannot be read back: {kind}; help: see that the folder for temporary files (TMPDIR) has room, and run it again"
            )),
        }
    }
}
