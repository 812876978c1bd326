//! Starts the binary and looks at what it says.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The binary with these arguments, ready to be started.
pub fn salus(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_salus"));
    command.args(arguments);
    command
}

/// Runs to the end and expects this exit code.
pub fn expect(code: i32, arguments: &[&str]) -> Output {
    let output = salus(arguments).output().expect("the binary starts");
    let talk = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        output.status.code(),
        Some(code),
        "salus {arguments:?}\n{talk}"
    );
    assert!(!talk.contains("panicked"), "salus {arguments:?}\n{talk}");
    output
}

/// The JSON lines on stdout.
pub fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a JSON object per line"))
        .collect()
}

/// What was said on stderr.
pub fn talk(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A path as an argument.
pub fn arg(path: &Path) -> &str {
    path.to_str().expect("test paths are UTF-8")
}

/// The workspace's folder.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the workspace")
}

/// A folder of the development corpora, or `None` (said on stderr) where they are not at hand.
pub fn corpus(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("SALUS_DATA").map(PathBuf::from);
    let root = root.unwrap_or_else(|| workspace().join("../shared/data"));
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: corpus `{name}` is not at hand (set SALUS_DATA to its folder)");
    None
}

/// Rows of a query.
pub fn query(lake: &Path, sql: &str) -> Vec<Value> {
    lines(&expect(0, &["query", sql, "--lake", arg(lake), "--json"]))
}
