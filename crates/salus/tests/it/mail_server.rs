//! The program beside real mail servers of Debian, each started by its test in a folder of its own. Where they are not
//! installed, `tests/setup` says how, and these tests say that they were skipped.

mod dovecot;
mod gate;
mod mailbox;
mod postfix;

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// What a message must be found to be by signals of its people alone: two senders, a name that is another's address, an
/// answer that goes elsewhere.
pub const HARMFUL: &str = "From: \"payroll@clinic.example\" <x7@cheap-host.example>\r\n\
    From: \"payroll@clinic.example\" <x8@cheap-host.example>\r\n\
    Reply-To: <money@collect.example>\r\n\
    To: nurse@clinic.example\r\n\
    Subject: Your salary is on hold\r\n\
    Date: Mon, 02 Nov 2026 08:00:00 +0000\r\n\
    Message-ID: <harmful@cheap-host.example>\r\n\
    MIME-Version: 1.0\r\n\
    Content-Type: text/html; charset=utf-8\r\n\
    \r\n\
    <p>Your account will be closed today. <a href=\"http://192.0.2.99/login\">https://payroll.clinic.example</a></p>\r\n";

/// An ordinary message.
pub const HARMLESS: &str = "From: Lab <lab@partner.example>\r\n\
    To: nurse@clinic.example\r\n\
    Subject: Opening hours in December\r\n\
    Date: Mon, 02 Nov 2026 08:00:00 +0000\r\n\
    Message-ID: <harmless@partner.example>\r\n\
    \r\n\
    Our opening hours stay the same in December.\r\n\
    \r\n\
    The lab\r\n";

/// A folder that servers under other accounts may enter.
fn open_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("opened");
    folder
}

/// A program of the system, also where its folder is not searched.
fn program(name: &str) -> Option<PathBuf> {
    let searched = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&searched).chain(["/usr/sbin".into(), "/usr/bin".into()]);
    folders
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

/// What `id` says of an account, by default of our own.
fn id(arguments: &[&str]) -> Option<String> {
    let output = Command::new("id").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

fn is_root() -> bool {
    id(&["-u"]).as_deref() == Some("0")
}

/// Gives a file or folder to an account, where we are root.
fn give(path: &Path, account: &str) {
    if is_root() {
        let number = |what: &str| id(&[what, account]).and_then(|text| text.parse().ok());
        chown(path, number("-u"), number("-g")).expect("given away");
    }
}

/// Ports that were free a moment ago, all different.
fn free_ports<const N: usize>() -> [u16; N] {
    let held: [TcpListener; N] =
        std::array::from_fn(|_| TcpListener::bind("127.0.0.1:0").expect("a free port"));
    held.map(|one| one.local_addr().expect("bound").port())
}

/// Waits until something is so; a slow computer has time.
fn wait_for<T>(what: &str, mut is_so: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = is_so() {
            return found;
        }
        assert!(
            began.elapsed() < Duration::from_secs(90),
            "waited for {what}"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Waits until somebody listens at a port.
fn wait_for_port(what: &str, port: u16) {
    wait_for(what, || {
        std::net::TcpStream::connect(("127.0.0.1", port)).ok()
    });
}

/// A process that ends with its test: asked to, and then made to.
struct Served(Child);

impl Served {
    fn signal(&self, name: &str) {
        let number = self.0.id().to_string();
        let sent = Command::new("kill").args([name, &number]).status();
        assert!(sent.expect("kill is there").success(), "signal {name}");
    }

    /// Ends it as a service is ended, and tells how it took that.
    fn end(mut self) -> std::process::ExitStatus {
        self.signal("-TERM");
        wait_for("the end of a process", || self.0.try_wait().expect("ours"))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(None)) {
            let number = self.0.id().to_string();
            let _ = Command::new("kill").args(["-TERM", &number]).status();
            let began = Instant::now();
            while matches!(self.0.try_wait(), Ok(None)) {
                if began.elapsed() > Duration::from_secs(10) {
                    let _ = self.0.kill();
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
}
