//! The digest of a large file, begun while rules are still being compiled and a core is idle.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::SystemTime;

use salus_record::Digesting;

/// Smaller files are digested sooner than rules are compiled.
const LARGE: u64 = 256 << 20;
/// Bytes taken at once; they stay in the core's own memory.
const AT_ONCE: usize = 256 << 10;

/// A digest that is being worked out until somebody asks for it, or nobody will.
pub struct Ahead {
    enough: Enough,
    thread: JoinHandle<Option<Begun>>,
}

/// Says that it is enough when it is dropped.
struct Enough(Arc<AtomicBool>);

impl Drop for Enough {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// How far it came.
pub(crate) struct Begun {
    path: PathBuf,
    written: (u64, SystemTime),
    pub(crate) digesting: Digesting,
    /// Bytes that are in the digest.
    pub(crate) bytes: u64,
}

impl Ahead {
    /// Begins with a file, if there is but one, and a large one.
    #[must_use]
    pub fn begin(paths: &[PathBuf]) -> Option<Self> {
        Self::begin_from(paths, LARGE)
    }

    fn begin_from(paths: &[PathBuf], large: u64) -> Option<Self> {
        let [path] = paths else { return None };
        let written = written(path).filter(|(size, _)| *size >= large)?;
        let enough = Enough(Arc::default());
        let (path, is_enough) = (path.clone(), Arc::clone(&enough.0));
        let thread = thread::spawn(move || digest(path, written, &is_enough));
        Some(Self { enough, thread })
    }

    /// What is done of it, if it is of that file and the file is as it was.
    pub(crate) fn of(self, file: &str) -> Option<Begun> {
        drop(self.enough);
        let begun = self.thread.join().ok().flatten()?;
        let is_same = begun.path == Path::new(file) && written(&begun.path) == Some(begun.written);
        is_same.then_some(begun)
    }
}

/// How large a plain file is, and when it was last written.
fn written(path: &Path) -> Option<(u64, SystemTime)> {
    let about = std::fs::metadata(path).ok()?;
    Some((
        about.is_file().then_some(about.len())?,
        about.modified().ok()?,
    ))
}

fn digest(path: PathBuf, written: (u64, SystemTime), is_enough: &AtomicBool) -> Option<Begun> {
    let mut file = File::open(&path).ok()?;
    let mut begun = Begun {
        path,
        written,
        digesting: Digesting::default(),
        bytes: 0,
    };
    let mut bytes = vec![0; AT_ONCE];
    while !is_enough.load(Ordering::Relaxed) {
        match file.read(&mut bytes).ok()? {
            0 => break,
            read => {
                begun.digesting.update(&bytes[..read]);
                begun.bytes += read as u64;
            }
        }
    }
    Some(begun)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use salus_record::Digest;

    use super::*;

    #[test]
    fn what_was_begun_is_of_that_file_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("events.jsonl");
        let whole = "{\"a\":1}\n".repeat(1 << 17);
        let mut file = File::create(&path).expect("a file");
        file.write_all(whole.as_bytes()).expect("room");
        let name = path.to_string_lossy().into_owned();
        let large = whole.len() as u64;
        let of_one = |large| Ahead::begin_from(std::slice::from_ref(&path), large);
        let begin = || of_one(large).expect("it is large enough");
        let begun = begin().of(&name).expect("nothing was changed");
        let mut digesting = begun.digesting;
        let done = usize::try_from(begun.bytes).expect("small");
        digesting.update(&whole.as_bytes()[done..]);
        assert_eq!(digesting.finish(), Digest::of(whole.as_bytes()));
        assert!(begin().of("other.jsonl").is_none());
        let ahead = begin();
        file.write_all(b"{}\n").expect("room");
        assert!(ahead.of(&name).is_none());
        assert!(of_one(large + 4).is_none());
        assert!(Ahead::begin_from(&[path.clone(), path], 1).is_none());
    }
}
